"""What a read-only link shows to its reader, and what it does not allow."""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date
from html import unescape
from urllib.parse import parse_qs

import openpyxl
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from time_machine import TimeMachineFixture

from campaigns.models import Campaign, Plan, PlanPrice, PriceBook, Revision
from campaigns.rate_limits import SAVING
from campaigns.saved.editing import delete_campaign, renew_share_link, stop_sharing
from tests.campaigns.campaign_page import totals
from tests.campaigns.exports import KINDS
from tests.campaigns.factories import change_price, save_shared_campaign
from tests.campaigns.pages import Response, read_fields, read_form, read_markup, read_text, submit

pytestmark = pytest.mark.usefixtures("book")
PRIVATE = {
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
HTMX = {"HX-Request": "true"}
PAGES = ["", "estimate/", *(f"plan.{kind}" for kind in KINDS)]


def link(campaign: Campaign) -> str:
    return f"/c/{campaign.share_token}/"


def see(client: Client, campaign: Campaign, query: str = "") -> Response:
    response = client.get(f"{link(campaign)}?{query}")
    assert response.status_code == 200
    return response


def state() -> list[object]:
    return [
        *Campaign.objects.order_by("pk").values(),
        *Revision.objects.order_by("pk").values(),
    ]


# What it shows


def test_it_shows_what_was_shared(client: Client) -> None:
    campaign = save_shared_campaign("target=120&estimate=solo.buy_now", note="For Ann")
    response = see(client, campaign)
    text = read_text(response)
    assert "Autumn · 120 people for $449.97 in 3 months" in text
    assert "Autumn Shared 1 Dec 2026 For Ann" in text
    assert "Prices and terms of “Our prices” as they were on 1 Dec 2026" in text
    assert "Solo, 6 seats, all 120 at once" in text, "the row that the sender had before them"
    assert "works until" not in text
    assert totals(response) == ["$479.94"]


def test_it_says_until_when_it_works(client: Client) -> None:
    campaign = save_shared_campaign(expires_on=date(2026, 12, 24))
    assert "this link works until 24 Dec 2026" in read_text(see(client, campaign))


def test_changes_of_the_campaign_do_not_show(client: Client) -> None:
    campaign = save_shared_campaign(note="For Ann")
    edit = f"/campaigns/{campaign.edit_token}/"
    said = read_form(client.get(f"{edit}?target=150"), "save")
    client.post(edit, said | {"name": "Secret name", "note": "Secret note"})
    response = see(Client(), campaign)
    assert "Secret" not in response.content.decode()
    assert totals(response)[0] == "$299.98"


def in_csv(content: bytes) -> str:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    return next(row["total"] for row in rows if row["plan"] == "team")


def in_json(content: bytes) -> str:
    return str(json.loads(content)["cheapest"]["total"])


def in_workbook(content: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    numbers = {f"{value:.2f}" for value in cells if isinstance(value, int | float)}
    return next(total for total in ("299.98", "2.00") if total in numbers)


@pytest.mark.parametrize(
    ("kind", "total"), [("csv", in_csv), ("json", in_json), ("xlsx", in_workbook)]
)
def test_a_new_price_in_the_admin_changes_neither_the_page_nor_its_exports(
    admin_client: Client, kind: str, total: Callable[[bytes], str]
) -> None:
    campaign = save_shared_campaign()
    before = Client().get(f"{link(campaign)}plan.{kind}").content
    assert total(before) == "299.98"
    page = reverse("admin:campaigns_plan_change", args=[Plan.objects.get(slug="team").pk])
    row = {"prices-1-effective_on": "2026-12-01", "prices-1-monthly_price": "1"}
    submit(admin_client, page, row | {"prices-1-credit_price": "10"})
    assert PlanPrice.objects.filter(monthly_price=1).exists()

    response = see(Client(), campaign)
    assert totals(response)[0] == "$299.98"
    text = read_text(response)
    assert "Since 1 Dec 2026 One plan has changed" in text
    assert "Team A month $149.99 $1.00 $299.98 $2.00 −$297.98" in text
    assert "Today the cheapest would be $2.00 instead of $299.98 (−$297.98)." in text
    assert total(Client().get(f"{link(campaign)}plan.{kind}").content) == "299.98"


def test_a_new_price_leaves_every_export_as_it_was(client: Client) -> None:
    campaign = save_shared_campaign()
    texts = ("csv", "ledger.csv", "ics", "toml", "json")
    before = {kind: client.get(f"{link(campaign)}plan.{kind}").content for kind in texts}
    change_price("team", "1")
    Plan.objects.update(monthly_credits=1, rollover_cap=1, credit_lifetime_days=1)
    after = {kind: client.get(f"{link(campaign)}plan.{kind}").content for kind in texts}
    assert after == before
    assert b"149.99" in before["ledger.csv"]
    assert "as saved on 2026-12-01" in before["toml"].decode()


def test_it_outlives_its_book(client: Client, book: PriceBook) -> None:
    campaign = save_shared_campaign()
    book.delete()
    response = see(client, campaign)
    assert totals(response)[0] == "$299.98"
    assert "The price book “Our prices”, or every plan compared here, is gone" in read_text(
        response
    )
    for page in PAGES:
        assert client.get(f"{link(campaign)}{page}").status_code == 200


def test_only_the_owner_can_take_todays_prices_over(client: Client) -> None:
    campaign = save_shared_campaign()
    change_price("team", "1")
    page = read_markup(see(client, campaign))
    assert "Since 1 Dec 2026" in page
    assert 'value="prices"' not in page


# Playing


def test_the_viewer_plays_at_the_frozen_prices(client: Client) -> None:
    campaign = save_shared_campaign()
    change_price("solo", "1")
    before = state()
    response = see(client, campaign, "price_book=ours&target=150")
    text = read_text(response)
    assert "Your own numbers Nothing here changes what was shared." in text
    assert totals(response)[0] == "$449.97"
    fragment = client.get(f"{link(campaign)}?price_book=ours&target=150", headers=HTMX)
    assert "Your own numbers" in fragment.content.decode()
    assert fragment.headers["HX-Push-Url"].startswith(f"{link(campaign)}?target=150")
    assert state() == before
    assert totals(see(Client(), campaign))[0] == "$299.98"


def test_the_exports_say_what_the_viewer_made_of_it(client: Client) -> None:
    campaign = save_shared_campaign()
    change_price("team", "1")
    page = see(client, campaign, "price_book=ours&target=150").content.decode()
    addresses = [
        unescape(a) for a in re.findall(rf'href="({link(campaign)}plan\.json[^"]*)"', page)
    ]
    assert in_json(client.get(addresses[0]).content) == "449.97"


def test_every_link_of_the_page_stays_on_it(client: Client) -> None:
    campaign = save_shared_campaign()
    page = see(client, campaign, "price_book=ours").content.decode()
    main = page.split("<main")[1].split("</main>")[0]
    addresses = {unescape(a) for a in re.findall(r'(?:href|hx-get|action)="(/[^"]*)"', main)}
    assert len(addresses) > 20
    assert {a for a in addresses if not a.startswith(link(campaign))} == set()


def test_a_mistake_is_told_on_the_page(client: Client) -> None:
    campaign = save_shared_campaign()
    response = see(client, campaign, "price_book=ours&target=nobody")
    assert "“nobody” does not fit" in read_text(response)
    assert "Autumn" in read_text(response)
    exported = client.get(f"{link(campaign)}plan.csv?price_book=ours&target=nobody")
    assert exported.headers["Location"].startswith(f"{link(campaign)}?target=nobody")


# Copying


def copy_page(response: Response) -> str:
    """The address of the page that the shared one links to for copying what it shows."""
    found = re.search(r'href="([^"]*/copy/[^"]*)"', response.content.decode())
    assert found
    return unescape(found[1])


def test_the_viewer_copies_it_into_a_campaign_of_their_own(client: Client) -> None:
    campaign = save_shared_campaign("target=120", note="For Ann")
    change_price("team", "1")
    before = state()
    address = copy_page(see(client, campaign, "target=150"))
    form = client.get(address)
    assert "Prices and terms stay as they were on 1 Dec 2026" in read_text(form)
    said = read_fields(form)
    assert (said["name"], said["note"]) == ("Autumn (copy)", "For Ann")
    page = client.post(address, said, follow=True)
    copy = Campaign.objects.with_plans().latest("pk")
    assert page.redirect_chain == [(f"/campaigns/{copy.edit_token}/", 302)]
    assert "Keep the edit link below" in read_text(page)
    revision = copy.newest_revision
    assert (revision.name, revision.note) == ("Autumn (copy)", "For Ann")
    assert parse_qs(revision.asked)["target"] == ["150"]
    assert totals(page)[0] == "$449.97", "at the frozen prices"
    assert "Since 1 Dec 2026" in read_text(page)
    assert not copy.is_shared
    assert [row for row in state() if row in before] == before, "the original is untouched"
    assert "Autumn (copy)" in read_text(client.get("/campaigns/"))


def test_the_link_to_copy_follows_the_numbers_on_the_page(client: Client) -> None:
    fragment = client.get(f"{link(save_shared_campaign())}?target=150", headers=HTMX)
    assert parse_qs(copy_page(fragment).partition("?")[2])["target"] == ["150"]


def test_looking_at_the_page_to_copy_saves_nothing(client: Client) -> None:
    address = copy_page(see(client, save_shared_campaign()))
    before = state()
    for method in (client.get, client.head):
        assert method(address).status_code == 200
    assert state() == before


def test_a_copy_is_of_what_was_shared_not_of_what_came_later(client: Client) -> None:
    campaign = save_shared_campaign()
    edit = f"/campaigns/{campaign.edit_token}/"
    client.post(edit, read_form(client.get(f"{edit}?target=150"), "save") | {"name": "Secret"})
    viewer = Client()
    address = copy_page(see(viewer, campaign))
    page = viewer.post(address, read_fields(viewer.get(address)), follow=True)
    assert "Secret" not in page.content.decode()
    assert totals(page)[0] == "$299.98"


def test_a_mistake_is_not_copied_and_not_lost(client: Client) -> None:
    campaign = save_shared_campaign()
    address = f"{link(campaign)}copy/?price_book=ours&target=nobody"
    for send in (client.get, client.post):
        page = send(address, follow=True)
        assert "“nobody” does not fit" in read_text(page)
        assert read_fields(page)["target"] == "nobody"
    assert Campaign.objects.count() == 1


@pytest.mark.usefixtures("still_clock")
def test_too_many_copies_are_refused_with_what_was_typed(client: Client) -> None:
    campaign = save_shared_campaign()
    address = f"{link(campaign)}copy/?target=150"
    for _ in range(SAVING.capacity):
        assert client.post(address, {"name": "A"}).status_code == 302
    page = client.post(address, {"name": "Ours"})
    assert page.status_code == 429
    assert int(page.headers["Retry-After"]) > 0
    assert "Too many campaigns were saved from here" in read_text(page)
    assert read_fields(page)["name"] == "Ours"
    assert Campaign.objects.count() == 1 + SAVING.capacity


# Nothing else


OWNERS = ("save", "prices", "share", "show-newest", "renew", "stop", "delete", "", "nope")


@pytest.mark.parametrize("action", OWNERS)
def test_a_viewer_who_tries_to_write_changes_nothing(client: Client, action: str) -> None:
    campaign = save_shared_campaign()
    before = state()
    said = {"action": action, "name": "Hacked", "seen": "1", "asked": "target=7", "expires_on": ""}
    response = client.post(link(campaign), said)
    assert response.status_code == 405
    assert state() == before


@pytest.mark.parametrize("page", ["", *OWNERS[:2]])
def test_the_shared_token_opens_no_page_of_the_owners(client: Client, page: str) -> None:
    campaign = save_shared_campaign()
    before = state()
    for address in (f"/campaigns/{campaign.share_token}/", f"/c/{campaign.edit_token}/"):
        assert client.get(address).status_code == 404
        refused = 404 if address.startswith("/campaigns/") else 405
        assert client.post(address, {"action": page or "copy"}).status_code == refused
        assert client.post(f"{address}copy/", {"name": "A"}).status_code == 404
    assert state() == before


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_it_takes_no_other_method(client: Client, method: str) -> None:
    campaign = save_shared_campaign()
    for page in PAGES:
        assert getattr(client, method)(f"{link(campaign)}{page}").status_code == 405
        assert client.post(f"{link(campaign)}{page}").status_code == 405


def test_without_its_token_a_form_copies_nothing() -> None:
    address = f"{link(save_shared_campaign())}copy/"
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(address)
    assert browser.post(address, {"name": "A"}).status_code == 403
    assert Campaign.objects.count() == 1
    assert browser.post(address, read_fields(page)).status_code == 302


def test_it_reveals_neither_the_edit_link_nor_other_campaigns(client: Client) -> None:
    other = save_shared_campaign(name="Other campaign")
    campaign = save_shared_campaign(note="For Ann")
    # The owner, with both campaigns, opens it: the page is the same for every reader.
    edit = f"/campaigns/{campaign.edit_token}/"
    client.post(edit, read_form(client.get(edit), "save"))
    change_price("team", "1")
    secrets = [campaign.edit_token, other.edit_token, other.share_token, "Other campaign"]
    secrets += [other.key.hex, str(other.key), "/campaigns/" + campaign.edit_token[:8]]
    for browser in (client, Client()):
        for headers in ({}, HTMX):
            for page in PAGES:
                response = browser.get(f"{link(campaign)}{page}", headers=headers)
                assert response.status_code == 200, page
                said = f"{response.headers}{_unpack(response, page)}"
                assert [secret for secret in secrets if str(secret) in said] == []


def _unpack(response: Response, page: str) -> str:
    """The words of the page or file."""
    if not page.endswith("xlsx"):
        return response.content.decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    return f"{cells}{vars(book.properties)}"


def test_texts_of_the_sender_are_text_to_the_viewer(client: Client) -> None:
    nasty = "<script>alert(1)</script>"
    own = {
        "custom_plans-0-name": nasty,
        "custom_plans-0-monthly_credits": "9",
        "custom_plans-0-rollover_cap": "9",
        "custom_plans-0-credit_lifetime_days": "90",
        "custom_plans-0-purchase_limit": "0",
        "custom_plans-0-monthly_price": "0",
    }
    asked = "&".join(f"{name}={text}" for name, text in own.items())
    campaign = save_shared_campaign(f"target=9&{asked}", name=nasty, note=nasty)
    change_price("team", "1")
    Plan.objects.update(name=nasty)
    for page in ("", "estimate/", f"?target={nasty}", f"?{nasty}={nasty}"):
        shown = client.get(f"{link(campaign)}{page}").content.decode()
        assert nasty not in shown
        assert "&lt;script&gt;alert(1)" in shown


# The end of a link


def test_every_dead_link_looks_like_one_that_never_was(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    dead = [save_shared_campaign() for _ in range(3)]
    dead.append(save_shared_campaign(expires_on=date(2026, 12, 1)))
    alive = save_shared_campaign()
    stop_sharing(campaign=dead[0])
    delete_campaign(campaign=dead[1])
    renew_share_link(campaign=dead[2])
    time_machine.move_to("2026-12-02 00:00 +0000")
    links = [link(campaign) for campaign in dead]
    links += [f"/c/{token}/" for token in ("unknown", "A" * 43, "a" * 5000, "%00", "%ff", "é")]
    for page in [*PAGES, "plan.nope", "?target=7", "?price_book=nope", "nope/"]:
        answers = {}
        for address in links:
            for headers in ({}, HTMX):
                response = client.get(f"{address}{page}", headers=headers)
                assert response.status_code == 404, (address, page)
                answers[response.content] = dict(response.headers)
        [headers] = answers.values()
        assert headers.items() >= PRIVATE.items()
    posted = {client.post(f"{address}copy/", {"name": "A"}).content for address in links}
    assert len(posted) == 1
    assert posted == set(answers)
    assert client.get(link(alive)).status_code == 200


@pytest.mark.parametrize(
    ("now", "status"), [("2026-12-24 23:59 +0000", 200), ("2026-12-25 00:00 +0000", 404)]
)
def test_it_works_up_to_its_last_day(
    client: Client, time_machine: TimeMachineFixture, now: str, status: int
) -> None:
    campaign = save_shared_campaign(expires_on=date(2026, 12, 24))
    time_machine.move_to(now)
    for page in PAGES:
        assert client.get(f"{link(campaign)}{page}").status_code == status


def test_a_link_that_is_switched_off_stays_dead(client: Client) -> None:
    campaign = save_shared_campaign()
    assert client.get(link(campaign)).status_code == 200
    stop_sharing(campaign=campaign)
    for page in PAGES:
        assert client.get(f"{link(campaign)}{page}").status_code == 404


# Around it


def test_it_is_private_whatever_the_answer(client: Client) -> None:
    campaign = save_shared_campaign()
    page = link(campaign)
    answers = [
        *(client.get(f"{page}{below}") for below in PAGES),
        client.head(page),
        client.get(page, headers=HTMX),
        client.get(page.rstrip("/")),
        client.get(f"{page}?{'x' * 9000}"),
        client.get(f"{page}estimate/?target=abc"),
        client.get(f"{page}plan.csv?target=abc"),
        client.get(f"{page}plan.nope"),
        client.get(f"{page}nope/"),
        client.get("/c/unknown/"),
        client.get(f"{page}copy/"),
        client.post(f"{page}copy/", {"name": "A"}),
        client.post(f"{page}copy/?target=abc", {"name": "A"}),
        client.post(page, {"action": "nope"}),
        client.put(page),
        Client(enforce_csrf_checks=True).post(page),
    ]
    seen = {response.status_code for response in answers}
    assert seen == {200, 301, 302, 403, 404, 405, 414}
    for response in answers:
        assert {name: response.headers.get(name) for name in PRIVATE} == PRIVATE


def test_the_open_pages_may_be_found(client: Client) -> None:
    for page in ("/", "/prices/", "/how-it-works/"):
        assert "X-Robots-Tag" not in client.get(page).headers


def test_looking_writes_only_the_day_and_that_once(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    campaign = save_shared_campaign()
    before = Campaign.objects.values().get()
    time_machine.move_to("2026-12-02 09:00 +0000")
    for address, writes in (("", 1), ("", 0), ("?target=7", 0), ("estimate/", 0), ("plan.csv", 0)):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{link(campaign)}{address}")
        written = [query["sql"] for query in queries if not query["sql"].startswith("SELECT")]
        assert len(written) == writes, address
    assert Campaign.objects.values().get() == before | {"last_seen_on": date(2026, 12, 2)}


def test_looking_remembers_nothing_in_the_browser(client: Client) -> None:
    campaign = save_shared_campaign()
    see(client, campaign)
    assert [name for name in client.cookies if name != "csrftoken"] == []
    assert "has saved no campaign" in read_text(client.get("/campaigns/"))


@pytest.mark.parametrize("query", ["%00", "target=%00", "<b>", ""])
def test_a_copy_of_any_bytes_is_answered(client: Client, query: str) -> None:
    address = f"{link(save_shared_campaign())}copy/?{query}"
    assert client.post(address, {"name": "A"}).status_code == 302


def test_a_question_too_long_is_refused_not_cut(client: Client) -> None:
    campaign = save_shared_campaign()
    too_many = "&".join(["a"] * (settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
    for asked, status in (("x" * 10_001, 414), (too_many, 400)):
        response = client.post(f"{link(campaign)}copy/?{asked}", {"name": "A"})
        assert response.status_code == status
    assert Campaign.objects.count() == 1
