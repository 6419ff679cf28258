"""The least-cost mix by trying everything, from the words of RULES.md §3, §5 and §6 alone.

Every way to take seats, for every number of months, and in every month every number of credits to
buy. It shares nothing with the planning module but its plain values.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import combinations_with_replacement
from math import ceil, floor

from planner.planning.scenario import Scenario
from planner.planning.terms import Terms
from tests.planning.mix_cases import MixCase
from tests.planning.oracle import messages_on_credits, return_rate, subscription_spend

Seat = tuple[Terms, int]  # kept from month 1 to the month given


@dataclass
class Lot:
    last_month: int
    credits: int


@dataclass
class State:
    """The lots, soonest to expire first, and what was sent in each month so far."""

    lots: list[Lot] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)

    @property
    def balance(self) -> int:
        return sum(lot.credits for lot in self.lots)

    def copy(self) -> "State":
        return State([Lot(lot.last_month, lot.credits) for lot in self.lots], [*self.sent])

    def add(self, credits: int, last_month: int) -> None:
        self.lots.append(Lot(last_month, credits))
        self.lots.sort(key=lambda lot: lot.last_month)

    def take(self, credits: int) -> None:
        for lot in self.lots:
            taken = min(credits, lot.credits)
            lot.credits -= taken
            credits -= taken


def life_of(terms: Terms) -> int:
    return ceil(terms.credit_lifetime_days / 30.4375)


def begin_month(state: State, month: int, plans: list[Terms], scenario: Scenario) -> None:
    """Expire, grant, credit back: `plans` has one entry for each seat kept in the month."""
    longest = max(map(life_of, plans))
    if month == 1:
        state.add(scenario.opening_balance, longest)
    cap = sum(terms.rollover_cap for terms in plans)
    state.lots = [lot for lot in state.lots if lot.last_month >= month]
    state.take(max(0, state.balance - cap))
    for terms in sorted(plans, key=life_of, reverse=True):
        granted = min(terms.monthly_credits, cap - state.balance)
        state.add(granted, month + life_of(terms) - 1)
    rate = return_rate(scenario)
    back = floor(rate * sum(state.sent)) - floor(rate * sum(state.sent[:-1]))
    state.add(back, month + longest - 1)


def prices_of_credits(plans: list[Terms], wanted: int) -> list[Decimal]:
    """What the first, second, … credit bought in a month costs, at most `wanted` of them."""
    prices: list[Decimal] = []
    for terms in plans:
        assert terms.credit_price is not None
        limit = wanted if terms.purchase_limit is None else terms.purchase_limit
        prices += [terms.credit_price] * limit
    return sorted(prices)[:wanted]


def credit_spends(
    state: State, month: int, seats: list[Seat], scenario: Scenario
) -> Iterator[Decimal]:
    """What is spent on credits in each way to send everything with these seats from here on."""
    unsent = messages_on_credits(scenario) - sum(state.sent)
    if unsent == 0:
        yield Decimal(0)
        return
    plans = [terms for terms, months in seats if months >= month]
    if not plans:
        return
    state = state.copy()
    begin_month(state, month, plans, scenario)
    sendable = min(unsent, scenario.monthly_send_limit or unsent)
    prices = prices_of_credits(plans, max(0, sendable - state.balance))
    for bought in range(len(prices) + 1):
        after = state.copy()
        after.add(bought, month)
        after.sent.append(min(sendable, after.balance))
        after.take(after.sent[-1])
        for later in credit_spends(after, month + 1, seats, scenario):
            yield sum(prices[:bought], Decimal(0)) + later


def seats_within(case: MixCase) -> Iterator[list[Seat]]:
    months = range(1, case.scenario.deadline_months + 1)
    kinds: list[Seat] = [(terms, kept) for terms in case.plans_with_inmail for kept in months]
    for number in range(case.max_seats + 1):
        for seats in combinations_with_replacement(kinds, number):
            slugs = [terms.slug for terms, _ in seats]
            if all(slugs.count(slug) <= most for slug, most in case.most_seats_of.items()):
                yield list(seats)


def search_everything(case: MixCase) -> Decimal | None:
    """The least that any mix costs; `None` where none makes the deadline."""
    alone = {
        (terms.slug, months): subscription_spend(
            terms, replace(case.scenario, seats=1), months=months
        )
        for terms in case.plans
        for months in range(1, case.scenario.deadline_months + 1)
    }
    totals: list[Decimal] = []
    for seats in seats_within(case):
        spend = sum((alone[terms.slug, months] for terms, months in seats), Decimal(0))
        # Nothing can make these seats win, whatever is bought.
        if totals and spend >= totals[-1]:
            continue
        credit_spend = min(credit_spends(State(), 1, seats, case.scenario), default=None)
        if credit_spend is not None:
            totals.append(min([spend + credit_spend, *totals[-1:]]))
    return totals[-1] if totals else None
