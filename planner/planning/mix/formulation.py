"""The choices of a mix, as the variables of an integer program (RULES.md §6).

The program counts the seats of every choice of plan and months, and the purchases of every month at
every credit price. `flow` constrains the credits, or `stock` where a send limit can leave credits
unsent in a month. Both allow at least what the ledger does, so their least cost is a lower bound.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from planner.planning.credits import Sending
from planner.planning.mix.program import Program, Sum, add, total_of
from planner.planning.mix.seats import SeatGroup, can_buy
from planner.planning.terms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The choices, and what is to be sent by the end of month `deadline`.

    `choices` are single seats. At most `max_seats` are taken in all, of a plan at most
    `most_seats_of` by its slug.
    """

    choices: Sequence[SeatGroup]
    sending: Sending
    deadline: int
    max_seats: int
    most_seats_of: Mapping[str, int]

    @property
    def months(self) -> range:
        """The billing months up to the deadline."""
        return range(1, self.deadline + 1)

    @property
    def sendable(self) -> int:
        """The most messages that a month may send."""
        limit = self.sending.send_limit
        return self.sending.to_send if limit is None else min(limit, self.sending.to_send)

    @property
    def limits_sending(self) -> bool:
        """Whether a send limit can leave credits unsent in a month."""
        return self.sendable < self.sending.to_send

    def useful_seats(self, terms: Terms) -> int:
        """The most seats of a plan that can be useful.

        Seats whose one grant suffices until it expires let all these months send all they may: a
        further seat sends nothing more and saves no purchase.
        """
        sent = min(self.sending.to_send, self.sendable * min(terms.life, self.deadline))
        useful = -(-sent // terms.monthly_credits) if terms.monthly_credits else self.max_seats
        return min(self.max_seats, useful)

    def has_room_for(self, choice: SeatGroup, *, beside: Sequence[SeatGroup]) -> bool:
        """Whether one seat more is within the limits on seats."""
        slug = choice.terms.slug
        seats = sum(group.seats for group in beside)
        alike = sum(group.seats for group in beside if group.terms.slug == slug)
        return seats < self.max_seats and alike < self.most_seats_of.get(slug, self.max_seats)


@dataclass(frozen=True, slots=True, kw_only=True)
class Formulation:
    """A program; how many seats of each choice and how much in each month are its variables.

    `active_seats` is the seats of each plan that are subscribed in each month.
    """

    offer: Offer
    program: Program
    seats: Sequence[int]
    active_seats: Mapping[tuple[Terms, int], Sum]
    bought: Mapping[int, list[int]]

    def active(self, month: int, weigh: Callable[[Terms], int]) -> Sum:
        """The sum over the seats subscribed in `month`, each with the weight of its plan."""
        return add(
            *(
                (weight, seats)
                for (terms, of_month), seats in self.active_seats.items()
                if of_month == month and (weight := weigh(terms))
            )
        )

    def granted(self, month: int) -> Sum:
        """The credits that the plans grant in `month`, what a cap withholds included."""
        return self.active(month, lambda terms: terms.monthly_credits)

    def cap(self, month: int) -> Sum:
        """What a refresh in `month` leaves at most."""
        return self.active(month, lambda terms: terms.rollover_cap)


def formulate_choice(offer: Offer) -> Formulation:
    """The variables, with the limits on seats and on the purchases of the active seats."""
    program = Program()
    seats = [
        program.variable(offer.useful_seats(one.terms), cost=one.spend) for one in offer.choices
    ]
    formulation = Formulation(
        offer=offer,
        program=program,
        seats=seats,
        active_seats=_count_active_seats(offer, program, seats),
        bought={month: [] for month in offer.months},
    )
    program.require((1, total_of(formulation.seats)), most=offer.max_seats)
    for slug, most in offer.most_seats_of.items():
        of_plan = (
            seats
            for seats, choice in zip(formulation.seats, offer.choices, strict=True)
            if choice.terms.slug == slug
        )
        program.require((1, total_of(of_plan)), most=most)
    for price in sorted(_credit_prices(offer)):
        _allow_purchases(formulation, price)
    return formulation


def _count_active_seats(
    offer: Offer, program: Program, seats: Sequence[int]
) -> dict[tuple[Terms, int], Sum]:
    """The seats of each plan that are subscribed in each month."""
    active_seats: dict[tuple[Terms, int], Sum] = {}
    for terms in {choice.terms: None for choice in offer.choices}:
        later: Sum = {}
        for month in reversed(offer.months):
            ending = total_of(
                variable
                for variable, choice in zip(seats, offer.choices, strict=True)
                if choice.terms == terms
                and (choice.months == month or choice.months > month == offer.deadline)
            )
            now = add((1, later), (1, ending))
            if offer.limits_sending and ending and later:
                # A variable of its own for each month makes the many constraints on it shorter.
                named: Sum = {program.variable(offer.useful_seats(terms), is_whole=False): 1}
                program.require((1, named), (-1, now), least=0, most=0)
                now = named
            active_seats[terms, month] = later = now
    return active_seats


def _credit_prices(offer: Offer) -> set[Decimal]:
    """The known credit prices of the plans that sell credits."""
    plans = {choice.terms for choice in offer.choices if choice.terms.sells_credits}
    return {terms.credit_price for terms in plans if terms.credit_price is not None}


def _allow_purchases(formulation: Formulation, price: Decimal) -> None:
    """Allow purchases at this price, by the seats of the plans that have it."""
    offer, program = formulation.offer, formulation.program
    sellers = {
        choice.terms
        for choice in offer.choices
        if can_buy(choice.terms) and choice.terms.credit_price == price
    }

    def limit(terms: Terms) -> int:
        if terms not in sellers:
            return 0
        return min(offer.sendable, terms.purchase_limit or offer.sendable)

    # Without a limit on sending or purchases, a credit is best bought in the first month.
    is_at_once = not offer.limits_sending and all(one.purchase_limit is None for one in sellers)
    for month in offer.months[:1] if is_at_once else offer.months:
        bought = program.variable(offer.sendable, cost=price)
        formulation.bought[month].append(bought)
        program.require((1, {bought: 1}), (-1, formulation.active(month, limit)), most=0)
