from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from campaigns.models import Plan, PlanPrice, PriceBook
from tests.campaigns.factories import PlanFactory, PlanPriceFactory, PriceBookFactory
from tests.known import known

# Each case is another constraint or number: PostgreSQL sees them all.
pytestmark = [pytest.mark.django_db, pytest.mark.writes]

NEW_YEAR = date(2027, 1, 1)


def test_the_default_book_is_the_one_marked_so() -> None:
    PriceBookFactory.create()
    marked = PriceBookFactory.create(is_default=True)

    assert PriceBook.objects.default() == marked


def test_without_books_there_is_no_default() -> None:
    assert PriceBook.objects.default() is None


def test_where_no_book_is_marked_the_first_by_name_is_the_default() -> None:
    later, first = PriceBookFactory.create(name="B"), PriceBookFactory.create(name="A")
    assert PriceBook.objects.default() == first
    assert list(PriceBook.objects.default_first()) == [first, later]


def test_the_database_refuses_a_second_default() -> None:
    PriceBookFactory.create(is_default=True)

    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        PriceBookFactory.create(is_default=True)


def test_the_database_refuses_two_books_with_one_slug() -> None:
    PriceBookFactory.create(slug="article")

    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        PriceBookFactory.create(slug="article")


BEYOND_A_PLANS_BOUNDS = [
    ({"monthly_credits": -1}, "monthly_credits"),
    ({"monthly_credits": 1_000_001, "rollover_cap": 1_000_001}, "monthly_credits"),
    ({"rollover_cap": 1_000_001}, "rollover_cap"),
    ({"rollover_cap": 19}, "rollover_cap_covers_a_month"),
    ({"credit_lifetime_days": 0}, "credit_lifetime_days"),
    ({"credit_lifetime_days": 3_651}, "credit_lifetime_days"),
    ({"purchase_limit": -1}, "purchase_limit"),
    ({"purchase_limit": 1_000_001}, "purchase_limit"),
    ({"trial_months": -1}, "trial_months"),
    ({"trial_months": 13}, "trial_months"),
]


