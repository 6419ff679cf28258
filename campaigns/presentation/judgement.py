"""Whether an estimate answers the question, in a few words: the same on every page."""

from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from planner.planning.days import add_months
from planner.planning.estimate import Estimate
from planner.planning.scenario import HORIZON
from planner.planning.wording import count, dollars

# Good: in time. Tight: on the last day. Bad: late, or over the budget. Open: no total is known.
Mood = Literal["good", "tight", "bad", "open"]

# Up to here a time is counted in days, beyond in months.
MOST_DAYS = 60


class Judgement(NamedTuple):
    """The words, and the mood that their color has as well."""

    text: str
    mood: Mood

    @property
    def is_in_time(self) -> bool:
        """Whether it makes the deadline within the budget, at any price."""
        return self.mood != "bad"


def judge(estimate: Estimate | None) -> Judgement:
    """Whether an estimate is done by the deadline, by how much, and within the budget."""
    if estimate is None:
        return Judgement("No plan is compared", "bad")
    if estimate.status == "no_inmail":
        return Judgement(f"No: {estimate.terms.name} has no InMail", "bad")
    if estimate.tightest is None:
        return Judgement(f"No: {HORIZON} months are not enough", "bad")
    deadline, done_on = estimate.tightest
    # Of several audiences that with the least time to spare.
    has_several = len(estimate.audiences) > 1
    if estimate.status == "misses_deadline":
        most = "up to " if has_several else ""
        return Judgement(f"No: {most}{write_span(deadline, done_on)} late", "bad")
    if estimate.total is None:
        return Judgement("In time, at an unknown price", "open")
    if estimate.within_budget is False:
        budget = estimate.scenario.budget or Decimal(0)
        return Judgement(f"In time, but {dollars(estimate.total - budget)} over budget", "bad")
    if done_on == deadline:
        return Judgement("Tight: done on the last day", "tight")
    least = "at least " if has_several else ""
    return Judgement(f"Yes, {least}{write_span(done_on, deadline)} early", "good")


def write_span(first: date, last: date) -> str:
    """The time between two days: "30 days", "8 months", "over 8 months"."""
    days = (last - first).days
    if days <= MOST_DAYS:
        return count(days, "day")
    months = next(n for n in range(days // 28, 0, -1) if add_months(first, n) <= last)
    over = "" if add_months(first, months) == last else "over "
    return f"{over}{count(months, 'month')}"
