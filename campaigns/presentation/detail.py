"""Every figure of one estimate: each number with the calculation that leads to it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from campaigns.wording import lead_label
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.goals import RATES, Goal, list_goals
from planner.planning.layout import GroupSchedule
from planner.planning.money import cents
from planner.planning.paid_before import list_paid_months, price_of_paid_month
from planner.planning.ranges import MOST_MONTHS
from planner.planning.reasons import find_substitute, price_of_months, unsent_without_buying
from planner.planning.scenario import Scenario
from planner.planning.shares import exact
from planner.planning.wording import count, count_leads, dollars, exact_dollars, exact_percent

NAMES_OF_RATES: dict[Goal, str] = {
    "replied": "reply rate",
    "positive": "positive",
    "meetings": "a meeting",
    "customers": "a customer",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculation:
    """One number, spelled out with this estimate's figures; `rule` is the section it follows."""

    name: str
    result: str
    steps: str
    rule: str


def spell_out(estimate: Estimate) -> Iterator[Calculation]:
    """How each number of an estimate that is done comes about (RULES.md §3 and §5)."""
    if estimate.credits is None or estimate.months is None:
        return
    yield from _spell_out_messages(estimate)
    yield from _spell_out_credits(estimate)
    yield from _spell_out_money(estimate)


def _spell_out_messages(estimate: Estimate) -> Iterator[Calculation]:
    scenario = estimate.scenario
    if scenario.goal != "contacted":
        yield Calculation(
            name="Messages",
            result=f"{scenario.messages:,}",
            steps=f"{_write_targets(scenario)}, rounded up",
            rule=_rule_of("3" if scenario.goal == "replied" else "9", scenario),
        )
    if scenario.free_messages:
        yield Calculation(
            name="Free messages",
            result=f"{scenario.free_messages:,}",
            steps=f"{_write_free(scenario)} open profiles, rounded down",
            rule=_rule_of("3", scenario),
        )
    yield Calculation(
        name="Credits needed",
        result=f"{scenario.to_send:,}",
        steps=f"{scenario.messages:,} messages − {scenario.free_messages:,} free ones",
        rule="3",
    )


def _rule_of(section: str, scenario: Scenario) -> str:
    """The section of RULES.md; that on audiences where there are any."""
    return "11" if scenario.audiences else section


def _write_targets(scenario: Scenario) -> str:
    """The leads and the rates that lead to them, audience by audience."""
    if not scenario.audiences:
        return f"{count_leads(scenario.target, scenario.goal)} ÷ {_write_rates(scenario)}"
    return " + ".join(
        f"{count_leads(one.audience.target, scenario.goal)} ÷ "
        f"{_write_rates(scenario, reply_rate=one.rates.reply_rate)}"
        for one in scenario.queue
    )


def _write_free(scenario: Scenario) -> str:
    """The messages and the shares of them that go to open profiles, audience by audience."""
    return _write_messages(scenario, "open_profile_share")


def _write_replies(scenario: Scenario) -> str:
    """The messages and the rates at which they are answered, audience by audience."""
    return _write_messages(scenario, "reply_rate")


def _write_messages(scenario: Scenario, rate: Literal["reply_rate", "open_profile_share"]) -> str:
    """The messages and one of their rates, audience by audience."""
    if not scenario.audiences:
        return f"{scenario.messages:,} messages × {_write_share(exact(getattr(scenario, rate)))}"
    return " + ".join(
        f"{one.own_messages:,} messages × {_write_share(getattr(one.rates, rate))}"
        for one in scenario.queue
    )


def _write_share(share: Fraction) -> str:
    """A share as a percentage with all its decimals; as a fraction where these have no end."""
    decimal = Decimal(share.numerator) / share.denominator
    if Fraction(decimal) == share:
        return exact_percent(decimal)
    return f"{share.numerator:,} in {share.denominator:,}"


