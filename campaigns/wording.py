"""How figures are written on pages, in charts and in files, where the planning module has no words.

Templates have these, and those of `planner.planning.wording`, as filters: `templatetags/figures`.
"""

from datetime import date
from decimal import Decimal

from planner.planning import wording
from planner.planning.comparison import Comparison
from planner.planning.goals import Goal
from planner.planning.scenario import Scenario
from planner.planning.worth import Outcome
from planner.planning.worth.amounts import to_cents


def lead_label(goal: Goal) -> str:
    """What the cost of one lead is of: "A person", or "A reply" where replies are the goal."""
    return f"A {wording.LEADS[goal][0]}"


def goal_label(goal: Goal) -> str:
    """What the target counts, as a label of its number: "People", "Positive replies"."""
    return wording.LEADS[goal][1].capitalize()


def difference(amount: Decimal) -> str:
    """Dollars more or less: "+$20.00", "−$20.00"."""
    sign = "+" if amount >= 0 else "\N{MINUS SIGN}"
    return f"{sign}{wording.dollars(abs(amount))}"


def signed_dollars(amount: Decimal) -> str:
    """Dollars that may be below 0: "$20.00", "−$20.00"."""
    sign = "\N{MINUS SIGN}" if amount < 0 else ""
    return f"{sign}{wording.dollars(abs(amount))}"


def show_return(outcome: Outcome) -> str:
    """Dollars left for each dollar of the cost; empty where that is unknown."""
    ratio = outcome.return_on_cost
    return "" if ratio is None else signed_dollars(to_cents(ratio))


def signed(number: int) -> str:
    """A whole number more or less: "+2", "−1"."""
    return f"+{number:,}" if number >= 0 else f"\N{MINUS SIGN}{-number:,}"


def day(on: date | None) -> str:
    """A day with its month in letters, the same to readers everywhere: "1 Dec 2026"."""
    return "–" if on is None else wording.show_day(on)


def short_day(on: date) -> str:
    """A day whose year stands beside it: "1 Dec"."""
    return f"{on.day} {on:%b}"


def name_cheapest(comparison: Comparison) -> str:
    """What the cheapest of a comparison is the cheapest of, as RULES.md §4 demands it.

    A mix of plans (§6) can cost less than every single plan.
    """
    if comparison.has_the_least:
        return "cheapest single plan"
    return "cheapest of the ways compared"


def write_deadline(scenario: Scenario) -> str:
    """The deadline among other words: "within 12 months", "by 31 Oct 2026"."""
    if scenario.is_deadline_a_day:
        return f"by {wording.show_day(scenario.deadline)}"
    return f"within {wording.count(scenario.deadline_months, 'month')}"


def write_dollars(amount: Decimal | None) -> str:
    """Dollars to the cent, or "?" where they are not known."""
    return "?" if amount is None else wording.dollars(amount)


def show_channel_value(field: str, value: Decimal) -> str:
    """A figure of a channel as pages show it: dollars, touches, or a share."""
    if field.endswith("price"):
        return wording.exact_dollars(value)
    return f"{value.normalize():,f}" if field == "capacity" else wording.exact_percent(value)


def begin_large(words: str) -> str:
    """The words with a capital at their beginning."""
    return words[:1].upper() + words[1:]


def unbroken(words: str) -> str:
    """The words with spaces that no line breaks at."""
    return words.replace(" ", "\N{NO-BREAK SPACE}")
