"""A saved campaign: its row, and its revisions."""

import secrets
import uuid
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils import timezone

from campaigns.models.book_snapshot import BookSnapshot
from campaigns.models.price_book import PriceBook

LONGEST_NAME = 100
LONGEST_NOTE = 2_000
# An address of the planner with every default written out, too.
LONGEST_SAVED_QUERY = 10_000


def make_token() -> str:
    """The unguessable part of a link: 256 random bits in 43 signs that an address can hold."""
    return secrets.token_urlsafe(32)


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def not_deleted(self) -> Self:
        """Campaigns that are not deleted."""
        return self.filter(deleted_at=None)

    def deleted(self) -> Self:
        """Campaigns that are deleted and can still be brought back."""
        return self.exclude(deleted_at=None)

    def with_revisions(self) -> Self:
        """Attach to each campaign its newest and its shared revision, in one query for all."""
        return self.prefetch_related(
            Prefetch("revisions", Revision.objects.linked(), to_attr="linked_revisions")
        )

    def with_plans(self) -> Self:
        """Attach to each campaign these revisions and their plans, in two queries for all."""
        linked = Revision.objects.linked().prefetch_related("choices")
        return self.prefetch_related(Prefetch("revisions", linked, to_attr="linked_revisions"))


class Campaign(models.Model):
    """A saved scenario: the holder of the edit link may change it.

    Its content is in its revisions: the newest one is the campaign's own page, the shared one
    is what the read-only link shows. A change never touches a revision that is shared.
    """

    # Stands for the campaign where its links must not: in calendars and in the browser's memory.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edit_token = models.CharField(max_length=64, unique=True, default=make_token, editable=False)
    share_token = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001  (unique, so none is NULL)
    # A keyed hash of the form that made the campaign: sent twice, it makes one. None where it must
    # not lead here any more.
    creation_key = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001
    number = models.PositiveIntegerField("newest revision", default=1)
    shared_number = models.PositiveIntegerField("shared revision", null=True, blank=True)
    shared_at = models.DateTimeField(null=True, blank=True)
    share_expires_on = models.DateField(
        null=True, blank=True, help_text="The last day on which the shared link works."
    )
    # What earlier revisions put into calendars, and what earlier ones that the shared link showed
    # did: a calendar file cancels those that its revision does not have.
    past_days = models.JSONField(default=dict, editable=False)
    past_shared_days = models.JSONField(default=dict, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    # When its record last changed. None: it has none.
    recorded_at = models.DateTimeField(null=True, editable=False)
    last_seen_on = models.DateField(default=timezone.localdate)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = CampaignQuerySet.as_manager()

    # What `CampaignQuerySet.with_revisions` attaches.
    linked_revisions: list["Revision"]

    class Meta:
        indexes = [
            models.Index(fields=["-updated_at", "-id"], name="campaign_by_update"),
            models.Index(
                fields=["deleted_at"],
                name="campaign_deleted",
                condition=Q(deleted_at__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(share_token=None) | Q(shared_number__isnull=False),
                name="campaign_shares_a_revision",
            ),
        ]

    def __str__(self) -> str:
        return f"campaign {self.pk}"

    @property
    def is_shared(self) -> bool:
        """Whether the read-only link works today."""
        expires_on = self.share_expires_on
        return self.share_token is not None and (
            expires_on is None or expires_on >= timezone.localdate()
        )

    @property
    def share_has_expired(self) -> bool:
        """Whether there is a read-only link whose last day is over."""
        return self.share_token is not None and not self.is_shared

    @property
    def changed_since_shared(self) -> bool:
        """Whether the shared link shows an older revision than the campaign's own page."""
        return self.is_shared and self.shared_number != self.number

    @property
    def newest_revision(self) -> "Revision":
        """The campaign's present content; cheap after `CampaignQuerySet.with_revisions`."""
        # Not looked for by its number: it may have become a newer one since that was read.
        return self._linked[-1]

    @property
    def shared_revision(self) -> "Revision | None":
        """What the shared link shows; `None` where there is none."""
        return next((row for row in self._linked if row.number == self.shared_number), None)

    @property
    def _linked(self) -> list["Revision"]:
        attached: list[Revision] | None = self.__dict__.get("linked_revisions")
        return list(self.revisions.linked()) if attached is None else attached


class RevisionQuerySet(models.QuerySet["Revision"]):
    def linked(self) -> Self:
        """The newest revision of each campaign, and the one that its shared link shows."""
        campaign_number = F("campaign__number"), F("campaign__shared_number")
        newest, shared = (Q(number=number) for number in campaign_number)
        return self.filter(newest | shared)


class Revision(models.Model):
    """The content of a campaign at one time: name, note, scenario, and the price book as it was.

    Revisions are never changed, so that a shared link shows the sender's version. On pages it is a
    *version* of the campaign; all of them stay.
    """

    class Kind(models.TextChoices):
        """Why there is a revision."""

        EDIT = "edit", "Edited"
        REPLAN = "replan", "Replanned"
        RESTORE = "restore", "Made the newest again"

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=LONGEST_NAME)
    note = models.TextField(blank=True, max_length=LONGEST_NOTE)
    # In code, "query". The column keeps its legacy name.
    asked = models.TextField(
        "scenario",
        max_length=LONGEST_SAVED_QUERY,
        help_text="In the words of the planner's address.",
    )
    headline = models.CharField("answer", max_length=200)
    start_on = models.DateField(help_text="The prices saved are those in force on this day.")
    book = models.ForeignKey(PriceBook, on_delete=models.SET_NULL, null=True, blank=True)
    book_slug = models.SlugField()
    book_name = models.CharField(max_length=100)
    book_as_of = models.DateField()
    # The day of the snapshot, in code `taken_on`. The column keeps its legacy name.
    frozen_on = models.DateField(
        "prices from", help_text="The day on which prices and terms were taken from the book."
    )
    # The book's channels as `pack_channel` packs them, in the order of the book. None: saved before
    # there were any, so those of the book as it is count.
    channels = models.JSONField(null=True, editable=False)
    # Empty: saved before they were recorded.
    calendar_days = models.JSONField(default=dict, editable=False)
    # The default is the database's, too: during an upgrade an older process saves without a kind.
    kind = models.CharField(
        max_length=10, choices=Kind, default=Kind.EDIT, db_default=Kind.EDIT.value, editable=False
    )
    # Of the estimate shown in full, as it was saved. None: none, unknown, or saved before there was
    # a list of versions.
    total = models.DecimalField(max_digits=20, decimal_places=2, null=True, editable=False)
    done_on = models.DateField(null=True, editable=False)
    # A replanned campaign has spent so much before; its record goes on from that day. None: it
    # begins with this plan, or what it has spent is unknown.
    spent = models.DecimalField(max_digits=20, decimal_places=2, null=True, editable=False)
    counts_from = models.DateField(null=True, editable=False)
    # A keyed hash of the form that made the revision: sent twice, it makes one.
    creation_key = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001
    created_at = models.DateTimeField(default=timezone.now)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="revision_number_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def whole_cost(self) -> Decimal | None:
        """Dollars of the whole campaign by this plan: spent before it, and planned."""
        if self.total is None or (self.spent is None and self.counts_from is not None):
            return None
        return self.total + (self.spent or Decimal(0))

    @property
    def book_snapshot(self) -> BookSnapshot:
        """The price book as it was."""
        return BookSnapshot(
            book_id=self.book_id,
            slug=self.book_slug,
            name=self.book_name,
            as_of=self.book_as_of,
            taken_on=self.frozen_on,
            plans=tuple(self.choices.all()),
            channels=None if self.channels is None else tuple(self.channels),
        )
