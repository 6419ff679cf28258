"""What a client sees of a quote, its logo, and quotes on the campaign's page."""

import io
import re
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from time_machine import TimeMachineFixture

from campaigns.models import Letterhead, Quote
from campaigns.presentation.brief import KeyDay
from campaigns.presentation.quote_dates import AudienceDates, lay_out_dates
from campaigns.saved import moderation
from campaigns.saved.editing import delete_campaign, renew_edit_link, restore_campaign
from campaigns.wording import day
from tests.campaigns.campaign_page import fresh, link, press, see, send
from tests.campaigns.factories import change_price, save_campaign, save_shared_campaign
from tests.campaigns.logos import draw, frames
from tests.campaigns.pages import read_form, read_text
from tests.campaigns.quotes import (
    PRIVATE,
    address,
    agree,
    new,
    preview,
    quote,
    seen_by_client,
)

pytestmark = pytest.mark.usefixtures("book")


# The logo


def test_a_logo_is_shown_on_the_preview_and_to_the_client(client: Client) -> None:
    campaign = save_campaign()
    page = preview(client, campaign, logo=SimpleUploadedFile("logo.webp", draw("WEBP")))
    assert f'src="{link(campaign)}quotes/logo.png"' in page.content.decode()
    assert client.get(f"{link(campaign)}quotes/logo.png").headers["Content-Type"] == "image/png"
    agree(client, campaign, page)
    made = Quote.objects.get()
    assert f'src="{address(made)}logo.png"' in client.get(address(made)).content.decode()
    response = Client().get(f"{address(made)}logo.png")
    assert response.content == bytes(made.logo or b"")
    assert response.headers["Content-Type"] == "image/png"
    # Another logo for the next one leaves this one as it is.
    other = quote(client, campaign, logo=SimpleUploadedFile("x.png", draw(size=(50, 50))))
    assert bytes(other.logo or b"") != bytes(made.logo or b"")
    without = quote(client, campaign, remove_logo="on")
    assert without.logo is None
    assert client.get(f"{address(without)}logo.png").status_code == 404
    assert client.get(f"{link(campaign)}quotes/logo.png").status_code == 404


@pytest.mark.parametrize(
    ("content", "allowed"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "PNG, JPEG or WebP"),
        (frames("PNG"), "does not move"),
        (draw() + b"\x00" * 500_000, "at most 500 kB"),
    ],
)
def test_a_file_that_is_no_logo_is_a_fault_of_its_field(
    client: Client, content: bytes, allowed: str
) -> None:
    campaign = save_campaign()
    page = preview(client, campaign, logo=SimpleUploadedFile("logo.png", content, "image/png"))
    assert [*page.context["form"].errors] == ["logo"]
    assert allowed in read_text(page)
    assert not Letterhead.objects.exists()


def test_a_body_larger_than_any_logo_is_refused(client: Client) -> None:
    campaign = save_campaign()
    file = SimpleUploadedFile("logo.png", b"x" * 1_000_001)
    page = preview(client, campaign, logo=file)
    assert page.status_code == 413
    assert "A logo may have at most 500 kB." in read_text(page)


# What the client sees


def test_no_own_cost_reaches_the_client(client: Client) -> None:
    asked = (
        "target=100&budget=1234&hour_cost=77&goal=contacted&reply_rate=0.1"
        "&held_seats-0-plan=team&held_seats-0-seats=1&held_seats-0-credits=3"
        "&held_seats-0-paid_until=2026-12-24"
    )
    campaign = save_campaign(asked, name="Autumn", note="Costs us $149.99")
    logo = SimpleUploadedFile("logo.png", draw())
    made = quote(client, campaign, logo=logo, cost_basis="with_paid")
    cost = Decimal(made.basis["costs"][0])
    assert Decimal(made.shown["subtotal"]) == round(cost * Decimal("1.25"), 2)
    hidden = [str(cost), str(int(cost)), "149.99", "1234", "1,234", "77", "25 %", "Team", "seat",
              "Costs us", "mark", "margin", "basis", "plan.", "/campaigns/", campaign.key.hex,
              campaign.edit_token]  # fmt: skip
    for text in seen_by_client(made):
        # Of a logo's pixels, of hashes in names of files and of its address any digits may be part.
        shown = text.replace(made.token, "")
        shown = re.sub(r"[0-9a-f]{8,}|\x89PNG.*", "", shown, flags=re.DOTALL)
        shown = re.sub(r"X-Request-ID[^,]*|Content-Length[^,]*|<(?:style|theme|a:).*", "", shown)
        for secret in hidden:
            if secret.isdigit() or secret == "seat":
                assert not re.search(rf"(?<![\d.:-]){secret}(?![\d:-])", shown), (secret, shown)
            elif "theme" not in shown and "xl/styles" not in shown:
                assert secret not in shown, (secret, shown)


