"""The mix of plans as one more way beside the verdict: a part of the answer that comes after it."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from campaigns.decision import decide
from campaigns.presentation.mix_way import MixWay, address_of_mix, draw_mix_way, draw_no_mix
from campaigns.query.links import Links
from campaigns.query.query import Query
from campaigns.studies.mixes import study_mix
from campaigns.views.pages import HtmxHttpRequest
from campaigns.views.roots import FindRoot, Root
from planner.planning.errors import TimeBudgetExceeded

# htmx leaves what is there.
NOTHING = 204


@require_safe
@vary_on_headers("HX-Request")
def show_mix_way(request: HtmxHttpRequest, find_root: FindRoot, **where: str) -> HttpResponse:
    """The way for htmx, or that there is none; nothing where the time does not suffice to know.

    The page makes the request by itself, so it takes no token of the studies: the computing
    budget limits it.
    """
    root = find_root(**where)
    query_form = root.read(request.GET)
    links = root.links(query_form)
    if not request.htmx:
        return redirect(links.address())
    way = _find_way(root, query_form.query, links) if query_form.query else None
    if way is None:
        return HttpResponse(status=NOTHING)
    return render(request, "planner/_mix_way.html", {"way": way})


def _find_way(root: Root, query: Query, links: Links) -> MixWay | None:
    decision = decide(query)
    cheapest = decision.comparison.cheapest
    if cheapest is None:
        return None
    address = address_of_mix(decision, cheapest, links)
    # What that page asks, so that its study is this one, out of the cache.
    with_mix = root.read(QueryDict(address.partition("?")[2])).query
    if with_mix is None:
        return None
    try:
        mixes = study_mix(with_mix, seconds_to_wait=0)
    except TimeBudgetExceeded:
        return None
    return draw_mix_way(decision, mixes, address) or draw_no_mix(decision, mixes, address)
