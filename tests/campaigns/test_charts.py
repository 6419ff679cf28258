"""Charts: they show the engine's numbers, nothing collides, and they are lean."""

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import brotli
import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from campaigns.charts import (
    BalanceChart,
    FrontierChart,
    MoneyChart,
    draw_balance,
    draw_frontier,
    draw_money,
)
from campaigns.charts.axes import CENT, HEIGHT, make_scale, mark_months
from campaigns.charts.frame import TableRow
from campaigns.charts.frontier import MOST_LINKS_NARROW, MOST_LINKS_WIDE
from planner.planning.comparison import Comparison, compare
from planner.planning.estimate import Estimate
from planner.planning.explain import explain
from planner.planning.strategies import find_purchase_options
from planner.planning.terms import Terms
from planner.planning.wording import dollars
from tests.known import known
from tests.planning.arbitrary import plans, scenarios, strategies
from tests.planning.builders import NO_PRICES, estimate, make_scenario, make_terms

STATIC = Path(__file__).parents[2] / "static"
SCRIPT = "<script>alert(1)</script> & \"Co\" 'x'"

# The least breadths of the plot in a narrow and in a wide chart (static/charts.css).
LEAST_PLOTS = (246 - 50 - 12, 560 - 50 - 12)
DIGIT = 8  # pixels, in the broadest of the page's fonts

NAVIGATOR = make_terms()
CAREER = make_terms(
    slug="career",
    name="Career",
    monthly_credits=5,
    rollover_cap=15,
    monthly_price=Decimal("29.99"),
    annual_price=None,
)
UNPRICED = make_terms(slug="team", name="Team", **NO_PRICES)
CREDITS_NOT_SOLD = make_terms(slug="core", name="Core", purchase_limit=0)


def many(number: int, **changes: Any) -> list[Terms]:
    """Plans that differ in price and credits, so that their lines cross."""
    return [
        make_terms(
            slug=f"plan-{index}",
            name=f"Recruiter Professional Services {index}",
            monthly_price=Decimal(30 + 17 * index),
            annual_price=None,
            monthly_credits=4 + 7 * index,
            rollover_cap=3 * (4 + 7 * index),
            **changes,
        )
        for index in range(number)
    ]


def address_of(months: int) -> str:
    return f"/?price_book=article&start_on=2026-12-01&deadline_months={months}"


def frontier(*terms: Terms, **changes: Any) -> FrontierChart:
    return draw_frontier(compare(make_scenario(**changes), terms), addresses=address_of)


def write(name: str, chart: FrontierChart | BalanceChart | MoneyChart) -> str:
    return render_to_string(f"charts/_{name}.html", {"chart": chart})


def read(markup: str) -> ElementTree.Element:
    """The chart's elements; its markup is well-formed XML, too."""
    return ElementTree.fromstring(markup)  # noqa: S314 (markup of our own)


