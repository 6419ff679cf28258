"""A quote as its page and its workbook lay it out: the client's part alone, as it was made."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from campaigns.models import Quote
from campaigns.presentation.brief import KeyDay
from campaigns.presentation.quote_dates import AudienceDates, lay_out_dates
from campaigns.presentation.quotes import plain
from campaigns.saved.quotes import pricing_of
from planner.planning.quotes import price_quote


class Line(NamedTuple):
    """What is offered, and its price in dollars."""

    name: str
    price: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownQuote:
    """What a client sees of a quote. Amounts are dollars and cents, the tax a percentage."""

    number: str
    title: str
    client: str
    agency: str
    note: str
    made_on: date
    valid_until: date
    currency: str
    scope: tuple[str, ...]
    dates: tuple[KeyDay, ...]
    audience_dates: tuple[AudienceDates, ...]
    rests_on: tuple[str, ...]
    lines: tuple[Line, ...]
    subtotal: Decimal
    tax_percent: Decimal
    tax: Decimal
    total: Decimal

    @property
    def names_deadlines(self) -> bool:
        """Whether the audiences have deadlines beside that of the whole."""
        return any(one.deadline for one in self.audience_dates)

    @property
    def tax_words(self) -> str:
        """The tax in percent, without its sign: "19", "7.7"."""
        return plain(self.tax_percent)


def read_shown(shown: dict[str, Any]) -> ShownQuote:
    """The client's part of a quote, from what is stored of it.

    Raises `KeyError`, `TypeError`, `ValueError` or `ArithmeticError` for what no quote shows.
    """
    dates = lay_out_dates(
        [KeyDay(one["name"], date.fromisoformat(one["on"])) for one in shown["dates"]]
    )
    return ShownQuote(
        **{name: str(shown[name]) for name in ("number", "title", "client", "agency", "note")},
        made_on=date.fromisoformat(shown["made_on"]),
        valid_until=date.fromisoformat(shown["valid_until"]),
        currency=shown["currency"],
        scope=tuple(shown["scope"]),
        dates=dates.whole,
        audience_dates=dates.audiences,
        rests_on=tuple(shown["rests_on"]),
        lines=tuple(Line(one["name"], Decimal(one["price"])) for one in shown["lines"]),
        subtotal=Decimal(shown["subtotal"]),
        tax_percent=Decimal(shown["tax_percent"]),
        tax=Decimal(shown["tax"]),
        total=Decimal(shown["total"]),
    )


class ListedQuote(NamedTuple):
    """A quote as its agency's list has it, with own cost and what is left before tax.

    `already_paid` is the part of the own cost that was paid for seats before.
    """

    quote: Quote
    shown: ShownQuote
    link: str
    cost: Decimal
    margin: Decimal
    already_paid: Decimal

    @property
    def link_id(self) -> str:
        """The id of the field with its link, which is the page's only one."""
        return f"quote-link-{self.quote.number}"

    @property
    def state(self) -> str:
        """What became of it: "valid", "expired", "withdrawn"."""
        if self.quote.is_withdrawn:
            return "withdrawn"
        return "expired" if self.quote.has_expired else "valid"


def list_quote(quote: Quote, link: str) -> ListedQuote:
    """A quote for the list of the campaign's own page; `link` is the client's."""
    costs = [Decimal(cost) for cost in quote.basis["costs"]]
    price = price_quote(costs, pricing_of(quote.shown, quote.basis))
    paid = Decimal(quote.basis.get("already_paid", "0"))
    return ListedQuote(quote, read_shown(quote.shown), link, price.cost, price.margin, paid)
