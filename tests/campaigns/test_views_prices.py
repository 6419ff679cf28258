import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from campaigns.models import ChannelFigures, Citation, Plan, PlanPrice, PriceBook
from tests.campaigns.pages import read_text

# They see on PostgreSQL, too, that the shipped books are read as they are.
pytestmark = [pytest.mark.usefixtures("price_books"), pytest.mark.writes]


def test_it_shows_every_plan_with_terms_source_and_date(client: Client) -> None:
    text = read_text(client.get("/prices/"))
    for plan in Plan.objects.filter(book__slug="article"):
        assert plan.name in text
    for said in ("$79.99", "$779.88", "not in the article", "read 1 Nov 2026", "from 1 Jan 2022"):
        assert said in text


def test_each_number_of_a_source_leads_to_the_source(client: Client) -> None:
    html = client.get("/prices/").content.decode()
    sources = re.findall(r'<li id="source-(\d+)">(.*?)</li>', html, re.DOTALL)
    rows = re.findall(r'<th scope="row" id="([^"]+)">(.*?)</th>', html, re.DOTALL)
    numbers = {slug: re.findall(r'"#source-(\d+)">source \1<', row) for slug, row in rows}

    assert [number for number, _ in sources] == ["1", "2"]
    written = {number: unescape(text) for number, text in sources}
    for plan in Plan.objects.filter(book__slug="article").with_prices_on(date(2026, 11, 27)):
        of_terms, of_price = numbers[plan.slug]
        assert plan.source in written[of_terms]
        assert plan.source_url in written[of_terms]
        assert plan.price
        assert plan.price.source in written[of_price]


def test_a_plan_without_sources_names_none(client: Client) -> None:
    Plan.objects.update(source="", source_url="")
    PlanPrice.objects.update(source="", source_url="")
    text = read_text(client.get("/prices/"))
    assert "source 1" not in text
    assert "Sources" not in text


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
    for slug, number in (("article", 15), ("linkedin-2026", 12)):  # 12 where no plan is older
        with django_assert_num_queries(number):
            client.get(f"/prices/{slug}/")


def test_it_shows_every_channel_with_each_citation_and_its_grade(client: Client) -> None:
    text = read_text(client.get("/prices/linkedin-2026/"))
    for citation in Citation.objects.filter(channel__book__slug="linkedin-2026"):
        assert citation.channel.name in text
        rest = text.partition(citation.value)[2]
        assert rest, citation.value
        assert citation.source in text
        assert f"grade {citation.grade} · read 1 Nov 2026" in text
    assert "Share that answers 3.43 % of the people 3.43 % of the people on average" in text


def test_a_folded_channel_tells_what_it_carries_and_brings(client: Client) -> None:
    text = read_text(client.get("/prices/"))
    for summary in (
        "Invitations to connect one sender: 100 a week · answers: 16 % of those who accepted",
        "Messages to open profiles capacity not published · answers not published",
        "Message Ads one campaign: no limit · answers not published",
    ):
        assert summary in text


def test_figures_that_nobody_publishes_are_named_as_unknown(client: Client) -> None:
    text = read_text(client.get("/prices/"))
    rate = "Of the positive answers, a meeting held"
    assert f"{rate} ? Of the e-mails, not of the answers: 0.2 %" in text
    unknown = f"{rate.lower()}; of the meetings held, a customer"
    assert f"Not published: {unknown}. A plan that needs one asks you for it." in text
    assert "Touches to a person 3 58 % of the answers" in text
    assert "Most units 1 No source: an assumption" in text


def test_it_shows_where_consent_is_needed_and_that_it_is_no_advice(client: Client) -> None:
    text = read_text(client.get("/prices/"))
    assert "no legal advice" in text
    germany = "Germany in the European Union Cold e-mail needed"
    assert f"{germany} Prior express consent, of businesses too." in text
    assert "United Kingdom Cold e-mail not needed" in text
    assert "Canada Cold e-mail not settled" in text


def test_scheduled_figures_are_announced_and_then_in_force(client: Client) -> None:
    old = ChannelFigures.objects.get(channel__book__slug="article", channel__slug="email")
    old.pk, old.effective_on, old.reply_rate = None, date(2027, 1, 1), Decimal("0.02")
    old.save()
    with time_machine.travel("2026-12-31T12:00Z"):
        text = read_text(client.get("/prices/"))
    change = "Share that answers: 2 % of the people, before 3.43 % of the people"
    assert f"From 1 Jan 2027: {change}." in text
    assert "Share that answers 3.43 % of the people" in text
    with time_machine.travel("2027-01-01T12:00Z"):
        text = read_text(client.get("/prices/"))
    assert "Share that answers 2 % of the people" in text
    assert f"1 Jan 2026: the first figures. 1 Jan 2027: {change}." in text


def test_a_channel_without_figures_is_shown_without_any(client: Client) -> None:
    ChannelFigures.objects.filter(channel__slug="email").delete()
    assert "No figures are in force on" in read_text(client.get("/prices/"))


def test_it_stands_without_any_book(client: Client) -> None:
    PriceBook.objects.all().delete()
    assert "No price book is loaded yet" in read_text(client.get("/prices/"))
