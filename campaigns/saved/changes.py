"""Everything that can be done to a saved campaign. Each function is one transaction."""

from datetime import date, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from campaigns.bridge import Question
from campaigns.models import Campaign, FrozenBook, Revision, SubscriptionChoice
from campaigns.models.campaign import make_token
from campaigns.models.revision import LONGEST_NAME
from campaigns.presentation import Answer
from campaigns.saved.calendar_days import days_of, list_days
from campaigns.saved.freezing import freeze_plans

# How long a deleted campaign can be brought back.
DAYS_TO_RESTORE = 30
SHARING = ("share_token", "share_expires_on", "shared_number", "shared_at")


class EditConflict(Exception):
    """Somebody else saved the campaign in the meantime."""


@transaction.atomic
def create_campaign(*, name: str, note: str, question: Question) -> Campaign:
    """Save a valid question, with the prices that it is answered with, under new links."""
    campaign = Campaign.objects.create()
    _add_revision(campaign, name=name, note=note, question=question)
    return campaign


@transaction.atomic
def revise_campaign(
    *, campaign: Campaign, seen: int, name: str, note: str, question: Question
) -> None:
    """Save what a campaign says now, written by somebody who saw its revision `seen`.

    Raises `EditConflict` where that is not the newest any more, and leaves all as it is.
    """
    campaign = _lock(campaign)
    if campaign.number != seen:
        raise EditConflict
    campaign.past_days |= days_of(campaign.newest_revision)
    campaign.number += 1
    campaign.updated_at = timezone.now()
    campaign.save(update_fields=["number", "updated_at", "past_days"])
    _add_revision(campaign, name=name, note=note, question=question)
    _drop_unseen_revisions(campaign)


@transaction.atomic
def share_campaign(
    *, campaign: Campaign, seen: int | None = None, expires_on: date | None = None
) -> None:
    """Let a read-only link show the newest revision.

    A link that works stays as it is; a new one works up to and including `expires_on`. Raises
    `EditConflict` where the newest is not the one that was `seen`, if that is said.
    """
    campaign = _lock(campaign)
    if seen not in (None, campaign.number):
        raise EditConflict
    if campaign.is_shared and campaign.shared_revision:
        campaign.past_shared_days |= days_of(campaign.shared_revision)
    else:
        campaign.share_token = make_token()
        campaign.share_expires_on = expires_on
        campaign.past_shared_days = {}
    campaign.shared_number = campaign.number
    campaign.shared_at = timezone.now()
    campaign.save(update_fields=[*SHARING, "past_shared_days"])
    _drop_unseen_revisions(campaign)


@transaction.atomic
def revise_and_share(
    *,
    campaign: Campaign,
    seen: int,
    name: str,
    note: str,
    question: Question,
    expires_on: date | None = None,
) -> None:
    """`revise_campaign`, and `share_campaign` with what that saved; both or neither."""
    revise_campaign(campaign=campaign, seen=seen, name=name, note=note, question=question)
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
    campaign = _lock(campaign)
    campaign.share_token = campaign.shared_number = None
    campaign.shared_at = campaign.share_expires_on = None
    campaign.past_shared_days = {}
    campaign.save(update_fields=[*SHARING, "past_shared_days"])
    _drop_unseen_revisions(campaign)


@transaction.atomic
def renew_edit_link(*, campaign: Campaign) -> Campaign:
    """Shut out whoever else may edit: another edit link, and another key; returns it with them.

    Browsers remember the key, so with a new link alone each of them would find that link again.
    Calendars are told apart by the key, too: a calendar file from now on adds its appointments to
    those of an older file instead of taking their place. The shared link stays as it is.
    """
    campaign = _lock(campaign)
    campaign.edit_token, campaign.key = make_token(), uuid4()
    campaign.past_days, campaign.past_shared_days = {}, {}
    campaign.save(update_fields=["edit_token", "key", "past_days", "past_shared_days"])
    return campaign


@transaction.atomic
def renew_links(*, campaign: Campaign) -> None:
    """Make the edit link anew and switch the shared one off: nobody's old link works any more.

    For links that went astray. The key stays, so that the owner's browser, which remembers it,
    finds the new link: a stranger's browser that does, too, is shut out by `renew_edit_link`.
    """
    stop_sharing(campaign=campaign)
    Campaign.objects.filter(pk=campaign.pk).update(edit_token=make_token())


@transaction.atomic
def shut_out_everybody(*, campaign: Campaign) -> None:
    """End every link and let no browser find the campaign again, its owner's neither.

    For a campaign that is abused: what is only deleted can be brought back by whoever made it.
    """
    stop_sharing(campaign=campaign)
    renew_edit_link(campaign=campaign)


def delete_campaign(*, campaign: Campaign) -> None:
    """Take the campaign and its links out of the world; `restore_campaign` brings them back."""
    Campaign.objects.kept().filter(pk=campaign.pk).update(deleted_at=timezone.now())


def restore_campaign(*, campaign: Campaign) -> None:
    """Bring a deleted campaign back, with the links that it had."""
    Campaign.objects.filter(pk=campaign.pk).update(deleted_at=None)


def copy_campaign(*, name: str, note: str, question: Question) -> Campaign:
    """A campaign of its own that says the same, at the same prices, under new links."""
    mark = " (copy)"
    return create_campaign(
        name=f"{name[: LONGEST_NAME - len(mark)]}{mark}", note=note, question=question
    )


def purge_campaigns(*, today: date) -> dict[str, int]:
    """Remove for good what is beyond return by that day; how many rows of each kind."""
    expired = Campaign.objects.kept().filter(share_expires_on__lt=today).exclude(share_token=None)
    stopped = 0
    for campaign in expired.iterator():
        stop_sharing(campaign=campaign)
        stopped += 1
    last_kept_at = timezone.now() - timedelta(days=DAYS_TO_RESTORE)
    gone = Campaign.objects.deleted().filter(deleted_at__lt=last_kept_at)
    number = gone.count()
    gone.delete()
    return {"deleted campaigns": number, "expired shared links": stopped}


def _lock(campaign: Campaign) -> Campaign:
    """The campaign as it is now, held until the transaction ends."""
    return Campaign.objects.kept().select_for_update().get(pk=campaign.pk)


def _drop_unseen_revisions(campaign: Campaign) -> None:
    """Keep the newest revision and the shared one; no page shows another."""
    seen = [campaign.number, campaign.shared_number]
    campaign.revisions.exclude(number__in=[number for number in seen if number]).delete()


def _add_revision(campaign: Campaign, *, name: str, note: str, question: Question) -> None:
    book, answer = question.form.book, Answer(question)
    if book is None:
        raise ValueError("a question without a price book cannot be saved")
    revision = Revision.objects.create(
        campaign=campaign,
        number=campaign.number,
        name=name,
        note=note,
        asked=question.write_out(estimate=answer.key_of_chosen),
        headline=answer.headline,
        start_on=question.scenario.start_on,
        book_id=book.book_id if isinstance(book, FrozenBook) else book.pk,
        book_slug=book.slug,
        book_name=book.name,
        book_as_of=book.as_of,
        frozen_on=book.frozen_on if isinstance(book, FrozenBook) else question.today,
        calendar_days=list_days(answer),
    )
    rows = list(freeze_plans(question))
    for row in rows:
        row.revision = revision
    SubscriptionChoice.objects.bulk_create(rows)
