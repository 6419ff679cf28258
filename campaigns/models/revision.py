from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils import timezone

from campaigns.models.campaign import Campaign
from campaigns.models.price_book import PriceBook
from campaigns.models.sold_plan import SoldPlan

LONGEST_NAME = 100
LONGEST_NOTE = 2_000
# An address of the planner with every default written out, too.
LONGEST_ASKED = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenBook:
    """A price book as a campaign saved it: its plans keep the terms and prices of that day."""

    book_id: int | None
    slug: str
    name: str
    as_of: date
    frozen_on: date
    plans: tuple[SoldPlan, ...]


class Revision(models.Model):
    """What a campaign says at one time: name, note, scenario, and the price book as it was.

    Revisions are never changed, so that a shared link shows what its sender saw.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=LONGEST_NAME)
    note = models.TextField(blank=True, max_length=LONGEST_NOTE)
    asked = models.TextField(
        "scenario", max_length=LONGEST_ASKED, help_text="In the words of the planner's address."
    )
    headline = models.CharField("answer", max_length=200)
    start_on = models.DateField(help_text="The prices saved are those in force on this day.")
    book = models.ForeignKey(PriceBook, on_delete=models.SET_NULL, null=True, blank=True)
    book_slug = models.SlugField()
    book_name = models.CharField(max_length=100)
    book_as_of = models.DateField()
    frozen_on = models.DateField(
        "prices from", help_text="The day on which prices and terms were taken from the book."
    )
    # Empty: saved before they were recorded.
    calendar_days = models.JSONField(default=dict, editable=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="revision_number_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def frozen_book(self) -> FrozenBook:
        """The price book as it was."""
        return FrozenBook(
            book_id=self.book_id,
            slug=self.book_slug,
            name=self.book_name,
            as_of=self.book_as_of,
            frozen_on=self.frozen_on,
            plans=tuple(self.choices.all()),
        )
