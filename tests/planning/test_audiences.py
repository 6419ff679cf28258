"""Audiences: the worked examples of RULES.md §11, and what holds for all of them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.planning.answer_queue import AnswerQueue
from planner.planning.audience import MOST_AUDIENCES, Audience, Prefix
from planner.planning.audience import Rates as QueueRates
from planner.planning.audience_results import split_dollars
from planner.planning.channels.inmail import InMail
from planner.planning.comparison import compare, find_least_total, reach_for_budget
from planner.planning.days import DAY, add_months
from planner.planning.errors import InvalidInput
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.forecast import make_forecast
from planner.planning.forecast.rates import FixedRate
from planner.planning.groups import SeatGroup
from planner.planning.ledger import Sending, run_ledger
from planner.planning.money import cents
from planner.planning.scenario import BEST, Scenario
from planner.planning.sensitivity import find_sensitivity
from planner.planning.strategies import STRATEGIES, Strategy
from planner.planning.terms import Terms
from planner.planning.together import compare_with_each_alone
from planner.planning.worth.asked import funnel_of, outcome_of
from planner.planning.worth.funnel import Rates
from tests.examples import examples
from tests.known import known
from tests.planning.arbitrary import groups, plans, scenarios, sendings, shares, strategies
from tests.planning.builders import make_scenario, make_terms, months_of

START = date(2026, 12, 1)
CORE = make_terms(
    slug="core",
    name="Core",
    monthly_credits=50,
    rollover_cap=150,
    monthly_price=Decimal("119.99"),
    annual_price=None,
    purchase_limit=0,
)
CLIENTS = (
    Audience(name="A", target=220, deadline_on=date(2027, 1, 31)),
    Audience(name="B", target=510),
    Audience(name="C", target=60, deadline_on=date(2026, 12, 31)),
)


def asked(*audiences: Audience, **changes: Any) -> Scenario:
    """Audiences from 1 December 2026 on, for 6 months."""
    usual: dict[str, Any] = {"start_on": START, "deadline_months": 6}
    target = sum(one.target for one in audiences)
    return Scenario(**usual | changes, target=target, audiences=audiences)


def cheapest(terms: Terms, scenario: Scenario, strategy: Strategy = "cheapest") -> Estimate:
    return make_estimate(terms, scenario, strategy)


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


def test_a_forecast_and_channels_know_one_audience() -> None:
    scenario = asked(*CLIENTS)
    with pytest.raises(InvalidInput) as fault:
        make_forecast(cheapest(CORE, scenario), FixedRate(rate=Decimal("0.1")))
    assert fault.value.field == "audiences"
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


# Properties


@st.composite
def some_audiences(draw: st.DrawFn, scenario: Scenario, most: int = 3) -> tuple[Audience, ...]:
    """Up to `most` audiences that go with a scenario."""
    drawn: list[Audience] = []
    for number in range(draw(st.integers(1, most))):
        reply_rate = draw(st.none() | shares)
        if not reply_rate and scenario.goal == "replied":
            reply_rate = None
        answers = scenario.reply_rate if reply_rate is None else reply_rate
        decline_rate = draw(st.none() | shares)
        if (scenario.decline_rate if decline_rate is None else decline_rate) > 1 - answers:
            decline_rate = 1 - answers
        drawn.append(
            Audience(
                name=f"audience {number}",
                target=draw(st.integers(1, 60)),
                deadline_on=draw(
                    st.none() | st.integers(0, 200).map(lambda days: scenario.start_on + days * DAY)
                ),
                reply_rate=reply_rate,
                decline_rate=decline_rate,
                open_profile_share=draw(st.none() | shares),
                priority=draw(st.integers(1, 2)),
            )
        )
    return tuple(drawn)


@st.composite
def cases(draw: st.DrawFn, /, **fixed: Any) -> Scenario:
    """Any scenario with audiences."""
    scenario = draw(scenarios(**fixed))
    audiences = draw(some_audiences(scenario))
    return replace(scenario, target=sum(one.target for one in audiences), audiences=audiences)


def figures(estimate: Estimate) -> tuple[Any, ...]:
    """All that an estimate counts."""
    return (
        estimate.status, estimate.seats, estimate.months, estimate.total, estimate.done_on,
        estimate.credits, [row.ledger[1:] for row in estimate.schedule],
    )  # fmt: skip


@examples(60, many=300)
@given(plans(), scenarios(), strategies)
def test_one_audience_is_the_scenario_without_audiences(
    terms: Terms, scenario: Scenario, strategy: Strategy
) -> None:
    one = replace(scenario, audiences=(Audience(name="all", target=scenario.target),))
    found, plain = cheapest(terms, one, strategy), cheapest(terms, scenario, strategy)
    assert figures(found) == figures(plain)
    assert [part.done_on for part in found.audiences] == [plain.done_on] * bool(plain.is_done)
    assert one.replies == scenario.replies


@examples(60, many=300)
@given(plans(), cases(), strategies, st.data())
def test_dividing_an_audience_changes_no_total(
    terms: Terms, scenario: Scenario, strategy: Strategy, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(scenario.audiences) - 1))
    one = scenario.audiences[place]
    if one.target < 2:
        return
    first = data.draw(st.integers(1, one.target - 1))
    halves = (
        replace(one, name="first half", target=first),
        replace(one, name="second half", target=one.target - first),
    )
    divided = replace(
        scenario, audiences=(*scenario.audiences[:place], *halves, *scenario.audiences[place + 1 :])
    )
    found, whole = cheapest(terms, divided, strategy), cheapest(terms, scenario, strategy)
    assert figures(found) == figures(whole)
    assert {part.done_on for part in found.audiences} >= {part.done_on for part in whole.audiences}


@examples(60, many=300)
@given(plans(), cases(), strategies)
def test_what_audiences_get_adds_up_to_the_estimate(
    terms: Terms, scenario: Scenario, strategy: Strategy
) -> None:
    found = cheapest(terms, scenario, strategy)
    if not found.is_done:
        assert found.audiences == ()
        return
    parts = found.audiences
    assert sum(part.messages for part in parts) == scenario.messages
    assert sum(part.on_credits for part in parts) == scenario.to_send
    assert max(part.done_on for part in parts) == found.done_on
    assert (found.status == "ok") == all(not part.days_late for part in parts)
    if found.total is not None:
        assert sum(known(part.share) for part in parts) == cents(found.total)
        if scenario.to_send:
            assert all(not part.share for part in parts if not part.on_credits)


@examples(40, many=200)
@given(plans(), cases(answers_come="next"), st.data())
def test_a_later_deadline_or_a_person_fewer_never_costs_more(
    terms: Terms, scenario: Scenario, data: st.DataObject
) -> None:
    total = cheapest(terms, scenario).total
    if cheapest(terms, scenario).status != "ok" or total is None:
        return
    own = [one for one in scenario.audiences if one.deadline_on is not None]
    if own and len({one.priority for one in scenario.audiences}) == 1:
        # The last in the queue, so that the order stays.
        last = max(own, key=lambda one: known(one.deadline_on))
        later = replace(last, deadline_on=known(last.deadline_on) + 40 * DAY)
        audiences = tuple(later if one is last else one for one in scenario.audiences)
        relaxed = replace(scenario, audiences=audiences)
        if [one.audience.name for one in relaxed.queue] == [
            one.audience.name for one in scenario.queue
        ]:
            assert known(find_least_total(relaxed, [terms])) <= total
    if scenario.target > 1:
        fewer = scenario.with_target(scenario.target - 1)
        assert known(find_least_total(fewer, [terms])) <= total


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(1, 50)), min_size=1, max_size=6),
    st.integers(0, 10**7),
)
def test_dollars_are_split_to_the_cent(parts: list[tuple[int, int]], number: int) -> None:
    total = Decimal(number) / 1_000
    on_credits, people = [one for one, _ in parts], [one for _, one in parts]
    split = [known(one) for one in split_dollars(total, on_credits, people)]
    weights = on_credits if any(on_credits) else people
    assert sum(split) == cents(total)
    for share, weight in zip(split, weights, strict=True):
        exact = cents(total) * weight / sum(weights)
        assert abs(share - exact) < Decimal("0.01")
    assert split_dollars(None, on_credits, people) == [None] * len(parts)


@examples(30, many=150)
@given(plans(), cases(), st.sampled_from(STRATEGIES))
def test_no_strategy_costs_less_than_the_cheapest(
    terms: Terms, scenario: Scenario, strategy: Strategy
) -> None:
    best, other = cheapest(terms, scenario), cheapest(terms, scenario, strategy)
    if other.status == "ok" and other.total is not None and scenario.is_paced is False:
        assert best.status == "ok"
        assert known(best.total) <= other.total


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


@st.composite
def equal_rates(draw: st.DrawFn, sending: Sending, /) -> AnswerQueue:
    """The messages of a sending, divided among audiences that all answer at its rate."""
    ends = sorted({*draw(st.lists(st.integers(1, sending.to_send), max_size=3)), sending.to_send})
    rates = QueueRates(Fraction(0), Fraction(1), sending.return_rate, Fraction(0))
    return AnswerQueue(
        [
            Prefix(Audience(name="A", target=1), START, rates, end, 0, end - before, 0)
            for before, end in pairwise([0, *ends])
        ]
    )


@examples(60, many=300)
@given(st.data(), groups(), sendings(), st.none() | st.integers(0, 30))
def test_a_queue_of_equal_rates_is_the_plain_ledger(
    data: st.DataObject, group: SeatGroup, sending: Sending, cap: int | None
) -> None:
    queue = data.draw(equal_rates(sending))
    timeline = months_of(group)
    for at_once in (False, True):
        plain = replace(sending, at_once=at_once)
        queued = replace(plain, queue=queue)
        found, expected = (
            run_ledger([group], one, timeline, purchase_cap=cap, end=40) for one in (queued, plain)
        )
        assert found.rows == expected.rows
        assert found.unsent == expected.unsent
