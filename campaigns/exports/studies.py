"""Mix, forecast and sensitivity in the words of the JSON document (RULES.md §6, §7)."""

from decimal import Decimal
from typing import NamedTuple

from campaigns.decision import Decision
from campaigns.exports.amounts import Json, money
from campaigns.query.query import Query
from campaigns.studies.forecasts import forecast_all, forecast_one
from campaigns.studies.mixes import study_mix
from campaigns.studies.sensitivities import study_sensitivity
from planner.planning.estimate import Estimate
from planner.planning.forecast import Forecast
from planner.planning.forecast.certainty import explain_forecast, explain_ranking
from planner.planning.forecast.percentiles import Percentiles
from planner.planning.mix import Mix, MixMonth
from planner.planning.sensitivity import Swing, Switch, explain_switch, show_value
from planner.planning.sensitivity.dials import Value
from planner.planning.wording import dollars


class Studies(NamedTuple):
    """Which studies are asked for beside the answer."""

    mix: bool = False
    forecast: bool = False
    sensitivity: bool = False


NO_STUDIES = Studies()


def studies_shown(query: Query) -> Studies:
    """The studies that the query's page shows."""
    return Studies(
        mix=query.values["max_seats"] is not None,
        forecast=query.display.forecast != "",
        sensitivity=query.display.sensitivity != "",
    )


def describe_mix(query: Query) -> Json:
    """The best mix, and that for every deadline."""
    study = study_mix(query)
    return {
        **_describe_one_mix(study.mix),
        "schedule": [_describe_month(month) for month in study.mix.schedule],
        "frontier": [
            {"deadline_months": mix.scenario.deadline_months, **_describe_one_mix(mix)}
            for mix in study.frontier
        ],
    }


def _describe_one_mix(mix: Mix) -> Json:
    return {
        "status": mix.status,
        "bound": money(mix.bound),
        "total": money(mix.total),
        "months": mix.months,
        "credits_bought": mix.credits.bought if mix.credits else None,
        "seats": [
            {
                "plan": group.terms.slug,
                "seats": group.seats,
                "months": group.months,
                "subscription_spend": money(group.spend),
            }
            for group in mix.groups
        ],
    }


def _describe_month(month: MixMonth) -> Json:
    ledger = month.ledger._asdict()
    return {
        "month": ledger.pop("month"),
        "starts_on": month.starts_on.isoformat(),
        **ledger,
        "subscription_spend": money(month.subscription_spend),
        "credit_spend": money(month.credit_spend),
        "plans": [
            {"plan": plan.terms.slug, "seats": plan.seats, "bought": plan.bought}
            for plan in month.plans
        ],
    }


def describe_forecast(query: Query, estimate: Estimate) -> Json | None:
    """The forecast of an estimate; `None` where it is never done."""
    forecast = forecast_one(query, estimate)
    if forecast is None:
        return None
    return {
        "trials": forecast.trials,
        "seed": forecast.seed,
        "total": _spread_of_money(forecast.total),
        "months": _spread(forecast.months),
        "credits_bought": _spread(forecast.credits_bought),
        "replies": _spread(forecast.replies),
        **_chances(forecast),
    }


def _chances(forecast: Forecast) -> Json:
    names = ("done", "on_time", "within_budget", "reached_target")
    return {name: getattr(forecast, name) for name in names}


def _spread_of_money(percentiles: Percentiles[Decimal] | None) -> Json | None:
    if percentiles is None:
        return None
    return {name: money(getattr(percentiles, name)) for name in ("p10", "p50", "p90", "mean")}


def _spread(percentiles: Percentiles[int]) -> Json:
    mean = None if percentiles.mean is None else float(percentiles.mean)
    return {"p10": percentiles.p10, "p50": percentiles.p50, "p90": percentiles.p90, "mean": mean}


def describe_sensitivity(query: Query) -> list[Json]:
    """What each input does to the total of the cheapest plan, largest first."""
    return [_describe_swing(swing) for swing in study_sensitivity(query)]


def _describe_swing(swing: Swing) -> Json:
    is_rate = swing.input == "reply_rate"
    return {
        "input": swing.input,
        "plan": swing.terms.slug,
        "low": _plain(swing.low, is_rate=is_rate),
        "high": _plain(swing.high, is_rate=is_rate),
        "total": money(swing.total),
        "total_low": money(swing.total_low),
        "total_high": money(swing.total_high),
        "switches": [_describe_switch(switch, swing) for switch in swing.switches],
    }


def _describe_switch(switch: Switch, swing: Swing) -> Json:
    is_rate = swing.input == "reply_rate"
    return {
        "before": _plain(switch.before, is_rate=is_rate),
        "at": _plain(switch.at, is_rate=is_rate),
        "plan": switch.estimate.terms.slug if switch.estimate else None,
        "total": money(switch.estimate.total) if switch.estimate else None,
    }


def _plain(value: Value, *, is_rate: bool) -> object:
    """A value of an input as JSON has it: money as a text, all else as a number or a flag."""
    if isinstance(value, Decimal):
        return float(value) if is_rate else money(value)
    return value


def tell_studies(decision: Decision, studies: Studies) -> list[str]:
    """The studies for a terminal, in lines of plain words."""
    lines, query = [], decision.query
    if studies.mix:
        lines.append(f"Mix: {study_mix(query).why}")
    if studies.forecast:
        lines += _tell_forecasts(decision)
    if studies.sensitivity:
        lines += [_tell_swing(swing) for swing in study_sensitivity(query)]
    return lines


def _tell_forecasts(decision: Decision) -> list[str]:
    estimates = [one for one in decision.comparison.estimates if one.is_done]
    ranking = forecast_all(decision.query, estimates)
    told = [explain_ranking(ranking)]
    if best := ranking.best or ranking.usual:
        told.append(explain_forecast(best))
    return [f"Forecast: {text}" for text in told if text]


def _tell_total(total: Decimal | None) -> str:
    return "misses the deadline" if total is None else f"comes to {dollars(total)}"


def _tell_swing(swing: Swing) -> str:
    ends = [
        f"{show_value(swing.input, value)} {_tell_total(total)}"
        for value, total in ((swing.low, swing.total_low), (swing.high, swing.total_high))
    ]
    switches = [explain_switch(swing, switch) for switch in swing.switches]
    name = swing.input.replace("_", " ").capitalize()
    return " ".join([f"{name}: {', '.join(ends)}.", *switches])
