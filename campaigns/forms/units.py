"""Units that may stand behind the number of a field, and the goals that those of a target name."""

from collections.abc import Mapping

from campaigns.forms.names import GOAL_NAMES
from campaigns.reading import has_unit
from planner.planning.goals import Goal

CREDITS = ("credits", "credit")
DAYS = ("days", "day", "d")
HOURS = ("hours", "hour", "hrs", "hr", "h")
MESSAGES = ("messages", "message", "inmails", "inmail")
MINUTES = ("minutes", "minute", "mins", "min", "m")
MONTHS = ("months", "month")
PEOPLE = ("people", "persons", "person")
REPLIES = ("replies", "reply")
SEATS = ("seats", "seat")

# What a target counts, by its goal.
UNITS_OF_GOAL: Mapping[Goal, tuple[str, ...]] = {
    "contacted": PEOPLE,
    "replied": REPLIES,
    "positive": ("positive replies", "positive reply", "positives", "positive"),
    "meetings": ("meetings", "meeting"),
    "customers": ("customers", "customer"),
}
OF_TARGETS = tuple(unit for units in UNITS_OF_GOAL.values() for unit in units)


def find_contradiction(text: str, goal: Goal) -> str:
    """What is allowed where the unit of a target in `text` is another goal's; else empty."""
    for named, units in UNITS_OF_GOAL.items():
        if named != goal and has_unit(text, units):
            wanted = f"a number of {UNITS_OF_GOAL[goal][0]}, as the goal is {GOAL_NAMES[goal]}"
            return f"{wanted}, or pick the goal {GOAL_NAMES[named]}"
    return ""
