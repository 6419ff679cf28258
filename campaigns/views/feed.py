"""The calendar feed: what a calendar program reads at a secret address, again and again."""

from hashlib import sha256
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from campaigns.decision import decide
from campaigns.exports.appointments import Appointment, list_appointments
from campaigns.exports.ics import EventSource, write_feed
from campaigns.exports.noted import reflect_record
from campaigns.models import CalendarFeed, Campaign, PriceBook
from campaigns.presentation.dates import dates_of
from campaigns.query.books import list_books
from campaigns.query.query import Query
from campaigns.rate_limits import FEEDING, take_token
from campaigns.saved.feeds import campaigns_of, find_feed
from campaigns.saved.progress import read_records
from campaigns.studies.cache import get_or_compute
from campaigns.studies.time_budget import has_time_left
from campaigns.views.roots import CampaignRoot
from planner.planning.progress.record import Record

BROWSER_FEED_NAME = "Outreach campaigns"
SECONDS_TO_WAIT = 60
CONTENT_TYPE = "text/calendar; charset=utf-8"

Events = list[tuple[EventSource, Appointment]]


class FeedLinks(NamedTuple):
    """The address of a feed as a page shows it, and as calendar programs are opened by."""

    address: str
    webcal: str


@require_safe
def show_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The events of every campaign that the feed follows, at their newest revisions.

    Without what is noted as done. All of them or none: a program drops what is not in its feed.
    """
    if seconds := take_token(FEEDING, request):
        return _put_off("Too many calendars are read from here.", 429, seconds)
    feed = find_feed(token)
    if feed is None:
        raise Http404
    campaigns = campaigns_of(feed)
    events = list_events(campaigns)
    if events is None:
        # What was worked out so far is cached, so that the next try gets further.
        return _put_off("There was no time for all events at once.", 503, SECONDS_TO_WAIT)
    content = write_feed(_name_feed(feed, campaigns), events)
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["ETag"] = etag
    response["Content-Disposition"] = 'inline; filename="campaigns.ics"'
    answer = get_conditional_response(request, etag=etag, response=response)
    return answer if isinstance(answer, HttpResponse) else response


def list_events(campaigns: list[Campaign]) -> Events | None:
    """The events of the campaigns; `None` where there is no time for all of them."""
    books = list_books() if campaigns else []
    records = read_records(campaigns) if campaigns else {}
    events: Events = []
    for campaign in campaigns:
        if not has_time_left():
            return None
        events += _list_events_of(campaign, books, records.get(campaign.pk, Record()))
    return events


def _list_events_of(campaign: Campaign, books: list[PriceBook], record: Record) -> Events:
    """What the newest revision plans and the record does not show as done."""
    root = CampaignRoot(campaign, books=books)
    query, revision = root.saved.query, root.revision
    if query is None:
        return []
    plan, appointments = get_or_compute(
        # Which estimate is shown in full follows from all that was entered.
        "calendar",
        query,
        lambda: _work_out(query),
        query.items,
        query.display.estimate,
    )
    changed_at = max(filter(None, (revision.created_at, campaign.recorded_at)))
    source = EventSource(str(campaign.key), revision.name, revision.name, plan, changed_at)
    # A replanned campaign's plan begins with what was left on that day.
    left = reflect_record(appointments, record.since(revision.counts_from))
    return [(source, appointment) for appointment in left]


def _work_out(query: Query) -> tuple[str, list[Appointment]]:
    """The plan's name and the days of the estimate that the campaign's page shows in full."""
    chosen = decide(query).chosen
    if chosen is None:
        return "", []
    return chosen.terms.name, list(list_appointments(chosen, dates_of(query, chosen)))


def _name_feed(feed: CalendarFeed, campaigns: list[Campaign]) -> str:
    if feed.is_of_a_browser or not campaigns:
        return BROWSER_FEED_NAME
    return campaigns[0].newest_revision.name


def _put_off(reason: str, status: int, seconds: int) -> HttpResponse:
    text = f"{reason} Try again in {seconds} seconds.\n"
    response = HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)
    response["Retry-After"] = str(seconds)
    return response


def feed_links(request: HttpRequest, feed: CalendarFeed | None) -> FeedLinks | None:
    """The addresses of a feed; `None` where there is none."""
    if feed is None:
        return None
    address = request.build_absolute_uri(reverse("campaigns:feed", args=[feed.token]))
    return FeedLinks(address, f"webcal://{address.partition('://')[2]}")
