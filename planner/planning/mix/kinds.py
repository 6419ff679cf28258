"""The choices of a mix: seats of one plan with one calendar, for a number of months (§6).

A group that sends as granted sends the same messages whatever other groups do, unless the whole
campaign has a monthly limit. So what a seat sends by the end of each month is a constant. It is
found by the ledger of very many seats, where rounding no longer counts: `n` equal seats never send
more than `n` times as many.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import accumulate
from math import ceil, inf
from typing import TypeVar

from planner.planning.billing import bill
from planner.planning.days import DAY
from planner.planning.groups import SeatGroup, list_groups, new_calendar
from planner.planning.ledger import run_ledger
from planner.planning.mix.request import MixRequest
from planner.planning.scenario import Scenario
from planner.planning.sending import Sending, sending_of
from planner.planning.terms import Terms
from planner.planning.timeline import Timeline, timeline_of

# The messages of as many seats as stand for very many.
MANY_MESSAGES = 10**15

Count = TypeVar("Count", int, float)

# The source and the last billing month of seats: the number of the source, the month.
Life = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """Credits that each seat may buy in a billing month, from the slice `position` on.

    `limit` is credits a seat, `None` without a limit. A credit sends at most `uses` messages.
    """

    position: int
    limit: int | None
    uses: float


@dataclass(frozen=True, kw_only=True)
class Source:
    """Held seats of one entry, or new seats of one plan, before it is chosen how long they stay.

    `seats` are those held, or the most new ones; `number` is the place among all sources.
    """

    number: int
    group: SeatGroup
    seats: int
    scenario: Scenario
    sending: Sending
    timeline: Timeline

    @property
    def terms(self) -> Terms:
        """The plan of the seats."""
        return self.group.terms

    @property
    def share(self) -> int:
        """The credits that each held seat has."""
        return self.group.credits // self.group.seats

    @property
    def rest(self) -> int:
        """The credits that do not divide; those that stay longest have them (RULES.md §4)."""
        return self.group.credits % self.group.seats

    @cached_property
    def refreshes(self) -> tuple[bool, ...]:
        """By slice until the deadline: whether a refresh begins it."""
        return self.timeline.tracks[self.group.calendar].refreshes[: self.timeline.deadline]

    @cached_property
    def billing_months(self) -> tuple[int, ...]:
        """By slice until the deadline: the billing month."""
        return self.timeline.tracks[self.group.calendar].months[: self.timeline.deadline]

    def is_paid(self, position: int) -> bool:
        """Whether held seats are paid for in a slice, since before the campaign."""
        return self.group.is_held and self.billing_months[position] < 1

    @property
    def months(self) -> range:
        """The last billing months that can be chosen; 0 for held seats that are not renewed."""
        return range(0 if self.group.is_held else 1, max(0, self.billing_months[-1]) + 1)

    def end_of(self, month: int) -> int:
        """The slice before which seats paid through `month` send; none send after the deadline."""
        track = self.timeline.tracks[self.group.calendar]
        return min(self.timeline.deadline, track.last_slice_of(month) + 1)

    @cached_property
    def reach(self) -> list[float]:
        """By slice, the messages that one seat sends by its end without buying."""
        rounds = self.sending.return_rate > 0
        many = max(1, MANY_MESSAGES // self.sending.to_send) if rounds else 1
        group = replace(self.group, seats=many, credits=self.share * many)
        to_send = self.sending.to_send * many
        sending = replace(self.sending, to_send=to_send, monthly_limit=None, queue=None)
        ledger = run_ledger([group], sending, self.timeline, end=self.timeline.deadline)
        sent = [0] * self.timeline.deadline
        for row in ledger.rows[0]:
            sent[row.slice] = row.sent
        # Each refresh rounds once; where credits come back at once, so does each credit back.
        slack = len(sent) * (ceil(self.uses(0, 1)) + 1) if rounds else 0
        return [(messages + slack) / many for messages in accumulate(sent)]

    @cached_property
    def allowed(self) -> list[int]:
        """By slice, the messages that one seat's own limits allow by its end."""
        daily, monthly = self.sending.seat_daily_limit, self.sending.seat_monthly_limit
        allowed: list[int] = []
        before_month = by_now = 0
        for position, days in enumerate(self.timeline.sending_days[: self.timeline.deadline]):
            if position and self.billing_months[position] != self.billing_months[position - 1]:
                before_month = by_now
            if days:
                more = self.scenario.messages if daily is None else daily * days
                most = by_now + more if monthly is None else before_month + monthly
                by_now = min(by_now + more, most)
            allowed.append(by_now)
        return allowed

    def within(self, by_slice: Sequence[Count], end: int, days: int | None) -> Count:
        """Of one seat's messages by slice, those before the slice `end`.

        Where sending `days` are given, at most those by so many days of the last slice before it.
        """
        if not end:
            return type(by_slice[0])(0)
        most, daily = by_slice[end - 1], self.sending.seat_daily_limit
        if days is None or daily is None:
            return most
        return min(most, self.within(by_slice, end - 1, None) + daily * days)

    def uses(self, position: int, end: int) -> float:
        """The most messages of a credit that is there in a slice, before the slice `end`."""
        rate, most = float(self.sending.return_rate), float(self.sending.to_send)
        if self.sending.at_once:
            return most if rate == 1 else min(most, 1 / (1 - rate))
        uses = 1.0
        for refreshes in self.refreshes[position + 1 : end]:
            uses = 1 + rate * uses if refreshes else uses
        return uses

    def purchases(self, end: int) -> list[Purchase]:
        """What a seat that stays until the slice `end` may buy in each billing month."""
        if not self.terms.sells_credits or self.terms.credit_price is None:
            return []
        limit = self.terms.purchase_limit
        starts = [
            position
            for position in range(end)
            if not position or self.billing_months[position] != self.billing_months[position - 1]
        ]
        if limit is None:
            # The sooner it is bought, the more messages a credit sends.
            starts = starts[:1]
        elif not self.sending.return_rate and starts and not self.scenario.audiences:
            starts, limit = starts[:1], limit * len(starts)
        return [Purchase(position=one, limit=limit, uses=self.uses(one, end)) for one in starts]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """The seats of a source that stay through billing month `month`, for `cost` dollars each.

    They send before the slice `end`, in the last one on its first `last_days` sending days. At most
    `most_seats` are taken, and they buy at most `purchase_cap` credits.
    """

    source: Source
    month: int
    cost: Decimal
    end: int
    most_seats: float
    purchase_cap: float = inf
    last_days: int | None = None

    @property
    def life(self) -> Life:
        """The number of the source, and the last billing month."""
        return self.source.number, self.month

    @property
    def reach(self) -> float:
        """The messages of one seat without buying."""
        return self.source.within(self.source.reach, self.end, self.last_days)

    @property
    def allowed(self) -> int:
        """The messages that a seat's own limits allow."""
        return self.source.within(self.source.allowed, self.end, self.last_days)

    @cached_property
    def purchases(self) -> list[Purchase]:
        """What a seat may buy: of all its billing months as many as it needs for the most."""
        found: list[Purchase] = []
        left = self.purchase_cap
        for purchase in self.source.purchases(self.end):
            if left <= 0:
                break
            found.append(purchase)
            left -= inf if purchase.limit is None else purchase.limit
        return found

    def is_there(self, position: int) -> bool:
        """Whether the seats are paid for in a slice."""
        track = self.source.timeline.tracks[self.source.group.calendar]
        return track.months[position] <= self.month


