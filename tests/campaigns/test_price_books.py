from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from campaigns.models import PriceBook
from campaigns.price_books import duplicate_book, make_default
from tests.campaigns.factories import (
    ChannelFiguresFactory,
    CitationFactory,
    ConsentRuleFactory,
    ContradictionFactory,
    PlanFactory,
    PlanPriceFactory,
    PriceBookFactory,
)

pytestmark = pytest.mark.django_db


def test_making_a_book_the_default_replaces_the_present_one() -> None:
    present, next_one = PriceBookFactory.create(is_default=True), PriceBookFactory.create()

    make_default(book=next_one)

    assert list(PriceBook.objects.filter(is_default=True)) == [next_one]
    assert present in PriceBook.objects.filter(is_default=False)


def test_making_the_default_the_default_changes_nothing() -> None:
    book = PriceBookFactory.create(is_default=True)

    make_default(book=book)

    assert PriceBook.objects.default() == book


def test_a_book_that_is_not_valid_does_not_take_the_default_away() -> None:
    present, broken = (
        PriceBookFactory.create(is_default=True),
        PriceBookFactory.create(slug="$$$"),
    )

    with pytest.raises(ValidationError, match="valid “slug”"):
        make_default(book=broken)

    assert PriceBook.objects.default() == present


def test_a_copy_has_the_plans_prices_and_contradictions_of_the_book() -> None:
    book = PriceBookFactory.create(slug="article", name="Article figures", source="An article")
    plan = PlanFactory.create(
        book=book, slug="core", purchase_limit=7, note="A note", is_legacy=True
    )
    PlanPriceFactory.create(
        plan=plan, effective_on=date(2022, 1, 1), monthly_price=Decimal("99.99")
    )
    PlanPriceFactory.create(plan=plan, effective_on=date(2026, 1, 1), monthly_price=None)
    ContradictionFactory.create(book=book, matter="Life of a credit")

    copy = duplicate_book(book=book)

    assert copy.source == "An article"
    assert list(
        copy.plans.values_list("slug", "purchase_limit", "note", "is_legacy", "checked_on")
    ) == [("core", 7, "A note", True, date(2026, 11, 1))]
    assert list(copy.plans.get().prices.values_list("effective_on", "monthly_price")) == [
        (date(2022, 1, 1), Decimal("99.99")),
        (date(2026, 1, 1), None),
    ]
    assert [contradiction.matter for contradiction in copy.contradictions.all()] == [
        "Life of a credit"
    ]


def test_a_copy_has_the_channels_of_the_book_with_all_their_rows() -> None:
    figures = ChannelFiguresFactory.create(reply_rate=Decimal("0.0343"), ramp="0 5")
    channel = figures.channel
    CitationFactory.create(channel=channel, value="3.43 %")
    ConsentRuleFactory.create(channel=channel, place="Germany")

    copy = duplicate_book(book=channel.book).channels.get()

    assert copy.pk != channel.pk
    assert (copy.slug, copy.unit) == (channel.slug, channel.unit)
    assert list(copy.dated_figures.values_list("reply_rate", "ramp")) == [
        (Decimal("0.0343"), "0 5")
    ]
    assert [citation.value for citation in copy.citations.all()] == ["3.43 %"]
    assert [rule.place for rule in copy.consent_rules.all()] == ["Germany"]
    assert channel.citations.count() == channel.dated_figures.count() == 1


def test_a_copy_leaves_the_book_as_it_was() -> None:
    plan = PlanFactory.create()
    PlanPriceFactory.create(plan=plan)
    ContradictionFactory.create(book=plan.book)

    duplicate_book(book=plan.book)

    assert (plan.book.plans.count(), plan.prices.count(), plan.book.contradictions.count()) == (
        1,
        1,
        1,
    )


def test_a_copy_is_never_the_default() -> None:
    book = PriceBookFactory.create(is_default=True)

    copy = duplicate_book(book=book)

    assert not copy.is_default
    assert PriceBook.objects.default() == book


def test_each_copy_gets_a_free_slug_and_a_name_of_its_own() -> None:
    book = PriceBookFactory.create(slug="article", name="Article figures")

    copies = [duplicate_book(book=book) for _ in range(3)]

    assert [(copy.slug, copy.name) for copy in copies] == [
        ("article-copy", "Article figures (copy)"),
        ("article-copy-2", "Article figures (copy 2)"),
        ("article-copy-3", "Article figures (copy 3)"),
    ]


def test_a_book_with_the_longest_slug_and_name_can_be_copied_twice() -> None:
    book = PriceBookFactory.create(slug="s" * 50, name="n" * 100)

    slugs = {duplicate_book(book=book).slug for _ in range(2)}

    assert slugs == {"s" * 40 + "-copy", "s" * 40 + "-copy-2"}
