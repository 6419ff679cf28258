"""The shipped books against the figures of the article and of LinkedIn's list, as literals."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from campaigns.models import Channel, Plan, PlanPrice, PriceBook
from tests.campaigns.factories import PriceBookFactory
from tests.known import known

pytestmark = pytest.mark.django_db


def load() -> str:
    out = StringIO()
    call_command("load_price_books", stdout=out)
    return out.getvalue()


needs_books = pytest.mark.usefixtures("price_books")


def count_rows() -> tuple[int, int, int]:
    return PriceBook.objects.count(), Plan.objects.count(), PlanPrice.objects.count()


# slug, name, credits, cap, days, limit, trial, monthly, annual, credit price
ARTICLE = """
free-account                 | Free account                 |  0 |   0 |  90 | 0 | 0 |   0.00 |         |
premium-career               | Premium Career               |  5 |  15 |  90 |   | 1 |  29.99 |         | 10
premium-business             | Premium Business             | 15 |  45 |  90 |   | 1 |  59.99 |         | 10
sales-navigator-core         | Sales Navigator Core         | 50 | 150 |  90 |   | 1 |  99.99 |  959.88 | 10
sales-navigator-professional | Sales Navigator Professional | 20 |  60 |  90 |   | 1 |  79.99 |  779.88 | 10
sales-navigator-team         | Sales Navigator Team         | 30 |  90 |  90 |   | 1 |        |         | 10
recruiter-lite               | Recruiter Lite               | 30 |  90 | 120 |   | 0 | 169.99 | 1680.00 | 10
"""  # noqa: E501

ARTICLE_OLDER = """
executive-25                        | Executive, 25 credits                        |  25 |  25 |  90 | | 0 | | | 10
executive-30                        | Executive, 30 credits                        |  30 |  30 |  90 | | 0 | | | 10
sales-navigator-basic-5             | Sales Navigator Basic, 5 credits             |   5 |   5 |  90 | | 0 | | | 10
sales-navigator-basic-8             | Sales Navigator Basic, 8 credits             |   8 |   8 |  90 | | 0 | | | 10
sales-navigator-pro-10              | Sales Navigator Pro, 10 credits              |  10 |  10 |  90 | | 0 | | | 10
sales-navigator-pro-15              | Sales Navigator Pro, 15 credits              |  15 |  15 |  90 | | 0 | | | 10
sales-navigator-team-older-25       | Sales Navigator Team (older), 25 credits     |  25 |  25 |  90 | | 0 | | | 10
sales-navigator-team-older-30       | Sales Navigator Team (older), 30 credits     |  30 |  30 |  90 | | 0 | | | 10
recruiter-professional-services-50  | Recruiter Professional Services, 50 credits  |  50 |  50 | 120 | | 0 | | | 10
recruiter-professional-services-100 | Recruiter Professional Services, 100 credits | 100 | 100 | 120 | | 0 | | | 10
recruiter-corporate-50              | Recruiter Corporate, 50 credits              |  50 |  50 | 120 | | 0 | | | 10
recruiter-corporate-150             | Recruiter Corporate, 150 credits             | 150 | 150 | 120 | | 0 | | | 10
"""  # noqa: E501

LINKEDIN_2026 = """
premium-career           | Premium Career           |   5 |  15 |  90 | 10 | 1 |  29.99 |   239.88 | 10
premium-business         | Premium Business         |  15 |  45 |  90 | 10 | 1 |  59.99 |   575.88 | 10
sales-navigator-core     | Sales Navigator Core     |  50 | 150 |  90 |  0 | 1 | 119.99 |  1079.88 |
sales-navigator-advanced | Sales Navigator Advanced |  50 | 150 |  90 |  0 | 1 | 159.99 |  1679.88 |
recruiter-lite           | Recruiter Lite           |  30 | 120 | 120 |  0 | 0 | 169.99 |  1680.00 |
recruiter-corporate      | Recruiter Corporate      | 150 | 600 | 120 |  0 | 0 |        | 10800.00 |
"""  # noqa: E501


def read_figures(table: str) -> list[tuple[object, ...]]:
    rows = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return [
        (slug, name, *(Decimal(figure) if figure else None for figure in figures))
        for slug, name, *figures in rows
    ]


def list_figures(book: str, *, is_legacy: bool, day: date) -> list[tuple[object, ...]]:
    plans = Plan.objects.filter(book__slug=book, is_legacy=is_legacy)
    return [
        (
            plan.slug,
            plan.name,
            plan.monthly_credits,
            plan.rollover_cap,
            plan.credit_lifetime_days,
            plan.purchase_limit,
            plan.trial_months,
            known(plan.price).monthly_price,
            known(plan.price).annual_price,
            known(plan.price).credit_price,
        )
        for plan in plans.in_order().with_prices_on(day)
    ]


@needs_books
@pytest.mark.parametrize(
    ("book", "is_legacy", "table"),
    [
        ("article", False, ARTICLE),
        ("article", True, ARTICLE_OLDER),
        ("linkedin-2026", False, LINKEDIN_2026),
        ("linkedin-2026", True, ""),
    ],
)
def test_the_shipped_figures_are_those_of_their_sources(
    book: str, is_legacy: bool, table: str
) -> None:
    figures = list_figures(book, is_legacy=is_legacy, day=date(2026, 11, 22))

    assert figures == read_figures(table)


@needs_books
@pytest.mark.parametrize(
    ("day", "monthly", "annual"),
    [
        (date(2022, 1, 1), "99.99", "959.88"),
        (date(2025, 12, 31), "99.99", "959.88"),
        (date(2026, 1, 1), "119.99", "1079.88"),
    ],
)
def test_linkedins_list_keeps_what_core_cost_before_2026(
    day: date, monthly: str, annual: str
) -> None:
    plans = Plan.objects.with_prices_on(day)
    price = known(plans.get(book__slug="linkedin-2026", slug="sales-navigator-core").price)

    assert (price.monthly_price, price.annual_price) == (Decimal(monthly), Decimal(annual))


@needs_books
def test_sales_navigator_of_linkedins_list_grants_on_the_1st_and_all_else_on_renewal() -> None:
    """Answers 75 and 57013 of LinkedIn's help; the article counts months from the start."""
    plans = Plan.objects.filter(grant_day="first")

    assert sorted((plan.book.slug, plan.slug) for plan in plans) == [
        ("linkedin-2026", "sales-navigator-advanced"),
        ("linkedin-2026", "sales-navigator-core"),
    ]
    assert set(Plan.objects.exclude(grant_day="first").values_list("grant_day", flat=True)) == {
        "renewal"
    }
    # LinkedIn does not state whether a new seat has credits at once: the planner promises none.
    assert not Plan.objects.filter(grants_on_start=True).exists()


