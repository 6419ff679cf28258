"""A form that is sent twice saves one campaign, only for the client that received the form."""

import re
from collections.abc import Callable

import pytest
from django.db import IntegrityError
from django.test import Client

from campaigns.models import Campaign, TokenBucket
from campaigns.saved import editing, moderation
from tests.campaigns.factories import save_campaign, save_shared_campaign
from tests.campaigns.pages import read_fields, read_form, read_text

pytestmark = pytest.mark.usefixtures("book")
NEW = "/campaigns/new/?target=150"
OWN = re.compile(r"/campaigns/(?!new/)")


@pytest.fixture
def browser() -> Client:
    return Client(enforce_csrf_checks=True)


def form_of(browser: Client, page: str) -> dict[str, str]:
    """What the button that makes a campaign sends."""
    shown = browser.get(page)
    return read_form(shown, "copy") if OWN.match(page) else read_fields(shown)


@pytest.fixture(params=["new", "copy of one's own", "copy of a shared one"])
def page(request: pytest.FixtureRequest) -> str:
    """Each page that makes campaigns."""
    if request.param == "new":
        return NEW
    campaign = save_shared_campaign()
    if request.param == "copy of a shared one":
        return f"/c/{campaign.share_token}/copy/"
    return f"/campaigns/{campaign.edit_token}/"


def test_a_form_sent_twice_saves_one_campaign(browser: Client, page: str) -> None:
    form, before = form_of(browser, page), Campaign.objects.count()
    first, second = browser.post(page, form), browser.post(page, form)
    assert first.status_code == second.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]
    assert Campaign.objects.count() == before + 1
    # What is due of it stands on the page as well, each with a link to it.
    active = browser.get("/campaigns/").context["active"]
    links = [f"/campaigns/{row.campaign.edit_token}/" for row in active]
    assert links.count(first.headers["Location"]) == 1
    assert TokenBucket.objects.get().tokens == 19, "the second one costs nothing"


def test_the_page_opened_again_saves_another_one(browser: Client, page: str) -> None:
    before = Campaign.objects.count()
    for _ in range(2):
        assert browser.post(page, form_of(browser, page)).status_code == 302
    assert Campaign.objects.count() == before + 2


@pytest.mark.parametrize("changed", [{"name": "Winter"}, {"note": "For Ann"}])
def test_what_was_changed_after_going_back_is_not_lost(
    browser: Client, changed: dict[str, str]
) -> None:
    form = form_of(browser, NEW)
    first, second = browser.post(NEW, form), browser.post(NEW, form | changed)
    assert first.headers["Location"] != second.headers["Location"]
    newest = Campaign.objects.latest("pk").newest_revision
    assert {name: getattr(newest, name) for name in changed} == changed


def test_nobody_finds_a_campaign_by_the_form_of_somebody_else(browser: Client, page: str) -> None:
    form = form_of(browser, page)
    location = browser.post(page, form).headers["Location"]
    stranger = Client(enforce_csrf_checks=True)
    own = form_of(stranger, page)
    assert stranger.post(page, form).status_code == 403
    said = form | {"csrfmiddlewaretoken": own["csrfmiddlewaretoken"]}
    assert stranger.post(page, said).headers["Location"] != location


@pytest.mark.writes
@pytest.mark.parametrize("end", [moderation.revoke_all_access, moderation.renew_links])
def test_who_is_shut_out_does_not_come_back_by_the_form(
    browser: Client, page: str, end: Callable[[int], bool]
) -> None:
    form = form_of(browser, page)
    browser.post(page, form)
    campaign = Campaign.objects.latest("pk")
    end(campaign.pk)
    campaign.refresh_from_db()
    again = browser.post(page, form)
    assert campaign.edit_token not in again.headers["Location"]


def test_a_new_edit_link_is_not_found_by_the_form_either(browser: Client) -> None:
    form = form_of(browser, NEW)
    browser.post(NEW, form)
    renewed = editing.renew_edit_link(campaign=Campaign.objects.get())
    assert renewed.edit_token not in browser.post(NEW, form).headers["Location"]


@pytest.mark.parametrize("by_admin", [True, False])
def test_after_it_was_deleted_the_form_saves_anew(browser: Client, by_admin: bool) -> None:
    form = form_of(browser, NEW)
    browser.post(NEW, form)
    campaign = Campaign.objects.get()
    if by_admin:
        moderation.delete_campaign(campaign.pk)
    else:
        editing.delete_campaign(campaign=campaign)
    again = browser.post(NEW, form, follow=True)
    assert again.status_code == 200
    assert Campaign.objects.not_deleted().get() != campaign


def test_two_processes_that_save_at_once_give_the_same(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = form_of(browser, NEW)
    first = browser.post(NEW, form)
    # As the other process sees it that looked before the first had saved.
    looks = iter([None, None])
    find = editing.find_created
    monkeypatch.setattr(editing, "find_created", lambda key: next(looks, find(key)))
    monkeypatch.setattr("campaigns.views.new_campaign.find_created", editing.find_created)
    second = browser.post(NEW, form)
    assert second.headers["Location"] == first.headers["Location"]
    assert Campaign.objects.count() == 1


def test_another_fault_of_the_database_is_not_taken_for_it(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise IntegrityError

    form = form_of(browser, NEW)
    monkeypatch.setattr(editing, "_add_revision", fail)
    with pytest.raises(IntegrityError):
        browser.post(NEW, form)
    assert not Campaign.objects.exists()


def test_the_database_holds_neither_the_form_nor_its_token(browser: Client) -> None:
    form = form_of(browser, NEW)
    browser.post(NEW, form)
    key = Campaign.objects.get().creation_key
    assert key
    assert form["csrfmiddlewaretoken"] not in key
    assert save_campaign().creation_key is None


def test_the_first_message_is_shown_once(browser: Client) -> None:
    form = form_of(browser, NEW)
    browser.post(NEW, form)
    page = browser.post(NEW, form, follow=True)
    assert "Keep the edit link below" in read_text(page)
