"""Least cost by deadline: a line for each of the best plans, on the broad line of the least of all.

A column is a deadline in months; in it every line stands at what being done by then costs at the
least. Costs are exact dollars; `None` is a plan that is not done by then.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import ClassVar, NamedTuple

from campaigns.charts.axes import CENT, HEIGHT, Scale, make_scale, mark_months, middle_of
from campaigns.charts.frame import (
    Chart,
    ColumnSet,
    LegendItem,
    Table,
    TableRow,
    Tooltip,
    TooltipLine,
    make_columns,
)
from campaigns.charts.plan_costs import PlanCosts, choose_plans, find_costs
from campaigns.wording import day, write_deadline
from planner.planning.comparison import Comparison, FrontierPoint
from planner.planning.days import last_day_of
from planner.planning.scenario import Scenario
from planner.planning.wording import count, dollars

NOTHING, NOT_BY_THEN = "–", "not by then"
# Columns at least 24 pixels broad in the narrowest charts of a phone and of a desktop (charts.css).
MOST_LINKS_NARROW, MOST_LINKS_WIDE = 7, 20


class Line(NamedTuple):
    """One plan's line: `key` is the CSS class of its color and dashes."""

    key: str
    name: str
    path: str


class Pick(NamedTuple):
    """The ring at the cheapest choice, and the text beside it."""

    x: float
    y: float
    text_at: float
    anchor: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontierChart(Chart):
    """What `charts/_frontier.html` writes; only a summary where there is no line."""

    kind: ClassVar[str] = "frontier"
    title: ClassVar[str] = "Least cost by deadline"
    columns_title: ClassVar[str] = "Least cost, deadline by deadline"
    is_card: ClassVar[bool] = True

    months: int = 0
    deadline: str = ""
    least_path: str = ""
    lines: tuple[Line, ...] = ()
    pick: Pick | None = None
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
    least = [point.option.total if point.option else None for point in frontier]
    highest = max(cost for cost in (*least, *(plan.known[0] for plan in drawn)) if cost is not None)
    scale = make_scale(highest, unit=CENT)
    lines = tuple(
        Line(f"s{number}", plan.terms.name, _trace(plan.costs, scale))
        for number, plan in enumerate(drawn, 1)
    )
    return FrontierChart(
        summary=_summarize(frontier, scenario),
        months=len(frontier),
        deadline=count(len(frontier), "month"),
        ticks=scale.mark(scale.write_dollars),
        marks=tuple(mark_months(len(frontier))),
        least_path=_trace(least, scale),
        lines=lines,
        pick=_pick(frontier, scale),
        columns=make_columns(list(_make_tooltips(drawn, comparison, addresses))),
        column_sets=_choose_column_sets(len(frontier)),
        legend=tuple(
            LegendItem(line.key, line.name, dollars(plan.known[-1]))
            for line, plan in zip(lines, drawn, strict=True)
        ),
        table=_make_table(priced, comparison, addresses),
        notes=tuple(_note(compared, priced=priced, drawn=drawn)),
    )


def _trace(costs: Sequence[Decimal | None], scale: Scale) -> str:
    """A step for every run of equal costs, in columns across."""
    path, month = "", 0
    for cost, run in groupby(costs):
        start, month = month, month + len(list(run))
        if cost is not None:
            y = f"{scale.place(cost):g}"
            path += f"V{y}H{month}" if path else f"M{start} {y}H{month}"
    return path


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
        text=f"{dollars(option.total)} in {count(option.months, 'month')}",
    )


def _choose_column_sets(months: int) -> tuple[ColumnSet, ...]:
    """Columns as links where each is at least 24 pixels broad (WCAG 2.2, 2.5.8).

    Narrower ones can be hovered and focused only; the table has their links.
    """
    if months <= MOST_LINKS_NARROW:
        return (ColumnSet("", has_links=True),)
    if months <= MOST_LINKS_WIDE:
        return ColumnSet("wide", has_links=True), ColumnSet("narrow", has_links=False)
    return (ColumnSet("", has_links=False),)


