"""The explanation of an estimate, in one or two sentences for sales people.

Every number is the estimate's own, or found by running the ledger again without the reason that is
given (`reasons`); none comes from a formula that holds only in the usual case.

A sentence is put together from clauses that depend on each other, so there is no table of
templates: the clauses stand here, in `explain_cheapest` and, where several sentences share one, in
`phrases`. Their one list is tests/planning/claims_of_explanations.py, which says of each what it
claims: tests/planning/test_claims_of_explanations.py checks every clause against figures counted
anew, and fails for a clause that is not listed and for an entry that nothing says any more.
"""

from collections.abc import Iterator
from itertools import islice

from planner.planning.credits import HORIZON
from planner.planning.estimate import CreditTotals, Estimate
from planner.planning.explain_cheapest import explain_as_granted, explain_cheapest
from planner.planning.money import Subscription
from planner.planning.phrases import (
    NOTHING_TO_BUY,
    count_credits,
    count_grant,
    count_messages,
    describe_pacing_limits,
    describe_purchase,
    describe_unknown_price,
    join,
    limit_of_purchases,
    limit_of_sends,
    name_seats,
    were,
)
from planner.planning.reasons import held_within_cap, sent_within_horizon
from planner.planning.wording import count, dollars


def explain_status(estimate: Estimate) -> str | None:
    """What is wrong with an estimate, in a sentence; `None` where nothing is (RULES.md §4)."""
    name = estimate.terms.name
    if estimate.status == "no_inmail":
        return f"{name} has no InMail: it brings no credits and none can be bought."
    if estimate.status == "out_of_reach":
        what = count_messages(estimate)
        return f"Out of reach this way: {HORIZON} months of {name} are not enough for {what}."
    if estimate.status == "misses_deadline" and estimate.months is not None:
        late = estimate.months - estimate.scenario.deadline_months
        return f"Done in month {estimate.months}, {count(late, 'month')} after the deadline."
    if not estimate.price_known:
        return f"For {name}, {describe_unknown_price(estimate)}."
    return None


def explain(estimate: Estimate) -> str:
    """The reason for the months and the purchases, then up to two further remarks."""
    credits, subscription = estimate.credits, estimate.subscription
    if credits is None or subscription is None:
        return _explain_failure(estimate)
    if not estimate.schedule:
        return (
            "Every message goes to an open profile, which costs no credit, "
            "so no subscription is needed."
        )
    reason = {
        "accumulate": _explain_saving_up,
        "as_granted": explain_as_granted,
        "buy_now": _explain_buying_now,
        "cheapest": explain_cheapest,
    }[estimate.strategy](estimate, subscription, bought=credits.bought)
    remarks = "; ".join(islice(_remarks(estimate, credits, subscription), 2))
    return f"{reason}. {remarks[0].upper()}{remarks[1:]}." if remarks else f"{reason}."


def _explain_failure(estimate: Estimate) -> str:
    if estimate.status == "no_inmail":
        return _explain_no_inmail(estimate)
    brings = f"A month{name_seats(estimate)} brings {count_grant(estimate)}"
    buys = (
        "nothing is bought" if estimate.strategy == "as_granted" else limit_of_purchases(estimate)
    )
    facts = join(brings, buys, limit_of_sends(estimate))
    return f"{facts}: {HORIZON} months this way are not enough for {count_messages(estimate)}."


def _explain_no_inmail(estimate: Estimate) -> str:
    held = estimate.scenario.opening_balance
    nothing = f"{estimate.terms.name} brings no credits and sells none"
    if not held:
        return f"{nothing}, so nothing can be sent."
    within_cap, credits = held_within_cap(estimate), f"the {count(held, 'credit')} held"
    if not within_cap:
        return f"{nothing}, and its cap leaves none of {credits} at the start."
    sent = f"{sent_within_horizon(estimate):,} of {count_messages(estimate)}"
    if within_cap < held:
        return (
            f"{nothing}; its cap leaves {within_cap:,} of {credits} at the start, to send {sent}."
        )
    return f"{nothing}; {credits} at the start can only send {sent}."


def _explain_saving_up(estimate: Estimate, subscription: Subscription, *, bought: int) -> str:
    terms, to_send = estimate.terms, estimate.scenario.to_send
    first = next(row.ledger for row in estimate.schedule if row.ledger.sent)
    saved = first.opening - first.expired + first.granted
    if not saved:
        return f"{terms.name} brings no credits to save up; {describe_purchase(estimate, bought)}"
    verb = "Month 1 has" if first.month == 1 else f"Saving up until month {first.month} gathers"
    reason = f"{verb} {count_credits(saved)}"
    if saved == terms.rollover_cap * estimate.scenario.seats:
        reason += ", the most that the plan lets you hold"
    elif saved < to_send and terms.monthly_credits:
        reason += ", after which the oldest expire"
    if bought:
        return f"{reason}; {describe_purchase(estimate, bought, besides=saved)}"
    if saved < to_send:
        return f"{reason}; later months bring the rest, so nothing is bought"
    return f"{reason}: enough for everything, so nothing is bought"


def _explain_buying_now(estimate: Estimate, subscription: Subscription, *, bought: int) -> str:
    months, held = len(estimate.schedule), estimate.scenario.to_send - bought
    if months == 1:
        if not bought:
            return (
                f"The first month has credits for {count_messages(estimate)}, so nothing is bought"
            )
        rest = describe_purchase(estimate, bought, besides=held, when=" at once")
        return f"The first month has {count_credits(held)}; {rest}"
    limits = describe_pacing_limits(estimate, "buy_now")
    takes = f"Sending starts at once and takes {months} months, because {limits}"
    if bought:
        return f"{takes}; {describe_purchase(estimate, bought)}"
    return f"{takes}; {NOTHING_TO_BUY}" if estimate.terms.sells_credits else takes


def _remarks(
    estimate: Estimate, credits: CreditTotals, subscription: Subscription
) -> Iterator[str]:
    """What else changes the result, most important first."""
    free = estimate.scenario.free_messages
    unused = subscription.months_paid + subscription.free_months - len(estimate.schedule)
    if not estimate.price_known:
        yield describe_unknown_price(estimate)
    if credits.returned:
        yield f"answers brought back {count_credits(credits.returned)}"
    if credits.forfeited:
        lost = f"{count_credits(credits.forfeited)} {were(credits.forfeited)} lost at the cap"
        yield f"{lost}{_worth_of_forfeited(estimate)}"
    if credits.expired:
        yield f"{count_credits(credits.expired)} expired unused"
    if subscription.free_months:
        yield f"the trial makes {count(subscription.free_months, 'month')} free"
    if unused:
        yield f"paying by the year leaves {count(unused, 'month')} unused"
    if credits.opening:
        yield f"{count_credits(credits.opening)} {were(credits.opening)} there at the start"
    if free:
        profiles = "an open profile costs" if free == 1 else "open profiles cost"
        yield f"{count(free, 'message')} to {profiles} no credit"


def _worth_of_forfeited(estimate: Estimate) -> str:
    """The worth of the credits lost at the cap; empty where they are not paid for."""
    credits, losses = estimate.credits, estimate.losses
    if credits is None or losses is None or not losses.forfeited_worth:
        return ""
    worth = f"worth {dollars(losses.forfeited_worth)}"
    if losses.forfeited == credits.forfeited:
        return f", {worth}"
    return f", of which {losses.forfeited:,} {were(losses.forfeited)} paid for, {worth}"
