"""The reasons for the months and the purchases of `cheapest` (RULES.md §4)."""

from decimal import Decimal

from planner.planning.estimate import Estimate, make_estimate
from planner.planning.phrases import (
    NOTHING_TO_BUY,
    are,
    count_all_messages,
    count_credits,
    count_messages,
    describe_month,
    describe_pacing_limits,
    describe_purchase,
    describe_send_limit,
    describe_shares,
    name_held,
)
from planner.planning.reasons import (
    can_buy_out,
    find_substitute,
    is_shorter_without,
    price_of_months,
    unsent_by_these_seats,
    with_its_seats,
    without_audience_deadlines,
)
from planner.planning.wording import count, dollars, exact_dollars, show_day


def explain_as_granted(estimate: Estimate, *, bought: int) -> str:
    """Why sending as granted takes its months."""
    months = estimate.months or 0
    plan = describe_month(estimate)
    limits = describe_pacing_limits(estimate, "as_granted")
    # A limit may slow sending as granted and not `cheapest`, which could buy in its place.
    if limits and limits == describe_pacing_limits(estimate, estimate.strategy):
        return f"{plan}; it takes {months} months, because {limits}"
    # The last month may have no message on a credit.
    counted = count_all_messages if _ends_with_free_messages(estimate) else count_messages
    enough = f"{count(months, 'month')} {are(months)} enough for {counted(estimate)}"
    if held := name_held(estimate):
        enough = f"{held}, {enough}"
    return f"{plan}; {enough}, so nothing is bought"


def explain_cheapest(estimate: Estimate, *, bought: int) -> str:
    """Why `cheapest` costs its total, or why it misses the deadline."""
    months, price = estimate.months or 0, estimate.terms.credit_price
    if estimate.status == "misses_deadline":
        return _explain_earliest(estimate, bought=bought)
    if decided := _explain_audiences(estimate):
        return decided
    if bought:
        return _explain_purchase(estimate, bought=bought)
    is_limited = months > 1 and estimate.scenario.monthly_send_limit is not None
    if is_limited and is_shorter_without(["sends"], estimate, "cheapest"):
        limit = describe_send_limit(estimate)
        return f"It takes {months} months, because {limit}; {NOTHING_TO_BUY}"
    last_month = price_of_months(estimate, months, months)
    # With some seats that end sooner, or are paid for already, a month has more than one price.
    pays_from = {one.group.calendar.pays_from for one in estimate.groups}
    is_uniform = len(estimate.groups) == 1 and pays_from == {estimate.scenario.start_on}
    is_weighed = (
        is_uniform
        and not _ends_with_free_messages(estimate)
        and estimate.terms.sells_credits
        and price
        and last_month is not None
    )
    if not (is_weighed and can_buy_out(estimate, months - 1)):
        return explain_as_granted(estimate, bought=bought)
    plan = describe_month(estimate)
    if not last_month:
        return f"{plan}; the last month costs nothing more, so buying does not pay"
    single = f"a bought one costs {exact_dollars(price or Decimal(0))}"
    substitute = find_substitute(estimate, months)
    if substitute is None:
        return f"{plan}; {single}, more than the last month, so buying does not pay"
    # A last month of fewer seats is cheaper, too, and can leave less to buying.
    month = "the last month"
    if estimate.seats > 1:
        month += f" of all {estimate.seats:,} seats"
    messages = count(substitute.messages, "message")
    return f"{plan}; {single}, so in place of {month} buying pays only for up to {messages}"


def _explain_audiences(estimate: Estimate) -> str | None:
    """What the deadlines of audiences cost, where they cost anything (RULES.md §11)."""
    without = without_audience_deadlines(estimate)
    if without is None or without.total is None or estimate.total is None:
        return None
    if without.total >= estimate.total:
        return None
    only = [one for one in estimate.scenario.audiences if one.deadline_on is not None]
    day = only[0].deadline_on if len(only) == 1 else None
    whose = (
        f"The deadline of {only[0].name}, {show_day(day)}, decides"
        if day
        else ("The deadlines of the audiences decide")
    )
    bought = estimate.credits.bought if estimate.credits else 0
    way, verb = count(estimate.seats, "seat"), "costs" if estimate.seats == 1 else "cost"
    if bought:
        way, verb = f"{way} and {count(bought, 'bought credit')}", "cost"
    alone = f"with the campaign's deadline alone it would cost {dollars(without.total)}"
    return f"{whose}: {way} {verb} {dollars(estimate.total)}, {alone}"


def _ends_with_free_messages(estimate: Estimate) -> bool:
    """Whether the last month has no message on a credit: then no credit can save it."""
    return max(row.month for row in estimate.schedule if row.ledger.sent) != estimate.months


def _explain_earliest(estimate: Estimate, *, bought: int) -> str:
    """Why `cheapest` cannot make the deadline (RULES.md §4)."""
    terms, scenario = estimate.terms, estimate.scenario
    # Buying ahead can be sooner only where there are both limits.
    is_limited = scenario.monthly_send_limit is not None and bool(terms.purchase_limit)
    tried = "without buying ahead" if is_limited else "possible"
    reason = f"Month {estimate.months or 0} is the earliest {tried}"
    if limits := describe_pacing_limits(estimate, "buy_now"):
        reason += f", because {limits}"
    if bought:
        return f"{reason}; {describe_shares(estimate, bought)}"
    return f"{reason}; {NOTHING_TO_BUY}" if terms.sells_credits else reason


def _explain_purchase(estimate: Estimate, *, bought: int) -> str:
    """Why `cheapest` buys, where it makes the deadline."""
    months, spent = estimate.months or 0, estimate.credit_spend
    scenario = estimate.scenario
    if months == scenario.months_until_deadline:
        shares = describe_shares(estimate, bought)
        if scenario.is_deadline_a_day:
            return f"The deadline is {show_day(scenario.deadline)}: {shares}"
        return f"The deadline allows {count(months, 'month')}: {shares}"
    purchase = f"{describe_month(estimate)}; {describe_purchase(estimate, bought)}"
    if estimate.total is None or spent is None:
        return f"{purchase}, as few as the deadline allows"
    if _ends_with_free_messages(estimate):
        return purchase
    if price_of_months(estimate, months + 1, scenario.months_until_deadline) is None:
        # Seats that are not renewed may have no known price for these months either.
        is_known = price_of_months(estimate, 1, months) is not None
        return f"{purchase}, as more months have no known price" if is_known else purchase
    waiting = make_estimate(estimate.terms, with_its_seats(estimate), "as_granted")
    if waiting.status != "ok" or waiting.subscription_spend is None:
        return f"{purchase}; up to the deadline, waiting would not be cheaper"
    more = waiting.subscription_spend - (estimate.subscription_spend or Decimal(0))
    further = (waiting.months or 0) - months
    left = count(unsent_by_these_seats(estimate), "message")
    how = "another month" if further == 1 else f"{further} more months"
    if not further:
        how = "more seats in the last month"
    prices = f"buying {count_credits(bought)} costs {dollars(spent)}, {how} {dollars(more)}"
    return f"After {count(months, 'month')} {left} would be left; {prices}"
