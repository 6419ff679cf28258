"""A save works everything out before its transaction: SQLite has one write lock for all."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from time_machine import TimeMachineFixture

from campaigns import decision
from campaigns.models import Campaign, ProgressEntry
from campaigns.presentation import drafts
from planner.planning.progress.replan import replan
from tests.campaigns.factories import save_campaign, save_shared_campaign
from tests.campaigns.pages import read_fields, read_form

pytestmark = pytest.mark.usefixtures("book")


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is computed; the test fails where that happens within a transaction of the product."""
    done: list[str] = []

    def watch(name: str, compute: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*arguments: Any, **options: Any) -> Any:
            # The test's own transaction is no savepoint.
            assert not connection.savepoint_ids, f"{name} was computed under a lock"
            done.append(name)
            return compute(*arguments, **options)

        return watched

    # What is cached is not computed: here, everything is.
    monkeypatch.setattr(decision, "_compare", watch("comparison", decision._compare.__wrapped__))
    monkeypatch.setattr("campaigns.replanning.replan", watch("replanning", replan))
    monkeypatch.setattr(drafts, "list_days", watch("calendar days", drafts.list_days))
    return done


def test_a_new_campaign(client: Client, computed: list[str]) -> None:
    assert client.post("/campaigns/new/?target=150", {"name": "Autumn"}).status_code == 302
    assert {*computed} == {"comparison", "calendar days"}
    assert Campaign.objects.get().newest_revision.headline.startswith("150 people for $449.97")


@pytest.mark.parametrize("action", ["save", "prices", "share", "copy"])
def test_a_change_and_a_copy(client: Client, computed: list[str], action: str) -> None:
    campaign = save_campaign()
    edit = f"/campaigns/{campaign.edit_token}/"
    said = read_form(client.get(f"{edit}?price_book=ours&target=150"), "save")
    computed.clear()
    assert client.post(edit, said | {"action": action}).status_code == 302
    assert "comparison" in computed
    newest = Campaign.objects.latest("pk").newest_revision
    assert newest.headline.startswith("150 people for $449.97")


def test_a_copy_of_a_shared_campaign(client: Client, computed: list[str]) -> None:
    page = f"/c/{save_shared_campaign().share_token}/copy/"
    said = read_fields(client.get(page))
    computed.clear()
    assert client.post(page, said).status_code == 302
    assert "comparison" in computed


def test_a_replanned_campaign(
    client: Client, computed: list[str], time_machine: TimeMachineFixture
) -> None:
    campaign = save_campaign("plans=solo&deadline_months=6&start_on=2026-12-01")
    time_machine.move_to("2027-01-05 12:00 +0000")
    ProgressEntry.objects.create(
        campaign=campaign, first_on=date(2026, 12, 1), last_on=date(2027, 1, 4), sent=10
    )
    page = f"/campaigns/{campaign.edit_token}/replan/"
    said = read_form(client.get(page), "take")
    computed.clear()
    assert client.post(page, said).status_code == 302
    assert {*computed} == {"comparison", "calendar days", "replanning"}
    campaign.refresh_from_db()
    assert campaign.number == 2
