"""What the planner page offers to decide by: order, base, alternatives, seats, other inputs."""

import re
from html import unescape

import pytest
from django.test import Client

from tests.campaigns.pages import read_text

pytestmark = pytest.mark.usefixtures("price_books")


def see(client: Client, **query: str) -> str:
    response = client.get("/", query)
    assert response.status_code == 200
    return read_text(response)


@pytest.mark.parametrize(
    ("column", "label"),
    [("months", "Months"), ("bought", "To buy"), ("total", "Total"), ("lead", "A lead")],
)
def test_rows_stand_in_the_order_asked_for(client: Client, column: str, label: str) -> None:
    pattern = rf'data-label="{label}">(?:<strong>)?\$?([\d,.]+|\?)'
    for prefix, reverse in (("", False), ("-", True)):
        page = client.get("/", {"sort": f"{prefix}{column}"}).content.decode()
        table = page.split('<table class="comparison')[1].split("</table>")[0]
        texts = re.findall(pattern, table)
        numbers = [float(text.replace(",", "")) for text in texts if text != "?"]
        assert len(numbers) > 10
        assert numbers == sorted(numbers, reverse=reverse)


def test_an_unknown_order_is_best_first(client: Client) -> None:
    assert see(client, sort="nope") == see(client)


def test_differences_are_measured_from_the_base(client: Client) -> None:
    text = see(client, base="sales-navigator-professional.accumulate")
    assert "Differences to Sales Navigator Professional" in text
    assert "−$439.99" in text


def test_an_unknown_base_is_the_cheapest(client: Client) -> None:
    assert "Differences to the cheapest" in see(client, base="nope")


def test_alternatives_say_what_they_take(client: Client) -> None:
    text = see(client)
    assert "1 month sooner: +$400.01" in text
    assert "One more seat: 1 month sooner, same money" in text
    assert "Sales Navigator Professional: +$199.97" in text


def test_waiting_is_offered_where_the_deadline_costs_money(client: Client) -> None:
    text = see(client, deadline_months="3", plans="sales-navigator-professional")
    assert "2 months longer: −$240.02" in text


def test_where_nothing_is_in_time_the_ways_out_are_named(client: Client) -> None:
    text = see(
        client,
        price_book="linkedin-2026",
        plans="sales-navigator-core",
        target="1000",
        deadline_months="5",
    )
    assert "Nothing makes it within 5 months at a known price" in text
    assert "It works within 20 months: $2,039.80" in text
    assert "4 seats make it in time: $2,399.80" in text
    assert "15 months late" in text


def test_what_further_seats_do_is_told(client: Client) -> None:
    text = see(client, plans="sales-navigator-professional")
    assert "What further seats do" in text
    assert "Sales Navigator Professional 5 0 $399.95" in text
    assert "Sales Navigator Professional 1 0 $399.95" in text  # five seats, one month


def test_what_misses_the_budget_says_by_how_much(client: Client) -> None:
    assert "$139.97 over budget" in see(client, budget="500")


def test_a_day_stands_for_the_months_whose_credits_come_by_then(client: Client) -> None:
    text = see(client, start_on="2026-12-01", deadline_on="2027-02-01")
    assert "By 1 Feb 2027: 3 billing months from 1 Dec 2026 have their credits by then" in text
    assert "Cheapest within 3 months" in text
    text = see(client, start_on="2026-12-01", deadline_on="2027-01-31")
    assert "Cheapest within 2 months" in text


def test_further_seats_come_first_where_they_save_money(client: Client) -> None:
    text = see(
        client,
        price_book="linkedin-2026",
        target="250",
        reply_rate="14.3 %",
        deadline_months="4",
        start_on="2026-11-22",
    )
    assert "4 more seats: 1 month sooner, −$10,200.05" in text
    assert text.index("more seats: ") < text.index("Compare")


@pytest.mark.parametrize("day", ["2026-11-30", "2105-01-01", "1999-01-01", "soon"])
def test_a_day_that_is_too_near_or_too_far_is_told(client: Client, day: str) -> None:
    response = client.get("/", {"start_on": "2026-12-01", "deadline_on": day})
    assert 'id="error-deadline_on">Please enter a day from' in response.content.decode()


def test_own_numbers_stand_for_the_reply_rate(client: Client) -> None:
    text = see(client, track_record_sent="120", track_record_replied="18")
    assert "Your own numbers: 18 of 120 replied, 15 %" in text


@pytest.mark.parametrize(
    ("sent", "replied", "said"),
    [
        ("120", "", "both numbers, or neither"),
        ("", "18", "both numbers, or neither"),
        ("10", "11", "at most the 10 that were sent"),
        ("0", "0", "a whole number from 1 to 1,000,000"),
    ],
)
def test_own_numbers_that_cannot_be_are_told(
    client: Client, sent: str, replied: str, said: str
) -> None:
    assert f"Please enter {said}" in see(
        client, track_record_sent=sent, track_record_replied=replied
    )


def test_usual_rates_are_links_that_keep_everything_else(client: Client) -> None:
    page = unescape(client.get("/", {"target": "333"}).content.decode())
    assert re.search(r'href="/\?target=333&price_book=article[^"]*reply_rate=20\+%25', page)


def test_a_plan_without_a_price_asks_for_one_and_takes_it(client: Client) -> None:
    page = unescape(client.get("/").content.decode())
    form = page.split('class="price-form"')[1].split("</form>")[0]
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
    answered = see(client, **fields | {"custom_plans-0-monthly_price": "30"})
    assert "Sales Navigator Team (your price)" in answered
    assert "$120.00" in answered  # four months of 30 credits


def test_usual_rates_follow_what_was_typed_since(client: Client) -> None:
    page = unescape(client.get("/?target=40", headers={"HX-Request": "true"}).content.decode())
    presets = page.split('<div id="presets"')[1].split("</div>")[0]
    assert presets.count("target=40&") == 6


def test_a_budget_counts_replies_where_replies_are_the_goal(client: Client) -> None:
    text = see(client, goal="replied", reply_rate="15 %", budget="1000", target="40")
    assert re.search(r"[\d]+ replies within 12 months", text)


def test_paper_is_told_what_the_answer_rests_on(client: Client) -> None:
    text = see(client, seats="2", reply_rate="15 %", opening_balance="25", start_on="2026-12-01")
    for said in (
        "Start: 2026-12-01",
        "Within months: 12",
        "Seats: 2",
        "Reply rate: 15 %",
        "Credits held already: 25",
        "Prices: Article figures, as of 2022-01-01",
    ):
        assert said in text
