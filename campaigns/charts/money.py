"""Where the money goes: subscription and bought credits in one bar, and what was paid for nothing.

Amounts are exact dollars until they are written. What the cap withheld is worth what RULES.md §3
says: its share of a month's price. What expired is worth what was paid for it: its share of the
spend on the months used. Together the lost parts are never worth more than the subscription itself.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from campaigns.charts.labels import measure
from planner.planning.estimate import Estimate
from planner.planning.explain import count, dollars, explain_status
from planner.planning.money import MONTHS_IN_A_YEAR, Subscription, cents

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


class Loss(NamedTuple):
    """What a part of the subscription was paid for in vain."""

    key: str
    name: str
    worth: Decimal


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
    losses = find_losses(estimate)
    lost = sum((loss.worth for loss in losses), start=Decimal(0))
    stretches = [
        Stretch("subscription", "" if losses else dollars(spend), spend - lost),
        *(Stretch(loss.key, "", loss.worth) for loss in losses),
        Stretch("bought", dollars(credit_spend), credit_spend),
    ]
    amounts = [
        Amount("subscription", _describe(subscription, estimate.scenario.seats), spend),
        *(Amount(loss.key, loss.name, loss.worth, is_part=True) for loss in losses),
        Amount("bought", count(credits.bought, "bought credit"), credit_spend),
    ]
    return MoneyChart(
        summary=_summarise(spend, credit_spend, lost),
        total=dollars(total),
        segments=tuple(_lay_out(stretches, total)),
        items=tuple(_list(amounts, total)),
    )


def find_losses(estimate: Estimate) -> list[Loss]:
    """What the subscription was paid for in vain, each as far as the payment reaches."""
    subscription, left = estimate.subscription, estimate.subscription_spend
    if subscription is None or left is None:
        return []
    losses = []
    for loss in _price_losses(estimate, subscription, left):
        worth = min(cents(loss.worth), left)
        if worth:
            left -= worth
            losses.append(loss._replace(worth=worth))
    return losses


def _price_losses(estimate: Estimate, subscription: Subscription, spend: Decimal) -> Iterator[Loss]:
    months_covered = subscription.free_months + subscription.months_paid
    unused, unused_worth = months_covered - len(estimate.schedule), Decimal(0)
    if unused > 0 and subscription.annual_price is not None:
        unused_worth = unused * subscription.annual_price / MONTHS_IN_A_YEAR
        name = f"{count(unused, 'month')} of the yearly price left unused"
        yield Loss("unused", name, unused_worth)
    price = _price_of_forfeited_credit(estimate)
    forfeited = sum(month.ledger.forfeited for month in estimate.schedule)
    if forfeited and price:
        yield Loss("forfeited", f"{count(forfeited, 'credit')} lost at the cap", forfeited * price)
    expired = _count_expired_grants(estimate, subscription.free_months)
    if expired:
        used_months = len(estimate.schedule) - subscription.free_months
        brought = used_months * estimate.terms.monthly_credits * estimate.scenario.seats
        worth = expired * (spend - unused_worth) / brought
        yield Loss("expired", f"{count(expired, 'credit')} expired unused", worth)


def _price_of_forfeited_credit(estimate: Estimate) -> Decimal | None:
    """A granted credit's share of a month's price (RULES.md §3), of a year's where that is all."""
    terms = estimate.terms
    if not terms.monthly_credits:
        return None
    if terms.monthly_price is not None:
        return terms.monthly_price / terms.monthly_credits
    if terms.annual_price is not None:
        return terms.annual_price / MONTHS_IN_A_YEAR / terms.monthly_credits
    return None


def _count_expired_grants(estimate: Estimate, free_months: int) -> int:
    """Expired credits that were paid for: not those held before, come back, or of a free month."""
    lots: deque[tuple[int, bool]] = deque()  # credits, whether paid for; first in, first out
    expired = 0
    for month in estimate.schedule:
        ledger = month.ledger
        if ledger.month == 1:
            lots.append((ledger.opening, False))
        expired += _take(lots, ledger.expired)
        lots.append((ledger.granted, ledger.month > free_months))
        lots.append((ledger.returned + ledger.bought, False))
        _take(lots, ledger.sent)
    return expired


def _take(lots: deque[tuple[int, bool]], credits: int) -> int:
    """Take so many credits from the oldest lots; how many of them were paid for."""
    paid = 0
    while credits:
        held, is_paid = lots.popleft()
        taken = min(held, credits)
        credits -= taken
        paid += taken if is_paid else 0
        if held > taken:
            lots.appendleft((held - taken, is_paid))
    return paid


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
            yield Item(key, name, dollars(amount), _write_share(amount / total), is_part)


def _write_share(share: Decimal) -> str:
    return "< 1 %" if share < Decimal("0.005") else f"{share * 100:.0f} %"


def _describe(subscription: Subscription, seats: int) -> str:
    """ "Subscription, 1 year and 2 months, 3 seats"."""
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
