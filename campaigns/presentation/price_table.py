"""The plans of a price book as a table: a column for each term, what is rarer in small print."""

from collections.abc import Iterable
from dataclasses import dataclass

from campaigns.models import Plan, PlanPrice
from campaigns.plan_terms import PLAN_TERMS, PlanTerm, list_prices
from campaigns.query.query import terms_of


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedPrice:
    """A price and what is known of it in words."""

    price: PlanPrice
    amounts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """A plan: its terms and their values in words, its next price, all its prices."""

    plan: Plan
    cells: list[tuple[PlanTerm, str]]
    extras: list[str]
    next_price: DatedPrice | None
    prices: list[DatedPrice]


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceTable:
    """The columns' terms, and the rows."""

    columns: list[PlanTerm]
    rows: list[PlanRow]


def make_price_table(plans: Iterable[Plan]) -> PriceTable:
    """The table of `plans`, which have their prices in force and to come attached."""
    columns = [term for term in PLAN_TERMS if not term.is_extra]
    return PriceTable(columns=columns, rows=[_make_row(plan, columns) for plan in plans])


def _make_row(plan: Plan, columns: list[PlanTerm]) -> PlanRow:
    terms = terms_of(plan)
    extras = (term.phrase_of(terms) for term in PLAN_TERMS if term.is_extra)
    return PlanRow(
        plan=plan,
        cells=[(term, term.text_of(terms)) for term in columns],
        extras=[phrase for phrase in extras if phrase],
        next_price=_describe(plan.next_price) if plan.next_price else None,
        prices=[_describe(price) for price in plan.prices.all()],
    )


def _describe(price: PlanPrice) -> DatedPrice:
    return DatedPrice(price=price, amounts=", ".join(list_prices(price)))
