"""The price of a quote: own cost, mark-up, tax, each to the cent (RULES.md §14).

Amounts are dollars. Own cost and mark-up are the agency's; a client sees prices, tax and total.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from planner.planning.audience_results import split_dollars
from planner.planning.days import DAY
from planner.planning.errors import InvalidInput, require_dollars
from planner.planning.estimate import Estimate
from planner.planning.money import cents
from planner.planning.paid_before import price_paid_months

MOST_MARKUP = Decimal(1_000)
MOST_TAX = Decimal(100)
# Of a percentage.
MOST_DECIMALS = 4
MOST_FEE = Decimal(1_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pricing:
    """How own cost becomes a price: a mark-up in percent or a fixed fee in dollars, and the tax.

    One of `markup_percent` and `fee` is given, the other is `None`. Raises `InvalidInput` for
    both, for none, and for a value out of range.
    """

    markup_percent: Decimal | None = None
    fee: Decimal | None = None
    tax_percent: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        if (self.markup_percent is None) == (self.fee is None):
            raise InvalidInput("fee", self.fee, "a mark-up in percent or a fixed fee, one of them")
        if self.markup_percent is not None:
            _require_percent("markup_percent", self.markup_percent, MOST_MARKUP)
        if self.fee is not None:
            require_dollars("fee", self.fee, MOST_FEE)
            if self.fee != cents(self.fee):
                raise InvalidInput("fee", self.fee, "dollars and whole cents")
        _require_percent("tax_percent", self.tax_percent, MOST_TAX)


def _require_percent(field: str, percent: Decimal, most: Decimal) -> None:
    is_number = percent.is_finite() and 0 <= percent <= most
    if not is_number or percent != round(percent, MOST_DECIMALS):
        allowed = f"a percentage from 0 to {most:,} with at most {MOST_DECIMALS} decimals"
        raise InvalidInput(field, percent, allowed)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedPrice:
    """A quote's amounts in dollars and whole cents; `prices` are those of its lines.

    The prices add up to `subtotal`, and that and `tax` to `total`. `cost` is the own cost.
    """

    prices: tuple[Decimal, ...]
    subtotal: Decimal
    tax: Decimal
    total: Decimal
    cost: Decimal

    @property
    def margin(self) -> Decimal:
        """What the agency is left with before tax."""
        return self.subtotal - self.cost


def price_quote(costs: Sequence[Decimal], pricing: Pricing) -> QuotedPrice:
    """The price of lines with these own costs in exact dollars (RULES.md §14).

    Raises `ValueError` for no line.
    """
    if not costs:
        raise ValueError("a quote has at least one line")
    in_cents = [cents(cost) for cost in costs]
    if pricing.fee is None:
        factor = 1 + (pricing.markup_percent or Decimal(0)) / 100
        prices = [cents(cost * factor) for cost in in_cents]
    else:
        shares = _split(pricing.fee, in_cents)
        prices = [cost + share for cost, share in zip(in_cents, shares, strict=True)]
    subtotal = sum(prices, Decimal(0))
    tax = cents(subtotal * pricing.tax_percent / 100)
    return QuotedPrice(
        prices=tuple(prices),
        subtotal=subtotal,
        tax=tax,
        total=subtotal + tax,
        cost=sum(in_cents, Decimal(0)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidSeats:
    """Dollars paid before for held seats: those of the plan, and of a whole replanned campaign.

    `None` where they are unknown; `whole` also where the campaign was not replanned.
    """

    plan: Decimal | None
    whole: Decimal | None = None

    def of(self, *, is_whole: bool) -> Decimal | None:
        """Those of what is quoted."""
        return self.whole if is_whole else self.plan


def find_paid_seats(
    estimate: Estimate, first: Estimate | None = None, counts_from: date | None = None
) -> PaidSeats:
    """What was paid for seats before the start of an estimate, and of the whole campaign.

    `counts_from` is the day from which the plan of a replanned campaign counts, `first` the
    estimate of its newest version that was not replanned. Source: RULES.md §14.
    """
    whole = None
    if first is not None and counts_from is not None and estimate.done_on is not None:
        is_same = first.terms.slug == estimate.terms.slug
        until = estimate.done_on if is_same else counts_from - DAY
        whole = price_paid_months(first.terms, first.scenario, until)
    return PaidSeats(plan=estimate.already_paid, whole=whole)


def list_costs(estimate: Estimate, *, paid: Decimal, spent: Decimal) -> list[Decimal]:
    """The own cost of each line of an estimate whose total is known: its audiences, or the whole.

    `paid` dollars were paid before for held seats and count as the total does; `spent` dollars
    were spent before the plan of a replanned campaign. Source: RULES.md §14.
    """
    amount = (estimate.total or Decimal(0)) + paid
    costs = [amount]
    if audiences := estimate.audiences:
        on_credits = [one.on_credits for one in audiences]
        shares = split_dollars(amount, on_credits, [one.messages for one in audiences])
        costs = [share or Decimal(0) for share in shares]
    return add_spent(costs, spent) if spent else costs


def add_spent(costs: Sequence[Decimal], spent: Decimal) -> list[Decimal]:
    """The own costs of the lines of a whole campaign of which `spent` dollars were paid before.

    What was spent is split among the lines as a fixed fee is, so all add up to both. Source:
    RULES.md §14.
    """
    shares = _split(cents(spent), costs)
    return [cost + share for cost, share in zip(costs, shares, strict=True)]


def _split(fee: Decimal, costs: Sequence[Decimal]) -> list[Decimal]:
    """The fee by the lines' costs, in whole cents that add up to it; equal parts for no cost."""
    weights = costs if any(costs) else [Decimal(1)] * len(costs)
    total, reached, shares = sum(weights, Decimal(0)), Decimal(0), []
    before = Decimal(0)
    for weight in weights:
        reached += weight
        upto = cents(fee * reached / total)
        shares.append(upto - before)
        before = upto
    return shares
