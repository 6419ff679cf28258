from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from campaigns.models import Plan, PlanPrice
from tests.campaigns.factories import PlanFactory, PlanPriceFactory, PriceBookFactory
from tests.campaigns.pages import read_fields, read_rows, read_text, submit

pytestmark = pytest.mark.django_db

PLANS = "admin:campaigns_plan_changelist"
ADD = "admin:campaigns_plan_add"
TODAY, TOMORROW = date(2026, 11, 22), date(2026, 11, 23)


def change_page(plan: Plan) -> str:
    return reverse("admin:campaigns_plan_change", args=[plan.pk])


def fill_new_plan(plan: Plan) -> dict[str, str]:
    return {
        "book": str(plan.book.pk),
        "name": plan.name,
        "slug": plan.slug,
        "family": plan.family,
        "monthly_credits": str(plan.monthly_credits),
        "rollover_cap": str(plan.rollover_cap),
        "credit_lifetime_days": "90",
    }


def test_it_works(admin: Client) -> None:
    plan = PlanFactory.create(
        book__name="Article figures", name="Professional", purchase_limit=None, trial_months=1
    )
    PlanPriceFactory.create(plan=plan, monthly_price=Decimal("79.99"), annual_price=None)

    (row,) = read_rows(admin.get(reverse(PLANS)))

    row.pop(next(iter(row)))  # the box that selects the row
    assert row == {
        "Name": "Professional",
        "Book": "Article figures",
        "A month, today": "$79.99",
        "A year, today": "unknown",
        "A bought credit, today": "$10.00",
        "Next change": "-",
        "Credits": "20 a month, 60 at most, 90 days, trial months: 1",
        "Buying more": "no limit",
        "Older plan": "False",
    }


@pytest.mark.parametrize(
    ("limit", "words"), [(None, "no limit"), (0, "none sold"), (1500, "up to 1,500 a month")]
)
def test_the_list_tells_whether_credits_can_be_bought(
    admin: Client, limit: int | None, words: str
) -> None:
    PlanFactory.create(purchase_limit=limit)

    (row,) = read_rows(admin.get(reverse(PLANS)))

    assert row["Buying more"] == words


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({}, "20 a month, 60 at most, 90 days"),
        (
            {"grant_day": "first"},
            "20 a month, 60 at most, 90 days, credits come on the 1st of the month",
        ),
        (
            {"grant_day": "first", "grants_on_start": True},
            "20 a month, 60 at most, 90 days, credits come on the 1st of the month, "
            "credits on the first day: yes",
        ),
    ],
)
def test_the_list_tells_on_which_days_credits_come_where_that_is_not_usual(
    admin: Client, terms: dict[str, Any], words: str
) -> None:
    PlanFactory.create(**terms)

    (row,) = read_rows(admin.get(reverse(PLANS)))

    assert row["Credits"].replace("\xa0", " ") == words


def test_the_days_of_the_credits_are_edited_like_any_term(admin: Client) -> None:
    plan = PlanFactory.create()
    fields = read_fields(admin.get(change_page(plan)))
    assert (fields["grant_day"], "grants_on_start" in fields) == ("renewal", False)

    submit(admin, change_page(plan), {"grant_day": "first", "grants_on_start": "on"})

    plan.refresh_from_db()
    assert (plan.grant_day, plan.grants_on_start) == ("first", True)
    submit(admin, change_page(plan), {}, untick="grants_on_start")
    plan.refresh_from_db()
    assert (plan.grant_day, plan.grants_on_start) == ("first", False)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "$0.00"),
        ("0.3333", "$0.3333"),
        ("10800", "$10,800.00"),
        ("9.125", "$9.125"),
    ],
)
def test_an_amount_is_shown_to_the_cent_or_as_exactly_as_it_is(
    admin: Client, amount: str, words: str
) -> None:
    PlanPriceFactory.create(monthly_price=Decimal(amount))

    (row,) = read_rows(admin.get(reverse(PLANS)))

    assert row["A month, today"] == words


