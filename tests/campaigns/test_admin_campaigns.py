"""Campaigns in the admin: searched for, listed with their usage, and their links revoked."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from time_machine import TimeMachineFixture

from campaigns.models import Campaign, Plan, PlanPrice, PriceBook
from campaigns.models.progress_entry import Noted
from campaigns.saved.editing import delete_campaign
from campaigns.saved.progress import add_entry
from planner.planning.progress.record import Entry
from tests.campaigns.factories import (
    PlanFactory,
    change_price,
    save_campaign,
    save_shared_campaign,
)
from tests.campaigns.pages import Response, read_form, read_rows, read_text

pytestmark = pytest.mark.usefixtures("book")
LIST = "admin:campaigns_campaign_changelist"


@pytest.fixture
def staff(client: Client, admin_user: User, book: PriceBook) -> Client:
    """A browser of an admin's."""
    client.force_login(admin_user)
    return client


def names(staff: Client, **query: str) -> list[str]:
    response = staff.get(reverse(LIST), query)
    assert response.status_code == 200
    if "result_list" not in response.content.decode():
        assert "0 campaigns" in read_text(response)
        return []
    return [row["Name"] for row in read_rows(response)]


def do(staff: Client, action: str, *campaigns: Campaign) -> Response:
    said = {"action": action, "_selected_action": [campaign.pk for campaign in campaigns]}
    return staff.post(reverse(LIST), said, follow=True)


def test_it_works(staff: Client, time_machine: TimeMachineFixture) -> None:
    save_campaign("target=120", name="Autumn")
    save_shared_campaign(name="Shared")
    save_shared_campaign(name="Until", expires_on=date(2026, 12, 24))
    delete_campaign(campaign=save_shared_campaign(name="Gone", expires_on=date(2026, 12, 2)))
    time_machine.move_to("2026-12-03 12:00 +0000")
    rows = read_rows(staff.get(reverse(LIST)))
    columns = ("Name", "Answer when saved", "Shared", "Deleted")
    assert [tuple(row[column] for column in columns) for row in rows] == [
        ("Gone", "100 people for $299.98 in 2 months", "expired", "on 1 Dec 2026"),
        ("Until", "100 people for $299.98 in 2 months", "until 24 Dec 2026", "no"),
        ("Shared", "100 people for $299.98 in 2 months", "yes", "no"),
        ("Autumn", "120 people for $449.97 in 3 months", "no", "no"),
    ]


def test_it_needs_an_admin(client: Client) -> None:
    campaign = save_campaign()
    for page in (reverse(LIST), reverse("admin:campaigns_campaign_change", args=[campaign.pk])):
        response = client.get(page)
        assert response.status_code == 302
        assert response.headers["Location"].startswith(reverse("admin:login"))


def test_no_page_of_the_admin_holds_a_link(staff: Client) -> None:
    campaign = save_shared_campaign()
    pages = [reverse(LIST), reverse("admin:campaigns_campaign_change", args=[campaign.pk])]
    pages += [pages[1].replace("/change/", page) for page in ("/history/", "/delete/")]
    for page in pages:
        shown = staff.get(page).content.decode()
        assert "campaign" in shown
        assert campaign.edit_token not in shown
        assert str(campaign.share_token) not in shown


def test_a_campaign_is_shown_by_its_name_in_words(staff: Client) -> None:
    campaign = save_campaign(name="Autumn", note="For Ann, who pays")
    page = staff.get(reverse("admin:campaigns_campaign_change", args=[campaign.pk]))
    text = read_text(page)
    assert "<h2>Autumn</h2>" in page.content.decode()
    assert "For Ann, who pays" in text
    assert "Deleted: no" in text
    assert "icon-no" not in page.content.decode()
    assert 'name="_save"' not in page.content.decode()
    assert 'name="_continue"' not in page.content.decode()
    assert str(campaign) == f"campaign {campaign.pk}", "the admin's log keeps no name"


def test_a_campaign_is_looked_at_but_not_rewritten(staff: Client) -> None:
    campaign = save_campaign(name="Autumn")
    page = reverse("admin:campaigns_campaign_change", args=[campaign.pk])
    text = read_text(staff.get(page))
    assert "Autumn" in text
    assert "100 people for $299.98 in 2 months" in text
    said = {"revisions-0-name": "Hacked", "number": "7", "edit_token": "x", "share_token": "x"}
    said |= {"revisions-TOTAL_FORMS": "0", "revisions-INITIAL_FORMS": "0"}
    staff.post(page, said)
    now = Campaign.objects.get()
    assert (now.number, now.edit_token, now.share_token) == (1, campaign.edit_token, None)
    assert now.newest_revision.name == "Autumn"
    assert staff.get(reverse("admin:campaigns_campaign_add")).status_code == 403


