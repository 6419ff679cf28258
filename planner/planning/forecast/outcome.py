"""The forecast of an estimate whose reply rate is uncertain (RULES.md §7).

A forecast simulates the estimate's schedule in many trials, each with its own reply rate and
replies, and reports the spread of months, credits and dollars. Chances are shares of the trials,
from 0 to 1. Making a forecast loads NumPy; importing this module does not.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING

from planner.planning.days import DAY
from planner.planning.errors import require_whole
from planner.planning.estimate import Estimate
from planner.planning.forecast.percentiles import Percentiles, index_of, take_percentiles
from planner.planning.forecast.rates import RateBelief
from planner.planning.money import CENT, cents

if TYPE_CHECKING:
    from planner.planning.forecast.plan import Plan
    from planner.planning.forecast.totals import Totals
    from planner.planning.forecast.trials import FanPoint
    from planner.planning.forecast.wallets import Counts

TRIALS, FEWEST_TRIALS, MOST_TRIALS = 10_000, 100, 100_000
SEED, MOST_SEED = 1, 2**32 - 1
MOST_BINS = 20
SURE_PERCENT = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class FanRow:
    """Messages sent on credits from the start to a day, in slow, middling and fast trials.

    The row stands for the days from `starts_on` to `ends_on`, after which credits come or go again.
    `month` is the month of the campaign in which it starts.
    """

    month: int
    starts_on: date
    ends_on: date
    p10: int
    p50: int
    p90: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """The number of trials whose total is at least `low` and below `high` dollars."""

    low: Decimal
    high: Decimal
    trials: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """The spread of an estimate over many trials.

    `done` is the chance that everything is sent within 120 months; `on_time` that it is by the
    deadline; `within_budget` that the total is within the budget (`None` without a budget or a
    total); `reached_target` that at least the target of people reply (`None` where the goal is to
    contact them), with audiences in each of them; `reached_by` is that of each, in the order in
    which they are written to. `months` are those of the campaign. `total` is `None` where a price
    is unknown.
    The fan ends when 90 % of the trials have sent all messages on credits; the bins hold all trials
    that are done.
    """

    estimate: Estimate
    belief: RateBelief
    trials: int
    seed: int
    total: Percentiles[Decimal] | None
    months: Percentiles[int]
    credits_bought: Percentiles[int]
    replies: Percentiles[int]
    done: float
    on_time: float
    within_budget: float | None
    reached_target: float | None
    fan: tuple[FanRow, ...]
    bins: tuple[Bin, ...]
    reached_by: tuple[float, ...] = ()

    @property
    def sure_total(self) -> Decimal | None:
        """Dollars that are enough in 90 % of the trials."""
        return None if self.total is None else self.total.p90

    @property
    def sure_months(self) -> int | None:
        """Months that are enough in 90 % of the trials."""
        return self.months.p90

    @property
    def is_surely_on_time(self) -> bool:
        """Whether the deadline is made in 90 % of the trials."""
        return round(self.on_time * self.trials) > index_of(SURE_PERCENT, self.trials)


def make_forecast(
    estimate: Estimate,
    belief: RateBelief,
    own_beliefs: Mapping[str, RateBelief] | None = None,
    /,
    *,
    trials: int = TRIALS,
    seed: int = SEED,
) -> Forecast | None:
    """The forecast of `estimate` over `trials` trials; `None` where the estimate is not done.

    The same seed gives the same forecast. `belief` is that of the scenario's rate, `own_beliefs`
    are those of audiences with a rate of their own, by name, where it is not certain. Raises
    `InvalidInput` for trials or a seed out of range. Source: RULES.md §7, §11 and §12.
    """
    require_whole("trials", trials, FEWEST_TRIALS, MOST_TRIALS)
    require_whole("seed", seed, 0, MOST_SEED)
    if not estimate.is_done:
        return None
    import numpy as np

    from planner.planning.forecast.plan import Plan
    from planner.planning.forecast.totals import price_trials
    from planner.planning.forecast.trials import run_trials

    scenario, plan = estimate.scenario, Plan(estimate)
    generator = np.random.default_rng(seed)
    outcomes = run_trials(plan, belief, generator, trials=trials, own_beliefs=own_beliefs or {})
    is_done = outcomes.unsent == 0
    done, bought = int(is_done.sum()), outcomes.bought[is_done]
    last_slice = outcomes.last_slice[is_done]
    if estimate.groups:
        months = np.array(plan.timeline.months)[last_slice]
        is_in_time = (last_slice < plan.timeline.deadline) & outcomes.is_in_time[is_done]
        in_time = int(is_in_time.sum())
    else:  # Messages to open profiles alone: nothing of their days is left to chance.
        months = np.full(done, estimate.months)
        in_time = done if estimate.status == "ok" else 0
    totals = price_trials(plan, outcomes.slices[is_done], bought)
    targets = [prefix.audience.target for prefix in scenario.queue] or [scenario.target]
    has_reached = [
        replies >= target for replies, target in zip(outcomes.replies, targets, strict=True)
    ]
    reached = int(np.logical_and.reduce(has_reached).sum())
    counts_replies = scenario.goal == "replied"
    return Forecast(
        estimate=estimate,
        belief=belief,
        trials=trials,
        seed=seed,
        total=None
        if totals is None
        else take_percentiles(totals.at, totals.sum, done=done, trials=trials),
        months=_spread(months, trials),
        credits_bought=_spread(bought, trials),
        replies=_spread(sum(outcomes.replies[1:], outcomes.replies[0]), trials),
        done=done / trials,
        on_time=in_time / trials,
        within_budget=_chance_of_budget(scenario.budget, totals, done=done, trials=trials),
        reached_target=reached / trials if counts_replies else None,
        fan=tuple(_draw_fan(plan, outcomes.fan)),
        bins=_draw_bins(totals, done=done) if totals and done else (),
        reached_by=tuple(int(one.sum()) / trials for one in has_reached)
        if counts_replies and scenario.audiences
        else (),
    )


def _spread(counts: "Counts", trials: int) -> Percentiles[int]:
    import numpy as np

    values = np.sort(counts)
    # Summed as Python integers: NumPy's would overflow in the largest campaigns.
    total = sum(values.tolist())
    return take_percentiles(
        lambda index: int(values[index]), total, done=len(values), trials=trials
    )


def _chance_of_budget(
    budget: Decimal | None, totals: "Totals | None", *, done: int, trials: int
) -> float | None:
    if budget is None or totals is None:
        return None
    return bisect_right(range(done), budget, key=totals.at) / trials


def _draw_fan(plan: "Plan", fan: "Sequence[FanPoint]") -> Iterator[FanRow]:
    """The rows of the fan, each through the day before the next, until 90 % have sent all."""
    days = plan.timeline.days
    for point, following in zip_longest(fan, fan[1:]):
        slow, usual, fast = point.sent.tolist()
        yield FanRow(
            month=plan.timeline.months[point.slice],
            starts_on=days[point.slice],
            ends_on=days[following.slice if following else plan.refresh_after(point.slice)] - DAY,
            p10=slow,
            p50=usual,
            p90=fast,
        )
        if slow == plan.scenario.to_send:
            return


def _draw_bins(totals: "Totals", *, done: int) -> tuple[Bin, ...]:
    """At most 20 bins of a round width, from the least total to the greatest."""
    least, most = totals.at(0), totals.at(done - 1)
    width = _round_up((most - least) / (MOST_BINS - 1))
    edge = (least / width).to_integral_value(ROUND_FLOOR) * width
    bins: list[Bin] = []
    below = 0
    while below < done:
        edge += width
        following = bisect_left(range(done), edge, key=totals.at)
        bins.append(Bin(low=cents(edge - width), high=cents(edge), trials=following - below))
        below = following
    return tuple(bins)


def _round_up(width: Decimal) -> Decimal:
    """The least of 1, 2, 5, 10, … cents or dollars or more that is at least `width`."""
    width = max(width, CENT)
    tens = Decimal(1).scaleb(width.adjusted())
    return next(tens * digit for digit in (1, 2, 5, 10) if tens * digit >= width)
