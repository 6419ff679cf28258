"""What every request passes through, beside Django's own."""

from collections.abc import Callable
from functools import cache
from urllib.parse import quote
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from campaigns.computing_budget import ComputingBudget
from campaigns.models.campaign import LONGEST_SAVED_QUERY
from campaigns.presentation.mix_way import PAGE as MIX_WAY
from campaigns.presentation.sure_budget import PAGE as SURE_BUDGET
from campaigns.rate_limits import client_networks
from campaigns.studies.time_budget import limit_time

GetResponse = Callable[[HttpRequest], HttpResponse]

TIME_ZONE_COOKIE = "timezone"
# Monitoring requests it, also of a busy server.
PROBE = "/healthz"
# What a page asks for by itself.
UNASKED = (f"/{MIX_WAY}", f"/{SURE_BUDGET}")
# Far more than every field filled in takes; more is no query of a person.
LONGEST_QUERY = 8_000
# Below these, an address is a secret; with what is forbidden to caches. A calendar program asks
# for its feed again and again, so it may store what it got, to ask whether that has changed.
PRIVATE_PATHS = {
    "/c/": "no-store, private",
    "/campaigns/": "no-store, private",
    "/feed/": "no-cache, private",
    "/q/": "no-store, private",
}
# From these, no other address is to be reached by a form, so no address learns of them at all.
PATHS_WITHOUT_REFERRER = ("/feed/", "/q/")


def limit_computing(get_response: GetResponse) -> GetResponse:
    """Let no request compute for longer than `campaigns.studies.time_budget` allows, and no client
    have more computed than `campaigns.computing_budget` does.

    It stands inside what serves static files, and outside of all that takes time.
    """
    budget = ComputingBudget(
        seconds=settings.COMPUTING_SECONDS, at_once=max(1, settings.THREADS // 2)
    )

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info == PROBE:
            return get_response(request)
        networks = client_networks(request)
        is_unasked = request.path_info.endswith(UNASKED)
        if seconds := budget.enter(networks, is_unasked=is_unasked):
            # The page makes this one by itself, and does without it.
            return HttpResponse(status=204) if is_unasked else put_off(request, seconds)
        with limit_time() as time:
            try:
                return get_response(request)
            finally:
                budget.leave(networks, used=time.used)

    return middleware


def put_off(request: HttpRequest, seconds: int) -> HttpResponse:
    """Answer a client over its budget with the time to try again.

    htmx shows nothing that comes with a 429. A part of the page becomes the message; an answer
    stays on the screen, with the message where its form shows faults.
    """
    context = {"seconds": seconds, "study_address": request.get_full_path()}
    if request.headers.get("HX-Request") != "true":
        response = render(request, "busy.html", context, status=429)
    elif request.headers.get("HX-Target") == "answer":
        response = render(request, "planner/_busy.html", context)
        response["HX-Reswap"], response["HX-Push-Url"] = "none", "false"
    else:
        response = render(request, "studies/_busy.html", context)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    return response


def limit_questions(get_response: GetResponse) -> GetResponse:
    """Refuse an address or a form that is longer than every field filled in.

    Cut to a length, it would ask something else.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        # As long as our links would write it: three signs for each that an address cannot hold.
        query = quote(
            request.META.get("QUERY_STRING", ""), safe="%&=+", encoding="latin-1", errors="replace"
        )
        query_to_save = request.POST.get("asked", "") if request.method == "POST" else ""
        if len(query) <= LONGEST_QUERY and len(query_to_save) <= LONGEST_SAVED_QUERY:
            return get_response(request)
        return render(request, "414.html", {"longest": LONGEST_QUERY}, status=414)

    return middleware


def use_time_zone_of_reader(get_response: GetResponse) -> GetResponse:
    """Take today from the reader's clock: a cookie that the page's script sets names the time zone.

    Without it, or with a name that is none, today is UTC's.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        name = request.COOKIES.get(TIME_ZONE_COOKIE, "")
        if name not in _time_zones():
            return get_response(request)
        with timezone.override(ZoneInfo(name)):
            return get_response(request)

    return middleware


@cache
def _time_zones() -> set[str]:
    return available_timezones()


def keep_links_private(get_response: GetResponse) -> Callable[[HttpRequest], HttpResponse]:
    """Forbid caches and search engines to store what is below a secret address.

    It comes before all of Django's, so that their own answers are private, too:
    to an address without its last slash, to a form without its token. That no other site gets the
    address as a referrer holds for all pages: `SECURE_REFERRER_POLICY`; a quote and a feed name
    none to our own site either.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for path, cache_control in PRIVATE_PATHS.items():
            if request.path_info.startswith(path):
                response["Cache-Control"] = cache_control
                response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        if request.path_info.startswith(PATHS_WITHOUT_REFERRER):
            response["Referrer-Policy"] = "no-referrer"
        return response

    return middleware
