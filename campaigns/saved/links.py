"""The two links of a campaign's row, for callers that have locked it."""

from uuid import uuid4

from django.utils import timezone

from campaigns.models import Campaign
from campaigns.models.campaign import make_token
from campaigns.saved.feeds import end_feeds_of


def end_shared_link(campaign: Campaign) -> None:
    """Switch the read-only link off for good."""
    campaign.share_token = campaign.shared_number = None
    campaign.shared_at = campaign.share_expires_on = None
    campaign.past_shared_days = {}
    campaign.save(
        update_fields=[
            "share_token",
            "shared_number",
            "shared_at",
            "share_expires_on",
            "past_shared_days",
        ]
    )


def replace_edit_link(campaign: Campaign, *, with_new_key: bool) -> None:
    """Give the campaign another edit link; the old one is dead from now on.

    Browsers find a campaign by its key: with another one they do not find it any more. Calendar
    feeds show it no more, as they are links, too.
    """
    end_feeds_of(campaign)
    campaign.edit_token = make_token()
    # The form that made it would lead its sender to the new link.
    campaign.creation_key = None
    if with_new_key:
        campaign.key = uuid4()
        # Calendars know the events by the key: under another one there is nothing to take back.
        campaign.past_days, campaign.past_shared_days = {}, {}
    campaign.save(
        update_fields=["edit_token", "creation_key", "key", "past_days", "past_shared_days"]
    )


def mark_deleted(campaign: Campaign) -> None:
    """Let no link lead to the campaign any more, until it is brought back."""
    campaign.deleted_at = timezone.now()
    # Sent once more, the form that made it makes another one.
    campaign.creation_key = None
    campaign.save(update_fields=["deleted_at", "creation_key"])