def test_what_is_noted_of_its_progress_is_read_and_not_changed(staff: Client) -> None:
    campaign = save_campaign()
    entry = Entry(first_on=date(2026, 11, 30), last_on=date(2026, 11, 30), sent=35, answered=4)
    row = add_entry(Noted(entry, "Slow week"), campaign=campaign)
    address = reverse("admin:campaigns_campaign_change", args=[campaign.pk])
    page = staff.get(address)
    assert "Slow week" in read_text(page)
    assert 'name="progress-0-sent"' not in page.content.decode()
    staff.post(address, {"progress-0-id": f"{row.pk}", "progress-0-sent": "9"})
    row.refresh_from_db()
    assert row.sent == 35


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("autumn", ["Autumn in Ulm"]),
        ("Ulm autumn", ["Autumn in Ulm"]),
        ("for ann", ["Winter"]),
        ("Ann", ["Winter"]),
        ("nope", []),
        ("", ["Winter", "Autumn in Ulm"]),
    ],
)
def test_campaigns_are_found_by_name_and_note(staff: Client, query: str, found: list[str]) -> None:
    save_campaign(name="Autumn in Ulm")
    save_shared_campaign(name="Winter", note="For Ann")
    assert names(staff, q=query) == found


def test_a_campaign_is_found_once_though_it_says_a_word_twice(staff: Client) -> None:
    campaign = save_shared_campaign(name="Winter", note="Winter")
    edit = f"/campaigns/{campaign.edit_token}/"
    Client().post(edit, read_form(Client().get(edit), "save"))
    assert campaign.revisions.count() == 2
    assert names(staff, q="winter") == ["Winter"]


@pytest.mark.parametrize(
    "write",
    [
        "https://planner.example/{}",
        "https://planner.example/{}?target=7&sort=total",
        "https://planner.example/{}#sharing",
        "/{}",
        " {} ",
    ],
)
def test_a_campaign_is_found_by_a_whole_link(staff: Client, write: str) -> None:
    save_shared_campaign(name="Other")
    campaign = save_shared_campaign(name="Reported")
    for path in (f"campaigns/{campaign.edit_token}/", f"c/{campaign.share_token}/"):
        assert names(staff, q=write.format(path)) == ["Reported"]
    # A part of a link is no link: guessing finds no campaign.
    assert names(staff, q=write.format(f"c/{str(campaign.share_token)[:-1]}/")) == []
    assert names(staff, q=str(campaign.share_token)) == []


@pytest.mark.writes
@pytest.mark.parametrize(
    "query", ["%", "'", "\x00", "a" * 5000, "http://[", "//[::1", "http://[/c/x", "/c/", "c//", "?"]
)
def test_no_search_breaks_the_list(staff: Client, query: str) -> None:
    save_campaign()
    assert staff.get(reverse(LIST), {"q": query}).status_code == 200


# What a price change touches


def test_a_price_change_tells_which_campaigns_it_touches(staff: Client) -> None:
    save_campaign(name="Both")
    save_campaign("plans=solo", name="Solo")
    save_campaign("plans=team", name="Team")
    save_campaign("start_on=2027-03-01", name="Later")
    save_campaign("plans=old", name="Old")
    assert names(staff, touched="yes") == []
    change_price("team", "199.99", effective_on=date(2027, 2, 1))
    assert names(staff, touched="yes") == ["Later"]
    change_price("team", "189.99", effective_on=date(2026, 12, 1))
    assert names(staff, touched="yes") == ["Later", "Team", "Both"]
    save_campaign(name="New")
    assert "New" not in names(staff, touched="yes")


def test_after_the_start_a_price_of_today_touches(
    staff: Client, time_machine: TimeMachineFixture
) -> None:
    campaign = save_campaign(name="Begun")
    change_price("team", "100", effective_on=date(2026, 12, 5))
    assert names(staff, touched="yes") == []
    time_machine.move_to("2026-12-05 12:00 +0000")
    assert names(staff, touched="yes") == ["Begun"]
    edit = f"/campaigns/{campaign.edit_token}/"
    Client().post(edit, read_form(Client().get(edit), "save") | {"action": "prices"})
    assert names(staff, touched="yes") == []