def _make_tooltips(
    drawn: Sequence[PlanCosts],
    comparison: Comparison,
    addresses: Callable[[int], str],
) -> Iterator[Tooltip]:
    """What the plans cost by each deadline, the cheapest first."""
    for index, point in enumerate(comparison.frontier):
        keyed = [(plan.costs[index], f"s{n}", plan.terms) for n, plan in enumerate(drawn, 1)]
        if point.option and point.terms and point.terms not in [plan.terms for plan in drawn]:
            keyed.append((point.option.total, "", point.terms))
        keyed.sort(key=lambda costs: (costs[0] is None, costs[0] or 0))
        yield Tooltip(
            _within(point, comparison.scenario),
            tuple(
                TooltipLine(key, terms.name, NOT_BY_THEN if cost is None else dollars(cost))
                for cost, key, terms in keyed
            ),
            addresses(point.deadline_months),
        )


def _make_table(
    priced: Sequence[PlanCosts],
    comparison: Comparison,
    addresses: Callable[[int], str],
) -> Table:
    return Table(
        caption="What being done within so many months costs at the least",
        headers=("Done within", "Least of all", "With", *(plan.terms.name for plan in priced)),
        rows=tuple(_make_rows(priced, comparison, addresses)),
    )


def _make_rows(
    priced: Sequence[PlanCosts],
    comparison: Comparison,
    addresses: Callable[[int], str],
) -> Iterator[TableRow]:
    """Deadlines between which nothing changes share a row, which leads to the first of them."""
    frontier, scenario = comparison.frontier, comparison.scenario
    by_deadline = zip(*(plan.costs for plan in priced), strict=True)
    leading = [point.terms for point in frontier]
    first = 1
    for (costs, terms), run in groupby(zip(by_deadline, leading, strict=True)):
        last = first + len(list(run)) - 1
        plan, point = terms.name if terms else NOTHING, frontier[last - 1]
        yield TableRow(
            (count(last, "month") if first == last else f"{first} to {last} months")
            + (f", by {day(point.deadline)}" if _is_cut(point, scenario) else ""),
            (_cost_of(point), plan, *map(_write, costs)),
            address=addresses(first),
        )
        first = last + 1


def _write(cost: Decimal | None) -> str:
    return NOTHING if cost is None else dollars(cost)


def _summarize(frontier: Sequence[FrontierPoint], scenario: Scenario) -> str:
    """The chart's content in a sentence or two."""
    soonest = next(point for point in frontier if point.option)
    latest = frontier[-1]
    plan = f", with {latest.terms.name}" if latest.terms else ""
    sentence = f"{_within(latest, scenario)} the least is {_cost_of(latest)}{plan}."
    if _cost_of(soonest) == _cost_of(latest):
        return sentence
    is_other = soonest.terms is not None and soonest.terms != latest.terms
    other_plan = f", with {soonest.terms.name}" if soonest.terms and is_other else ""
    within = f"{_within(soonest, scenario)}, the soonest without buying ahead,"
    return f"{sentence} {within} it is {_cost_of(soonest)}{other_plan}."


def _within(point: FrontierPoint, scenario: Scenario) -> str:
    """A deadline at the beginning of a sentence: "Within 3 months", "By 26 Dec 2026"."""
    if _is_cut(point, scenario):
        return f"By {day(point.deadline)}"
    return f"Within {count(point.deadline_months, 'month')}"


def _is_cut(point: FrontierPoint, scenario: Scenario) -> bool:
    """Whether the deadline is a day in the midst of a month."""
    return point.deadline != last_day_of(scenario.start_on, point.deadline_months)


def _cost_of(point: FrontierPoint) -> str:
    return _write(point.option.total if point.option else None)


def _explain_emptiness(scenario: Scenario) -> str:
    if not scenario.to_send:
        return (
            "Every message goes to an open profile, which costs no credit: nothing is to be paid."
        )
    within = write_deadline(scenario)
    return f"No plan with a known price is done {within}, so there is no cost to draw."


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
