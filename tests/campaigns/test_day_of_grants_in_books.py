"""The shipped price books name the day on which credits come, its source, and what is taken."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from campaigns.models import Contradiction, Plan, PriceBook
from tests.campaigns.pages import read_text

pytestmark = pytest.mark.usefixtures("price_books")

migration = import_module("campaigns.migrations.0016_day_of_grants")
DAY, FIRST = "Day of the grant", "Credits of a new Sales Navigator seat on its first day"
SHIPPED = ("matter", "article_says", "others_say", "planner_takes", "source_url")


def rows() -> Iterator[Any]:
    """All that a migration may change, as it is."""
    yield list(Plan.objects.order_by("pk").values_list("book__slug", "slug", "note"))
    of_books = Contradiction.objects.order_by("book__slug", "position")
    yield list(of_books.values_list("book__slug", "position", *SHIPPED))


def put_back() -> None:
    """The books as they were shipped before."""
    books = Contradiction.objects.filter(book__slug="linkedin-2026")
    books.delete()
    Plan.objects.filter(book__slug="linkedin-2026", grant_day="first").update(
        note=migration.SOLD_WITHOUT_CREDITS
    )
    own = Contradiction.objects.filter(book__slug="article", matter=DAY)
    assert own.update(**migration.SHIPPED_IN_ARTICLE) == 1


def test_each_plan_that_grants_on_the_1st_has_a_note_with_its_source() -> None:
    plans = Plan.objects.filter(grant_day="first")
    assert sorted(plans.values_list("book__slug", "slug")) == [
        ("linkedin-2026", "sales-navigator-advanced"),
        ("linkedin-2026", "sales-navigator-core"),
    ]
    for plan in plans:
        assert "on the 1st of each month" in plan.note
        assert "answers 57013 and 75, LinkedIn's own words" in plan.note
        assert "on its first day LinkedIn does not state; here it gets none" in plan.note


def test_the_page_of_each_book_has_the_contradiction_and_its_source(client: Client) -> None:
    listed = {
        book.slug: {row.matter: row for row in book.contradictions.all()}
        for book in PriceBook.objects.all()
    }
    assert [*listed["linkedin-2026"]] == [DAY, FIRST]
    for slug, by_matter in listed.items():
        text = read_text(client.get(f"/prices/{slug}/"))
        for row in by_matter.values():
            assert " ".join(row.planner_takes.split()) in text
    assert "The 1st for Sales Navigator in “LinkedIn list 2026”" in (
        listed["article"][DAY].planner_takes
    )
    for row in (*listed["linkedin-2026"].values(), listed["article"][DAY]):
        assert row.source_url.startswith("https://www.linkedin.com/help/linkedin/answer/")


def test_an_installation_from_before_has_the_same_rows_after_its_migration() -> None:
    shipped = list(rows())
    put_back()
    assert list(rows()) != shipped
    migration.state_the_day(apps, None)
    assert list(rows()) == shipped
    migration.state_the_day(apps, None)
    assert list(rows()) == shipped


def test_what_an_admin_edited_stays() -> None:
    put_back()
    core = Plan.objects.get(book__slug="linkedin-2026", slug="sales-navigator-core")
    Plan.objects.filter(pk=core.pk).update(note="Our own note.")
    own = {"matter": DAY, "article_says": "a", "others_say": "b", "planner_takes": "c"}
    kept = Contradiction.objects.create(book=core.book, position=4, **own)
    in_article = Contradiction.objects.filter(book__slug="article", matter=DAY)
    in_article.update(planner_takes="Ours.")
    migration.state_the_day(apps, None)
    core.refresh_from_db()
    assert core.note == "Our own note."
    assert in_article.get().planner_takes == "Ours."
    found = Contradiction.objects.filter(book=core.book).values_list("position", "matter")
    assert list(found) == [(4, DAY), (5, FIRST)]
    assert Contradiction.objects.get(pk=kept.pk).planner_takes == "c"


def test_a_book_whose_plans_grant_on_another_day_is_left_as_it_is() -> None:
    put_back()
    Plan.objects.filter(grant_day="first").update(grant_day="renewal")
    before = next(rows())
    migration.state_the_day(apps, None)
    assert next(rows()) == before
    assert not Contradiction.objects.filter(book__slug="linkedin-2026").exists()
