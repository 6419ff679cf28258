"""Where the money goes: subscription and bought credits in one bar, and what was paid for nothing.

Amounts are exact dollars until they are written. What the subscription pays for in vain, and what
that is worth, is the planning module's to say (RULES.md §5).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from campaigns.charts.labels import measure
from planner.planning.estimate import Estimate
from planner.planning.explain import explain_status
from planner.planning.losses import Losses
from planner.planning.money import Subscription
from planner.planning.wording import chance, count, dollars

# The bar of a 320 px wide screen, and an ordinary letter upon it.
NARROWEST_BAR, LETTER_BREADTH = 246, 8.0
HATCHED_AT = {"unused": 45, "forfeited": 135, "expired": 90}


class Segment(NamedTuple):
    """A stretch of the bar, in percent; `text` stands upon it where there is room.

    One that brings nothing is hatched, at an angle of its own; 0 is a plain one.
    """

    key: str
    x: float
    width: float
    text: str
    hatched_at: int


class Item(NamedTuple):
    """A line below the bar; `is_part` marks what the subscription above it contains."""

    key: str
    name: str
    amount: str
    share: str
    is_part: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyChart:
    """Everything that `charts/_money.html` writes; only a summary where there is no money."""

    summary: str
    total: str = ""
    segments: tuple[Segment, ...] = ()
    items: tuple[Item, ...] = ()


class Stretch(NamedTuple):
    """A segment, before it has its place."""

    key: str
    text: str
    amount: Decimal


class Amount(NamedTuple):
    """An item, before it is written."""

    key: str
    name: str
    amount: Decimal
    is_part: bool = False


def draw_money(estimate: Estimate) -> MoneyChart:
    """The chart of one estimate, for all its seats together."""
    subscription, spend = estimate.subscription, estimate.subscription_spend
    credits, credit_spend = estimate.credits, estimate.credit_spend
    if not subscription or not credits or spend is None or credit_spend is None:
        return MoneyChart(summary=explain_status(estimate) or "")
    total = spend + credit_spend
    if not total:
        return MoneyChart(summary="Nothing is spent.")
    found = estimate.losses
    lost, losses = (found.worth, list(_list_losses(found))) if found else (Decimal(0), [])
    stretches = [
        Stretch("subscription", "" if losses else dollars(spend), spend - lost),
        *(Stretch(loss.key, "", loss.amount) for loss in losses),
        Stretch("bought", dollars(credit_spend), credit_spend),
    ]
    amounts = [
        Amount("subscription", _describe(subscription, estimate.scenario.seats), spend),
        *losses,
        Amount("bought", count(credits.bought, "bought credit"), credit_spend),
    ]
    return MoneyChart(
        summary=_summarise(spend, credit_spend, lost),
        total=dollars(total),
        segments=tuple(_lay_out(stretches, total)),
        items=tuple(_list(amounts, total)),
    )


def _list_losses(losses: Losses) -> Iterator[Amount]:
    """The parts of the subscription that brought nothing, those that cost something."""
    unused = f"{count(losses.unused_months, 'month')} of the yearly price left unused"
    forfeited = f"{count(losses.forfeited, 'credit')} lost at the cap"
    expired = f"{count(losses.expired, 'credit')} expired unused"
    for key, name, worth in (
        ("unused", unused, losses.unused_worth),
        ("forfeited", forfeited, losses.forfeited_worth),
        ("expired", expired, losses.expired_worth),
    ):
        if worth:
            yield Amount(key, name, worth, is_part=True)


def _lay_out(stretches: list[Stretch], total: Decimal) -> Iterator[Segment]:
    before = Decimal(0)
    for key, text, amount in stretches:
        if amount:
            x, width = (round(float(part / total) * 100, 2) for part in (before, amount))
            has_room = width * NARROWEST_BAR / 100 > measure(text) * LETTER_BREADTH + 16
            yield Segment(key, x, width, text if has_room else "", HATCHED_AT.get(key, 0))
        before += amount


def _list(amounts: list[Amount], total: Decimal) -> Iterator[Item]:
    for key, name, amount, is_part in amounts:
        if amount:
            yield Item(key, name, dollars(amount), chance(amount / total), is_part)


def _describe(subscription: Subscription, seats: int) -> str:
    """What was subscribed to: "Subscription, 1 year and 2 months, 3 seats"."""
    years, single = subscription.years, subscription.single_months
    durations = [count(years, "year")] if years else []
    durations += [count(single, "month")] if single else []
    of_seats = f", {count(seats, 'seat')}" if seats > 1 else ""
    free = subscription.free_months
    trial = f" after {count(free, 'free month')}" if free else ""
    return f"Subscription, {' and '.join(durations)}{trial}{of_seats}"


def _summarise(spend: Decimal, credit_spend: Decimal, lost: Decimal) -> str:
    said = f"{dollars(spend)} for the subscription, {dollars(credit_spend)} for bought credits."
    if not credit_spend:
        said = f"All {dollars(spend)} is for the subscription."
    elif not spend:
        said = f"All {dollars(credit_spend)} is for bought credits."
    return (
        f"{said} {dollars(lost)} of the subscription pays for what is never used." if lost else said
    )
