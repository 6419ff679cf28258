from collections.abc import Callable
from typing import Any, cast

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property

from campaigns.admin.filters import ComparesPlan, TouchedByPriceChange
from campaigns.admin.lookups import OfferedLookupsAdmin
from campaigns.models import CalendarFeed, Campaign, ProgressEntry, Quote, Revision
from campaigns.saved import moderation
from campaigns.saved.feeds import feeds_with

GONE = "removed for good meanwhile"


def describe_reading(feed: CalendarFeed) -> str:
    """When a calendar program last read the feed."""
    return f"last read on {feed.last_read_on:%-d %b %Y}" if feed.last_read_on else "never read"


class NewestPages(Paginator):
    """Counts no further than pages are turned: counting a million rows would take longer than
    showing them."""

    most_counted = 10_000

    @cached_property
    def count(self) -> int:
        rows = cast("QuerySet[Campaign]", self.object_list)
        return rows.order_by()[: self.most_counted].count()


class OwnersInline(admin.TabularInline):
    """Rows of a campaign's owner, which the admin cannot change."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RevisionInline(OwnersInline):
    """A campaign's revisions."""

    model = Revision
    fields = (
        "number",
        "kind",
        "name",
        "note",
        "headline",
        "total",
        "spent",
        "done_on",
        "book_name",
        "frozen_on",
        "created_at",
    )
    readonly_fields = fields


class ProgressInline(OwnersInline):
    """What is noted of a campaign's progress."""

    model = ProgressEntry
    fields = (
        "first_on",
        "last_on",
        "sent",
        "answered",
        "declined",
        "bought",
        "paid",
        "credits_now",
        "note",
        "updated_at",
    )
    readonly_fields = fields


class QuoteInline(OwnersInline):
    """A campaign's quote without its link. It never changes, so the admin cannot change it."""

    model = Quote
    fields = ("number", "client", "total", "created_at", "valid_until", "withdrawn_at")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Quote]:
        quotes: QuerySet[Quote] = super().get_queryset(request)
        return quotes.defer("logo")

    @admin.display(description="total")
    def total(self, quote: Quote) -> str:
        return f"${quote.shown['total']}"


