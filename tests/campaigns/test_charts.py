"""Charts: that they show the engine's numbers, that nothing collides, and that they are lean."""

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
from campaigns.charts.frontier import LABEL_BREADTH, LABELS_FROM, LABELS_TO, LINE_HEIGHT
from campaigns.charts.labels import measure, spread, wrap
from planner.planning.comparison import Comparison, compare
from planner.planning.estimate import Estimate
from planner.planning.explain import explain
from planner.planning.strategies import find_cheaper_ways
from planner.planning.terms import Terms
from planner.planning.wording import dollars
from tests.known import known
from tests.planning.arbitrary import plans, scenarios, strategies
from tests.planning.builders import NO_PRICES, estimate, make_scenario, make_terms

STATIC = Path(__file__).parents[2] / "static"
STYLES = STATIC / "charts.css"
SCRIPT = "<script>alert(1)</script> & \"Co\" 'x'"

# The least breadths of a narrow and a wide chart, but for its labels (static/charts.css). Only
# the balance, with labels on one side, has more than 60 months.
LEAST_PLOTS = (246 - 50 - 34, 560 - 50 - 182)
LEAST_PLOTS_OF_A_BALANCE = (246 - 50 - 12, 560 - 50 - 12)
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
    totals = [way.total for way in find_cheaper_ways(terms, scenario)]
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

    plots = LEAST_PLOTS if months <= 60 else LEAST_PLOTS_OF_A_BALANCE
    for plot, hidden in zip(plots, ["wide", "narrow"], strict=True):
        shown = [mark for mark in marks if mark.room != hidden]
        assert shown[-1].month == months
        for one, other in pairwise(shown):
            digits = len(str(one.month)) + len(str(other.month))
            assert (other.at - one.at) / 100 * plot >= digits / 2 * DIGIT + 4


# -------------------------------------------------------------------------------------- Labels


@given(
    labels=st.lists(
        st.tuples(st.floats(-10, 218), st.sampled_from([21.0, 35.0])), min_size=1, max_size=5
    )
)
def test_labels_that_fit_never_collide_and_stay_in_bounds(
    labels: list[tuple[float, float]],
) -> None:
    wanted, heights = map(list, zip(*labels, strict=True))
    places = spread(wanted, heights, low=-10, high=218)

    stacked = sorted(zip(places, heights, wanted, strict=True))
    assert stacked[0][0] - stacked[0][1] / 2 >= -10.001
    assert stacked[-1][0] + stacked[-1][1] / 2 <= 218.001
    assert [want for *_, want in stacked] == sorted(wanted)
    for (upper, height, _), (lower, other_height, _) in pairwise(stacked):
        assert lower - upper >= (height + other_height) / 2 - 0.001


def test_labels_stay_where_they_want_to_be_if_they_can() -> None:
    assert spread([20, 100, 180], [21, 21, 35], low=0, high=208) == [20, 100, 180]


def test_labels_for_one_place_stand_around_it() -> None:
    assert spread([100, 100, 100], [20, 20, 20], low=0, high=208) == [120, 100, 80]


def test_labels_without_room_share_it_evenly() -> None:
    assert spread([0, 0], [100, 100], low=0, high=100) == [75, 25]
    assert spread([], [], low=0, high=100) == []


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Career", ["Career"]),
        ("Sales Navigator Core", ["Sales Navigator Core"]),
        ("Sales Navigator Professional", ["Sales Navigator", "Professional"]),
        ("Recruiter Professional Services, 50", ["Recruiter", "Professional …"]),
        ("Pneumonoultramicroscopicsilicovolcanoconiosis", ["Pneumonoultramicro…"]),
        ("超级销售导航员专业版套餐", ["超级销售导航员专业…"]),
    ],
)
def test_names_are_broken_or_cut_to_fit(name: str, lines: list[str]) -> None:
    assert list(wrap(name, breadth=LABEL_BREADTH)) == lines


@given(name=st.text(max_size=80))
def test_no_label_is_broader_than_its_room(name: str) -> None:
    lines = wrap(name, breadth=LABEL_BREADTH)

    assert len(lines) <= 2
    assert bool(lines) == bool(name.split())
    assert all(line and measure(line) <= LABEL_BREADTH for line in lines)


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
            assert least == (dollars(known(point.way.total)) if point.way else "–")
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
        assert column.address == address_of(months)
        assert {line.key for line in chart.lines} <= {cost.key for cost in column.costs}
        for _, name, cost in column.costs:
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
    least = [point.way.total if point.way else None for point in comparison.frontier]
    assert read_steps(chart.least_path, chart.months) == [
        None if total is None else scale.place(total) for total in least
    ]


@pytest.mark.parametrize(("terms", "changes"), FRONTIERS.values(), ids=FRONTIERS)
def test_the_labels_at_the_ends_of_the_lines_never_collide(
    terms: list[Terms], changes: dict[str, Any]
) -> None:
    chart = frontier(*terms, **changes)

    boxes = sorted((line.label[0].at - 11, line.label[-1].at + 3) for line in chart.lines)
    assert boxes[0][0] >= LABELS_FROM
    assert boxes[-1][1] <= LABELS_TO
    assert all(lower[0] >= upper[1] for upper, lower in pairwise(boxes))
    letters = sorted(line.label_at for line in chart.lines)
    assert all(lower - upper >= LINE_HEIGHT for upper, lower in pairwise(letters))


