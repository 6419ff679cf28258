"""What the same question comes to by the other price books, each one press away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from campaigns.decision import Decision
from campaigns.query.books import plans_of
from campaigns.query.links import Links
from campaigns.query.query import Book, Query, terms_of, under_rules
from campaigns.wording import difference
from planner.planning.comparison import Comparison, find_least_total
from planner.planning.terms import Terms
from planner.planning.wording import dollars

# Each costs as much as a comparison; the list of books offers the rest.
MOST_BOOKS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherBook:
    """A book that is not asked for: its least total by the deadline, and the address that asks it.

    `total` is empty where no plan of it makes the deadline at a known price; `more` is the
    difference from the book that is asked for, empty where either has no total.
    """

    slug: str
    name: str
    total: str
    more: str
    address: str


def compare_books(decision: Decision, links: Links, books: Sequence[Book]) -> Iterator[OtherBook]:
    """Every other book that has plans for the question, with its least total (RULES.md §4).

    Both totals are of all strategies, whichever are compared, so that they differ by prices alone.
    A book without a plan that is picked or held answers another question, and is left out.
    """
    query = decision.query
    # A long question is not repeated in links.
    if query.picks_only_custom_plans or query.values["rules"] == "1" or links.is_long:
        return
    own = _least_of(decision.comparison)
    others = [book for book in books if book.slug != query.book.slug]
    for book in others[:MOST_BOOKS]:
        plans = _find_plans(query, book)
        if plans is None:
            continue
        total = find_least_total(query.scenario, plans)
        yield OtherBook(
            slug=book.slug,
            name=book.name,
            total="" if total is None else dollars(total),
            more=_write_more(own, total),
            address=links.address(price_book=book.slug, estimate="", open=""),
        )


def _least_of(comparison: Comparison) -> Decimal | None:
    """The least total of all strategies; where no credit is needed, that of those compared."""
    if comparison.least and comparison.least.option:
        return comparison.least.option.total
    return comparison.cheapest.total if comparison.cheapest else None


def _find_plans(query: Query, book: Book) -> list[Terms] | None:
    """The plans of `book` that the question compares; `None` where it lacks one, or has none."""
    rows = {row.slug: row for row in plans_of(book, on=query.scenario.start_on)}
    is_every_plan = query.is_default("plans")
    picked = list(query.values["plans"])
    slugs = [slug for slug, row in rows.items() if not row.is_legacy] if is_every_plan else picked
    custom = {terms.slug for terms in query.custom_plans}
    held = {held.plan for held in query.scenario.held_seats} - custom
    if not slugs or not {*slugs, *held} <= set(rows):
        return None
    plans = [*(terms_of(rows[slug]) for slug in slugs), *query.custom_plans]
    return under_rules(query.values, plans)


def _write_more(own: Decimal | None, total: Decimal | None) -> str:
    if own is None or total is None:
        return ""
    return difference(total - own) if total != own else "the same"
