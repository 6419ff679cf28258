import uuid

from django.db import models
from django.utils import timezone

from campaigns.models.campaign import Campaign, make_token


class CalendarFeed(models.Model):
    """A secret address that a calendar program subscribes to.

    It is that of one `campaign`, or that of a browser: then of the `campaigns` that the browser
    remembers. What it shows is always that of the newest revisions.
    """

    # Stands for the feed of a browser in its cookie, where the address must not.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token = models.CharField(max_length=64, unique=True, default=make_token, editable=False)
    campaign = models.OneToOneField(
        Campaign,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="calendar_feed",
        help_text="Empty: the feed of a browser.",
    )
    campaigns = models.ManyToManyField(Campaign, blank=True, related_name="calendar_feeds")
    created_at = models.DateTimeField(default=timezone.now)
    last_read_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"calendar feed {self.pk}"

    @property
    def is_of_a_browser(self) -> bool:
        """Whether it follows what a browser remembers."""
        return self.campaign_id is None