def text_of(element: ElementTree.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def read_table(markup: str) -> list[list[str]]:
    return [
        [text_of(cell) for cell in row] for row in read(markup).iterfind(".//details//table//tr")
    ]


def read_steps(path: str, months: int) -> list[float | None]:
    """How high a stepped line stands in each month; `None` before it begins."""
    steps: list[float | None] = [None] * months
    start = month = 0
    y = 0.0
    for command, numbers in re.findall(r"([MVH])([^MVH]+)", path):
        if command == "M":
            start, y = int(numbers.split()[0]), float(numbers.split()[1])
        elif command == "V":
            y = float(numbers)
        else:
            month = int(numbers)
            steps[start:month] = [y] * (month - start)
            start = month
    return steps


def cost_of(terms: Terms, comparison: Comparison, months: int) -> Decimal | None:
    """The engine's own answer to what being done within `months` costs with this plan."""
    scenario = replace(comparison.scenario, deadline_months=months)
    totals = [option.total for option in find_purchase_options(terms, scenario)]
    return min((total for total in totals if total is not None), default=None)


# ---------------------------------------------------------------------------------------- Axes


@pytest.mark.parametrize(
    ("highest", "marks"),
    [
        ("0", "$0 $1"),
        ("0.9", "$0.00 $0.25 $0.50 $0.75 $1.00"),
        ("979.99", "$0 $250 $500 $750 $1,000"),
        ("8000", "$0 $2,000 $4,000 $6,000 $8,000"),
        ("9999.01", "$0 $2.5K $5K $7.5K $10K"),
        ("29599.99", "$0 $10K $20K $30K"),
        ("1200000", "$0 $500K $1M $1.5M"),
        ("12345678.90", "$0 $5M $10M $15M"),
        ("600000000000", "$0 $200B $400B $600B"),
    ],
)
def test_money_is_marked_in_few_round_steps(highest: str, marks: str) -> None:
    scale = make_scale(Decimal(highest), unit=CENT if Decimal(highest) % 1 else Decimal(1))

    assert " ".join(tick.text for tick in scale.mark(scale.write_dollars)) == marks


@given(high=st.decimals(0, 10**12, places=2), low=st.integers(-(10**6), 0))
def test_a_scale_holds_what_it_was_made_for(high: Decimal, low: int) -> None:
    scale = make_scale(high, low=low)
    ticks = scale.mark(scale.write_count)

    assert scale.low <= low
    assert high <= scale.high
    assert 2 <= len(ticks) <= 7
    assert len({tick.text for tick in ticks if tick.at <= scale.place(0)}) >= 2
    assert all(0 <= tick.at <= HEIGHT for tick in ticks)
    assert min(one.at - other.at for one, other in pairwise(ticks)) > 12


@pytest.mark.parametrize("months", range(1, 121))
def test_the_numbers_below_months_never_collide(months: int) -> None:
    marks = list(mark_months(months))

    for plot, hidden in zip(LEAST_PLOTS, ["wide", "narrow"], strict=True):
        shown = [mark for mark in marks if mark.room != hidden]
        assert shown[-1].text == f"{months}"
        for one, other in pairwise(shown):
            digits = len(one.text) + len(other.text)
            assert (other.at - one.at) / 100 * plot >= digits / 2 * DIGIT + 4


# ------------------------------------------------------------------------------------ Frontier

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


# ------------------------------------------------------------------------------------- Balance

LONG: dict[str, Any] = {"target": 2_300, "deadline_months": 60}
BALANCES = {
    "the article": estimate("accumulate"),
    "one month": estimate("buy_now"),
    "with answers": estimate("as_granted", target=200, reply_rate=Decimal("0.25")),
    "115 months": estimate("as_granted", **LONG),
    "expiring": estimate("as_granted", target=300, monthly_send_limit=10, deadline_months=40),
    "lost at the cap": estimate("as_granted", target=260, opening_balance=100),
    "a million": estimate("cheapest", target=1_000_000, seats=500, deadline_months=24),
    "without a price": estimate("accumulate", UNPRICED),
}


@pytest.mark.parametrize("answer", BALANCES.values(), ids=BALANCES)
def test_the_balance_table_is_the_ledger(answer: Estimate) -> None:
    header, *rows, totals = read_table(write("balance", draw_balance(answer)))

    assert len(rows) == answer.months
    for row, month in zip(rows, answer.schedule, strict=True):
        said = dict(zip(header, row, strict=True))
        ledger = month.ledger
        assert said["Month"] == f"{ledger.month}"
        assert said["Carried over"] == f"{ledger.opening - ledger.expired:,}"
        for column, number in [
            ("Granted", ledger.granted),
            ("Came back", ledger.returned),
            ("Bought", ledger.bought),
            ("Sent", ledger.sent),
            ("Expired", ledger.expired),
            ("Left", ledger.closing),
            ("Lost at the cap", ledger.forfeited),
        ]:
            assert said[column] == f"{number:,}"
    assert answer.credits is not None
    in_all = dict(zip(header, totals, strict=True))
    assert in_all["Granted"] == f"{answer.credits.granted:,}"
    assert in_all["Sent"] == f"{answer.scenario.to_send:,}"
    assert in_all["Left"] == f"{answer.credits.left:,}"
    assert in_all["Lost at the cap"] == f"{answer.credits.forfeited:,}"


@pytest.mark.parametrize("answer", BALANCES.values(), ids=BALANCES)
def test_bars_are_as_high_as_their_credits_and_stand_upon_each_other(answer: Estimate) -> None:
    chart = draw_balance(answer)
    bars: dict[int, list[tuple[float, float]]] = {}
    for kind in chart.bars:
        for left, near, breadth, far in re.findall(
            r"M([\d.]+) ([\d.]+)h([\d.]+)V([\d.]+)h-[\d.]+z", kind.path
        ):
            month = int(float(left))
            assert month <= float(left) < float(left) + float(breadth) <= month + 1
            top, bottom = sorted([float(near), float(far)])
            bars.setdefault(month, []).append((top, bottom))

    for stacked in bars.values():
        assert all(0 <= top <= bottom <= HEIGHT for top, bottom in stacked)
        ordered = sorted(stacked)
        assert all(above[1] == below[0] for above, below in pairwise(ordered))
        assert chart.zero_at in {edge for bar in stacked for edge in bar}


def test_a_month_says_its_numbers_with_its_date() -> None:
    figure = read(write("balance", draw_balance(estimate("accumulate"))))

    month = figure.find(".//span[@aria-labelledby='balance-3']")
    assert month is not None
    assert month.attrib["tabindex"] == "0"
    assert text_of(month) == (
        "Month 3, from 1 Jan 2027 Carried over 40 Granted 20 Bought 40 Sent 100 Left 0"
    )


def test_the_balance_says_itself_in_a_sentence() -> None:
    answer = estimate("as_granted", target=260, opening_balance=100, monthly_send_limit=30)

    assert draw_balance(estimate("accumulate")).summary == (
        "Credits in 3 months: 60 granted, 40 bought; 100 sent."
    )
    assert draw_balance(answer).summary == (
        "Credits in 11 months: 100 held before, 200 granted; 260 sent, 40 expired; "
        "20 lost at the cap."
    )


def test_the_cap_is_marked_where_the_chart_reaches_up_to_it() -> None:
    assert draw_balance(estimate("accumulate")).cap is not None
    assert draw_balance(estimate("as_granted", target=20)).cap is None


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (estimate("cheapest", CREDITS_NOT_SOLD, target=100_000), "Out of reach this way"),
        (estimate("as_granted", open_profile_share=Decimal(1)), "Every message goes to an open"),
    ],
    ids=["out of reach", "all free"],
)
def test_without_a_month_the_balance_says_why(answer: Estimate, words: str) -> None:
    markup = write("balance", draw_balance(answer))

    assert words in text_of(read(markup))
    assert "<svg" not in markup


