"""What each input does to the total of the cheapest plan, and where it switches (RULES.md §7).

One input at a time is varied while all others stay. The plan that is the cheapest at present is the
baseline: its total is calculated anew, with the best of the compared strategies. The input is then
varied further, step by step, until another plan is the cheapest.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from planner.planning.comparison import rank
from planner.planning.errors import TimeBudgetExceeded
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.goals import Goal
from planner.planning.options import PlanSearch
from planner.planning.scenario import Scenario
from planner.planning.sensitivity.inputs import Case, Input, Value, VariedInput, vary_inputs
from planner.planning.strategies import STRATEGIES, Strategy
from planner.planning.terms import Terms
from planner.planning.wording import count, count_leads, dollars, exact_dollars, percent

CHANGES: dict[Input, str] = {
    "reply_rate": "the reply rate {moves} to {value}",
    "subscription_price": "the subscription price of {plan} {moves} to {value}",
    "credit_price": "the price of a credit {moves} to {value}",
    "target": "the target {moves} to {value}",
    "deadline_months": "the time allowed {moves} to {value}",
    "seats": "you take {value}",
    "credit_lifetime_days": "credits live {value}",
    "declines_return_credit": "a decline returns {value}",
}
NOUNS: dict[Input, str] = {
    "deadline_months": "month",
    "seats": "seat",
    "credit_lifetime_days": "day",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """The value `at` which the baseline plan stops being the cheapest, and the step `before` it.

    `estimate` is the cheapest at `at`, `None` where nothing makes the deadline at a known price
    there.
    """

    before: Value
    at: Value
    estimate: Estimate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Swing:
    """What one input does: the totals at a lower and at a higher value of it.

    `goal` is what the target counts. `terms` are those of the baseline plan, the cheapest at
    present, for `total` dollars.
    `total_low` and `total_high` are its totals, `None` where it misses the deadline. `best_low` and
    `best_high` are the cheapest estimates of all plans.
    """

    input: Input
    goal: Goal
    terms: Terms
    low: Value
    high: Value
    total: Decimal
    total_low: Decimal | None
    total_high: Decimal | None
    best_low: Estimate | None
    best_high: Estimate | None
    switches: tuple[Switch, ...]

    @property
    def size(self) -> Decimal:
        """Dollars between the least and the greatest total; infinite where one is `None`."""
        if self.total_low is None or self.total_high is None:
            return Decimal("Infinity")
        totals = self.total, self.total_low, self.total_high
        return max(totals) - min(totals)


def find_sensitivity(
    scenario: Scenario,
    plans: Sequence[Terms],
    strategies: Sequence[Strategy] = STRATEGIES,
    *,
    reply_rates: tuple[Decimal, Decimal] | None = None,
    has_time_left: Callable[[], bool] = lambda: True,
) -> tuple[Swing, ...]:
    """The swings of all inputs, largest first; empty where nothing makes the deadline.

    `reply_rates` are the lowest and the highest reply rate that the person expects. Raises
    `TimeBudgetExceeded` where `has_time_left()` is false before an estimate.
    """
    # No strategy costs less than `cheapest` (RULES.md §4): where it is compared, it is enough.
    sufficient: Sequence[Strategy] = ["cheapest"] if "cheapest" in strategies else strategies
    search = _Search(sufficient, has_time_left)
    cheapest = search.find_cheapest(Case(scenario, plans))
    if cheapest is None or cheapest.total is None:
        return ()
    baseline = plans.index(cheapest.terms)
    swings = [
        _measure_swing(search, varied, baseline, cheapest.total)
        for varied in vary_inputs(cheapest, plans, reply_rates=reply_rates)
    ]
    return tuple(sorted(swings, key=lambda swing: swing.size, reverse=True))


def explain_switch(swing: Swing, switch: Switch) -> str:
    """The sentence on a switch: where it is, and which plan is the cheapest there."""
    if_so = CHANGES[swing.input].format(
        moves="rises" if switch.at > switch.before else "falls",
        value=show_value(swing, switch.at),
        plan=swing.terms.name,
    )
    best = switch.estimate
    if best is None or best.total is None:
        return f"If {if_so}, nothing that is compared makes the deadline at a known price."
    return f"If {if_so}, {best.terms.name} is the cheapest, at {dollars(best.total)}."


def show_value(swing: Swing, value: Value) -> str:
    """A value of the input of a swing in words: "12.5 %", "$79.99", "6 months", "80 replies"."""
    field = swing.input
    if field == "reply_rate":
        return percent(Decimal(value))
    if field == "declines_return_credit":
        return "a credit" if value else "no credit"
    if isinstance(value, Decimal):
        return exact_dollars(value)
    if field == "target":
        return count_leads(value, swing.goal)
    return count(value, NOUNS[field])


class _Search:
    """The cheapest plans of many cases; estimates that several of them need are cached."""

    def __init__(self, strategies: Sequence[Strategy], has_time_left: Callable[[], bool]) -> None:
        self._strategies = strategies
        self._has_time_left = has_time_left
        self._known: dict[tuple[Terms, Scenario], Estimate] = {}

    def estimate(self, terms: Terms, scenario: Scenario) -> Estimate:
        """The best estimate of one plan over the strategies."""
        if (terms, scenario) not in self._known:
            self._check_time()
            estimates = [make_estimate(terms, scenario, strategy) for strategy in self._strategies]
            self._known[terms, scenario] = rank(estimates)[0]
        return self._known[terms, scenario]

    def find_cheapest(self, case: Case, first: int = 0) -> Estimate | None:
        """The best of all plans; `None` where it misses the deadline or has no known total.

        The plan number `first`, likely to be the best, tells which of the others cannot be.
        """
        in_time: dict[Terms, Estimate] = {}
        least: Decimal | None = None
        for terms in [*case.plans[first : first + 1], *case.plans]:
            if terms in in_time or not self._may_cost(terms, case.scenario, at_most=least):
                continue
            estimate = self.estimate(terms, case.scenario)
            if estimate.status == "ok" and estimate.total is not None:
                in_time[terms] = estimate
                least = estimate.total if least is None else min(least, estimate.total)
        estimates = rank([in_time[terms] for terms in case.plans if terms in in_time])
        return estimates[0] if estimates else None

    def _may_cost(self, terms: Terms, scenario: Scenario, *, at_most: Decimal | None) -> bool:
        """Whether a plan may make the deadline for at most so many dollars."""
        if scenario.to_send == 0 or at_most is None or (terms, scenario) in self._known:
            return True
        self._check_time()
        return any(PlanSearch(terms, scenario).find_options(at_most=at_most))

    def _check_time(self) -> None:
        if not self._has_time_left():
            raise TimeBudgetExceeded

    def total_of(self, case: Case, baseline: int) -> Decimal | None:
        """The baseline plan's total; `None` where it misses the deadline or has no known total."""
        estimate = self.estimate(case.plans[baseline], case.scenario)
        return estimate.total if _is_priced_in_time(estimate) else None


