"""What the amounts of the comparison are of: the total, or each one that a goal counts (§9)."""

from decimal import Decimal
from fractions import Fraction
from typing import Literal

from campaigns.figure import NONE
from campaigns.wording import lead_label
from planner.planning.goals import GOALS, RATES, Goal
from planner.planning.scenario import Scenario
from planner.planning.wording import dollars
from planner.planning.worth.amounts import to_cents
from planner.planning.worth.asked import rates_of
from planner.planning.worth.funnel import STAGE_OF

Amount = Literal["total"] | Goal


def list_amounts(scenario: Scenario) -> list[Amount]:
    """The total, and the goals whose rates are known; a share of 1 makes no other number."""
    goals: list[Amount] = ["total", "contacted"]
    for goal in GOALS[1:]:
        rate = getattr(scenario, RATES[goal])
        if not rate:
            break
        if rate != 1 or goal == scenario.goal:
            goals.append(goal)
    return goals


def read_amount(text: str, scenario: Scenario) -> Amount:
    """The amount that an address asks for; the total where it is none of those offered."""
    # An address from before other goals has "lead" for what the target counts.
    wanted = scenario.goal if text == "lead" else text
    return next((one for one in list_amounts(scenario) if one == wanted), "total")


def name_amount(amount: Amount) -> str:
    """What an amount is of: "In all", "A meeting"."""
    return "In all" if amount == "total" else lead_label(amount)


def _count(amount: Goal, scenario: Scenario) -> Fraction:
    """How many of them a scenario is expected to reach; of its own goal the target."""
    if amount == scenario.goal:
        return Fraction(scenario.target)
    share = rates_of(scenario).share_of(STAGE_OF[amount])
    return scenario.messages * (Fraction(0) if share is None else share)


def divide_total(total: Decimal, amount: Amount, scenario: Scenario) -> str:
    """Dollars in all, or for each one; a dash where none is expected."""
    if amount == "total":
        return dollars(total)
    number = _count(amount, scenario)
    return dollars(to_cents(Fraction(total) / number)) if number else NONE