# --------------------------------------------------------------------------------------- Money


def parts_of(chart: MoneyChart) -> list[tuple[str, str]]:
    return [(item.name, item.value) for item in chart.legend]


def losses_of(chart: MoneyChart) -> dict[str, str]:
    """What was paid for nothing: its worth by kind."""
    return {
        item.key.removesuffix(" part"): item.value
        for item in chart.legend
        if item.key.endswith(" part")
    }


def test_money_goes_to_the_subscription_and_to_bought_credits() -> None:
    chart = draw_money(estimate("accumulate"))

    assert parts_of(chart) == [
        ("Subscription, 3 months", "$239.97"),
        ("40 bought credits", "$400.00"),
    ]
    assert chart.table
    assert chart.table.totals == TableRow("In all", ("$639.97", "100 %"))
    assert [segment.text for segment in chart.segments] == ["$239.97", "$400.00"]
    assert [row.cells[1] for row in chart.table.rows] == ["37 %", "63 %"]
    assert chart.summary == "$239.97 for the subscription, $400.00 for bought credits."


def test_months_of_the_year_that_stay_unused_are_part_of_the_subscription() -> None:
    chart = draw_money(estimate("as_granted", target=190))

    assert parts_of(chart) == [
        ("Subscription, 1 year", "$779.88"),
        ("of it 2 months of the yearly price left unused", "$129.98"),
    ]
    assert list(losses_of(chart)) == ["unused"]
    assert chart.summary.endswith("$129.98 of the subscription pays for what is never used.")


def test_credits_lost_at_the_cap_are_worth_what_the_estimate_says() -> None:
    answer = estimate("as_granted", opening_balance=60, monthly_send_limit=20, billing="monthly")
    lost = losses_of(draw_money(answer))

    assert answer.losses
    assert answer.losses.forfeited_worth
    assert lost["forfeited"] == dollars(answer.losses.forfeited_worth)


def test_only_expired_credits_that_were_granted_cost_anything() -> None:
    answer = estimate(
        "as_granted", target=260, opening_balance=100, monthly_send_limit=30, billing="monthly"
    )

    assert answer.credits is not None
    assert answer.credits.expired == 40
    assert "expired" not in losses_of(draw_money(answer))
    expiring = estimate("as_granted", target=300, monthly_send_limit=10, billing="monthly")
    (expired,) = [item for item in draw_money(expiring).legend if item.key == "expired part"]
    assert expiring.credits is not None
    assert expired.name == f"of it {expiring.credits.expired} credits expired unused"


