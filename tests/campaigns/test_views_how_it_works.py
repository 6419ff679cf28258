from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from campaigns.forms.names import ANSWERS_NAMES, BILLING_NAMES
from campaigns.forms.quote import QuoteForm
from campaigns.forms.scenario import ScenarioForm
from campaigns.models import Channel, Plan, PlanPrice, PriceBook
from campaigns.studies.registry import STUDIES
from tests.campaigns.pages import read_text


@pytest.mark.usefixtures("price_books")
def test_it_explains_with_the_numbers_of_the_default_book(client: Client) -> None:
    text = read_text(client.get("/how-it-works/"))
    for said in ("$639.97", "$399.95", "$879.99", "at most 60", "$4.00 a credit", "90 days"):
        assert said in text
    assert "Cap of Recruiter Lite" in text
    assert "“$2 for each InMail”" in text
    assert "$79.99 ÷ 2 ÷ 20 credits = $2.00" in text
    assert "from $4.00 (send as granted) to $8.80 (buy now)" in text


@pytest.mark.usefixtures("price_books")
def test_a_new_price_changes_what_it_says(client: Client) -> None:
    plan = Plan.objects.get(book__slug="article", slug="sales-navigator-professional")
    PlanPrice.objects.create(
        plan=plan,
        effective_on=date(2026, 1, 1),
        monthly_price=Decimal(100),
        credit_price=Decimal(10),
    )
    text = read_text(client.get("/how-it-works/"))
    assert "$100.00 a month" in text
    assert "$5.00 a credit" in text
    assert "$100.00 ÷ 2 ÷ 20 credits = $2.50" in text
    assert "$79.99" not in text


@pytest.mark.django_db
def test_it_stands_without_any_book(client: Client) -> None:
    response = client.get("/how-it-works/")
    assert response.status_code == 200
    assert "no numbers to explain with" in read_text(response)


@pytest.mark.usefixtures("price_books")
def test_a_book_without_a_priced_plan_leaves_the_numbers_out(client: Client) -> None:
    book = PriceBook.objects.default()
    PlanPrice.objects.filter(plan__book=book).delete()
    assert "no numbers to explain with" in read_text(client.get("/how-it-works/"))


@pytest.mark.usefixtures("price_books")
def test_what_it_does_not_cover_is_what_the_planner_does_not_do(client: Client) -> None:
    text = read_text(client.get("/how-it-works/"))
    limits = text.partition("What it does not cover")[2]
    # Studies plan other channels and work out how sure an answer is.
    titles = {study.name: study.title for study in STUDIES}
    assert f"“{titles['channels']}”" in limits
    assert f"“{titles['forecast']}”" in limits
    assert "Other channels:" not in limits
    planned = {channel.name for channel in Channel.objects.filter(book__slug="article")}
    assert {"Invitations to connect", "Cold e-mail", "Cold calls", "Message Ads"} <= planned
    assert "invitations, e-mail, calls and ads" in limits
    assert "A quote to your client adds the tax that you enter" in limits
    assert "tax_percent" in QuoteForm.base_fields


@pytest.mark.usefixtures("price_books")
def test_what_can_be_chosen_is_not_stated_as_a_rule(client: Client) -> None:
    text = read_text(client.get("/how-it-works/"))
    assert {"next", "same"} == {*ANSWERS_NAMES}
    assert "with the next credits or at once, as you choose" in text
    assert {"monthly", "annual"} < {*BILLING_NAMES}
    assert "unless you choose how to pay" in text
    assert "declines_return_credit" in ScenarioForm.base_fields
    assert "unless you switch that off" in text
    assert {"first", "renewal"} <= {*Plan.objects.values_list("grant_day", flat=True)}
    assert "on the seat’s renewal day or on the 1st of the month" in text
