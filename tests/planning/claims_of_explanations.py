"""Every clause that `explain` and `explain_status` write, and what it claims."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from planner.planning.credits import HORIZON, LedgerMonth

from planner.planning.estimate import Estimate
from planner.planning.strategies import Strategy
from tests.planning.claims import Said, claim, money, number
from tests.planning.recount import Recount

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Told:
    """An estimate that is explained, and its plan counted anew."""

    estimate: Estimate
    recount: Recount

    @property
    def months(self) -> int:
        return len(self.estimate.schedule)

    @property
    def bought(self) -> int:
        return sum(row.ledger.bought for row in self.estimate.schedule)

    @property
    def grant(self) -> int:
        return self.recount.pool.grant

    @property
    def rows(self) -> list[LedgerMonth]:
        """The ledger of its months."""
        if self.estimate.strategy == "cheapest":
            return self.recount.rows(self.months, self.bought)
        first = self.estimate.first_send_month or 1
        return self.recount.rows(self.months, None if self.bought else 0, first=first)


def told(estimate: Estimate) -> Told:
    return Told(estimate, Recount(estimate.terms, estimate.scenario))


def shows(text: str, amount: Decimal | None) -> bool:
    """Whether a text shows an amount, rounded half up to the cent."""
    return amount is not None and money(text) == amount.quantize(CENT, ROUND_HALF_UP)


def shows_exactly(text: str, amount: Decimal | None) -> bool:
    """Whether a text shows an amount with all its decimals."""
    return amount is not None and money(text) == amount


def limits_hold(facts: Told, text: str) -> bool:
    """Whether a list of limits has their numbers."""
    return all(_limit_holds(facts, part) for part in text.split(" and "))


def _limit_holds(facts: Told, text: str) -> bool:
    pool, scenario = facts.recount.pool, facts.recount.scenario
    if text == "single credits are not for sale":
        return pool.purchase_limit == 0
    if text.endswith("can be bought a month"):
        return number(text.split()[2]) == pool.purchase_limit
    return (
        text.endswith("can be sent a month")
        and number(text.split()[2]) == scenario.monthly_send_limit
    )


def limits_slow(facts: Told, text: str, strategy: Strategy) -> bool:
    """Whether a strategy takes longer for each of the limits, or for all of them together."""
    kinds = ["sends" if "sent" in part else "purchases" for part in text.split(" and ")]
    alone = [facts.recount.is_shorter_without(strategy, kind) for kind in kinds]
    together = facts.recount.is_shorter_without(strategy, *kinds)
    return limits_hold(facts, text) and (all(alone) or (together and not any(alone)))


def month_is_described(facts: Told, said: Said) -> bool:
    """A month's or a year's price, and what it brings."""
    terms, seats = facts.recount.terms, facts.recount.scenario.seats
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
    )


def is_enough(facts: Told, said: Said) -> bool:
    """So many months send everything without buying, one fewer does not."""
    months, recount = number(said["n"]), facts.recount
    return (
        number(said["messages"]) == recount.to_send
        and not recount.unsent(months)
        and (months == 1 or recount.unsent(months - 1) > 0)
        and months == facts.months
        and not facts.bought
    )


def substitutes(facts: Told, said: Said) -> bool:
    """The price of the last month buys so many messages in its place, and not one more."""
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
    """No sending in every month all that can be there is done sooner; see `test_earliest`."""
    both = facts.recount.scenario.monthly_send_limit is not None and bool(
        facts.recount.pool.purchase_limit
    )
    return (
        number(said["n"]) == facts.months == facts.recount.months_of("buy_now")
        and facts.months > facts.recount.scenario.deadline_months
        and (said["tried"] == "without buying ahead") == both
        and limits_slow(facts, said["limits"], "buy_now")
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
    recount, deadline = facts.recount, facts.recount.scenario.deadline_months
    if why == ", as few as the deadline allows":
        return facts.estimate.total is None and recount.fewest_bought(deadline) == facts.bought
    if why == ", as nobody knows what more months cost":
        return recount.spend(facts.months) is not None and recount.spend(deadline) is None
    return not why


def waiting_is_not_cheaper(facts: Told, said: Said) -> bool:
    """No later month up to the deadline costs less, whatever is bought in it."""
    recount, total = facts.recount, facts.estimate.total
    assert total is not None
    later = range(facts.months + 1, recount.scenario.deadline_months + 1)
    totals = [recount.total(months, recount.fewest_bought(months) or 0) for months in later]
    return bool(totals) and all(other is not None and other >= total for other in totals)


def is_left(facts: Told, said: Said) -> bool:
    """Messages that so many months leave unsent without buying."""
    months = number(said["n"])
    return months == facts.months and number(said["messages"]) == facts.recount.unsent(months)


def is_cheaper_than_waiting(facts: Told, said: Said) -> bool:
    """The purchase costs at most what the months cost that would do without it."""
    months, recount = facts.months, facts.recount
    more = number(said.get("more", "1"))
    waiting, spent = recount.adds(months + 1, months + more), facts.estimate.credit_spend
    return (
        number(said["bought"]) == facts.bought
        and shows(said["spent"], spent)
        and shows(said["waiting"], waiting)
        and not recount.unsent(months + more)
        and recount.unsent(months + more - 1) > 0
        and spent is not None
        and waiting is not None
        and spent <= waiting
    )


def is_gathered(facts: Told, said: Said) -> bool:
    """The balance in the month in which sending begins, and why it begins in it."""
    first, credits = number(said.get("n", "1")), number(said["credits"].replace("no", "0"))
    idle = facts.recount.rows(first + 1, 0, first=HORIZON)
    cap = facts.recount.pool.cap
    why, to_send = said.get("why", ""), facts.recount.to_send
    begins = next(row.ledger.month for row in facts.estimate.schedule if row.ledger.sent)
    return (
        first == begins
        and idle[first - 1].closing == credits
        and ("most that the plan" not in why or credits == cap)
        and ("oldest expire" not in why or idle[first].expired > 0)
        and ("enough" not in why or (credits >= to_send and not facts.bought))
    )


def is_in_the_first_month(facts: Told, said: Said) -> bool:
    first = facts.recount.rows(1, None)[0]
    return facts.months == 1 and number(said["n"].replace("no", "0")) == first.sent - first.bought


def is_not_enough(facts: Told, said: Said) -> bool:
    """120 months of the strategy, by its limits, do not send everything."""
    facts_said = said["facts"]
    others = facts_said.split(" and ") if " and " in facts_said else [facts_said]
    parts = [part for one in others for part in one.split(", ")]
    nothing_bought = facts.estimate.strategy == "as_granted"
    return (
        facts.recount.months_of(facts.estimate.strategy) is None
        and number(said["messages"]) == facts.recount.to_send
        and all(
            (part == "nothing is bought" and nothing_bought) or _limit_holds(facts, part)
            for part in parts[1:]
        )
    )


def held_credits_are_too_few(facts: Told, said: Said) -> bool:
    """What becomes of the credits held at the start where a plan adds none."""
    held, pool = facts.recount.scenario.opening_balance, facts.recount.pool
    sent = facts.recount.to_send - facts.recount.unsent(HORIZON)
    within_cap = min(held, pool.cap)
    return (
        pool.grant == 0
        and pool.purchase_limit == 0
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


def credits_are_lost(facts: Told, said: Said) -> bool:
    """Credits that the cap withheld, how many of them were paid for, and their share of that."""
    recount, subscription = facts.recount, facts.estimate.subscription
    assert subscription is not None
    free = min(recount.terms.trial_months, facts.months) if recount.scenario.use_trial else 0
    lost = [row.forfeited for row in facts.rows]
    paid, used, spend = sum(lost[free:]), facts.months - free, recount.spend(facts.months)
    worth = Decimal(0)
    if paid and spend is not None:
        unused = 12 * subscription.years + subscription.single_months - used
        left_over = (
            unused * recount.scenario.seats * (recount.terms.annual_price or Decimal(0)) / 12
        )
        for_use = spend - left_over.quantize(CENT, ROUND_HALF_UP)
        worth = for_use * paid / (used * facts.grant)
    return (
        number(said["n"]) == sum(lost)
        and number(said.get("paid", said["n"])) == (paid if "worth" in said else sum(lost))
        and shows(said.get("worth", "$0.00"), worth)
    )


def months_are_unused(facts: Told, said: Said) -> bool:
    """Months that a year covers beyond the last, the trial's aside."""
    recount = facts.recount
    trial = recount.terms.trial_months if recount.scenario.use_trial else 0
    covered = facts.months + number(said["n"])
    paid = covered - min(trial, facts.months)
    subscription = facts.estimate.subscription
    assert subscription is not None
    return paid == 12 * subscription.years > 0 and subscription.single_months == 0


