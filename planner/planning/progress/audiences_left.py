"""What is left of each audience, as far as a record goes (RULES.md §13)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from planner.planning.audience import Audience
from planner.planning.goals import GOALS, RATES
from planner.planning.progress.record import Record
from planner.planning.scenario import Scenario
from planner.planning.shares import exact


def count_reached(scenario: Scenario, record: Record) -> int:
    """The leads that a record reaches; behind a reply the planned shares of them, rounded down."""
    if scenario.goal == "contacted":
        return record.sent
    reached = Fraction(record.replied)
    for goal in GOALS[2 : GOALS.index(scenario.goal) + 1]:
        reached *= exact(getattr(scenario, RATES[goal]))
    return reached.numerator // reached.denominator


def count_left_by_audience(scenario: Scenario, record: Record) -> dict[str, int]:
    """The leads that each audience lacks, by its name, in the order of the queue.

    Entries of no audience of the scenario count for the first audiences in the queue.
    """
    names = [prefix.audience.name for prefix in scenario.queue]
    named = {
        prefix.audience.name: max(
            0,
            prefix.audience.target
            - count_reached(scenario, record.of_audiences([prefix.audience.name])),
        )
        for prefix in scenario.queue
    }
    unnamed = count_reached(scenario, record.of_audiences(names, others=True))
    for name, left in named.items():
        named[name] = max(0, left - unnamed)
        unnamed = max(0, unnamed - left)
    return named


def list_audiences_left(
    scenario: Scenario,
    record: Record,
    *,
    on: date,
    reply_rate: Decimal,
    rates: Mapping[str, Decimal] | None = None,
) -> tuple[Audience, ...]:
    """The audiences that lack leads on a day, with a reply rate of the scenario's.

    `rates` replace the reply rates that audiences have of their own, by their names. Those whose
    own deadline is over have none any more; the order of all stays as it was.
    """
    left = count_left_by_audience(scenario, record)
    lacking = [
        _with_rates(replace(one, target=left[one.name]), scenario, reply_rate, rates or {})
        for one in scenario.audiences
        if left[one.name]
    ]
    over = set(list_overdue(scenario, record, on=on))
    if not over:
        return tuple(lacking)
    place = {prefix.audience.name: number for number, prefix in enumerate(scenario.queue, start=1)}
    return tuple(
        replace(
            one,
            priority=place[one.name],
            deadline_on=None if one.name in over else one.deadline_on,
        )
        for one in lacking
    )


def _with_rates(
    one: Audience, scenario: Scenario, reply_rate: Decimal, rates: Mapping[str, Decimal]
) -> Audience:
    """The audience with its new reply rate, and declines of at most what that leaves."""
    own = None if one.reply_rate is None else rates.get(one.name, one.reply_rate)
    left = 1 - (reply_rate if own is None else own)
    decline_rate = one.decline_rate
    if decline_rate is not None:
        decline_rate = min(decline_rate, left)
    elif scenario.decline_rate > left and own is not None:
        decline_rate = left
    return replace(one, reply_rate=own, decline_rate=decline_rate)


def list_overdue(scenario: Scenario, record: Record, *, on: date) -> Iterator[str]:
    """The audiences that lack leads and whose own deadline is before a day, by their names."""
    deadlines = {one.name: one.deadline_on for one in scenario.audiences}
    for name, left in count_left_by_audience(scenario, record).items():
        deadline = deadlines[name]
        if left and deadline is not None and deadline < on:
            yield name


def without_deadlines(scenario: Scenario) -> tuple[Audience, ...]:
    """The audiences of a scenario in the same order, due by its own deadline alone."""
    place = {prefix.audience.name: number for number, prefix in enumerate(scenario.queue, start=1)}
    return tuple(
        replace(one, priority=place[one.name], deadline_on=None) for one in scenario.audiences
    )
