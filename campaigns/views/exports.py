"""The planner's answer as a file: the planner's address with "plan." and a kind of file."""

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from campaigns.decision import decide
from campaigns.exports import EXPORTS, export_response
from campaigns.exports.document import describe_faults
from campaigns.query.links import Links
from campaigns.rate_limits import STUDYING, take_token
from campaigns.studies.registry import STUDIES
from campaigns.views.roots import FindRoot
from planner.planning.errors import TimeBudgetExceeded

SECONDS_TO_WAIT = 5


class Delay(NamedTuple):
    """Why a file cannot be had now: on a page, and for a program that asked for JSON."""

    template: str
    reason: str
    status: int


BUSY = Delay("studies/_busy.html", "too many studies were asked for from this address", 429)
TOO_LONG = Delay(
    "studies/_too_long.html",
    "the studies take too long to work out at once: compare fewer plans, or use the plan command",
    422,
)


@require_safe
def export_plan(request: HttpRequest, find_root: FindRoot, kind: str, **where: str) -> HttpResponse:
    """The file; where its studies are too much to compute, the page or the JSON with the reason."""
    if kind not in EXPORTS:
        raise Http404
    root = find_root(**where)
    query_form = root.read(request.GET)
    links, query = root.links(query_form), query_form.query
    if query is None:
        # A browser is redirected to the form; a program gets the faults.
        if kind == "json":
            return JsonResponse(describe_faults(query_form.faults), status=422)
        return redirect(links.address())
    if query.studies and (seconds := take_token(STUDYING, request)):
        return _put_off(request, links, kind, BUSY, seconds)
    try:
        return export_response(root.source(decide(query)), kind)
    except TimeBudgetExceeded:
        # The request is too large. The server is not at fault, so it is no 503.
        return _put_off(request, links, kind, TOO_LONG, SECONDS_TO_WAIT)


def _put_off(
    request: HttpRequest, links: Links, kind: str, delay: Delay, seconds: int
) -> HttpResponse:
    response: HttpResponse
    if kind == "json":
        response = JsonResponse({"error": delay.reason}, status=delay.status)
    else:
        context = {
            "study": delay.template,
            "study_address": request.get_full_path(),
            "planner_address": links.address(),
            "seconds": seconds,
            "studies": STUDIES,
        }
        response = render(request, "studies/page.html", context, status=delay.status)
    response["Retry-After"] = str(seconds)
    return response
