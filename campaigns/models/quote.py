from typing import Any

from django.db import models
from django.utils import timezone

from campaigns.models.campaign import Campaign, make_token

LONGEST_CLIENT = 100
LONGEST_PREFIX = 20


class Quote(models.Model):
    """What an agency asks of a client for a campaign (RULES.md §14). Once made, it never changes.

    `shown` is all that the client sees, `basis` what it rests on: own cost, mark-up, the scenario.
    No page of the client reads `basis`. The numbers of a campaign's quotes are 1, 2, 3 and so on,
    without a gap: a quote can be withdrawn, and stays.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="quotes")
    number = models.PositiveIntegerField()
    token = models.CharField(max_length=64, unique=True, default=make_token, editable=False)
    client = models.CharField(max_length=LONGEST_CLIENT)
    created_at = models.DateTimeField(default=timezone.now)
    valid_until = models.DateField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    shown = models.JSONField(editable=False)
    basis = models.JSONField(editable=False)
    # A PNG that `read_logo` made. None: without a logo.
    logo = models.BinaryField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="quote_number_once"),
        ]

    def __str__(self) -> str:
        return f"quote {self.number} of campaign {self.campaign_id}"

    def save(self, *args: Any, **options: Any) -> None:
        """Save a new quote. Raises `TypeError` for one that is saved: it does not change."""
        if not self._state.adding:
            raise TypeError("a quote does not change once it is made")
        super().save(*args, **options)

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was taken back: its link leads nowhere."""
        return self.withdrawn_at is not None

    @property
    def has_expired(self) -> bool:
        """Whether the last day on which it is valid is over."""
        return self.valid_until < timezone.localdate()


class Letterhead(models.Model):
    """What the next quote of a campaign begins with: the agency's name, its logo, a prefix."""

    campaign = models.OneToOneField(
        Campaign, on_delete=models.CASCADE, related_name="letterhead", primary_key=True
    )
    agency = models.CharField(max_length=LONGEST_CLIENT, blank=True)
    prefix = models.CharField(max_length=LONGEST_PREFIX, blank=True)
    logo = models.BinaryField(null=True)

    def __str__(self) -> str:
        return f"letterhead of campaign {self.campaign_id}"
