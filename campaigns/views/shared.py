"""The address of a read-only link: a decision on one page, and the planner to try other numbers."""

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from campaigns.decision import decide
from campaigns.presentation.brief import make_brief
from campaigns.query.form import QueryForm
from campaigns.views.page_cache import cached_page
from campaigns.views.pages import (
    HtmxHttpRequest,
    describe_link,
    look_at_screen,
    render_page,
)
from campaigns.views.roots import SharedRoot, find_shared


@require_safe
def show_shared(request: HtmxHttpRequest, token: str) -> HttpResponse:
    root = find_shared(token)

    def render_it() -> HttpResponse:
        query_form = root.read(request.GET)
        if not request.htmx and _is_as_shared(request, root, query_form):
            return _render_decision(request, root, query_form)
        decision = decide(query_form.query) if query_form.query else None
        context = root.context(query_form, decision)
        return render_page(request, root, query_form, decision, context)

    return cached_page(request, render_it, rows=root.cache_rows, screen=look_at_screen(request))


def _is_as_shared(request: HtmxHttpRequest, root: SharedRoot, query_form: QueryForm) -> bool:
    """Whether the address asks what was shared; what others add to it, as mailings do, is nothing.

    One that names the price book is the planner's own, to try other numbers.
    """
    is_own = "price_book" in request.GET or query_form.query is None or query_form.is_filled
    return not is_own and query_form.query_items == root.saved.query_items


def _render_decision(
    request: HtmxHttpRequest, root: SharedRoot, query_form: QueryForm
) -> HttpResponse:
    if query_form.query is None:
        raise ValueError("a decision needs a query without faults")
    decision = decide(query_form.query)
    context = {
        **root.context(query_form, decision),
        **describe_link(request, root, query_form, decision),
        "query_form": query_form,
        "links": root.links(query_form),
        "headline": decision.headline,
        "brief": make_brief(decision),
    }
    return HttpResponse(render_to_string("shared/decision.html", context, request))
