"""The planner page at its edges: odd rows in the database, odd bytes in the address."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from campaigns.models import PlanPrice, PriceBook
from campaigns.query.cached_rows import forget_rows
from tests.campaigns.factories import (
    PlanFactory,
    PlanPriceFactory,
    PriceBookFactory,
    save_campaign,
)
from tests.campaigns.pages import read_markup, read_text

HTMX = {"HX-Request": "true"}
PAGES = ("/", "/estimate/", "/prices/", "/how-it-works/")


def make_plan(*, prices: dict[str, Any] | None, **terms: Any) -> PriceBook:
    """The only plan of the only book."""
    plan = PlanFactory.create(
        name="Odd", slug="odd", book=PriceBookFactory.create(is_default=True), **terms
    )
    if prices is not None:
        PlanPriceFactory.create(plan=plan, **prices)
    return plan.book


ALL_UNKNOWN = {"monthly_price": None, "annual_price": None, "credit_price": None}
ONLY_ANNUAL = {"monthly_price": None, "credit_price": None}
FREE = dict.fromkeys(ALL_UNKNOWN, Decimal(0))


@pytest.mark.writes
@pytest.mark.parametrize(
    ("terms", "prices", "query", "said"),
    [
        ({}, None, "open=odd", "Send as granted"),
        ({}, None, "open=odd", "price unknown"),
        ({}, None, "", "1 without a known price"),
        ({}, ALL_UNKNOWN, "billing=annual&open=odd", "price unknown"),
        ({"purchase_limit": 5}, {"credit_price": None}, "target=19", "$79.99"),
        (
            {},
            {"credit_price": None},
            "deadline_months=1&seats=1",
            "No price of a bought credit is known for Odd.",
        ),
        ({}, ONLY_ANNUAL, "", "$779.88"),
        (
            {},
            ONLY_ANNUAL,
            "billing=monthly",
            "100 people: Odd makes the deadline, but its price is not known",
        ),
        ({"monthly_credits": 0, "rollover_cap": 0, "purchase_limit": 0}, {}, "", "without InMail"),
        (
            {"monthly_credits": 0, "rollover_cap": 0, "purchase_limit": 0},
            {},
            "open=odd",
            "no InMail",
        ),
        ({"monthly_credits": 0, "rollover_cap": 0}, {}, "", "$1,079.99"),
        (
            {"monthly_credits": 0, "rollover_cap": 9, "purchase_limit": 1},
            {},
            "seats=1&open=odd",
            "over 87 months late",
        ),
        (
            {"monthly_credits": 0, "rollover_cap": 9, "purchase_limit": 1},
            {},
            "seats=1",
            "No: over 87 months late; 8 more seats make it Nearest to it for 100 people",
        ),
        ({"monthly_credits": 1_000_000, "rollover_cap": 1_000_000}, FREE, "", "$0.00"),
        ({"monthly_credits": 1, "rollover_cap": 1, "credit_lifetime_days": 1}, {}, "", "$1,069.99"),
        ({"trial_months": 12}, {}, "use_trial=true", "$0.00"),
        ({"is_legacy": True}, {}, "", "No plan is chosen"),
        ({"is_legacy": True}, {}, "plans=odd", "$399.95"),
    ],
)
@pytest.mark.django_db
def test_any_plan_that_the_database_holds_has_an_answer(
    client: Client,
    terms: dict[str, Any],
    prices: dict[str, Decimal | None] | None,
    query: str,
    said: str,
) -> None:
    make_plan(prices=prices, **terms)
    assert said in read_text(client.get(f"/?{query}"))
    for page in PAGES[1:]:
        assert client.get(f"{page}?{query}").status_code in (200, 404)


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES[:1] + PAGES[2:])
def test_texts_of_the_database_are_text_to_every_page(client: Client, page: str) -> None:
    nasty = "<script>alert(1)</script>"
    book = make_plan(prices={"note": nasty, "source": nasty}, note=nasty, source=nasty)
    PriceBook.objects.filter(pk=book.pk).update(name=nasty, note=nasty, source=nasty)
    shown = client.get(page).content.decode()
    assert nasty not in shown
    assert "&lt;script&gt;alert(1)" in shown


@pytest.mark.django_db
def test_before_any_book_is_loaded_the_page_says_what_to_do(client: Client) -> None:
    for headers in ({}, HTMX):
        response = client.get("/", headers=headers)
        assert response.status_code == 200
        assert "“manage.py load_price_books”" in read_text(response)


@pytest.mark.usefixtures("price_books")
def test_without_a_default_book_every_page_shows_the_first(client: Client) -> None:
    PriceBook.objects.update(is_default=False)
    for page in PAGES[:3]:
        assert "Article figures" in read_text(client.get(page))


@pytest.mark.usefixtures("price_books")
def test_more_plans_and_prices_take_no_more_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    book = PriceBook.objects.get(slug="article")
    plans = PlanFactory.create_batch(12, book=book)
    for plan in plans:
        PlanPriceFactory.create(plan=plan)
        PlanPriceFactory.create(plan=plan, effective_on=date(2025, 1, 1))
    opened = f"/?plans={plans[0].slug}&open={plans[0].slug}&by=seats"
    # A page has the names of the channels and places, too, a fragment has not.
    for page, whole, fragment in (("/", 23, 21), (opened, 23, 21), ("/estimate/", 9, 9)):
        for headers, number in (({}, whole), (HTMX, fragment)):
            forget_rows()
            with django_assert_num_queries(number):
                client.get(page, headers=headers)
    with django_assert_num_queries(15):
        client.get("/prices/")


@pytest.mark.usefixtures("price_books")
@pytest.mark.parametrize("page", PAGES)
def test_a_head_is_a_page_without_its_body(client: Client, page: str) -> None:
    response = client.head(page)
    assert (response.status_code, response.content) == (200, b"")


def test_a_browser_finds_the_icon_where_no_page_names_it(client: Client) -> None:
    response = client.get("/favicon.ico")
    assert (response.status_code, response.headers["Location"]) == (301, "/static/favicon.svg")


@pytest.mark.usefixtures("price_books")
@pytest.mark.parametrize("field", ["target", "start_on", "price_book", "plans", "budget", "seats"])
def test_bytes_that_are_no_text_are_a_mistake_like_any_other(client: Client, field: str) -> None:
    for raw in ("%00", "%ff", "%ed%a0%80", "%", "%zz", "\xff", "%0d%0aX: y", "%2"):
        response = client.get("/", QUERY_STRING=f"{field}={raw}", headers=HTMX)
        assert response.status_code == 200
        page = read_markup(response)
        assert re.search(rf'id="error-{field}"[^>]*>Please enter ', page), raw


@pytest.mark.usefixtures("price_books")
@pytest.mark.parametrize("url", ["http://[", "//[::1", "\xff", "?price_book", "x" * 9_000])
def test_it_does_not_matter_which_page_htmx_says_it_is_on(client: Client, url: str) -> None:
    response = client.get("/?price_book=article", headers=HTMX | {"HX-Current-URL": url})
    assert response.status_code == 200


@pytest.mark.usefixtures("price_books")
def test_htmx_is_told_each_mistake_and_keeps_the_address(client: Client) -> None:
    query = "target=abc&seats=2&custom_plans-0-name=Mine&custom_plans-0-trial_months=99"
    response = client.get(f"/?{query}", headers=HTMX)
    page = read_markup(response)
    told = re.findall(r'id="error-([^"]+)" hx-swap-oob="true">Please enter', page)
    wrong = ("monthly_credits", "rollover_cap", "credit_lifetime_days", "trial_months")
    assert told == ["target", *(f"custom_plans-0-{name}" for name in wrong)]
    assert 'id="error-seats"' not in page
    address = response.headers["HX-Push-Url"]
    for said in query.split("&"):
        assert said in address
    assert client.get(address, headers=HTMX).headers["HX-Push-Url"] == address


@pytest.mark.usefixtures("price_books")
def test_what_htmx_pushes_is_the_page_that_was_shown(client: Client) -> None:
    query = "target=60&plans=&custom_plans-7-name=A%26B&custom_plans-7-monthly_price=30"
    query += "&custom_plans-7-monthly_credits=20&custom_plans-7-rollover_cap=60"
    query += "&custom_plans-7-credit_lifetime_days=90&custom_plans-7-purchase_limit=0"
    shown = client.get(f"/?{query}", headers=HTMX)
    again = client.get(shown.headers["HX-Push-Url"], headers=HTMX)
    assert again.content == shown.content
    assert "$90.00" in read_text(again)


@pytest.mark.usefixtures("price_books")
def test_history_is_a_new_row_never_a_changed_one(client: Client) -> None:
    price = PlanPrice.objects.get(plan__slug="sales-navigator-professional")
    PlanPriceFactory.create(
        plan=price.plan, effective_on=date(2030, 6, 15), monthly_price=Decimal(90)
    )
    query = "plans=sales-navigator-professional&strategies=as_granted&start_on="
    assert "$399.95" in read_text(client.get(f"/?{query}2030-06-14"))
    assert "$450.00" in read_text(client.get(f"/?{query}2030-06-15"))


@pytest.mark.usefixtures("price_books")
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_text_with_two_readings_is_asked_about_with_a_button_for_each(
    client: Client, headers: dict[str, str]
) -> None:
    response = client.get("/?budget=1.680&target=150&reply_rate=10", headers=headers)
    page = read_markup(response)
    assert "“1.680” has two readings. Do you mean $1,680.00 or $1.68?" in read_text(response)
    buttons = re.findall(r'<button[^>]*\sname="budget" value="([^"]*)"', page)
    assert buttons == ["1680", "1.68"]
    assert re.search(r'class="understood" id="error-reply_rate"[^>]*>= 10 %<', page)
    # A browser sends the field and the pressed button after it.
    for button, total in zip(buttons, ("1680", "1.68"), strict=True):
        answered = client.get(f"/?budget=1.680&target=150&budget={button}", headers=headers)
        assert f"budget={total}&" in read_markup(answered).replace("&amp;", "&") + "&"
        assert "faults-title" not in read_markup(answered)


@pytest.mark.usefixtures("price_books")
def test_the_first_button_of_the_form_answers_no_question(client: Client) -> None:
    page = read_markup(client.get("/?reply_rate=1"))
    form = page[page.index('<form class="card form"') :]
    first = re.search(r"<button[^>]*>", form)
    assert first
    assert not re.search(r"\sname=", first[0])


@pytest.mark.usefixtures("price_books")
def test_another_currency_is_refused_by_name(client: Client) -> None:
    shown = read_text(client.get("/", {"budget": "€500"}))
    assert "amounts are in US dollars, not in €." in shown


FILL = "/?target=150&custom_plans-0-start_from=recruiter-lite&fill=0"


@pytest.mark.usefixtures("price_books")
def test_a_filled_plan_stands_in_the_address(client: Client) -> None:
    response = client.get(FILL)
    assert response.status_code == 302
    address = response.headers["Location"]
    assert address.startswith("/?target=150&")
    assert "custom_plans-0-monthly_price=169.99&" in address
    assert "fill" not in address
    assert "Recruiter Lite (yours)" in read_text(client.get(address))


@pytest.mark.usefixtures("price_books")
def test_a_plan_to_start_from_that_is_none_is_told(client: Client) -> None:
    shown = read_text(client.get(FILL.replace("recruiter-lite", "nope")))
    assert "“nope” is no plan of this price book." in shown


@pytest.mark.usefixtures("price_books")
def test_htmx_gets_the_filled_fields_in_place(client: Client) -> None:
    response = client.get(FILL, headers=HTMX)
    page = response.content.decode()
    assert '<fieldset class="custom-plan" id="custom-plan-0" hx-swap-oob="true">' in page
    assert 'name="custom_plans-0-monthly_price" value="169.99"' in page
    assert "fill" not in response.headers["HX-Push-Url"]


@pytest.mark.usefixtures("price_books")
def test_plans_to_start_from_are_those_of_the_book_that_is_chosen(client: Client) -> None:
    query = "/?price_book=linkedin-2026&custom_plans-0-name="
    page = read_markup(client.get(query, headers=HTMX | {"HX-Current-URL": "http://x/"}))
    [choice] = re.findall(r'<select[^>]*\sid="start-from-0" hx-swap-oob.*?</select>', page, re.S)
    assert "Sales Navigator Advanced" in choice
    assert "Sales Navigator Team" not in choice


@pytest.mark.usefixtures("price_books")
def test_a_campaign_remembers_what_was_seen_when_a_plan_is_filled(client: Client) -> None:
    campaign = save_campaign("target=150")
    own = f"/campaigns/{campaign.edit_token}/"
    response = client.get(f"{own}{FILL[1:]}&price_book=article&seen=1")
    assert response.status_code == 302
    assert response.headers["Location"].startswith(f"{own}?target=150&")
    assert response.headers["Location"].endswith("&seen=1#custom-plan-0")