def list_sources(request: MixRequest) -> list[Source]:
    """Held seats first, then the plans in order, on one timeline."""
    scenario = request.scenario
    groups = [
        group
        for terms in request.plans
        for group in list_groups(terms, scenario, 0)
        if group.is_held
    ]
    groups += [
        SeatGroup(terms=terms, seats=1, calendar=new_calendar(terms, scenario))
        for terms in request.plans
        if request.most_seats(terms)
    ]
    if not groups:
        return []
    timeline = timeline_of(scenario, [group.calendar for group in groups])
    return [
        Source(
            number=number,
            group=group,
            seats=group.seats if group.is_held else request.most_seats(group.terms),
            scenario=scenario,
            sending=sending_of(scenario),
            timeline=timeline,
        )
        for number, group in enumerate(groups)
    ]


def list_kinds(sources: Sequence[Source]) -> list[Kind]:
    """Every way to keep a seat at a known price, but those that cost as much as a longer one."""
    return [kind for source in sources for kind in _kinds_of(source)]


def shorten(kinds: Sequence[Kind], end: int, last_days: int) -> Iterator[Kind]:
    """The kinds as they send before a slice, in the last one on its first `last_days` sending days.

    Those are left out as which a shorter one sends as much.
    """
    reaching = set[int]()
    for kind in kinds:
        if kind.end < end:
            yield kind
        elif kind.source.number not in reaching:
            reaching.add(kind.source.number)
            yield replace(kind, end=end, last_days=last_days)


def _kinds_of(source: Source) -> Iterator[Kind]:
    if not source.group.is_held and not _takes_part(source.terms):
        return
    kinds: list[Kind] = []
    for month in reversed(source.months):
        seat = replace(source.group, seats=1)
        cost = bill(seat, source.scenario, month).spend
        if cost is None or (kinds and cost >= kinds[-1].cost and month):
            continue
        end = source.end_of(month)
        kinds.append(Kind(source=source, month=month, cost=cost, end=end, most_seats=source.seats))
    yield from reversed(kinds)


def _takes_part(terms: Terms) -> bool:
    """Whether a seat of the plan can hold or buy a credit, and so send a message."""
    return terms.rollover_cap > 0 or (terms.sells_credits and terms.credit_price is not None)


def slice_after_held(source: Source) -> int | None:
    """The slice in which held seats are to be renewed; `None` where there is none in time."""
    day = source.group.paid_until
    if day is None or day + DAY >= source.timeline.days[source.timeline.deadline]:
        return None
    return bisect_left(source.timeline.days, day + DAY)
