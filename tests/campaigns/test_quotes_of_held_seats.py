"""Quotes on seats that are paid for already: what the price counts (RULES.md §14)."""

from decimal import Decimal

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from campaigns.models import Campaign, PlanPrice, Quote, Revision
from tests.campaigns.campaign_page import press
from tests.campaigns.factories import save_campaign
from tests.campaigns.pages import Response, read_form, read_text
from tests.campaigns.quotes import address, new, preview, quote, seen_by_client

pytestmark = pytest.mark.usefixtures("price_books")

# An agency's three clients on two seats.
CLIENTS = (
    "rules=2&price_book=linkedin-2026&plans=sales-navigator-core&start_on=2026-12-01&seats=2"
    "&target=790&deadline_months=12&audiences-0-name=A&audiences-0-target=200"
    "&audiences-1-name=B&audiences-1-target=500&audiences-2-name=C&audiences-2-target=90"
)
PRICES = {"markup_percent": "25", "tax_percent": ""}


@pytest.fixture(autouse=True)
def today(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to("2026-12-01 12:00 +0000")


def held_until(day: str, asked: str = CLIENTS) -> Campaign:
    return save_campaign(
        f"{asked}&held_seats-0-plan=sales-navigator-core&held_seats-0-seats=2"
        f"&held_seats-0-paid_until={day}"
    )


def lines_of(page: Response) -> list[str]:
    return [str(line.price) for line in page.context["quote"].lines]


def test_the_months_that_are_paid_count_unless_the_agency_says_otherwise(client: Client) -> None:
    campaign = held_until("2027-07-31")
    page = client.get(new(campaign))
    assert read_form(page, "preview")["cost_basis"] == "with_paid"
    text = read_text(page)
    assert "With what is already paid New money only" in text
    assert "Already paid for your seats: $1,919.84." in text
    assert "Take new money only where another quote pays for them." in text
    page = preview(client, campaign, **PRICES, cost_basis="with_paid")
    assert lines_of(page) == ["607.54", "1518.86", "273.40"]
    text = read_text(page)
    assert "Total $2,399.80" in text
    assert "own cost $1,919.84 ($1,919.84 of it already paid for seats)" in text
    assert "comes to $0.00" not in text
    made = quote(client, campaign, **PRICES, cost_basis="with_paid")
    assert made.basis["already_paid"] == "1919.84"
    assert sum(map(Decimal, made.basis["costs"])) == Decimal("1919.84")
    listed = read_text(client.get(f"/campaigns/{campaign.edit_token}/"))
    assert "$1,919.84 ($1,919.84 of it already paid for seats)" in listed


def test_with_new_money_only_a_quote_of_nothing_is_warned_of(client: Client) -> None:
    campaign = held_until("2027-07-31")
    page = preview(client, campaign, **PRICES, cost_basis="new_money")
    assert lines_of(page) == ["0.00", "0.00", "0.00"]
    assert "The quote comes to $0.00" in read_text(page)
    assert "of it already paid" not in read_text(page)
    fee = {"markup_percent": "", "fee": "300", "tax_percent": ""}
    page = preview(client, campaign, **fee, cost_basis="new_money")
    assert lines_of(page) == ["100.00", "100.00", "100.00"]
    assert "comes to $0.00" not in read_text(page)


@pytest.mark.parametrize(
    ("basis", "lines", "total"),
    [
        ("with_paid", ["607.54", "1518.86", "273.40"], "2399.80"),
        ("new_money", ["303.78", "759.43", "136.70"], "1199.91"),
    ],
)
def test_seats_that_are_paid_for_a_part_of_it(
    client: Client, basis: str, lines: list[str], total: str
) -> None:
    made = quote(client, held_until("2027-03-31"), **PRICES, cost_basis=basis)
    assert [line["price"] for line in made.shown["lines"]] == lines
    assert made.shown["total"] == total


def test_one_client_pays_its_share_of_both_and_sees_neither(client: Client) -> None:
    campaign = held_until("2027-03-31")
    made = quote(client, campaign, **PRICES, cost_basis="with_paid", audience="C")
    assert made.basis["costs"] == ["218.72"]
    # 109.36 of its 218.72 fall due.
    assert made.basis["already_paid"] == "109.36"
    assert made.shown["total"] == "273.40"
    for text in seen_by_client(made):
        for secret in ("218.72", "109.36", "1919.84", "959.92", "already paid", "with_paid"):
            assert secret not in text


def test_a_quote_that_was_made_stays_as_it_is(client: Client) -> None:
    campaign = held_until("2027-07-31")
    made = quote(client, campaign, **PRICES, cost_basis="with_paid")
    before = client.get(address(made)).content
    press(client, campaign, "save", f"{CLIENTS}&name=Other")
    PlanPrice.objects.update(monthly_price=1)
    assert Quote.objects.get().shown == made.shown
    assert client.get(address(made)).content == before


def test_without_paid_seats_there_is_no_choice(client: Client) -> None:
    for campaign in (save_campaign(CLIENTS), held_until("2026-11-30")):
        page = client.get(new(campaign))
        assert "cost_basis" not in read_form(page, "preview")
        assert "already paid" not in read_text(page)
        made = quote(client, campaign, **PRICES, cost_basis="with_paid")
        assert made.basis["already_paid"] == "0"


@pytest.mark.parametrize("basis", ["", "nope", "\x00"])
def test_what_it_counts_has_to_be_chosen(client: Client, basis: str) -> None:
    page = preview(client, held_until("2027-07-31"), **PRICES, cost_basis=basis)
    assert [*page.context["form"].errors] == ["cost_basis"]


def test_an_unknown_price_leaves_new_money(client: Client) -> None:
    PlanPrice.objects.filter(plan__slug="sales-navigator-core").delete()
    campaign = held_until("2027-07-31")
    page = client.get(new(campaign))
    assert "cost_basis" not in read_form(page, "preview")
    assert "What was paid before for your seats is not known" in read_text(page)
    assert lines_of(preview(client, campaign, **PRICES)) == ["0.00", "0.00", "0.00"]


def replanned(campaign: Campaign, *, paid_until: str) -> None:
    """The campaign as a replan on 1 February leaves it: 200 people were written to."""
    first = campaign.revisions.get()
    later = "&start_on=2027-02-01&target=590&audiences-0-target=1&audiences-1-target=499"
    asked = f"{first.asked}{later}&held_seats-0-paid_until={paid_until}"
    press(Client(), campaign, "save", f"name=Autumn&{asked}")
    Revision.objects.filter(campaign=campaign, number=2).update(
        kind="replan", spent=Decimal(0), counts_from="2027-02-01"
    )


def test_the_whole_of_a_replanned_campaign_counts_the_seats_of_its_first_version(
    client: Client,
) -> None:
    campaign = held_until("2027-03-31")
    replanned(campaign, paid_until="2027-03-31")
    campaign.refresh_from_db()
    text = read_text(client.get(new(campaign)))
    # Two seats: February and March of what is left, December to March of the whole.
    assert (
        "Already paid for your seats: $479.96 of what is left, $959.92 of the whole campaign."
        in text
    )
    paid = {}
    for covers in ("rest", "whole"):
        page = preview(client, campaign, **PRICES, covers=covers, cost_basis="with_paid")
        paid[covers] = page.context["already_paid"]
    assert paid == {"rest": Decimal("479.96"), "whole": Decimal("959.92")}
    # Without that version it is not known, and is no silent 0.
    campaign.revisions.filter(number=1).delete()
    page = preview(client, campaign, **PRICES, covers="whole", cost_basis="with_paid")
    assert [*page.context["form"].errors] == ["cost_basis"]
    assert "is not known" in page.context["form"].errors["cost_basis"][0]
    assert lines_of(preview(client, campaign, **PRICES, covers="rest", cost_basis="with_paid"))
