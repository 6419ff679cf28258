"""A campaign's own page after prices changed: what changed since, and today's prices."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from campaigns.models import Plan, PriceBook
from tests.campaigns.campaign_page import asked, fresh, see, send, shared_link, totals
from tests.campaigns.factories import (
    PlanFactory,
    change_price,
    save_campaign,
    save_shared_campaign,
)
from tests.campaigns.pages import read_form, read_markup, read_text

pytestmark = pytest.mark.usefixtures("book")


def test_what_changed_since_is_told_figure_by_figure(client: Client) -> None:
    campaign = save_campaign()
    change_price("team", "199.99")
    Plan.objects.filter(slug="solo").update(monthly_credits=25)
    text = read_text(see(client, campaign))
    assert "Since 1 Dec 2026" in text
    assert "2 plans have changed; the numbers below stay as they were saved." in text
    assert "Today the cheapest would be $319.96 instead of $299.98 (+$19.98), with Solo." in text
    assert "Solo Credits a month 20 25 $399.95 $319.96 −$79.99" in text
    assert "Team A month $149.99 $199.99 $299.98 $399.98 +$100.00" in text


def test_what_is_late_today_is_marked_and_no_gain(client: Client) -> None:
    campaign = save_campaign("target=40&deadline_months=1&plans=solo&seats=1")
    Plan.objects.filter(slug="solo").update(purchase_limit=0)
    text = read_text(see(client, campaign))
    assert "Solo Bought a month no limit none sold $279.99 $159.98 1 month late" in text
    assert "Today nothing makes it within 1 month at a known price" in text
    since = text.split("Since 1 Dec 2026")[1].split("Take over")[0]
    assert "−" not in since
    assert "?" not in since


def test_an_answer_that_stays_is_said_in_one_line_above_a_closed_table(client: Client) -> None:
    campaign = save_campaign()
    change_price("solo", "89.99")
    page = see(client, campaign)
    text = read_text(page)
    assert "One other plan has changed; the cheapest stays as it was saved" in text
    assert "instead of" not in text.split("Since 1 Dec 2026")[1].split("Take over")[0]
    assert re.search(r"<details>\s*<summary>What has changed", read_markup(page))
    change_price("team", "199.99")
    html = read_markup(see(client, campaign))
    assert re.search(r"<details open>\s*<summary>What has changed", html)


def test_todays_prices_are_taken_over_with_one_click(client: Client) -> None:
    campaign = save_shared_campaign("target=100&sort=total")
    change_price("team", "100")
    Plan.objects.filter(slug="solo").update(monthly_credits=25)
    PlanFactory.create(slug="new", name="New", book=PriceBook.objects.get())
    said = read_form(see(client, campaign), "save") | {"action": "prices"}
    page = send(client, campaign, said)
    text = read_text(page)
    assert "“Autumn” is saved with today’s prices." in text
    assert totals(page)[0] == "$200.00"
    assert "New" in text
    assert "have changed" not in text
    assert "Changed since you shared" in text
    assert fresh(campaign).newest_revision.choices.get(slug="team").monthly_price == Decimal(100)
    assert totals(Client().get(shared_link(page)))[0] == "$299.98", "what was shared stays"


def test_taking_todays_prices_keeps_what_the_form_says(client: Client) -> None:
    campaign = save_campaign("plans=team")
    change_price("team", "100")
    said = read_form(see(client, campaign, "price_book=ours&target=150&plans=team"), "save")
    page = send(client, campaign, said | {"action": "prices", "name": "Winter"})
    assert totals(page)[0] == "$300.00"
    assert fresh(campaign).newest_revision.name == "Winter"
    assert asked(campaign)["target"] == ["150"]


def test_the_day_of_the_prices_becomes_today(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    campaign = save_campaign()
    change_price("team", "100")
    time_machine.move_to("2027-03-01 12:00 +0000")
    said = read_form(see(client, campaign), "save") | {"action": "prices"}
    text = read_text(send(client, campaign, said))
    assert "as they were on 1 Mar 2027" in text
    assert fresh(campaign).newest_revision.frozen_on == date(2027, 3, 1)
    assert asked(campaign)["start_on"] == ["2026-12-01"]


def test_after_the_start_todays_prices_are_taken_over(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    campaign = save_campaign()
    change_price("team", "100", effective_on=date(2027, 2, 1))
    time_machine.move_to("2027-03-01 12:00 +0000")
    text = read_text(see(client, campaign))
    assert "Team A month $149.99 $100.00 $299.98 $200.00 −$99.98" in text
    page = send(client, campaign, read_form(see(client, campaign), "save") | {"action": "prices"})
    assert totals(page)[0] == "$200.00"
    assert "as they were on 1 Mar 2027" in read_text(page)
    assert "have changed" not in read_text(page)
    revision = fresh(campaign).newest_revision
    assert (revision.start_on, revision.frozen_on) == (date(2026, 12, 1), date(2027, 3, 1))
    assert revision.book == PriceBook.objects.get()
    team = revision.choices.get(slug="team")
    assert (team.monthly_price, team.plan) == (Decimal(100), Plan.objects.get(slug="team"))
    assert team.price_effective_on == date(2027, 2, 1)


def test_a_book_that_is_gone_is_told_and_the_numbers_stay(client: Client, book: PriceBook) -> None:
    campaign = save_campaign()
    book.delete()
    page = see(client, campaign)
    assert "The price book “Our prices”, or every plan compared here, is gone" in read_text(page)
    assert totals(page)[0] == "$299.98"
    assert 'value="prices"' not in page.content.decode()
    said = read_form(page, "save") | {"name": "Winter"}
    refused = send(client, campaign, said | {"action": "prices"})
    assert "there are no prices to take over" in read_text(refused)
    assert read_form(refused, "save")["name"] == "Winter"
    assert "“Winter” is saved." in read_text(send(client, campaign, said))
    assert totals(see(client, campaign))[0] == "$299.98"


def test_picked_plans_that_are_gone_are_left_out_when_prices_are_taken_over(
    client: Client,
) -> None:
    campaign = save_campaign("plans=solo&plans=team")
    Plan.objects.get(slug="team").delete()
    page = see(client, campaign)
    assert "Team The plan sold not sold any more $299.98 –" in read_text(page)
    said = read_form(page, "save") | {"action": "prices"}
    page = send(client, campaign, said)
    assert totals(page)[0] == "$399.95"
    assert asked(campaign)["plans"] == ["solo"]


def test_a_price_in_the_future_is_no_change_before_the_start(client: Client) -> None:
    campaign = save_campaign()
    change_price("team", "1", effective_on=date(2026, 12, 2))
    assert "Since 1 Dec" not in read_text(see(client, campaign))
