"""Saving what the planner shows: the page that asks for a name, and what comes of it."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from time_machine import TimeMachineFixture

from campaigns.models import Campaign, PlanPrice, PriceBook, TokenBucket
from campaigns.rate_limits import SAVING
from tests.campaigns.factories import save_campaign
from tests.campaigns.pages import read_fields, read_text

pytestmark = pytest.mark.usefixtures("book")
NEW = "/campaigns/new/"
PRIVATE = {
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


def newest() -> Campaign:
    return Campaign.objects.with_plans().latest("pk")


def test_it_works(client: Client) -> None:
    asked = {"target": "150", "plans": "solo", "estimate": "solo.buy_now"}
    page = client.get(NEW, asked)
    assert "150 people for $639.92 in 8 months" in read_text(page)
    assert read_fields(page)["name"] == "150 people from 1 Dec 2026"

    said = {"name": "Autumn", "note": "For Ann,\r\nwho pays."}
    response = client.post(f"{NEW}?{urlencode(asked)}", said)

    campaign = newest()
    revision = campaign.newest_revision
    assert (revision.name, revision.note) == ("Autumn", "For Ann,\nwho pays.")
    assert (response.status_code, response.headers["Location"]) == (
        302,
        f"/campaigns/{campaign.edit_token}/",
    )
    landed = client.get(response.headers["Location"])
    text = read_text(landed)
    assert "Keep the edit link below: it is the only key to this campaign" in text
    assert f'value="http://testserver/campaigns/{campaign.edit_token}/"' in unescape(
        landed.content.decode()
    )
    assert "For Ann, who pays." in text
    assert "Month by month: Solo, buy now" in text, "the row that was shown is shown"
    assert "Not saved yet" not in text
    assert "Autumn" in read_text(client.get("/campaigns/"))


def test_it_needs_no_account_and_makes_no_session(client: Client) -> None:
    client.post(NEW, {"name": "Autumn"})
    assert not User.objects.exists()
    assert "sessionid" not in client.cookies


def test_what_the_planner_shows_leads_there(client: Client) -> None:
    page = client.get("/?target=150").content.decode()
    assert f'formaction="{NEW}"' in page


def test_htmx_is_sent_to_the_page(client: Client) -> None:
    response = client.get(f"{NEW}?target=150", headers={"HX-Request": "true"})
    assert response.headers["HX-Redirect"] == f"{NEW}?target=150"


def test_looking_saves_nothing(client: Client) -> None:
    for method in (client.get, client.head):
        assert method(NEW, {"target": "150"}).status_code == 200
    assert not Campaign.objects.exists()
    assert not TokenBucket.objects.exists()


@pytest.mark.parametrize("query", ["target=abc", "price_book=nope", "reply_rate=200&target=7"])
def test_a_question_with_mistakes_goes_back_to_the_planner(client: Client, query: str) -> None:
    for send in (client.get, client.post):
        response = send(f"{NEW}?{query}", follow=True)
        assert "correction" in read_text(response)
        assert query.split("&")[0] in response.redirect_chain[0][0]
    assert not Campaign.objects.exists()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"name": ""}, "Please enter a text of at most 100 characters in one line"),
        ({"name": "  "}, "Please enter a text of at most 100 characters in one line"),
        ({"name": "x" * 101}, "Please enter a text of at most 100 characters in one line"),
        ({"name": "a\nb"}, "Please enter a text of at most 100 characters in one line"),
        ({"name": "a\x00b"}, "Please enter a text of at most 100 characters in one line"),
        ({"name": "a\u202eb"}, "Please enter a text of at most 100 characters in one line"),
        ({"name": "A", "note": "x" * 2001}, "Please enter a text of at most 2,000 characters"),
        ({"name": "A", "note": "\x00"}, "Please enter a text of at most 2,000 characters"),
        ({"note": "no name at all"}, "Please enter a text of at most 100 characters in one line"),
    ],
)
def test_a_mistake_is_told_with_all_that_was_typed(
    client: Client, said: dict[str, str], told: str
) -> None:
    response = client.post(f"{NEW}?target=150", said)
    assert response.status_code == 200
    assert told in read_text(response)
    if all(text.isprintable() for text in said.values()):
        assert {name: read_fields(response)[name] for name in said} == said
    assert not Campaign.objects.exists()


@pytest.mark.parametrize("note", ["x" * 2000, "\r\n".join(["x" * 199] * 10), "日" * 2000])
def test_the_longest_note_fits(client: Client, note: str) -> None:
    client.post(NEW, {"name": "日" * 100, "note": note})
    assert newest().newest_revision.note == note.replace("\r\n", "\n")


def test_names_and_notes_are_text_never_markup(client: Client) -> None:
    nasty = "</textarea></title><script>alert(1)</script>"
    own = {
        "custom_plans-0-name": nasty,
        "custom_plans-0-monthly_credits": "9",
        "custom_plans-0-rollover_cap": "9",
        "custom_plans-0-credit_lifetime_days": "90",
        "custom_plans-0-purchase_limit": "0",
        "custom_plans-0-monthly_price": "0",
    }
    address = f"{NEW}?{urlencode(own | {'target': '9'})}"
    refused = client.post(address, {"name": "", "note": nasty})
    saved = client.post(address, {"name": nasty, "note": nasty}, follow=True)
    listed = client.get("/campaigns/")
    for page in (refused, saved, listed):
        assert "<script>alert" not in page.content.decode()
        assert "&lt;script&gt;alert(1)" in page.content.decode()


def test_a_name_is_not_taken_for_a_pattern(client: Client) -> None:
    page = client.post(NEW, {"name": "{name} {0} %s {{ 7|add:7 }}"}, follow=True)
    assert "{name} {0} %s {{ 7|add:7 }}" in unescape(page.content.decode())


@pytest.mark.usefixtures("still_clock")
def test_only_so_many_are_saved_in_a_row(client: Client, time_machine: TimeMachineFixture) -> None:
    for number in range(SAVING.capacity):
        client.post(NEW, {"name": f"{number}"})
    said = {"name": "One too many", "note": "Kept"}
    response = client.post(f"{NEW}?target=150", said)
    assert response.status_code == 429
    seconds = int(response.headers["Retry-After"])
    assert 50 < seconds <= 61
    assert f"were saved from here: try again in {seconds} seconds" in read_text(response)
    assert {name: read_fields(response)[name] for name in said} == said
    assert Campaign.objects.count() == SAVING.capacity

    time_machine.shift(seconds)
    assert client.post(f"{NEW}?target=150", said).status_code == 302
    assert client.post(f"{NEW}?target=150", said).status_code == 429


def test_what_is_not_saved_costs_no_try(client: Client) -> None:
    for _ in range(SAVING.capacity + 1):
        client.post(NEW, {"name": ""})
    assert client.post(NEW, {"name": "A"}).status_code == 302


def test_a_browser_keeps_only_so_many(client: Client, time_machine: TimeMachineFixture) -> None:
    for number in range(50):
        time_machine.shift(60)
        client.post(NEW, {"name": f"Campaign {number}"})
    response = client.post(NEW, {"name": "One too many"})
    assert response.status_code == 409
    assert "keeps 50 campaigns already" in read_text(response)
    assert read_fields(response)["name"] == "One too many"
    assert Campaign.objects.count() == 50

    campaign = newest()
    client.post(f"/campaigns/{campaign.edit_token}/", {"action": "delete"})
    client.post(NEW, {"name": "Another"})
    listed = read_text(client.get("/campaigns/"))
    assert "Another" in listed
    assert "Campaign 0 " in listed, "a deleted one makes room, not the oldest"


def test_without_its_token_a_form_saves_nothing() -> None:
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(NEW)
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())
    refused = browser.post(NEW, {"name": "A"})
    assert refused.status_code == 403
    assert not Campaign.objects.exists()
    browser.post(NEW, {"name": "A", "csrfmiddlewaretoken": token[0]})
    assert newest().newest_revision.name == "A"


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_it_takes_no_other_method(client: Client, method: str) -> None:
    assert getattr(client, method)(NEW).status_code == 405


def test_it_is_private(client: Client) -> None:
    address = f"{NEW}?target=150"
    for response in (
        client.get(address),
        client.get(f"{NEW}?target=abc"),
        client.get(f"{NEW}?{'x' * 9000}"),
        client.post(address, {"name": ""}),
        client.post(address, {"name": "A"}),
        client.put(address),
        Client(enforce_csrf_checks=True).post(address),
    ):
        assert {name: response.headers.get(name) for name in PRIVATE} == PRIVATE


def test_an_endless_address_is_refused(client: Client) -> None:
    for send in (client.get, client.post):
        assert send(f"{NEW}?{'x' * 9000}").status_code == 414


def test_before_any_book_is_loaded_there_is_nothing_to_save(client: Client) -> None:
    PriceBook.objects.all().delete()
    assert "load_price_books" in read_text(client.post(NEW, {"name": "A"}, follow=True))
    assert not Campaign.objects.exists()


def test_what_cannot_be_answered_is_saved_all_the_same(client: Client) -> None:
    PlanPrice.objects.all().delete()
    for query in ("plans=", "", "target=1000000&deadline_months=1"):
        page = client.post(f"{NEW}?{query}", {"name": "A"}, follow=True)
        assert page.status_code == 200
        assert "is gone" not in read_text(page)
    assert Campaign.objects.count() == 3


def test_it_takes_as_many_queries_whatever_is_remembered(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(9):
        client.get(f"{NEW}?target=150")
    client.post(NEW, {"name": "A"})
    save_campaign()
    with django_assert_num_queries(4):
        client.get(f"{NEW}?target=150")
