"""The cost, 90 % sure: a figure of the verdict that comes after it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from campaigns.decision import decide
from campaigns.presentation.sure_budget import find_budget
from campaigns.query.query import Query
from campaigns.views.mix_way import NOTHING
from campaigns.views.pages import HtmxHttpRequest
from campaigns.views.roots import FindRoot
from planner.planning.errors import TimeBudgetExceeded


@require_safe
@vary_on_headers("HX-Request")
def show_sure_budget(request: HtmxHttpRequest, find_root: FindRoot, **where: str) -> HttpResponse:
    """The figure for htmx; nothing where there is none, or the time does not suffice to know.

    The page makes the request by itself, as for the mix among the ways.
    """
    root = find_root(**where)
    query_form = root.read(request.GET)
    if not request.htmx:
        return redirect(root.links(query_form).address())
    budget = _find_budget(query_form.query) if query_form.query else ""
    if not budget:
        return HttpResponse(status=NOTHING)
    return render(request, "planner/_sure_budget.html", {"budget": budget})


def _find_budget(query: Query) -> str:
    chosen = decide(query).chosen
    if chosen is None:
        return ""
    try:
        return find_budget(query, chosen)
    except TimeBudgetExceeded:
        return ""
