"""Whether an estimate answers the question, in a few words: the same on every page."""

from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from planner.planning.days import add_months, month_of
from planner.planning.estimate import Estimate
from planner.planning.ranges import HORIZON
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
        late = f"up to {count((done_on - deadline).days, 'day')}"
        span = late if has_several else write_span(deadline, done_on)
        return Judgement(f"No: {span} late", "bad")
    if estimate.total is None:
        return Judgement("In time, at an unknown price", "open")
    if estimate.within_budget is False:
        budget = estimate.scenario.budget or Decimal(0)
        return Judgement(f"In time, but {dollars(estimate.total - budget)} over budget", "bad")
    if done_on == deadline:
        return Judgement("Tight: done on the last day", "tight")
    span = write_span(done_on, deadline)
    least = f"at least {span.removeprefix('over ')}" if has_several else span
    return Judgement(f"Yes, {least} early", "good")


def write_span(first: date, last: date) -> str:
    """The time between two days: "30 days", "8 months", "over 8 months"."""
    days = (last - first).days
    if days <= MOST_DAYS:
        return count(days, "day")
    months = next(n for n in range(days // 28, 0, -1) if add_months(first, n) <= last)
    over = "" if add_months(first, months) == last else "over "
    return f"{over}{count(months, 'month')}"


def write_difference(day: date, other: date) -> str:
    """How much sooner or later `day` is than the other: "4 days later", "1 month sooner"."""
    if day == other:
        return "as soon"
    first, last = min(day, other), max(day, other)
    months = month_of(first, last) - 1
    is_exact = months > 0 and add_months(first, months) == last
    span = count(months, "month") if is_exact else write_span(first, last)
    return f"{span} {'sooner' if day < other else 'later'}"
