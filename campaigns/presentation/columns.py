"""The columns of the comparison: values of a deadline, a number of seats or a reply rate.

The value of the question is among them, with usual ones around it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Literal, NamedTuple

from campaigns.decision import Decision
from campaigns.query.query import Query
from campaigns.reading import write_share
from planner.planning.ranges import MOST_MONTHS, MOST_SEATS
from planner.planning.scenario import BEST, Scenario
from planner.planning.wording import count, percent, show_day

Condition = Literal["deadline", "seats", "answers"]
CONDITIONS: dict[Condition, str] = {"deadline": "Deadline", "seats": "Seats", "answers": "Answers"}
USUAL_MONTHS = (1, 2, 3, 6, 9, 12, 24, 36, 60)
USUAL_RATES = tuple(Decimal(rate) / 100 for rate in (0, 5, 10, 15, 20, 30))
MOST_COLUMNS = 7
# Neighbors of a number that is larger differ little from it.
MOST_WITH_NEIGHBORS = 9


class MatrixColumn(NamedTuple):
    """A value of the condition: its name, the scenario that has it, what an address has for it."""

    name: str
    scenario: Scenario
    change: dict[str, str]
    is_current: bool


def list_columns(decision: Decision, condition: Condition) -> Iterator[MatrixColumn]:
    """The columns of a condition in order, that of the question among them."""
    lists: dict[Condition, Callable[[Decision], Iterable[MatrixColumn]]] = {
        "deadline": _list_deadlines,
        "seats": _list_seats,
        "answers": _list_rates,
    }
    yield from lists[condition](decision)


def _list_deadlines(decision: Decision) -> Iterator[MatrixColumn]:
    scenario = decision.query.scenario
    current = scenario.months_until_deadline
    is_day = scenario.is_deadline_a_day
    months = set(_around(USUAL_MONTHS, current, MOST_MONTHS))
    if is_day:
        months.discard(current)
    for month in sorted({*months, current}):
        if month == current:
            name = f"by {show_day(scenario.deadline)}" if is_day else _name_months(month)
            yield MatrixColumn(name, scenario, {} if is_day else _months(month), is_current=True)
        else:
            other = replace(scenario, deadline_months=month, deadline_on=None)
            yield MatrixColumn(_name_months(month), other, _months(month), is_current=False)


def _months(number: int) -> dict[str, str]:
    return {"deadline_months": str(number)}


def _name_months(number: int) -> str:
    return count(number, "month")


def _around(usual: Sequence[int], current: int, most: int) -> list[int]:
    """The current value, its neighbors where they differ much, and usual values around it."""
    near = {current}
    if current <= MOST_WITH_NEIGHBORS:
        near |= {one for one in (current - 1, current + 1) if 1 <= one <= most}
    others = [one for one in usual if one <= most and one not in near]
    below = [one for one in others if one < current]
    above = [one for one in others if one > current]
    # The last column is a usual value beyond.
    room = MOST_COLUMNS - len(near) - len(above[:1])
    chosen = _thin_out(below, room, following=min(near))
    return sorted([*near, *above[: max(1, room - len(chosen) + 1)], *chosen])


def _thin_out(values: Sequence[int], room: int, *, following: int) -> list[int]:
    """As many of the values as there is room for, without those that the next one is closest to."""
    left = list(values)
    while len(left) > room:
        steps = pairwise([*left, following])
        left.remove(min(steps, key=lambda step: step[1] / step[0])[0])
    return left


def _list_seats(decision: Decision) -> Iterator[MatrixColumn]:
    scenario = decision.query.scenario
    most = scenario.max_seats or MOST_SEATS
    best = _with_seats(decision.query, BEST)
    yield MatrixColumn("Best number", best, {"seats": BEST}, is_current=scenario.seats == BEST)
    cheapest = decision.comparison.cheapest
    current = scenario.seats if scenario.seats != BEST else cheapest.seats if cheapest else 1
    for seats in _numbers_around(min(current, most), most):
        yield MatrixColumn(
            count(seats, "seat"),
            _with_seats(decision.query, seats),
            {"seats": str(seats)},
            is_current=scenario.seats == seats,
        )


def _numbers_around(current: int, most: int) -> list[int]:
    """Numbers of seats around the current one: those beside it, or parts and multiples of it."""
    if current < MOST_COLUMNS:
        return [*range(1, min(most, MOST_COLUMNS) + 1)]
    around = {
        *(current - 1, current, current + 1),
        *(current // 2, current * 3 // 4, current * 3 // 2, current * 2),
    }
    return sorted(seats for seats in around if seats <= most)


def _with_seats(query: Query, seats: int | Literal["best"]) -> Scenario:
    """The scenario as it is asked with so many seats."""
    held = query.scenario.held_seats
    if query.opening_balance:
        # By legacy rules the credits that go along to any plan are those of all its seats.
        first = len(held) - len(query.plans)
        number = 1 if seats == BEST else seats
        held = (*held[:first], *(replace(one, seats=number) for one in held[first:]))
    return replace(query.scenario, seats=seats, held_seats=held)


def _list_rates(decision: Decision) -> Iterator[MatrixColumn]:
    scenario = decision.query.scenario
    most = scenario.most_reply_rate
    fewest: Decimal | Fraction = Decimal(0) if scenario.goal == "contacted" else Decimal("0.0001")
    fewest = max(fewest, scenario.least_reply_rate)
    rates = {rate for rate in USUAL_RATES if fewest <= rate <= most} | {scenario.reply_rate}
    for rate in sorted(rates):
        is_current = rate == scenario.reply_rate
        yield MatrixColumn(
            percent(rate),
            scenario if is_current else replace(scenario, reply_rate=rate),
            {} if is_current else {"reply_rate": write_share(rate)},
            is_current=is_current,
        )