def test_it_leads_nowhere_else(client: Client) -> None:
    made = quote(client, save_shared_campaign())
    page = client.get(address(made)).content.decode()
    hrefs = re.findall(r'<a[^>]* href="([^"]*)"', page)
    assert hrefs == ["#main", f"{address(made)}quote.xlsx"]
    assert "<form" not in page
    assert "My campaigns" not in page


def test_it_is_private_whatever_the_answer(client: Client) -> None:
    made = quote(client, save_campaign(), logo=SimpleUploadedFile("logo.png", draw()))
    for response in (
        Client().get(address(made)),
        Client().head(address(made)),
        Client().get(address(made).rstrip("/")),
        Client().get(f"{address(made)}logo.png"),
        Client().get(f"{address(made)}quote.xlsx"),
        Client().get(f"{address(made)}nope/"),
        Client().get("/q/unknown/"),
        Client().post(address(made)),
    ):
        assert {name: response.headers.get(name) for name in PRIVATE} == PRIVATE
        assert not response.cookies
    assert '<meta name="robots" content="noindex">' in Client().get(address(made)).content.decode()


def test_links_that_lead_nowhere_look_the_same(client: Client) -> None:
    campaign, deleted = save_campaign(), save_campaign()
    withdrawn, of_deleted = quote(client, campaign), quote(client, deleted)
    send(client, campaign, {"action": "withdraw-quote", "quote": "1"})
    delete_campaign(campaign=deleted)
    bodies = set()
    for token in ("A" * 43, withdrawn.token, of_deleted.token, campaign.edit_token, "a" * 3000):
        for below in ("", "logo.png", "quote.xlsx"):
            response = client.get(f"/q/{token}/{below}")
            assert response.status_code == 404
            bodies.add(response.content)
    assert len(bodies) == 1
    restore_campaign(campaign=deleted)
    assert client.get(address(of_deleted)).status_code == 200