@pytest.mark.parametrize(
    ("field", "amount"),
    [
        ("monthly_price", "79.9901"),
        ("monthly_price", None),
        ("annual_price", "1"),
        ("credit_price", "0"),
        ("credit_price", None),
    ],
)
def test_any_amount_touches(staff: Client, field: str, amount: str | None) -> None:
    save_campaign()
    PlanPrice.objects.filter(plan__slug="solo").update(
        **{field: None if amount is None else Decimal(amount)}
    )
    assert names(staff, touched="yes") == ["Autumn"]


def test_a_plan_that_is_gone_touches_and_a_new_one_does_not(staff: Client, book: PriceBook) -> None:
    save_campaign()
    PlanFactory.create(book=book)
    assert names(staff, touched="yes") == []
    Plan.objects.get(slug="solo").delete()
    assert names(staff, touched="yes") == ["Autumn"]


def test_who_has_taken_the_new_price_over_is_not_touched(staff: Client) -> None:
    campaign = save_shared_campaign()
    change_price("team", "1")
    edit = f"/campaigns/{campaign.edit_token}/"
    Client().post(edit, read_form(Client().get(edit), "save") | {"action": "prices"})
    assert campaign.revisions.count() == 2, "the shared one has the old price still"
    assert names(staff, touched="yes") == []


def test_campaigns_are_found_by_the_plans_that_they_compare(staff: Client) -> None:
    save_campaign(name="Both")
    save_campaign("plans=solo", name="Solo")
    solo, team, old = Plan.objects.in_order()
    assert names(staff, plan=str(solo.pk)) == ["Solo", "Both"]
    assert names(staff, plan=str(team.pk)) == ["Both"]
    assert names(staff, plan=str(old.pk)) == []
    page = read_text(staff.get(reverse(LIST)))
    assert "Solo (Our prices)" in page


@pytest.mark.writes
@pytest.mark.parametrize("value", ["", "x", "-1", "0", "٣", "9" * 30, "9" * 5000, "\x00"])
def test_no_filter_breaks_the_list(staff: Client, value: str) -> None:
    save_campaign()
    for name in ("plan", "touched"):
        assert staff.get(reverse(LIST), {name: value}, follow=True).status_code == 200


# Ending links


def test_a_shared_link_is_switched_off(staff: Client) -> None:
    campaign, other = save_shared_campaign(), save_shared_campaign()
    page = do(staff, "switch_off_sharing", campaign)
    assert "Campaigns: 1: no shared link any more." in read_text(page)
    assert Client().get(f"/c/{campaign.share_token}/").status_code == 404
    assert Client().get(f"/c/{campaign.share_token}/plan.csv").status_code == 404
    assert Client().get(f"/campaigns/{campaign.edit_token}/").status_code == 200
    assert Client().get(f"/c/{other.share_token}/").status_code == 200


def test_every_link_is_ended_and_the_owners_browser_finds_it_still(staff: Client) -> None:
    owner = Client()
    owner.post("/campaigns/new/", {"name": "Autumn"})
    campaign = Campaign.objects.get()
    owner.post(f"/campaigns/{campaign.edit_token}/", {"action": "share"})
    campaign.refresh_from_db()
    do(staff, "replace_links", campaign)
    for address in (f"/campaigns/{campaign.edit_token}/", f"/c/{campaign.share_token}/"):
        assert Client().get(address).status_code == 404
    campaign.refresh_from_db()
    assert f"/campaigns/{campaign.edit_token}/" in owner.get("/campaigns/").content.decode()


def test_everybody_is_shut_out_of_a_campaign_that_is_abused(staff: Client) -> None:
    owner = Client()
    owner.post("/campaigns/new/", {"name": "Autumn"})
    campaign = Campaign.objects.get()
    owner.post(f"/campaigns/{campaign.edit_token}/", {"action": "share"})
    campaign.refresh_from_db()
    page = do(staff, "revoke_all_access", campaign)
    assert "Campaigns: 1: nobody reaches it any more" in read_text(page)
    for address in (f"/campaigns/{campaign.edit_token}/", f"/c/{campaign.share_token}/"):
        assert owner.get(address).status_code == 404
    assert "has saved no campaign" in read_text(owner.get("/campaigns/"))


@pytest.mark.parametrize(
    ("action", "logged"),
    [
        ("switch_off_sharing", "no shared link any more"),
        ("replace_links", "new links; browsers that remember it still find it"),
        ("revoke_all_access", "nobody reaches it any more, its owner neither"),
        ("delete_with_way_back", "deleted; “Bring back” undoes it"),
        ("bring_back", "brought back"),
    ],
)
def test_what_an_admin_does_to_links_is_logged(
    staff: Client, admin_user: User, action: str, logged: str
) -> None:
    campaign = save_shared_campaign()
    if action == "bring_back":
        delete_campaign(campaign=campaign)
    do(staff, action, campaign)
    entry = LogEntry.objects.get()
    assert (entry.object_id, entry.user) == (str(campaign.pk), admin_user)
    assert entry.is_change()
    assert entry.get_change_message() == logged


