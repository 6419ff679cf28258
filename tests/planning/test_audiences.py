"""Audiences: the worked examples of RULES.md §11, and what holds for all of them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from planner.planning.audience import MOST_AUDIENCES, Audience
from planner.planning.channels.inmail import InMail
from planner.planning.comparison import compare, reach_for_budget
from planner.planning.days import DAY, add_months
from planner.planning.errors import InvalidInput
from planner.planning.scenario import BEST, Scenario
from planner.planning.sensitivity import find_sensitivity
from planner.planning.together import compare_with_each_alone
from planner.planning.worth.asked import funnel_of, outcome_of
from planner.planning.worth.funnel import Rates
from tests.known import known
from tests.planning.audiences import (
    CLIENTS,
    CORE,
    START,
    asked,
    cheapest,
)
from tests.planning.builders import make_scenario, make_terms

# Worked examples


def test_43_three_clients_on_the_same_seats() -> None:
    found = cheapest(CORE, asked(*CLIENTS))
    assert [one.audience.name for one in found.audiences] == ["C", "A", "B"]
    assert [one.messages for one in found.scenario.queue] == [60, 280, 790]
    assert (found.status, found.seats, found.total) == ("ok", 3, Decimal("1919.84"))
    assert found.seat_months_paid == 16
    assert [one.done_on for one in found.audiences] == [
        date(2026, 12, 1), date(2027, 1, 1), date(2027, 5, 1)
    ]  # fmt: skip


def test_44_their_shares() -> None:
    found = cheapest(CORE, asked(*CLIENTS))
    shares = [str(one.share) for one in found.audiences]
    assert shares == ["145.81", "534.64", "1239.39"]


def test_45_each_alone() -> None:
    scenario = asked(*CLIENTS)
    found = compare_with_each_alone(scenario, [CORE], cheapest(CORE, scenario))
    alone = [known(one.estimate).total for one in found.alone]
    assert alone == [Decimal("239.98"), Decimal("599.95"), Decimal("1319.89")]
    assert found.total_alone == Decimal("2159.82")
    assert found.why == (
        "Together $1,919.84 with 3 seats; each alone $2,159.82 in all with 7 seats: "
        "together costs $239.98 less."
    )


def test_46_two_seats_are_late() -> None:
    found = cheapest(CORE, asked(*CLIENTS, seats=2))
    assert found.status == "misses_deadline"
    assert [one.days_late for one in found.audiences] == [0, 1, 31]
    assert [one.done_on for one in found.audiences][1:] == [date(2027, 2, 1), date(2027, 7, 1)]


@pytest.mark.parametrize(("first", "months", "total"), [("A", 2, "159.98"), ("B", 3, "239.97")])
def test_47_the_order_of_audiences_with_rates_of_their_own(
    first: str, months: int, total: str
) -> None:
    audiences = [
        Audience(name="A", target=20, reply_rate=Decimal("0.5"), priority=2),
        Audience(name="B", target=30, priority=2),
    ]
    audiences = [replace(one, priority=1) if one.name == first else one for one in audiences]
    found = cheapest(make_terms(), asked(*audiences, seats=1), "as_granted")
    assert (found.months, found.total) == (months, Decimal(total))


def test_48_messages_are_rounded_along_the_queue() -> None:
    audiences = (Audience(name="A", target=1), Audience(name="B", target=1))
    scenario = asked(*audiences, goal="replied", reply_rate=Decimal("0.3"))
    assert [one.own_messages for one in scenario.queue] == [4, 3]
    assert [scenario.of_audience(one).messages for one in audiences] == [4, 4]


def test_49_a_later_deadline_of_a_higher_priority_goes_first() -> None:
    audiences = (
        Audience(name="A", target=20, deadline_on=date(2027, 2, 28)),
        Audience(name="B", target=20, deadline_on=date(2026, 12, 31), priority=2),
    )
    found = cheapest(make_terms(), asked(*audiences), "as_granted")
    assert found.scenario.deadline == date(2026, 12, 31)
    assert (found.seats, found.months, found.total) == (2, 1, Decimal("159.98"))


# Inputs


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "audiences.name"),
        ({"name": "x" * 81}, "audiences.name"),
        ({"target": 0}, "audiences.target"),
        ({"priority": 0}, "audiences.priority"),
        ({"priority": 21}, "audiences.priority"),
        ({"reply_rate": Decimal(2)}, "audiences.reply_rate"),
        ({"decline_rate": Decimal(-1)}, "audiences.decline_rate"),
        ({"open_profile_share": Decimal("1.1")}, "audiences.open_profile_share"),
    ],
)
def test_a_value_out_of_range_is_an_error(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as fault:
        replace(Audience(name="A", target=1), **changes)
    assert fault.value.field == field


@pytest.mark.parametrize(
    ("audiences", "changes", "field"),
    [
        ([Audience(name="A", target=1), Audience(name=" a", target=1)], {}, "audiences.name"),
        ([Audience(name="A", target=1, deadline_on=date(2026, 11, 30))], {},
         "audiences.deadline_on"),
        ([Audience(name="A", target=1, deadline_on=date(2031, 12, 1))], {},
         "audiences.deadline_on"),
        ([Audience(name="A", target=1, decline_rate=Decimal("0.6"))],
         {"reply_rate": Decimal("0.5")}, "audiences.decline_rate"),
        ([Audience(name="A", target=1, reply_rate=Decimal("0.5"), decline_rate=Decimal("0.6"))],
         {}, "audiences.decline_rate"),
        ([Audience(name="A", target=1)], {"goal": "replied"}, "audiences.reply_rate"),
        ([Audience(name=str(number), target=1) for number in range(MOST_AUDIENCES + 1)], {},
         "audiences"),
    ],
)  # fmt: skip
def test_audiences_that_do_not_go_together_are_an_error(
    audiences: list[Audience], changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as fault:
        asked(*audiences, **changes)
    assert fault.value.field == field


def test_another_target_than_that_of_all_audiences_is_an_error() -> None:
    with pytest.raises(InvalidInput, match="790, that of all audiences together") as fault:
        Scenario(target=791, start_on=START, audiences=CLIENTS)
    assert fault.value.field == "target"


def test_the_reply_rate_is_each_audience_s_own() -> None:
    own = Audience(name="A", target=3, reply_rate=Decimal("0.5"))
    scenario = asked(own, goal="replied")
    assert (scenario.messages, scenario.replies) == (6, 3)
    assert scenario.all_have_own("reply_rate")
    assert not scenario.all_have_own("decline_rate")
    assert asked(own, Audience(name="B", target=1)).replies == Decimal("1.5")


def test_rates_that_may_be_asked_for_are_those_of_audiences_without_their_own() -> None:
    own = Audience(name="A", target=1, reply_rate=Decimal("0.1"), decline_rate=Decimal("0.9"))
    other = Audience(name="B", target=1, decline_rate=Decimal("0.3"))
    assert asked(own, decline_rate=Decimal("0.2")).most_reply_rate == Decimal("0.8")
    assert asked(own, other, decline_rate=Decimal("0.2")).most_reply_rate == Decimal("0.7")


def test_a_deadline_of_the_last_one_is_a_day_of_its_own() -> None:
    early = Audience(name="A", target=1, deadline_on=date(2027, 1, 31))
    assert asked(early).is_deadline_a_day
    assert not asked(replace(early, deadline_on=None)).is_deadline_a_day
    assert asked(early, Audience(name="B", target=1)).deadline == date(2027, 5, 31)
    later = replace(early, deadline_on=date(2028, 1, 1))
    assert asked(later).deadline == date(2027, 5, 31)


def test_what_they_bring_is_expected_at_the_rates_of_each() -> None:
    later: dict[str, Any] = {
        "meeting_rate": Decimal("0.5"),
        "minutes_per_message": 2,
        "minutes_per_meeting": 30,
    }
    audiences = (
        Audience(name="A", target=20, reply_rate=Decimal("0.5")),
        Audience(name="B", target=30, reply_rate=Decimal("0.2")),
    )
    found = outcome_of(cheapest(make_terms(), asked(*audiences, **later)))
    assert (found.answers, found.meetings, found.customers) == (16, 8, None)
    assert found.minutes == 50 * 2 + 8 * 30
    plain = Audience(name="A", target=20)
    unknown = outcome_of(cheapest(make_terms(), asked(plain, **later)))
    assert (unknown.answers, unknown.minutes) == (None, None)
    same = asked(plain, reply_rate=Decimal("0.5"), **later)
    alone = replace(same, audiences=())
    assert outcome_of(cheapest(make_terms(), same)) == outcome_of(cheapest(make_terms(), alone))
    assert funnel_of(same) is None
    assert funnel_of(alone) is not None


def test_channels_know_one_audience() -> None:
    scenario = asked(*CLIENTS)
    with pytest.raises(InvalidInput) as fault:
        InMail(scenario=scenario, plans=(CORE,), rates=Rates())
    assert fault.value.field == "audiences"


def test_what_matters_most_is_found_with_audiences() -> None:
    scenario = asked(*CLIENTS)
    swings = {one.input: one for one in find_sensitivity(scenario, [CORE])}
    # A fifth fewer of the last in the queue: 632 people take 13 seat-months.
    assert swings["target"].total_low == 13 * Decimal("119.99")
    assert {"target", "deadline_months", "reply_rate"} <= swings.keys()


def test_the_least_reply_rate_matters_only_to_those_without_their_own() -> None:
    later: dict[str, Any] = {"goal": "positive", "reply_rate": Decimal("0.5")}
    own = Audience(name="A", target=1, reply_rate=Decimal("0.1"))
    assert asked(own, **later).least_reply_rate == 0
    assert asked(replace(own, reply_rate=None), **later).least_reply_rate > 0
    assert asked(own, **later).most_target == 100_000


# Other targets


@pytest.mark.parametrize(
    ("target", "parts"),
    [
        (790, [220, 510, 60]),
        (791, [220, 511, 60]),
        (280, [220, 60]),
        (281, [220, 1, 60]),
        (10, [10]),
    ],
)
def test_another_target_cuts_or_extends_the_end_of_the_queue(target: int, parts: list[int]) -> None:
    assert [one.target for one in asked(*CLIENTS).with_target(target).audiences] == parts


def test_a_budget_reaches_the_first_of_the_queue() -> None:
    scenario = asked(*CLIENTS, budget=Decimal(360))
    reach = reach_for_budget(scenario, [CORE])
    assert reach.target == 100 + 50
    assert known(reach.estimate).status == "ok"


# Further cases


def test_the_frontier_and_the_ranking_hold() -> None:
    found = compare(asked(*CLIENTS), [CORE, make_terms()])
    assert known(found.cheapest).total == known(known(found.least).option).total
    assert found.has_the_least
    # By the end of January, everything has to be sent by 16 seats' credits.
    assert [point.deadline_months for point in found.frontier] == [1, 2, 3, 4, 5, 6]


def test_audiences_that_all_have_open_profiles_need_no_seats() -> None:
    audiences = (
        Audience(name="A", target=3, deadline_on=START),
        Audience(name="B", target=5),
    )
    scenario = asked(*audiences, open_profile_share=Decimal(1), seat_daily_limit=1)
    found = cheapest(CORE, scenario)
    assert (found.status, found.seats, found.total) == ("ok", 3, 0)
    assert [one.done_on for one in found.audiences] == [START, START + 2 * DAY]
    assert [one.share for one in found.audiences] == [0, 0]


def test_seats_that_all_are_late_are_told_by_days() -> None:
    late = Audience(name="A", target=2, deadline_on=START)
    scenario = asked(late, seats=1, open_profile_share=Decimal(1), seat_daily_limit=1)
    found = cheapest(CORE, scenario)
    assert (found.status, found.audiences[0].days_late) == ("misses_deadline", 1)


def test_seats_for_an_early_deadline_are_among_those_that_saving_up_tries() -> None:
    audiences = (
        Audience(name="A", target=400, deadline_on=add_months(START, 1) - DAY),
        Audience(name="B", target=400),
    )
    found = cheapest(make_terms(), asked(*audiences, seats=BEST), "buy_now")
    assert found.status == "ok"
    scenario = make_scenario(target=100)
    assert scenario.with_target(7).target == 7