@needs_books
def test_the_article_is_the_default_book() -> None:
    assert known(PriceBook.objects.default()).name == "Article figures"


@needs_books
def test_prices_that_the_article_does_not_give_are_marked_so() -> None:
    marked = PlanPrice.objects.filter(
        plan__book__slug="article", plan__is_legacy=False, note__contains="not in the article"
    )

    assert set(marked.values_list("plan__slug", flat=True)) == {
        "premium-business",
        "sales-navigator-core",
        "recruiter-lite",
    }


@needs_books
def test_every_figure_names_its_source_and_the_day_it_was_read() -> None:
    assert not PriceBook.objects.filter(source="").exists()
    assert not Plan.objects.filter(source="").exists()
    assert not PlanPrice.objects.filter(source="").exists()
    assert set(Plan.objects.values_list("checked_on", flat=True)) == {date(2026, 11, 1)}


@needs_books
def test_every_older_plan_tells_how_its_range_was_read() -> None:
    older = Plan.objects.filter(is_legacy=True)

    assert older.count() == older.filter(note__contains="January 2015").count() == 12


@needs_books
def test_the_articles_contradictions_are_all_there_in_order() -> None:
    contradictions = PriceBook.objects.get(slug="article").contradictions.all()

    assert [contradiction.matter for contradiction in contradictions] == [
        "Ranges such as “25 to 30” or “50 to 150”",
        "“Not interested” answers",
        "Life of a credit",
        "Cap of Recruiter Lite",
        "Buying credits on Sales Navigator",
        "Day of the grant",
    ]


