"""What a read-only link shows, to whom it may concern, and what nobody can do with it."""

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
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from time_machine import TimeMachineFixture

from campaigns.exports import EXPORTS
from campaigns.models import Campaign, Plan, PlanPrice, PriceBook, Revision
from campaigns.rate_limits import SAVING
from campaigns.saved.changes import delete_campaign, renew_share_link, stop_sharing
from tests.campaigns.factories import (
    PlanFactory,
    PlanPriceFactory,
    change_price,
    save_campaign,
    save_shared_campaign,
)
from tests.campaigns.pages import Response, read_form, read_text, submit

pytestmark = pytest.mark.usefixtures("book")
PRIVATE = {
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
TOTAL = re.compile(r'data-label="Total"><strong>([^<]+)')
HTMX = {"HX-Request": "true"}
PAGES = ["", "estimate/", *(f"plan.{kind}" for kind in EXPORTS)]


def link(campaign: Campaign) -> str:
    return f"/c/{campaign.share_token}/"


def see(client: Client, campaign: Campaign, query: str = "") -> Response:
    response = client.get(f"{link(campaign)}?{query}")
    assert response.status_code == 200
    return response


def totals(response: Response) -> list[str]:
    return TOTAL.findall(response.content.decode())


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
    assert "Month by month: Solo, buy now" in text, "the row that the sender had before them"
    assert "works until" not in text
    assert totals(response)[0] == "$449.97"


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
    page = see(client, campaign).content.decode()
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
    page = see(client, campaign).content.decode()
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


def test_the_viewer_copies_it_into_a_campaign_of_their_own(client: Client) -> None:
    campaign = save_shared_campaign("target=120", note="For Ann")
    change_price("team", "1")
    before = state()
    said = read_form(see(client, campaign, "target=150"), "copy")
    page = client.post(link(campaign), said, follow=True)
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


def test_a_copy_is_of_what_was_shared_not_of_what_came_later(client: Client) -> None:
    campaign = save_shared_campaign()
    edit = f"/campaigns/{campaign.edit_token}/"
    client.post(edit, read_form(client.get(f"{edit}?target=150"), "save") | {"name": "Secret"})
    viewer = Client()
    page = viewer.post(link(campaign), read_form(see(viewer, campaign), "copy"), follow=True)
    assert "Secret" not in page.content.decode()
    assert totals(page)[0] == "$299.98"


def test_a_mistake_is_not_copied_and_not_lost(client: Client) -> None:
    campaign = save_shared_campaign()
    said = {"action": "copy", "asked": "price_book=ours&target=nobody"}
    page = client.post(link(campaign), said)
    assert page.status_code == 200
    assert "“nobody” does not fit" in read_text(page)
    assert parse_qs(read_form(page, "copy")["asked"])["target"] == ["nobody"]
    assert Campaign.objects.count() == 1


@pytest.mark.usefixtures("still_clock")
def test_too_many_copies_are_refused_with_what_was_typed(client: Client) -> None:
    campaign = save_shared_campaign()
    for _ in range(SAVING.capacity):
        assert client.post(link(campaign), {"action": "copy"}).status_code == 302
    said = read_form(see(client, campaign, "target=150"), "copy")
    page = client.post(link(campaign), said)
    assert page.status_code == 429
    assert int(page.headers["Retry-After"]) > 0
    assert "Too many campaigns were saved from here" in read_text(page)
    assert parse_qs(read_form(page, "copy")["asked"])["target"] == ["150"]
    assert Campaign.objects.count() == 1 + SAVING.capacity


# Nothing else


OWNERS = ("save", "prices", "share", "show-newest", "renew", "stop", "delete", "", "nope")


@pytest.mark.parametrize("action", OWNERS)
def test_a_viewer_who_tries_to_write_changes_nothing(client: Client, action: str) -> None:
    campaign = save_shared_campaign()
    before = state()
    said = {"action": action, "name": "Hacked", "seen": "1", "asked": "target=7", "expires_on": ""}
    response = client.post(link(campaign), said)
    assert response.status_code == 404
    assert state() == before


@pytest.mark.parametrize("page", ["", *OWNERS[:2]])
def test_the_shared_token_opens_no_page_of_the_owners(client: Client, page: str) -> None:
    campaign = save_shared_campaign()
    before = state()
    for address in (f"/campaigns/{campaign.share_token}/", f"/c/{campaign.edit_token}/"):
        assert client.get(address).status_code == 404
        assert client.post(address, {"action": page or "copy"}).status_code == 404
    assert state() == before


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_it_takes_no_other_method(client: Client, method: str) -> None:
    campaign = save_shared_campaign()
    for page in PAGES:
        assert getattr(client, method)(f"{link(campaign)}{page}").status_code == 405
    for page in PAGES[1:]:
        assert client.post(f"{link(campaign)}{page}").status_code == 405


def test_without_its_token_a_form_copies_nothing() -> None:
    campaign = save_shared_campaign()
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(link(campaign))
    assert browser.post(link(campaign), {"action": "copy"}).status_code == 403
    assert Campaign.objects.count() == 1
    assert browser.post(link(campaign), read_form(page, "copy")).status_code == 302


def test_it_reveals_neither_the_edit_link_nor_other_campaigns(client: Client) -> None:
    other = save_shared_campaign(name="Other campaign")
    campaign = save_shared_campaign(note="For Ann")
    # The owner, who has the other one, too, looks at it: the page is the same for everybody.
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
    posted = {client.post(address, {"action": "copy"}).content for address in links}
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
        client.post(page, {"action": "copy"}),
        client.post(page, {"action": "copy", "asked": "target=abc"}),
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
    client: Client,
    time_machine: TimeMachineFixture,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    campaign = save_shared_campaign()
    before = Campaign.objects.values().get()
    time_machine.move_to("2026-12-02 09:00 +0000")
    with django_assert_num_queries(15):
        see(client, campaign)
    for page, number in (("", 14), ("?target=7", 14), ("estimate/", 4), ("plan.csv", 4)):
        with django_assert_num_queries(number) as queries:
            client.get(f"{link(campaign)}{page}")
        assert all(query["sql"].startswith("SELECT") for query in queries)
    assert Campaign.objects.values().get() == before | {"last_seen_on": date(2026, 12, 2)}


def test_it_takes_as_many_queries_however_much_there_is(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, book: PriceBook
) -> None:
    campaigns = [save_shared_campaign()]
    for plan in PlanFactory.create_batch(9, book=book):
        PlanPriceFactory.create(plan=plan)
    campaigns.append(save_shared_campaign())
    save_campaign()
    change_price("team", "1")
    for campaign in campaigns:
        for query in ("", "target=150", "price_book=ours&sort=total"):
            for headers in ({}, HTMX):
                with django_assert_num_queries(14):
                    client.get(f"{link(campaign)}?{query}", headers=headers)


def test_looking_remembers_nothing_in_the_browser(client: Client) -> None:
    campaign = save_shared_campaign()
    see(client, campaign)
    assert [name for name in client.cookies if name != "csrftoken"] == []
    assert "has saved no campaign" in read_text(client.get("/campaigns/"))


@pytest.mark.parametrize("said", [{"asked": "%00"}, {"asked": "\x00"}, {"asked": "<b>"}, {}])
def test_forms_with_any_bytes_are_answered(client: Client, said: dict[str, str]) -> None:
    campaign = save_shared_campaign()
    assert client.post(link(campaign), said | {"action": "copy"}).status_code in (200, 302)


def test_a_question_too_long_is_refused_not_cut(client: Client) -> None:
    campaign = save_shared_campaign()
    too_many = "&".join(["a"] * (settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
    for asked, status in (("x" * 10_001, 414), (too_many, 400)):
        response = client.post(link(campaign), {"action": "copy", "asked": asked})
        assert response.status_code == status
    assert Campaign.objects.count() == 1
