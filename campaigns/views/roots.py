"""The three roots below which the same pages stand: the planner, a campaign, a shared campaign.

A root is found from an address. It reads the query that the address asks, and knows what its page
shows beside the answer.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Any

from django.db import Error
from django.db.models import Model
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from campaigns.decision import Decision
from campaigns.exports import ExportSource, SpentBefore, make_source
from campaigns.models import Campaign, PriceBook, Revision
from campaigns.query.books import list_books
from campaigns.query.form import QueryForm
from campaigns.query.links import Links
from campaigns.saved.price_changes import PriceChanges


class Root(ABC):
    """Where a question stands. `template` is that of its page."""

    template: str
    # Whether an address without a question leads to the price book that its reader chose last.
    offers_last_book = False

    @property
    @abstractmethod
    def path(self) -> str:
        """The address of the root itself."""

    @property
    @abstractmethod
    def cache_rows(self) -> tuple[Model, ...] | None:
        """The rows that the page rests on, beside the price books; `None`: it is not cached.

        What belongs to a row and never changes, as a revision does, need not be among them.
        """

    @abstractmethod
    def read(self, data: QueryDict) -> QueryForm:
        """The query that an address asks below this root, or its faults."""

    @abstractmethod
    def source(self, decision: Decision) -> ExportSource:
        """What an export of the decision is made from."""

    @property
    def revision(self) -> Revision | None:
        """The saved revision that the pages show; `None` for the planner."""
        return None

    @property
    def shared_path(self) -> str | None:
        """The path that is made to be passed on; `None` where the root's own is secret."""
        return self.path

    @property
    def shared_items(self) -> tuple[tuple[str, str], ...] | None:
        """The query that `shared_path` shows by itself; `None` where an address has to name it."""
        return None

    @cached_property
    def books(self) -> list[PriceBook]:
        """All price books, read once for the page."""
        return list_books()

    def links(self, query_form: QueryForm) -> Links:
        """The addresses of the pages below this root that carry the query."""
        return Links(query_items=query_form.query_items, root=self.path)

    def context(self, query_form: QueryForm, decision: Decision | None) -> dict[str, Any]:
        """What the page shows beside the answer; `decision` is `None` where there are faults."""
        return {"revision": self.revision}


class PlannerRoot(Root):
    """The planner: it holds nothing."""

    template = "planner/planner.html"
    offers_last_book = True
    cache_rows = ()

    @property
    def path(self) -> str:
        return reverse("campaigns:planner")

    def read(self, data: QueryDict) -> QueryForm:
        return QueryForm(data, today=timezone.localdate(), books=self.books)

    def source(self, decision: Decision) -> ExportSource:
        return make_source(decision)


class SavedRoot(Root):
    """A campaign in one of its revisions."""

    def __init__(self, campaign: Campaign, *, books: list[PriceBook] | None = None) -> None:
        self.campaign = campaign
        if books is not None:
            self.books = books

    @property
    @abstractmethod
    def revision(self) -> Revision: ...

    @property
    @abstractmethod
    def past_days(self) -> Mapping[str, str]:
        """The days that calendar files of this root have had before."""

    @cached_property
    def saved(self) -> QueryForm:
        """The query as it was saved."""
        return read_saved(self.revision, QueryDict(), books=self.books)

    def read(self, data: QueryDict) -> QueryForm:
        return read_saved(self.revision, data, books=self.books) if data else self.saved

    def source(self, decision: Decision) -> ExportSource:
        revision = self.revision
        return ExportSource(
            decision=decision,
            uid=str(self.campaign.key),
            name=revision.name,
            note=revision.note,
            prices_from=revision.frozen_on if decision.query.uses_snapshot else None,
            changed_at=revision.created_at,
            past_days=self.past_days,
            spent_before=self.spent_before,
        )

    @property
    def spent_before(self) -> SpentBefore | None:
        """What was spent before a replanned campaign's plan; `None` where it is not to be seen."""
        return None

    def price_changes(self, decision: Decision) -> PriceChanges:
        """What has changed since the prices of a decision were saved."""
        return PriceChanges(decision, books=self.books)

    def context(self, query_form: QueryForm, decision: Decision | None) -> dict[str, Any]:
        uses_snapshot = decision is not None and decision.query.uses_snapshot
        return {
            "revision": self.revision,
            "price_changes": self.price_changes(decision) if decision and uses_snapshot else None,
            "is_changed": not query_form.is_same_as(self.saved),
        }


