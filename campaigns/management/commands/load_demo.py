"""`manage.py load_demo`: three campaigns, one shared, one with changed prices, one late."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from campaigns.demo import DEMO_BOOK, SHIPPED_BOOK, NoShippedBook, load_demo
from campaigns.models import Campaign


class Command(BaseCommand):
    help = (
        "Save three demo campaigns and a made-up price book, and print their addresses. Where the "
        "demo book exists, nothing is added."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--site", default="http://127.0.0.1:8000", help="where the planner is served"
        )
        parser.add_argument(
            "--allow-production", action="store_true", help="load it although DEBUG is off"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEBUG or options["allow_production"]):
            raise CommandError(
                "DEBUG is off, and visitors would see the made-up price book. Nothing was added; "
                "--allow-production adds it all the same."
            )
        try:
            campaigns = load_demo(today=timezone.localdate())
        except NoShippedBook:
            raise CommandError(
                f"There is no price book “{SHIPPED_BOOK}”: run manage.py load_price_books first."
            ) from None
        site = options["site"].rstrip("/")
        for campaign in campaigns:
            self.stdout.write(campaign.newest_revision.name)
            for what, path in _addresses(campaign).items():
                self.stdout.write(f"  {what:<5} {site}{path}")
        if not campaigns:
            self.stdout.write(
                f"The demo was loaded before, and its campaigns are deleted. To load it again, "
                f"delete the price book “{DEMO_BOOK}” in the admin."
            )


def _addresses(campaign: Campaign) -> dict[str, str]:
    """The paths of a campaign's links, by what they are for."""
    addresses = {"edit": reverse("campaigns:campaign", args=[campaign.edit_token])}
    if campaign.is_shared:
        addresses["share"] = reverse("campaigns:shared", args=[campaign.share_token])
    return addresses
