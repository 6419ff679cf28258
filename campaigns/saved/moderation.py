"""What an admin can do to a campaign. Each function is one transaction.

An admin acts on the row, not on a link: on a deleted campaign, too, which would come back with its
links, and with the link that it has by now. Each function takes the campaign's primary key and
returns whether there was anything to do.
"""

from collections.abc import Callable
from functools import wraps

from django.db import transaction

from campaigns.models import Campaign
from campaigns.saved import quotes
from campaigns.saved.feeds import end_feeds_of, feeds_with
from campaigns.saved.links import end_shared_link, mark_deleted, replace_edit_link


def _with_locked_row(act: Callable[[Campaign], bool]) -> Callable[[int], bool]:
    """Hand `act` the row as it is now, locked until the transaction ends; none is nothing to do."""

    @wraps(act)
    @transaction.atomic
    def act_on_row(pk: int) -> bool:
        campaign = Campaign.objects.select_for_update().filter(pk=pk).first()
        return campaign is not None and act(campaign)

    return act_on_row


@_with_locked_row
def stop_sharing(campaign: Campaign) -> bool:
    """Switch the read-only link off for good."""
    if campaign.share_token is None:
        return False
    end_shared_link(campaign)
    return True


@_with_locked_row
def end_calendar_feeds(campaign: Campaign) -> bool:
    """Take the campaign out of every calendar feed, and end its own."""
    if not feeds_with(campaign):
        return False
    end_feeds_of(campaign)
    return True


@_with_locked_row
def withdraw_quotes(campaign: Campaign) -> bool:
    """Take every quote of the campaign back."""
    return quotes.withdraw_quotes(campaign)


@_with_locked_row
def renew_links(campaign: Campaign) -> bool:
    """Replace the edit link, switch the shared one off, end feeds: every old link is dead.

    For links that went astray. The key stays, so that the owner's browser, which remembers it,
    finds the new link; so does a stranger's browser that remembers it.
    """
    end_shared_link(campaign)
    quotes.renew_quote_links(campaign)
    replace_edit_link(campaign, with_new_key=False)
    return True


@_with_locked_row
def revoke_all_access(campaign: Campaign) -> bool:
    """End every link and let no browser find the campaign again, its owner's included.

    For a campaign that is abused: what is only deleted can be brought back by its maker.
    """
    end_shared_link(campaign)
    quotes.renew_quote_links(campaign)
    replace_edit_link(campaign, with_new_key=True)
    return True


@_with_locked_row
def delete_campaign(campaign: Campaign) -> bool:
    """Delete the campaign and its links, with a way back."""
    if campaign.deleted_at:
        return False
    mark_deleted(campaign)
    return True


@_with_locked_row
def restore_campaign(campaign: Campaign) -> bool:
    """Bring a deleted campaign back, with the links that it has."""
    if not campaign.deleted_at:
        return False
    campaign.deleted_at = None
    campaign.save(update_fields=["deleted_at"])
    return True