def _write_rates(scenario: Scenario, *, reply_rate: Fraction | None = None) -> str:
    """The rates from a message to what the goal counts: "10 % reply rate"; or with that of one."""
    goals = list_goals(scenario.goal)
    rates = [(NAMES_OF_RATES[goal], exact(getattr(scenario, RATES[goal]))) for goal in goals]
    if reply_rate is not None:
        rates = [(NAMES_OF_RATES["replied"], reply_rate), *rates[1:]]
    shown = [f"{_write_share(rate)} {name}" for name, rate in rates if rate != 1 or len(rates) < 2]
    return f"({' × '.join(shown)})" if len(shown) > 1 else shown[0]


def _spell_out_credits(estimate: Estimate) -> Iterator[Calculation]:
    credits, terms = estimate.credits, estimate.terms
    if credits is None or not estimate.groups:
        return
    yield Calculation(
        name="Credits granted",
        result=f"{credits.granted:,}",
        steps=f"{' + '.join(map(_count_grants, estimate.groups))} − "
        f"{credits.forfeited:,} withheld at the cap of {terms.rollover_cap:,} a seat",
        rule="3",
    )
    yield Calculation(
        name="Balance",
        result=f"{credits.left:,} left",
        steps=f"{credits.opening:,} held + {credits.granted:,} granted + "
        f"{credits.returned:,} back + {credits.bought:,} bought − "
        f"{estimate.scenario.to_send:,} sent − {credits.expired:,} expired",
        rule="3",
    )


def _count_grants(group: GroupSchedule) -> str:
    """The grants of a group: "3 grants × 50 credits × 2 seats"."""
    grants = sum(bool(row.ledger.granted or row.ledger.forfeited) for row in group.schedule)
    each = f"{group.terms.monthly_credits:,} credits"
    return f"{count(grants, 'grant')} × {each} × {count(group.seats, 'seat')}"


def _spell_out_money(estimate: Estimate) -> Iterator[Calculation]:
    total, credits, spend = estimate.total, estimate.credits, estimate.subscription_spend
    if credits is None or not estimate.groups:
        return
    if spend is not None:
        yield Calculation(
            name="Subscription",
            result=dollars(spend),
            steps=" + ".join(
                part for group in estimate.groups for part in _subscription_parts(group)
            )
            or "nothing to pay",
            rule="5",
        )
    if estimate.terms.credit_price is not None and estimate.credit_spend is not None:
        yield Calculation(
            name="Bought credits",
            result=dollars(estimate.credit_spend),
            steps=f"{count(credits.bought, 'credit')} × "
            f"{exact_dollars(estimate.terms.credit_price)}",
            rule="5",
        )
    if total is None or estimate.cost_per_lead is None:
        return
    yield Calculation(
        name="Total",
        result=dollars(total),
        steps=f"{exact_dollars(estimate.subscription_spend or Decimal(0))} subscription + "
        f"{exact_dollars(estimate.credit_spend or Decimal(0))} credits",
        rule="5",
    )
    if estimate.already_paid:
        yield Calculation(
            name="Already paid",
            result=dollars(estimate.already_paid),
            steps=_write_paid_months(estimate),
            rule="5",
        )
    yield Calculation(
        name=lead_label(estimate.scenario.goal),
        result=dollars(estimate.cost_per_lead),
        steps=f"{exact_dollars(total)} ÷ {_count_target(estimate)}",
        rule="5",
    )
    if estimate.cost_per_reply is not None and estimate.scenario.goal == "contacted":
        yield Calculation(
            name="A reply",
            result=dollars(estimate.cost_per_reply),
            steps=f"{exact_dollars(total)} ÷ ({_write_replies(estimate.scenario)})",
            rule="5",
        )


def _write_paid_months(estimate: Estimate) -> str:
    """What held seats have cost before: "5 months × 3 seats × $119.99"."""
    terms, scenario = estimate.terms, estimate.scenario
    paid = list_paid_months(terms, scenario, estimate.done_on or scenario.start_on)
    price, parts = price_of_paid_month(terms, scenario)
    each = exact_dollars(price or Decimal(0))
    each = each if parts == 1 else f"{each} a year ÷ {parts}"
    return " + ".join(
        f"{count(months, 'month')} × {count(held.seats, 'seat')} × {each}" for held, months in paid
    )


