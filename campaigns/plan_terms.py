"""A plan's terms: the one list that is read wherever they are stored, asked for, compared or shown.

A new term is its rule, its field of `Terms` (with its range), its column (`SoldPlan`, or
`PriceAmounts` for a price) with a migration, and an entry here.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from planner.planning.terms import Terms
from planner.planning.wording import exact_dollars

UNKNOWN = "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTerm:
    """One term of a plan, for one seat.

    `name` is its field of `Terms`, its column and its name in files; `label` names it on its own,
    `head` over a column; `phrase` gives its value among others: "{} a month". `kind`: a limit is a
    whole number or `None`, without limit; `words` name the values of a choice or a flag.
    `is_for_buying`: it means nothing where the plan sells
    no credits. `is_extra`: most plans have none of it, so pages give it no column. `need`:
    when a custom plan needs it, where that is not always or never.
    """

    name: str
    label: str
    head: str
    phrase: str
    kind: Literal["whole", "limit", "price", "choice", "flag"]
    is_required: bool = False
    is_for_buying: bool = False
    is_extra: bool = False
    need: str = ""
    words: tuple[tuple[str, str], ...] = ()

    def cell_of(self, terms: Terms, *, unknown: str = UNKNOWN) -> int | Decimal | str:
        """The term's value, or the words for one that is no number."""
        if self.is_for_buying and not terms.sells_credits:
            return "not sold"
        if self.words:
            return dict(self.words)[_as_choice(getattr(terms, self.name))]
        value: int | Decimal | None = getattr(terms, self.name)
        if self.kind == "limit" and not value:
            return "no limit" if value is None else "none sold"
        return unknown if value is None else value

    def text_of(self, terms: Terms, *, unknown: str = UNKNOWN) -> str:
        """The term's value in words: "$79.99", "1,200", "no limit"."""
        return write_value(self.cell_of(terms, unknown=unknown))

    def phrase_of(self, terms: Terms) -> str:
        """The term among others: "$79.99 a month", "150 at most"; empty for an extra of 0."""
        cell = self.cell_of(terms)
        if self.words:
            is_usual = self.is_extra and cell == self.words[0][1]
            return "" if is_usual else self.phrase.format(cell)
        if isinstance(cell, str):
            return cell
        return "" if self.is_extra and not cell else self.phrase.format(write_value(cell))


PLAN_TERMS: tuple[PlanTerm, ...] = (
    PlanTerm(
        name="monthly_credits",
        label="Credits a month",
        head="Credits a month",
        phrase="{} a month",
        kind="whole",
        is_required=True,
    ),
    PlanTerm(
        name="rollover_cap",
        label="Most credits held",
        head="Most held",
        phrase="{} at most",
        kind="whole",
        is_required=True,
    ),
    PlanTerm(
        name="credit_lifetime_days",
        label="A credit lives, in days",
        head="Days a credit lives",
        phrase="{} days",
        kind="whole",
        is_required=True,
    ),
    PlanTerm(
        name="monthly_price",
        label="Price a month",
        head="A month",
        phrase="{} a month",
        kind="price",
    ),
    PlanTerm(
        name="annual_price",
        label="Price a year",
        head="A year",
        phrase="{} a year",
        kind="price",
    ),
    PlanTerm(
        name="credit_price",
        label="Price of a bought credit",
        head="A bought credit",
        phrase="{} a credit",
        kind="price",
        is_for_buying=True,
        need="needed if any are bought",
    ),
    PlanTerm(
        name="purchase_limit",
        label="Most bought a month",
        head="Bought a month",
        phrase="up to {} a month",
        kind="limit",
    ),
    PlanTerm(
        name="trial_months",
        label="Free trial months",
        head="Free trial months",
        phrase="trial months: {}",
        kind="whole",
        is_extra=True,
    ),
    PlanTerm(
        name="grant_day",
        label="Credits come",
        head="Credits come",
        phrase="credits come {}",
        kind="choice",
        is_extra=True,
        words=(("renewal", "on the renewal day"), ("first", "on the 1st of the month")),
    ),
    PlanTerm(
        name="grants_on_start",
        label="and on a new seat’s first day",
        head="On the first day",
        phrase="credits on the first day: {}",
        kind="flag",
        is_extra=True,
        words=(("false", "no"), ("true", "yes")),
    ),
)
PRICES = tuple(term for term in PLAN_TERMS if term.kind == "price")


def values_of(plan: Any) -> dict[str, Any]:
    """The value of every term of a stored plan; its prices are those of `plan.price`."""
    return {
        term.name: getattr(plan.price, term.name, None)
        if term.kind == "price"
        else getattr(plan, term.name)
        for term in PLAN_TERMS
    }


def _as_choice(value: object) -> str:
    """The name of a value in `words`: a flag is "true" or "false"."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def write_value(value: int | Decimal | str) -> str:
    """A term's value in words: "$79.99", "1,200"; words stay as they are."""
    match value:
        case str():
            return value
        case Decimal():
            return exact_dollars(value)
    return f"{value:,}"


def list_prices(price: object) -> list[str]:
    """What is known of a dated price: "$79.99 a month", "$10.00 a credit"; or "unknown"."""
    amounts: dict[str, Decimal | None] = {t.phrase: getattr(price, t.name) for t in PRICES}
    known = [
        phrase.format(exact_dollars(amount))
        for phrase, amount in amounts.items()
        if amount is not None
    ]
    return known or ["unknown"]
