"""The phrases of explanations: on a plan, a purchase, a limit.

Each states one fact of an estimate; `explain` combines them.
"""

from collections import Counter
from collections.abc import Callable, Sequence

from planner.planning.billing import subscribe_for
from planner.planning.days import MONTHS_IN_A_YEAR
from planner.planning.estimate import Estimate
from planner.planning.layout import GroupSchedule
from planner.planning.money import Subscription
from planner.planning.reasons import Limit, credits_at_the_start, find_pacing_limits
from planner.planning.scenario import Scenario
from planner.planning.strategies import Strategy
from planner.planning.wording import count, count_leads, dollars, exact_dollars

NOTHING_TO_BUY = "nothing has to be bought for that"


def reach(scenario: Scenario) -> str:
    """The scenario's target in words: "100 people", "40 replies"."""
    return count_leads(scenario.target, scenario.goal)


def describe_month(estimate: Estimate) -> str:
    """The price and the grant of a month, or of a year where years are paid for."""
    brings = f"brings {count_grant(estimate)}"
    if differs := _describe_payments(estimate):
        return f"{differs}; a month{name_seats(estimate)} {brings}{_in_the_first(estimate)}"
    subscription, of_seats = _subscribe_all(estimate), name_seats(estimate)
    # Seats that are paid for already, or free, have no year to pay.
    years = subscription.years if any(one.subscription.years for one in estimate.groups) else 0
    monthly, price = subscription.monthly_price, subscription.annual_price
    first = _in_the_first(estimate)
    if not years:
        price = monthly
    if price is None:
        return f"A month{of_seats} {brings}{first}"
    if years and subscription.single_months and monthly is not None:
        further = f"a further month {exact_dollars(monthly)}"
        costs = f"A year{of_seats} costs {exact_dollars(price)}, {further}"
        return f"{costs}, and every month {brings}{first}"
    costs = f"costs {exact_dollars(price)}" if price else "is free"
    grant = estimate.terms.monthly_credits * estimate.seats
    if years:
        brings += " a month"
        grant *= MONTHS_IN_A_YEAR
    each = f", {dollars(price / grant)} each" if price and grant > 1 else ""
    return f"A {'year' if years else 'month'}{of_seats} {costs} and {brings}{each}{first}"


def _describe_payments(estimate: Estimate) -> str:
    """How many seats are paid for by the year, and how the others; empty where none differs.

    Without years the price of a month is that of each seat, however long it is paid for.
    """
    seats_of: dict[str, int] = {}
    for one in estimate.groups:
        way = _describe_payment(one)
        seats_of[way] = seats_of.get(way, 0) + one.seats
    if len(seats_of) < 2 or not any(one.subscription.years for one in estimate.groups):
        return ""
    (first, number), *others = seats_of.items()
    of_all = f"{number:,} of the {estimate.seats:,} seats {are(number)} {first}"
    return ", ".join([of_all, *(f"{number:,} {are(number)} {way}" for way, number in others)])


def _describe_payment(one: GroupSchedule) -> str:
    """What each seat of a group is paid with."""
    subscription = one.subscription
    prices = [
        (number, name, None if price is None else price / one.seats)
        for number, name, price in (
            (subscription.years, "year", subscription.annual_price),
            (subscription.single_months, "month", subscription.monthly_price),
        )
    ]
    ways = [
        f"by the {name}{'' if price is None else f' at {exact_dollars(price)}'}"
        for number, name, price in prices
        if number
    ]
    return f"paid for {' and then '.join(ways)}" if ways else "not paid for anew"


def _in_the_first(estimate: Estimate) -> str:
    """What the first month of the campaign brings where that is more than another; else empty.

    Seats that are granted credits on the start day, too, get some twice in that month.
    """
    usual = estimate.terms.monthly_credits * estimate.seats
    rows = [row.ledger for one in estimate.groups for row in one.schedule if row.month == 1]
    brought = sum(row.granted + row.forfeited for row in rows)
    return f", the first month {brought:,}" if brought > usual else ""


