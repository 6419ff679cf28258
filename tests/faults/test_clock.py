"""The clock steps back or forward: lockouts stay short, nothing expired becomes valid again."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client, RequestFactory
from time_machine import TimeMachineFixture

from campaigns.models import Campaign, PriceBook
from campaigns.rate_limits import Limit, take_token
from campaigns.saved import editing
from campaigns.saved.browser_cookie import cookie_name, keys_in_cookie, remember
from campaigns.saved.purging import purge_campaigns
from tests.campaigns.factories import save_campaign, save_shared_campaign
from tests.campaigns.pages import read_form, read_text

pytestmark = pytest.mark.usefixtures("book")
LIMIT = Limit("trying", capacity=3, per_hour=60)
HOUR, YEAR = timedelta(hours=1), timedelta(days=365)


def take(times: int) -> list[int]:
    return [take_token(LIMIT, RequestFactory().get("/")) for _ in range(times)]


@pytest.fixture(autouse=True)
def noon(book: PriceBook, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to("2026-12-01 12:00 +0000", tick=False)


def test_an_empty_bucket_fills_though_the_clock_went_back(time_machine: TimeMachineFixture) -> None:
    assert take(4) == [0, 0, 0, 61]
    time_machine.shift(-HOUR)
    assert take(1) == [61]
    time_machine.shift(61)
    assert take(2) == [0, 60]


@pytest.mark.parametrize("wrong", [HOUR, YEAR])
def test_an_empty_bucket_fills_after_a_clock_that_was_ahead(
    wrong: timedelta, time_machine: TimeMachineFixture
) -> None:
    time_machine.shift(wrong)
    assert take(4) == [0, 0, 0, 61]
    time_machine.shift(-wrong)
    assert take(1) == [61], "as long as it says, not until that time comes"
    time_machine.shift(61)
    assert take(1) == [0]


def test_a_clock_that_went_forward_fills_no_bucket_beyond_its_size(
    time_machine: TimeMachineFixture,
) -> None:
    take(3)
    time_machine.shift(YEAR)
    assert take(4) == [0, 0, 0, 61]


def test_a_shared_link_ends_by_its_day_whatever_the_hour_does(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    campaign = save_shared_campaign(expires_on=date(2026, 12, 1))
    page = f"/c/{campaign.share_token}/"
    for shift, status in ((-HOUR, 200), (2 * HOUR, 200), (12 * HOUR, 404), (-2 * HOUR, 200)):
        time_machine.shift(shift)
        assert client.get(page).status_code == status


def test_a_link_that_was_switched_off_stays_off(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    campaign = save_shared_campaign()
    page = f"/c/{campaign.share_token}/"
    editing.stop_sharing(campaign=campaign)
    time_machine.shift(-HOUR)
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("step", [-YEAR, -HOUR, HOUR, 399 * timedelta(days=1)])
def test_a_browser_remembers_its_campaigns(
    step: timedelta, time_machine: TimeMachineFixture
) -> None:
    campaign, response = save_campaign(), HttpResponse()
    remember(RequestFactory().get("/"), response, campaign)
    request = RequestFactory().get("/")
    request.COOKIES[cookie_name()] = response.cookies[cookie_name()].value
    time_machine.shift(step)
    assert keys_in_cookie(request) == [campaign.key]


@pytest.mark.parametrize("step", [-HOUR, HOUR])
def test_a_form_opened_before_the_step_is_saved_after_it(
    step: timedelta, time_machine: TimeMachineFixture
) -> None:
    campaign = save_campaign()
    page = f"/campaigns/{campaign.edit_token}/"
    browser = Client(enforce_csrf_checks=True)
    said = read_form(browser.get(page), "save") | {"name": "Later"}
    time_machine.shift(step)
    assert browser.post(page, said).status_code == 302
    assert "Later" in read_text(browser.get(page))
    assert Campaign.objects.get().newest_revision.number == 2


@pytest.mark.parametrize("step", [-HOUR, HOUR])
def test_what_was_deleted_a_moment_ago_is_not_purged(
    step: timedelta, time_machine: TimeMachineFixture
) -> None:
    campaign = save_campaign()
    editing.delete_campaign(campaign=campaign)
    time_machine.shift(step)
    purge_campaigns(today=date(2026, 12, 1))
    editing.restore_campaign(campaign=campaign)
    assert Campaign.objects.not_deleted().get() == campaign


@pytest.mark.parametrize("step", [-HOUR, HOUR])
def test_an_admin_stays_signed_in(
    step: timedelta, client: Client, admin_user: User, time_machine: TimeMachineFixture
) -> None:
    client.force_login(admin_user)
    time_machine.shift(step)
    assert client.get("/admin/").status_code == 200


def test_a_lock_out_ends_though_the_clock_was_ahead(
    client: Client, admin_user: User, time_machine: TimeMachineFixture
) -> None:
    def sign_in(password: str) -> int:
        said = {"username": admin_user.username, "password": password}
        return client.post("/admin/login/", said).status_code

    time_machine.shift(HOUR)
    assert [sign_in("wrong") for _ in range(5)][-1] == 429
    time_machine.shift(-HOUR)
    assert sign_in("password") == 429
    # The lock-out counts from the wrong time, so it takes an hour longer and no more.
    time_machine.shift(HOUR + timedelta(minutes=16))
    assert sign_in("password") == 302


def test_cached_results_never_come_from_a_future_day(time_machine: TimeMachineFixture) -> None:
    cache.set("answer", 42, 60)
    time_machine.shift(-HOUR)
    assert cache.get("answer") in (None, 42)
    time_machine.shift(2 * HOUR)
    assert cache.get("answer") is None
