"""What each input does to the total of the cheapest plan, and where it switches (RULES.md §7).

One input at a time is moved while all others stay. The plan that is the cheapest now is kept and
planned anew, with the best of the compared strategies. Then the input is moved on, step by step,
until another plan is the cheapest.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from planner.planning.comparison import rank
from planner.planning.errors import TimeBudgetExceeded
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.scenario import Scenario
from planner.planning.sensitivity.dials import Dial, Input, Value, World, make_dials
from planner.planning.strategies import STRATEGIES, Strategy
from planner.planning.terms import Terms
from planner.planning.wording import count, dollars, exact_dollars, percent

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
    "target": "lead",
    "deadline_months": "month",
    "seats": "seat",
    "credit_lifetime_days": "day",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """The value `at` which the kept plan is no longer the cheapest, and `before` which it is.

    There is one step of the input between the two. `estimate` is the cheapest at `at`, `None`
    where nothing makes the deadline at a known price there.
    """

    before: Value
    at: Value
    estimate: Estimate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Swing:
    """What one input does: the totals at a lower and at a higher value of it.

    `terms` are the plan that is the cheapest at present, for `total` dollars; `total_low` and
    `total_high` are its totals, `None` where it misses the deadline. `best_low` and `best_high`
    are the cheapest of all plans.
    """

    input: Input
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
    cheapest = search.find_cheapest(World(scenario, plans))
    if cheapest is None or cheapest.total is None:
        return ()
    kept = plans.index(cheapest.terms)
    swings = [
        _measure_swing(search, dial, kept, cheapest.total)
        for dial in make_dials(cheapest, plans, reply_rates=reply_rates)
    ]
    return tuple(sorted(swings, key=lambda swing: swing.size, reverse=True))


def explain_switch(swing: Swing, switch: Switch) -> str:
    """Where the kept plan stops being the cheapest, and what is the cheapest there."""
    if_so = CHANGES[swing.input].format(
        moves="rises" if switch.at > switch.before else "falls",
        value=show_value(swing.input, switch.at),
        plan=swing.terms.name,
    )
    best = switch.estimate
    if best is None or best.total is None:
        return f"If {if_so}, nothing that is compared makes the deadline at a known price."
    return f"If {if_so}, {best.terms.name} is the cheapest, at {dollars(best.total)}."


def show_value(field: Input, value: Value) -> str:
    """The value of an input as it is told: "12.5 %", "$79.99", "6 months"."""
    if field == "reply_rate":
        return percent(Decimal(value))
    if field == "declines_return_credit":
        return "a credit" if value else "no credit"
    if isinstance(value, Decimal):
        return exact_dollars(value)
    return count(value, NOUNS[field])


class _Search:
    """The cheapest plans of many worlds that mostly differ in one plan or in nothing."""

    def __init__(self, strategies: Sequence[Strategy], has_time_left: Callable[[], bool]) -> None:
        self._strategies = strategies
        self._has_time_left = has_time_left
        self._known: dict[tuple[Terms, Scenario], Estimate] = {}

    def estimate(self, terms: Terms, scenario: Scenario) -> Estimate:
        """The best estimate of one plan over the strategies."""
        if (terms, scenario) not in self._known:
            if not self._has_time_left():
                raise TimeBudgetExceeded
            estimates = [make_estimate(terms, scenario, strategy) for strategy in self._strategies]
            self._known[terms, scenario] = rank(estimates)[0]
        return self._known[terms, scenario]

    def find_cheapest(self, world: World) -> Estimate | None:
        """The best of all plans if it makes the deadline at a known price."""
        estimates = rank([self.estimate(terms, world.scenario) for terms in world.plans])
        return next((best for best in estimates[:1] if _is_priced_in_time(best)), None)

    def total_of(self, world: World, kept: int) -> Decimal | None:
        """The total of one plan; `None` where it misses the deadline."""
        estimate = self.estimate(world.plans[kept], world.scenario)
        return estimate.total if _is_priced_in_time(estimate) else None


def _is_priced_in_time(estimate: Estimate) -> bool:
    return estimate.status == "ok" and estimate.total is not None


def _measure_swing(search: _Search, dial: Dial, kept: int, total: Decimal) -> Swing:
    low, high = dial.world_at(dial.low), dial.world_at(dial.high)
    ends = 0, len(dial.steps) - 1
    switches = [_find_switch(search, dial, kept, end) for end in ends]
    return Swing(
        input=dial.input,
        terms=dial.world_at(dial.now).plans[kept],
        low=dial.value_at(dial.low),
        high=dial.value_at(dial.high),
        total=total,
        total_low=search.total_of(low, kept),
        total_high=search.total_of(high, kept),
        best_low=search.find_cheapest(low),
        best_high=search.find_cheapest(high),
        switches=tuple(switch for switch in switches if switch),
    )


def _find_switch(search: _Search, dial: Dial, kept: int, end: int) -> Switch | None:
    """The step towards the `end` at which another plan is the cheapest; `None` where none is found.

    Looks as far away as the swing, then twice as far, …, and at last between the last two places
    until they are neighbours. What lies between places where the kept plan wins is not looked at.
    """
    swing, direction = (dial.high, 1) if end > dial.now else (dial.low, -1)
    reach = abs(end - dial.now)

    def cheapest_at(distance: int) -> Estimate | None:
        return search.find_cheapest(dial.world_at(dial.now + direction * distance))

    def stays(distance: int) -> bool:
        best = cheapest_at(distance)
        plans = dial.world_at(dial.now + direction * distance).plans
        return best is not None and best.terms == plans[kept]

    near, far = 0, min(reach, abs(swing - dial.now) or 1)
    while near < reach and stays(far):
        near, far = far, min(reach, 2 * far)
    if near == reach:
        return None
    while far - near > 1:
        between = (near + far) // 2
        near, far = (between, far) if stays(between) else (near, between)
    return Switch(
        before=dial.value_at(dial.now + direction * near),
        at=dial.value_at(dial.now + direction * far),
        estimate=cheapest_at(far),
    )
