"""The most that seats can send, and so the least that they can cost (RULES.md §4).

Without rounding and without a credit that expires, the messages that seats send are proportional to
their number. Such figures are never below those of the ledger: they tell, without running it, what
cannot be cheaper. They are floats, so comparisons leave a margin of `SLACK`.
"""

from dataclasses import dataclass
from itertools import accumulate

from planner.planning.groups import SeatGroup
from planner.planning.ledger import UNLIMITED, Sending
from planner.planning.timeline import Timeline

SLACK = 1e-6
RELATIVE_SLACK = 1e-12


@dataclass(frozen=True, slots=True)
class Reach:
    """By slice, the most messages that one seat, and one credit held at the start, send by then."""

    of_seat: list[float]
    of_credit: list[float]

    def by_seat(self, end: int) -> float:
        """The messages of one seat before the slice `end`."""
        return self.of_seat[end - 1] if end > 0 else 0.0

    def by_credit(self, end: int) -> float:
        """The messages of one credit, early or late, before the slice `end`."""
        return self.of_credit[end - 1] if end > 0 else 0.0


def find_reach(group: SeatGroup, sending: Sending, timeline: Timeline) -> Reach:
    """The reach of a seat of the group without an end, and of a credit that it holds or buys."""
    track, grant = timeline.tracks[group.calendar], group.terms.monthly_credits
    rate = float(sending.return_rate)
    of_seat: list[float] = []
    of_credit: list[float] = []
    granted = sent = returned = 0.0
    uses = 0.0
    for refreshes in track.refreshes:
        if sending.at_once:
            granted += grant if refreshes else 0
            sent = granted / (1 - rate) if rate < 1 else float(UNLIMITED)
            uses = 1 / (1 - rate) if rate < 1 else float(UNLIMITED)
        elif refreshes or not of_seat:
            granted += grant if refreshes else 0
            returned = rate * sent
            sent = granted + returned
            uses = 1 + rate * uses
        of_seat.append(sent)
        of_credit.append(uses)
    return Reach(of_seat=_within_limits(of_seat, group, sending, timeline), of_credit=of_credit)


def _within_limits(
    of_seat: list[float], group: SeatGroup, sending: Sending, timeline: Timeline
) -> list[float]:
    """The messages of one seat, at most those that its own limits allow by the end of each slice.

    Credits of the start day are not among them, and take a part of what the limits allow.
    """
    if (daily := sending.seat_daily_limit) is not None:
        allowed = accumulate(days * daily for days in timeline.sending_days)
        of_seat = [min(pair) for pair in zip(of_seat, allowed, strict=True)]
    if (monthly := sending.seat_monthly_limit) is not None:
        months = timeline.tracks[group.calendar].months
        allowed_months = ((month - months[0] + 1) * monthly for month in months)
        of_seat = [min(pair) for pair in zip(of_seat, allowed_months, strict=True)]
    return of_seat


def messages_allowed(sending: Sending, timeline: Timeline, end: int) -> float:
    """The messages that the limit of the whole campaign allows before the slice `end`."""
    if sending.monthly_limit is None:
        return float(UNLIMITED)
    return float(sending.monthly_limit * timeline.months[end - 1])
