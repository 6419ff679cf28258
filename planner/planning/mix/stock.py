"""Constraints under a send limit: the stock of credits by the month in which they expire (§6).

Every month either sends as many messages as it may or leaves no credit; only a month that leaves
none may buy. The program allows more than the ledger: a credit may expire early to make room for a
grant that lives longer, may not be taken at all, and may be sent in any order. That rarely lowers
the cost, and forbidding it takes many more variables, so only a strict program forbids it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from planner.planning.mix.formulation import Formulation, Offer
from planner.planning.mix.program import Program, Sum, add, total_of

# Credits by the last month in which they are usable.
Lots = dict[int, Sum]


def constrain_stock(formulation: Formulation, *, is_strict: bool) -> None:
    """Require that everything is sent by the deadline, each month within the send limit."""
    stock = Stock(formulation=formulation, is_strict=is_strict)
    stock.add_opening_balance()
    offer, program = formulation.offer, formulation.program
    sent: Sum = {}
    returned: Sum = {}
    for month in offer.months:
        any_seat = _any_seat(formulation, month)
        stock.refresh(month)
        returned_before, returned = returned, _count_returned(formulation, sent)
        stock.credit_back(month, add((1, returned), (-1, returned_before)), any_seat)
        sent_now = stock.send(month, any_seat)
        sent_before, sent = sent, {program.variable(offer.sendable * offer.deadline): 1}
        program.require((1, sent), (-1, sent_before), (-1, sent_now), least=0, most=0)
    program.require((1, sent), least=offer.sending.to_send)


def _any_seat(formulation: Formulation, month: int) -> Sum:
    """1 where any seat is subscribed in the month, else 0."""
    any_seat: Sum = {formulation.program.variable(1): 1}
    formulation.program.require(
        (1, any_seat), (-1, formulation.active(month, lambda terms: 1)), most=0
    )
    return any_seat


def _count_returned(formulation: Formulation, sent: Sum) -> Sum:
    """The credits back in all, once `sent` messages are sent."""
    program, offer = formulation.program, formulation.offer
    rate = offer.sending.return_rate
    if not rate or not sent:
        return {}
    returned: Sum = {program.variable(rate * offer.sendable * offer.deadline // 1): 1}
    # The count is rounded down; half of the least fraction is a margin for float arithmetic.
    least = 1 / (2 * rate.denominator) - 1
    program.require((1, returned), (-float(rate), sent), least=least, most=0)
    return returned


@dataclass(slots=True, kw_only=True)
class Stock:
    """The credits at one point of a month, and the constraints on the steps of the month."""

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
        """An upper bound on the useful credits of the stock."""
        offer = self.offer
        if not self.is_strict:
            return offer.sending.to_send
        cap = max(choice.terms.rollover_cap for choice in offer.choices) * offer.max_seats
        return cap + offer.sending.opening_balance + 2 * offer.sendable

    def add_opening_balance(self) -> None:
        """Add the opening balance, as long-lived as the longest-lived credits of month 1."""
        held = self.offer.sending.opening_balance
        if held:
            added = self._add_long_lived(1, {self.program.variable(held): 1})
            self.program.require((1, added), least=held if self.is_strict else 0)

    def refresh(self, month: int) -> None:
        """Expire lots past their life, then credits above the cap; then add the grant."""
        closing = [self.lots[last] for last in sorted(self.lots) if last >= month]
        self.lots = {last: self._lot() for last in sorted(self.lots) if last >= month}
        remaining = list(self.lots.values())
        for lot, before in zip(remaining, closing, strict=True):
            self.program.require((1, lot), (-1, before), most=0)
        granted: list[Sum] = []
        offered: list[Sum] = []
        for life in sorted({choice.terms.life for choice in self.offer.choices}):
            offered.append(_granted(self.formulation, month, life=life))
            granted.append(self._add(month, life))
            self.program.require((1, granted[-1]), (-1, offered[-1]), most=0)
        cap = self.formulation.cap(month)
        self.program.require((1, _sum(remaining)), (1, _sum(granted)), (-1, cap), most=0)
        if self.is_strict:
            self._expire_strictly(remaining, closing, cap)
            room = add((1, cap), (-1, _sum(remaining)))
            self._reach_either(_sum(granted), _sum(offered), room)

    def credit_back(self, month: int, credits: Sum, any_seat: Sum) -> None:
        """Add credits back, as long-lived as the longest-lived credits of the month."""
        if credits:
            added = self._add_long_lived(month, credits)
            if self.is_strict:
                self.program.require(
                    (1, added), (-1, credits), (-self.most, any_seat), least=-self.most
                )

    def send(self, month: int, any_seat: Sum) -> Sum:
        """Buy and send; the rest stays in stock. Returns the messages sent."""
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
            self._take_in_order(left, sent, most=sendable)
        return _sum(sent)

    def _expire_strictly(self, remaining: Sequence[Sum], closing: Sequence[Sum], cap: Sum) -> None:
        """Expire no more than the cap requires, soonest to expire first."""
        self._reach_either(_sum(remaining), _sum(closing), cap)
        lost = [
            add((1, before), (-1, after)) for before, after in zip(closing, remaining, strict=True)
        ]
        self._take_in_order(remaining, lost, most=self.most)

    def _reach_either(self, reached: Sum, one: Sum, other: Sum) -> None:
        """Require that `reached`, at most both `one` and `other`, equals one of the two."""
        which: Sum = {self.program.variable(1): self.most}
        self.program.require((1, reached), (-1, one), (1, which), least=0)
        self.program.require((1, reached), (-1, other), (-1, which), least=-self.most)

    def _take_in_order(self, left: Sequence[Sum], taken: Sequence[Sum], *, most: int) -> None:
        """Require that nothing is taken of a lot while one that expires sooner has credits left."""
        for position in range(1, len(left)):
            is_used_up: Sum = {self.program.variable(1): 1}
            sooner, later = _sum(left[:position]), _sum(taken[position:])
            self.program.require((1, sooner), (self.most, is_used_up), most=self.most)
            self.program.require((1, later), (-most, is_used_up), most=0)

    def _add_long_lived(self, month: int, most: Sum) -> Sum:
        """Add at most `most` credits that live as long as the longest-lived of the active plans."""
        added: list[Sum] = []
        for life in sorted({choice.terms.life for choice in self.offer.choices}):
            added.append(self._add(month, life))
            seats = _weigh_seats(self.formulation, month, least_life=life, weight=self.most)
            self.program.require((1, added[-1]), (-1, seats), most=0)
        self.program.require((1, _sum(added)), (-1, most), most=0)
        return _sum(added)

    def _add(self, month: int, life: int) -> Sum:
        """Add a lot of any number of credits that live `life` months."""
        lot = self._lot()
        last = min(month + life - 1, self.offer.deadline)
        self.lots[last] = add((1, self.lots.get(last, {})), (1, lot))
        return lot

    def _lot(self) -> Sum:
        return {self.program.variable(self.most, is_whole=False): 1}


def _sum(parts: Sequence[Sum]) -> Sum:
    return add(*((1, part) for part in parts))


def _granted(formulation: Formulation, month: int, *, life: int) -> Sum:
    """The grants in a month of the plans whose credits have this life."""
    return formulation.active(
        month, lambda terms: terms.monthly_credits if terms.life == life else 0
    )


def _weigh_seats(formulation: Formulation, month: int, *, least_life: int, weight: int) -> Sum:
    """`weight` for each seat in a month whose credits live at least `least_life` months."""
    return formulation.active(month, lambda terms: weight if terms.life >= least_life else 0)
