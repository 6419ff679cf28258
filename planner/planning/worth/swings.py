"""What moves the return of an estimate: rates and value, one at a time (RULES.md §9).

The people written to, the plan, the strategy and the deadline stay, as in a break-even.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from typing import Any, Literal

from planner.planning.errors import TimeBudgetExceeded
from planner.planning.estimate import Estimate
from planner.planning.money import cents
from planner.planning.ranges import MOST_RATE_DECIMALS, MOST_VALUE
from planner.planning.worth.break_evens import expect_at_rate
from planner.planning.worth.funnel import Funnel
from planner.planning.worth.outcome import Outcome, find_worth

WorthInput = Literal[
    "reply_rate", "positive_share", "meeting_rate", "win_rate", "value_per_customer"
]
LATER_RATES: tuple[WorthInput, ...] = ("positive_share", "meeting_rate", "win_rate")
HALF, MORE_BY_HALF = Decimal("0.5"), Decimal("1.5")
A_FIFTH_LESS, A_FIFTH_MORE = Decimal("0.8"), Decimal("1.2")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorthSwing:
    """The outcome with a low and with a high value of one input.

    `now` is the present outcome. `at_low` and `at_high` are `None` where not everything is sent in
    time.
    """

    input: WorthInput
    low: Decimal
    high: Decimal
    now: Outcome
    at_low: Outcome | None
    at_high: Outcome | None

    @property
    def swing(self) -> Fraction | None:
        """Dollars between the least and the greatest that is left; `None` where one is unknown."""
        lefts = [one.exact_left if one else None for one in (self.now, self.at_low, self.at_high)]
        known = [left for left in lefts if left is not None]
        return max(known) - min(known) if len(known) == len(lefts) else None


def find_worth_swings(
    estimate: Estimate,
    funnel: Funnel,
    *,
    with_time: bool = False,
    reply_rates: tuple[Decimal, Decimal] | None = None,
    has_time_left: Callable[[], bool] = lambda: True,
) -> tuple[WorthSwing, ...]:
    """The swings of the inputs above 0, the largest first; none where the return is unknown.

    `reply_rates` are the lowest and the highest answer rate that the person expects. Raises
    `TimeBudgetExceeded` where `has_time_left()` is false before an estimate. Source: RULES.md §9.
    """
    now = find_worth(estimate, funnel, with_time=with_time)
    if now.exact_left is None:
        return ()

    def outcome_at(field: WorthInput, value: Decimal) -> Outcome | None:
        if field == "reply_rate":
            if not has_time_left():
                raise TimeBudgetExceeded
            return expect_at_rate(estimate, funnel, value, with_time=with_time)
        change: dict[str, Any] = {field: value}
        if field == "value_per_customer":
            return find_worth(estimate, replace(funnel, **change), with_time=with_time)
        rates = replace(funnel.rates, **change)
        return find_worth(estimate, funnel, rates=rates, with_time=with_time)

    swings = [
        WorthSwing(
            input=field,
            low=low,
            high=high,
            now=now,
            at_low=outcome_at(field, low),
            at_high=outcome_at(field, high),
        )
        for field, low, high in _list_inputs(estimate, funnel, reply_rates)
    ]
    return tuple(sorted(swings, key=lambda one: (one.swing is not None, -(one.swing or 0))))


def _list_inputs(
    estimate: Estimate, funnel: Funnel, reply_rates: tuple[Decimal, Decimal] | None
) -> Iterator[tuple[WorthInput, Decimal, Decimal]]:
    """The inputs that are varied, each with its low and high value."""
    rate, most = funnel.rates.reply_rate, estimate.scenario.most_reply_rate
    if rate:
        low, high = reply_rates or (_round(rate * HALF), _round(rate * MORE_BY_HALF))
        yield "reply_rate", low, min(high, most)
    for field in LATER_RATES:
        share: Decimal | None = getattr(funnel.rates, field)
        if share:
            yield field, _round(share * HALF), min(_round(share * MORE_BY_HALF), Decimal(1))
    if value := funnel.value_per_customer:
        yield (
            "value_per_customer",
            cents(value * A_FIFTH_LESS),
            min(cents(value * A_FIFTH_MORE), MOST_VALUE),
        )


def _round(rate: Decimal) -> Decimal:
    """A rate with as many decimals as a scenario allows."""
    return rate.quantize(Decimal(1).scaleb(-MOST_RATE_DECIMALS), ROUND_DOWN).normalize()
