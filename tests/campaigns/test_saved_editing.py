"""What can be done to a saved campaign, without a page."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import QueryDict
from time_machine import TimeMachineFixture

from campaigns.models import Campaign, PlanPrice, PriceBook
from campaigns.presentation.drafts import draft_of
from campaigns.saved import editing, moderation
from campaigns.saved.drafts import name_copy
from campaigns.saved.editing import EditConflict
from tests.campaigns.factories import change_price, save_campaign, save_shared_campaign
from tests.campaigns.revising import ask, fresh, numbers, revise

# Each case is another change, with locks of its own: PostgreSQL sees them all.
pytestmark = [pytest.mark.usefixtures("book"), pytest.mark.writes]


def copy(campaign: Campaign, name: str) -> Campaign:
    decision = ask("price_book=ours", campaign)
    return editing.create_campaign(draft_of(decision, name=name_copy(name), note=""))


def test_a_campaign_keeps_what_was_asked_and_what_it_came_to() -> None:
    campaign = save_campaign("target=120&estimate=solo.accumulate", name="Autumn", note="For Ann")
    revision = fresh(campaign).newest_revision
    assert (revision.name, revision.note) == ("Autumn", "For Ann")
    assert revision.headline == "120 people for $449.97 in 3 months"
    said = QueryDict(revision.asked)
    assert said["target"] == "120"
    assert said["estimate"] == "solo.accumulate"
    assert said["deadline_months"] == "12", "defaults are written out: they may change"
    assert said["start_on"] == "2026-12-01"
    assert (revision.start_on, revision.frozen_on) == (date(2026, 12, 1), date(2026, 12, 1))
    assert (revision.book_slug, revision.book_name) == ("ours", "Our prices")


def test_a_campaign_keeps_every_plan_of_its_book_as_it_was(book: PriceBook) -> None:
    revision = fresh(save_campaign("seats=2&plans=solo")).newest_revision
    book.plans.update(monthly_credits=1, rollover_cap=2, name="Other", position=9)
    PlanPrice.objects.update(monthly_price=1, credit_price=None)
    kept = [
        (c.slug, c.name, c.monthly_credits, c.rollover_cap, c.is_legacy, c.monthly_price)
        for c in revision.choices.all()
    ]
    assert kept == [
        ("solo", "Solo", 20, 60, False, Decimal("79.99")),
        ("team", "Team", 50, 150, False, Decimal("149.99")),
        ("old", "Old", 5, 15, True, Decimal(9)),
    ]
    solo, team, old = revision.choices.all()
    assert (solo.seats, solo.billing, solo.strategy) == (2, "cheapest", "as_granted")
    assert (team.strategy, old.strategy) == ("", ""), "those that are not compared have none"
    assert solo.price is not None
    assert solo.price.credit_price == Decimal(10)
    assert solo.plan == book.plans.get(slug="solo")


def test_a_plan_without_a_price_stays_without_one() -> None:
    PlanPrice.objects.all().delete()
    choice = save_campaign().revisions.get().choices.first()
    assert choice is not None
    assert choice.price is None


def test_links_are_long_and_each_is_another_one() -> None:
    tokens = [token for _ in range(20) for token in _links(save_shared_campaign())]
    assert len(set(tokens)) == 40
    for token in tokens:
        assert re.fullmatch(r"[A-Za-z0-9_-]{43,64}", token)


def _links(campaign: Campaign) -> tuple[str, str]:
    assert campaign.share_token
    return campaign.edit_token, campaign.share_token


def test_a_change_is_a_new_revision_at_the_old_prices() -> None:
    campaign = save_campaign()
    change_price("team", "50")
    revise(campaign, "price_book=ours&target=150", base_number=1, name="Winter")
    revision = fresh(campaign).newest_revision
    assert (revision.number, revision.name) == (2, "Winter")
    assert revision.headline == "150 people for $449.97 in 3 months"
    assert revision.choices.get(slug="team").monthly_price == Decimal("149.99")
    assert numbers(campaign) == [1, 2], "all versions stay"


@pytest.mark.parametrize("base_number", [0, 1, 3, 10**9])
def test_who_has_not_seen_the_newest_revision_changes_nothing(base_number: int) -> None:
    campaign = save_campaign()
    revise(campaign, "target=150", base_number=1, name="Theirs")
    with pytest.raises(EditConflict):
        revise(campaign, "target=200", base_number=base_number, name="Mine")
    assert numbers(campaign) == [1, 2]
    assert fresh(campaign).newest_revision.name == "Theirs"


def test_the_newest_revision_is_there_also_when_it_has_just_become_another() -> None:
    campaign = Campaign.objects.get(pk=save_campaign().pk)
    revise(campaign, "target=150", base_number=1)
    assert campaign.number == 1, "read before the change"
    assert campaign.newest_revision.number == 2


def test_what_is_shared_stays_as_it_was_shared() -> None:
    campaign = save_shared_campaign(name="Shared")
    revise(campaign, "target=150", base_number=1, name="Changed")
    revise(campaign, "target=160", base_number=2, name="Changed again")
    campaign = fresh(campaign)
    assert numbers(campaign) == [1, 2, 3]
    assert campaign.changed_since_shared
    assert campaign.shared_revision is not None
    assert campaign.shared_revision.name == "Shared"
    assert campaign.newest_revision.name == "Changed again"


def test_sharing_again_keeps_the_link_and_shows_the_newest() -> None:
    campaign = save_shared_campaign(expires_on=date(2026, 12, 24))
    token = campaign.share_token
    revise(campaign, "target=150", base_number=1)
    editing.share_campaign(campaign=campaign)
    campaign = fresh(campaign)
    assert (campaign.share_token, campaign.shared_number) == (token, 2)
    assert campaign.share_expires_on == date(2026, 12, 24)
    assert not campaign.changed_since_shared
    assert numbers(campaign) == [1, 2]


def test_an_expired_link_does_not_come_back_to_life(time_machine: TimeMachineFixture) -> None:
    campaign = save_shared_campaign(expires_on=date(2026, 12, 2))
    token = campaign.share_token
    time_machine.move_to("2026-12-03 00:00 +0000")
    assert campaign.share_has_expired
    editing.limit_sharing(campaign=campaign, expires_on=None)
    editing.renew_share_link(campaign=campaign)
    assert not fresh(campaign).is_shared
    editing.share_campaign(campaign=campaign)
    again = fresh(campaign)
    assert again.is_shared
    assert again.share_token != token
    assert again.share_expires_on is None


@pytest.mark.parametrize(
    ("now", "works"),
    [
        ("2026-12-23 23:59 +0000", True),
        ("2026-12-24 23:59 +0000", True),
        ("2026-12-25 00:00 +0000", False),
    ],
)
def test_a_link_works_up_to_the_end_of_its_last_day(
    time_machine: TimeMachineFixture, now: str, works: bool
) -> None:
    campaign = save_shared_campaign(expires_on=date(2026, 12, 24))
    time_machine.move_to(now)
    assert campaign.is_shared == works
    assert campaign.share_has_expired != works


def test_a_renewed_link_is_another_one_and_shows_the_same() -> None:
    campaign = save_shared_campaign(expires_on=date(2026, 12, 24))
    editing.renew_share_link(campaign=campaign)
    again = fresh(campaign)
    assert again.is_shared
    assert again.share_token != campaign.share_token
    assert (again.shared_number, again.share_expires_on) == (1, date(2026, 12, 24))


def test_a_link_that_is_switched_off_leaves_no_trace_but_the_version() -> None:
    campaign = save_shared_campaign(expires_on=date(2026, 12, 24))
    revise(campaign, "target=150", base_number=1)
    editing.stop_sharing(campaign=campaign)
    campaign = fresh(campaign)
    said = campaign.share_token, campaign.shared_number, campaign.shared_at
    assert said == (None, None, None)
    assert campaign.share_expires_on is None
    assert campaign.shared_revision is None
    assert numbers(campaign) == [1, 2]


@pytest.mark.parametrize("act", [editing.renew_share_link, editing.stop_sharing])
def test_what_is_not_shared_does_not_become_it(act: Callable[..., None]) -> None:
    campaign = save_campaign()
    act(campaign=campaign)
    editing.limit_sharing(campaign=campaign, expires_on=date(2027, 1, 1))
    assert fresh(campaign).share_token is None
    assert fresh(campaign).share_expires_on is None


def test_every_link_can_be_ended_at_once() -> None:
    campaign = save_shared_campaign()
    assert moderation.renew_links(campaign.pk)
    again = fresh(campaign)
    assert again.edit_token != campaign.edit_token
    assert again.key == campaign.key, "by which its owner's browser finds it again"
    assert not again.is_shared


def test_a_deleted_campaign_comes_back_with_its_links() -> None:
    campaign = save_shared_campaign()
    editing.delete_campaign(campaign=campaign)
    assert not Campaign.objects.not_deleted().exists()
    assert Campaign.objects.deleted().get() == campaign
    editing.restore_campaign(campaign=campaign)
    assert _links(Campaign.objects.not_deleted().get()) == _links(campaign)


DO: dict[str, Callable[[Campaign], Any]] = {
    "revise": lambda campaign: revise(campaign, "target=2", base_number=1),
    "share": lambda campaign: editing.share_campaign(campaign=campaign),
    "limit": lambda campaign: editing.limit_sharing(campaign=campaign, expires_on=None),
    "renew": lambda campaign: editing.renew_share_link(campaign=campaign),
    "stop": lambda campaign: editing.stop_sharing(campaign=campaign),
    "renew edit link": lambda campaign: editing.renew_edit_link(campaign=campaign),
    "delete": lambda campaign: editing.delete_campaign(campaign=campaign),
}


@pytest.mark.parametrize("what", DO)
def test_nothing_is_done_to_a_deleted_campaign(what: str) -> None:
    campaign = fresh(save_shared_campaign())
    editing.delete_campaign(campaign=campaign)
    before = Campaign.objects.values().get()
    with pytest.raises(Campaign.DoesNotExist):
        DO[what](campaign)
    assert Campaign.objects.values().get() == before
    assert numbers(campaign) == [1]


@pytest.mark.parametrize("what", DO)
@pytest.mark.parametrize("end", [moderation.revoke_all_access, moderation.renew_links])
def test_what_was_under_way_does_not_outlive_its_link(
    what: str, end: Callable[[int], bool]
) -> None:
    """A loop of renewals would otherwise hand its sender the link after the last."""
    campaign = fresh(save_shared_campaign())
    assert end(campaign.pk)
    before = Campaign.objects.values().get()
    with pytest.raises(Campaign.DoesNotExist):
        DO[what](campaign)
    assert Campaign.objects.values().get() == before


def test_a_new_edit_link_ends_what_came_by_the_old_one() -> None:
    campaign = fresh(save_campaign())
    editing.renew_edit_link(campaign=campaign)
    with pytest.raises(Campaign.DoesNotExist):
        editing.renew_edit_link(campaign=campaign)


def test_who_is_shut_out_of_a_deleted_campaign_does_not_bring_it_back() -> None:
    campaign = fresh(save_campaign())
    editing.delete_campaign(campaign=campaign)
    assert moderation.revoke_all_access(campaign.pk)
    with pytest.raises(Campaign.DoesNotExist):
        editing.restore_campaign(campaign=campaign)
    assert Campaign.objects.get().deleted_at is not None


@pytest.mark.parametrize(
    "act",
    [
        moderation.stop_sharing,
        moderation.renew_links,
        moderation.revoke_all_access,
        moderation.delete_campaign,
        moderation.restore_campaign,
    ],
)
def test_what_is_removed_meanwhile_is_nothing_to_do(act: Callable[[int], bool]) -> None:
    pk = save_campaign().pk
    Campaign.objects.all().delete()
    assert not act(pk)


def test_deleting_twice_does_not_put_the_end_off(time_machine: TimeMachineFixture) -> None:
    campaign = save_campaign()
    editing.delete_campaign(campaign=campaign)
    first = Campaign.objects.get().deleted_at
    time_machine.move_to("2026-12-20 12:00 +0000")
    with pytest.raises(Campaign.DoesNotExist):
        editing.delete_campaign(campaign=campaign)
    assert not moderation.delete_campaign(campaign.pk)
    assert Campaign.objects.get().deleted_at == first


@pytest.mark.parametrize(
    ("name", "copied"),
    [
        ("Autumn", "Autumn (copy)"),
        ("x" * 100, "x" * 93 + " (copy)"),
        ("é" * 95, "é" * 93 + " (copy)"),
    ],
)
def test_a_copy_is_a_campaign_of_its_own(name: str, copied: str) -> None:
    campaign = fresh(save_shared_campaign(name=name))
    change_price("team", "50")
    made = copy(campaign, name)
    revision = fresh(made).newest_revision
    assert revision.name == copied
    assert revision.headline == campaign.newest_revision.headline
    assert revision.choices.get(slug="team").monthly_price == Decimal("149.99")
    assert not made.is_shared
    assert made.edit_token not in _links(campaign)
    assert made.key != campaign.key


def test_a_copy_keeps_the_day_its_prices_are_from(time_machine: TimeMachineFixture) -> None:
    campaign = fresh(save_campaign())
    time_machine.move_to("2027-03-01 12:00 +0000")
    revision = fresh(copy(campaign, "A")).newest_revision
    assert revision.frozen_on == date(2026, 12, 1)
    assert revision.book is not None


def test_a_campaign_outlives_its_book_and_its_plans(book: PriceBook) -> None:
    campaign = save_campaign()
    book.delete()
    revise(fresh(campaign), "price_book=ours&target=150", base_number=1)
    revision = fresh(campaign).newest_revision
    assert revision.book is None
    assert revision.headline == "150 people for $449.97 in 3 months"
    assert set(revision.choices.values_list("plan", flat=True)) == {None}


def test_a_change_is_saved_as_a_whole_or_not_at_all() -> None:
    campaign = save_campaign()
    in_the_way = campaign.revisions.get()
    in_the_way.pk, in_the_way.number = None, 2
    in_the_way.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        revise(campaign, "target=150", base_number=1)
    assert fresh(campaign).number == 1


def test_the_database_refuses_a_link_that_shows_nothing() -> None:
    campaign = save_campaign()
    with pytest.raises(IntegrityError), transaction.atomic():
        Campaign.objects.filter(pk=campaign.pk).update(share_token="x")


def test_who_has_not_seen_the_newest_revision_shares_nothing() -> None:
    campaign = save_campaign()
    revise(campaign, "target=150", base_number=1)
    before = Campaign.objects.values().get()
    with pytest.raises(EditConflict):
        editing.share_campaign(campaign=campaign, base_number=1)
    assert Campaign.objects.values().get() == before
    editing.share_campaign(campaign=campaign, base_number=2)
    assert fresh(campaign).shared_number == 2


def test_what_cannot_be_shared_is_not_saved_either(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: object) -> None:
        raise IntegrityError

    campaign = save_campaign()
    monkeypatch.setattr(editing, "share_campaign", fail)
    with pytest.raises(IntegrityError):
        editing.revise_and_share(
            draft_of(ask("target=150"), name="Autumn", note=""), campaign=campaign, base_number=1
        )
    assert numbers(campaign) == [1]


def test_a_new_edit_link_is_found_by_no_browser_that_remembers_and_the_shared_one_stays() -> None:
    campaign = save_shared_campaign()
    renewed = editing.renew_edit_link(campaign=campaign)
    again = fresh(campaign)
    assert (again.edit_token, again.key) == (renewed.edit_token, renewed.key)
    assert again.edit_token != campaign.edit_token
    assert again.key != campaign.key
    assert again.share_token == campaign.share_token


def test_everybody_can_be_shut_out() -> None:
    campaign = save_shared_campaign()
    assert moderation.revoke_all_access(campaign.pk)
    again = fresh(campaign)
    assert again.edit_token != campaign.edit_token
    assert again.key != campaign.key
    assert not again.is_shared
