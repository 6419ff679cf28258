"""The choices of a mix as an integer program (RULES.md §6).

The program counts the seats of every kind, the credits that each kind buys, and its messages. It
allows at least what the ledger does, so its least cost is a lower bound. Messages of a kind are at
most proportional to its seats; where that proposes what the ledger does not bear out, the program
follows the kind's credits from refresh to refresh, whole credit by whole credit.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from planner.planning.days import DAY, count_sending_days
from planner.planning.mix.kinds import Kind, Life, Source, shorten, slice_after_held
from planner.planning.mix.program import Program, Sum, add, total_of
from planner.planning.mix.request import MixRequest
from planner.planning.needs import Need, list_needs
from planner.planning.scenario import Scenario
from planner.planning.sending import Sending
from planner.planning.timeline import Timeline


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What can be chosen for the deadline of the request's scenario, or for an earlier `last_day`.

    That is one of the first `last_days` sending days of its slice. It leaves the slices, and so the
    ledger, as they are.
    """

    request: MixRequest
    sources: Sequence[Source]
    kinds: Sequence[Kind]
    last_day: date | None = None
    last_days: int | None = None

    def by(self, day: date) -> "Offer":
        """The offer with everything to be sent by a day, which is the deadline or earlier."""
        position = self.timeline.slice_of(day)
        first, sends_on = self.timeline.days[position], self.scenario.sends_on
        days = count_sending_days(first, day + DAY, sends_on)
        kinds = tuple(shorten(self.kinds, position + 1, days))
        return replace(self, kinds=kinds, last_day=day, last_days=days)

    @property
    def scenario(self) -> Scenario:
        """The scenario, with the deadline."""
        return self.request.scenario

    @property
    def timeline(self) -> Timeline:
        """The slices of all sources."""
        return self.sources[0].timeline

    @cached_property
    def end(self) -> int:
        """The slice before which everything is to be sent."""
        day, timeline = self.last_day, self.timeline
        return timeline.deadline if day is None else timeline.slice_of(day) + 1

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """What audiences need before the deadline of everything (RULES.md §11)."""
        return list_needs(self.scenario, self.timeline)

    def allowed(self, source: Source) -> int:
        """The messages that the limits of a seat of a source allow by the last day."""
        return source.within(source.allowed, self.end, self.last_days)

    @property
    def sending(self) -> Sending:
        """What is to be sent on credits."""
        return self.sources[0].sending

    def limits(self) -> list[tuple[list[int], int]]:
        """The kinds that are there at the same time, by number, and the most seats of them.

        Seats that are paid for before the campaign are there in any case. Others begin on the start
        day or stay on from a held one, so that their number only grows on these days.
        """
        positions = {0, *(slice_after_held(source) or 0 for source in self.sources)}
        most_of: list[tuple[str | None, int]] = [(None, self.request.max_seats)]
        most_of += self.request.most_seats_of.items()
        return [
            self._limit(slug, most, position)
            for slug, most in most_of
            for position in sorted(positions)
        ]

    def _limit(self, slug: str | None, most: int, position: int) -> tuple[list[int], int]:
        there = [
            number
            for number, kind in enumerate(self.kinds)
            if slug in (None, kind.source.terms.slug) and kind.is_there(position)
        ]
        paid = sum(
            source.seats
            for source in self.sources
            if slug in (None, source.terms.slug) and source.is_paid(position)
        )
        return there, max(most, paid)

    def is_allowed(self, counts: Sequence[int]) -> bool:
        """Whether so many seats of each kind are within the limits."""
        return all(sum(counts[number] for number in there) <= most for there, most in self.limits())

    def useful_seats(self, kind: Kind) -> float:
        """The most seats of a kind that can be of use."""
        one = int(kind.reach)
        if not one or self.scenario.is_paced or kind.source.group.is_held:
            return kind.most_seats
        return min(kind.most_seats, -(-self.sending.to_send // one) + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Formulation:
    """A program; its variables for the seats of each kind and the credits that each buys."""

    program: Program
    seats: Sequence[int]
    bought: Sequence[Sequence[int]]


def formulate(
    offer: Offer, exact: Collection[Life] = (), *, at_most: Decimal | None = None
) -> Formulation:
    """The program of an offer, in which the kinds in `exact` are followed by whole credits.

    With `at_most` it allows only what costs at most so many dollars.
    """
    program = Program()
    seats = [program.variable(offer.useful_seats(kind), cost=kind.cost) for kind in offer.kinds]
    for source in offer.sources:
        of_source = [n for n, kind in enumerate(offer.kinds) if kind.source is source]
        if source.group.is_held:
            all_seats = total_of(seats[n] for n in of_source)
            program.require((1, all_seats), least=source.seats, most=source.seats)
    for there, most in offer.limits():
        program.require((1, total_of(seats[number] for number in there)), most=most)

    rests = _share_rests(offer, program, seats)
    bought: list[list[int]] = []
    messages: list[Sum] = []
    for number, kind in enumerate(offer.kinds):
        one = _KindOfProgram(offer, program, kind, {seats[number]: 1}, rests.get(number, {}))
        bought.append(one.bought)
        messages.append(one.messages(is_exact=kind.life in exact))
    sent = add(*((1, part) for part in messages))
    program.require((1, sent), least=offer.sending.to_send)
    _allow_free_messages(offer, program, seats)
    for need in offer.needs:
        _meet(need, offer, program, seats, bought)
    if offer.sending.monthly_limit is not None:
        _limit_months(offer, program, messages, seats, bought)
    if at_most is not None:
        program.cost_at_most(at_most)
    return Formulation(program=program, seats=seats, bought=bought)


def _share_rests(offer: Offer, program: Program, seats: Sequence[int]) -> dict[int, Sum]:
    """The credits of each kind beyond the share of its seats: the rest of those held."""
    rests: dict[int, Sum] = {}
    for source in offer.sources:
        of_source = [n for n, kind in enumerate(offer.kinds) if kind.source is source]
        if not source.rest:
            continue
        for number in of_source:
            rests[number] = {program.variable(source.rest): 1}
            program.require((1, rests[number]), (-source.rest, {seats[number]: 1}), most=0)
        program.require(*((1, rests[number]) for number in of_source), most=source.rest)
    return rests


class _KindOfProgram:
    """The credits and messages of one kind, as sums of variables."""

    def __init__(self, offer: Offer, program: Program, kind: Kind, seats: Sum, rest: Sum) -> None:
        self.program, self.kind, self.seats, self.rest = program, kind, seats, rest
        self.sending, self.is_paced = offer.sending, offer.scenario.is_paced
        self.bought = [self._buy(purchase.limit) for purchase in kind.purchases]

    def _buy(self, limit: int | None) -> int:
        price, most = self.kind.source.terms.credit_price or Decimal(0), self.sending.to_send
        variable = self.program.variable(min(most, self.kind.purchase_cap), cost=price)
        limit = most if limit is None else min(limit, most)
        self.program.require((1, {variable: 1}), (-limit, self.seats), most=0)
        return variable

    def messages(self, *, is_exact: bool) -> Sum:
        """At most the messages that the seats send before the kind's end."""
        kind, most = self.kind, self.sending.to_send
        uses = [(bought, one.uses) for bought, one in zip(self.bought, kind.purchases, strict=True)]
        proportional = add(
            (kind.reach, self.seats),
            (kind.source.uses(0, kind.end), self.rest),
            *((use, {variable: 1}) for variable, use in uses),
        )
        if not self.is_paced and not is_exact:
            return proportional
        sent: Sum = {self.program.variable(most): 1}
        self.program.require((1, sent), (-1, proportional), most=0)
        if self.is_paced:
            self.program.require((1, sent), (-kind.allowed, self.seats), most=0)
        if is_exact:
            self._follow(sent)
        return sent

    def _follow(self, sent: Sum) -> None:
        """Require that `sent` is at most what comes in, with the credits back in whole numbers."""
        rate, total_in = float(self.sending.return_rate), self._come_in()
        returned: Sum = {}
        if self.sending.at_once:
            # The last message's credit comes too late for it.
            returned, any_seat = self._whole(self.sending.to_send), self._whole(1)
            self.program.require((1, self.seats), (-self.kind.most_seats, any_seat), most=0)
            self.program.require((1, returned), (-rate, sent), (rate, any_seat), most=0)
        else:
            for before in total_in[:-1]:
                sent_before = add((1, before), (1, returned))
                returned = self._whole(self.sending.to_send)
                self.program.require((1, returned), (-rate, sent_before), most=0)
        self.program.require((1, sent), *((-1, one) for one in (*total_in[-1:], returned)), most=0)

    def _whole(self, most: int) -> Sum:
        return {self.program.variable(most): 1}

    def _come_in(self) -> list[Sum]:
        """The credits in by then, but those back, before each refresh and before the end."""
        source, terms, buys = self.kind.source, self.kind.source.terms, self.kind.purchases
        total_in: Sum = {}
        sums: list[Sum] = []
        for position, refreshes in enumerate(source.refreshes[: self.kind.end]):
            if not position:
                held = min(source.share, terms.rollover_cap) if refreshes else source.share
                total_in = add((held, self.seats), (1, self.rest))
            elif refreshes:
                sums.append(total_in)
            if refreshes:
                room = terms.rollover_cap - (0 if position else source.share)
                grant = max(0, min(terms.monthly_credits, room))
                total_in = add((1, total_in), (grant, self.seats))
            for variable, purchase in zip(self.bought, buys, strict=True):
                if purchase.position == position:
                    total_in = add((1, total_in), (1, {variable: 1}))
        return [*sums, total_in]


def _allow_free_messages(offer: Offer, program: Program, seats: Sequence[int]) -> None:
    """Require persons whose limits allow all messages by the deadline, free ones included."""
    scenario = offer.scenario
    if scenario.free_messages and scenario.is_paced:
        allowed = (
            (offer.allowed(kind.source), {variable: 1})
            for kind, variable in zip(offer.kinds, seats, strict=True)
            if kind.end
        )
        program.require(*allowed, least=scenario.messages)


def _meet(
    need: Need,
    offer: Offer,
    program: Program,
    seats: Sequence[int],
    bought: Sequence[Sequence[int]],
) -> None:
    """Require what audiences need before the deadline of everything (RULES.md §11)."""
    each = zip(offer.kinds, seats, bought, strict=True)
    sent = ((1, _sent_before(need.slice, kind, one, buys)) for kind, one, buys in each)
    program.require(*sent, least=need.on_credits)
    if need.free and offer.scenario.is_paced:
        allowed = (
            (kind.source.allowed[need.slice - 1], {variable: 1})
            for kind, variable in zip(offer.kinds, seats, strict=True)
            if kind.end
        )
        program.require(*allowed, least=need.messages)


def _sent_before(end: int, kind: Kind, seats: int, bought: Sequence[int]) -> Sum:
    """At most the messages of a kind before the slice `end`."""
    end = min(kind.end, end)
    reach = kind.source.reach[end - 1] if end else 0.0
    uses = [
        (one.uses, {variable: 1})
        for variable, one in zip(bought, kind.purchases, strict=True)
        if one.position < end
    ]
    credits = kind.source.rest * kind.source.uses(0, end)
    return add((reach + credits, {seats: 1}), *uses)


def _limit_months(
    offer: Offer,
    program: Program,
    messages: Sequence[Sum],
    seats: Sequence[int],
    bought: Sequence[Sequence[int]],
) -> None:
    """Require that the messages fit into the campaign's months, each within its limit.

    What is sent by a month's end is at most what all seats send by then; what is sent after it, at
    most what those send that stay longer.
    """
    timeline, sending = offer.timeline, offer.sending
    months = range(1, timeline.months[timeline.deadline - 1] + 1)
    sent = {
        month: program.variable(min(sending.monthly_limit or 0, sending.to_send), is_whole=False)
        for month in months
    }
    program.require((1, total_of(sent.values())), least=sending.to_send)

    def by_end_of(month: int, number: int) -> Sum:
        end = sum(one <= month for one in timeline.months)
        return _sent_before(end, offer.kinds[number], seats[number], bought[number])

    def stays_beyond(month: int, number: int) -> bool:
        end = offer.kinds[number].end
        return end > 0 and timeline.months[end - 1] > month

    every_kind = range(len(offer.kinds))
    for month in months:
        by_now = total_of(variable for one, variable in sent.items() if one <= month)
        later = total_of(variable for one, variable in sent.items() if one > month)
        can_by_now = (by_end_of(month, number) for number in every_kind)
        program.require((1, by_now), *((-1, part) for part in can_by_now), most=0)
        can_later = (messages[n] for n in every_kind if stays_beyond(month, n))
        if later:
            program.require((1, later), *((-1, part) for part in can_later), most=0)
