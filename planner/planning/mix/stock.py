"""Where a send limit keeps credits waiting: credits by the month in which they end (RULES.md §6).

Every month either sends as many messages as it may or leaves nothing over; only one that leaves
nothing over may buy. That leaves the program freer than the ledger: credits may die early to make
room for a grant that lives longer, be left untaken, and be sent in any order. It rarely helps, and
forbidding it takes many more variables. So only a strict program forbids it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from planner.planning.mix.formulation import Formulation, Offer
from planner.planning.mix.program import Program, Sum, add, total_of

# Credits by the last month in which they are usable.
Lots = dict[int, Sum]


def let_credits_wait(formulation: Formulation, *, is_strict: bool) -> None:
    """What is sent by the deadline, month by month within the send limit, is everything."""
    stock = Stock(formulation=formulation, is_strict=is_strict)
    stock.hold_opening_balance()
    offer, program = formulation.offer, formulation.program
    sent: Sum = {}
    back: Sum = {}
    for month in offer.months:
        any_seat = _any_seat(formulation, month)
        stock.refresh(month)
        before, back = back, _count_back(formulation, sent)
        stock.come_back(month, add((1, back), (-1, before)), any_seat)
        sending = stock.send(month, any_seat)
        earlier, sent = sent, {program.variable(offer.sendable * offer.deadline): 1}
        program.require((1, sent), (-1, earlier), (-1, sending), least=0, most=0)
    program.require((1, sent), least=offer.sending.to_send)


def _any_seat(formulation: Formulation, month: int) -> Sum:
    """1 if any seat is kept in the month, else 0."""
    any_seat: Sum = {formulation.program.variable(1): 1}
    formulation.program.require(
        (1, any_seat), (-1, formulation.active(month, lambda terms: 1)), most=0
    )
    return any_seat


def _count_back(formulation: Formulation, sent: Sum) -> Sum:
    """The credits that come back, all in all, once `sent` messages are sent."""
    program, offer = formulation.program, formulation.offer
    rate = offer.sending.return_rate
    if not rate or not sent:
        return {}
    back: Sum = {program.variable(rate * offer.sendable * offer.deadline // 1): 1}
    # A count that is rounded down; half of the least fraction keeps clear of float arithmetic.
    least = 1 / (2 * rate.denominator) - 1
    program.require((1, back), (-float(rate), sent), least=least, most=0)
    return back


@dataclass(slots=True, kw_only=True)
class Stock:
    """The credits at one point of a month, and the rules for their next steps."""

    formulation: Formulation
    is_strict: bool
    lots: Lots = field(default_factory=dict)

    @property
    def offer(self) -> Offer:
        return self.formulation.offer

    @property
    def program(self) -> Program:
        return self.formulation.program

    @property
    def most(self) -> int:
        """More credits than this there are never, or they are of no use."""
        offer = self.offer
        if not self.is_strict:
            return offer.sending.to_send
        cap = max(choice.terms.rollover_cap for choice in offer.choices) * offer.max_seats
        return cap + offer.sending.opening_balance + 2 * offer.sendable

    def hold_opening_balance(self) -> None:
        """The credits held at the start, as long-lived as the longest-lived of month 1."""
        held = self.offer.sending.opening_balance
        if held:
            came = self._add_long_lived(1, {self.program.variable(held): 1})
            self.program.require((1, came), least=held if self.is_strict else 0)

    def refresh(self, month: int) -> None:
        """Lots past their life go, then what is above the cap; then comes the grant."""
        closing = [self.lots[last] for last in sorted(self.lots) if last >= month]
        self.lots = {last: self._lot() for last in sorted(self.lots) if last >= month}
        kept = list(self.lots.values())
        for lot, before in zip(kept, closing, strict=True):
            self.program.require((1, lot), (-1, before), most=0)
        granted: list[Sum] = []
        offered: list[Sum] = []
        for life in sorted({choice.terms.life for choice in self.offer.choices}):
            offered.append(_granted(self.formulation, month, life=life))
            granted.append(self._add(month, life))
            self.program.require((1, granted[-1]), (-1, offered[-1]), most=0)
        cap = self.formulation.cap(month)
        self.program.require((1, _sum(kept)), (1, _sum(granted)), (-1, cap), most=0)
        if self.is_strict:
            self._expire_strictly(kept, closing, cap)
            room = add((1, cap), (-1, _sum(kept)))
            self._reach_one_of(_sum(granted), _sum(offered), room)

    def come_back(self, month: int, credits: Sum, any_seat: Sum) -> None:
        """Credits back, as long-lived as the longest-lived of the month."""
        if credits:
            came = self._add_long_lived(month, credits)
            if self.is_strict:
                self.program.require(
                    (1, came), (-1, credits), (-self.most, any_seat), least=-self.most
                )

    def send(self, month: int, any_seat: Sum) -> Sum:
        """What the month buys and sends; what it leaves over stays in stock."""
        program, sendable = self.program, self.offer.sendable
        bought = total_of(self.formulation.bought[month])
        self.lots[month] = add((1, self.lots.get(month, {})), (1, bought))
        sent: list[Sum] = []
        left: list[Sum] = []
        for last in sorted(self.lots):
            sent.append({program.variable(sendable, is_whole=False): 1})
            left.append(add((1, self.lots[last]), (-1, sent[-1])))
            program.require((1, left[-1]), least=0)
            self.lots[last] = left[-1]
        is_full: Sum = {program.variable(1): 1}
        program.require((1, _sum(sent)), (-sendable, any_seat), most=0)
        program.require((1, _sum(sent)), (-sendable, is_full), least=0)
        program.require((1, _sum(left)), (-self.most, is_full), most=0)
        program.require((1, bought), (sendable, is_full), most=sendable)
        if self.is_strict:
            self._in_order(left, sent, most=sendable)
        return _sum(sent)

    def _expire_strictly(self, kept: Sequence[Sum], closing: Sequence[Sum], cap: Sum) -> None:
        """No more is lost than the cap takes, and the soonest to expire first."""
        self._reach_one_of(_sum(kept), _sum(closing), cap)
        lost = [add((1, before), (-1, after)) for before, after in zip(closing, kept, strict=True)]
        self._in_order(kept, lost, most=self.most)

    def _reach_one_of(self, reached: Sum, one: Sum, other: Sum) -> None:
        """`reached`, which is above neither, is as much as one of the two."""
        which: Sum = {self.program.variable(1): self.most}
        self.program.require((1, reached), (-1, one), (1, which), least=0)
        self.program.require((1, reached), (-1, other), (-1, which), least=-self.most)

    def _in_order(self, left: Sequence[Sum], taken: Sequence[Sum], *, most: int) -> None:
        """Of no lot anything is taken while there is something left of one that ends sooner."""
        for position in range(1, len(left)):
            is_used_up: Sum = {self.program.variable(1): 1}
            sooner, later = _sum(left[:position]), _sum(taken[position:])
            self.program.require((1, sooner), (self.most, is_used_up), most=self.most)
            self.program.require((1, later), (-most, is_used_up), most=0)

    def _add_long_lived(self, month: int, most: Sum) -> Sum:
        """At most `most` credits that live as long as the longest-lived of the active plans."""
        came: list[Sum] = []
        for life in sorted({choice.terms.life for choice in self.offer.choices}):
            came.append(self._add(month, life))
            seats = _kept(self.formulation, month, least_life=life, weight=self.most)
            self.program.require((1, came[-1]), (-1, seats), most=0)
        self.program.require((1, _sum(came)), (-1, most), most=0)
        return _sum(came)

    def _add(self, month: int, life: int) -> Sum:
        """A new lot."""
        lot = self._lot()
        last = min(month + life - 1, self.offer.deadline)
        self.lots[last] = add((1, self.lots.get(last, {})), (1, lot))
        return lot

    def _lot(self) -> Sum:
        return {self.program.variable(self.most, is_whole=False): 1}


def _sum(parts: Sequence[Sum]) -> Sum:
    return add(*((1, part) for part in parts))


def _granted(formulation: Formulation, month: int, *, life: int) -> Sum:
    """The credits with this life that the plans grant in a month."""
    return formulation.active(
        month, lambda terms: terms.monthly_credits if terms.life == life else 0
    )


def _kept(formulation: Formulation, month: int, *, least_life: int, weight: int) -> Sum:
    """`weight` for each seat in a month whose credits live so long or longer."""
    return formulation.active(month, lambda terms: weight if terms.life >= least_life else 0)
