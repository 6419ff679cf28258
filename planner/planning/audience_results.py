"""What each audience gets of an estimate: its days, its messages, its share of the cost (§11).

Money is dollars; the shares are whole cents and add up to the total, rounded to the cent.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from planner.planning.audience import Audience, Prefix
from planner.planning.days import sending_day
from planner.planning.free_messages import FreeMessages
from planner.planning.ledger import Ledger
from planner.planning.money import CENT, cents
from planner.planning.scenario import Scenario
from planner.planning.sending import UNLIMITED


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceResult:
    """One audience: its messages, those of them `on_credits`, its days, its `share` in dollars.

    `deadline` is its own or the scenario's. `share` is `None` where the total is unknown.
    """

    audience: Audience
    deadline: date
    messages: int
    on_credits: int
    done_on: date
    share: Decimal | None

    @property
    def days_late(self) -> int:
        """Days from the deadline to the last message; 0 where it is in time."""
        return max(0, (self.done_on - self.deadline).days)


def list_results(
    scenario: Scenario, days: Sequence[date], total: Decimal | None
) -> tuple[AudienceResult, ...]:
    """The audiences in the order in which they are written to, done on these days (§11)."""
    queue = scenario.queue
    shares = split_dollars(
        total, [one.own_on_credits for one in queue], [one.own_messages for one in queue]
    )
    return tuple(
        AudienceResult(
            audience=prefix.audience,
            deadline=prefix.deadline,
            messages=prefix.own_messages,
            on_credits=prefix.own_on_credits,
            done_on=day,
            share=share,
        )
        for prefix, day, share in zip(queue, days, shares, strict=False)
    )


def split_dollars(
    total: Decimal | None, parts: Sequence[int], people: Sequence[int]
) -> list[Decimal | None]:
    """A total in whole cents, split in proportion to `parts`, or to `people` where all are 0.

    Each gets its whole cents; those that are left go one each to the greatest remainders, of equal
    ones to the first. Source: RULES.md §11.
    """
    if total is None:
        return [None] * len(parts)
    weights = parts if any(parts) else people
    whole = int(cents(total) / CENT)
    exact = [divmod(whole * weight, sum(weights)) for weight in weights]
    left = whole - sum(number for number, _ in exact)
    order = sorted(range(len(exact)), key=lambda place: (-exact[place][1], place))
    more = set(order[:left])
    return [(number + (place in more)) * CENT for place, (number, _) in enumerate(exact)]


def are_in_time(scenario: Scenario, days: Sequence[date]) -> bool:
    """Whether every audience is done by its deadline."""
    return all(day <= prefix.deadline for prefix, day in zip(scenario.queue, days, strict=False))


def find_days(
    scenario: Scenario,
    ledger: Ledger,
    free: FreeMessages,
    *,
    queue: Sequence[Prefix] | None = None,
) -> tuple[date, ...]:
    """The day of the last message of each audience, in the order of the queue (RULES.md §11).

    The messages of a slice go to the audiences in the order of their days, whichever seats send
    them. `queue` has the audiences all of whose messages are sent, `None` for all.
    """
    if not scenario.audiences:
        return ()
    slices: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for group, rows, sent_free in zip(ledger.groups, ledger.rows, free.by_group, strict=True):
        on_credits = {row.slice: row.sent for row in rows if row.sent}
        a_day = UNLIMITED
        if scenario.seat_daily_limit is not None:
            a_day = scenario.seat_daily_limit * group.seats
        for position in {*on_credits, *sent_free}:
            slices[position].append((on_credits.get(position, 0), sent_free[position], a_day))
    order = sorted(slices.items())
    days: list[date] = []
    for prefix in scenario.queue if queue is None else queue:
        last: list[tuple[int, int]] = []
        if prefix.own_on_credits:
            last.append(_place(order, prefix.on_credits, is_free=False))
        if prefix.own_free:
            last.append(_place(order, prefix.free, is_free=True))
        position, number = max(last)
        days.append(sending_day(ledger.timeline.days[position], number, scenario.sends_on))
    return tuple(days)


def _place(
    slices: Sequence[tuple[int, list[tuple[int, int, int]]]], messages: int, *, is_free: bool
) -> tuple[int, int]:
    """The slice in which a number of messages is reached, and the sending day of it."""
    sent_in = (sum(group[is_free] for group in groups) for _, groups in slices)
    place = 0
    while (here := next(sent_in)) < messages:
        messages -= here
        place += 1
    position, groups = slices[place]
    return position, _sending_day_of(groups, messages, is_free=is_free)


def _sending_day_of(groups: Sequence[tuple[int, int, int]], messages: int, *, is_free: bool) -> int:
    """The first sending day of a slice by which so many messages are sent."""

    def sent_by(day: int) -> int:
        return sum(
            min(max(day * a_day - on_credits, 0), free) if is_free else min(day * a_day, on_credits)
            for on_credits, free, a_day in groups
        )

    day = 1
    while sent_by(day) < messages:
        day += 1
    return day
