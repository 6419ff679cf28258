"""Channels as data, and what their units do day by day (RULES.md §10)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from planner.planning.channels import (
    Citation,
    InMail,
    explain_alone,
    find_alone,
    find_channel_plan,
)
from planner.planning.channels.capacity import UnitUse, find_done_day
from planner.planning.channels.search import MOST_STEPS
from planner.planning.errors import InvalidInput
from planner.planning.ranges import MOST_LEADS
from planner.planning.worth import Effort, Rates
from tests.known import known
from tests.planning.builders import make_scenario
from tests.planning.channel_book import (
    EMAIL,
    START,
    cite,
    days_of,
    make_channel,
    make_inmail,
    make_request,
    prices_of,
)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"capacity_per": "year"}, "capacity_per"),
        ({"reply_of": "opens"}, "reply_of"),
        ({"sends_on": "Sundays"}, "sends_on"),
        ({"unit_price": Decimal(-1)}, "unit_price"),
        ({"contact_price": Decimal("Infinity")}, "contact_price"),
        ({"reach": Decimal("1.5")}, "reach"),
        ({"loss_rate": Decimal(-1)}, "loss_rate"),
        ({"capacity": Decimal("NaN")}, "capacity"),
        ({"ramp": (Decimal(-1),)}, "capacity"),
        ({"ramp": (Decimal(1),), "capacity_per": "month"}, "ramp"),
        ({"ramp": (Decimal(1),) * 105}, "ramp"),
        ({"units_per_set_up": 0}, "units_per_set_up"),
        ({"touches": 0}, "touches"),
        ({"least_audience": -1}, "least_audience"),
        ({"lead_days": 366}, "lead_days"),
        ({"most_units": -1}, "most_units"),
        ({"citations": (cite("mailboxes", "5", "a source", "C"),)}, "citations"),
    ],
)
def test_what_is_no_channel_is_an_error_that_names_the_field(
    changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as raised:
        make_channel(**changes)
    assert raised.value.field == field


def test_contradictory_citations_stand_side_by_side_and_have_a_grade() -> None:
    rates = [one.value for one in EMAIL.citations if one.field == "reply_rate"]
    assert rates == ["3.43 % of people", "0.59 % of touches at step 1", "7.4 %, median"]
    with pytest.raises(InvalidInput, match="grade"):
        Citation(field="capacity", value="5", source="a source", grade="D")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"goal": "sales"}, "goal"),
        ({"target": 0}, "target"),
        ({"people": 0}, "people"),
        ({"start_on": date(1999, 1, 1)}, "start_on"),
        ({"deadline": date(2026, 11, 30)}, "deadline"),
        ({"deadline": date(2031, 12, 1)}, "deadline"),
        ({"most_hours": Decimal(-1)}, "most_hours"),
        ({"with_time": True}, "hour_cost"),
        ({"channels": (EMAIL, EMAIL)}, "channels"),
    ],
)
def test_what_is_no_request_is_an_error_that_names_the_field(
    changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as raised:
        make_request(**changes)
    assert raised.value.field == field


def test_inmail_has_a_plan_and_a_reach() -> None:
    with pytest.raises(InvalidInput, match="plans"):
        InMail(scenario=make_scenario(), plans=(), rates=Rates())
    with pytest.raises(InvalidInput, match="reach"):
        make_inmail(reach=Decimal(2))


def test_an_answer_rate_says_of_what() -> None:
    of_people = make_channel(touches=3)
    assert of_people.reply_share == Fraction(1, 10)
    of_touches = replace(of_people, reply_of="touches")
    assert of_touches.reply_share == 1 - Fraction(9, 10) ** 3
    accepted = replace(of_people, reply_of="accepted", acceptance_rate=Decimal("0.3"))
    assert accepted.reply_share == Fraction(3, 100)
    assert replace(accepted, acceptance_rate=None).reply_share is None
    assert replace(of_people, reply_rate=None).share_of("answers") is None
    assert of_people.share_of("people") == 1
    assert of_people.share_of("meetings") is None


def test_what_is_unknown_is_named() -> None:
    unknown = make_channel(capacity=None, unit_price=None, reply_rate=None, meeting_rate=None)
    assert unknown.missing_for("people") == ("unit_price", "capacity")
    assert unknown.missing_for("meetings") == (
        "unit_price",
        "capacity",
        "reply_rate",
        "meeting_rate",
    )
    accepted = make_channel(reply_of="accepted")
    assert accepted.missing_for("answers") == ("acceptance_rate",)
    assert make_channel(capacity_per="unlimited", capacity=None).missing_for("answers") == ()
    assert make_channel(contact_price=None).price_per_person is None
    found = find_alone(make_request(goal="answers"), unknown)
    assert (found.plan, found.people, found.unknown[0]) == (None, None, "unit_price")
    assert explain_alone(found) == "Channel: not known: unit price, capacity, reply rate."
    known_rate = find_alone(
        make_request(goal="answers", target=1), replace(unknown, reply_rate=Decimal(1))
    )
    assert (known_rate.people, known(known_rate.binds).kind) == (1, "list")


def test_time_that_is_unknown_keeps_a_channel_out_where_time_counts() -> None:
    channel = make_channel(effort=Effort(minutes_per_meeting=Decimal(30)))
    request = make_request(channels=(channel,), target=10)
    assert find_channel_plan(request).is_done
    assert find_channel_plan(replace(request, most_hours=Decimal(5))).status == "infeasible"
    timed = replace(request, with_time=True, hour_cost=Decimal(5))
    assert timed.missing_for(channel) == ("meeting_rate",)


def test_lead_time_ramp_and_loss_day_by_day() -> None:
    channel = make_channel(
        lead_days=3, ramp=(Decimal(1), Decimal(4)), loss_rate=Decimal("0.5"), capacity=Decimal(8)
    )
    days = days_of(channel, date(2027, 1, 2))
    by_day = {day.on: day.touches for day in days}
    assert date(2026, 12, 3) not in by_day
    assert [by_day[date(2026, 12, day)] for day in (4, 10, 11, 17, 18, 31)] == [1, 1, 4, 4, 8, 8]
    assert [by_day[date(2027, 1, day)] for day in (1, 2)] == [4, 4]


def test_weeks_are_spread_over_their_sending_days() -> None:
    week = make_channel(capacity_per="week", sends_on="weekdays")
    days = days_of(week, date(2026, 12, 7))
    assert [(day.on.day, day.touches) for day in days] == [
        (1, 2),
        (2, 2),
        (3, 2),
        (4, 2),
        (7, 2),
    ]
    every_day = days_of(replace(week, sends_on="every_day"), date(2026, 12, 7))
    assert sum(day.touches for day in every_day) == 10


def test_a_quota_of_a_month_comes_once_in_each_and_a_stock_once() -> None:
    month = days_of(make_channel(capacity_per="month"), date(2027, 2, 10))
    assert [(day.on, day.month) for day in month] == [
        (date(2026, 12, 1), 1),
        (date(2027, 1, 1), 2),
        (date(2027, 2, 1), 3),
    ]
    stock = days_of(make_channel(capacity_per="once"), date(2027, 2, 10))
    assert [(day.on, day.touches) for day in stock] == [(START, 10)]
    unlimited = days_of(make_channel(capacity_per="unlimited", touches=2), date(2027, 2, 10))
    assert [day.touches for day in unlimited] == [200]


def test_units_that_end_too_early_are_not_done() -> None:
    days = days_of(make_channel(), date(2027, 2, 10))
    assert find_done_day(days, UnitUse(1, 1), 310) == date(2026, 12, 31)
    assert find_done_day(days, UnitUse(1, 1), 311) is None
    assert find_done_day(days, UnitUse(1, 2), 311) == date(2027, 1, 1)
    assert find_done_day(days, UnitUse(1, 3), 721) is None


def test_units_cost_least_and_ties_go_to_fewer_units() -> None:
    prices = prices_of(make_request(), make_channel())
    assert prices.use(310) == UnitUse(1, 1)
    assert prices.use(620) == UnitUse(1, 2)
    assert prices.total(620) == Decimal(10)
    assert prices.total(0) == 0
    dear_tool = prices_of(make_request(), make_channel(tool_price=Decimal(3)))
    assert (dear_tool.use(620), dear_tool.total(620)) == (UnitUse(2, 1), Decimal(13))
    domains = prices_of(
        make_request(), make_channel(set_up_price=Decimal(4), units_per_set_up=2, most_units=3)
    )
    assert domains.price(UnitUse(3, 2)) == 3 * 2 * 5 + 2 * 4
    assert (domains.most(MOST_LEADS), domains.use(20_000)) == (3 * 3_650, None)


def test_many_steps_are_found_range_by_range() -> None:
    channel = make_channel(unit_price=Decimal(1), capacity=Decimal(1))
    request = make_request(channels=(channel,), people=20_000, target=17_321)
    prices = prices_of(request, channel)
    assert prices.ends(20_000, MOST_STEPS) is None
    plan = find_channel_plan(request)
    assert (plan.status, plan.cost) == ("optimal", prices.total(17_321))
