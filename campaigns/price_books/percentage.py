"""Many plans' prices changed by a percentage: looked at first, then added as dated prices."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256

from django.db import transaction

from campaigns.models import AMOUNTS, Plan, PlanPrice
from campaigns.models.rows import save_valid
from planner.planning.terms import MOST_PRICE

LEAST_DECIMALS = 2


class PricesHaveChanged(Exception):
    """Some price is not what it was when the change was looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PercentageChange:
    """`amounts` (of `AMOUNTS`) times 1 + `percent` / 100, from `effective_on` on."""

    percent: Decimal
    effective_on: date
    amounts: Sequence[str]
    source: str = ""
    source_url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedPlan:
    """What a change does to one plan.

    `old` is the price in force on the change's day, `new` the price to be added: `None` where the
    plan is left as it is, for the reason `why_not`. From `until` on another price counts, which is
    entered already.
    """

    plan: Plan
    old: PlanPrice | None
    new: PlanPrice | None
    why_not: str
    until: date | None


def look_ahead(plans: Iterable[int], change: PercentageChange) -> list[ChangedPlan]:
    """What `change` would do to the plans with these keys, in the order of their books."""
    rows = (
        Plan.objects.filter(pk__in=plans)
        .select_related("book")
        .order_by("book__name", "position", "name")
        .with_prices_on(change.effective_on)
        .with_next_prices(after=change.effective_on)
    )
    return [_change(plan, change) for plan in rows]


def fingerprint(changed: Sequence[ChangedPlan]) -> str:
    """A fingerprint of this change of these prices."""
    state = [
        (one.plan.pk, one.why_not, one.until, *(_columns(price) for price in (one.old, one.new)))
        for one in changed
    ]
    return sha256(repr(state).encode()).hexdigest()


@transaction.atomic
def change_by_percentage(
    plans: Iterable[int], change: PercentageChange, *, expected: str
) -> list[ChangedPlan]:
    """Add the new prices of the plans with these keys, each a dated price of its plan.

    Raises `PricesHaveChanged` where the change no longer has the `expected` fingerprint.
    """
    # Held until the end: a simultaneous edit of one of these plans runs before or after.
    keys = list(Plan.objects.select_for_update().filter(pk__in=plans).values_list("pk", flat=True))
    changed = look_ahead(keys, change)
    if fingerprint(changed) != expected:
        raise PricesHaveChanged
    for one in changed:
        if one.new:
            save_valid(one.new)
    return changed


def _change(plan: Plan, change: PercentageChange) -> ChangedPlan:
    old, later = plan.price, plan.next_price
    new = _make_price(old, change) if old else None
    return ChangedPlan(
        plan=plan,
        old=old,
        new=None if (why_not := _find_obstacle(old, new, change)) else new,
        why_not=why_not,
        until=later.effective_on if later else None,
    )


def _make_price(old: PlanPrice, change: PercentageChange) -> PlanPrice:
    amounts = {name: getattr(old, name) for name in AMOUNTS}
    for name in change.amounts:
        if amounts[name] is not None:
            amounts[name] = _raise(amounts[name], change.percent)
    return PlanPrice(
        plan_id=old.plan_id,
        effective_on=change.effective_on,
        source=change.source,
        source_url=change.source_url,
        note=change.note,
        **amounts,
    )


def _raise(amount: Decimal, percent: Decimal) -> Decimal:
    """`amount` raised by `percent`, rounded half up to cents, or as finely as it is itself."""
    exponent = amount.normalize().as_tuple().exponent
    decimals = max(LEAST_DECIMALS, -exponent) if isinstance(exponent, int) else LEAST_DECIMALS
    raised = amount * (100 + percent) / 100
    return raised.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _find_obstacle(old: PlanPrice | None, new: PlanPrice | None, change: PercentageChange) -> str:
    """Why the plan is left as it is; empty where it is changed."""
    if old is None or new is None:
        return "No price is known for that day."
    if old.effective_on == change.effective_on:
        return "It has a price from that very day: change it on the plan’s own page."
    if all(getattr(new, name) == getattr(old, name) for name in AMOUNTS):
        return "No amount would change."
    if any((getattr(new, name) or 0) > MOST_PRICE for name in AMOUNTS):
        return f"An amount would be above {MOST_PRICE:,}."
    return ""


def _columns(price: PlanPrice | None) -> list[str]:
    """Every column of a row, however the database writes its amounts."""
    if price is None:
        return []
    amounts = [getattr(price, name) for name in AMOUNTS]
    details = [price.effective_on, price.source, price.source_url, price.note]
    return [
        *(str(amount if amount is None else amount.normalize()) for amount in amounts),
        *(str(word) for word in details),
    ]
