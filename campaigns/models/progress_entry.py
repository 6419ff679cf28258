"""What happened of a campaign on a day or in a stretch of days, in numbers alone."""

from typing import NamedTuple

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from campaigns.models.campaign import Campaign
from campaigns.models.rows import require_range
from planner.planning.progress.record import Entry
from planner.planning.ranges import MOST_BUDGET, MOST_CREDITS_HELD, MOST_LEADS

LONGEST_ENTRY_NOTE = 500
LONGEST_AUDIENCE = 100


class Noted(NamedTuple):
    """An entry as the planning module has it, and the note beside it."""

    entry: Entry
    note: str = ""


def _count(most: int, text: str) -> "models.PositiveIntegerField[int, int]":
    return models.PositiveIntegerField(
        default=0, validators=[MaxValueValidator(most)], help_text=text
    )


class ProgressEntry(models.Model):
    """An entry of a campaign's record (RULES.md §12). No names or addresses of people are in it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="progress")
    first_on = models.DateField()
    last_on = models.DateField()
    sent = _count(MOST_LEADS, "Messages sent.")
    answered = _count(MOST_LEADS, "All answers.")
    declined = _count(MOST_LEADS, "Answers that say no.")
    bought = _count(MOST_CREDITS_HELD, "Credits bought.")
    paid = models.DecimalField(
        max_digits=14, decimal_places=4, default=0, help_text="Dollars, for seats and credits."
    )
    credits_now = models.PositiveIntegerField(
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_CREDITS_HELD)],
        help_text="The balance of all seats at the end of the last day. Empty: not noted.",
    )
    note = models.TextField(blank=True, max_length=LONGEST_ENTRY_NOTE)
    audience = models.CharField(
        blank=True, max_length=LONGEST_AUDIENCE, help_text="Empty: the whole campaign."
    )
    # Counts the corrections: one that starts from an older version is refused.
    version = models.PositiveIntegerField(default=1)
    # A keyed hash of the form that made the entry: sent twice, it makes one.
    creation_key = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "progress entries"
        ordering = ["-last_on", "-first_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")), name="progress_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(declined__lte=F("answered")), name="progress_declines_are_answers"
            ),
            *(
                require_range(model="progress", field=field, low=0, high=high)
                for field, high in (
                    ("sent", MOST_LEADS),
                    ("answered", MOST_LEADS),
                    ("bought", MOST_CREDITS_HELD),
                    ("credits_now", MOST_CREDITS_HELD),
                    ("paid", MOST_BUDGET),
                )
            ),
        ]

    def __str__(self) -> str:
        return f"progress entry {self.pk}"

    @property
    def entry(self) -> Entry:
        """The row as a value of the planning module."""
        return Entry(**{name: getattr(self, name) for name in Entry.__dataclass_fields__})
