"""Where the terms and prices of the plans compared come from."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from campaigns.models import SoldPlan
from campaigns.query.query import Query
from planner.planning.terms import Terms
from planner.planning.wording import exact_dollars

TERMS = "terms"


class Source(NamedTuple):
    """The sources of a plan's terms and price, with the day of the look-up."""

    plan: str
    what: str
    text: str
    address: str
    checked_on: date | None


def describe_prices(terms: Terms) -> str:
    """A plan's prices for one seat: "$99.99 a month, $10.00 a bought credit"."""
    prices = (
        (terms.monthly_price, "a month"),
        (terms.annual_price, "a year"),
        (terms.credit_price, "a bought credit"),
    )
    known = [f"{exact_dollars(price)} {what}" for price, what in prices if price is not None]
    return ", ".join(known) or "no price is known"


def list_sources(query: Query) -> Iterator[Source]:
    """The sources of every plan that is compared: of its terms, of its price."""
    for terms in query.plans:
        yield from list_sources_of(terms, query)


def list_sources_of(terms: Terms, query: Query) -> Iterator[Source]:
    """The sources of one plan that is compared: one of both, or of its terms and of its price."""
    plan = find_row(terms, query)
    if plan is None:
        yield Source(terms.name, "terms and price", "Your own figures", "", None)
        return
    price = plan.price
    remark = plan.source or "–"
    if price and (price.source, price.source_url) == (plan.source, plan.source_url):
        remark = " · ".join(filter(None, (remark, price.note)))
        yield Source(plan.name, "terms and price", remark, plan.source_url, plan.checked_on)
        return
    yield Source(plan.name, TERMS, remark, plan.source_url, plan.checked_on)
    if price:
        remark = " · ".join(filter(None, (price.source, price.note))) or "–"
        yield Source(plan.name, "price", remark, price.source_url, None)


def list_sources_of_price(terms: Terms, query: Query) -> Iterator[Source]:
    """The source of a plan's price alone."""
    return (source for source in list_sources_of(terms, query) if source.what != TERMS)


def find_row(terms: Terms, query: Query) -> SoldPlan | None:
    """The book's plan with these terms; `None` for the person's own plans."""
    return query.compared_rows.get(terms.slug)
