"""Cached pages: never stale, never of another reader."""

import gzip
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import TimeMachineFixture

from campaigns.models import Campaign, Plan, PlanPrice
from campaigns.presentation.drafts import draft_of
from campaigns.saved import moderation
from campaigns.saved.editing import (
    delete_campaign,
    limit_sharing,
    renew_share_link,
    revise_campaign,
    share_campaign,
    stop_sharing,
)
from campaigns.views import page_cache, pages
from campaigns.views.page_cache import cached_page
from tests.campaigns.factories import save_shared_campaign
from tests.campaigns.pages import read_markup, read_text
from tests.campaigns.queries import decide_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("price_books")]

PAGE = "/?target=100&price_book=article&start_on=2026-12-01"
AS_HTMX = {"HX-Request": "true"}
TABLE = re.compile(r'(?:FROM|JOIN) "(\w+)"')


def forbid_making(monkeypatch: pytest.MonkeyPatch) -> None:
    def make(*args: object, **kwargs: object) -> str:
        raise AssertionError("made again")

    monkeypatch.setattr(pages, "render_to_string", make)


def path_of(campaign: Campaign) -> str:
    return f"/c/{campaign.share_token}/"


@pytest.mark.parametrize("headers", [{}, AS_HTMX])
def test_the_same_question_is_answered_without_the_work(
    client: Client, monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]
) -> None:
    first = client.get(PAGE, headers=headers)
    forbid_making(monkeypatch)
    again = client.get(PAGE, headers=headers)
    assert again.content == first.content
    assert again.headers.get("HX-Push-Url") == first.headers.get("HX-Push-Url")
    for other in ("&seats=2", "&sort=months", "&estimate=recruiter-lite.buy_now", "&x=1"):
        with pytest.raises(AssertionError, match="made again"):
            client.get(f"{PAGE}{other}", headers=headers)


def test_what_is_kept_takes_few_queries(client: Client, django_assert_num_queries: Any) -> None:
    # The rows of the price books in five, and the shared campaign's own row.
    for path, number in ((PAGE, 5), (path_of(save_shared_campaign()), 6)):
        for headers in ({}, AS_HTMX):
            client.get(path, headers=headers)
            with django_assert_num_queries(number):
                client.get(path, headers=headers)


def test_a_page_is_made_from_no_other_tables_than_are_read_anew(client: Client) -> None:
    never_change = {"campaigns_revision", "campaigns_subscriptionchoice"}
    for path, not_read in ((PAGE, set()), (path_of(save_shared_campaign()), never_change)):
        asked = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            asked.append({table for query in queries for table in TABLE.findall(query["sql"])})
        made, found = asked
        assert made - found == not_read


def test_page_and_fragment_are_told_apart(client: Client) -> None:
    page, fragment = client.get(PAGE), client.get(PAGE, headers=AS_HTMX)
    assert "<!DOCTYPE html>" in read_markup(page)
    assert "<!DOCTYPE html>" not in read_markup(fragment)
    assert client.get(PAGE).content == page.content


def test_a_new_price_is_on_the_page_at_once(client: Client) -> None:
    assert "$399.95" in read_text(client.get(PAGE))
    price = PlanPrice.objects.get(
        plan__slug="sales-navigator-professional", plan__book__slug="article"
    )
    PlanPrice.objects.filter(pk=price.pk).update(monthly_price=Decimal("70"))
    text = read_text(client.get(PAGE))
    assert "$399.95" not in text
    assert "$350.00" in text


def test_every_field_of_a_plan_counts(client: Client) -> None:
    client.get(PAGE)
    Plan.objects.filter(slug="sales-navigator-professional").update(name="Another name")
    assert "Another name" in read_text(client.get(PAGE))


def test_no_address_is_taken_for_another(client: Client) -> None:
    """A server may hand on bytes that are not written in signs of ASCII."""
    name = "&custom_plans-0-monthly_price=1&custom_plans-0-name="
    asked = {"é": "Ã©".encode("latin-1"), "Ã©": b"%C3%83%C2%A9"}
    for says, query in asked.items():
        page = client.get("/", QUERY_STRING=f"{PAGE[2:]}{name}{query.decode('latin-1')}")
        assert f'value="{says}"' in page.content.decode()


