"""What the holder of an edit link can do to a campaign. Each function is one transaction.

The `campaign` of each is the one that the holder's link led to: `Campaign.DoesNotExist` is raised
where it is deleted, or where that link was replaced meanwhile, so that no request that was under
way outlives its link.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from campaigns.models import Campaign, Revision, SubscriptionChoice
from campaigns.models.campaign import make_token
from campaigns.saved.drafts import Draft
from campaigns.saved.links import (
    end_shared_link,
    mark_deleted,
    replace_edit_link,
)
from campaigns.saved.locking import lock_campaign as _lock

# How long a deleted campaign can be brought back.
DAYS_TO_RESTORE = 30
# The revisions of a campaign: each has a row for every plan of its book.
MOST_VERSIONS = 100


class EditConflict(Exception):
    """The campaign has a newer revision than the edit is based on."""


class TooManyVersions(Exception):
    """The campaign has as many revisions as it may have."""


class Replanned(NamedTuple):
    """What a replanning adds to a draft: dollars spent before it, `None` where unknown, and the
    first day that its record counts. Where `creation_key` has made a revision already, it makes no
    other one.
    """

    spent: Decimal | None
    counts_from: date
    creation_key: str | None = None


def create_campaign(draft: Draft, *, creation_key: str | None = None) -> Campaign:
    """Save the draft as a campaign under a new edit link, as `create_once` does."""

    def create() -> Campaign:
        campaign = Campaign.objects.create(creation_key=creation_key)
        _add_revision(campaign, draft)
        return campaign

    return create_once(creation_key, create)


def create_once(creation_key: str | None, create: Callable[[], Campaign]) -> Campaign:
    """What `create` saves under that key, in one transaction.

    Where `creation_key` has made a campaign already, that one is returned and nothing is saved.
    """
    try:
        with transaction.atomic():
            return find_created(creation_key) or create()
    except IntegrityError:
        # Another process has made it since we looked.
        made = find_created(creation_key)
        if made is None:
            raise
        return made


def find_created(creation_key: str | None) -> Campaign | None:
    """The campaign that `creation_key` has made; `None` where there is none, or it is deleted."""
    if creation_key is None:
        return None
    return Campaign.objects.not_deleted().filter(creation_key=creation_key).first()


@transaction.atomic
def revise_campaign(draft: Draft, *, campaign: Campaign, base_number: int) -> None:
    """Save the draft as the newest revision; the edit started from revision `base_number`.

    What was spent before, and the day from which the record counts, go over from that revision.
    Raises `EditConflict` where that is not the newest any more, or `TooManyVersions`, and leaves
    all as it is.
    """
    campaign = _lock(campaign)
    before = _count_up(campaign, base_number=base_number)
    _add_revision(campaign, draft, spent=before.spent, counts_from=before.counts_from)


@transaction.atomic
def replan_campaign(
    draft: Draft, replanned: Replanned, *, campaign: Campaign, base_number: int
) -> None:
    """`revise_campaign` with a plan of what is left."""
    campaign = _lock(campaign)
    if is_version_made(campaign, replanned.creation_key):
        return
    _count_up(campaign, base_number=base_number)
    _add_revision(campaign, draft, kind=Revision.Kind.REPLAN, **replanned._asdict())


@transaction.atomic
def restore_version(
    number: int, *, campaign: Campaign, base_number: int, creation_key: str | None = None
) -> None:
    """Save the content of an older revision once more, as the newest one.

    Raises `Revision.DoesNotExist` where there is none of that number, else as `revise_campaign`.
    """
    campaign = _lock(campaign)
    if is_version_made(campaign, creation_key):
        return
    revision = campaign.revisions.prefetch_related("choices").get(number=number)
    _count_up(campaign, base_number=base_number)
    choices = list(revision.choices.all())
    revision.pk, revision._state.adding = None, True
    revision.number, revision.kind = campaign.number, Revision.Kind.RESTORE
    revision.creation_key, revision.created_at = creation_key, timezone.now()
    revision.save()
    for choice in choices:
        choice.pk, choice._state.adding, choice.revision = None, True, revision
    SubscriptionChoice.objects.bulk_create(choices)


@transaction.atomic
def delete_version(number: int, *, campaign: Campaign) -> bool:
    """Delete a revision for good, unless it is the newest or the shared one: whether it was."""
    campaign = _lock(campaign)
    if number in (campaign.number, campaign.shared_number):
        return False
    deleted, _ = campaign.revisions.filter(number=number).delete()
    return deleted > 0


def is_version_made(campaign: Campaign, creation_key: str | None) -> bool:
    """Whether the form with that key has made a revision of the campaign already."""
    is_known = creation_key is not None
    return is_known and campaign.revisions.filter(creation_key=creation_key).exists()


def _count_up(campaign: Campaign, *, base_number: int) -> Revision:
    """Give a locked campaign the number of its next revision; the newest one until now."""
    if campaign.number != base_number:
        raise EditConflict
    if campaign.revisions.count() >= MOST_VERSIONS:
        raise TooManyVersions
    newest = campaign.newest_revision
    campaign.past_days |= newest.calendar_days
    campaign.number += 1
    campaign.updated_at = timezone.now()
    campaign.save(update_fields=["number", "updated_at", "past_days"])
    return newest


@transaction.atomic
def share_campaign(
    *,
    campaign: Campaign,
    base_number: int | None = None,
    expires_on: date | None = None,
    number: int | None = None,
) -> None:
    """Let a read-only link show the newest revision, or that of the `number`.

    A link that works stays as it is; a new one works up to and including `expires_on`. Raises
    `EditConflict` where the newest revision is not `base_number`, if that is given, and
    `Revision.DoesNotExist` where there is none of the `number`.
    """
    campaign = _lock(campaign)
    if base_number not in (None, campaign.number):
        raise EditConflict
    if number is not None:
        campaign.revisions.get(number=number)
    if campaign.is_shared and campaign.shared_revision:
        campaign.past_shared_days |= campaign.shared_revision.calendar_days
    else:
        campaign.share_token = make_token()
        campaign.share_expires_on = expires_on
        campaign.past_shared_days = {}
    campaign.shared_number = number or campaign.number
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


def _add_revision(campaign: Campaign, draft: Draft, **columns: Any) -> None:
    revision = Revision.objects.create(
        campaign=campaign, number=campaign.number, **draft.columns(), **columns
    )
    SubscriptionChoice.objects.bulk_create(
        SubscriptionChoice(revision=revision, **plan) for plan in draft.plans
    )
