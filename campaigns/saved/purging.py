"""What is beyond return is removed for good."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from campaigns.models import Campaign
from campaigns.models.campaign import CampaignQuerySet
from campaigns.saved.editing import DAYS_TO_RESTORE
from campaigns.saved.feeds import purge_feeds
from campaigns.saved.links import end_shared_link


def purge_campaigns(*, today: date) -> dict[str, int]:
    """Remove for good what is beyond return by that day; how many rows of each kind."""
    expired = (
        Campaign.objects.not_deleted().filter(share_expires_on__lt=today).exclude(share_token=None)
    )
    deleted_before = timezone.now() - timedelta(days=DAYS_TO_RESTORE)
    to_purge = Campaign.objects.deleted().filter(deleted_at__lt=deleted_before)
    return {
        "deleted campaigns": _do_to_each(to_purge, Campaign.delete),
        "expired shared links": _do_to_each(expired, end_shared_link),
        "calendar feeds": purge_feeds(today=today),
    }


def _do_to_each(campaigns: CampaignQuerySet, act: Callable[[Campaign], Any]) -> int:
    """Do `act` to each of the `campaigns` in a transaction of its own; to how many it was done."""
    keys = list(campaigns.values_list("pk", flat=True))
    return sum(_do_to_one(campaigns, key, act) for key in keys)


@transaction.atomic
def _do_to_one(campaigns: CampaignQuerySet, key: int, act: Callable[[Campaign], Any]) -> bool:
    # Looked for again under its lock: since the list was read its owner may have brought it back,
    # deleted it or renewed its link, and another purge may have removed it.
    campaign = campaigns.select_for_update().filter(pk=key).first()
    if campaign is not None:
        act(campaign)
    return campaign is not None