def prices_are_missing(facts: Told, said: Said) -> bool:
    """Those of the prices that a total needs."""
    recount, what = facts.recount, said["what"].lower()
    lacks_credit_price = facts.bought > 0 and recount.terms.credit_price is None
    lacks_subscription = recount.spend(facts.months) is None
    return (
        facts.estimate.total is None
        and ("credit price" in what) == lacks_credit_price
        and (what != "the credit price") == lacks_subscription
    )


LIMITS = r"(?P<limits>(?:at most|single credits).+)"
PRICE = "(?P<cost>,? (?:(?:at|for) <price:price>(?: each)?|at no cost))?"
CLAIMS = [
    claim("Every message goes to an open profile, which costs no credit, "
          "so no subscription is needed",
          lambda facts, said: facts.recount.to_send == 0),
    claim(r"A (?P<period>month|year)(?: of <seats:n> seats)?"
          "(?P<cost> costs <price:price>| is free)?(?:, a further month <further:price>,)?"
          "(?: and)?(?: every month)? brings "
          r"(?P<grant>no|[\d,]+) credits?(?: a month)?(?:, <each:money> each)?",
          month_is_described),
    claim("<n:n> months? (?:is|are) enough for <messages:n> messages?, so nothing is bought",
          is_enough),
    claim(f"it takes <n:n> months, because {LIMITS}",
          lambda facts, said: number(said["n"]) == facts.months
          and limits_slow(facts, said["limits"], facts.estimate.strategy)),
    claim("a bought one costs <price:price>, so in place of the last month buying pays only for "
          "up to <n:n> messages?", substitutes),
    claim("a bought one costs <price:price>, more than the last month, so buying does not pay",
          is_dearer_than_the_last_month),
    claim("the last month costs nothing more, so buying does not pay",
          lambda facts, said: facts.recount.adds(facts.months, facts.months) == 0
          and buying_never_pays(facts)),
    claim(f"Month <n:n> is the earliest (?P<tried>possible|without buying ahead), because {LIMITS}",
          is_earliest),
    claim("nothing has to be bought for that", lambda facts, said: facts.bought == 0),
    claim("the credits until then cover <n:n> messages?",
          lambda facts, said: number(said["n"]) == facts.recount.to_send - facts.bought > 0),
    claim("The deadline allows <n:n> months?: (?P<rest>.+)",
          lambda facts, said: number(said["n"]) == facts.months
          == facts.recount.scenario.deadline_months),
    claim(r"(?P<who>all [\d,]+|the one needed|the other (?:one|[\d,]+)|(?:one|[\d,]+) more"
          rf"|(?:one|[\d,]+) of [\d,]+) (?:is|are) bought(?: at once)?{PRICE}"
          r"(?P<why>, as few as the deadline allows|, as nobody knows what more months cost)?",
          purchase_is_described),
    claim("up to the deadline, waiting would not be cheaper", waiting_is_not_cheaper),
    claim("After <n:n> months? <messages:n> messages? would be left", is_left),
    claim("buying <bought:n> credits? costs <spent:money>, (?:another month|<more:n> more months) "
          "<waiting:money>", is_cheaper_than_waiting),
    claim(r"(?:Month 1 has|Saving up until month <n:n> gathers) (?P<credits>no|[\d,]+) credits?"
          r"(?P<why>(?:, the most that the plan lets you hold|, after which the oldest expire)?"
          "(?:: enough for everything, so nothing is bought)?)", is_gathered),
    claim("later months bring the rest, so nothing is bought",
          lambda facts, said: facts.bought == 0),
    claim(".+ brings no credits to save up", lambda facts, said: facts.grant == 0),
    claim("The first month has credits for <n:n> messages?, so nothing is bought",
          lambda facts, said: facts.months == 1 and not facts.recount.unsent(1)
          and number(said["n"]) == facts.recount.to_send),
    claim(r"The first month has (?P<n>no|[\d,]+) credits?", is_in_the_first_month),
    claim(f"Sending starts at once and takes <n:n> months, because {LIMITS}",
          lambda facts, said: number(said["n"]) == facts.months
          and facts.estimate.schedule[0].ledger.sent > 0
          and limits_slow(facts, said["limits"], "buy_now")),
    claim(rf"(?P<facts>A month.*): {HORIZON} months this way are not enough for "
          "<messages:n> messages?", is_not_enough),
    claim(".+ brings no credits and sells none, so nothing can be sent",
          lambda facts, said: facts.recount.unsent(HORIZON) == facts.recount.to_send),
    claim(".+ brings no credits and sells none, and its cap leaves (?P<none>none) of the <held:n> "
          "credits? held at the start", held_credits_are_too_few),
    claim(".+ brings no credits and sells none", lambda facts, said: facts.grant == 0
          and facts.recount.pool.purchase_limit == 0),
    claim("its cap leaves <left:n> of the <held:n> credits? held at the start, to send <sent:n> of "
          "<messages:n> messages?", held_credits_are_too_few),
    claim("the <held:n> credits? held at the start can only send <sent:n> of <messages:n> "
          "messages?", held_credits_are_too_few),
]  # fmt: skip

