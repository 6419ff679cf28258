"""`manage.py purge_campaigns`: removes for good what is beyond return. Run it once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from campaigns.rate_limits import purge_buckets
from campaigns.saved.editing import DAYS_TO_RESTORE
from campaigns.saved.purging import purge_campaigns


class Command(BaseCommand):
    help = (
        f"Remove campaigns deleted more than {DAYS_TO_RESTORE} days ago, shared links that have "
        "expired, calendar feeds that nobody reads, and rate limits that nobody runs into."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        removed = purge_campaigns(today=timezone.localdate())
        removed["rate limits"] = purge_buckets(now=timezone.now())
        for what, number in removed.items():
            self.stdout.write(f"{what}: {number:,} removed")
