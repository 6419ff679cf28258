"""Why an estimate is what it is, in one or two sentences that a sales person understands.

Everything said is made from the numbers of the estimate at hand: what a month costs and brings,
what a bought credit costs, up to how many buying pays, what came back and what was lost.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from planner.planning.credits import HORIZON
from planner.planning.estimate import CreditTotals, Estimate
from planner.planning.money import MONTHS_IN_A_YEAR, Subscription
from planner.planning.scenario import Scenario
from planner.planning.strategies import subscribe_for
from planner.planning.wording import count, count_leads, dollars, exact_dollars

NOTHING_TO_BUY = "nothing has to be bought for that"


def reach(scenario: Scenario) -> str:
    """What the scenario's target is: "100 people", "40 replies"."""
    return count_leads(scenario.target, scenario.goal)


def explain_status(estimate: Estimate) -> str | None:
    """What stands against this estimate; `None` where nothing does (RULES.md §4)."""
    name = estimate.terms.name
    if estimate.status == "no_inmail":
        return f"{name} has no InMail: it brings no credits and none can be bought."
    if estimate.status == "out_of_reach":
        what = _messages(estimate)
        return f"Out of reach this way: {HORIZON} months of {name} are not enough for {what}."
    if estimate.status == "misses_deadline" and estimate.months is not None:
        late = estimate.months - estimate.scenario.deadline_months
        return f"Done in month {estimate.months}, {count(late, 'month')} after the deadline."
    if not estimate.price_known:
        return f"For {name}, {_unknown_price(estimate)}."
    return None


def explain(estimate: Estimate) -> str:
    """Why: the reason for the months and the purchases, then what else moved the result."""
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
        "as_granted": _explain_as_granted,
        "buy_now": _explain_buying_now,
        "cheapest": _explain_cheapest,
    }[estimate.strategy](estimate, subscription, bought=credits.bought)
    remarks = "; ".join(islice(_remarks(estimate, credits, subscription), 2))
    return f"{reason}. {remarks[0].upper()}{remarks[1:]}." if remarks else f"{reason}."


def _explain_failure(estimate: Estimate) -> str:
    terms, held = estimate.terms, estimate.scenario.opening_balance
    if estimate.status == "no_inmail":
        nothing = f"{terms.name} brings no credits and sells none"
        if held:
            return f"{nothing}, and {_credits(held)} at the start {_are(held)} not enough."
        return f"{nothing}, so nothing can be sent."
    brings = f"A month{_of_seats(estimate)} brings {_grant(estimate)}"
    buys = "this way buys none" if estimate.strategy == "as_granted" else _purchase_limit(estimate)
    facts = _enumerate(brings, buys, _send_limit(estimate))
    return f"{facts}: {HORIZON} months are not enough for {_messages(estimate)}."


def _explain_saving_up(estimate: Estimate, subscription: Subscription, *, bought: int) -> str:
    terms, to_send = estimate.terms, estimate.scenario.to_send
    first = next(row.ledger for row in estimate.schedule if row.ledger.sent)
    saved = first.opening - first.expired + first.granted
    if not saved:
        return f"{terms.name} brings no credits to save up; {_bought(estimate, bought)}"
    verb = "Month 1 has" if first.month == 1 else f"Saving up until month {first.month} gathers"
    reason = f"{verb} {_credits(saved)}"
    if saved == terms.rollover_cap * estimate.scenario.seats:
        reason += ", the most that the plan lets you hold"
    elif saved < to_send and terms.monthly_credits:
        reason += ", after which the oldest expire"
    if bought:
        return f"{reason}; {_bought(estimate, bought, besides=saved)}"
    if saved < to_send:
        return f"{reason}; later months bring the rest, so nothing is bought"
    return f"{reason}: enough for everything, so nothing is bought"


def _explain_as_granted(estimate: Estimate, subscription: Subscription, *, bought: int) -> str:
    months = len(estimate.schedule)
    plan = _a_month(estimate, subscription)
    if _is_paced_by_limit(estimate):
        return f"{plan}; it takes {months} months, because {_send_limit(estimate)}"
    enough = f"{count(months, 'month')} {_are(months)} enough for {_messages(estimate)}"
    return f"{plan}; {enough}, so nothing is bought"


def _explain_buying_now(estimate: Estimate, subscription: Subscription, *, bought: int) -> str:
    months, held = len(estimate.schedule), estimate.scenario.to_send - bought
    if months == 1:
        if not bought:
            return f"The first month has credits for {_messages(estimate)}, so nothing is bought"
        rest = _bought(estimate, bought, besides=held, when=" at once")
        return f"The first month has {_credits(held)}; {rest}"
    takes = f"Sending starts at once and takes {months} months"
    if bought:
        limits = _enumerate(_purchase_limit(estimate), _send_limit(estimate))
        return f"{takes}, because {limits}; {_bought(estimate, bought)}"
    if not estimate.terms.sells_credits:
        return f"{takes}, as single credits are not for sale"
    return f"{takes}, because {_send_limit(estimate)}; {NOTHING_TO_BUY}"


