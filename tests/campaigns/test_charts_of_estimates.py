"""The charts of an estimate, its balance and its money: they show the engine's numbers."""

import re
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from campaigns.charts import (
    MoneyChart,
    draw_balance,
    draw_money,
)
from campaigns.charts.axes import HEIGHT
from campaigns.charts.frame import TableRow
from campaigns.wording import day
from planner.planning.estimate import Estimate
from planner.planning.wording import dollars
from tests.campaigns.chart_cases import (
    CREDITS_NOT_SOLD,
    UNPRICED,
    losses_of,
    read,
    read_table,
    text_of,
    write,
)
from tests.planning.builders import estimate, make_terms

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
        assert said["Month"] == f"{month.month}"
        assert said["From"] == day(month.starts_on)
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


def parts_of(chart: MoneyChart) -> list[tuple[str, str]]:
    return [(item.name, item.value) for item in chart.legend]


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
