"""What two channels cost for each reply, for more and more people: where their lines cross.

A column for each number of people; dollars downwards. A line is broken where its channel does not
reach so many in time, or cannot be used for so few.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from campaigns.charts.axes import CENT, Mark, Scale, make_scale, middle_of
from campaigns.charts.frame import (
    Chart,
    LegendItem,
    Table,
    TableRow,
    Tooltip,
    TooltipLine,
    make_columns,
)
from planner.planning.channels import ChannelBreakEven, CostPoint
from planner.planning.wording import dollars
from planner.planning.worth import count_stage
from planner.planning.worth.amounts import to_cents
from planner.planning.worth.explanation import NOUNS

NOTHING = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossingChart(Chart):
    """What `charts/_crossing.html` writes; only a summary where neither has a cost."""

    kind: ClassVar[str] = "crossing"
    columns_title: ClassVar[str] = "Cost of each, by the people written to"

    first: str = ""
    second: str = ""


def draw_crossing(found: ChannelBreakEven) -> CrossingChart:
    """The chart of a break-even, for the numbers of people of its curve."""
    one, _ = NOUNS[found.stage]
    summary = f"What each {one} costs, by the number of people."
    costs = [cost for point in found.curve for cost in (point.first, point.second) if cost]
    if not costs:
        return CrossingChart(summary=summary)
    scale = make_scale(to_cents(max(costs)), unit=CENT)
    names = found.first.name, found.second.name
    return CrossingChart(
        summary=summary,
        ticks=scale.mark(scale.write_dollars),
        marks=tuple(_mark(found.curve)),
        first=_trace([_cents(point.first) for point in found.curve], scale),
        second=_trace([_cents(point.second) for point in found.curve], scale),
        columns=make_columns([_make_tooltip(point, names) for point in found.curve]),
        legend=(LegendItem("s1", names[0]), LegendItem("s2", names[1])),
        table=Table(
            caption=f"What each {one} costs, by the number of people",
            headers=("People", *names),
            rows=tuple(TableRow(f"{point.people:,}", _write(point)) for point in found.curve),
        ),
    )


def _cents(cost: Fraction | None) -> Decimal | None:
    return None if cost is None else to_cents(cost)


def _mark(curve: Sequence[CostPoint]) -> Iterator[Mark]:
    """The numbers of people below the columns; on a phone every other one, from the last back."""
    for number, point in enumerate(curve, 1):
        is_everywhere = (len(curve) - number) % 2 == 0
        room = "" if is_everywhere else "wide"
        at = middle_of(number, len(curve))
        yield Mark(at, f"{point.people:,}", room=room, has_notch=False)


def _trace(costs: Sequence[Decimal | None], scale: Scale) -> str:
    """A line through the middles of the columns, begun again behind a gap."""
    path, goes_on = "", False
    for column, cost in enumerate(costs):
        if cost is not None:
            path += f"{'L' if goes_on else 'M'}{column + 0.5:g} {scale.place(cost):g}h0"
        goes_on = cost is not None
    return path


def _write(point: CostPoint) -> tuple[str, str]:
    first, second = (
        NOTHING if cost is None else dollars(to_cents(cost)) for cost in (point.first, point.second)
    )
    return first, second


def _make_tooltip(point: CostPoint, names: tuple[str, str]) -> Tooltip:
    first, second = _write(point)
    return Tooltip(
        count_stage(point.people, "people"),
        (TooltipLine("s1", names[0], first), TooltipLine("s2", names[1], second)),
    )
