"""Least cost by deadline: a line for each of the best plans, and the least of all beneath them.

A column is a deadline in months; in it every line stands at what being done by then costs at the
least. Costs are exact dollars; `None` is a plan that is not done by then.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from campaigns.charts.axes import (
    CENT,
    HEIGHT,
    MonthMark,
    Scale,
    Tick,
    make_scale,
    mark_months,
    middle_of,
)
from campaigns.charts.labels import spread, wrap
from campaigns.charts.plan_costs import PlanCosts, choose_plans, find_costs
from planner.planning.comparison import Comparison, FrontierPoint
from planner.planning.scenario import Scenario
from planner.planning.wording import count, dollars

LETTERS = "ABCDE"
NOTHING, NOT_BY_THEN = "–", "not by then"
LINE_HEIGHT, HALF_A_LETTER, LABEL_GAP, LABEL_BREADTH = 14, 4, 7, 18.5
# Labels may stand a little above and below the plot.
LABELS_FROM, LABELS_TO = -10.0, HEIGHT + 10.0
# Columns that are at least 24 pixels broad in a chart of 246, 560 and 812 pixels.
MOST_LINKS_NARROW, MOST_LINKS_WIDE, MOST_LINKS_BROAD = 6, 12, 24
# From which part of the chart on a column's costs are shown on the left, not beside the labels.
OPENS_LEFT_FROM = 0.75


class LabelLine(NamedTuple):
    """One line of a label; `at` is its baseline."""

    at: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One plan's line: `key` names its colour and dashes, `letter` stands for its name."""

    key: str
    letter: str
    name: str
    cost: str
    path: str
    leader: str
    label_at: float
    label: tuple[LabelLine, ...]


