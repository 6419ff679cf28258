"""The most that seats can send, and so the least that they can cost (RULES.md §4).

Without rounding and without a credit that expires, the messages that seats send are proportional to
their number. Such figures are never below those of the ledger: they tell, without running it, what
cannot be cheaper. They are floats, so comparisons leave a margin of `SLACK`.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from planner.planning.groups import SeatGroup
from planner.planning.sending import UNLIMITED, Sending
from planner.planning.timeline import Timeline, Track

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
    of_grant, of_credit = _reach_of_one_credit(track, float(sending.return_rate), sending.at_once)
    of_seat = [grant * messages for messages in of_grant]
    return Reach(of_seat=_within_limits(of_seat, group, sending, timeline), of_credit=of_credit)


@lru_cache(maxsize=512)
def _reach_of_one_credit(
    track: Track, rate: float, at_once: bool
) -> tuple[list[float], list[float]]:
    """By slice, the messages of a credit granted at every refresh, and of one held at the start."""
    of_grant: list[float] = []
    of_credit: list[float] = []
    most_uses = 1 / (1 - rate) if rate < 1 else float(UNLIMITED)
    granted = sent = uses = 0.0
    for refreshes in track.refreshes:
        granted += refreshes
        if at_once:
            sent, uses = granted * most_uses, most_uses
        elif refreshes or not of_grant:
            sent = granted + rate * sent
            uses = 1 + rate * uses
        of_grant.append(sent)
        of_credit.append(uses)
    return of_grant, of_credit


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
