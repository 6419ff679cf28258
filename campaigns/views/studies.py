"""The studies, each a page of its own and a part of the page that asks for it."""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from campaigns.rate_limits import STUDYING, take_token
from campaigns.studies.registry import STUDIES, study_pages
from campaigns.study_outputs import load_outputs
from campaigns.views.pages import HtmxHttpRequest
from campaigns.views.roots import FindRoot
from planner.planning.errors import TimeBudgetExceeded


@require_safe
@vary_on_headers("HX-Request", "HX-Current-URL")
def show_study(
    request: HtmxHttpRequest, find_root: FindRoot, study: str, **where: str
) -> HttpResponse:
    """The study as a page, or for htmx as the part of a page that it takes the place of."""
    root = find_root(**where)
    query_form = root.read(request.GET)
    links, query = root.links(query_form), query_form.query
    if query is None:
        return redirect(links.address())
    study_page = study_pages()[study]
    context: dict[str, Any] = {
        "query": query,
        "links": links,
        "study": study_page.template,
        "studies": STUDIES,
        "study_address": links.address(f"{study}/"),
        "planner_address": links.address(),
        "form_address": "" if _is_beside_form(request) else links.address(),
    }
    seconds = take_token(STUDYING, request)
    if seconds:
        context |= {"study": "studies/_busy.html", "seconds": seconds}
    else:
        try:
            outputs = load_outputs(study_page.study, query)
            show = outputs.show_estimate if study_page.is_of_estimate else outputs.show
            context |= show(query, links)
        except TimeBudgetExceeded:
            context |= {"study": "studies/_too_long.html"}
    page = context["study"] if request.htmx else "studies/page.html"
    # htmx would not show what comes with a 429.
    status = 429 if seconds and not request.htmx else 200
    response = render(request, page, context, status=status)
    if seconds:
        response["Retry-After"] = str(seconds)
    return response


def _is_beside_form(request: HtmxHttpRequest) -> bool:
    """Whether the study becomes a part of the answer's page; its own page may ask for the rest."""
    return bool(request.htmx) and urlsplit(request.htmx.current_url or "").path != request.path
