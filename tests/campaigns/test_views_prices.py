from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from campaigns.models import Plan, PlanPrice, PriceBook
from tests.campaigns.pages import read_text

# They see on PostgreSQL, too, that the shipped books are read as they are.
pytestmark = [pytest.mark.usefixtures("price_books"), pytest.mark.database]


def test_it_shows_every_plan_with_terms_source_and_date(client: Client) -> None:
    text = read_text(client.get("/prices/"))
    for plan in Plan.objects.filter(book__slug="article"):
        assert plan.name in text
        assert plan.source in text
    for said in ("$79.99", "$779.88", "not in the article", "read 1 Nov 2026", "from 1 Jan 2022"):
        assert said in text


def test_it_shows_where_the_article_contradicts_itself(client: Client) -> None:
    text = read_text(client.get("/prices/article/"))
    for row in PriceBook.objects.get(slug="article").contradictions.all():
        for said in (row.matter, row.article_says, row.others_say, row.planner_takes):
            assert " ".join(said.split()) in text


def test_a_scheduled_price_is_announced_and_then_in_force(client: Client) -> None:
    plan = Plan.objects.get(book__slug="linkedin-2026", slug="sales-navigator-core")
    PlanPrice.objects.create(
        plan=plan, effective_on=date(2027, 1, 1), monthly_price=Decimal("129.99")
    )
    with time_machine.travel("2026-12-31T12:00Z"):
        text = read_text(client.get("/prices/linkedin-2026/"))
    assert "From 1 Jan 2027: $129.99 a month" in text
    assert "150 90 $119.99" in text
    with time_machine.travel("2027-01-01T12:00Z"):
        text = read_text(client.get("/prices/linkedin-2026/"))
    assert "150 90 $129.99" in text
    assert "1 Jan 2022: $99.99 a month" in text, "the history"


def test_a_plan_without_any_price_row_is_shown(client: Client) -> None:
    PlanPrice.objects.filter(plan__slug="recruiter-lite").delete()
    assert "120 30 90 120" not in read_text(client.get("/prices/"))
    assert client.get("/prices/").status_code == 200


def test_an_unknown_book_is_not_found(client: Client) -> None:
    response = client.get("/prices/nope/")
    assert response.status_code == 404
    assert "There is nothing at this address" in read_text(response)


def test_it_takes_as_many_queries_for_many_plans_as_for_few(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for slug, number in (("article", 10), ("linkedin-2026", 7)):  # 7 where no plan is older
        with django_assert_num_queries(number):
            client.get(f"/prices/{slug}/")


def test_it_stands_without_any_book(client: Client) -> None:
    PriceBook.objects.all().delete()
    assert "No price book is loaded yet" in read_text(client.get("/prices/"))
