"""The days of messages to open profiles in the trials of a forecast (RULES.md §3 and §7).

Every array holds one number for each trial. A trial places them as `planning.free_messages` does.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.planning.forecast.plan import Plan
from planner.planning.forecast.wallets import Counts
from planner.planning.needs import Need


class FreeMessages(NamedTuple):
    """The slice of the last message to an open profile, -1 without one, and those unsent.

    `is_in_time` is whether those of all audiences but the last are as early as they have to be.
    """

    last_slice: Counts
    unsent: Counts
    is_in_time: NDArray[np.bool_]


def place_free_messages(
    plan: Plan, sent_in: Sequence[Sequence[Counts]], *, trials: int, needs: Sequence[Need] = ()
) -> FreeMessages:
    """Send each trial's messages to open profiles as early as the limits allow.

    `sent_in` has, for each group and slice, the messages on credits, where the limits depend on
    them; `needs` have the messages that audiences need by a slice.
    """
    scenario, timeline = plan.scenario, plan.timeline
    last_slice, unsent = np.full(trials, -1), np.zeros(trials, np.int64)
    is_in_time = np.ones(trials, np.bool_)
    if not plan.groups or not scenario.free_messages:
        return FreeMessages(last_slice, unsent, is_in_time)
    if not plan.has_limited_free_messages:
        first = next(place for place, days in enumerate(timeline.sending_days) if days)
        if any(need.free and need.slice <= first for need in needs):
            is_in_time[:] = False
        return FreeMessages(np.full(trials, first), unsent, is_in_time)
    unsent = np.full(trials, scenario.free_messages)
    coming = list(needs)
    daily, monthly = scenario.seat_daily_limit, scenario.seat_monthly_limit
    of_all = _Months(timeline.months, scenario.monthly_send_limit or scenario.messages)
    of_groups = [
        _Months(
            timeline.tracks[group.calendar].months,
            scenario.messages if monthly is None else monthly * group.seats,
        )
        for group in plan.groups
    ]
    for of_group, sent in zip(of_groups, sent_in, strict=True):
        for position, messages in enumerate(sent):
            of_all.count(position, messages)
            of_group.count(position, messages)
    for position, days in enumerate(timeline.sending_days):
        while coming and coming[0].slice <= position:
            is_in_time &= scenario.free_messages - unsent >= coming.pop(0).free
        if not days:
            continue
        for group, of_group, sent in zip(plan.groups, of_groups, sent_in, strict=True):
            number = np.minimum(of_all.room(position), of_group.room(position))
            if daily is not None:
                on_credits = sent[position] if position < len(sent) else 0
                number = np.minimum(number, daily * group.seats * days - on_credits)
            number = np.clip(number, 0, unsent)
            of_all.count(position, number)
            of_group.count(position, number)
            unsent = unsent - number
            last_slice[number > 0] = position
        # Then what is coming is sent as well.
        if not unsent.any():
            break
    return FreeMessages(last_slice, unsent, is_in_time)


class _Months:
    """The messages of each month, and what a limit of so many a month leaves of it."""

    def __init__(self, months: Sequence[int], limit: int) -> None:
        self._months, self._limit = months, limit
        self._sent: dict[int, Counts | int] = {}

    def count(self, position: int, messages: Counts) -> None:
        month = self._months[position]
        self._sent[month] = self._sent.get(month, 0) + messages

    def room(self, position: int) -> Counts | int:
        return self._limit - self._sent.get(self._months[position], 0)