def test_the_list_takes_as_many_queries_for_many_plans_as_for_one(
    admin: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    PlanPriceFactory.create()
    with django_assert_num_queries(9) as few:
        admin.get(reverse(PLANS))
    for plan in PlanFactory.create_batch(10):
        PlanPriceFactory.create(plan=plan)
        PlanPriceFactory.create(plan=plan, effective_on=TOMORROW)

    with django_assert_num_queries(len(few)):
        admin.get(reverse(PLANS))


@pytest.mark.parametrize("query", ["Navigator Core", "nav-core", "Sales"])
def test_plans_are_found_by_name_slug_and_family(admin: Client, query: str) -> None:
    PlanFactory.create(name="Navigator Core", slug="nav-core", family="Sales Navigator")
    PlanFactory.create(name="Career", slug="career", family="Premium")

    rows = read_rows(admin.get(reverse(PLANS), {"q": query}))

    assert [row["Name"] for row in rows] == ["Navigator Core"]


@pytest.mark.writes
@pytest.mark.parametrize(
    "query",
    [
        {"q": "\x00"},
        {"q": "'\"%_"},
        {"book__id__exact": "x"},
        {"is_legacy__exact": "x"},
        {"o": "99.x"},
        {"p": "-1"},
    ],
)
def test_no_query_breaks_the_list(admin: Client, query: dict[str, str]) -> None:
    PlanFactory.create()

    assert admin.get(reverse(PLANS), query, follow=True).status_code == 200


@pytest.mark.parametrize("name", ["nonsense", "note__regex", "id__exact", "book__slug", "", "__"])
def test_the_list_takes_no_filter_that_it_does_not_offer(admin: Client, name: str) -> None:
    PlanFactory.create()

    assert admin.get(reverse(PLANS), {name: "1"}, follow=True).status_code == 400


def test_older_plans_can_be_filtered_out(admin: Client) -> None:
    PlanFactory.create(name="Core")
    PlanFactory.create(name="Executive", is_legacy=True)

    rows = read_rows(admin.get(reverse(PLANS), {"is_legacy__exact": "0"}))

    assert [row["Name"] for row in rows] == ["Core"]


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("rollover_cap", "19", "Rollover cap: at least the monthly credits"),
        ("monthly_credits", "1000001", "Ensure this value is less than or equal to 1000000."),
        ("monthly_credits", "-1", "Ensure this value is greater than or equal to 0."),
        ("credit_lifetime_days", "0", "Ensure this value is greater than or equal to 1."),
        ("credit_lifetime_days", "3651", "Ensure this value is less than or equal to 3650."),
        (
            "grant_day",
            "second",
            "Select a valid choice. second is not one of the available choices.",
        ),
        ("grant_day", "", "This field is required."),
        ("trial_months", "13", "Ensure this value is less than or equal to 12."),
        ("purchase_limit", "1.5", "Enter a whole number."),
        ("checked_on", "2026-02-30", "Enter a valid date."),
        ("source_url", "javascript:alert(1)", "Enter a valid URL."),
    ],
)
def test_terms_that_make_no_sense_are_refused(
    admin: Client, field: str, text: str, words: str
) -> None:
    plan = PlanFactory.create()
    before = Plan.objects.values().get()

    response = submit(admin, change_page(plan), {field: text})

    assert words in read_text(response)
    assert Plan.objects.values().get() == before


def test_a_plan_is_added_with_its_price(admin: Client) -> None:
    plan = PlanFactory.build(book=PriceBookFactory.create(), name="Our plan", slug="ours")

    submit(
        admin,
        reverse(ADD),
        fill_new_plan(plan)
        | {"prices-0-effective_on": "2026-11-22", "prices-0-monthly_price": "49.5"},
    )

    added = Plan.objects.with_prices_on(TODAY).get(book=plan.book, slug="ours")
    assert (added.name, added.purchase_limit, added.checked_on) == ("Our plan", None, TODAY)
    assert added.price == PlanPrice.objects.get(monthly_price=Decimal("49.5"))


def test_a_slug_that_the_book_has_already_is_refused(admin: Client) -> None:
    present = PlanFactory.create(slug="core")

    response = submit(
        admin, reverse(ADD), fill_new_plan(PlanFactory.build(book=present.book, slug="core"))
    )

    assert "Slug: this book already has a plan with this slug." in read_text(response)
    assert Plan.objects.count() == 1


def test_a_plan_keeps_its_book_and_slug_since_links_name_it_by_them(admin: Client) -> None:
    plan = PlanFactory.create(slug="core", name="Core")
    other = PlanFactory.create(slug="other")

    submit(
        admin,
        change_page(plan),
        {"book": str(other.book.pk), "slug": "other", "name": "Navigator Core"},
    )

    plan.refresh_from_db()
    assert (plan.book_id == other.book_id, plan.slug, plan.name) == (
        False,
        "core",
        "Navigator Core",
    )


def test_a_form_without_its_prices_is_refused_and_not_an_error(admin: Client) -> None:
    plan = PlanFactory.create()

    assert admin.post(change_page(plan), {"name": "Only a name"}).status_code == 200
