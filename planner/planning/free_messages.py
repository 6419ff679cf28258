"""Messages to open profiles, which cost no credit, and the day of the last message (RULES.md §3).

They take what the limits leave beside the messages on credits of the same month, and need no
subscription, only the persons that send.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from planner.planning.days import sending_day
from planner.planning.ledger import Ledger
from planner.planning.scenario import Scenario
from planner.planning.sending import UNLIMITED

# Of a group without such messages.
_NOTHING = Counter[int]()


class FreeMessages(NamedTuple):
    """Messages to open profiles, by group and slice, and those that the horizon leaves unsent."""

    by_group: Sequence[Counter[int]]
    unsent: int

    @property
    def last_slice(self) -> int:
        """The last slice with such a message; -1 where there is none."""
        return max((position for sent in self.by_group for position in sent), default=-1)


def place_free_messages(
    scenario: Scenario, ledger: Ledger, *, as_many: int | None = None
) -> FreeMessages:
    """Send a scenario's messages to open profiles as early as the limits allow (RULES.md §3).

    Or `as_many` messages.
    """
    left = scenario.free_messages if as_many is None else as_many
    timeline = ledger.timeline
    groups = ledger.groups
    if not left:
        return FreeMessages([_NOTHING] * len(groups), 0)
    by_group = [Counter[int]() for _ in groups]
    tracks = [timeline.tracks[group.calendar] for group in groups]
    seats = [group.seats for group in groups]
    on_credits = [Counter({row.slice: row.sent for row in rows}) for rows in ledger.rows]
    of_all, of_seats = Counter[int](), [Counter[int]() for _ in groups]
    for number, sent in enumerate(on_credits):
        for position, messages in sent.items():
            of_all[timeline.months[position]] += messages
            of_seats[number][tracks[number].months[position]] += messages
    most_of_all = scenario.monthly_send_limit or UNLIMITED
    most_a_month = scenario.seat_monthly_limit or UNLIMITED
    most_a_day = scenario.seat_daily_limit or UNLIMITED
    for position, days in enumerate(timeline.sending_days):
        month = timeline.months[position]
        for number in range(len(groups) if days else 0):
            billing_month = tracks[number].months[position]
            messages = min(
                left,
                most_of_all - of_all[month],
                most_a_month * seats[number] - of_seats[number][billing_month],
                most_a_day * seats[number] * days - on_credits[number][position],
            )
            if messages > 0:
                by_group[number][position] += messages
                of_all[month] += messages
                of_seats[number][billing_month] += messages
                left -= messages
        if not left:
            break
    return FreeMessages(by_group, left)


def find_last_day(scenario: Scenario, ledger: Ledger, free: FreeMessages) -> date:
    """The day of the last message, as early as the limits allow (RULES.md §3)."""
    timeline, daily = ledger.timeline, scenario.seat_daily_limit
    last = scenario.start_on
    for group, rows, sent_free in zip(ledger.groups, ledger.rows, free.by_group, strict=True):
        row = next((row for row in reversed(rows) if row.sent), None)
        position = max(row.slice if row else -1, max(sent_free, default=-1))
        if position < 0:
            continue
        number = sent_free[position] + (row.sent if row and row.slice == position else 0)
        days = 1 if daily is None else -(-number // (daily * group.seats))
        last = max(last, sending_day(timeline.days[position], days, scenario.sends_on))
    return last
