"""What every chart has: a sentence, columns with a tooltip each, a legend and a table.

Across, positions are percent of the width or whole columns, so that a chart stretches and its text
does not; downwards they are pixels from the top of the plot.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from campaigns.charts.axes import Mark, Tick


class LegendItem(NamedTuple):
    """One entry of the legend: `key` is its CSS class, `note` stands in parentheses."""

    key: str
    name: str
    value: str = ""
    note: str = ""


class TooltipLine(NamedTuple):
    """One figure of a tooltip; `key` is its CSS class, empty for one that is not drawn."""

    key: str
    name: str
    value: str


class Tooltip(NamedTuple):
    """What a column shows where it is hovered or focused."""

    title: str
    lines: tuple[TooltipLine, ...]


class TooltipColumn(NamedTuple):
    """A column of the plot; its tooltip stands in the half of the chart that it is not in."""

    number: int
    tooltip: Tooltip
    opens_left: bool


class TableRow(NamedTuple):
    """A row of the table."""

    head: str
    cells: tuple[str, ...]
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The table of the chart's numbers; `is_ledger` sets many columns closer together."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[TableRow, ...]
    totals: TableRow | None = None
    is_ledger: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """The frame that `charts/_chart.html` writes; a chart without a table is only its summary."""

    kind: ClassVar[str]
    title: ClassVar[str] = ""
    columns_title: ClassVar[str] = ""
    is_card: ClassVar[bool] = False

    summary: str
    ticks: tuple[Tick, ...] = ()
    marks: tuple[Mark, ...] = ()
    columns: tuple[TooltipColumn, ...] = ()
    legend: tuple[LegendItem, ...] = ()
    table: Table | None = None


def make_columns(tooltips: Sequence[Tooltip]) -> tuple[TooltipColumn, ...]:
    """A column for each tooltip, from left to right."""
    last = len(tooltips)
    return tuple(
        TooltipColumn(number, tooltip, opens_left=number * 2 > last + 1)
        for number, tooltip in enumerate(tooltips, 1)
    )
