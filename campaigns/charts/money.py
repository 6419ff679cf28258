"""Where the money goes: subscription and bought credits in one bar, and what was paid for nothing.

Amounts are exact dollars until they are written. The planning module decides what the
subscription pays for in vain, and what that is worth (RULES.md §5).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, NamedTuple

from campaigns.charts.frame import Chart, LegendItem, Table, TableRow
from planner.planning.estimate import Estimate
from planner.planning.explain import explain_status
from planner.planning.losses import Losses
from planner.planning.money import Subscription
from planner.planning.wording import chance, count, dollars

# The bar on a screen 320 pixels wide, and the broadest digit on it.
NARROWEST_BAR, LETTER_BREADTH = 246, 8
HATCHED_AT = {"unused": 45, "forfeited": 135, "expired": 90}


class Segment(NamedTuple):
    """A part of the bar, in percent; `text` stands on it where there is room.

    One that brings nothing is hatched, at an angle of its own; 0 is a plain one.
    """

    key: str
    x: float
    width: float
    text: str
    hatched_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyChart(Chart):
    """What `charts/_money.html` writes; only a summary where there is no money."""

    kind: ClassVar[str] = "money"
    title: ClassVar[str] = "Where the money goes"
    is_card: ClassVar[bool] = True

    segments: tuple[Segment, ...] = ()


class Amount(NamedTuple):
    """An amount that is not 0; a loss is a part of the subscription before it."""

    key: str
    name: str
    amount: Decimal
    is_loss: bool = False


def draw_money(estimate: Estimate) -> MoneyChart:
    """The chart of one estimate, for all its seats together."""
    subscription, spend = estimate.subscription, estimate.subscription_spend
    credits, credit_spend = estimate.credits, estimate.credit_spend
    if estimate.is_done and not estimate.groups:
        return MoneyChart(summary="Nothing is spent.")
    if not subscription or not credits or spend is None or credit_spend is None:
        return MoneyChart(summary=explain_status(estimate) or "")
    total = spend + credit_spend
    if not total:
        return MoneyChart(summary="Nothing is spent.")
    found = estimate.losses
    losses = list(_list_losses(found)) if found else []
    lost = found.worth if found else Decimal(0)
    seats = estimate.seats
    paid = Amount("subscription", _describe(subscription, seats), spend)
    bought = Amount("bought", count(credits.bought, "bought credit"), credit_spend)
    amounts = [amount for amount in (paid, *losses, bought) if amount.amount]
    return MoneyChart(
        summary=_summarize(spend, credit_spend, lost),
        segments=tuple(_lay_out(amounts, total, lost)),
        legend=tuple(map(_make_legend_item, amounts)),
        table=Table(
            caption="Where the money goes",
            headers=("What for", "Amount", "Share"),
            rows=tuple(_make_row(one, total) for one in amounts),
            totals=TableRow("In all", (dollars(total), "100 %")),
        ),
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
            yield Amount(key, name, worth, is_loss=True)


def _lay_out(amounts: Sequence[Amount], total: Decimal, lost: Decimal) -> Iterator[Segment]:
    """The bar's parts: the subscription without its losses, the losses, the bought credits."""
    before = Decimal(0)
    for key, _, amount, _ in amounts:
        part = amount - lost if key == "subscription" else amount
        if part:
            x, width = (round(float(one / total) * 100, 2) for one in (before, part))
            text = dollars(part) if part == amount and key not in HATCHED_AT else ""
            has_room = width * NARROWEST_BAR / 100 > len(text) * LETTER_BREADTH + 16
            yield Segment(key, x, width, text if has_room else "", HATCHED_AT.get(key, 0))
        before += part


def _make_legend_item(amount: Amount) -> LegendItem:
    key = f"{amount.key} part" if amount.is_loss else amount.key
    return LegendItem(key, _name(amount), dollars(amount.amount))


def _name(amount: Amount) -> str:
    return f"of it {amount.name}" if amount.is_loss else amount.name


def _make_row(amount: Amount, total: Decimal) -> TableRow:
    cells = (dollars(amount.amount), chance(amount.amount / total))
    return TableRow(_name(amount), cells, key="part" if amount.is_loss else "")


def _describe(subscription: Subscription, seats: int) -> str:
    """What was subscribed to: "Subscription, 1 year and 2 months, 3 seats"."""
    years, single = subscription.years, subscription.single_months
    durations = [count(years, "year")] if years else []
    durations += [count(single, "month")] if single else []
    of_seats = f", {count(seats, 'seat')}" if seats > 1 else ""
    free = subscription.free_months
    trial = f" after {count(free, 'free month')}" if free else ""
    return f"Subscription, {' and '.join(durations)}{trial}{of_seats}"


def _summarize(spend: Decimal, credit_spend: Decimal, lost: Decimal) -> str:
    parts = f"{dollars(spend)} for the subscription, {dollars(credit_spend)} for bought credits."
    if not credit_spend:
        parts = f"All {dollars(spend)} is for the subscription."
    elif not spend:
        parts = f"All {dollars(credit_spend)} is for bought credits."
    unused = f" {dollars(lost)} of the subscription pays for what is never used." if lost else ""
    return f"{parts}{unused}"
