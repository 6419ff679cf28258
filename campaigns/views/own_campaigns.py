"""The campaigns that this browser remembers, and the way back for those it deleted."""

from collections.abc import Sequence
from typing import NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.decision import decide
from campaigns.exports import ExportSource, export_campaigns
from campaigns.models import Campaign, PriceBook, Revision
from campaigns.presentation.due_list import DueList, DueSubject, list_due
from campaigns.presentation.judgement import Judgement
from campaigns.presentation.own_list import Facts, list_facts
from campaigns.query.books import list_books
from campaigns.rate_limits import REVISING, STUDYING, take_token
from campaigns.saved.browser_cookie import campaigns_in_cookie, remember
from campaigns.saved.editing import DAYS_TO_RESTORE, restore_campaign
from campaigns.saved.feeds import (
    cookie_name,
    end_feed,
    feed_in_cookie,
    make_browser_feed,
    renew_feed,
)
from campaigns.saved.price_changes import PriceChanges, TodaysPrices
from campaigns.saved.progress import read_records
from campaigns.studies.time_budget import has_time_left
from campaigns.views.feed import feed_links
from campaigns.views.page_cache import cached_values
from campaigns.views.roots import CampaignRoot
from planner.planning.progress.record import Record

FEED_ACTIONS = ("feed", "renew-feed", "end-feed")
# Each takes about as long as a page.
MOST_IN_WORKBOOK = 20


class Row(NamedTuple):
    """A campaign on the list; `facts` is `None` where there was no time to work them out.

    `record` is what is noted against its newest version.
    """

    campaign: Campaign
    revision: Revision
    facts: Facts | None
    record: Record

    @property
    def progress(self) -> Judgement | None:
        """The verdict on what is noted; `None` where nothing is."""
        return self.facts and self.facts.judge(self.record, today=timezone.localdate())


@require_http_methods(["GET", "HEAD", "POST"])
def show_own_campaigns(request: HttpRequest) -> HttpResponse:
    campaigns = campaigns_in_cookie(request, with_plans=request.method != "POST")
    if request.method == "POST":
        if request.POST.get("action") in FEED_ACTIONS:
            return _change_feed(request, campaigns)
        campaign = next((c for c in campaigns if c.key.hex == request.POST.get("key")), None)
        action = request.POST.get("action")
        if campaign is None or action not in ("forget", "restore"):
            raise Http404
        if action == "forget":
            response = redirect("campaigns:own-campaigns")
            remember(request, response, campaign, forget=True)
            return response
        try:
            restore_campaign(campaign=campaign)
        except Campaign.DoesNotExist:
            # It was purged, or all access was revoked, since the list was read.
            raise Http404 from None
        messages.success(request, f"“{campaign.newest_revision.name}” is back.")
        return redirect("campaigns:own-campaigns")
    active = list_rows([one for one in campaigns if one.deleted_at is None])
    context = {
        "active": active,
        "due": list_due_of(active),
        "without_facts": sum(row.facts is None for row in active),
        "feed": feed_links(request, feed_in_cookie(request)),
        "deleted": [(one, one.newest_revision) for one in campaigns if one.deleted_at],
        "days_to_restore": DAYS_TO_RESTORE,
        "most_in_workbook": MOST_IN_WORKBOOK,
    }
    return render(request, "campaigns/own.html", context)


def _change_feed(request: HttpRequest, campaigns: Sequence[Campaign]) -> HttpResponse:
    """Make, renew or end the calendar feed of this browser."""
    action, feed = request.POST["action"], feed_in_cookie(request)
    response = redirect(f"{reverse('campaigns:own-campaigns')}#feed-title")
    if action == "feed":
        if seconds := take_token(REVISING, request):
            messages.error(request, f"Too many changes: try again in {seconds} seconds.")
            return response
        make_browser_feed(request, response, campaigns)
        messages.success(request, "There is a calendar feed; its address is below.")
    elif feed is not None and action == "renew-feed":
        renew_feed(feed)
        messages.success(request, "The calendar feed has a new address; the old one is dead.")
    elif feed is not None:
        end_feed(feed)
        response.delete_cookie(cookie_name(), samesite="Lax")
        messages.success(request, "The calendar feed has ended.")
    return response


def list_rows(campaigns: Sequence[Campaign]) -> list[Row]:
    """The rows of the list. Figures that a page has no time for are those of its next view."""
    prices = TodaysPrices()
    books = list_books() if campaigns else []

    def work_out(campaign: Campaign) -> Facts | None:
        return find_facts(campaign, books, prices) if has_time_left() else None

    every_fact = cached_values(campaigns, work_out)
    records = read_records(campaigns) if campaigns else {}
    return [
        Row(
            campaign,
            campaign.newest_revision,
            facts,
            # A replanned campaign's plan begins with what was left on that day.
            records.get(campaign.pk, Record()).since(campaign.newest_revision.counts_from),
        )
        for campaign, facts in zip(campaigns, every_fact, strict=True)
    ]


def list_due_of(rows: Sequence[Row]) -> DueList:
    """What is due of the campaigns whose figures were worked out, by their records."""
    today = timezone.localdate()
    return list_due(
        DueSubject(
            campaign=row.campaign,
            name=row.revision.name,
            planned=row.facts.planned,
            today=today,
            record=row.record,
        )
        for row in rows
        if row.facts is not None
    )


def find_facts(campaign: Campaign, books: list[PriceBook], prices: TodaysPrices) -> Facts | None:
    """The figures and the state of a campaign; `None` where its query is read no more."""
    query = CampaignRoot(campaign, books=books).saved.query
    if query is None:
        return None
    decision = decide(query)
    changes = PriceChanges(decision, books=books, prices=prices) if query.uses_snapshot else None
    return list_facts(decision, changes, today=timezone.localdate())


@require_safe
def export_own_campaigns(request: HttpRequest) -> HttpResponse:
    """One workbook of the campaigns that are ticked on the list, in its order."""
    ticked = set(request.GET.getlist("key"))
    campaigns = [
        one
        for one in campaigns_in_cookie(request, with_plans=True)
        if one.key.hex in ticked and one.deleted_at is None
    ]
    refusal = ""
    if not campaigns:
        refusal = "Tick at least one campaign."
    elif len(campaigns) > MOST_IN_WORKBOOK:
        refusal = f"A workbook takes {MOST_IN_WORKBOOK} campaigns: tick fewer."
    elif seconds := take_token(STUDYING, request):
        refusal = f"Too many files were asked for from here: try again in {seconds} seconds."
    if refusal:
        messages.error(request, refusal)
        return redirect("campaigns:own-campaigns")
    books = list_books()
    made = (make_source(CampaignRoot(one, books=books)) for one in campaigns)
    subjects = [source for source in made if source]
    if not subjects:
        raise Http404
    return export_campaigns(subjects)


def make_source(root: CampaignRoot) -> ExportSource | None:
    """What is exported of a campaign; `None` where its query is read no more."""
    query = root.saved.query
    return root.source(decide(query)) if query else None
