"""The forecast: what each estimate may really come to (RULES.md §7)."""

from decimal import Decimal
from typing import Any

from campaigns.charts import draw_fan, draw_spread
from campaigns.decision import Decision, decide
from campaigns.exports.amounts import Json, money
from campaigns.exports.source import ExportSource
from campaigns.exports.workbook.rows import Heads, begin_sheet, write_rows
from campaigns.exports.workbook.sheet import Sheet
from campaigns.forms import STRATEGY_NAMES
from campaigns.presentation.studies import ForecastTable, describe_trials
from campaigns.query.links import Links
from campaigns.query.query import Query
from campaigns.studies.forecasts import forecast_all, forecast_one
from campaigns.study_outputs import StudyOutputs
from planner.planning.estimate import Estimate
from planner.planning.forecast import Forecast
from planner.planning.forecast.certainty import explain_forecast, explain_ranking
from planner.planning.forecast.percentiles import Percentiles
from planner.planning.money import cents
from planner.planning.worth.asked import chance_of

TITLE = "How sure is this?"
SPREAD = ("p10", "p50", "p90", "mean")
HEADS: Heads = (
    ("Plan", "text"),
    ("Strategy", "text"),
    ("Planned", "money"),
    ("1 in 10 at most", "money"),
    ("Half at most", "money"),
    ("9 in 10 at most", "money"),
    ("Mean", "money"),
    ("Months, 9 in 10", "whole"),
    ("On time", "share"),
    ("In budget", "share"),
)


class ForecastOutputs(StudyOutputs):
    """What each estimate may really come to."""

    csv_columns = (
        "total_p10",
        "total_p50",
        "total_p90",
        "total_mean",
        "months_p10",
        "months_p50",
        "months_p90",
        "credits_bought_p90",
        "chance_on_time",
        "chance_within_budget",
    )

    def show(self, query: Query, links: Links) -> dict[str, Any]:
        return {"table": ForecastTable(decide(query), links), "title": TITLE}

    def show_estimate(self, query: Query, links: Links) -> dict[str, Any]:
        chosen = decide(query).chosen
        forecast = forecast_one(query, chosen) if chosen else None
        if forecast is None:
            return {"forecast": None, "title": TITLE}
        return {
            "forecast": forecast,
            "title": TITLE,
            "verdict": explain_forecast(forecast),
            "belief": describe_trials(query.scenario, forecast.belief, forecast.trials),
            "fan_chart": draw_fan(forecast),
            "spread_chart": draw_spread(forecast),
        }

    def add_to_document(self, decision: Decision, document: Json) -> None:
        chance = chance_of(decision.query.scenario, decision.query.belief)
        document["goal_chance"] = chance and {
            "messages": chance.messages,
            "chance": chance.chance,
            "messages_for_90_percent": chance.sure_messages,
        }
        pairs = zip(document["estimates"], decision.comparison.estimates, strict=True)
        for described, estimate in pairs:
            forecast = forecast_one(decision.query, estimate)
            described["forecast"] = _describe(forecast) if forecast else None

    def describe_row(self, query: Query, estimate: Estimate) -> Json:
        forecast = forecast_one(query, estimate)
        return _flatten(forecast) if forecast else {}

    def write_sheet(self, sheet: Sheet, source: ExportSource) -> None:
        query = source.query
        belief = describe_trials(query.scenario, query.belief, query.trials)
        begin_sheet(sheet, TITLE, belief, HEADS, widths=(30, 24))
        forecasts = (forecast_one(query, one) for one in source.comparison.estimates)
        write_rows(sheet, HEADS, (_list_cells(one) for one in forecasts if one))

    def to_terminal(self, decision: Decision) -> list[str]:
        estimates = [one for one in decision.comparison.estimates if one.is_done]
        ranking = forecast_all(decision.query, estimates)
        lines = [explain_ranking(ranking)]
        if best := ranking.best or ranking.usual:
            lines.append(explain_forecast(best))
        return [f"Forecast: {text}" for text in lines if text]


def _describe(forecast: Forecast) -> Json:
    return {
        "trials": forecast.trials,
        "seed": forecast.seed,
        "total": _spread_of_money(forecast.total),
        "months": _spread(forecast.months),
        "credits_bought": _spread(forecast.credits_bought),
        "replies": _spread(forecast.replies),
        **_chances(forecast),
        "audiences": [
            {"name": prefix.audience.name, "reached_target": share}
            for prefix, share in zip(
                forecast.estimate.scenario.queue, forecast.reached_by, strict=False
            )
        ],
    }


def _chances(forecast: Forecast) -> Json:
    names = ("done", "on_time", "within_budget", "reached_target")
    return {name: getattr(forecast, name) for name in names}


def _spread_of_money(percentiles: Percentiles[Decimal] | None) -> Json | None:
    if percentiles is None:
        return None
    return {name: money(getattr(percentiles, name)) for name in SPREAD}


def _spread(percentiles: Percentiles[int]) -> Json:
    mean = None if percentiles.mean is None else float(percentiles.mean)
    return {"p10": percentiles.p10, "p50": percentiles.p50, "p90": percentiles.p90, "mean": mean}


def _flatten(forecast: Forecast) -> Json:
    """The forecast's figures under the names of their columns, money as numbers."""
    totals = forecast.total
    amounts = {name: getattr(totals, name, None) for name in SPREAD}
    return {
        **{
            f"total_{name}": None if amount is None else cents(amount)
            for name, amount in amounts.items()
        },
        **{f"months_{name}": value for name, value in _spread(forecast.months).items()},
        **{f"credits_bought_{n}": value for n, value in _spread(forecast.credits_bought).items()},
        **{f"chance_{name}": value for name, value in _chances(forecast).items()},
    }


def _list_cells(forecast: Forecast) -> list[object]:
    estimate, total = forecast.estimate, forecast.total
    spread = [total.p10, total.p50, total.p90, total.mean] if total else [None] * 4
    return [
        estimate.terms.name,
        STRATEGY_NAMES[estimate.strategy],
        estimate.total,
        *spread,
        forecast.months.p90,
        forecast.on_time,
        forecast.within_budget,
    ]
