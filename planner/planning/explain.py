"""Why an estimate is what it is, in one or two sentences that a sales person understands.

Everything said is made from the numbers of the estimate at hand: what a month costs and brings,
what a bought credit costs, up to how many buying pays, what came back and what was lost.
"""

from decimal import Decimal

from planner.planning.credits import HORIZON
from planner.planning.estimate import CreditTotals, Estimate
from planner.planning.money import MONTHS_IN_A_YEAR, cents
from planner.planning.strategies import subscribe_for


def dollars(amount: Decimal) -> str:
    """An amount as it is shown: "$1,234.50"."""
    return f"${cents(amount):,}"


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 credit", "1,200 credits"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def explain_status(estimate: Estimate) -> str | None:
    """What stands against this estimate; `None` where nothing does (RULES.md §4)."""
    name = estimate.terms.name
    if estimate.status == "no_inmail":
        return f"{name} has no InMail: it brings no credits and none can be bought."
    if estimate.status == "out_of_reach":
        return f"Out of reach this way: {HORIZON} months are not enough for {_messages(estimate)}."
    if estimate.status == "misses_deadline" and estimate.months is not None:
        late = estimate.months - estimate.scenario.deadline_months
        return f"Done in month {estimate.months}, {count(late, 'month')} after the deadline."
    if not estimate.price_known:
        return f"{_unknown_price(estimate)} of {name} is not known, so there is no total."
    return None


def explain(estimate: Estimate) -> str:
    """Why: the reason for the months and the purchases, then what else moved the result."""
    credits, months = estimate.credits, estimate.months
    if credits is None or months is None:
        return _explain_failure(estimate)
    if months == 0:
        return (
            "Every message goes to an open profile, which costs no credit, "
            "so no subscription is needed."
        )
    reason = {
        "accumulate": _explain_saving_up,
        "as_granted": _explain_as_granted,
        "buy_now": _explain_buying_now,
        "cheapest": _explain_cheapest,
    }[estimate.strategy](estimate, credits, months)
    remark = "; ".join(_remarks(estimate, credits, months)[:2])
    return f"{reason}. {remark[0].upper()}{remark[1:]}." if remark else f"{reason}."


def _explain_failure(estimate: Estimate) -> str:
    terms, held = estimate.terms, estimate.scenario.opening_balance
    if estimate.status == "no_inmail":
        so = f"and the {count(held, 'credit')} held at the start are not enough"
        return f"{terms.name} brings no credits and sells none, {so if held else 'so nothing can be sent'}."
    facts = [f"{_whose_month(estimate)} brings {_grant(estimate)}"]
    if estimate.strategy == "as_granted":
        facts.append("none are bought")
    elif not terms.sells_credits:
        facts.append("none can be bought")
    facts += _monthly_limits(estimate)
    return f"{'; '.join(facts)}: too little for {_messages(estimate)} within {HORIZON} months."


def _explain_saving_up(estimate: Estimate, credits: CreditTotals, months: int) -> str:
    terms, to_send = estimate.terms, estimate.scenario.to_send
    start = estimate.first_send_month or months
    row = estimate.schedule[start - 1].ledger
    saved = row.opening - row.expired + row.granted
    if not saved:
        return f"{terms.name} brings no credits to save up; {_bought(estimate, credits)}"
    has = "Month 1 has" if start == 1 else f"Saving up until month {start} gathers"
    reason = f"{has} {count(saved, 'credit')}"
    if saved == terms.rollover_cap * estimate.scenario.seats:
        reason += ", the most that the plan lets you hold"
    elif saved < to_send:
        reason += ", after which the oldest expire" if terms.monthly_credits else ", and no more come"
    if credits.bought:
        return f"{reason}; {_bought(estimate, credits)}"
    enough = "enough for everything" if saved >= to_send else "later months bring the rest"
    return f"{reason}; {enough}, so nothing is bought"


def _explain_as_granted(estimate: Estimate, credits: CreditTotals, months: int) -> str:
    return f"{_a_month(estimate)}; {_enough(estimate, months)}, so nothing is bought"


def _explain_buying_now(estimate: Estimate, credits: CreditTotals, months: int) -> str:
    if months == 1:
        return f"The first month has {_from_plan(estimate, credits)}"
    ...
