"""The charts of channels have the study's numbers: break-even lines, swings."""

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from campaigns.charts import draw_channel_tornado, draw_crossing
from campaigns.charts.axes import HEIGHT
from planner.planning.channels import (
    ChannelBreakEven,
    ChannelSwing,
    CostPoint,
    find_channel_break_even,
)
from planner.planning.channels.break_evens import MOST_POINTS, list_round_numbers
from planner.planning.wording import dollars
from planner.planning.worth.amounts import to_cents
from tests.known import known
from tests.planning.channel_book import CALLS, CORE, EMAIL, make_inmail, make_request

CHANNELS = {"email": EMAIL}
SWING = ChannelSwing(
    slug="email",
    field="reply_rate",
    low=Decimal("0.01"),
    high=Decimal("0.03"),
    cost_at_low=None,
    cost_at_high=Decimal(300),
    swing=None,
)


def make_break_even() -> ChannelBreakEven:
    return find_channel_break_even(make_request(people=700), EMAIL, CALLS)


def points_of(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", path)]


def test_the_numbers_of_people_are_round_and_end_with_all() -> None:
    assert list_round_numbers(1, 700) == [1, 2, 5, 10, 20, 50, 100, 200, 500, 700]
    assert list_round_numbers(0, 1) == [1]
    assert list_round_numbers(4, 10) == [5, 10]
    assert len(list_round_numbers(1, 1_000_000)) == MOST_POINTS


def test_the_curve_begins_below_the_number_at_which_the_lines_cross() -> None:
    found = find_channel_break_even(make_request(people=700), make_inmail(CORE), EMAIL)
    assert found.not_below == 106
    numbers = [point.people for point in found.curve]
    assert numbers == [100, 105, 106, 200, 500, 700]
    cheaper = [known(one.first) < known(one.second) for one in found.curve[1:3]]
    assert cheaper == [True, False]


def test_the_lines_are_at_the_costs_of_the_curve() -> None:
    found = make_break_even()
    chart = draw_crossing(found)
    costs = [to_cents(one.first) for one in found.curve if one.first is not None]
    highest = max(to_cents(cost) for one in found.curve for cost in one[1:] if cost is not None)
    heights = [HEIGHT - y for _, y in points_of(chart.first)]
    assert len(heights) == len(costs)
    assert max(costs) <= highest
    per_dollar = heights[0] / float(costs[0])
    for height, cost in zip(heights, costs, strict=True):
        assert height == pytest.approx(float(cost) * per_dollar, abs=0.2)


def test_table_and_tooltips_have_the_costs_of_the_curve() -> None:
    found = make_break_even()
    chart = draw_crossing(found)
    assert chart.table is not None
    assert chart.table.headers == ("People", EMAIL.name, CALLS.name)
    for point, row, column in zip(found.curve, chart.table.rows, chart.columns, strict=True):
        written = tuple(
            "–" if cost is None else dollars(to_cents(cost)) for cost in (point.first, point.second)
        )
        assert (row.head, row.cells) == (f"{point.people:,}", written)
        assert tuple(line.value for line in column.tooltip.lines) == written


def test_where_a_channel_has_no_cost_its_line_is_broken() -> None:
    curve = (
        CostPoint(1, Fraction(4), None),
        CostPoint(2, None, None),
        CostPoint(5, Fraction(2), Fraction(1)),
    )
    chart = draw_crossing(replace(make_break_even(), curve=curve))
    assert chart.first.count("M") == 2
    assert points_of(chart.second) == [(2.5, 156.0)]
    empty = draw_crossing(replace(make_break_even(), curve=(CostPoint(1, None, None),)))
    assert not empty.columns


def test_the_swings_are_those_of_the_channels() -> None:
    price = replace(
        SWING,
        field="unit_price",
        low=Decimal(4),
        high=Decimal(6),
        cost_at_low=Decimal(150),
        cost_at_high=Decimal(250),
    )
    chart = draw_channel_tornado([SWING, price], Decimal(200), CHANNELS)
    assert [row.name for row in chart.rows] == [
        "Cold e-mail: reply rate of people",
        "Cold e-mail: unit price",
    ]
    assert chart.table is not None
    assert [row.cells for row in chart.table.rows] == [
        ("1 %", "no plan", "3 %", "$300.00"),
        ("$4.00", "$150.00", "$6.00", "$250.00"),
    ]
    (lower, higher) = chart.rows[1].bars
    assert lower.x + lower.width == pytest.approx(higher.x)
    assert not chart.rows[0].bars[0].has_end
