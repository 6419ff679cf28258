"""A plan over channels month by month, as pages and files show it (RULES.md §10).

Numbers with a decimal are rounded as running totals, so that those shown add up to the one shown of
the whole plan.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from campaigns.wording import day
from planner.planning.channels import (
    Channel,
    ChannelPlan,
    ChannelShare,
    PlanMonth,
    PlanStep,
    describe_payment,
    list_plan_months,
    list_steps,
    name_units,
)
from planner.planning.days import month_of
from planner.planning.wording import count, dollars
from planner.planning.worth import Outcome
from planner.planning.worth.amounts import to_tenths

UNKNOWN = "?"


class MonthRow(NamedTuple):
    """A channel in a month: what is to be done, the people reached, what they take and bring.

    `hours` and `replies` are to one decimal, `None` where a rate is unknown; `due` is dollars.
    """

    month: int
    starts_on: date
    channel: str
    to_do: str
    people: int
    due: Decimal
    hours: Decimal | None
    replies: Decimal | None

    @property
    def figures(self) -> tuple[tuple[str, str], ...]:
        """The figures in words, each with its head."""
        return (
            ("People", f"{self.people:,}"),
            ("Due", dollars(self.due)),
            ("Own hours", _write(self.hours)),
            ("Replies", _write(self.replies)),
        )


class MonthTable(NamedTuple):
    """The months of a plan, a row for each channel in each, and the totals of the plan."""

    rows: tuple[MonthRow, ...]
    totals: MonthRow


def list_month_rows(plan: ChannelPlan) -> MonthTable | None:
    """The table of a plan; `None` without one."""
    months, outcome = list_plan_months(plan), plan.outcome
    if not months or outcome is None:
        return None
    shares = [(month, one) for month in months for one in month.shares]
    hours = _round_running(one.outcome.hours for _, one in shares)
    replies = _round_running(one.outcome.answers for _, one in shares)
    to_do = _list_to_do(plan)
    rows = tuple(
        MonthRow(
            month=month.month,
            starts_on=month.starts_on,
            channel=one.channel.name,
            to_do=to_do.get((month.month, one.channel.slug), ""),
            people=one.people,
            due=one.due,
            hours=own_hours,
            replies=own_replies,
        )
        for (month, one), own_hours, own_replies in zip(shares, hours, replies, strict=True)
    )
    return MonthTable(rows, _add_up(months, outcome))


def _add_up(months: Sequence[PlanMonth], outcome: Outcome) -> MonthRow:
    return MonthRow(
        month=len(months),
        starts_on=months[0].starts_on,
        channel="",
        to_do="",
        people=sum(month.outcome.people for month in months),
        due=outcome.cash or Decimal(0),
        hours=None if outcome.hours is None else to_tenths(outcome.hours),
        replies=None if outcome.answers is None else to_tenths(outcome.answers),
    )


def _list_to_do(plan: ChannelPlan) -> dict[tuple[int, str], str]:
    """By month and channel, what is to be done on which day."""
    texts: dict[tuple[int, str], list[str]] = {}
    for step in list_steps(plan):
        month = month_of(plan.request.start_on, step.on)
        texts.setdefault((month, step.share.channel.slug), []).append(write_step(step))
    return {key: ", ".join(parts) for key, parts in texts.items()}


def write_step(step: PlanStep) -> str:
    """A step with its day: "order 5 mailboxes on 1 Dec 2026", "warm up until 28 Dec 2026"."""
    channel, on = step.share.channel, day(step.on)
    if step.kind == "order":
        if not isinstance(channel, Channel):
            return f"{_subscribe(step.share)} on {on}"
        # Persons and callers that are there already are not ordered.
        verb = "order" if has_to_be_bought(channel) else "begin with"
        return f"{verb} {count(step.share.units, channel.unit)} on {on}"
    return {
        "warm": f"warm up until {on}",
        "first": f"first touch on {on}",
        "done": f"done on {on}",
    }[step.kind]


def _subscribe(share: ChannelShare) -> str:
    """The seats to begin with: those that are there already are not subscribed to again."""
    paid = f", {how}," if (how := describe_payment(share)) else ""
    if share.new_seats == share.units:
        return f"subscribe to {name_units(share)}{paid}"
    new = f", {share.new_seats:,} of them new" if share.new_seats else ""
    return f"begin with {name_units(share)}{new}{paid}"


def has_to_be_bought(channel: Channel) -> bool:
    """Whether the units of a channel cost anything, as mailboxes do."""
    return any((channel.unit_price, channel.set_up_price, channel.tool_price))


def _round_running(numbers: Iterable[Fraction | None]) -> Iterator[Decimal | None]:
    """Each number to a tenth, so that any first few add up to their rounded total."""
    exact, shown = Fraction(0), Decimal(0)
    for number in numbers:
        if number is None:
            yield None
            continue
        exact += number
        total = to_tenths(exact)
        yield total - shown
        shown = total


def _write(number: Decimal | None) -> str:
    return UNKNOWN if number is None else f"{number:,.1f}"
