"""The versions of a campaign: all of them stay, and each can be the newest again."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.models import Campaign, Revision, SubscriptionChoice
from campaigns.presentation.drafts import draft_of
from campaigns.saved import editing, moderation
from campaigns.saved.editing import (
    DAYS_TO_RESTORE,
    EditConflict,
    Replanned,
    TooManyVersions,
)
from campaigns.saved.purging import purge_campaigns
from tests.campaigns.factories import change_price, save_campaign, save_shared_campaign
from tests.campaigns.revising import ask, fresh, numbers, revise

pytestmark = pytest.mark.usefixtures("book")

SPENT = Replanned(spent=Decimal("239.98"), counts_from=date(2027, 1, 5), creation_key="a")


def replan(
    campaign: Campaign, asked: str = "target=50", *, base_number: int, replanned: Replanned = SPENT
) -> None:
    draft = draft_of(ask(asked, campaign), name="Autumn", note="")
    editing.replan_campaign(draft, replanned, campaign=campaign, base_number=base_number)


def test_a_version_has_what_its_estimate_comes_to() -> None:
    revision = save_campaign("plans=solo").newest_revision
    assert (revision.total, revision.done_on) == (Decimal("399.95"), date(2027, 4, 1))
    assert revision.whole_cost == revision.total
    assert (revision.kind, revision.spent, revision.counts_from) == ("edit", None, None)


def test_a_version_without_a_total_has_no_whole_cost() -> None:
    revision = save_campaign("plans=old&target=900&deadline_months=1").newest_revision
    assert revision.total is None or revision.done_on is not None
    assert Revision(total=None).whole_cost is None
    unknown = Revision(total=Decimal(1), spent=None, counts_from=date(2027, 1, 5))
    assert unknown.whole_cost is None


def test_a_replanned_version_adds_what_was_spent() -> None:
    campaign = save_campaign()
    replan(campaign, "plans=solo&target=20", base_number=1)
    revision = fresh(campaign).newest_revision
    assert (revision.number, revision.kind) == (2, "replan")
    assert revision.whole_cost == Decimal("239.98") + Decimal("79.99")
    assert numbers(campaign) == [1, 2]


def test_a_form_sent_twice_makes_one_version() -> None:
    campaign = save_campaign()
    replan(campaign, base_number=1)
    replan(campaign, base_number=1)
    assert numbers(campaign) == [1, 2]
    with pytest.raises(EditConflict):
        replan(campaign, base_number=1, replanned=SPENT._replace(creation_key="b"))
    editing.restore_version(1, campaign=campaign, base_number=2, creation_key="c")
    editing.restore_version(1, campaign=campaign, base_number=2, creation_key="c")
    assert numbers(campaign) == [1, 2, 3]


def test_an_edit_goes_on_from_what_was_spent() -> None:
    campaign = save_campaign()
    replan(campaign, base_number=1)
    revise(campaign, "target=60", base_number=2)
    revision = fresh(campaign).newest_revision
    assert (revision.kind, revision.spent, revision.counts_from) == (
        "edit",
        SPENT.spent,
        SPENT.counts_from,
    )


def test_an_older_version_is_the_newest_again_at_its_own_prices() -> None:
    campaign = save_campaign("target=120", note="For Ann")
    change_price("team", "50")
    replan(campaign, base_number=1)
    campaign.refresh_from_db()
    editing.restore_version(1, campaign=campaign, base_number=2)
    now = fresh(campaign)
    first, newest = now.revisions.get(number=1), now.newest_revision
    assert (now.number, newest.number, newest.kind) == (3, 3, "restore")
    own = {"id", "number", "kind", "created_at", "creation_key"}
    columns = [field.attname for field in Revision._meta.concrete_fields if field.name not in own]
    for column in columns:
        assert getattr(newest, column) == getattr(first, column), column
    assert [(one.slug, one.monthly_price) for one in newest.choices.all()] == [
        (one.slug, one.monthly_price) for one in first.choices.all()
    ]
    assert first.choices.count() == 3, "the older one has its own"
    assert set(now.past_days) >= set(now.revisions.get(number=2).calendar_days)


def test_what_is_not_there_cannot_be_the_newest_again() -> None:
    campaign = save_campaign()
    with pytest.raises(Revision.DoesNotExist):
        editing.restore_version(7, campaign=campaign, base_number=1)
    with pytest.raises(EditConflict):
        editing.restore_version(1, campaign=campaign, base_number=7)
    assert numbers(campaign) == [1]


def test_there_are_so_many_versions_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editing, "MOST_VERSIONS", 2)
    campaign = save_campaign()
    revise(campaign, "target=60", base_number=1)
    with pytest.raises(TooManyVersions):
        revise(campaign, "target=70", base_number=2)
    with pytest.raises(TooManyVersions):
        replan(campaign, base_number=2)
    with pytest.raises(TooManyVersions):
        editing.restore_version(1, campaign=campaign, base_number=2)
    assert numbers(campaign) == [1, 2]
    assert editing.delete_version(1, campaign=campaign)
    revise(campaign, "target=70", base_number=2)
    assert numbers(campaign) == [2, 3]


def test_the_newest_and_the_shared_version_cannot_be_deleted() -> None:
    campaign = save_shared_campaign()
    revise(campaign, "target=60", base_number=1)
    revise(campaign, "target=70", base_number=2)
    assert not editing.delete_version(1, campaign=campaign)
    assert not editing.delete_version(3, campaign=campaign)
    assert not editing.delete_version(9, campaign=campaign)
    assert editing.delete_version(2, campaign=campaign)
    assert numbers(campaign) == [1, 3]


def test_the_owner_says_which_version_the_link_shows() -> None:
    campaign = save_campaign("target=120")
    revise(campaign, "target=60", base_number=1)
    editing.share_campaign(campaign=campaign, number=1)
    shared = fresh(campaign)
    assert (shared.shared_number, shared.changed_since_shared) == (1, True)
    token = shared.share_token
    editing.share_campaign(campaign=campaign, number=2)
    shared = fresh(campaign)
    assert (shared.shared_number, shared.share_token) == (2, token)
    assert shared.past_shared_days == shared.revisions.get(number=1).calendar_days
    with pytest.raises(Revision.DoesNotExist):
        editing.share_campaign(campaign=campaign, number=5)


def test_only_the_linked_versions_are_read_for_a_page() -> None:
    campaign = save_shared_campaign()
    for number in range(1, 6):
        revise(campaign, f"target={60 + number}", base_number=number)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        read = fresh(campaign)
        assert [one.number for one in read.linked_revisions] == [1, 6]
        assert read.newest_revision.number == 6
        assert read.shared_revision
        assert len(read.newest_revision.choices.all()) == 3
    assert len(queries) == 3
    alone = Campaign.objects.with_revisions().get(pk=campaign.pk)
    assert [one.number for one in alone.linked_revisions] == [1, 6]


def test_versions_go_with_their_campaign() -> None:
    campaign = save_campaign()
    revise(campaign, "target=60", base_number=1)
    editing.delete_campaign(campaign=campaign)
    before = timezone.now() - timedelta(days=DAYS_TO_RESTORE + 1)
    Campaign.objects.update(deleted_at=before)
    purge_campaigns(today=timezone.localdate())
    assert not Revision.objects.exists()
    assert not SubscriptionChoice.objects.exists()


def test_links_that_end_leave_the_versions() -> None:
    campaign = save_shared_campaign()
    revise(campaign, "target=60", base_number=1)
    assert moderation.renew_links(campaign.pk)
    assert numbers(campaign) == [1, 2]
    assert re.fullmatch("[A-Za-z0-9_-]{43}", fresh(campaign).edit_token)


def test_the_admin_has_every_version(admin: Client) -> None:
    campaign = save_campaign()
    replan(campaign, base_number=1)
    html = admin.get(f"/admin/campaigns/campaign/{campaign.pk}/change/").content.decode()
    assert "Replanned" in html
    assert "239.98" in html
    assert "Edited" in html
