"""Forecast, mix and sensitivity, each a page of its own and a part of the page that asks for it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from campaigns.charts import draw_fan, draw_spread, draw_timeline, draw_tornado
from campaigns.decision import decide
from campaigns.presentation.studies import (
    ForecastTable,
    MixAnswer,
    describe_belief,
)
from campaigns.query.links import Links
from campaigns.query.query import Query
from campaigns.rate_limits import STUDYING, take_token
from campaigns.studies.forecasts import forecast_one
from campaigns.studies.mixes import study_mix
from campaigns.studies.sensitivities import study_sensitivity
from campaigns.views.pages import HtmxHttpRequest
from campaigns.views.roots import FindRoot
from planner.planning.errors import TakesTooLong
from planner.planning.forecast.certainty import explain_forecast


@require_safe
@vary_on_headers("HX-Request")
def show_study(
    request: HtmxHttpRequest, find_root: FindRoot, study: str, **where: str
) -> HttpResponse:
    """The study as a page, or for htmx as the part of a page that it takes the place of."""
    root = find_root(**where)
    query_form = root.read(request.GET)
    links, query = root.links(query_form), query_form.query
    if query is None:
        return redirect(links.address())
    template, examine = STUDIES[study]
    context: dict[str, Any] = {
        "query": query,
        "links": links,
        "study": template,
        "study_address": links.address(f"{study}/"),
        "planner_address": links.address(),
    }
    seconds = take_token(STUDYING, request)
    if seconds:
        context |= {"study": "studies/_busy.html", "seconds": seconds}
    else:
        try:
            context |= examine(query, links)
        except TakesTooLong:
            context |= {"study": "studies/_too_long.html"}
    page = context["study"] if request.htmx else "studies/page.html"
    # htmx would not show what comes with a 429.
    status = 429 if seconds and not request.htmx else 200
    response = render(request, page, context, status=status)
    if seconds:
        response["Retry-After"] = str(seconds)
    return response


def _forecast(query: Query, links: Links) -> dict[str, Any]:
    return {"table": ForecastTable(decide(query), links), "title": "How sure is this?"}


def _forecast_estimate(query: Query, links: Links) -> dict[str, Any]:
    chosen = decide(query).chosen
    forecast = forecast_one(query, chosen) if chosen else None
    if forecast is None:
        return {"forecast": None, "title": "How sure is this?"}
    return {
        "forecast": forecast,
        "title": "How sure is this?",
        "verdict": explain_forecast(forecast),
        "belief": describe_belief(forecast.belief, forecast.trials),
        "fan_chart": draw_fan(forecast),
        "spread_chart": draw_spread(forecast),
    }


def _mix(query: Query, links: Links) -> dict[str, Any]:
    answer = MixAnswer(query, study_mix(query))
    chart = draw_timeline(answer.mix) if answer.mix.groups else None
    return {"mix_answer": answer, "title": answer.title, "timeline_chart": chart}


def _sensitivity(query: Query, links: Links) -> dict[str, Any]:
    swings = study_sensitivity(query)
    chart = draw_tornado(swings) if swings else None
    return {"tornado_chart": chart, "title": "What matters most"}


STUDIES: dict[str, tuple[str, Callable[[Query, Links], dict[str, Any]]]] = {
    "forecast": ("studies/_forecast.html", _forecast),
    "estimate/forecast": ("studies/_estimate_forecast.html", _forecast_estimate),
    "mix": ("studies/_mix.html", _mix),
    "sensitivity": ("studies/_sensitivity.html", _sensitivity),
}
