from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from campaigns.models import Plan, PlanPrice, PriceBook
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