def test_a_campaign_is_deleted_and_brought_back(staff: Client) -> None:
    campaign = save_shared_campaign()
    do(staff, "delete_with_way_back", campaign)
    assert Client().get(f"/c/{campaign.share_token}/").status_code == 404
    assert "Campaigns: 1: brought back." in read_text(do(staff, "bring_back", campaign))
    assert Client().get(f"/c/{campaign.share_token}/").status_code == 200


@pytest.mark.parametrize("action", ["switch_off_sharing", "replace_links", "revoke_all_access"])
def test_the_links_of_a_deleted_campaign_are_ended_too(staff: Client, action: str) -> None:
    owner = Client()
    owner.post("/campaigns/new/", {"name": "Autumn"})
    campaign = Campaign.objects.get()
    edit = f"/campaigns/{campaign.edit_token}/"
    owner.post(edit, {"action": "share"})
    campaign.refresh_from_db()
    listed = owner.post(edit, {"action": "delete"}, follow=True)
    bring_back = read_form(listed, "restore")
    assert "Campaigns: 1:" in read_text(do(staff, action, campaign))
    assert Campaign.objects.get().deleted_at is not None
    answer = owner.post("/campaigns/", bring_back)
    assert answer.status_code == (404 if action == "revoke_all_access" else 302)
    do(staff, "bring_back", campaign)
    assert owner.get(f"/c/{campaign.share_token}/").status_code == 404
    is_open = action == "switch_off_sharing"
    assert owner.get(edit).status_code == (200 if is_open else 404)
    assert ("Autumn" in read_text(owner.get("/campaigns/"))) == (action != "revoke_all_access")


@pytest.mark.parametrize(
    ("action", "why"),
    [
        ("switch_off_sharing", "no shared link there"),
        ("delete_with_way_back", "deleted already"),
        ("bring_back", "not deleted"),
    ],
)
def test_where_there_is_nothing_to_do_no_success_is_reported(
    staff: Client, action: str, why: str
) -> None:
    campaign = save_campaign()
    if action == "delete_with_way_back":
        delete_campaign(campaign=campaign)
    before = Campaign.objects.values().get()
    page = do(staff, action, campaign)
    assert f"Campaigns left as they are: 1: {why}." in read_text(page)
    assert [message.level_tag for message in page.context["messages"]] == ["warning"]
    assert Campaign.objects.values().get() == before
    assert not LogEntry.objects.exists()


def test_what_was_done_and_what_was_left_are_both_reported(staff: Client) -> None:
    deleted, campaign = save_campaign(), save_campaign()
    delete_campaign(campaign=deleted)
    text = read_text(do(staff, "delete_with_way_back", deleted, campaign))
    assert "Campaigns: 1: deleted" in text
    assert "Campaigns left as they are: 1: deleted already." in text


def test_who_may_only_look_ends_no_link(client: Client) -> None:
    campaign = save_shared_campaign()
    viewer = User.objects.create_user("viewer", password="only-for-the-tests", is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_campaign"))
    client.force_login(viewer)
    assert names(client) == ["Autumn"]
    for action in (
        "switch_off_sharing",
        "replace_links",
        "revoke_all_access",
        "delete_with_way_back",
    ):
        do(client, action, campaign)
    assert Client().get(f"/c/{campaign.share_token}/").status_code == 200


# Around it


def test_words_of_a_campaign_are_text_never_markup(staff: Client) -> None:
    nasty = "<script>alert(1)</script>"
    campaign = save_campaign(name=nasty, note=nasty)
    Plan.objects.update(name=nasty)
    for page in (reverse(LIST), reverse("admin:campaigns_campaign_change", args=[campaign.pk])):
        shown = staff.get(page).content.decode()
        assert nasty not in shown
        assert "&lt;script&gt;alert(1)" in shown


def test_the_list_takes_as_many_queries_for_many_as_for_one(
    staff: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    save_campaign()
    with django_assert_num_queries(6) as few:
        staff.get(reverse(LIST))
    for _ in range(9):
        save_shared_campaign()
    change_price("solo", "1")
    plan = str(Plan.objects.get(slug="solo").pk)
    for query in ({}, {"q": "autumn"}, {"touched": "yes"}, {"plan": plan}):
        with django_assert_num_queries(len(few)):
            staff.get(reverse(LIST), query)
