"""An estimate recomputed, and whether what a clause of its explanation claims holds."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from planner.planning.estimate import Estimate
from planner.planning.layout import GroupSchedule
from planner.planning.ranges import HORIZON
from planner.planning.strategies import Strategy
from planner.planning.wording import show_day
from tests.planning.claims import Said, money, number
from tests.planning.recount import Recount, replay, unsent_by
from tests.planning.seat_reference import Row
from tests.planning.seat_reference.days import add_months, sending_days
from tests.planning.seat_reference.ledger import Group, run
from tests.planning.second_reading import groups_of

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Told:
    """An estimate that is explained, and its plan recomputed independently."""

    estimate: Estimate
    recount: Recount

    @property
    def months(self) -> int:
        return self.estimate.months or 0

    @property
    def bought(self) -> int:
        return sum(row.ledger.bought for row in self.estimate.schedule)

    @property
    def grant(self) -> int:
        return self.recount.grant

    @property
    def rows(self) -> list[Row]:
        """The rows of all groups, run again."""
        return [row for group in replay(self.estimate).groups for row in group.rows]

    @property
    def deadline(self) -> int:
        """The month of the deadline."""
        return self.recount.asked.months_until_deadline


def told(estimate: Estimate) -> Told:
    return Told(estimate, Recount(estimate.terms, estimate.scenario, estimate.seats))


def shows(text: str, amount: Decimal | None) -> bool:
    """Whether a text shows an amount, rounded half up to the cent."""
    return amount is not None and money(text) == amount.quantize(CENT, ROUND_HALF_UP)


def shows_exactly(text: str, amount: Decimal | None) -> bool:
    """Whether a text shows an amount with all its decimals."""
    return amount is not None and money(text) == amount


def parts_of(text: str) -> list[str]:
    """The parts of a list: "one, two and three"."""
    return [part for one in text.split(" and ") for part in one.split(", ")]


def _limit_holds(facts: Told, text: str) -> bool:
    scenario = facts.recount.scenario
    if text == "single credits are not for sale":
        return facts.recount.purchase_limit == 0
    if text.endswith("can be bought a month"):
        return number(text.split()[2]) == facts.recount.purchase_limit
    limit = number(text.split()[6 if text.startswith("a seat") else 2])
    if text.startswith("a seat can send at most"):
        daily = text.endswith("a day")
        return limit == (scenario.seat_daily_limit if daily else scenario.seat_monthly_limit)
    return text.endswith("can be sent a month") and limit == scenario.monthly_send_limit


def kind_of(limit: str) -> str:
    if limit.startswith("a seat"):
        return "seat_days" if limit.endswith("a day") else "seat_months"
    return "sends" if "sent" in limit else "purchases"


def limits_slow(facts: Told, text: str, strategy: Strategy) -> bool:
    """Whether a strategy takes longer for each of the limits, or for all of them together."""
    kinds = [kind_of(part) for part in parts_of(text)]
    alone = [facts.recount.is_shorter_without(strategy, kind) for kind in kinds]
    together = facts.recount.is_shorter_without(strategy, *kinds)
    return all(_limit_holds(facts, part) for part in parts_of(text)) and (
        all(alone) or (together and not any(alone))
    )


def month_is_described(facts: Told, said: Said) -> bool:
    """A month's or a year's price, and what it brings."""
    terms, seats = facts.recount.terms, facts.recount.seats
    is_year = said["period"].lower() == "year"
    price = terms.annual_price if is_year else terms.monthly_price
    each = facts.grant * (12 if is_year else 1)
    return (
        number(said.get("seats", "1")) == seats
        and number(said["grant"].replace("no", "0")) == facts.grant
        and ("price" not in said or shows_exactly(said["price"], price and price * seats))
        and (" is free" not in said.get("cost", "") or price == 0)
        and (
            "further" not in said
            or shows_exactly(said["further"], (terms.monthly_price or Decimal(0)) * seats)
        )
        and ("each" not in said or shows(said["each"], (price or Decimal(0)) * seats / each))
        and ("cost" not in said or all(is_year == bool(years) for years in years_of(facts)))
        and number(said.get("first", said["grant"].replace("no", "0"))) >= in_the_first(facts)
        and ("first" not in said or number(said["first"]) == in_the_first(facts))
    )


def years_of(facts: Told) -> list[int]:
    """The years that the seats of each group are paid for in advance."""
    return [one.subscription.years for one in facts.estimate.groups]


def in_the_first(facts: Told) -> int:
    """The credits that the plan grants in the first month of the campaign, and withholds."""
    end = add_months(facts.estimate.scenario.start_on, 1)
    rows = [row for row in facts.rows if row.on < end]
    return sum(row.granted + row.forfeited for row in rows)


BY_THE_YEAR, BY_THE_MONTH = (
    rf"(?:(?P<{name}>by the {name})(?: at (?P<{name}_price>\$[\d,]+\.\d+))?)?"
    for name in ("year", "month")
)
PAYMENT = re.compile(
    r"(?P<n>[\d,]+)(?: of the (?P<all>[\d,]+) seats)? (?:is|are) "
    rf"(?:not paid for anew|paid for {BY_THE_YEAR}(?: and then )?{BY_THE_MONTH})"
)


def seats_are_paid_differently(facts: Told, said: Said) -> bool:
    """All seats are named, as many as are paid for by the year, by the month, both or not."""
    terms = facts.recount.terms
    expected = Counter[tuple[bool, bool]]()
    for one in facts.estimate.groups:
        months = max(0, one.group.last_month - free_months(facts, one))
        years = one.subscription.years
        expected[bool(years), months > 12 * years] += one.seats
    found = Counter[tuple[bool, bool]]()
    for part in re.split(", (?=[0-9])", said["payments"]):
        match = PAYMENT.fullmatch(part)
        if match is None or (match["all"] and number(match["all"]) != facts.recount.seats):
            return False
        for name, price in (("year", terms.annual_price), ("month", terms.monthly_price)):
            text = match[f"{name}_price"]
            if match[name] and (text is None) != (price is None):
                return False
            if text and not shows_exactly(text, price):
                return False
        found[match["year"] is not None, match["month"] is not None] += number(match["n"])
    return found == expected and len(found) > 1


def takes_persons(facts: Told, said: Said) -> bool:
    """As many persons as there are seats with a month that is free."""
    persons = sum(one.seats for one in facts.estimate.groups if free_months(facts, one))
    return number(said["n"]) == persons > 0


def is_enough(facts: Told, said: Said) -> bool:
    """So many months send everything without buying; of seats that all stay, one fewer does not.

    Where messages to open profiles alone take the last month, all messages are counted.
    """
    months, recount = number(said["n"]), facts.recount
    all_stay = len(facts.estimate.groups) == 1
    last = max(row.on for row in facts.rows if row.sent)
    ends_free = last < add_months(recount.scenario.start_on, months - 1)
    return (
        number(said["messages"]) == (recount.scenario.messages if ends_free else recount.to_send)
        and not (recount.unsent(months) if all_stay else unsent_by(facts.estimate))
        and (ends_free or not all_stay or months == 1 or recount.unsent(months - 1) > 0)
        and months == facts.months
        and not facts.bought
        and number(said.get("held", "0")) == there_at_the_start(facts)
    )


def substitutes(facts: Told, said: Said) -> bool:
    """The price of the last month buys so many messages in its place, and not one more.

    Several seats are named, as a last month of fewer of them can be cheaper.
    """
    assert number(said.get("seats", "1")) == facts.estimate.seats
    recount, months, limit = facts.recount, facts.months, number(said["n"])
    month = recount.adds(months, months)
    sent = recount.to_send - recount.unsent(months - 1)

    def cost(messages: int) -> Decimal:
        bought = recount.fewest_bought(months - 1, to_send=sent + messages)
        price = recount.terms.credit_price
        assert price is not None
        return Decimal("Infinity") if bought is None else price * bought

    return (
        month is not None
        and shows_exactly(said["price"], recount.terms.credit_price)
        and cost(limit) <= month < cost(limit + 1)
    )


def buying_never_pays(facts: Told) -> bool:
    """No way in time that buys costs as little, or less."""
    recount, total = facts.recount, facts.estimate.total
    assert total is not None
    for months in range(1, facts.months):
        bought = recount.fewest_bought(months)
        if bought is not None and (recount.total(months, bought) or 0) <= total:
            return False
    return not facts.bought


def is_dearer_than_the_last_month(facts: Told, said: Said) -> bool:
    month = facts.recount.adds(facts.months, facts.months)
    price = facts.recount.terms.credit_price
    return (
        month is not None
        and price is not None
        and shows_exactly(said["price"], price)
        and price > month
        and buying_never_pays(facts)
    )


def is_earliest(facts: Told, said: Said) -> bool:
    """No way that sends all available credits every month finishes sooner; see `test_earliest`."""
    both = facts.recount.scenario.monthly_send_limit is not None and bool(
        facts.recount.purchase_limit
    )
    return (
        number(said["n"]) == facts.months == facts.recount.earliest_month()
        and facts.estimate.status == "misses_deadline"
        and (said["tried"] == "without buying ahead") == both
        and ("limits" not in said or limits_slow(facts, said["limits"], "buy_now"))
    )


def purchase_is_described(facts: Told, said: Said) -> bool:
    """How many of what are bought, and at which price."""
    bought, to_send, price = facts.bought, facts.recount.to_send, facts.recount.terms.credit_price
    who = said["who"].removeprefix("the ").removeprefix("other ").removesuffix(" more")
    number_said = bought if who == "one needed" else number(who.removeprefix("all ").split()[0])
    if " of " in who:
        assert number(who.split(" of ")[1]) == to_send
    if who.startswith("all") or who == "one needed":
        assert bought == to_send
    free = "at no cost" in said.get("cost", "")
    return (
        number_said == bought > 0
        and ("price" not in said or shows_exactly(said["price"], price))
        and (not free or price == 0)
        and ("cost" in said) == (price is not None)
        and _why_holds(facts, said.get("why", ""))
    )


def _why_holds(facts: Told, why: str) -> bool:
    recount, deadline = facts.recount, facts.deadline
    if why == ", as few as the deadline allows":
        return facts.estimate.total is None and recount.fewest_bought(deadline) == facts.bought
    if why == ", as more months have no known price":
        return recount.spend(facts.months) is not None and recount.spend(deadline) is None
    return not why


def waiting_is_not_cheaper(facts: Told, said: Said) -> bool:
    """No later month up to the deadline costs less, with any purchases in it."""
    total = facts.estimate.total
    assert total is not None
    totals = [
        facts.recount.least_total(month) for month in range(facts.months + 1, facts.deadline + 1)
    ]
    return bool(totals) and all(other is None or other >= total for other in totals)


def is_left(facts: Told, said: Said) -> bool:
    """Messages that these seats, each until its end, leave unsent without buying."""
    months = number(said["n"])
    return months == facts.months and number(said["messages"]) == unsent_by(facts.estimate)


def is_cheaper_than_waiting(facts: Told, said: Said) -> bool:
    """The purchase costs at most what the months, or the seats, cost that would do without it."""
    waiting, spent = facts.recount.waiting, facts.estimate.credit_spend
    more = 0 if "seats" in said else number(said.get("more", "1"))
    assert waiting.subscription is not None
    assert facts.estimate.subscription_spend is not None
    costs = waiting.subscription - facts.estimate.subscription_spend
    return (
        number(said["bought"]) == facts.bought
        and shows(said["spent"], spent)
        and shows(said["waiting"], costs)
        and waiting.status == "ok"
        and waiting.months == facts.months + more
        and spent is not None
        and spent <= costs
    )


def is_gathered(facts: Told, said: Said) -> bool:
    """The balance of the day on which sending begins, and why it begins then."""
    first, credits = number(said.get("n", "1")), number(said["credits"].replace("no", "0"))
    why, recount = said.get("why", ""), facts.recount
    begins = next(row for row in facts.estimate.schedule if row.ledger.sent)
    rows = [row for row in facts.rows if row.on == begins.starts_on]
    gathered = sum(row.opening - row.expired + row.granted for row in rows)
    return (
        first == begins.month
        and gathered == credits
        and ("most that the plan" not in why or credits == recount.cap)
        and ("oldest expire" not in why or _expires_next(facts, begins.starts_on))
        and ("enough" not in why or (credits >= recount.to_send and not facts.bought))
    )


def _expires_next(facts: Told, day: date) -> bool:
    """Whether credits expire at the next refresh if nothing is sent until then."""
    idle = replace(facts.recount.scenario, monthly_send_limit=0)
    groups = [replace(group, last_day=idle.horizon) for group in groups_of(facts.estimate)]
    rows = [row for wallet in run(groups, idle).wallets for row in wallet.rows]
    following = min(row.on for row in rows if row.on > day and (row.granted or row.forfeited))
    return sum(row.expired for row in rows if day < row.on <= following) > 0


def is_in_the_first_month(facts: Told, said: Said) -> bool:
    granted = facts.recount.to_send - facts.bought
    return facts.months == 1 and number(said["n"].replace("no", "0")) == granted


def is_not_enough(facts: Told, said: Said) -> bool:
    """120 months of the strategy, by its limits, do not send everything."""
    _, *parts = parts_of(said["facts"])
    nothing_bought = facts.estimate.strategy == "as_granted"
    return (
        facts.recount.months_of(facts.estimate.strategy) is None
        and number(said["messages"]) == facts.recount.scenario.messages
        and all(
            (part == "nothing is bought" and nothing_bought) or _limit_holds(facts, part)
            for part in parts
        )
    )


def held_credits_are_too_few(facts: Told, said: Said) -> bool:
    """What becomes of the credits held at the start where a plan adds none."""
    blocks = facts.recount.search.blocks
    held = sum(block.credits for block in blocks)
    sent = facts.recount.to_send - facts.recount.unsent(HORIZON)
    cap = facts.recount.plan.rollover_cap
    within_cap = sum(min(block.credits, cap * block.seats) for block in blocks)
    return (
        facts.grant == 0
        and facts.recount.purchase_limit == 0
        and number(said["held"]) == held
        and ("left" not in said or number(said["left"]) == within_cap < held)
        and ("left" in said or "none" in said or within_cap == held)
        and ("none" not in said or within_cap == 0)
        and ("sent" not in said or number(said["sent"]) == sent < facts.recount.to_send)
        and ("messages" not in said or number(said["messages"]) == facts.recount.to_send)
    )


def credits_of(name: str) -> Callable[[Told, Said], bool]:
    """Whether the ledger has so many credits of a kind, over all months."""

    def check(facts: Told, said: Said) -> bool:
        return bool(number(said["n"]) == sum(getattr(row, name) for row in facts.rows))

    return check


def free_months(facts: Told, one: GroupSchedule) -> int:
    has_trial = facts.recount.scenario.use_trial and not one.group.is_held
    return min(facts.recount.terms.trial_months, one.group.last_month) if has_trial else 0


def seats_are_paid_for(facts: Told, said: Said) -> bool:
    """Held seats that are used and not renewed, all paid for until that day or longer."""
    groups = replay(facts.estimate).groups
    days = [
        (one.paid_until, one.seats)
        for one, group in zip(facts.estimate.groups, groups, strict=True)
        if group.is_held and not group.months and one.paid_until >= facts.recount.scenario.start_on
    ]
    seats, first = sum(seats for _, seats in days), min(day for day, _ in days)
    return (number(said["n"]), said["day"]) == (seats, show_day(first))


def ended_before_the_start(facts: Told) -> list[Group]:
    """The groups with credits whose last day that is paid for is before the start."""
    groups, start_on = groups_of(facts.estimate), facts.recount.scenario.start_on
    return [group for group in groups if group.credits and group.last_day < start_on]


def there_at_the_start(facts: Told) -> int:
    """The credits held on the start day."""
    blocks, ended = facts.recount.search.blocks, ended_before_the_start(facts)
    return sum(one.credits for one in blocks) - sum(group.credits for group in ended)


def credits_end_before_the_start(facts: Told, said: Said) -> bool:
    """The credits of the seats that end before the start, all on the same day."""
    ended = ended_before_the_start(facts)
    return (
        number(said["n"]) == sum(group.credits for group in ended)
        and number(said.get("seats") or "1") == sum(group.seats for group in ended)
        and {said["day"]} == {show_day(group.last_day) for group in ended}
    )


def seats_stay(facts: Told, said: Said) -> bool:
    """The seats that are paid for on the day of the last messages on credits."""
    last = max(row.on for row in facts.rows if row.sent)
    stay = sum(one.seats for one in facts.estimate.groups if one.paid_until >= last)
    return number(said["n"]) == stay < number(said["all"]) == facts.recount.seats


def is_late(facts: Told, said: Said) -> bool:
    """By how many months a deadline in months is missed, and by how many days one that is a day."""
    done_on, deadline = facts.estimate.done_on, facts.recount.scenario.deadline
    assert done_on is not None
    is_a_day = facts.recount.asked.deadline_on is not None
    late = (done_on - deadline).days if is_a_day else facts.months - facts.deadline
    unit = "day" if is_a_day else "month"
    return number(said["n"]) == facts.months and (
        number(said["late"]) == late > 0 and said["unit"].startswith(unit)
    )


def prices_are_missing(facts: Told, said: Said) -> bool:
    """Those of the prices that a total needs."""
    recount, what = facts.recount, said["what"].lower()
    lacks_credit_price = facts.bought > 0 and recount.terms.credit_price is None
    lacks_subscription = replay(facts.estimate).subscription is None
    return (
        facts.estimate.total is None
        and ("credit price" in what) == lacks_credit_price
        and (what != "the credit price") == lacks_subscription
    )


def sending_starts(facts: Told, said: Said) -> bool:
    """On which day the first message on a credit goes, and what makes it take its months."""
    first, asked = replay(facts.estimate).first_send_on, facts.recount.scenario
    assert first is not None
    at_once = first == min(
        sending_days(asked.start_on, first, weekdays_only=asked.sends_on == "weekdays")
    )
    return (
        number(said["n"]) == facts.months
        and said["start"] == ("at once" if at_once else f"on {show_day(first)}")
        and ("limits" not in said or limits_slow(facts, said["limits"], "buy_now"))
    )
