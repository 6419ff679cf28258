"""The spread: how often a campaign comes to how much (RULES.md §7)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from campaigns.charts.axes import HEIGHT
from planner.planning.explain import dollars
from planner.planning.forecast import Bin, Forecast


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bin: percent of the width, pixels from the top; `is_beyond` where 90 % cost less."""

    at: float
    width: float
    top: float
    height: float
    is_beyond: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A dashed line at an amount, and what it says in the legend; `at` is percent of the width."""

    at: float
    key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadChart:
    """The bins of a forecast's totals, the marks among them, and the table of the same numbers."""

    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    least: str
    most: str
    summary: str
    rows: tuple[tuple[str, str], ...]


def draw_spread(forecast: Forecast) -> SpreadChart | None:
    """How the totals of the trials spread; `None` without a known total."""
    bins, total = forecast.bins, forecast.total
    if not bins or total is None or total.p10 is None:
        return None
    first, last = bins[0].low, bins[-1].high
    most = max(one.trials for one in bins)
    certain = total.p90
    return SpreadChart(
        bars=tuple(
            Bar(
                at=_place(one.low, first, last),
                width=round(100 / len(bins), 3),
                top=round(HEIGHT * (1 - one.trials / most), 1),
                height=round(HEIGHT * one.trials / most, 1),
                is_beyond=certain is not None and one.low > certain,
            )
            for one in bins
        ),
        marks=tuple(_mark(forecast, first, last)),
        least=dollars(first),
        most=dollars(last),
        summary=_summarise(forecast, total.p10, certain),
        rows=tuple(_row(one, forecast.trials) for one in bins if one.trials),
    )


def _place(amount: Decimal, first: Decimal, last: Decimal) -> float:
    """Percent of the width between the first and the last edge, kept within them."""
    share = float((amount - first) / (last - first))
    return round(min(1.0, max(0.0, share)) * 100, 2)


def _mark(forecast: Forecast, first: Decimal, last: Decimal) -> Iterator[Mark]:
    total, estimate = forecast.total, forecast.estimate
    named = [
        ("planned", "Planned", estimate.total),
        ("usual", "Half at most", total.p50 if total else None),
        ("certain", "9 in 10 at most", total.p90 if total else None),
        ("budget", "Budget", estimate.scenario.budget),
    ]
    for key, name, amount in named:
        if amount is not None:
            yield Mark(at=_place(amount, first, last), key=key, text=f"{name}: {dollars(amount)}")


def _summarise(forecast: Forecast, least: Decimal, certain: Decimal | None) -> str:
    if certain == least:
        return f"At least eight campaigns in ten come to {dollars(least)}, whatever the replies."
    if certain is None:
        return "More than one campaign in ten is never done, so there is no amount to be sure of."
    return f"Eight campaigns in ten come to between {dollars(least)} and {dollars(certain)}."


def _row(one: Bin, trials: int) -> tuple[str, str]:
    return f"{dollars(one.low)} to {dollars(one.high)}", f"{one.trials / trials:.1%}"
