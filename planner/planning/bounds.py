"""The most that seats can send, and so the least that they can cost (RULES.md §4).

Without rounding and without a credit that expires, the messages that seats send are proportional to
their number. Such figures are never below those of the ledger: they tell, without running it, what
cannot be cheaper. They are floats, so comparisons leave a margin of `SLACK`.
"""

from collections.abc import Sequence
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
    """By slice, the most messages that one seat, and one credit held at the start, send by then.

    A seat sends as many as each of its `grant` credits a month does, within what its own limits
    allow (`None`: no limit).
    """

    grant: int
    of_grant: Sequence[float]
    of_credit: Sequence[float]
    allowed: Sequence[float] | None

    def by_seat(self, end: int) -> float:
        """The messages of one seat before the slice `end`."""
        if end <= 0:
            return 0.0
        messages = self.grant * self.of_grant[end - 1]
        return messages if self.allowed is None else min(messages, self.allowed[end - 1])

    def by_credit(self, end: int) -> float:
        """The messages of one credit, early or late, before the slice `end`."""
        return self.of_credit[end - 1] if end > 0 else 0.0

    def through(self, end: int) -> "Reach":
        """The reach of what is sent before the slice `end`."""
        places = [min(place, end - 1) for place in range(len(self.of_grant))]
        return Reach(
            grant=self.grant,
            of_grant=[self.of_grant[place] for place in places],
            of_credit=[self.of_credit[place] for place in places],
            allowed=None if self.allowed is None else [self.allowed[place] for place in places],
        )


def find_reach(group: SeatGroup, sending: Sending, timeline: Timeline) -> Reach:
    """The reach of a seat of the group without an end, and of a credit that it holds or buys."""
    track = timeline.tracks[group.calendar]
    of_grant, of_credit = _reach_of_one_credit(track, float(sending.return_rate), sending.at_once)
    return Reach(
        grant=group.terms.monthly_credits,
        of_grant=of_grant,
        of_credit=of_credit,
        allowed=_list_allowed(track, sending, timeline),
    )


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


def _list_allowed(track: Track, sending: Sending, timeline: Timeline) -> list[float] | None:
    """By slice, the messages that a seat's own limits allow by its end; `None` without a limit.

    Credits of the start day are not among them, and take a part of what the limits allow.
    """
    allowed: list[float] | None = None
    if (daily := sending.seat_daily_limit) is not None:
        allowed = [*accumulate(days * daily for days in timeline.sending_days)]
    if (monthly := sending.seat_monthly_limit) is not None:
        months = track.months
        by_month = [float((month - months[0] + 1) * monthly) for month in months]
        allowed = [min(pair) for pair in zip(allowed or by_month, by_month, strict=True)]
    return allowed


def messages_allowed(sending: Sending, timeline: Timeline, end: int) -> float:
    """The messages that the limit of the whole campaign allows before the slice `end`."""
    if sending.monthly_limit is None:
        return float(UNLIMITED)
    return float(sending.monthly_limit * timeline.months[end - 1])