def test_credits_of_a_plan_sold_by_the_year_are_worth_their_share_of_it() -> None:
    terms = make_terms(monthly_price=None, annual_price=Decimal(240))
    answer = estimate("as_granted", terms, target=300, monthly_send_limit=10)
    lost = losses_of(draw_money(answer))

    assert answer.credits is not None
    assert lost["expired"] == dollars(Decimal(answer.credits.expired))  # 240 / 12 / 20 = $1 each


def test_expired_credits_are_worth_what_was_paid_for_the_months_used() -> None:
    answer = estimate("as_granted", monthly_send_limit=10)
    worths = losses_of(draw_money(answer)).values()

    assert list(worths) == ["$129.98", "$162.48"]  # 2 of 12 months; 50 of 200 credits of the others


@pytest.mark.parametrize(
    ("trial_months", "lost"),
    [(0, ["$200.00"]), (5, ["$80.00"]), (12, [])],
)
def test_credits_of_a_free_month_cost_nothing_when_they_expire(
    trial_months: int, lost: list[str]
) -> None:
    terms = make_terms(monthly_price=Decimal(80), annual_price=None, trial_months=trial_months)
    answer = estimate("as_granted", terms, monthly_send_limit=10, use_trial=True)

    assert answer.credits is not None
    assert answer.credits.expired == 50
    assert list(losses_of(draw_money(answer)).values()) == lost


def test_the_money_table_adds_up() -> None:
    header, *rows, total = read_table(write("money", draw_money(estimate("accumulate"))))

    assert header == ["What for", "Amount", "Share"]
    assert rows == [
        ["Subscription, 3 months", "$239.97", "37 %"],
        ["40 bought credits", "$400.00", "63 %"],
    ]
    assert total == ["In all", "$639.97", "100 %"]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (estimate("accumulate", UNPRICED), "the subscription price and the credit price are not"),
        (estimate("cheapest", CREDITS_NOT_SOLD, target=100_000), "Out of reach this way"),
        (estimate("as_granted", open_profile_share=Decimal(1)), "Nothing is spent."),
    ],
    ids=["no price", "out of reach", "nothing spent"],
)
def test_without_money_the_chart_says_why(answer: Estimate, words: str) -> None:
    markup = write("money", draw_money(answer))

    assert words in text_of(read(markup))
    assert "<svg" not in markup


# ------------------------------------------------------------------------------- Whatever comes


@given(terms=st.lists(plans(priced=False), max_size=7), scenario=scenarios())
def test_every_comparison_can_be_drawn(terms: list[Terms], scenario: Any) -> None:
    named = [replace(plan, slug=f"{n}", name=f"Plan {n}") for n, plan in enumerate(terms)]
    comparison = compare(scenario, named)
    chart = draw_frontier(comparison, addresses=address_of)
    read(write("frontier", chart))

    has_cost = any(point.option for point in comparison.frontier) and scenario.to_send > 0
    assert bool(chart.lines) == has_cost
    for line in chart.lines:
        heights = [y for y in read_steps(line.path, chart.months) if y is not None]
        assert all(0 <= y <= HEIGHT for y in heights)
        assert heights == sorted(heights)


@given(terms=plans(priced=False), scenario=scenarios(), strategy=strategies)
def test_every_estimate_can_be_drawn(terms: Terms, scenario: Any, strategy: Any) -> None:
    (answer,) = compare(scenario, [terms], [strategy]).estimates
    balance, money = draw_balance(answer), draw_money(answer)
    read(write("balance", balance))
    read(write("money", money))

    assert len(balance.columns) == len(answer.schedule)
    assert bool(money.segments) == bool(answer.total)
    if money.segments:
        assert sum(segment.width for segment in money.segments) == pytest.approx(100, abs=0.05)
        ends = [segment.x + segment.width for segment in money.segments]
        starts = [segment.x for segment in money.segments[1:]]
        assert starts == pytest.approx(ends[:-1], abs=0.02)


@given(terms=plans(), scenario=scenarios(), strategy=strategies)
def test_chart_and_sentence_name_the_same_losses_and_never_more_than_was_paid(
    terms: Terms, scenario: Any, strategy: Any
) -> None:
    (answer,) = compare(scenario, [terms], [strategy]).estimates
    if answer.losses is None or not answer.total:
        return
    money = draw_money(answer)
    lost = losses_of(money)
    paid = answer.subscription_spend or Decimal(0)

    assert sum(Decimal(worth.strip("$").replace(",", "")) for worth in lost.values()) <= paid
    if lost:
        assert f"{dollars(answer.losses.worth)} of the subscription pays" in money.summary
    said = re.search(
        r"lost at the cap(?:, of which [\d,]+ w\w+ paid for)?, worth (\S+?)[.;]( |$)",
        explain(answer),
    )
    if said:
        assert said[1] == lost["forfeited"]
    elif "lost at the cap" in explain(answer):
        assert "forfeited" not in lost


