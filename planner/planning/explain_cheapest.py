"""The reasons for the months and the purchases of `cheapest` (RULES.md §4)."""

from decimal import Decimal

from planner.planning.estimate import Estimate
from planner.planning.money import Subscription
from planner.planning.phrases import (
    NOTHING_TO_BUY,
    are,
    count_credits,
    count_messages,
    describe_month,
    describe_pacing_limits,
    describe_purchase,
    describe_send_limit,
    describe_shares,
)
from planner.planning.reasons import (
    can_buy_out,
    find_substitute,
    is_shorter_without,
    months_without_buying,
    price_of_months,
    unsent_without_buying,
)
from planner.planning.wording import count, dollars, exact_dollars


def explain_as_granted(estimate: Estimate, subscription: Subscription, *, bought: int) -> str:
    """Why sending as granted takes its months."""
    months = len(estimate.schedule)
    plan = describe_month(estimate, subscription)
    if limits := describe_pacing_limits(estimate, "as_granted"):
        return f"{plan}; it takes {months} months, because {limits}"
    enough = f"{count(months, 'month')} {are(months)} enough for {count_messages(estimate)}"
    return f"{plan}; {enough}, so nothing is bought"


def explain_cheapest(estimate: Estimate, subscription: Subscription, *, bought: int) -> str:
    """Why `cheapest` costs its total, or why it misses the deadline."""
    months, price = len(estimate.schedule), estimate.terms.credit_price
    if estimate.status == "misses_deadline":
        return _explain_earliest(estimate, bought=bought)
    if bought:
        return _explain_purchase(estimate, subscription, bought=bought)
    is_limited = months > 1 and estimate.scenario.monthly_send_limit is not None
    if is_limited and is_shorter_without(["sends"], estimate, "cheapest"):
        limit = describe_send_limit(estimate)
        return f"It takes {months} months, because {limit}; {NOTHING_TO_BUY}"
    last_month = price_of_months(estimate, months, months)
    is_weighed = estimate.terms.sells_credits and price and last_month is not None
    if not (is_weighed and can_buy_out(estimate, months - 1)):
        return explain_as_granted(estimate, subscription, bought=bought)
    plan = describe_month(estimate, subscription)
    if not last_month:
        return f"{plan}; the last month costs nothing more, so buying does not pay"
    single = f"a bought one costs {exact_dollars(price or Decimal(0))}"
    substitute = find_substitute(estimate, months)
    if substitute is None:
        return f"{plan}; {single}, more than the last month, so buying does not pay"
    messages = count(substitute.messages, "message")
    return f"{plan}; {single}, so in place of the last month buying pays only for up to {messages}"


def _explain_earliest(estimate: Estimate, *, bought: int) -> str:
    """Why `cheapest` cannot make the deadline (RULES.md §4)."""
    terms, scenario = estimate.terms, estimate.scenario
    # Buying ahead can be sooner only where there are both limits.
    is_limited = scenario.monthly_send_limit is not None and bool(terms.purchase_limit)
    tried = "without buying ahead" if is_limited else "possible"
    earliest = f"Month {len(estimate.schedule)} is the earliest {tried}"
    reason = f"{earliest}, because {describe_pacing_limits(estimate, 'buy_now')}"
    if bought:
        return f"{reason}; {describe_shares(estimate, bought)}"
    return f"{reason}; {NOTHING_TO_BUY}" if terms.sells_credits else reason


def _explain_purchase(estimate: Estimate, subscription: Subscription, *, bought: int) -> str:
    """Why `cheapest` buys, where it makes the deadline."""
    months, spent = len(estimate.schedule), estimate.credit_spend
    deadline = estimate.scenario.deadline_months
    if months == deadline:
        return f"The deadline allows {count(months, 'month')}: {describe_shares(estimate, bought)}"
    purchase = f"{describe_month(estimate, subscription)}; {describe_purchase(estimate, bought)}"
    if estimate.total is None or spent is None:
        return f"{purchase}, as few as the deadline allows"
    if price_of_months(estimate, months + 1, deadline) is None:
        return f"{purchase}, as nobody knows what more months cost"
    done = months_without_buying(estimate)
    if done is None or done > deadline:
        return f"{purchase}; up to the deadline, waiting would not be cheaper"
    waiting = price_of_months(estimate, months + 1, done) or Decimal(0)
    left = count(unsent_without_buying(estimate, months), "message")
    more = "another month" if done == months + 1 else f"{done - months} more months"
    prices = f"buying {count_credits(bought)} costs {dollars(spent)}, {more} {dollars(waiting)}"
    return f"After {count(months, 'month')} {left} would be left; {prices}"
