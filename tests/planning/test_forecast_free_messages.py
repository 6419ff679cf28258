"""The days of messages to open profiles in the trials of a forecast, by hand."""

from datetime import date
from decimal import Decimal

import numpy as np

from planner.planning.forecast.free_messages import place_free_messages
from planner.planning.forecast.plan import Plan
from planner.planning.timeline import Timeline
from tests.planning.builders import estimate, make_terms


def test_they_take_what_a_daily_limit_leaves_beside_those_on_credits() -> None:
    """24 on credits and 6 free ones from Saturday, 28 November 2026, one a weekday."""
    answer = estimate(
        "as_granted",
        make_terms(grant_day="first"),
        target=30,
        open_profile_share=Decimal("0.2"),
        start_on=date(2026, 11, 28),
        deadline_on=date(2027, 1, 31),
        seat_daily_limit=1,
        sends_on="weekdays",
    )
    plan = Plan(answer)
    days = plan.timeline.days
    # 28 Nov with Monday the 30th, 1 to 27 Dec with 19 weekdays, 28 to 31 Dec with 4.
    assert plan.timeline.sending_days[:3] == (1, 19, 4)
    sent = [np.array([0, 0]), np.array([15, 19]), np.array([4, 4])]
    placed = place_free_messages(plan, [sent], trials=2)
    # The first trial sends 1 and 4 free ones, the last in January; the other 1, and 5 in January.
    assert [days[position] for position in placed.last_slice] == [
        date(2027, 1, 1),
        date(2027, 1, 1),
    ]
    assert [*placed.unsent] == [0, 0]
    fewer = [np.array([0, 0]), np.array([14, 19]), np.array([4, 4])]
    placed = place_free_messages(plan, [fewer], trials=2)
    assert [days[position] for position in placed.last_slice] == [
        date(2026, 12, 1),
        date(2027, 1, 1),
    ]


def test_a_slice_without_a_sending_day_has_none() -> None:
    """The start is a Saturday, and the credits come on the Sunday after it."""
    answer = estimate(
        "as_granted",
        make_terms(grant_day="first"),
        target=10,
        open_profile_share=Decimal("0.5"),
        start_on=date(2027, 7, 31),
        seat_daily_limit=5,
        sends_on="weekdays",
    )
    plan = Plan(answer)
    assert plan.timeline.sending_days[0] == 0
    placed = place_free_messages(plan, [[np.array([0]), np.array([5])]], trials=1)
    assert [*placed.last_slice] == [1]


def test_those_without_room_until_the_horizon_stay_unsent() -> None:
    """One message a month: of 120 months, 115 with one on credits leave room for 5 of 11."""
    answer = estimate(
        "as_granted",
        make_terms(monthly_credits=1, rollover_cap=1),
        target=110,
        open_profile_share=Decimal("0.1"),
        seat_monthly_limit=1,
    )
    plan = Plan(answer)
    assert plan.scenario.free_messages == 11
    months = _months_of(plan.timeline)
    sent = [np.array([int(i < 99), int(i < 115)]) for i in range(months)]
    placed = place_free_messages(plan, [sent], trials=2)
    assert [*placed.last_slice] == [109, 119]
    assert [*placed.unsent] == [0, 6]


def _months_of(timeline: Timeline) -> int:
    assert list(timeline.months) == list(range(1, 121))
    return len(timeline)
