"""`manage.py purge_campaigns` removes what is beyond return, and nothing else."""

from collections.abc import Callable
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import RequestFactory
from django.utils import timezone
from time_machine import TimeMachineFixture

from campaigns.models import Campaign, Revision, SubscriptionChoice, TokenBucket
from campaigns.rate_limits import SAVING, take_token
from campaigns.saved import purging
from campaigns.saved.editing import delete_campaign, share_campaign
from tests.campaigns.factories import save_campaign, save_shared_campaign

pytestmark = pytest.mark.usefixtures("book")


def purge() -> list[str]:
    out = StringIO()
    call_command("purge_campaigns", stdout=out)
    return out.getvalue().splitlines()


NOTHING = [
    "deleted campaigns: 0 removed",
    "expired shared links: 0 removed",
    "calendar feeds: 0 removed",
    "rate limits: 0 removed",
]


def test_where_nothing_is_over_nothing_is_removed(time_machine: TimeMachineFixture) -> None:
    save_campaign()
    save_shared_campaign()
    save_shared_campaign(expires_on=date(2027, 1, 1))
    delete_campaign(campaign=save_shared_campaign())
    rows = [*Campaign.objects.order_by("pk").values()]
    time_machine.move_to("2026-12-31 11:59 +0000")
    assert purge() == NOTHING
    assert [*Campaign.objects.order_by("pk").values()] == rows
    assert Revision.objects.count() == 4


def test_it_works(time_machine: TimeMachineFixture) -> None:
    kept = save_campaign()
    delete_campaign(campaign=save_shared_campaign())
    expired = save_shared_campaign(expires_on=date(2026, 12, 31))
    take_token(SAVING, RequestFactory().get("/"))
    time_machine.move_to("2027-01-01 00:00 +0000")
    assert purge() == [
        "deleted campaigns: 1 removed",
        "expired shared links: 1 removed",
        "calendar feeds: 0 removed",
        "rate limits: 1 removed",
    ]
    assert {*Campaign.objects.all()} == {kept, expired}
    assert Revision.objects.count() == 2
    assert SubscriptionChoice.objects.count() == 6
    assert not TokenBucket.objects.exists()
    expired.refresh_from_db()
    assert (expired.share_token, expired.share_expires_on, expired.shared_number) == (None,) * 3
    assert purge() == NOTHING


def test_a_link_works_through_its_last_day(time_machine: TimeMachineFixture) -> None:
    campaign = save_shared_campaign(expires_on=date(2026, 12, 24))
    time_machine.move_to("2026-12-24 23:59 +0000")
    assert purge() == NOTHING
    campaign.refresh_from_db()
    assert campaign.is_shared


def test_a_deleted_campaign_whose_link_has_expired_stops_nobody(
    time_machine: TimeMachineFixture,
) -> None:
    delete_campaign(campaign=save_shared_campaign(expires_on=date(2026, 12, 2)))
    other = save_shared_campaign(expires_on=date(2026, 12, 2))
    time_machine.move_to("2026-12-10 12:00 +0000")
    assert purge()[:2] == ["deleted campaigns: 0 removed", "expired shared links: 1 removed"]
    other.refresh_from_db()
    assert other.share_token is None
    time_machine.move_to("2027-01-10 12:00 +0000")
    assert purge()[0] == "deleted campaigns: 1 removed"
    assert Campaign.objects.get() == other


def test_what_was_brought_back_stays(time_machine: TimeMachineFixture) -> None:
    campaign = save_campaign()
    delete_campaign(campaign=campaign)
    Campaign.objects.update(deleted_at=None)
    time_machine.move_to("2027-06-01 12:00 +0000")
    assert purge()[0] == "deleted campaigns: 0 removed"
    assert Campaign.objects.get() == campaign


def _between_list_and_lock(monkeypatch: pytest.MonkeyPatch, change: Callable[[], object]) -> None:
    """Let `change` happen after the purge has listed the campaigns, before it locks the first."""
    do_to_one = purging._do_to_one

    def change_then_do(*arguments: Any) -> bool:
        change()
        return do_to_one(*arguments)

    monkeypatch.setattr(purging, "_do_to_one", change_then_do)


def test_what_is_brought_back_while_the_purge_runs_stays(
    time_machine: TimeMachineFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = save_campaign()
    delete_campaign(campaign=campaign)
    time_machine.move_to("2027-06-01 12:00 +0000")
    _between_list_and_lock(monkeypatch, lambda: Campaign.objects.update(deleted_at=None))
    assert purge()[0] == "deleted campaigns: 0 removed"
    assert Campaign.objects.get() == campaign
    assert Revision.objects.count() == 1


@pytest.mark.parametrize("number", [1, 2])
def test_a_campaign_that_is_gone_meanwhile_does_not_end_the_purge(
    time_machine: TimeMachineFixture, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    expired = [save_shared_campaign(expires_on=date(2026, 12, 2)) for _ in range(2)]
    time_machine.move_to("2026-12-10 12:00 +0000")
    gone = Campaign.objects.filter(pk__in=[row.pk for row in expired[:number]])
    _between_list_and_lock(monkeypatch, gone.delete)
    assert purge()[1] == f"expired shared links: {2 - number} removed"


def test_a_campaign_deleted_meanwhile_does_not_end_the_purge(
    time_machine: TimeMachineFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_shared_campaign(expires_on=date(2026, 12, 2))
    time_machine.move_to("2026-12-10 12:00 +0000")
    now = timezone.now()
    _between_list_and_lock(monkeypatch, lambda: Campaign.objects.update(deleted_at=now))
    assert purge()[:2] == NOTHING[:2]


def test_a_link_that_is_shared_anew_while_the_purge_runs_stays(
    time_machine: TimeMachineFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = save_shared_campaign(expires_on=date(2026, 12, 2))
    time_machine.move_to("2026-12-10 12:00 +0000")
    _between_list_and_lock(monkeypatch, lambda: share_campaign(campaign=campaign))
    assert purge()[1] == "expired shared links: 0 removed"
    campaign.refresh_from_db()
    assert campaign.is_shared
