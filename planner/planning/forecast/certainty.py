"""Forecasts ranked at 90 % certainty, and the sentences on them (RULES.md §7).

The cheapest estimate relies on the expected replies. Where replies are uncertain another one may be
better, because it costs less with few replies.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from planner.planning.comparison import rank
from planner.planning.estimate import Estimate
from planner.planning.forecast.outcome import Forecast
from planner.planning.phrases import join
from planner.planning.ranges import HORIZON
from planner.planning.strategies import Strategy
from planner.planning.wording import chance, count, dollars

SURELY = "To be 90 % sure"
STRATEGY_PHRASES: dict[Strategy, str] = {
    "accumulate": "saving up",
    "as_granted": "sending as granted",
    "buy_now": "buying now",
    "cheapest": "buying as much as pays",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CertainRanking:
    """Forecasts ranked by their 90th percentiles, best first.

    `usual` is the best by the estimates' own totals. `best` is the best of this ranking, `None`
    where none makes the deadline at a known price in 90 % of the trials.
    """

    forecasts: tuple[Forecast, ...]
    usual: Forecast | None
    best: Forecast | None

    @property
    def changes_winner(self) -> bool:
        """Whether certainty makes another plan or strategy the best."""
        return self.best is not None and self.best is not self.usual


def rank_by_certainty(forecasts: Sequence[Forecast]) -> CertainRanking:
    """The forecasts ranked like estimates (RULES.md §4), with months and totals at 90 %."""
    ranks = {id(estimate): place for place, estimate in enumerate(rank(_estimates(forecasts)))}
    usual_first = sorted(forecasts, key=lambda forecast: ranks[id(forecast.estimate)])
    ranked = sorted(usual_first, key=_rank_of)
    return CertainRanking(
        forecasts=tuple(ranked),
        usual=next(iter(usual_first), None),
        best=next((forecast for forecast in ranked[:1] if _rank_of(forecast)[0] == 0), None),
    )


def explain_forecast(forecast: Forecast) -> str:
    """The months and dollars to plan, those of half of the trials, and the chances, in words."""
    parts = [*_explain_replies(forecast), _explain_certainty(forecast), *_explain_half(forecast)]
    return " ".join([*parts, _chances(forecast)])


def explain_ranking(ranking: CertainRanking) -> str | None:
    """Whether certainty changes the best forecast, in words; `None` without any forecast."""
    usual, best = ranking.usual, ranking.best
    if usual is None:
        return None
    if best is None:
        return "No way that is compared is 90 % sure to make the deadline at a known price."
    if not ranking.changes_winner:
        return f"{_name(best)} is also the best at 90 % certainty: it {_takes(best)}."
    return (
        f"{SURELY}, rather choose {_name(best)}: it {_takes(best)}. "
        f"{_name(usual)}, the best if all goes as expected, {_takes(usual)}."
    )


def _explain_certainty(forecast: Forecast) -> str:
    if forecast.sure_months is None:
        return f"Nobody can be 90 % sure: it {_takes(forecast)}."
    months = count(forecast.sure_months, "month")
    if forecast.sure_total is None:
        return f"{SURELY} of the time, plan {months}; a price is not known, so there is no total."
    return f"{SURELY} of the cost, plan {dollars(forecast.sure_total)}; of the time, {months}."


def _explain_replies(forecast: Forecast) -> Iterator[str]:
    """The chance to reach the target, where the goal is replies."""
    if forecast.reached_target is None:
        return
    scenario = forecast.estimate.scenario
    if forecast.reached_by:
        named = [
            f"{prefix.audience.name} in {chance(share)}"
            for prefix, share in zip(scenario.queue, forecast.reached_by, strict=True)
        ]
        all_of_them = chance(forecast.reached_target)
        yield f"In {all_of_them} of all trials every audience gets its replies: {join(*named)}."
        return
    messages = count(scenario.messages, "message")
    replies = "1 reply" if scenario.target == 1 else f"{scenario.target:,} replies"
    sure = chance(forecast.reached_target)
    yield f"The {messages} planned bring {replies} or more in {sure} of all trials."


def _explain_half(forecast: Forecast) -> Iterator[str]:
    """The medians; nothing where more than half of the trials are not done."""
    if forecast.months.p50 is None:
        return
    parts = [count(forecast.months.p50, "month")]
    if forecast.total and forecast.total.p50 is not None:
        parts.insert(0, dollars(forecast.total.p50))
    yield f"Half of all trials take at most {' and at most '.join(parts)}."


def _chances(forecast: Forecast) -> str:
    chances = {
        "to make the deadline": forecast.on_time,
        "to keep the budget": forecast.within_budget,
    }
    known = [f"{what} {chance(share)}" for what, share in chances.items() if share is not None]
    return f"The chances: {', '.join(known)}."


def _takes(forecast: Forecast) -> str:
    """The 90th percentiles of months and dollars, in words."""
    if forecast.sure_months is None:
        return f"is not done within {HORIZON} months in more than one of ten trials"
    months = count(forecast.sure_months, "month")
    if forecast.sure_total is None:
        return f"takes {months}"
    return f"takes {months} and {dollars(forecast.sure_total)}"


def _name(forecast: Forecast) -> str:
    return f"{forecast.estimate.terms.name} ({STRATEGY_PHRASES[forecast.estimate.strategy]})"


def _estimates(forecasts: Sequence[Forecast]) -> list[Estimate]:
    return [forecast.estimate for forecast in forecasts]


def _rank_of(forecast: Forecast) -> tuple[int, Decimal, Decimal, int]:
    months, total, bought = forecast.sure_months, forecast.sure_total, forecast.credits_bought.p90
    if months is None or bought is None:
        return 3, Decimal(0), Decimal(0), 0
    if total is None:
        return 2, Decimal(months), Decimal(0), bought
    if not forecast.is_surely_on_time:
        return 1, Decimal(months), total, bought
    return 0, total, Decimal(months), bought
