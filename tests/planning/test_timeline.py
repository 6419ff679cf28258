"""The slices of a campaign, and what begins them."""

from datetime import date
from typing import Any

import pytest

from planner.planning.groups import list_groups
from planner.planning.timeline import Timeline, slices_expired, timeline_of
from tests.planning.builders import held, make_scenario, make_terms

START = date(2026, 11, 26)


def cut(grant_day: str = "first", **asked: Any) -> Timeline:
    """The timeline of a scenario for the seats held, and new ones beside them."""
    scenario = make_scenario(**{"start_on": START, "seats": 3, **asked})
    groups = list_groups(make_terms(grant_day=grant_day), scenario, 3)
    return timeline_of(scenario, [group.calendar for group in groups])


def days_of(timeline: Timeline, until: date) -> list[date]:
    return [day for day in timeline.days if day <= until]


def test_slices_begin_with_refreshes_renewals_and_the_day_after_the_deadline() -> None:
    timeline = cut(
        deadline_on=date(2026, 12, 9), held_seats=(held(1, paid_until=date(2026, 12, 4)),)
    )
    assert days_of(timeline, date(2026, 12, 31)) == [
        START,
        date(2026, 12, 1),
        date(2026, 12, 5),  # the held seat renews
        date(2026, 12, 10),  # the deadline is over
        date(2026, 12, 26),  # new seats renew
    ]
    assert timeline.days[timeline.deadline] == date(2026, 12, 10)
    assert timeline.days[-1] == date(2036, 11, 26)


def test_a_limit_of_the_whole_campaign_cuts_its_months() -> None:
    asked: dict[str, Any] = {"seats": 1, "held_seats": (held(3, paid_until=date(2026, 12, 4)),)}
    without = cut("renewal", deadline_on=date(2026, 12, 4), **asked)
    assert days_of(without, date(2027, 1, 4)) == [START, date(2026, 12, 5)]
    limited = cut("renewal", deadline_on=date(2026, 12, 4), monthly_send_limit=9, **asked)
    assert days_of(limited, date(2027, 1, 4)) == [START, date(2026, 12, 5), date(2026, 12, 26)]


@pytest.mark.parametrize(
    ("grant_day", "at_start", "refreshes"),
    [
        ("renewal", False, [START, date(2026, 12, 26)]),
        ("renewal", True, [START, date(2026, 12, 26)]),
        ("first", False, [date(2026, 12, 1), date(2027, 1, 1)]),
        ("first", True, [START, date(2026, 12, 1), date(2027, 1, 1)]),
    ],
)
def test_new_seats_are_granted_credits_on_renewal_days_or_on_the_1st(
    grant_day: str, at_start: bool, refreshes: list[date]
) -> None:
    timeline = cut(grant_day, grants_on_start=at_start)
    (track,) = timeline.tracks.values()
    found = [day for day, is_one in zip(timeline.days, track.refreshes, strict=False) if is_one]
    assert found[: len(refreshes)] == refreshes


def test_held_seats_are_granted_nothing_on_the_start_day_unless_it_is_a_refresh() -> None:
    asked: dict[str, Any] = {"grants_on_start": True, "seats": 1}
    for start_on, is_refresh in [(START, False), (date(2026, 12, 1), True)]:
        seats = (held(3, paid_until=date(2026, 12, 4)),)
        timeline = cut(start_on=start_on, held_seats=seats, **asked)
        (track,) = timeline.tracks.values()
        assert track.refreshes[0] is is_refresh


def test_billing_months_of_held_seats_are_counted_from_the_first_that_is_to_be_paid_for() -> None:
    timeline = cut("renewal", seats=1, held_seats=(held(3, paid_until=date(2027, 1, 4)),))
    (track,) = timeline.tracks.values()
    # 26 Nov to 4 Dec, to 4 Jan, then the first that is to be paid for.
    assert track.months[:3] == (-1, 0, 1)
    assert (track.last_slice_of(0), track.last_slice_of(-2)) == (1, -1)


def test_a_lot_dies_at_the_first_refresh_after_its_life() -> None:
    timeline = cut("renewal", seats=3)
    assert slices_expired(timeline, 2)[:5] == (0, 0, 1, 2, 3)


def test_a_day_is_found_in_its_slice() -> None:
    timeline = cut()
    assert timeline.slice_of(START) == 0
    assert timeline.slice_of(date(2026, 11, 30)) == 0
    assert timeline.slice_of(date(2026, 12, 1)) == 1
