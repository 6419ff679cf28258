"""Several audiences on the same seats as an integer program, from the words of RULES.md §11.

For one last month M, HiGHS chooses freely how many seats stay through M and how many end a month
sooner, what each of the two groups buys in which month, which lots it sends when, and to which
audience. It is bound to write to the audiences in their order, and to be done with each by its
deadline. As in `oracle.py` it may hold messages back, let credits die early and leave what is
granted; so its answer can only be lower than the planner's.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, inf, lcm

from planner.planning.scenario import BEST, Scenario
from planner.planning.terms import Terms
from tests.planning.oracle import Program, Sum, held_credits, plus, subscription_spend


@dataclass(frozen=True)
class Part:
    """One audience: its messages on credits, the last month for them, its ρ."""

    messages: int
    last_month: int
    rate: Fraction


def list_parts(scenario: Scenario) -> list[Part]:
    """The audiences in their order, rounded as running totals."""

    def deadline(number: int) -> int:
        own = scenario.audiences[number].deadline_on
        if own is None:
            return scenario.deadline_months
        months = (own.year - scenario.start_on.year) * 12 + own.month - scenario.start_on.month + 1
        return min(months, scenario.deadline_months)

    order = sorted(
        range(len(scenario.audiences)),
        key=lambda number: (
            scenario.audiences[number].priority,
            scenario.audiences[number].deadline_on or date.max,
            number,
        ),
    )
    people = free = Fraction(0)
    messages = on_credits = 0
    parts: list[Part] = []
    for number in order:
        one = scenario.audiences[number]
        reply = scenario.reply_rate if one.reply_rate is None else one.reply_rate
        decline = scenario.decline_rate if one.decline_rate is None else one.decline_rate
        opened = one.open_profile_share
        opened = scenario.open_profile_share if opened is None else opened
        people += one.target if scenario.goal == "contacted" else one.target / Fraction(reply)
        free += (ceil(people) - messages) * Fraction(opened)
        messages = ceil(people)
        sent = messages - floor(free)
        rate = Fraction(reply) + (Fraction(decline) if scenario.declines_return_credit else 0)
        parts.append(Part(sent - on_credits, deadline(number), rate))
        on_credits = sent
    return parts


class Seats:
    """One group of seats in the program: they live through `months` months."""

    def __init__(
        self, program: Program, terms: Terms, scenario: Scenario, parts: list[Part], *, months: int
    ) -> None:
        self.program, self.months = program, months
        self.calendar = range(1, months + 1)
        self.seats = program.variable()
        number: Sum = {self.seats: 1}
        life = ceil(terms.credit_lifetime_days / 30.4375)
        to_send = sum(part.messages for part in parts)
        limit = terms.purchase_limit
        held = held_credits(scenario)
        most_seats = 1 if scenario.max_seats is None else scenario.max_seats
        everything = held + months * (terms.monthly_credits * most_seats + 2 * to_send)

        self.granted = {m: program.variable() for m in self.calendar}
        self.returned = {m: program.variable() for m in self.calendar}
        self.bought = {m: program.variable(to_send) for m in self.calendar}
        for m in self.calendar:
            program.require((1, {self.granted[m]: 1}), (-terms.monthly_credits, number), most=0)
            if limit is not None:
                program.require((1, {self.bought[m]: 1}), (-limit, number), most=0)
        opening = program.variable(held)
        program.require((1, {opening: 1}), least=held)
        lives = {0: range(1, life + 1)} | {a: range(a, a + life) for a in self.calendar}
        sent = {(a, m): program.variable() for a in lives for m in lives[a] if m <= months}
        dead = {(a, m): program.variable() for a, m in sent if m > a}
        came = {0: {opening: 1}} | {
            a: {self.granted[a]: 1, self.returned[a]: 1, self.bought[a]: 1} for a in self.calendar
        }
        # To each audience, month by month.
        self.to = {
            (k, m): program.variable(part.messages)
            for k, part in enumerate(parts)
            for m in self.calendar
        }

        def left_of(lot: int, *, sent_by: int, dead_by: int) -> list[tuple[int, Sum]]:
            used = {variable: 1 for (a, m), variable in sent.items() if a == lot and m <= sent_by}
            lost = {variable: 1 for (a, m), variable in dead.items() if a == lot and m <= dead_by}
            return [(1, came[lot]), (-1, used), (-1, lost)]

        common = lcm(*(part.rate.denominator for part in parts))
        for month in self.calendar:
            of_lots = {variable: 1 for (_, m), variable in sent.items() if m == month}
            program.require((1, of_lots), (-1, self.sent_in(month)), least=0, most=0)
            alive = [a for a in lives if a < month and month in lives[a]]
            refreshed = [p for a in alive for p in left_of(a, sent_by=month - 1, dead_by=month)]
            granted = (1, {self.granted[month]: 1})
            program.require(*refreshed, granted, (-terms.rollover_cap, number), most=0)
            answered = {
                variable: -int(parts[k].rate * common)
                for (k, m), variable in self.to.items()
                if m < month
            }
            back = {self.returned[m]: 1 for m in self.calendar if m <= month}
            program.require((common, back), (1, answered), most=0)
            for lot in (*alive, month):
                program.require(*left_of(lot, sent_by=month, dead_by=month), least=0)
            # Buying only in a month that ends with nothing left.
            buys = program.variable(1)
            program.require((1, {self.bought[month]: 1}), (-to_send, {buys: 1}), most=0)
            rest = [p for a in (*alive, month) for p in left_of(a, sent_by=month, dead_by=month)]
            program.require(*rest, (everything, {buys: 1}), most=everything)

    def sent_in(self, month: int) -> Sum:
        return {variable: 1 for (_, m), variable in self.to.items() if m == month}

    def sent_to(self, audience: int, *, by: float = inf) -> Sum:
        return {v: 1 for (k, m), v in self.to.items() if k == audience and m <= by}


def formulate(terms: Terms, scenario: Scenario, *, months: int) -> Program:
    """The least cents with which everything is sent in `months` months, and in time."""
    program, parts = Program(), list_parts(scenario)
    staying = Seats(program, terms, scenario, parts, months=months)
    groups = [staying]
    program.require((1, {staying.seats: 1}), least=1)
    if scenario.seats == BEST and months > 1:
        groups.append(Seats(program, terms, scenario, parts, months=months - 1))
    count = {group.seats: 1 for group in groups}
    if scenario.seats == BEST:
        program.require((1, count), most=scenario.max_seats or inf)
    else:
        program.require((1, count), least=scenario.seats, most=scenario.seats)
    for k, part in enumerate(parts):
        by = min(part.last_month, months)
        program.require(
            (1, plus(*(group.sent_to(k, by=by) for group in groups))), least=part.messages
        )
        program.require((1, plus(*(group.sent_to(k) for group in groups))), most=part.messages)
    for month in range(1, months + 1):
        if scenario.monthly_send_limit is not None:
            sent = plus(*(group.sent_in(month) for group in groups))
            program.require((1, sent), most=scenario.monthly_send_limit)
        # An audience has its turn when those before it are done with.
        for k, part in enumerate(parts[:-1]):
            is_done = program.variable(1)
            by_now = plus(*(group.sent_to(k, by=month) for group in groups))
            program.require((1, by_now), (-part.messages, {is_done: 1}), least=0)
            for later in range(k + 1, len(parts)):
                to_later = plus(*(group.sent_to(later, by=month) for group in groups))
                most = max(1, parts[later].messages)
                program.require((1, to_later), (-most, {is_done: 1}), most=0)
    assert terms.credit_price is not None
    for group in groups:
        # New seats are paid for at least one month.
        spend = subscription_spend(terms, scenario, months=group.months)
        program.costs[group.seats] = int(spend * 100)
        program.costs |= {bought: int(terms.credit_price * 100) for bought in group.bought.values()}
    return program


def find_least_total(terms: Terms, scenario: Scenario) -> Decimal | None:
    """The least total with which every audience is done in time; `None` where there is none."""
    every_end = range(1, scenario.deadline_months + 1)
    found = (formulate(terms, scenario, months=months).minimise() for months in every_end)
    least = min((one for one in found if one is not None), default=None)
    return None if least is None else Decimal(least) / 100