@admin.register(Campaign)
class CampaignAdmin(OfferedLookupsAdmin):
    """Campaigns without their links: an admin can end a link, and has no need to read it."""

    list_display = ("name", "answer", "updated_at", "sharing", "is_deleted")
    list_filter = (TouchedByPriceChange, ComparesPlan)
    search_fields = ("revisions__name", "revisions__note")
    search_help_text = "A word of its name or note, or a whole link to it."
    ordering = ("-updated_at", "-id")
    paginator = NewestPages
    show_full_result_count = False
    actions = (
        "switch_off_sharing",
        "end_calendar_feeds",
        "withdraw_quotes",
        "replace_links",
        "revoke_all_access",
        "delete_with_way_back",
        "bring_back",
    )
    inlines = (RevisionInline, ProgressInline, QuoteInline)
    fields = ("key", "created_at", "updated_at", "last_seen_on", "sharing", "feeds", "is_deleted")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Campaign]:
        return Campaign.objects.with_revisions().order_by(*self.ordering)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Campaign], search_term: str
    ) -> tuple[QuerySet[Campaign], bool]:
        # Cut apart by hand: a search may be anything, and not every text can be read as an address.
        path = search_term.partition("#")[0].partition("?")[0]
        match path.strip(" /").split("/"):
            case [*_, "campaigns", token]:
                return queryset.filter(edit_token=token), False
            case [*_, "c", token]:
                return queryset.filter(share_token=token), False
            case [*_, "q", token]:
                return queryset.filter(quotes__token=token), False
            case [*_, "feed", name] if name.endswith(".ics"):
                token = name.removesuffix(".ics")
                shows = Q(calendar_feed__token=token) | Q(calendar_feeds__token=token)
                return queryset.filter(shows), True
        return super().get_search_results(request, queryset, search_term)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Campaign | None = None) -> bool:
        # For the list's actions alone: on a campaign's own page there is nothing to save.
        return obj is None and super().has_change_permission(request)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        """Title the page with the campaign's name.

        It is not the campaign's `__str__`, which the admin's log has also of a
        purged campaign.
        """
        context["subtitle"] = self.name(context["original"])
        return super().render_change_form(request, context, *args, **options)

    @admin.display(description="name")
    def name(self, campaign: Campaign) -> str:
        return campaign.newest_revision.name

    @admin.display(description="answer when saved")
    def answer(self, campaign: Campaign) -> str:
        return campaign.newest_revision.headline

    @admin.display(description="shared")
    def sharing(self, campaign: Campaign) -> str:
        if campaign.share_has_expired:
            return "expired"
        if not campaign.is_shared:
            return "no"
        until = campaign.share_expires_on
        return f"until {until:%-d %b %Y}" if until else "yes"

    @admin.display(description="calendar feeds")
    def feeds(self, campaign: Campaign) -> str:
        listed = [
            f"{'its own' if feed.campaign_id else 'of a browser'}, {describe_reading(feed)}"
            for feed in feeds_with(campaign)
        ]
        return "; ".join(listed) or "none"

    @admin.display(description="deleted")
    def is_deleted(self, campaign: Campaign) -> str:
        return f"on {campaign.deleted_at:%-d %b %Y}" if campaign.deleted_at else "no"

    @admin.action(description="Switch the shared link off", permissions=["change"])
    def switch_off_sharing(self, request: HttpRequest, queryset: QuerySet[Campaign]) -> None:
        done = "no shared link any more"
        self._do(request, queryset, moderation.stop_sharing, done, "no shared link there")

    @admin.action(description="End its calendar feeds", permissions=["change"])
    def end_calendar_feeds(self, request: HttpRequest, queryset: QuerySet[Campaign]) -> None:
        done = "in no calendar feed any more"
        self._do(request, queryset, moderation.end_calendar_feeds, done, "no feed there")

    @admin.action(description="Withdraw its quotes", permissions=["change"])
    def withdraw_quotes(self, request: HttpRequest, queryset: QuerySet[Campaign]) -> None:
        done = "no valid quote any more"
        self._do(request, queryset, moderation.withdraw_quotes, done, "no valid quote there")

    @admin.action(
        description="End every link: new edit link, no shared one", permissions=["change"]
    )
    def replace_links(self, request: HttpRequest, queryset: QuerySet[Campaign]) -> None:
        done = "new links; browsers that remember it still find it"
        self._do(request, queryset, moderation.renew_links, done, GONE)

    @admin.action(
        description="Shut everybody out: end every link, let no browser find it again",
        permissions=["change"],
    )
    def revoke_all_access(self, request: HttpRequest, queryset: QuerySet[Campaign]) -> None:
        done = "nobody reaches it any more, its owner neither"
        self._do(request, queryset, moderation.revoke_all_access, done, GONE)

    @admin.action(description="Delete, with a way back for a while", permissions=["delete"])
    def delete_with_way_back(self, request: HttpRequest, queryset: QuerySet[Campaign]) -> None:
        done = "deleted; “Bring back” undoes it"
        self._do(request, queryset, moderation.delete_campaign, done, "deleted already")

    @admin.action(description="Bring back", permissions=["change"])
    def bring_back(self, request: HttpRequest, queryset: QuerySet[Campaign]) -> None:
        self._do(request, queryset, moderation.restore_campaign, "brought back", "not deleted")

    def _do(
        self,
        request: HttpRequest,
        queryset: QuerySet[Campaign],
        act: Callable[[int], bool],
        done: str,
        why_not: str,
    ) -> None:
        """Do `act` to each campaign, log it, and report to how many it was done and why not."""
        campaigns = list(queryset)
        number = 0
        for campaign in campaigns:
            with transaction.atomic():
                if act(campaign.pk):
                    self.log_change(request, campaign, done)
                    number += 1
        if number:
            messages.success(request, f"Campaigns: {number}: {done}.")
        if left := len(campaigns) - number:
            messages.warning(request, f"Campaigns left as they are: {left}: {why_not}.")