def test_texts_are_texts_to_the_page_and_the_workbook(client: Client) -> None:
    nasty = "<script>alert(1)</script>"
    typed = {"title": nasty, "client": nasty, "agency": f"=1+1{nasty}", "note": f"=2+2 {nasty}",
             "number_prefix": "&<b>&P"}  # fmt: skip
    campaign = save_campaign()
    for page in (preview(client, campaign, **typed),
                 client.get(address(quote(client, campaign, **typed))),
                 see(client, campaign)):  # fmt: skip
        assert nasty not in page.content.decode()
        assert "&lt;script&gt;alert(1)" in page.content.decode()
    made = Quote.objects.get()
    response = client.get(f"{address(made)}quote.xlsx")
    assert response.headers["Content-Disposition"] == 'attachment; filename="quote-bp1.xlsx"'
    cells = [cell for row in load_workbook(io.BytesIO(response.content))["Quote"] for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert f"'=2+2 {nasty}" in [cell.value for cell in cells]


def test_the_workbook_has_the_figures_of_the_page(client: Client) -> None:
    made = quote(client, save_campaign())
    content = client.get(f"{address(made)}quote.xlsx").content
    sheet = load_workbook(io.BytesIO(content))["Quote"]
    rows = {row[0].value: row[1].value for row in sheet if row[0].value is not None}
    assert rows["Reach 100 founders"] == pytest.approx(374.98)
    assert rows["Subtotal"] == pytest.approx(374.98)
    assert rows["Tax, 19 %"] == pytest.approx(71.25)
    assert rows["Total"] == pytest.approx(446.23)
    assert rows["Valid until"] == datetime(2026, 12, 31)
    assert rows["For"] == "Client & Co"
    assert "Estimates, not quotes" not in str(load_workbook(io.BytesIO(content)).properties)
    assert client.get(f"{address(made)}quote.xlsx").content == content


def test_a_quote_stays_as_it_was_made(client: Client, time_machine: TimeMachineFixture) -> None:
    campaign = save_campaign()
    made = quote(client, campaign)
    before = client.get(address(made)).content
    change_price("team", "1")
    send(client, campaign, read_form(see(client, campaign), "save") | {"action": "prices"})
    press(client, campaign, "save", "price_book=ours&target=7", name="Other")
    assert client.get(address(made)).content == before
    made.client = "Another"
    with pytest.raises(TypeError, match="does not change"):
        made.save()
    time_machine.move_to("2027-01-01 12:00 +0000")
    assert "Not valid any more It was valid until 31 Dec 2026" in read_text(
        client.get(address(made))
    )


# The dates of several audiences


EACH = (
    "target=100&reply_rate=0.1&audiences-0-name=A: deadline&audiences-0-target=60"
    "&audiences-1-name=Doctors&audiences-1-target=40"
)
OWN = f"{EACH}&deadline_on=2027-05-31&audiences-0-deadline_on=2027-01-31"


def test_audiences_have_a_row_each_with_their_deadlines(client: Client) -> None:
    made = quote(client, save_campaign(OWN))
    page = client.get(address(made))
    shown = page.context["quote"]
    # The deadline of the whole is the second one's: it is there once.
    assert [one.name for one in shown.dates] == ["First message", "Everything sent"]
    assert [(one.name, one.deadline) for one in shown.audience_dates] == [
        ("A: deadline", date(2027, 1, 31)),
        ("Doctors", date(2027, 5, 31)),
    ]
    stored = {one["name"]: one["on"] for one in made.shown["dates"]}
    first, second = (one.done_on for one in shown.audience_dates)
    assert stored["A: deadline: everything sent"] == first.isoformat()
    assert stored["Doctors: everything sent"] == second.isoformat()
    heads = "Audience Everything sent Deadline A: deadline"
    assert f"{heads} {day(first)} 31 Jan 2027 Doctors {day(second)} 31 May 2027" in read_text(page)


def test_a_deadline_that_all_audiences_share_stands_once(client: Client) -> None:
    page = client.get(address(quote(client, save_campaign(f"{EACH}&deadline_on=2027-05-31"))))
    text = read_text(page)
    heads = "Dates of each audience Audience Everything sent A: deadline"
    assert f"Deadline 31 May 2027 {heads}" in text
    assert text.count("31 May 2027") == 1


def test_the_workbook_has_the_days_of_each_audience(client: Client) -> None:
    made = quote(client, save_campaign(OWN))
    sheet = load_workbook(io.BytesIO(client.get(f"{address(made)}quote.xlsx").content))["Quote"]
    rows = {row[0].value: row[1].value for row in sheet if row[0].value is not None}
    for one in made.shown["dates"]:
        if one["name"] != "Deadline":
            assert rows[one["name"]] == datetime.fromisoformat(one["on"])
    assert "Deadline" not in rows


def test_dates_that_a_file_brings_along_are_all_shown() -> None:
    on = date(2027, 1, 31)
    names = ["Kick-off: deadline", "Review: our day", "Deadline", ": deadline"]
    laid_out = lay_out_dates([KeyDay(name, on) for name in [*names, "CFOs: everything sent"]])
    assert [one.name for one in laid_out.whole] == ["Review: our day", "Deadline"]
    assert laid_out.audiences == (
        AudienceDates("Kick-off", None, on),
        AudienceDates("", None, on),
        AudienceDates("CFOs", on, None),
    )


# On the campaign's page


def test_the_campaigns_page_lists_its_quotes_and_withdraws_them(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    campaign = save_campaign()
    first, second = quote(client, campaign), quote(client, campaign, client="Another")
    page = see(client, campaign)
    text = read_text(page)
    assert text.index("OA-2 · Another · $446.23 valid") < text.index("OA-1 · Client & Co")
    assert "Own cost $299.98, left before tax $75.00." in text
    field = f'<input type="text" id="quote-link-1" value="http://testserver{address(first)}"'
    assert field in page.content.decode()
    said = {"action": "withdraw-quote", "quote": "1"}
    assert "The quote is withdrawn" in read_text(send(client, campaign, said))
    assert "OA-1 · Client & Co · $446.23 withdrawn" in read_text(see(client, campaign))
    assert client.get(address(first)).status_code == 404
    assert client.get(address(second)).status_code == 200
    time_machine.move_to("2027-01-01 12:00 +0000")
    assert "OA-2 · Another · $446.23 expired" in read_text(see(client, campaign))


@pytest.mark.parametrize("number", ["", "0", "2", "x", "-1", "1" * 30, "\x00", "é"])
def test_an_unknown_number_withdraws_nothing(client: Client, number: str) -> None:
    campaign = save_campaign()
    made = quote(client, campaign)
    send(client, campaign, {"action": "withdraw-quote", "quote": number})
    assert client.get(address(made)).status_code == 200


def test_another_campaigns_holder_withdraws_nothing(client: Client) -> None:
    made, other = quote(client, save_campaign()), save_campaign()
    send(client, other, {"action": "withdraw-quote", "quote": "1"})
    assert client.get(address(made)).status_code == 200


def test_a_shared_page_shows_no_quote(client: Client) -> None:
    campaign = save_shared_campaign()
    made = quote(client, campaign)
    for query in ("", "?price_book=ours"):
        content = client.get(f"/c/{campaign.share_token}/{query}").content.decode()
        assert made.token not in content
        assert "Client &amp; Co" not in content


def test_a_new_edit_link_leaves_the_clients_links(client: Client) -> None:
    campaign = save_campaign()
    made = quote(client, campaign)
    renew_edit_link(campaign=campaign)
    assert client.get(address(made)).status_code == 200
    assert client.get(new(campaign)).status_code == 404


@pytest.mark.parametrize("act", [moderation.renew_links, moderation.revoke_all_access])
def test_an_admin_who_ends_every_link_ends_those_of_quotes(client: Client, act: object) -> None:
    campaign = save_campaign()
    made = quote(client, campaign)
    act(campaign.pk)  # type: ignore[operator]
    assert client.get(address(made)).status_code == 404
    assert client.get(address(Quote.objects.get())).status_code == 200
    assert fresh(campaign)