class CampaignRoot(SavedRoot):
    """A campaign for the holder of its edit link: the newest revision."""

    template = "campaigns/campaign.html"
    cache_rows = None

    @property
    def path(self) -> str:
        return reverse("campaigns:campaign", args=[self.campaign.edit_token])

    @property
    def shared_path(self) -> None:
        return None

    @cached_property
    def revision(self) -> Revision:
        return self.campaign.newest_revision

    @property
    def past_days(self) -> Mapping[str, str]:
        days: Mapping[str, str] = self.campaign.past_days
        return days

    @property
    def spent_before(self) -> SpentBefore | None:
        revision = self.revision
        if revision.counts_from is None:
            return None
        return SpentBefore(revision.spent, revision.counts_from)


class SharedRoot(SavedRoot):
    """A campaign as it was when it was shared, for reading only."""

    template = "shared/shared.html"

    @property
    def cache_rows(self) -> tuple[Model, ...]:
        return (self.campaign,)

    @property
    def path(self) -> str:
        return reverse("campaigns:shared", args=[self.campaign.share_token])

    @property
    def shared_items(self) -> tuple[tuple[str, str], ...]:
        return self.saved.query_items

    @cached_property
    def revision(self) -> Revision:
        """Raises `Http404` where it was just taken away."""
        revisions = self.campaign.revisions.prefetch_related("choices")
        return get_object_or_404(revisions, number=self.campaign.shared_number)

    @property
    def past_days(self) -> Mapping[str, str]:
        days: Mapping[str, str] = self.campaign.past_shared_days
        return days

    def context(self, query_form: QueryForm, decision: Decision | None) -> dict[str, Any]:
        return super().context(query_form, decision) | {
            "shared_at": self.campaign.shared_at,
            "share_expires_on": self.campaign.share_expires_on,
            "copy_address": self.links(query_form).address("copy/"),
        }


class VersionRoot(SavedRoot):
    """One version of a campaign, for the holder of its edit link to read."""

    template = "campaigns/version.html"
    cache_rows = None
    past_days: Mapping[str, str] = {}

    def __init__(
        self, campaign: Campaign, revision: Revision, *, books: list[PriceBook] | None = None
    ) -> None:
        super().__init__(campaign, books=books)
        self._revision = revision

    @property
    def path(self) -> str:
        token, number = self.campaign.edit_token, self._revision.number
        return reverse("campaigns:version", args=[token, number])

    @property
    def shared_path(self) -> None:
        return None

    @property
    def revision(self) -> Revision:
        return self._revision


FindRoot = Callable[..., Root]


def find_planner() -> PlannerRoot:
    return PlannerRoot()


def find_campaign(token: str) -> CampaignRoot:
    """The campaign that an edit link leads to; raises `Http404` where it leads nowhere."""
    campaign = (
        Campaign.objects.not_deleted()
        .with_plans()
        .select_related("calendar_feed")
        .filter(edit_token=token)
        .first()
    )
    if campaign is None:
        raise Http404
    note_visit(campaign)
    return CampaignRoot(campaign)


def find_version(token: str, number: int) -> VersionRoot:
    """A version of the campaign that an edit link leads to; raises `Http404` as `find_campaign`."""
    campaign = find_campaign(token).campaign
    revisions = campaign.revisions.prefetch_related("choices")
    return VersionRoot(campaign, get_object_or_404(revisions, number=number))


def find_shared(token: str) -> SharedRoot:
    """The campaign that a read-only link shows; raises `Http404` where it leads nowhere."""
    campaign = get_object_or_404(Campaign, share_token=token)
    if campaign.deleted_at or not campaign.is_shared:
        raise Http404
    note_visit(campaign)
    return SharedRoot(campaign)


def note_visit(campaign: Campaign) -> None:
    """Record the visit, once a day: it distinguishes a campaign in use from an abandoned one."""
    today = timezone.localdate()
    if campaign.last_seen_on == today:
        return
    # A database that is full or read-only can still be read.
    with suppress(Error):
        Campaign.objects.filter(pk=campaign.pk).update(last_seen_on=today)


def read_saved(
    revision: Revision, data: MultiValueDict[str, str], *, books: Sequence[PriceBook]
) -> QueryForm:
    """The revision's query with the parameters of an address on top of it.

    An address that names a price book is complete, as the form and every link do; another one
    (the row to show) only adds to what was saved.
    """
    whole = QueryDict("" if "price_book" in data else revision.asked, mutable=True)
    for key in data:
        whole.setlist(key, data.getlist(key))
    whole.pop("seen", None)
    return QueryForm(
        whole, today=timezone.localdate(), books=books, snapshot=revision.book_snapshot
    )