def test_at_most_the_five_cheapest_plans_are_drawn() -> None:
    chart = frontier(*many(13), target=400, deadline_months=24)

    assert len(chart.lines) == 5
    assert len(chart.plans) == 13
    assert chart.notes == ("5 of 13 plans are drawn; the table has them all.",)
    ends = [Decimal(line.cost.strip("$").replace(",", "")) for line in chart.lines]
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
    assert (chart.pick.cost, chart.pick.when) == ("$399.95", " in 5 months")
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
        (6, [""], []),
        (7, ["wide"], ["narrow"]),
        (12, ["wide"], ["narrow"]),
        (24, ["broad"], ["slim"]),
        (25, [], [""]),
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
    for kind in (*chart.upwards, *chart.downwards):
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
    return [(item.name, item.amount) for item in chart.items]


def test_money_goes_to_the_subscription_and_to_bought_credits() -> None:
    chart = draw_money(estimate("accumulate"))

    assert parts_of(chart) == [
        ("Subscription, 3 months", "$239.97"),
        ("40 bought credits", "$400.00"),
    ]
    assert chart.total == "$639.97"
    assert [segment.text for segment in chart.segments] == ["$239.97", "$400.00"]
    assert [item.share for item in chart.items] == ["37 %", "63 %"]
    assert chart.summary == "$239.97 for the subscription, $400.00 for bought credits."


def test_months_of_the_year_that_stay_unused_are_part_of_the_subscription() -> None:
    chart = draw_money(estimate("as_granted", target=190))

    assert parts_of(chart) == [
        ("Subscription, 1 year", "$779.88"),
        ("2 months of the yearly price left unused", "$129.98"),
    ]
    assert [item.is_part for item in chart.items] == [False, True]
    assert chart.summary.endswith("$129.98 of the subscription pays for what is never used.")


def test_credits_lost_at_the_cap_are_worth_what_the_estimate_says() -> None:
    answer = estimate("as_granted", opening_balance=60, monthly_send_limit=20, billing="monthly")
    lost = [item for item in draw_money(answer).items if item.key == "forfeited"]

    assert answer.losses
    assert answer.losses.forfeited_worth
    assert [item.amount for item in lost] == [dollars(answer.losses.forfeited_worth)]


def test_only_expired_credits_that_were_granted_cost_anything() -> None:
    answer = estimate(
        "as_granted", target=260, opening_balance=100, monthly_send_limit=30, billing="monthly"
    )

    assert answer.credits is not None
    assert answer.credits.expired == 40
    assert "expired" not in [item.key for item in draw_money(answer).items]
    expiring = estimate("as_granted", target=300, monthly_send_limit=10, billing="monthly")
    (expired,) = [item for item in draw_money(expiring).items if item.key == "expired"]
    assert expiring.credits is not None
    assert expired.name == f"{expiring.credits.expired} credits expired unused"


def test_credits_of_a_plan_sold_by_the_year_are_worth_their_share_of_it() -> None:
    terms = make_terms(monthly_price=None, annual_price=Decimal(240))
    answer = estimate("as_granted", terms, target=300, monthly_send_limit=10)
    (expired,) = [item for item in draw_money(answer).items if item.key == "expired"]

    assert answer.credits is not None
    assert expired.amount == dollars(Decimal(answer.credits.expired))  # 240 / 12 / 20 = $1 each


def test_expired_credits_are_worth_what_was_paid_for_the_months_used() -> None:
    answer = estimate("as_granted", monthly_send_limit=10)
    worths = [item.amount for item in draw_money(answer).items if item.is_part]

    assert worths == ["$129.98", "$162.48"]  # 2 of 12 months; 50 of 200 credits of the others


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
    assert [item.amount for item in draw_money(answer).items if item.is_part] == lost


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

    has_cost = any(point.way for point in comparison.frontier) and scenario.to_send > 0
    assert bool(chart.lines) == has_cost
    for line in chart.lines:
        heights = [y for y in read_steps(line.path, chart.months) if y is not None]
        assert all(0 <= y <= HEIGHT for y in heights)
        assert heights == sorted(heights)
    boxes = sorted((line.label[0].at - 11, line.label[-1].at + 3) for line in chart.lines)
    assert all(lower[0] >= upper[1] for upper, lower in pairwise(boxes))


@given(terms=plans(priced=False), scenario=scenarios(), strategy=strategies)
def test_every_estimate_can_be_drawn(terms: Terms, scenario: Any, strategy: Any) -> None:
    (answer,) = compare(scenario, [terms], [strategy]).estimates
    balance, money = draw_balance(answer), draw_money(answer)
    read(write("balance", balance))
    read(write("money", money))

    assert bool(balance.months) == bool(answer.schedule)
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
    lost = {item.key: item.amount for item in money.items if item.is_part}
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


# -------------------------------------------------------------------------------------- Colours


def read_tokens() -> dict[str, tuple[str, str]]:
    """The tokens that have a light and a dark colour: every page's, and the charts' own."""
    styles = (STATIC / "planner.css").read_text() + STYLES.read_text()
    colours = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", styles)
    return {token: (light, dark) for token, light, dark in colours}


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2."""
    lighter, darker = sorted(map(luminance, [one, other]), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
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


def test_every_brace_of_the_style_sheet_has_its_fellow() -> None:
    # One too many before the charts' section, and a browser drops the tokens of their colours.
    depth, before_each = 0, []
    for brace in re.findall(r"[{}]", re.sub(r"/\*.*?\*/", "", STYLES.read_text(), flags=re.S)):
        depth += 1 if brace == "{" else -1
        before_each.append(depth)

    assert min(before_each) >= 0
    assert depth == 0