def test_the_first_run_tells_what_it_added() -> None:
    out = load()

    assert "Article figures: added Free account; Premium Career; " in out
    assert "LinkedIn list 2026: added Premium Career; " in out
    assert count_rows() == (2, 25, 26)


@needs_books
def test_the_second_run_adds_nothing_and_says_so() -> None:
    out = load()

    assert out == "Every shipped price book, plan and channel is there already.\n"
    assert count_rows() == (2, 25, 26)


@needs_books
def test_what_an_admin_edited_stays() -> None:
    PriceBook.objects.filter(slug="article").update(name="Our figures")
    plan = Plan.objects.get(book__slug="article", slug="sales-navigator-core")
    plan.rollover_cap = 200
    plan.save()
    plan.prices.update(effective_on=date(2023, 5, 1), monthly_price=Decimal("89.00"))

    load()

    plan = Plan.objects.get(pk=plan.pk)
    assert (plan.book.name, plan.rollover_cap) == ("Our figures", 200)
    assert list(plan.prices.values_list("effective_on", "monthly_price")) == [
        (date(2023, 5, 1), Decimal("89.00"))
    ]


@needs_books
def test_prices_and_contradictions_that_an_admin_removed_stay_removed() -> None:
    plan = Plan.objects.get(book__slug="article", slug="premium-career")
    plan.prices.all().delete()
    plan.book.contradictions.all().delete()

    load()

    assert not plan.prices.exists()
    assert not plan.book.contradictions.exists()


@needs_books
def test_a_missing_plan_comes_back_with_its_prices_and_its_place() -> None:
    plans = Plan.objects.filter(book__slug="article").in_order()
    order = list(plans.values_list("slug", flat=True))
    plans.get(slug="premium-career").delete()

    out = load()

    assert out == "Article figures: added Premium Career.\n"
    assert list(plans.values_list("slug", flat=True)) == order
    assert plans.get(slug="premium-career").prices.get().monthly_price == Decimal("29.99")


@needs_books
def test_a_missing_book_comes_back_whole() -> None:
    PriceBook.objects.get(slug="linkedin-2026").delete()

    load()

    assert count_rows() == (2, 25, 26)
    assert Channel.objects.filter(book__slug="linkedin-2026").count() == len(CHANNELS)


CHANNELS = ["invitations", "open-profiles", "groups", "email", "calls", "message-ads"]


@needs_books
def test_every_shipped_book_has_the_channels_in_their_order() -> None:
    for book in PriceBook.objects.all():
        assert list(book.channels.in_order().values_list("slug", flat=True)) == CHANNELS


@needs_books
def test_a_missing_channel_comes_back_and_the_others_stay_as_they_were_edited() -> None:
    channels = Channel.objects.filter(book__slug="article")
    channels.get(slug="calls").delete()
    email = channels.get(slug="email")
    email.dated_figures.update(capacity=Decimal(25))
    email.citations.all().delete()

    out = load()

    assert out == "Article figures: added Cold calls.\n"
    assert list(channels.in_order().values_list("slug", flat=True)) == CHANNELS
    assert channels.get(slug="calls").citations.exists()
    assert email.dated_figures.get().capacity == 25
    assert not email.citations.exists()


def test_a_book_that_is_default_already_stays_it() -> None:
    ours = PriceBookFactory.create(is_default=True)

    load()

    assert PriceBook.objects.default() == ours