REMARKS = [
    claim("(?:For .+, )?(?P<what>the .+ price) (?:is|are) not known, so there is no total",
          prices_are_missing),
    claim("answers brought back <n:n> credits?", credits_of("returned")),
    claim("<n:n> credits? (?:was|were) lost at the cap"
          "(?:(?:, of which <paid:n> (?:was|were) paid for)?, worth <worth:money>)?",
          credits_are_lost),
    claim("<n:n> credits? expired unused", credits_of("expired")),
    claim("the trial makes <n:n> months? free",
          lambda facts, said: facts.recount.scenario.use_trial
          and number(said["n"]) == min(facts.recount.terms.trial_months, facts.months)),
    claim("paying by the year leaves <n:n> months? unused", months_are_unused),
    claim("<n:n> credits? (?:was|were) there at the start",
          lambda facts, said: number(said["n"]) == facts.recount.scenario.opening_balance),
    claim("<n:n> messages? to (?:an open profile costs|open profiles cost) no credit",
          lambda facts, said: number(said["n"])
          == facts.recount.scenario.messages - facts.recount.to_send),
]  # fmt: skip

STATUS = [
    claim(".+ has no InMail: it brings no credits and none can be bought",
          lambda facts, said: facts.grant == 0 and facts.recount.pool.purchase_limit == 0),
    claim(rf"Out of reach this way: {HORIZON} months of .+ are not enough for <n:n> messages?",
          lambda facts, said: number(said["n"]) == facts.recount.to_send
          and facts.recount.months_of(facts.estimate.strategy) is None),
    claim("Done in month <n:n>, <late:n> months? after the deadline",
          lambda facts, said: number(said["n"]) == facts.months
          == facts.recount.months_of(facts.estimate.strategy)
          and number(said["late"])
          == facts.months - facts.recount.scenario.deadline_months > 0),
]  # fmt: skip