def test_another_day_is_another_page(client: Client, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to("2026-12-01 12:00 +0000")
    first = client.get("/").content
    time_machine.move_to("2026-12-02 12:00 +0000")
    assert client.get("/").content != first


def test_a_price_that_changes_while_a_page_is_made_is_on_the_next_one(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    price = PlanPrice.objects.filter(
        plan__slug="sales-navigator-professional", plan__book__slug="article"
    )
    make: Callable[..., str] = vars(pages)["render_to_string"]

    def change_meanwhile(*args: Any) -> str:
        page = make(*args)
        price.update(monthly_price=Decimal("70"))
        return page

    monkeypatch.setattr(pages, "render_to_string", change_meanwhile)
    assert "$399.95" in read_text(client.get(PAGE))
    monkeypatch.setattr(pages, "render_to_string", make)
    # The rows are again what they were before the page was made, which shows neither for sure.
    price.update(monthly_price=Decimal("79.99"))
    forbid_making(monkeypatch)
    with pytest.raises(AssertionError, match="made again"):
        client.get(PAGE)


@pytest.mark.parametrize("headers", [{}, AS_HTMX])
def test_mistakes_are_told_again(client: Client, headers: dict[str, str]) -> None:
    pages = [client.get("/?target=abc", headers=headers) for _ in range(2)]
    assert pages[0].content == pages[1].content
    assert b"a whole number from 1" in pages[1].content
    told = [{**page.headers} | {"X-Request-ID": ""} for page in pages]
    assert told[0] == told[1]


def test_what_the_screen_offers_is_part_of_the_question(client: Client) -> None:
    """A fragment for a page that still offers another book's plans brings the new ones along."""
    on_screen = ["http://testserver/?price_book=linkedin-2026", f"http://testserver{PAGE}"]
    pages = [
        client.get(PAGE, headers=AS_HTMX | {"HX-Current-URL": address}).content
        for address in on_screen
    ]
    assert pages[0] != pages[1]


def test_a_page_too_large_is_not_kept(client: Client) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page_cache, "LARGEST_CACHED", 10)
        client.get(PAGE)
    with pytest.MonkeyPatch.context() as patch:
        forbid_making(patch)
        with pytest.raises(AssertionError, match="made again"):
            client.get(PAGE)


def test_a_page_is_cached_as_its_client_reads_it(client: Client) -> None:
    plain = client.get(PAGE).content
    for _ in range(2):
        compressed = client.get(PAGE, headers={"Accept-Encoding": "br, gzip"})
        assert compressed["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in compressed["Vary"]
        assert int(compressed["Content-Length"]) == len(compressed.content) < len(plain) / 3
        assert gzip.decompress(compressed.content) == plain
    again = client.get(PAGE)
    assert "Content-Encoding" not in again
    assert "Accept-Encoding" in again["Vary"]
    assert again.content == plain


def test_cached_pages_hold_no_token_and_set_no_cookie(client: Client) -> None:
    for path in (PAGE, path_of(save_shared_campaign())):
        first, cached = client.get(path), Client().get(path)
        assert first.content == cached.content
        assert b"csrfmiddlewaretoken" not in first.content
        assert [first.cookies, cached.cookies] == [{}, {}]


def test_a_page_with_a_token_is_not_stored(rf: RequestFactory) -> None:
    """Should a template of a cached page come to have a form that writes."""
    rendered = []

    def render_page(request: HttpRequest) -> HttpResponse:
        rendered.append(get_token(request))
        return HttpResponse(rendered[-1])

    for _ in range(2):
        request = rf.get("/")
        cached_page(request, partial(render_page, request), rows=(), screen="")
    assert len(rendered) == 2


def test_a_shared_page_shows_todays_differences(client: Client) -> None:
    path = path_of(save_shared_campaign())
    client.get(path)
    PlanPrice.objects.update(monthly_price=Decimal("123.45"))
    assert "$123.45" in read_text(client.get(path))


@pytest.mark.parametrize("column", [field.name for field in Campaign._meta.concrete_fields])
def test_every_column_of_a_shared_campaign_counts(column: str) -> None:
    """A page may come to show any of them, so that none has to be named for the cache."""
    campaign = save_shared_campaign()
    before = page_cache._values_of(campaign)
    setattr(campaign, column, "another")
    assert page_cache._values_of(campaign) != before


def test_another_revision_is_shown_at_once(client: Client) -> None:
    campaign = save_shared_campaign()
    path = path_of(campaign)
    assert "Another name" not in read_text(client.get(path))
    draft = draft_of(decide_on(PAGE[2:], today=timezone.localdate()), name="Another name", note="")
    revise_campaign(draft, campaign=campaign, base_number=1)
    assert "Another name" not in read_text(client.get(path))
    share_campaign(campaign=campaign)
    assert "Another name" in read_text(client.get(path))


def renew_links(*, campaign: Campaign) -> None:
    """As an admin does it."""
    moderation.renew_links(campaign.pk)


@pytest.mark.parametrize("end", [stop_sharing, renew_share_link, renew_links, delete_campaign])
def test_a_link_that_has_ended_leads_nowhere_at_once(
    client: Client, end: Callable[..., None]
) -> None:
    campaign = save_shared_campaign()
    path = path_of(campaign)
    assert client.get(path).status_code == 200
    end(campaign=campaign)
    assert client.get(path).status_code == 404


def test_a_links_last_day_is_told_and_kept_to(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to("2026-12-01 23:59:50 +0000")
    campaign = save_shared_campaign()
    path = path_of(campaign)
    assert "works until" not in read_text(client.get(path))
    limit_sharing(campaign=campaign, expires_on=date(2026, 12, 1))
    assert "works until 1 Dec 2026" in read_text(client.get(path))
    time_machine.move_to("2026-12-02 00:00:01 +0000")
    assert client.get(path).status_code == 404
    Campaign.objects.update(share_expires_on=None)
    assert "works until" not in read_text(client.get(path))
