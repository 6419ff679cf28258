"""The plans of a price book as a table: a column for each term, what is rarer in small print.

What plans have from the same source is listed once, below the tables, by a number.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from campaigns.models import Plan, PlanPrice
from campaigns.plan_terms import PLAN_TERMS, PlanTerm, list_prices
from campaigns.query.query import terms_of


class Source(NamedTuple):
    """Where figures come from; `source_url` may be empty."""

    source: str
    source_url: str


class Sources:
    """The sources of a page in the order of their first mention, each once."""

    def __init__(self) -> None:
        self._numbers: dict[Source, int] = {}

    def number_of(self, sourced: Plan | PlanPrice) -> int | None:
        """The number of the source in the list, from 1 on; `None` where there is none."""
        source = Source(sourced.source, sourced.source_url)
        return self._numbers.setdefault(source, len(self._numbers) + 1) if any(source) else None

    @property
    def all(self) -> list[Source]:
        """The sources by their numbers."""
        return list(self._numbers)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedPrice:
    """A price, what is known of it in words, and the number of its source."""

    price: PlanPrice
    amounts: str
    source_number: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """A plan: its terms and their values in words, its price in force, its next one, and all.

    `source_number` is that of its terms.
    """

    plan: Plan
    source_number: int | None
    price: DatedPrice | None
    cells: list[tuple[PlanTerm, str]]
    extras: list[str]
    next_price: DatedPrice | None
    prices: list[DatedPrice]


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceTable:
    """The columns' terms, and the rows."""

    columns: list[PlanTerm]
    rows: list[PlanRow]


def make_price_table(plans: Iterable[Plan], sources: Sources) -> PriceTable:
    """The table of `plans`, which have their prices in force and to come attached.

    Their sources are added to `sources`.
    """
    columns = [term for term in PLAN_TERMS if not term.is_extra]
    return PriceTable(columns=columns, rows=[_make_row(plan, columns, sources) for plan in plans])


def _make_row(plan: Plan, columns: list[PlanTerm], sources: Sources) -> PlanRow:
    terms = terms_of(plan)
    extras = (term.phrase_of(terms) for term in PLAN_TERMS if term.is_extra)
    return PlanRow(
        plan=plan,
        source_number=sources.number_of(plan),
        price=_describe(plan.price, sources) if plan.price else None,
        cells=[(term, term.text_of(terms)) for term in columns],
        extras=[phrase for phrase in extras if phrase],
        next_price=_describe(plan.next_price, sources) if plan.next_price else None,
        prices=[_describe(price, sources) for price in plan.prices.all()],
    )


def _describe(price: PlanPrice, sources: Sources) -> DatedPrice:
    amounts = ", ".join(list_prices(price))
    return DatedPrice(price=price, amounts=amounts, source_number=sources.number_of(price))
