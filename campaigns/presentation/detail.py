"""Every figure of one estimate: each number with the calculation that leads to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from planner.planning.estimate import Estimate, make_estimate
from planner.planning.strategies import subscribe_for
from planner.planning.wording import count, dollars, exact_dollars, exact_percent


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
    if scenario.goal == "replied":
        yield Calculation(
            name="Messages",
            result=f"{scenario.messages:,}",
            steps=f"{scenario.target:,} replies ÷ {exact_percent(scenario.reply_rate)} reply rate, "
            "rounded up",
            rule="3",
        )
    if scenario.free_messages:
        yield Calculation(
            name="Free messages",
            result=f"{scenario.free_messages:,}",
            steps=f"{scenario.messages:,} messages × {exact_percent(scenario.open_profile_share)} "
            "open profiles, rounded down",
            rule="3",
        )
    yield Calculation(
        name="Credits needed",
        result=f"{scenario.to_send:,}",
        steps=f"{scenario.messages:,} messages − {scenario.free_messages:,} free ones",
        rule="3",
    )


def _spell_out_credits(estimate: Estimate) -> Iterator[Calculation]:
    credits, terms, seats = estimate.credits, estimate.terms, estimate.scenario.seats
    if credits is None:
        return
    yield Calculation(
        name="Credits granted",
        result=f"{credits.granted:,}",
        steps=f"{count(estimate.months or 0, 'month')} × {terms.monthly_credits:,} credits × "
        f"{count(seats, 'seat')} − {credits.forfeited:,} withheld at the cap of "
        f"{terms.rollover_cap * seats:,}",
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


def _spell_out_money(estimate: Estimate) -> Iterator[Calculation]:
    total, credits, subscription = estimate.total, estimate.credits, estimate.subscription
    if credits is None or subscription is None:
        return
    if subscription.spend is not None:
        yield Calculation(
            name="Subscription",
            result=dollars(subscription.spend),
            steps=" + ".join(_subscription_parts(estimate)) or "nothing to pay",
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
    yield Calculation(
        name="A lead",
        result=dollars(estimate.cost_per_lead),
        steps=f"{exact_dollars(total)} ÷ {estimate.scenario.target:,} leads",
        rule="5",
    )
    if estimate.cost_per_reply is not None and estimate.scenario.goal == "contacted":
        yield Calculation(
            name="A reply",
            result=dollars(estimate.cost_per_reply),
            steps=f"{exact_dollars(total)} ÷ ({estimate.scenario.messages:,} messages × "
            f"{exact_percent(estimate.scenario.reply_rate)})",
            rule="5",
        )


def _subscription_parts(estimate: Estimate) -> Iterator[str]:
    subscription = estimate.subscription
    if subscription is None:
        return
    if subscription.free_months:
        yield f"{count(subscription.free_months, 'month')} free"
    if subscription.years and subscription.annual_price is not None:
        yield f"{count(subscription.years, 'year')} × {exact_dollars(subscription.annual_price)}"
    if subscription.single_months and subscription.monthly_price is not None:
        months = count(subscription.single_months, "month")
        yield f"{months} × {exact_dollars(subscription.monthly_price)}"


def find_break_even(estimate: Estimate) -> str | None:
    """Up to how many missing credits buying costs less than the month that would bring them.

    `None` where a price is unknown, nothing is for sale, or buying cannot spare a month: the first
    is needed to buy in, and a limit may allow no fewer. Source: RULES.md §8, example 6.
    """
    terms, months = estimate.terms, estimate.months
    if not months or not terms.sells_credits or not terms.credit_price:
        return None
    fewest = make_estimate(terms, estimate.scenario, "buy_now").months
    if months == 1 or months == fewest:
        return None
    through = subscribe_for(terms, estimate.scenario, months).spend
    before = subscribe_for(terms, estimate.scenario, months - 1).spend
    if through is None or before is None:
        return None
    month = through - before
    most = int(month // terms.credit_price)
    price = exact_dollars(terms.credit_price)
    if not most:
        return (
            f"Month {months} adds {dollars(month)} to the subscription, a bought credit costs "
            f"{price}: waiting is never dearer than buying."
        )
    return (
        f"Buy the last credits only if {most:,} or fewer are missing: month {months} adds "
        f"{dollars(month)} to the subscription, and {count(most, 'credit')} at {price} cost "
        f"{dollars(most * terms.credit_price)}."
    )
