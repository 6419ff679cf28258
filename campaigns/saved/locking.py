"""A campaign's row, held for one change."""

from campaigns.models import Campaign


def lock_campaign(campaign: Campaign) -> Campaign:
    """The campaign as it is now, held until the transaction ends, by the link that led to it.

    Raises `Campaign.DoesNotExist` where it is deleted, or where that link was replaced meanwhile.
    """
    rows = Campaign.objects.not_deleted().select_for_update()
    return rows.get(pk=campaign.pk, edit_token=campaign.edit_token)
