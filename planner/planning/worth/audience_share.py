"""The least share of the answers of all audiences at which an estimate pays (RULES.md §11)."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from planner.planning.estimate import Estimate, make_estimate
from planner.planning.scenario import Scenario
from planner.planning.shares import MOST_DECIMALS
from planner.planning.worth.outcome import Outcome

PERCENT = 100
SMALLEST = Decimal(1).scaleb(-MOST_DECIMALS)


def find_least_share(
    estimate: Estimate, outcome_of: Callable[[Scenario, Decimal | None], Outcome]
) -> int | None:
    """The least percentage of all reply rates at which an estimate pays; `None` for none.

    Of each audience the same. `outcome_of` gives what a scenario is expected to bring for so many
    dollars. Also `None` where the total, the revenue or every rate is unknown.
    """
    scenario = estimate.scenario
    outcome = outcome_of(scenario, estimate.total)
    if outcome.exact_cost is None or outcome.exact_revenue is None:
        return None
    people = _as_people(scenario)

    def pays(percent: int) -> bool:
        asked = with_share(people, percent)
        found = make_estimate(estimate.terms, asked, estimate.strategy)
        if not found.is_done or (estimate.status == "ok" and found.status != "ok"):
            return False
        return bool(outcome_of(asked, found.total).pays)

    fails, most = 0, _most_percent(people)
    if pays(fails):
        return 0
    if not pays(most):
        return None
    while most - fails > 1:
        middle = (fails + most) // 2
        fails, most = (fails, middle) if pays(middle) else (middle, most)
    return most


def with_share(scenario: Scenario, percent: int) -> Scenario:
    """The scenario with so many percent of all its reply rates, to 12 decimals."""
    return replace(
        scenario,
        audiences=tuple(
            replace(
                one,
                reply_rate=((one.reply_rate or Decimal(0)) * percent / PERCENT).quantize(SMALLEST),
            )
            for one in scenario.audiences
        ),
    )


def _as_people(scenario: Scenario) -> Scenario:
    """The scenario of the same messages, with people as its goal and each rate an audience's own.

    The scenario's own rate is no audience's any more.
    """
    messages = {prefix.audience.name: prefix.own_messages for prefix in scenario.queue}
    audiences = tuple(
        replace(
            one,
            target=messages[one.name],
            reply_rate=scenario.reply_rate if one.reply_rate is None else one.reply_rate,
            decline_rate=scenario.decline_rate if one.decline_rate is None else one.decline_rate,
        )
        for one in scenario.audiences
    )
    return replace(
        scenario,
        goal="contacted",
        target=scenario.messages,
        reply_rate=Decimal(0),
        audiences=audiences,
    )


def _most_percent(scenario: Scenario) -> int:
    """The greatest percentage with which replies and declines of each audience are at most 1."""
    most = [
        (1 - Fraction(one.decline_rate or 0)) / Fraction(one.reply_rate)
        for one in scenario.audiences
        if one.reply_rate
    ]
    return int(min(most, default=Fraction(1)) * PERCENT)