@pytest.mark.parametrize(("terms", "constraint"), BEYOND_A_PLANS_BOUNDS)
def test_the_database_refuses_terms_beyond_their_bounds(
    terms: dict[str, int], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        PlanFactory.create(**terms)


@pytest.mark.parametrize(
    "terms",
    [
        {"monthly_credits": 0, "rollover_cap": 0},
        {"monthly_credits": 1_000_000, "rollover_cap": 1_000_000},
        {"monthly_credits": 20, "rollover_cap": 20},
        {"credit_lifetime_days": 1},
        {"credit_lifetime_days": 3_650},
        {"purchase_limit": None},
        {"purchase_limit": 0},
        {"purchase_limit": 1_000_000},
        {"trial_months": 12},
    ],
)
def test_terms_on_their_bounds_are_fine(terms: dict[str, int | None]) -> None:
    plan = PlanFactory.create(**terms)

    plan.full_clean()
    assert Plan.objects.filter(**terms).get() == plan


def test_a_cap_below_a_months_grant_is_refused_in_words() -> None:
    with pytest.raises(ValidationError, match="Rollover cap: at least the monthly credits"):
        PlanFactory.build(
            book=PriceBookFactory.create(), monthly_credits=20, rollover_cap=19
        ).full_clean()


def test_a_slug_is_taken_once_in_a_book_and_free_in_another() -> None:
    plan = PlanFactory.create(slug="core")
    PlanFactory.create(slug="core")

    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        PlanFactory.create(book=plan.book, slug="core")


AMOUNTS = ("monthly_price", "annual_price", "credit_price")


@pytest.mark.parametrize("field", AMOUNTS)
@pytest.mark.parametrize("amount", ["-0.0001", "1000000.0001"])
def test_the_database_refuses_amounts_beyond_their_bounds(field: str, amount: str) -> None:
    with pytest.raises(IntegrityError, match=field):
        PlanPriceFactory.create(**{field: Decimal(amount)})


@pytest.mark.parametrize("field", AMOUNTS)
@pytest.mark.parametrize("amount", [None, "0.0000", "0.3333", "1000000.0000"])
def test_amounts_within_their_bounds_are_kept_to_the_last_digit(
    field: str, amount: str | None
) -> None:
    expected = None if amount is None else Decimal(amount)
    PlanPriceFactory.create(**{field: expected})

    price = PlanPrice.objects.get()
    price.full_clean()
    assert getattr(price, field) == expected


def test_the_database_refuses_two_prices_of_a_plan_for_one_day() -> None:
    price = PlanPriceFactory.create(effective_on=NEW_YEAR)
    PlanPriceFactory.create(effective_on=NEW_YEAR)

    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        PlanPriceFactory.create(plan=price.plan, effective_on=NEW_YEAR)


@pytest.mark.parametrize(
    ("day", "monthly_price"),
    [
        (date(2025, 12, 31), None),
        (date(2026, 1, 1), Decimal("79.99")),
        (date(2026, 12, 31), Decimal("79.99")),
        (date(2027, 1, 1), Decimal("89.99")),
        (date(2027, 1, 2), Decimal("89.99")),
    ],
)
def test_the_price_in_force_is_the_newest_that_is_effective_by_the_day(
    day: date, monthly_price: Decimal | None
) -> None:
    plan = PlanFactory.create()
    # Written in the opposite order, so that the order of writing cannot decide.
    PlanPriceFactory.create(plan=plan, effective_on=NEW_YEAR, monthly_price=Decimal("89.99"))
    PlanPriceFactory.create(
        plan=plan, effective_on=date(2026, 1, 1), monthly_price=Decimal("79.99")
    )

    price = Plan.objects.with_prices_on(day).get().price

    assert (price and price.monthly_price) == monthly_price


@pytest.mark.parametrize(
    ("after", "effective_on"),
    [
        (date(2025, 12, 31), date(2026, 1, 1)),
        (date(2026, 1, 1), NEW_YEAR),
        (date(2026, 12, 31), NEW_YEAR),
        (NEW_YEAR, None),
    ],
)
def test_the_next_price_is_the_first_one_after_the_day(
    after: date, effective_on: date | None
) -> None:
    plan = PlanFactory.create()
    PlanPriceFactory.create(plan=plan, effective_on=NEW_YEAR)
    PlanPriceFactory.create(plan=plan, effective_on=date(2026, 1, 1))

    price = Plan.objects.with_next_prices(after=after).get().next_price

    assert (price and price.effective_on) == effective_on


def test_every_plan_gets_its_own_price() -> None:
    cheap, dear = PlanFactory.create(), PlanFactory.create()
    PlanPriceFactory.create(plan=cheap, monthly_price=Decimal(10))
    PlanPriceFactory.create(plan=dear, monthly_price=Decimal(20))
    without = PlanFactory.create()

    prices = {plan: plan.price for plan in Plan.objects.with_prices_on(NEW_YEAR)}

    assert prices == {cheap: cheap.prices.get(), dear: dear.prices.get(), without: None}


def test_the_plans_of_a_book_and_their_prices_take_two_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    book = PriceBookFactory.create()
    for plan in PlanFactory.create_batch(5, book=book):
        PlanPriceFactory.create(plan=plan)
        PlanPriceFactory.create(plan=plan, effective_on=date(2022, 1, 1))

    with django_assert_num_queries(2):
        plans = list(book.plans.current().in_order().with_prices_on(NEW_YEAR))
        assert [known(plan.price).effective_on for plan in plans] == [date(2026, 1, 1)] * 5


def test_current_plans_leave_out_the_older_ones_and_stand_in_the_books_order() -> None:
    last = PlanFactory.create(position=2, name="A")
    second = PlanFactory.create(position=1, name="C")
    first = PlanFactory.create(position=1, name="B")
    PlanFactory.create(position=0, is_legacy=True)

    assert list(Plan.objects.current().in_order()) == [first, second, last]


def test_books_know_how_many_plans_they_have() -> None:
    empty, full = PriceBookFactory.create(name="Empty"), PriceBookFactory.create(name="Full")
    PlanFactory.create_batch(3, book=full)

    counts = {book: vars(book)["plan_count"] for book in PriceBook.objects.with_plan_counts()}

    assert counts == {empty: 0, full: 3}


def test_a_refused_row_leaves_the_others_alone() -> None:
    plan = PlanFactory.create()

    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.update(rollover_cap=0)

    plan.refresh_from_db()
    assert plan.rollover_cap == 60