class PlanCost(NamedTuple):
    """A plan's cost in a column; `key` is empty where the plan has no line."""

    key: str
    name: str
    cost: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A deadline: where it leads, and what the plans cost by then, the cheapest first."""

    months: int
    title: str
    address: str
    costs: tuple[PlanCost, ...]
    opens_left: bool
    is_deadline: bool


class ColumnSet(NamedTuple):
    """All columns in one form, shown in charts of one `room`: a class, empty for all charts."""

    room: str


class Pick(NamedTuple):
    """The ring at the cheapest choice, and what is written beside it."""

    x: float
    y: float
    text_at: float
    anchor: str
    cost: str
    when: str


class TableRow(NamedTuple):
    """Deadlines between which nothing changes; costs in the order of the chart's plans.

    `address` is the page for the first of them.
    """

    title: str
    address: str
    least: str
    plan: str
    costs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontierChart:
    """Everything that `charts/_frontier.html` writes; only a summary where there is no line."""

    summary: str
    deadline: str = ""
    months: int = 0
    ticks: tuple[Tick, ...] = ()
    marks: tuple[MonthMark, ...] = ()
    least_path: str = ""
    lines: tuple[Line, ...] = ()
    pick: Pick | None = None
    columns: tuple[Column, ...] = ()
    links: ColumnSet | None = None
    slivers: ColumnSet | None = None
    plans: tuple[str, ...] = ()
    rows: tuple[TableRow, ...] = ()
    notes: tuple[str, ...] = ()


def draw_frontier(comparison: Comparison, *, addresses: Callable[[int], str]) -> FrontierChart:
    """The chart of a comparison; `addresses` gives the page for a deadline of so many months."""
    scenario, frontier = comparison.scenario, comparison.frontier
    plans = list(dict.fromkeys(estimate.terms for estimate in comparison.estimates))
    compared = [find_costs(comparison, terms) for terms in plans]
    priced = [plan for plan in compared if plan.known]
    if not priced or not scenario.to_send:
        return FrontierChart(summary=_explain_emptiness(scenario))
    drawn = choose_plans(priced, leading={point.terms for point in frontier})
    links, slivers = _form_columns(len(frontier))
    least = [point.option.total if point.option else None for point in frontier]
    highest = max(cost for cost in (*least, *(plan.known[0] for plan in drawn)) if cost is not None)
    scale = make_scale(highest, unit=CENT)
    return FrontierChart(
        summary=_summarise(frontier),
        deadline=count(len(frontier), "month"),
        months=len(frontier),
        ticks=scale.mark(scale.write_dollars),
        marks=tuple(mark_months(len(frontier))),
        least_path=_trace(least, scale),
        lines=tuple(_draw_lines(drawn, scale)),
        pick=_pick(frontier, scale),
        columns=tuple(_make_columns(drawn, frontier, addresses)),
        links=links,
        slivers=slivers,
        plans=tuple(plan.terms.name for plan in priced),
        rows=tuple(_make_rows(priced, frontier, addresses)),
        notes=tuple(_note(compared, priced=priced, drawn=drawn)),
    )


def _trace(costs: Sequence[Decimal | None], scale: Scale) -> str:
    """A step for every run of equal costs, in units of months across."""
    path, month = "", 0
    for cost, run in groupby(costs):
        start, month = month, month + len(list(run))
        if cost is not None:
            y = f"{scale.place(cost):g}"
            path += f"V{y}H{month}" if path else f"M{start} {y}H{month}"
    return path


def _draw_lines(drawn: Sequence[PlanCosts], scale: Scale) -> Iterator[Line]:
    ends = [scale.place(plan.known[-1]) for plan in drawn]
    names = [wrap(plan.terms.name, breadth=LABEL_BREADTH) for plan in drawn]
    heights = [LINE_HEIGHT * len(name) + LABEL_GAP for name in names]
    places = spread(ends, heights, low=LABELS_FROM, high=LABELS_TO)
    drawn_with = zip(drawn, ends, names, places, strict=True)
    for number, (plan, end, name, place) in enumerate(drawn_with):
        yield Line(
            key=f"s{number + 1}",
            letter=LETTERS[number],
            name=plan.terms.name,
            cost=dollars(plan.known[-1]),
            path=_trace(plan.costs, scale),
            leader=f"M1 {end:g}h3L12 {round(place, 1):g}h3",
            label_at=round(place + HALF_A_LETTER, 1),
            label=tuple(_set_lines(name, place)),
        )


def _set_lines(name: Sequence[str], middle: float) -> Iterator[LabelLine]:
    first = middle + HALF_A_LETTER - LINE_HEIGHT * (len(name) - 1) / 2
    for line, text in enumerate(name):
        yield LabelLine(round(first + LINE_HEIGHT * line, 1), text)


def _pick(frontier: Sequence[FrontierPoint], scale: Scale) -> Pick | None:
    """The ring in the first month by which the least cost of all is reached."""
    option = frontier[-1].option
    if option is None or option.total is None:
        return None
    x, y = middle_of(max(1, option.months), len(frontier)), scale.place(option.total)
    is_low = y > HEIGHT - 32
    return Pick(
        x=x,
        y=y,
        text_at=round(y - 14 if is_low else y + 23, 1),
        anchor="start" if x < 33 else "end" if x > 67 else "middle",
        cost=dollars(option.total),
        when=f" in {count(option.months, 'month')}",
    )


def _form_columns(months: int) -> tuple[ColumnSet | None, ColumnSet | None]:
    """The charts whose columns are links, and those where they are too narrow to be aimed at.

    A link is at least 24 pixels broad (WCAG 2.2, 2.5.8). Where a column is not, it can be hovered
    and focused like the others, and the table has its link.
    """
    if months <= MOST_LINKS_NARROW:
        return ColumnSet(""), None
    if months <= MOST_LINKS_WIDE:
        return ColumnSet("wide"), ColumnSet("narrow")
    if months <= MOST_LINKS_BROAD:
        return ColumnSet("broad"), ColumnSet("slim")
    return None, ColumnSet("")


def _make_columns(
    drawn: Sequence[PlanCosts],
    frontier: Sequence[FrontierPoint],
    addresses: Callable[[int], str],
) -> Iterator[Column]:
    for index, point in enumerate(frontier):
        deadline = point.deadline_months
        keyed = [(plan.costs[index], f"s{n}", plan.terms) for n, plan in enumerate(drawn, 1)]
        if point.option and point.terms and point.terms not in [plan.terms for plan in drawn]:
            keyed.append((point.option.total, "", point.terms))
        keyed.sort(key=lambda costs: (costs[0] is None, costs[0] or 0))
        yield Column(
            months=deadline,
            title=f"Within {_months(point)}",
            address=addresses(deadline),
            costs=tuple(
                PlanCost(key, terms.name, NOT_BY_THEN if cost is None else dollars(cost))
                for cost, key, terms in keyed
                if terms
            ),
            opens_left=deadline > len(frontier) * OPENS_LEFT_FROM,
            is_deadline=deadline == len(frontier),
        )


def _make_rows(
    priced: Sequence[PlanCosts],
    frontier: Sequence[FrontierPoint],
    addresses: Callable[[int], str],
) -> Iterator[TableRow]:
    by_deadline = zip(*(plan.costs for plan in priced), strict=True)
    leading = [point.terms for point in frontier]
    first = 1
    for (costs, terms), run in groupby(zip(by_deadline, leading, strict=True)):
        last = first + len(list(run)) - 1
        yield TableRow(
            title=count(last, "month") if first == last else f"{first} to {last} months",
            address=addresses(first),
            least=_cost_of(frontier[last - 1]),
            plan=terms.name if terms else NOTHING,
            costs=tuple(map(_write, costs)),
        )
        first = last + 1


def _write(cost: Decimal | None) -> str:
    return NOTHING if cost is None else dollars(cost)


def _summarise(frontier: Sequence[FrontierPoint]) -> str:
    """What the chart says, in a sentence or two."""
    soonest = next(point for point in frontier if point.option)
    latest = frontier[-1]
    with_whom = f", with {latest.terms.name}" if latest.terms else ""
    said = f"Within {_months(latest)} the least is {_cost_of(latest)}{with_whom}."
    if _cost_of(soonest) == _cost_of(latest):
        return said
    is_other = soonest.terms is not None and soonest.terms != latest.terms
    with_other = f", with {soonest.terms.name}" if soonest.terms and is_other else ""
    within = f"Within {_months(soonest)}, the soonest without buying ahead,"
    return f"{said} {within} it is {_cost_of(soonest)}{with_other}."


def _months(point: FrontierPoint) -> str:
    return count(point.deadline_months, "month")


def _cost_of(point: FrontierPoint) -> str:
    return _write(point.option.total if point.option else None)


def _explain_emptiness(scenario: Scenario) -> str:
    if not scenario.to_send:
        return (
            "Every message goes to an open profile, which costs no credit: nothing is to be paid."
        )
    within = count(scenario.deadline_months, "month")
    return f"No plan with a known price is done within {within}, so there is no cost to draw."


def _note(
    compared: Sequence[PlanCosts], *, priced: Sequence[PlanCosts], drawn: Sequence[PlanCosts]
) -> Iterator[str]:
    """What the lines leave out."""
    if len(priced) > len(drawn):
        yield f"{len(drawn)} of {len(priced)} plans are drawn; the table has them all."
    late = [plan.terms.name for plan in compared if not plan.is_in_time]
    if late:
        yield f"Not done by then: {'; '.join(late)}."
    unpriced = [p.terms.name for p in compared if p.is_in_time and p not in priced]
    if unpriced:
        yield f"Without a known price: {'; '.join(unpriced)}."