def _count_target(estimate: Estimate) -> str:
    """The target as its goal names it: "100 people", "46 replies"."""
    return count_leads(estimate.scenario.target, estimate.scenario.goal)


def _subscription_parts(group: GroupSchedule) -> Iterator[str]:
    """What is paid for the seats of a group; nothing where they are paid for already."""
    subscription = group.subscription
    if subscription.free_months:
        yield f"{count(subscription.free_months, 'month')} free"
    if subscription.years and subscription.annual_price is not None:
        yield f"{count(subscription.years, 'year')} × {exact_dollars(subscription.annual_price)}"
    if subscription.single_months and subscription.monthly_price is not None:
        months = count(subscription.single_months, "month")
        yield f"{months} × {exact_dollars(subscription.monthly_price)}"


def find_break_even(estimate: Estimate) -> str | None:
    """What being done sooner costs, and up to how many messages buying pays for in the last month.

    Compared with is the cheapest way of the same seat in fewer months. `None` where a price is
    unknown, nothing is for sale, or buying cannot spare a month: the first is needed to buy in, and
    a limit may allow no fewer. `None` as well for several seats, of which some may end sooner, and
    where a month of the campaign is not one of the seat. Source: RULES.md §4 (reasons) and §8,
    example 6.
    """
    if not has_one_plain_seat(estimate):
        return None
    terms, months, total = estimate.terms, estimate.months, estimate.total
    if not months or total is None or not (terms.sells_credits and terms.credit_price):
        return None
    if not 1 <= months - 1 <= MOST_MONTHS:
        return None
    in_time = replace(estimate.scenario, seats=1, deadline_months=months - 1, deadline_on=None)
    sooner = make_estimate(terms, in_time, "cheapest")
    if sooner.status != "ok" or sooner.total is None:
        return None
    weighed = [_weigh_sooner(sooner, sooner.total - total)]
    if unsent_without_buying(estimate, months - 1):
        weighed.append(_weigh_month(estimate, months, terms.credit_price))
    return " ".join(weighed)


def has_one_plain_seat(estimate: Estimate) -> bool:
    """Whether it is one seat whose months, refreshes and purchases are those of the campaign."""
    scenario = estimate.scenario
    paced = scenario.seat_daily_limit, scenario.seat_monthly_limit
    return (
        estimate.seats == len(estimate.groups) == 1
        and estimate.groups[0].group.calendar.pays_from == scenario.start_on
        and estimate.terms.grant_day == "renewal"
        and scenario.answers_come == "next"
        and scenario.sends_on == "every_day"
        and paced == (None, None)
        and not scenario.free_messages
        and not scenario.audiences
    )


def _weigh_sooner(sooner: Estimate, more: Decimal) -> str:
    bought = sooner.credits.bought if sooner.credits else 0
    purchase = f"with {count(bought, 'bought credit')}" if bought else "without buying"
    done = f"Done in {count(sooner.months or 0, 'month')} {purchase} it costs"
    if not cents(abs(more)):
        return f"{done} the same."
    return f"{done} {dollars(abs(more))} {'more' if more > 0 else 'less'}."


def _weigh_month(estimate: Estimate, months: int, credit_price: Decimal) -> str:
    """Up to how many messages buying pays for in place of the last month."""
    adds = dollars(price_of_months(estimate, months, months) or Decimal(0))
    substitute = find_substitute(estimate, months)
    if substitute is None:
        return (
            f"Month {months} adds {adds} to the subscription, a bought credit costs "
            f"{exact_dollars(credit_price)}."
        )
    bought = substitute.bought
    credits, costs = count(bought, "credit"), "costs" if bought == 1 else "cost"
    return (
        f"Buy in place of the last month only if {substitute.messages:,} or fewer messages are "
        f"missing: month {months} adds {adds} to the subscription, and {credits} at "
        f"{exact_dollars(credit_price)} {costs} {dollars(bought * credit_price)}."
    )
