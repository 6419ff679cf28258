"""What the holder of an edit link can do to a campaign. Each function is one transaction.

The `campaign` of each is the one that the holder's link led to: `Campaign.DoesNotExist` is raised
where it is deleted, or where that link was replaced meanwhile, so that no request that was under
way outlives its link.
"""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from campaigns.models import Campaign, Revision, SubscriptionChoice
from campaigns.models.campaign import make_token
from campaigns.saved.drafts import Draft
from campaigns.saved.links import (
    drop_unlinked_revisions,
    end_shared_link,
    mark_deleted,
    replace_edit_link,
)
from campaigns.saved.locking import lock_campaign as _lock

# How long a deleted campaign can be brought back.
DAYS_TO_RESTORE = 30


class EditConflict(Exception):
    """The campaign has a newer revision than the edit is based on."""


def create_campaign(draft: Draft, *, creation_key: str | None = None) -> Campaign:
    """Save the draft as a campaign under a new edit link.

    Where `creation_key` has made a campaign already, that one is returned and nothing is saved.
    """
    try:
        return _create(draft, creation_key)
    except IntegrityError:
        # Another process has made it since `_create` looked.
        made = find_created(creation_key)
        if made is None:
            raise
        return made


@transaction.atomic
def _create(draft: Draft, creation_key: str | None) -> Campaign:
    if made := find_created(creation_key):
        return made
    campaign = Campaign.objects.create(creation_key=creation_key)
    _add_revision(campaign, draft)
    return campaign


def find_created(creation_key: str | None) -> Campaign | None:
    """The campaign that `creation_key` has made; `None` where there is none, or it is deleted."""
    if creation_key is None:
        return None
    return Campaign.objects.not_deleted().filter(creation_key=creation_key).first()


@transaction.atomic
def revise_campaign(draft: Draft, *, campaign: Campaign, base_number: int) -> None:
    """Save the draft as the newest revision; the edit started from revision `base_number`.

    Raises `EditConflict` where that is not the newest any more, and leaves all as it is.
    """
    campaign = _lock(campaign)
    if campaign.number != base_number:
        raise EditConflict
    campaign.past_days |= campaign.newest_revision.calendar_days
    campaign.number += 1
    campaign.updated_at = timezone.now()
    campaign.save(update_fields=["number", "updated_at", "past_days"])
    _add_revision(campaign, draft)
    drop_unlinked_revisions(campaign)


@transaction.atomic
def share_campaign(
    *, campaign: Campaign, base_number: int | None = None, expires_on: date | None = None
) -> None:
    """Let a read-only link show the newest revision.

    A link that works stays as it is; a new one works up to and including `expires_on`. Raises
    `EditConflict` where the newest revision is not `base_number`, if that is given.
    """
    campaign = _lock(campaign)
    if base_number not in (None, campaign.number):
        raise EditConflict
    if campaign.is_shared and campaign.shared_revision:
        campaign.past_shared_days |= campaign.shared_revision.calendar_days
    else:
        campaign.share_token = make_token()
        campaign.share_expires_on = expires_on
        campaign.past_shared_days = {}
    campaign.shared_number = campaign.number
    campaign.shared_at = timezone.now()
    campaign.save(
        update_fields=[
            "share_token",
            "share_expires_on",
            "shared_number",
            "shared_at",
            "past_shared_days",
        ]
    )
    drop_unlinked_revisions(campaign)


@transaction.atomic
def revise_and_share(
    draft: Draft, *, campaign: Campaign, base_number: int, expires_on: date | None = None
) -> None:
    """`revise_campaign`, and `share_campaign` with what that saved; both or neither."""
    revise_campaign(draft, campaign=campaign, base_number=base_number)
    share_campaign(campaign=campaign, expires_on=expires_on)


@transaction.atomic
def limit_sharing(*, campaign: Campaign, expires_on: date | None) -> None:
    """Let the read-only link work up to and including `expires_on`; `None`: until switched off."""
    campaign = _lock(campaign)
    if campaign.is_shared:
        campaign.share_expires_on = expires_on
        campaign.save(update_fields=["share_expires_on"])


@transaction.atomic
def renew_share_link(*, campaign: Campaign) -> None:
    """Give the shared campaign another read-only link; the old one is dead from now on."""
    campaign = _lock(campaign)
    if campaign.is_shared:
        campaign.share_token = make_token()
        campaign.save(update_fields=["share_token"])


@transaction.atomic
def stop_sharing(*, campaign: Campaign) -> None:
    """Switch the read-only link off for good."""
    end_shared_link(_lock(campaign))


@transaction.atomic
def renew_edit_link(*, campaign: Campaign) -> Campaign:
    """Shut out all other editors by a new edit link and a new key; returns the campaign.

    Browsers remember the key, so with a new link alone each of them would find that link again.
    The key identifies calendars, too: a calendar file from now on adds its appointments to
    those of an older file instead of taking their place. The shared link stays as it is, calendar
    feeds end.
    """
    campaign = _lock(campaign)
    replace_edit_link(campaign, with_new_key=True)
    return campaign


@transaction.atomic
def delete_campaign(*, campaign: Campaign) -> None:
    """Delete the campaign and its links; `restore_campaign` brings them back."""
    mark_deleted(_lock(campaign))


@transaction.atomic
def restore_campaign(*, campaign: Campaign) -> None:
    """Bring a deleted campaign back, with the links that it had, for a browser that has its key.

    Raises `Campaign.DoesNotExist` where it is removed for good, or its key is another one by now.
    """
    rows = Campaign.objects.select_for_update()
    campaign = rows.get(pk=campaign.pk, key=campaign.key)
    campaign.deleted_at = None
    campaign.save(update_fields=["deleted_at"])


def _add_revision(campaign: Campaign, draft: Draft) -> None:
    revision = Revision.objects.create(campaign=campaign, number=campaign.number, **draft.columns())
    SubscriptionChoice.objects.bulk_create(
        SubscriptionChoice(revision=revision, **plan) for plan in draft.plans
    )