def _explain_cheapest(estimate: Estimate, subscription: Subscription, *, bought: int) -> str:
    months, price = len(estimate.schedule), estimate.terms.credit_price
    if estimate.status == "misses_deadline":
        earliest = f"Month {months} is the earliest possible"
        if _is_paced_by_limit(estimate):
            earliest += f", because {_send_limit(estimate)}"
            return f"{earliest}; {_bought(estimate, bought) if bought else NOTHING_TO_BUY}"
        return f"{earliest}: {_shares(estimate, bought)}"
    if bought:
        return _explain_purchase(estimate, subscription, bought=bought)
    if _is_paced_by_limit(estimate):
        return f"It takes {months} months, because {_send_limit(estimate)}; {NOTHING_TO_BUY}"
    last_month = _price_of_month(estimate, months)
    if months == 1 or not estimate.terms.sells_credits or not price or last_month is None:
        return _explain_as_granted(estimate, subscription, bought=bought)
    plan = _a_month(estimate, subscription)
    if not last_month:
        return f"{plan}; the last month costs nothing more, so buying does not pay"
    single = f"a bought one costs {exact_dollars(price)}"
    pays = int(last_month // price)
    if not pays:
        return f"{plan}; {single}, more than the last month, so buying does not pay"
    return (
        f"{plan}; {single}, so buying pays only for the last {'one' if pays == 1 else f'{pays:,}'}"
    )


def _explain_purchase(estimate: Estimate, subscription: Subscription, *, bought: int) -> str:
    """Why `cheapest` buys, where it makes the deadline."""
    months, spent = len(estimate.schedule), estimate.credit_spend
    next_month = _price_of_month(estimate, months + 1)
    if months == estimate.scenario.deadline_months:
        return f"The deadline allows {count(months, 'month')}: {_shares(estimate, bought)}"
    purchase = f"{_a_month(estimate, subscription)}; {_bought(estimate, bought)}"
    if estimate.total is None:
        return f"{purchase}, as few as the deadline allows"
    if next_month is None:
        return f"{purchase}, as nobody knows what another month costs"
    if spent and spent <= next_month:
        missing = f"only {_credits(bought)} {_are(bought)} missing"
        prices = f"buying costs {dollars(spent)}, another month {dollars(next_month)}"
        return f"After {count(months, 'month')} {missing}; {prices}"
    return f"{purchase}, and waiting would not be cheaper"


def _remarks(
    estimate: Estimate, credits: CreditTotals, subscription: Subscription
) -> Iterator[str]:
    """What else moved the result, the weightiest first."""
    free = estimate.scenario.free_messages
    unused = subscription.months_paid + subscription.free_months - len(estimate.schedule)
    if not estimate.price_known:
        yield _unknown_price(estimate)
    if credits.returned:
        yield f"answers brought back {_credits(credits.returned)}"
    if credits.forfeited:
        lost = f"{_credits(credits.forfeited)} {_were(credits.forfeited)} lost at the cap"
        yield f"{lost}{_worth_of_forfeited(estimate)}"
    if credits.expired:
        yield f"{_credits(credits.expired)} expired unused"
    if subscription.free_months:
        yield f"the trial makes {count(subscription.free_months, 'month')} free"
    if unused:
        yield f"paying by the year leaves {count(unused, 'month')} unused"
    if credits.opening:
        yield f"{_credits(credits.opening)} {_were(credits.opening)} there at the start"
    if free:
        profiles = "an open profile costs" if free == 1 else "open profiles cost"
        yield f"{count(free, 'message')} to {profiles} no credit"


def _worth_of_forfeited(estimate: Estimate) -> str:
    """What was paid for the credits lost at the cap; empty where nothing was."""
    credits, losses = estimate.credits, estimate.losses
    if credits is None or losses is None or not losses.forfeited_worth:
        return ""
    worth = f"worth {dollars(losses.forfeited_worth)}"
    if losses.forfeited == credits.forfeited:
        return f", {worth}"
    return f", of which {losses.forfeited:,} {_were(losses.forfeited)} paid for, {worth}"


def _a_month(estimate: Estimate, subscription: Subscription) -> str:
    """What a month, or a year where that is paid, costs and brings."""
    years, of_seats, brings = subscription.years, _of_seats(estimate), f"brings {_grant(estimate)}"
    monthly, price = subscription.monthly_price, subscription.annual_price
    if not years:
        price = monthly
    if price is None:
        return f"A month{of_seats} {brings}"
    if years and subscription.single_months and monthly is not None:
        further = f"a further month {exact_dollars(monthly)}"
        return f"A year{of_seats} costs {exact_dollars(price)}, {further}, and every month {brings}"
    costs = f"costs {exact_dollars(price)}" if price else "is free"
    grant = estimate.terms.monthly_credits * estimate.scenario.seats
    if years:
        brings += " a month"
        grant *= MONTHS_IN_A_YEAR
    each = f", {dollars(price / grant)} each" if price and grant > 1 else ""
    return f"A {'year' if years else 'month'}{of_seats} {costs} and {brings}{each}"


def _shares(estimate: Estimate, bought: int) -> str:
    """Which messages the plan's own credits send, and which bought ones do."""
    covered = estimate.scenario.to_send - bought
    if not bought:
        return f"its credits are enough for {_messages(estimate)}, so nothing is bought"
    if not covered:
        return _bought(estimate, bought)
    rest = _bought(estimate, bought, besides=covered)
    return f"the credits until then cover {count(covered, 'message')}; {rest}"


def _bought(estimate: Estimate, bought: int, *, besides: int = 0, when: str = "") -> str:
    """The purchase in words; `besides` is the number of credits that was told before."""
    price, to_send = estimate.terms.credit_price, estimate.scenario.to_send
    number = "one" if bought == 1 else f"{bought:,}"
    if bought == to_send:
        who = "the one needed" if bought == 1 else f"all {number}"
    elif besides:
        who = f"the other {number}" if bought + besides == to_send else f"{number} more"
    else:
        who = f"{number} of {to_send:,}"
    purchase = f"{who} {_are(bought)} bought{when}"
    if price is None:
        return purchase
    each = f"for {exact_dollars(price)}" if bought == 1 else f"at {exact_dollars(price)} each"
    return f"{purchase}{',' if when else ''} {each if price else 'at no cost'}"


def _purchase_limit(estimate: Estimate) -> str | None:
    """What limits buying in a month, where it matters for so many messages."""
    if not estimate.terms.sells_credits:
        return "single credits are not for sale"
    limit = (estimate.terms.purchase_limit or 0) * estimate.scenario.seats
    matters = 0 < limit < estimate.scenario.to_send
    return f"at most {_credits(limit)} can be bought a month" if matters else None


def _send_limit(estimate: Estimate) -> str | None:
    """What limits sending in a month, where it matters for so many messages."""
    limit = estimate.scenario.monthly_send_limit
    if limit is None or limit >= estimate.scenario.to_send:
        return None
    return f"at most {count(limit, 'message')} can be sent a month"


def _is_paced_by_limit(estimate: Estimate) -> bool:
    """Whether the send limit alone takes all the months: neither credits nor seats shorten them."""
    limit, months = estimate.scenario.monthly_send_limit, len(estimate.schedule)
    return limit is not None and 1 < months == -(-estimate.scenario.to_send // limit)


def _enumerate(*parts: str | None) -> str:
    """The parts that there are: "one, two and three"."""
    *firsts, last = [part for part in parts if part]
    return f"{', '.join(firsts)} and {last}" if firsts else last


def _unknown_price(estimate: Estimate) -> str:
    kind = {"cheapest": "subscription", "monthly": "monthly", "annual": "yearly"}
    subscription = f"the {kind[estimate.scenario.billing]} price"
    missing = [
        *([subscription] if estimate.subscription_spend is None else []),
        *(["the credit price"] if estimate.credit_spend is None else []),
    ]
    return f"{' and '.join(missing)} {_are(len(missing))} not known, so there is no total"


def _price_of_month(estimate: Estimate, month: int) -> Decimal | None:
    """What billing month `month` adds to the subscription: nothing where a year covers it."""
    through = subscribe_for(estimate.terms, estimate.scenario, month).spend
    before = subscribe_for(estimate.terms, estimate.scenario, month - 1).spend
    return None if through is None or before is None else through - before


def _messages(estimate: Estimate) -> str:
    return count(estimate.scenario.to_send, "message")


def _credits(number: int) -> str:
    return count(number, "credit") if number else "no credits"


def _grant(estimate: Estimate) -> str:
    return _credits(estimate.terms.monthly_credits * estimate.scenario.seats)


def _of_seats(estimate: Estimate) -> str:
    return "" if estimate.scenario.seats == 1 else f" of {estimate.scenario.seats:,} seats"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _were(number: int) -> str:
    return "was" if number == 1 else "were"