def _subscribe_all(estimate: Estimate) -> Subscription:
    """The subscription of all seats, had each been paid for as long as those that stay longest."""
    longest = max(estimate.groups, key=lambda one: max(one.group.last_month, 0))
    return subscribe_for(
        estimate.terms,
        estimate.scenario,
        seats=estimate.seats,
        months=max(longest.group.last_month, 1),
        is_held=longest.group.is_held,
    )


def describe_sends(estimate: Estimate) -> str:
    """What is sent when, in few words: "50 a month for 4 months"; empty where it is not done.

    Months are those of the campaign, and bought credits are named behind it.
    """
    rows = [row for row in estimate.schedule if row.ledger.sent or row.free]
    if not rows or not estimate.is_done:
        return ""
    sent: Counter[int] = Counter()
    for row in rows:
        sent[row.month] += row.ledger.sent + row.free
    first, last = min(sent), max(sent)
    amounts = [sent[month] for month in range(first, last + 1)]
    most = max(amounts)
    if len(amounts) > 1:
        upto = "" if min(amounts) == most else "up to "
        sends = f"{upto}{most:,} a month for {len(amounts)} months"
    else:
        # Without a limit everything goes on the day on which its credits are there.
        is_at_once = len(rows) == 1 and not estimate.scenario.is_paced
        sends = f"{'all ' if most > 1 else ''}{most:,} {'at once' if is_at_once else 'in a month'}"
    if first > 1:
        saves = any(row.month < first and row.ledger.granted for row in estimate.schedule)
        what = "saving up" if saves else "waiting"
        sends = f"{count(first - 1, 'month')} of {what}, then {sends}"
    bought = sum(row.ledger.bought for row in estimate.schedule)
    return f"{sends}, {count_credits(bought)} bought" if bought else sends


def describe_shares(estimate: Estimate, bought: int) -> str:
    """The messages that granted credits send, and those that bought ones send."""
    covered = estimate.scenario.to_send - bought
    if not covered:
        return describe_purchase(estimate, bought)
    rest = describe_purchase(estimate, bought, besides=covered)
    return f"the credits until then cover {count(covered, 'message')}; {rest}"


def describe_purchase(estimate: Estimate, bought: int, *, besides: int = 0, when: str = "") -> str:
    """The purchase; `besides` is the number of credits that the sentence names before it."""
    price, to_send = estimate.terms.credit_price, estimate.scenario.to_send
    number = "one" if bought == 1 else f"{bought:,}"
    if bought == to_send:
        subject = "the one needed" if bought == 1 else f"all {number}"
    elif besides:
        subject = f"the other {number}" if bought + besides == to_send else f"{number} more"
    else:
        subject = f"{number} of {to_send:,}"
    purchase = f"{subject} {are(bought)} bought{when}"
    if price is None:
        return purchase
    each = f"for {exact_dollars(price)}" if bought == 1 else f"at {exact_dollars(price)} each"
    return f"{purchase}{',' if when else ''} {each if price else 'at no cost'}"


def limit_of_purchases(estimate: Estimate) -> str | None:
    """The purchase limit, where the messages exceed it; else `None`."""
    limit = (estimate.terms.purchase_limit or 0) * estimate.seats
    if estimate.terms.sells_credits and not 0 < limit < estimate.scenario.to_send:
        return None
    return describe_purchase_limit(estimate)


def describe_purchase_limit(estimate: Estimate) -> str:
    """The purchase limit, or that the plan sells no credits."""
    if not estimate.terms.sells_credits:
        return "single credits are not for sale"
    limit = (estimate.terms.purchase_limit or 0) * estimate.seats
    return f"at most {count_credits(limit)} can be bought a month"


def limit_of_sends(estimate: Estimate) -> str | None:
    """The send limit, where the messages exceed it; else `None`."""
    limit = estimate.scenario.monthly_send_limit
    if limit is None or limit >= estimate.scenario.messages:
        return None
    return describe_send_limit(estimate)


