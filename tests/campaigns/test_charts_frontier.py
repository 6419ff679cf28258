"""The chart of the least cost by deadline: it shows the engine's numbers."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from campaigns.charts import (
    draw_frontier,
)
from campaigns.charts.axes import CENT, make_scale
from campaigns.charts.frontier import MOST_LINKS_NARROW, MOST_LINKS_WIDE
from planner.planning.comparison import compare
from planner.planning.terms import Terms
from planner.planning.wording import dollars
from tests.campaigns.chart_cases import (
    CAREER,
    CREDITS_NOT_SOLD,
    LEAST_PLOTS,
    NAVIGATOR,
    SCRIPT,
    UNPRICED,
    address_of,
    cost_of,
    frontier,
    many,
    read,
    read_steps,
    read_table,
    text_of,
    write,
)
from tests.known import known
from tests.planning.builders import make_scenario, make_terms

FRONTIERS = {
    "the article": ([NAVIGATOR, CAREER], {}),
    "one plan": ([NAVIGATOR], {}),
    "13 plans": ([*many(11), NAVIGATOR, UNPRICED], {"target": 400, "deadline_months": 24}),
    "one month": ([NAVIGATOR, CAREER], {"deadline_months": 1}),
    "60 months": (many(5), {"target": 3_000, "deadline_months": 60}),
    "a million leads": (many(13), {"target": 1_000_000, "deadline_months": 60, "seats": 3}),
    "equal costs": ([replace(NAVIGATOR, slug=f"{n}", name=f"Twin {n}") for n in range(5)], {}),
    "one is late": ([CREDITS_NOT_SOLD, CAREER], {"target": 200}),
    "not at first": ([CREDITS_NOT_SOLD], {"target": 150}),
    "no cost at all": ([make_terms(monthly_price=Decimal(0), credit_price=Decimal(0))], {}),
    "odd names": ([replace(NAVIGATOR, name=SCRIPT), replace(CAREER, name="超级" * 20)], {}),
}


@pytest.mark.parametrize(("terms", "changes"), FRONTIERS.values(), ids=FRONTIERS)
def test_the_table_says_what_the_engine_says(terms: list[Terms], changes: dict[str, Any]) -> None:
    comparison = compare(make_scenario(**changes), terms)
    markup = write("frontier", draw_frontier(comparison, addresses=address_of))

    header, *rows = read_table(markup)
    by_name = {" ".join(plan.name.split()): plan for plan in terms}
    month = 0
    for title, least, leader, *costs in rows:
        months = [int(number) for number in re.findall(r"\d+", title)]
        assert months[0] == month + 1
        for month in range(months[0], months[-1] + 1):
            point = comparison.frontier[month - 1]
            assert least == (dollars(known(point.option.total)) if point.option else "–")
            assert leader == (" ".join(point.terms.name.split()) if point.terms else "–")
            for name, cost in zip(header[3:], costs, strict=True):
                expected = cost_of(by_name[name], comparison, month)
                assert cost == ("–" if expected is None else dollars(expected))
    assert month == comparison.scenario.deadline_months


@pytest.mark.parametrize(("terms", "changes"), FRONTIERS.values(), ids=FRONTIERS)
def test_every_column_says_what_each_drawn_plan_costs_by_then(
    terms: list[Terms], changes: dict[str, Any]
) -> None:
    comparison = compare(make_scenario(**changes), terms)
    chart = draw_frontier(comparison, addresses=address_of)
    by_name = {plan.name: plan for plan in terms}

    assert len(chart.columns) == comparison.scenario.deadline_months
    for months, column in enumerate(chart.columns, 1):
        assert column.tooltip.address == address_of(months)
        assert {line.key for line in chart.lines} <= {cost.key for cost in column.tooltip.lines}
        for _, name, cost in column.tooltip.lines:
            expected = cost_of(by_name[name], comparison, months)
            assert cost == ("not by then" if expected is None else dollars(expected))


@pytest.mark.parametrize(("terms", "changes"), FRONTIERS.values(), ids=FRONTIERS)
def test_lines_stand_at_their_costs(terms: list[Terms], changes: dict[str, Any]) -> None:
    comparison = compare(make_scenario(**changes), terms)
    chart = draw_frontier(comparison, addresses=address_of)
    by_name = {plan.name: plan for plan in terms}
    costs = {
        line.name: [cost_of(by_name[line.name], comparison, m + 1) for m in range(chart.months)]
        for line in chart.lines
    }
    known = [cost for of_plan in costs.values() for cost in of_plan if cost is not None]
    scale = make_scale(max(known), unit=CENT)

    for line in chart.lines:
        expected = [None if cost is None else scale.place(cost) for cost in costs[line.name]]
        assert read_steps(line.path, chart.months) == expected
    least = [point.option.total if point.option else None for point in comparison.frontier]
    assert read_steps(chart.least_path, chart.months) == [
        None if total is None else scale.place(total) for total in least
    ]


@pytest.mark.parametrize(("terms", "changes"), FRONTIERS.values(), ids=FRONTIERS)
def test_the_legend_names_every_line_with_its_cost_at_the_deadline(
    terms: list[Terms], changes: dict[str, Any]
) -> None:
    comparison = compare(make_scenario(**changes), terms)
    chart = draw_frontier(comparison, addresses=address_of)
    by_name = {plan.name: plan for plan in terms}

    assert [item.key for item in chart.legend] == [line.key for line in chart.lines]
    for item, line in zip(chart.legend, chart.lines, strict=True):
        cost = cost_of(by_name[line.name], comparison, comparison.scenario.deadline_months)
        assert (item.name, item.value) == (line.name, dollars(known(cost)))
    legend = read(write("frontier", chart)).find("./ul[@class='legend']")
    assert legend is not None
    assert [item.attrib["class"] for item in legend] == ["title", *(it.key for it in chart.legend)]


def test_at_most_the_five_cheapest_plans_are_drawn() -> None:
    chart = frontier(*many(13), target=400, deadline_months=24)

    assert len(chart.lines) == 5
    assert chart.table
    assert len(chart.table.headers) == 3 + 13
    assert chart.notes == ("5 of 13 plans are drawn; the table has them all.",)
    ends = [Decimal(item.value.strip("$").replace(",", "")) for item in chart.legend]
    assert ends == sorted(ends)


def test_a_plan_that_is_ever_the_cheapest_is_drawn() -> None:
    hasty = make_terms(
        slug="hasty",
        name="Hasty",
        monthly_credits=100,
        rollover_cap=100,
        monthly_price=Decimal(800),
        annual_price=None,
    )
    cheaper = [replace(CREDITS_NOT_SOLD, slug=f"{n}", name=f"Slow {n}") for n in range(5)]
    chart = frontier(*cheaper, hasty)

    assert "Hasty" in [line.name for line in chart.lines]
    assert [line.name for line in chart.lines][-1] == "Hasty"


def test_the_ring_stands_at_the_cheapest_choice() -> None:
    chart = frontier(NAVIGATOR, CAREER)

    assert chart.pick is not None
    assert chart.pick.text == "$399.95 in 5 months"
    assert chart.pick.x == pytest.approx(4.5 / 12 * 100)
    assert chart.pick.y == read_steps(chart.least_path, 12)[4]


def test_the_chart_says_itself_in_a_sentence() -> None:
    assert frontier(NAVIGATOR, CAREER).summary == (
        "Within 12 months the least is $399.95, with Navigator. "
        "Within 1 month, the soonest without buying ahead, it is $879.99."
    )
    assert frontier(CREDITS_NOT_SOLD, CAREER, deadline_months=5).summary == (
        "Within 5 months the least is $399.95, with Core. "
        "Within 1 month, the soonest without buying ahead, it is $979.99, with Career."
    )
    assert frontier(NAVIGATOR, deadline_months=1).summary == (
        "Within 1 month the least is $879.99, with Navigator."
    )


def test_a_deadline_in_the_midst_of_a_month_is_called_by_its_day() -> None:
    by_day: dict[str, Any] = {"start_on": date(2026, 11, 1), "deadline_on": date(2027, 1, 10)}
    chart = frontier(NAVIGATOR, target=60, **by_day)

    assert chart.summary.startswith("By 10 Jan 2027 the least is $239.97, with Navigator. ")
    assert [column.tooltip.title for column in chart.columns] == [
        "Within 1 month", "Within 2 months", "By 10 Jan 2027"
    ]  # fmt: skip
    assert [row[0] for row in read_table(write("frontier", chart))[1:]] == [
        "1 month", "2 months", "3 months, by 10 Jan 2027"
    ]  # fmt: skip
    late = frontier(CREDITS_NOT_SOLD, target=10_000, **by_day)
    assert late.summary.startswith("No plan with a known price is done by 10 Jan 2027")


def test_what_the_lines_leave_out_is_said() -> None:
    chart = frontier(NAVIGATOR, UNPRICED, CREDITS_NOT_SOLD, deadline_months=3)

    assert chart.notes == ("Not done by then: Core.", "Without a known price: Team.")


@pytest.mark.parametrize(
    ("terms", "changes", "words"),
    [
        ([CREDITS_NOT_SOLD], {"target": 10_000}, "No plan with a known price is done within 12"),
        ([UNPRICED], {}, "No plan with a known price is done within 12"),
        ([], {}, "No plan with a known price is done within 12"),
        ([NAVIGATOR], {"open_profile_share": Decimal(1)}, "Every message goes to an open profile"),
    ],
    ids=["nothing reachable", "no price known", "no plan", "all free"],
)
def test_where_there_is_no_line_the_chart_says_why(
    terms: list[Terms], changes: dict[str, Any], words: str
) -> None:
    markup = write("frontier", frontier(*terms, **changes))

    assert words in text_of(read(markup))
    assert "<svg" not in markup
    assert "<table" not in markup


@pytest.mark.parametrize(
    ("months", "links", "slivers"),
    [
        (1, [""], []),
        (7, [""], []),
        (8, ["wide"], ["narrow"]),
        (20, ["wide"], ["narrow"]),
        (21, [], [""]),
        (60, [], [""]),
    ],
)
def test_columns_are_links_where_they_are_broad_enough(
    months: int, links: list[str], slivers: list[str]
) -> None:
    figure = read(write("frontier", frontier(NAVIGATOR, deadline_months=months)))

    forms: dict[str, list[str]] = {"a": [], "span": []}
    for columns in figure.iterfind(".//div[@role='group']"):
        room = columns.attrib["class"].removeprefix("columns").strip()
        forms[columns[0].tag].append(room)
        assert len(columns) == months
    assert forms == {"a": links, "span": slivers}


def test_links_are_broad_enough_to_be_hit() -> None:
    for plot, most in zip(LEAST_PLOTS, (MOST_LINKS_NARROW, MOST_LINKS_WIDE), strict=True):
        assert plot / most >= 24


def test_a_column_names_its_costs_to_those_who_cannot_see_it() -> None:
    figure = read(write("frontier", frontier(NAVIGATOR, CAREER, deadline_months=12)))

    link = figure.find(".//a[@href='" + address_of(3) + "']")
    assert link is not None
    assert text_of(link) == "Within 3 months Navigator $639.97 Career $939.97"
    sliver = figure.find(".//span[@aria-labelledby='frontier-3']")
    assert sliver is not None
    assert sliver.attrib["tabindex"] == "0"
    assert text_of(sliver) == text_of(link)
