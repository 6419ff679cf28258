"""The mix as an integer program, from the words of RULES.md §6 alone, formulated differently.

The planner counts seats by how long they are kept and follows credits by when they end. Here the
seats of each plan are counted month by month, never more than the month before, and every lot is
followed from the month it came in to each month it is sent or dies in, whether or not sending is
limited. Costs are in cents.
"""

from dataclasses import replace
from decimal import Decimal
from math import ceil

from planner.planning.terms import Terms
from tests.planning.mix_cases import MixCase
from tests.planning.oracle import (
    Program,
    Sum,
    messages_on_credits,
    plus,
    return_rate,
    subscription_spend,
)

# A lot: the month in which it came, before or after that month's refresh, and its life.
Lot = tuple[int, int]


def cents(amount: Decimal) -> int:
    assert amount * 100 == int(amount * 100)
    return int(amount * 100)


def life_of(terms: Terms) -> int:
    return ceil(terms.credit_lifetime_days / 30.4375)


def least_cost(case: MixCase) -> Decimal | None:
    """The least that any mix costs, proven; `None` where none makes the deadline."""
    if not case.plans_with_inmail:
        return None
    found = formulate(case).minimise()
    return None if found is None else Decimal(found) / 100


def formulate(case: MixCase) -> Program:
    program, scenario, plans = Program(), case.scenario, case.plans_with_inmail
    months = range(1, scenario.deadline_months + 1)
    lives = sorted({life_of(terms) for terms in plans})
    to_send, rate = messages_on_credits(scenario), return_rate(scenario)
    sendable = min(scenario.monthly_send_limit or to_send, to_send)
    held = scenario.opening_balance
    grants = max(terms.monthly_credits for terms in plans) * case.max_seats
    everything = held + len(months) * (grants + 2 * to_send)

    seats = {(p, m): program.variable(case.max_seats) for p in range(len(plans)) for m in months}
    bought = {(p, m): program.variable(sendable) for p in range(len(plans)) for m in months}
    for p, terms in enumerate(plans):
        assert terms.credit_price is not None
        one = replace(scenario, seats=1)
        until = [subscription_spend(terms, one, months=m) for m in (0, *months)]
        for m in months:
            program.costs[seats[p, m]] = cents(until[m] - until[m - 1])
            program.costs[bought[p, m]] = cents(terms.credit_price)
            if m > 1:
                program.require((1, {seats[p, m - 1]: 1}), (-1, {seats[p, m]: 1}), least=0)
            limit = to_send if terms.purchase_limit is None else terms.purchase_limit
            program.require((limit, {seats[p, m]: 1}), (-1, {bought[p, m]: 1}), least=0)
        most = case.most_seats_of.get(terms.slug, case.max_seats)
        program.require((1, {seats[p, 1]: 1}), most=most)
    program.require((1, {seats[p, 1]: 1 for p in range(len(plans))}), most=case.max_seats)

    def weigh(month: int, weight: dict[int, int]) -> Sum:
        return {seats[p, month]: factor for p, factor in weight.items() if factor}

    def with_life(life: int) -> dict[int, int]:
        return {p: everything for p, terms in enumerate(plans) if life_of(terms) >= life}

    # What came in: grants, answers and, before the first refresh (in "month 0"), what was held.
    granted = {(m, life): program.variable() for m in months for life in lives}
    returned = {(m, life): program.variable() for m in months for life in lives}
    opening = {life: program.variable(held) for life in lives}
    program.require((1, {opening[life]: 1 for life in lives}), most=held)
    came: dict[Lot, Sum] = {(0, life): {opening[life]: 1} for life in lives}
    for (m, life), variable in granted.items():
        came[m, life] = {variable: 1, returned[m, life]: 1}
        offer = {p: t.monthly_credits for p, t in enumerate(plans) if life_of(t) == life}
        program.require((1, {variable: 1}), (-1, weigh(m, offer)), most=0)
        program.require((1, {returned[m, life]: 1}), (-1, weigh(m, with_life(life))), most=0)
        if m == 1:
            program.require((1, {opening[life]: 1}), (-1, weigh(1, with_life(life))), most=0)

    def usable(lot: Lot) -> range:
        first = max(1, lot[0])
        return range(first, min(first + lot[1], len(months) + 1))

    sent = {(lot, m): program.variable() for lot in came for m in usable(lot)}
    dead = {(lot, m): program.variable() for lot in came for m in usable(lot) if m > lot[0]}

    def left_of(lot: Lot, *, sent_by: int, dead_by: int) -> list[tuple[int, Sum]]:
        used = {variable: 1 for (one, m), variable in sent.items() if one == lot and m <= sent_by}
        lost = {variable: 1 for (one, m), variable in dead.items() if one == lot and m <= dead_by}
        return [(1, came[lot]), (-1, used), (-1, lost)]

    def sent_in(month: int) -> Sum:
        bought_now = {bought[p, month]: 1 for p in range(len(plans))}
        return plus({v: 1 for (_, m), v in sent.items() if m == month}, bought_now)

    back_before: Sum = {}
    for month in months:
        alive = [lot for lot in came if lot[0] < month and month in usable(lot)]
        refreshed = [
            part for lot in alive for part in left_of(lot, sent_by=month - 1, dead_by=month)
        ]
        grant = {granted[month, life]: 1 for life in lives}
        cap = {p: terms.rollover_cap for p, terms in enumerate(plans)}
        program.require(*refreshed, (1, grant), (-1, weigh(month, cap)), most=0)
        # All credits back by now: the rate times all that was sent before, rounded down.
        back = {program.variable(): 1}
        before = plus(*(sent_in(m) for m in months if m < month)) if month > 1 else {}
        top, per = rate.numerator, rate.denominator
        program.require((per, back), (-top, before), least=1 - per, most=0)
        answers = {returned[month, life]: 1 for life in lives}
        program.require((1, answers), (-1, back), (1, back_before), most=0)
        back_before = back

        now = [*alive, *((month, life) for life in lives)]
        kept = [part for lot in now for part in left_of(lot, sent_by=month, dead_by=month)]
        for lot in now:
            program.require(*left_of(lot, sent_by=month, dead_by=month), least=0)
        # A month either sends all it may, or keeps nothing; only then it may have bought.
        full = {program.variable(1): 1}
        sending = sent_in(month)
        program.require((1, sending), most=sendable)
        program.require((1, sending), (-sendable, full), least=0)
        program.require(*kept, (-everything, full), most=0)
        program.require(
            (1, {bought[p, month]: 1 for p in range(len(plans))}), (sendable, full), most=sendable
        )
        program.require((1, sending), (-1, weigh(month, with_life(0))), most=0)

    program.require((1, plus(*map(sent_in, months))), least=to_send)
    return program
