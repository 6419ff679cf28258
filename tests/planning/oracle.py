"""`cheapest` as an integer program, from the words of RULES.md §3 to §5 alone.

For one number of months M, HiGHS chooses freely what is bought in which month, which lots are sent
when and what dies unused, and minimises the credits bought. Compared with the ledger it may do
more: hold messages back, use younger lots first, let credits die early, and leave a grant or a
credit back untaken. So its answer can only be lower, and where the planner's is as low, no clever
timing beats it. One thing it may not do either: buy in a month that keeps credits for a later one,
since by RULES.md §4 no strategy buys ahead.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, inf

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from planner.planning.scenario import Scenario
from planner.planning.terms import Terms

Sum = dict[int, int]  # coefficients by variable
# The program knows one seat, whose slices are its billing months.
SEATS = 1


@dataclass
class Program:
    """Whole variables from 0 up, and linear limits on sums of them."""

    uppers: list[float] = field(default_factory=list)
    limits: list[tuple[Sum, float, float]] = field(default_factory=list)
    costs: Sum = field(default_factory=dict)

    def variable(self, most: float = inf) -> int:
        self.uppers.append(most)
        return len(self.uppers) - 1

    def require(self, *terms: tuple[int, Sum], least: float = -inf, most: float = inf) -> None:
        """The sum of `factor × sum` over `terms` keeps between `least` and `most`."""
        total: Sum = {}
        for factor, part in terms:
            for variable, coefficient in part.items():
                total[variable] = total.get(variable, 0) + factor * coefficient
        self.limits.append((total, least, most))

    def minimise(self) -> int | None:
        """The least sum of `costs`, proven; `None` where nothing keeps all limits."""
        entries = [
            (coefficient, row, variable)
            for row, (total, _, _) in enumerate(self.limits)
            for variable, coefficient in total.items()
        ]
        factors, rows, columns = zip(*entries, strict=True)
        costs = np.zeros(len(self.uppers))
        costs[list(self.costs)] = list(self.costs.values())
        constraints = LinearConstraint(
            csr_array((factors, (rows, columns)), (len(self.limits), len(self.uppers))),
            [least for _, least, _ in self.limits],
            [most for _, _, most in self.limits],
        )
        # Presolve sometimes calls a feasible program infeasible.
        for presolve in (True, False):
            result = milp(
                costs,
                integrality=np.ones(len(self.uppers)),
                bounds=Bounds(0, self.uppers),
                constraints=constraints,
                options={"mip_rel_gap": 0, "presolve": presolve},
            )
            if result.status != 2:
                break
        else:
            return None
        assert result.status == 0, result.message
        return round(float(result.fun))


def plus(*parts: Sum) -> Sum:
    """The sum of sums without a variable in common."""
    return {variable: factor for part in parts for variable, factor in part.items()}


def messages_on_credits(scenario: Scenario) -> int:
    messages = scenario.target
    if scenario.goal == "replied":
        messages = ceil(scenario.target / Fraction(scenario.reply_rate))
    return messages - floor(messages * Fraction(scenario.open_profile_share))


def held_credits(scenario: Scenario) -> int:
    """The credits of the one seat, if it is held."""
    return sum(one.credits for one in scenario.held_seats)


def return_rate(scenario: Scenario) -> Fraction:
    declined = scenario.decline_rate if scenario.declines_return_credit else 0
    return Fraction(scenario.reply_rate) + Fraction(declined)


def formulate(terms: Terms, scenario: Scenario, *, months: int) -> Program:
    """The least number of bought credits that sends everything within `months` months."""
    program = Program()
    grant = terms.monthly_credits * SEATS
    cap = terms.rollover_cap * SEATS
    life = ceil(terms.credit_lifetime_days / 30.4375)
    to_send, rate = messages_on_credits(scenario), return_rate(scenario)
    limit = terms.purchase_limit
    buyable = to_send if limit is None else limit * SEATS
    sendable = scenario.monthly_send_limit or to_send
    everything = held_credits(scenario) + months * (grant + buyable + to_send)

    calendar = range(1, months + 1)
    granted = {m: program.variable(grant) for m in calendar}
    returned = {m: program.variable() for m in calendar}
    bought = {m: program.variable(buyable) for m in calendar}
    opening = program.variable(held_credits(scenario))
    # sent[a, m] and dead[a, m]: credits granted in month a that are sent, or die at the refresh,
    # in month m. Those held at the start live as long as month 1's, but are there before it.
    lives = {0: range(1, life + 1)} | {a: range(a, a + life) for a in calendar}
    sent = {(a, m): program.variable() for a in lives for m in lives[a] if m <= months}
    dead = {(a, m): program.variable() for a in lives for m in lives[a] if m <= months and m > a}
    came = {0: {opening: 1}} | {a: {granted[a]: 1, returned[a]: 1, bought[a]: 1} for a in calendar}
    program.require((1, {opening: 1}), least=held_credits(scenario))

    def sent_in(month: int) -> Sum:
        return {sent[a, month]: 1 for a in lives if (a, month) in sent}

    def left_of(lot: int, *, sent_by: int, dead_by: int) -> list[tuple[int, Sum]]:
        used = {variable: 1 for (a, m), variable in sent.items() if a == lot and m <= sent_by}
        lost = {variable: 1 for (a, m), variable in dead.items() if a == lot and m <= dead_by}
        return [(1, came[lot]), (-1, used), (-1, lost)]

    for month in calendar:
        program.require((1, sent_in(month)), most=sendable)
        alive = [a for a in lives if a < month and month in lives[a]]
        # The refresh: the credits that die in it leave, and the grant stays within the cap.
        refreshed = [part for a in alive for part in left_of(a, sent_by=month - 1, dead_by=month)]
        program.require(*refreshed, (1, {granted[month]: 1}), most=cap)
        # Credits back, all in all: floor(rate × everything sent before this month).
        before = [sent_in(m) for m in calendar if m < month]
        program.require(
            (rate.denominator, {returned[m]: 1 for m in calendar if m <= month}),
            (-rate.numerator, plus(*before)),
            most=0,
        )
        for lot in (*alive, month):
            program.require(*left_of(lot, sent_by=month, dead_by=month), least=0)
        # Buying only in a month that ends with nothing left.
        buys = program.variable(1)
        program.require((1, {bought[month]: 1}), (-buyable, {buys: 1}), most=0)
        kept = [p for a in (*alive, month) for p in left_of(a, sent_by=month, dead_by=month)]
        program.require(*kept, (everything, {buys: 1}), most=everything)

    program.require((1, plus(*map(sent_in, calendar))), least=to_send)
    program.costs = {bought[m]: 1 for m in calendar}
    return program


def fewest_bought(terms: Terms, scenario: Scenario, *, months: int) -> int | None:
    """b(`months`) of RULES.md §4; `None` where not everything can be sent by then."""
    return formulate(terms, scenario, months=months).minimise()


def subscription_spend(terms: Terms, scenario: Scenario, *, months: int) -> Decimal:
    """The least that `months` months of all seats cost, trying every number of annual blocks."""
    has_trial = scenario.use_trial and not scenario.held_seats
    due = max(0, months - (terms.trial_months if has_trial else 0))
    monthly, annual = terms.monthly_price, terms.annual_price
    assert monthly is not None
    assert annual is not None
    one_seat = {
        "monthly": monthly * due,
        "annual": annual * ceil(due / 12),
        "cheapest": min(
            annual * years + monthly * max(0, due - 12 * years) for years in range(due + 1)
        ),
    }
    return one_seat[scenario.billing] * SEATS


@dataclass(frozen=True)
class Answer:
    months: int
    bought: int
    total: Decimal


def find_cheapest(terms: Terms, scenario: Scenario, *, horizon: int) -> Answer | None:
    """The least total by the deadline, or else the first month that works up to `horizon`."""
    assert terms.credit_price is not None
    answers: list[Answer] = []
    for months in range(1, horizon + 1):
        if answers and months > scenario.deadline_months:
            break
        bought = fewest_bought(terms, scenario, months=months)
        if bought is not None:
            spend = subscription_spend(terms, scenario, months=months)
            answers.append(Answer(months, bought, spend + terms.credit_price * bought))
    in_time = [answer for answer in answers if answer.months <= scenario.deadline_months]
    candidates = in_time or answers[:1]
    return min(candidates, key=lambda a: (a.total, a.months, a.bought), default=None)