def _is_priced_in_time(estimate: Estimate) -> bool:
    return estimate.status == "ok" and estimate.total is not None


def _measure_swing(search: _Search, varied: VariedInput, baseline: int, total: Decimal) -> Swing:
    low, high = varied.case_at(varied.low), varied.case_at(varied.high)
    ends = 0, len(varied.steps) - 1
    switches = [_find_switch(search, varied, baseline, end) for end in ends]
    return Swing(
        input=varied.input,
        goal=varied.case_at(varied.now).scenario.goal,
        terms=varied.case_at(varied.now).plans[baseline],
        low=varied.value_at(varied.low),
        high=varied.value_at(varied.high),
        total=total,
        total_low=search.total_of(low, baseline),
        total_high=search.total_of(high, baseline),
        best_low=search.find_cheapest(low, baseline),
        best_high=search.find_cheapest(high, baseline),
        switches=tuple(switch for switch in switches if switch),
    )


def _find_switch(search: _Search, varied: VariedInput, baseline: int, end: int) -> Switch | None:
    """The step towards `end` at which another plan is the cheapest; `None` where none is found.

    Tries the distance of the swing, then twice that, and so on, then halves the last interval until
    its ends are neighbors. Steps between two at which the baseline plan wins are not tried.
    """
    swing, direction = (varied.high, 1) if end > varied.now else (varied.low, -1)
    reach = abs(end - varied.now)

    def cheapest_at(distance: int) -> Estimate | None:
        return search.find_cheapest(varied.case_at(varied.now + direction * distance), baseline)

    def stays(distance: int) -> bool:
        best = cheapest_at(distance)
        plans = varied.case_at(varied.now + direction * distance).plans
        return best is not None and best.terms == plans[baseline]

    near, far = 0, min(reach, abs(swing - varied.now) or 1)
    while near < reach and stays(far):
        near, far = far, min(reach, 2 * far)
    if near == reach:
        return None
    while far - near > 1:
        between = (near + far) // 2
        near, far = (between, far) if stays(between) else (near, between)
    return Switch(
        before=varied.value_at(varied.now + direction * near),
        at=varied.value_at(varied.now + direction * far),
        estimate=cheapest_at(far),
    )
