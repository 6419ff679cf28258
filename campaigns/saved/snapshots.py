"""The plans of a price book → the rows of a snapshot; its channels → what is saved with them."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from campaigns.channel_values import pack_channel
from campaigns.decision import Decision
from campaigns.models import BookSnapshot, SoldPlan, SubscriptionChoice
from campaigns.models.subscription_choice import PRICE_COLUMNS
from campaigns.query.channels import list_channels
from campaigns.query.query import Book
from planner.planning.scenario import BEST

COPIED_COLUMNS = [field.name for field in SoldPlan._meta.get_fields()]


def snapshot_rows(decision: Decision) -> Iterator[dict[str, Any]]:
    """For every plan of the query's book a row of `SubscriptionChoice`: terms and prices.

    A book that is a snapshot already is copied unchanged.
    """
    best = {e.terms.slug: e.strategy for e in reversed(decision.comparison.estimates)}
    scenario = decision.query.scenario
    for plan in decision.query.book_rows:
        yield {
            "plan_id": plan.plan_id if isinstance(plan, SubscriptionChoice) else plan.pk,
            "seats": 1 if scenario.seats == BEST else scenario.seats,
            "billing": scenario.billing,
            "strategy": best.get(plan.slug, ""),
            **{name: getattr(plan, name) for name in COPIED_COLUMNS},
            **_price_columns(plan),
        }


def snapshot_channels(book: Book, *, on: date) -> list[Mapping[str, Any]]:
    """The book's channels with the figures in force on that day, as `pack_channel` packs them.

    Those of a snapshot are copied unchanged.
    """
    if isinstance(book, BookSnapshot) and book.channels is not None:
        return list(book.channels)
    return [pack_channel(*listed) for listed in list_channels(book, on=on)]


def _price_columns(plan: SoldPlan) -> dict[str, Any]:
    price = plan.price
    if price is None:
        return {}
    return {column: getattr(price, name) for name, column in PRICE_COLUMNS.items()}
