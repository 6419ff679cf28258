"""The campaigns that a browser remembers: only its own."""

from collections.abc import Callable

import pytest
from django.core import signing
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings
from time_machine import TimeMachineFixture

from campaigns.models import Campaign, Revision
from campaigns.saved.browser_cookie import SALT
from campaigns.saved.editing import delete_campaign
from campaigns.saved.moderation import renew_links
from campaigns.saved.purging import purge_campaigns
from tests.campaigns.factories import save_campaign
from tests.campaigns.pages import Response, read_form, read_text

pytestmark = pytest.mark.usefixtures("book")
OWN = "/campaigns/"
WORKBOOK = f"{OWN}campaigns.xlsx"
PRIVATE = {
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


def make(client: Client, name: str, query: str = "") -> Campaign:
    """A campaign that this browser saves."""
    client.post(f"/campaigns/new/?{query}", {"name": name})
    return Campaign.objects.latest("pk")


def press(client: Client, campaign: Campaign, action: str) -> Response:
    token = campaign.key.hex
    return client.post(OWN, {"key": token, "action": action}, follow=True)


def names(client: Client) -> list[str]:
    """The campaigns on the list, those that are deleted last."""
    page = client.get(OWN)
    active = [row.revision.name for row in page.context["active"]]
    return active + [revision.name for _, revision in page.context["deleted"]]


def test_it_lists_what_this_browser_saved_newest_first(client: Client) -> None:
    first = make(client, "Autumn", "target=120")
    make(client, "Winter")
    text = read_text(client.get(OWN))
    assert text.index("Winter") < text.index("Autumn")
    assert "Autumn Saved 1 Dec 2026 · prices of 1 Dec 2026 120 people Team $449.97" in text
    page = client.get(OWN).content.decode()
    assert f'<a href="/campaigns/{first.edit_token}/">Autumn</a>' in page


def test_what_was_changed_last_comes_first(client: Client) -> None:
    campaign = make(client, "Autumn")
    make(client, "Winter")
    edit = f"/campaigns/{campaign.edit_token}/"
    client.post(edit, read_form(client.get(edit), "save"))
    assert names(client) == ["Autumn", "Winter"]


def test_a_first_visitor_is_told_how_to_begin(client: Client) -> None:
    text = read_text(client.get(OWN))
    assert "This browser has saved no campaign. Plan one , then choose “Save and share”." in text


def test_it_tells_what_is_shared(client: Client, time_machine: TimeMachineFixture) -> None:
    campaign = make(client, "Autumn")
    edit = f"/campaigns/{campaign.edit_token}/"
    assert "· shared" not in read_text(client.get(OWN))
    client.post(edit, {"action": "share", "expires_on": "2026-12-24"})
    assert "· shared" in read_text(client.get(OWN))
    assert "changed since" not in read_text(client.get(OWN))
    client.post(edit, read_form(client.get(f"{edit}?target=150"), "save"))
    assert "· shared changed since" in read_text(client.get(OWN))
    time_machine.move_to("2026-12-25 00:00 +0000")
    assert "· shared link expired" in read_text(client.get(OWN))
    assert "changed since" not in read_text(client.get(OWN))


def test_two_browsers_do_not_see_each_others(client: Client) -> None:
    other = Client()
    mine, theirs = make(client, "Mine"), make(other, "Theirs")
    assert (names(client), names(other)) == (["Mine"], ["Theirs"])
    assert theirs.edit_token not in client.get(OWN).content.decode()
    delete_campaign(campaign=theirs)
    before = [*Campaign.objects.order_by("pk").values()]
    for action in ("restore", "forget"):
        assert press(client, theirs, action).status_code == 404
    assert [*Campaign.objects.order_by("pk").values()] == before
    assert names(client) == [mine.revisions.get().name]


def test_who_only_looked_at_a_campaign_does_not_keep_it(client: Client) -> None:
    campaign = save_campaign()
    client.get(f"/campaigns/{campaign.edit_token}/")
    assert names(client) == []
    client.post(f"/campaigns/{campaign.edit_token}/", {"action": "share"})
    assert names(client) == ["Autumn"]


def test_a_campaign_is_forgotten_here_and_goes_on_elsewhere(client: Client) -> None:
    campaign = make(client, "Autumn")
    make(client, "Winter")
    page = press(client, campaign, "forget")
    assert page.redirect_chain == [(OWN, 302)]
    assert names(client) == ["Winter"]
    assert client.get(f"/campaigns/{campaign.edit_token}/").status_code == 200


def test_a_deleted_campaign_is_listed_apart_and_brought_back(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    campaign = make(client, "Autumn")
    client.post(f"/campaigns/{campaign.edit_token}/", {"action": "delete"})
    time_machine.move_to("2026-12-30 12:00 +0000")
    page = client.get(OWN)
    text = read_text(page)
    assert "has saved no campaign that is still there" in text
    assert "Autumn, deleted 1 Dec 2026 Bring it back" in text
    assert campaign.edit_token not in page.content.decode()
    assert "“Autumn” is back." in read_text(press(client, campaign, "restore"))
    assert "Deleted" not in read_text(client.get(OWN))


def test_after_its_time_a_deleted_campaign_is_gone_for_good(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    campaign = make(client, "Autumn")
    delete_campaign(campaign=campaign)
    time_machine.move_to("2027-01-01 12:01 +0000")
    purge_campaigns(today=campaign.created_at.date())
    assert names(client) == []
    assert press(client, campaign, "restore").status_code == 404


def test_new_links_are_found_by_the_browser_that_remembers(client: Client) -> None:
    campaign = make(client, "Autumn")
    renew_links(campaign.pk)
    page = client.get(OWN).content.decode()
    assert campaign.edit_token not in page
    campaign.refresh_from_db()
    assert campaign.edit_token in page


@pytest.mark.parametrize("said", [{}, {"action": ""}, {"action": "nope"}, {"action": "delete"}])
def test_an_unknown_action_changes_nothing(client: Client, said: dict[str, str]) -> None:
    campaign = make(client, "Autumn")
    delete_campaign(campaign=campaign)
    response = client.post(OWN, said | {"key": campaign.key.hex})
    assert response.status_code == 404
    assert Campaign.objects.get().deleted_at is not None


@pytest.mark.parametrize("key", ["", "x", "\x00", "0" * 32, "x" * 5000, "é"])
def test_an_unknown_key_leads_nowhere(client: Client, key: str) -> None:
    make(client, "Autumn")
    for action in ("restore", "forget", ""):
        assert client.post(OWN, {"key": key, "action": action}).status_code == 404
    assert names(client) == ["Autumn"]


# The cookie


def _garbage(value: str) -> str:
    return "garbage"


def _of_another_key(value: str) -> str:
    keys = signing.loads(value, salt=SALT)
    return signing.dumps(keys, key="another", salt=SALT)


def _of_another_purpose(value: str) -> str:
    return signing.dumps(signing.loads(value, salt=SALT), salt="another")


def _longer(value: str) -> str:
    return f"x{value}"


def _cut(value: str) -> str:
    return value[:-1]


def _strange_signs(value: str) -> str:
    return f"{value}\\303\\251::%00é"


@pytest.mark.parametrize(
    "forge", [_garbage, _of_another_key, _of_another_purpose, _longer, _cut, _strange_signs]
)
def test_a_forged_cookie_is_no_cookie(client: Client, forge: Callable[[str], str]) -> None:
    make(client, "Autumn")
    client.cookies["campaigns"] = forge(client.cookies["campaigns"].value)
    assert names(client) == []
    make(client, "Winter")
    assert names(client) == ["Winter"]


def test_a_cookie_that_is_too_old_is_no_cookie(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    make(client, "Autumn")
    value = client.cookies["campaigns"].value
    time_machine.move_to("2028-01-05 12:00 +0000")
    client.cookies["campaigns"] = value
    assert names(client) == ["Autumn"]
    time_machine.move_to("2028-01-06 12:00 +0000")
    client.cookies["campaigns"] = value
    assert names(client) == []


def test_the_cookie_holds_no_link_and_is_out_of_reach(client: Client) -> None:
    campaign = make(client, "Autumn")
    cookie = client.cookies["campaigns"]
    assert signing.loads(cookie.value, salt=SALT) == [campaign.key.hex]
    assert campaign.edit_token not in str(cookie)
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert cookie["domain"] == ""
    assert cookie["max-age"] == 400 * 24 * 3600


def test_over_https_the_cookie_stays_there(client: Client, settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE = True
    make(client, "Autumn")
    assert client.cookies["__Host-campaigns"]["secure"]
    assert names(client) == ["Autumn"]


def test_the_fullest_cookie_fits_into_a_browser(client: Client) -> None:
    for number in range(55):
        client.post(
            f"/campaigns/{save_campaign(name=str(number)).edit_token}/", {"action": "share"}
        )
    assert names(client) == [str(number) for number in range(54, 4, -1)]
    assert len(client.cookies["campaigns"].OutputString()) < 4096


# Around it


@pytest.mark.parametrize("nasty", ["<script>alert(1)</script>", "</title><b>", "</h1 x"])
def test_names_are_text_never_markup(client: Client, nasty: str) -> None:
    campaign = make(client, nasty)
    for browser_sees in (
        client.get(OWN),
        client.post(f"/campaigns/{campaign.edit_token}/", {"action": "delete"}, follow=True),
        press(client, campaign, "restore"),
    ):
        page = browser_sees.content.decode()
        assert nasty not in page
        assert nasty.split(">")[0].strip("<") in read_text(browser_sees)


def test_the_list_takes_as_many_queries_for_ten_as_for_one(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make(client, "First")
    # The campaigns with their revisions and plans, the price books as the key of what is cached,
    # today's prices of the one book, and what was noted of all of them.
    with django_assert_num_queries(12):
        client.get(OWN)
    for number in range(9):
        campaign = make(client, str(number))
        client.post(f"/campaigns/{campaign.edit_token}/", {"action": "share"})
    delete_campaign(campaign=campaign)
    with django_assert_num_queries(12):
        client.get(OWN)
    with django_assert_num_queries(10):
        client.get(OWN)
    with django_assert_num_queries(0):
        Client().get(OWN)


def test_looking_writes_nothing(client: Client) -> None:
    make(client, "Autumn")
    before = [*Campaign.objects.values(), *Revision.objects.values()]
    client.get(OWN, {"key": Campaign.objects.get().key.hex, "action": "forget"})
    client.head(OWN)
    assert [*Campaign.objects.values(), *Revision.objects.values()] == before
    assert names(client) == ["Autumn"]


def test_it_is_private(client: Client) -> None:
    campaign = make(client, "Autumn")
    for response in (
        client.get(OWN),
        client.get(WORKBOOK),
        client.get(WORKBOOK, {"key": campaign.key.hex}),
        client.post(OWN, {"key": campaign.key.hex, "action": "forget"}),
        client.post(OWN),
        client.put(OWN),
        Client(enforce_csrf_checks=True).post(OWN),
    ):
        assert {name: response.headers.get(name) for name in PRIVATE} == PRIVATE


def test_nothing_is_done_without_the_forms_token() -> None:
    browser = Client(enforce_csrf_checks=True)
    page = browser.get("/campaigns/new/")
    token = page.context["csrf_token"]
    browser.post("/campaigns/new/", {"name": "Autumn", "csrfmiddlewaretoken": str(token)})
    campaign = Campaign.objects.get()
    assert press(browser, campaign, "forget").status_code == 403
    assert names(browser) == ["Autumn"]
    assert browser.post(OWN, read_form(browser.get(OWN), "forget")).status_code == 302
    assert names(browser) == []
