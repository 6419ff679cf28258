"""RULES.md §5: what a subscription for so many months costs, for one seat."""

from decimal import Decimal
from math import ceil

from tests.planning.seat_reference.values import Plan, Scenario


def subscription_price(
    plan: Plan, scenario: Scenario, months: int, *, has_trial: bool
) -> Decimal | None:
    """Return dollars for one seat and so many billing months; None where a price lacks.

    Only a new seat has a trial. Held seats that go on are paid by the same billing.
    """
    free = plan.trial_months if has_trial and scenario.use_trial else 0
    paid = max(0, months - free)
    if paid == 0:
        return Decimal(0)
    month, year = plan.monthly_price, plan.annual_price
    years = ceil(paid / 12)
    if scenario.billing == "monthly":
        return None if month is None else paid * month
    if scenario.billing == "annual":
        return None if year is None else years * year
    choices: list[Decimal] = []
    for k in range(years + 1):
        single = max(0, paid - 12 * k)
        if (k and year is None) or (single and month is None):
            continue
        choices.append(k * (year or Decimal(0)) + single * (month or Decimal(0)))
    return min(choices, default=None)