# -------------------------------------------------------------------------------------- Markup


def all_charts(name: str = "Navigator", **changes: Any) -> str:
    """The markup of all three, as if they stood on one page."""
    terms = make_terms(name=name)
    answer = estimate("accumulate", terms, **changes)
    return "".join(
        [
            write("frontier", frontier(terms, CAREER, **changes)),
            write("balance", draw_balance(answer)),
            write("money", draw_money(answer)),
        ]
    )


def test_names_are_text_whatever_they_hold() -> None:
    markup = write("frontier", frontier(make_terms(name=SCRIPT)))

    assert "<script" not in markup
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;Co&quot; &#x27;x&#x27;" in markup
    read(markup)


def test_addresses_are_escaped() -> None:
    comparison = compare(make_scenario(), [NAVIGATOR])
    chart = draw_frontier(comparison, addresses=lambda months: f'/?a="><b>&m={months}')

    link = read(write("frontier", chart)).find(".//th/a")
    assert link is not None
    assert link.attrib["href"] == '/?a="><b>&m=1'


def test_there_is_neither_style_nor_script_in_a_chart() -> None:
    for element in read(f"<main>{all_charts()}</main>").iter():
        assert element.tag not in {"script", "style"}
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]


def test_no_id_is_given_twice() -> None:
    ids = re.findall(r' id="([^"]+)"', all_charts(target=260, opening_balance=80))

    assert len(ids) == len(set(ids))


def test_every_reference_has_its_element() -> None:
    markup = all_charts(target=260, opening_balance=80)
    ids = set(re.findall(r' id="([^"]+)"', markup))

    assert set(re.findall(r'aria-labelledby="([^"]+)"', markup)) <= ids
    assert set(re.findall(r"url\(#([^)]+)\)", markup)) <= ids
    assert set(re.findall(r'href="#([^"]+)"', markup)) <= ids


@pytest.mark.parametrize(("months", "most_bytes"), [(24, 3_000), (60, 6_000)])
def test_a_chart_of_five_plans_is_light(months: int, most_bytes: int) -> None:
    markup = write("frontier", frontier(*many(5), target=1_500, deadline_months=months))

    assert len(brotli.compress(markup.encode())) <= most_bytes


# -------------------------------------------------------------------------------------- Colors


def read_tokens() -> dict[str, tuple[str, str]]:
    """The tokens that have a light and a dark color."""
    styles = (STATIC / "tokens.css").read_text()
    colors = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", styles)
    return {token: (light, dark) for token, light, dark in colors}


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2."""
    lighter, darker = sorted(map(luminance, [one, other]), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: str) -> float:
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(part * light for part, light in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("token", ["s1", "s2", "s3", "s4", "s5", "soft", "warn"])
def test_labels_stand_out_from_the_card(token: str, scheme: int) -> None:
    tokens = read_tokens()

    assert contrast(tokens[token][scheme], tokens["card"][scheme]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("token", ["carried", "edge", "accent"])
def test_shapes_stand_out_from_the_card(token: str, scheme: int) -> None:
    tokens = read_tokens()

    assert contrast(tokens[token][scheme], tokens["card"][scheme]) >= 3


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("token", ["s1", "s2", "s3", "s4", "s5"])
def test_lines_stand_out_from_the_broad_one_beneath_them(token: str, scheme: int) -> None:
    tokens = read_tokens()

    assert contrast(tokens[token][scheme], tokens["least"][scheme]) >= 3


# ------------------------------------------------------------------------------------ Tooltips


@pytest.mark.parametrize("months", [1, 2, 5, 12, 60])
def test_a_tooltip_opens_into_the_half_of_the_chart_that_its_column_is_not_in(months: int) -> None:
    chart = frontier(NAVIGATOR, deadline_months=months)

    for column in chart.columns:
        middle = (column.number - 0.5) / months
        assert column.opens_left == (middle > 0.5)
    (columns, *_) = read(write("frontier", chart)).iterfind(".//div[@role='group']")
    for column, element in zip(chart.columns, columns, strict=True):
        assert (element.get("class") == "left") == column.opens_left