def limits_of_seats(estimate: Estimate) -> list[str]:
    """The limits of a seat that there are."""
    scenario = estimate.scenario
    return [
        *([] if scenario.seat_daily_limit is None else [describe_daily_limit(estimate)]),
        *([] if scenario.seat_monthly_limit is None else [describe_seat_limit(estimate)]),
    ]


def describe_send_limit(estimate: Estimate) -> str:
    """The send limit."""
    limit = estimate.scenario.monthly_send_limit or 0
    return f"at most {count(limit, 'message')} can be sent a month"


def describe_daily_limit(estimate: Estimate) -> str:
    """The limit of one seat a sending day."""
    limit = estimate.scenario.seat_daily_limit or 0
    return f"a seat can send at most {count(limit, 'message')} a day"


def describe_seat_limit(estimate: Estimate) -> str:
    """The limit of one seat a billing month."""
    limit = estimate.scenario.seat_monthly_limit or 0
    return f"a seat can send at most {count(limit, 'message')} a month"


def describe_pacing_limits(estimate: Estimate, strategy: Strategy) -> str:
    """The limits without which `strategy` takes fewer months; empty where there are none."""
    words: dict[Limit, Callable[[Estimate], str]] = {
        "purchases": describe_purchase_limit,
        "sends": describe_send_limit,
        "seat_days": describe_daily_limit,
        "seat_months": describe_seat_limit,
    }
    limits = find_pacing_limits(estimate, strategy)
    return join(*(words[limit](estimate) for limit in limits)) if limits else ""


def join(*parts: str | None) -> str:
    """The parts that are not empty: "one, two and three"."""
    *firsts, last = [part for part in parts if part]
    return f"{', '.join(firsts)} and {last}" if firsts else last


def describe_unknown_price(estimate: Estimate) -> str:
    """The unknown prices that the total needs."""
    kind = {"cheapest": "subscription", "monthly": "monthly", "annual": "yearly"}
    subscription = f"the {kind[estimate.scenario.billing]} price"
    missing = [
        *([subscription] if estimate.subscription_spend is None else []),
        *(["the credit price"] if estimate.credit_spend is None else []),
    ]
    return f"{' and '.join(missing)} {are(len(missing))} not known, so there is no total"


def count_messages(estimate: Estimate) -> str:
    """The messages that cost a credit each."""
    return count(estimate.scenario.to_send, "message")


def count_all_messages(estimate: Estimate) -> str:
    """All messages, those to open profiles as well."""
    return count(estimate.scenario.messages, "message")


def count_credits(number: int) -> str:
    """Credits with their noun: "1 credit", "20 credits", "no credits"."""
    return count(number, "credit") if number else "no credits"


def count_grant(estimate: Estimate) -> str:
    """The credits of a month for all seats."""
    return count_credits(estimate.terms.monthly_credits * estimate.seats)


def name_held(estimate: Estimate) -> str:
    """The credits of the start, without which a sentence would not add up; empty without any."""
    held = credits_at_the_start(estimate)
    return f"with the {count(held, 'credit')} held" if held else ""


def name_trials(groups: Sequence[GroupSchedule]) -> str:
    """The persons whom free trials take, in a sentence; empty where there are none."""
    persons = sum(one.seats for one in groups if one.subscription.free_months)
    if not persons:
        return ""
    if persons == 1:
        return "The free trial takes 1 person who has had none in the last twelve months."
    return f"The free trials take {persons:,} persons who have had none in the last twelve months."


def name_seats(estimate: Estimate) -> str:
    """The seats after a noun: " of 2 seats"; empty for one seat."""
    return "" if estimate.seats == 1 else f" of {estimate.seats:,} seats"


def are(number: int) -> str:
    """The verb after a number, in the present tense."""
    return "is" if number == 1 else "are"
