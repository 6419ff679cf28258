"""What a target counts (RULES.md §9)."""

from typing import Literal

# Each goal is a share of the one before it.
Goal = Literal["contacted", "replied", "positive", "meetings", "customers"]
GOALS: tuple[Goal, ...] = ("contacted", "replied", "positive", "meetings", "customers")
# The rate that leads to a goal from the one before it.
RATES: dict[Goal, str] = {
    "replied": "reply_rate",
    "positive": "positive_share",
    "meetings": "meeting_rate",
    "customers": "win_rate",
}
# Whom or what a goal counts.
WHOM: dict[Goal, str] = {
    "contacted": "people who are written to",
    "replied": "people who reply",
    "positive": "positive replies",
    "meetings": "meetings",
    "customers": "customers",
}


def list_goals(goal: Goal) -> tuple[Goal, ...]:
    """The goals that messages lead to on the way to one, that one last; none for people contacted.

    Each has a rate of `RATES`.
    """
    return GOALS[1 : GOALS.index(goal) + 1]
