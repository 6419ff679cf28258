"""The charts of sensitivity and mix, and what all charts of studies have in common."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given

from campaigns.charts import (
    draw_fan,
    draw_spread,
    draw_timeline,
    draw_tornado,
)
from campaigns.charts.axes import HEIGHT, make_scale, mark_dates, mark_rows
from campaigns.wording import day
from planner.planning.estimate import make_estimate
from planner.planning.forecast import make_forecast
from planner.planning.forecast.rates import FixedRate
from planner.planning.layout import ScheduleRow
from planner.planning.mix import Mix
from planner.planning.sensitivity import Swing, explain_switch, show_value
from planner.planning.terms import Terms
from planner.planning.wallet import LedgerRow
from planner.planning.wording import dollars
from tests.campaigns.chart_cases import (
    CAREER,
    CREDITS_NOT_SOLD,
    NARROW_PLOT,
    NAVIGATOR,
    SCRIPT,
    WIDE_PLOT,
    forecast,
    mix,
    read,
    read_line,
    read_table,
    swings,
    text_of,
    write,
)
from tests.examples import examples
from tests.known import known
from tests.planning.arbitrary import plans, scenarios, strategies
from tests.planning.builders import held, make_scenario, make_terms


@pytest.mark.parametrize("months", range(1, 121))
def test_the_dates_below_months_never_collide(months: int) -> None:
    marks = sorted(mark_dates(make_scenario().start_on, months))
    spans = {
        "start": lambda at, breadth: (at, at + breadth),
        "middle": lambda at, breadth: (at - breadth / 2, at + breadth / 2),
        "end": lambda at, breadth: (at - breadth, at),
    }

    for plot, hidden in [(NARROW_PLOT, "wide"), (WIDE_PLOT, "narrow")]:
        boxes = [
            spans[mark.anchor](mark.at / 100 * plot, 7.2 * len(mark.text))
            for mark in marks
            if mark.room != hidden
        ]
        assert all(right[0] - left[1] >= 4 for left, right in pairwise(boxes))


def make_rows(number: int) -> list[ScheduleRow]:
    """Rows ten days apart, which are no months."""
    return [
        ScheduleRow(
            starts_on=date(2026, 11, 20) + timedelta(days=10 * row),
            month=row // 3 + 1,
            ledger=LedgerRow(row, *[0] * (len(LedgerRow._fields) - 1)),
            free=1,
            subscription_spend=Decimal(0),
            credit_spend=Decimal(0),
        )
        for row in range(number)
    ]


@pytest.mark.parametrize("rows", [*range(2, 61), 120, 241, 365])
def test_the_days_below_rows_that_are_no_months_never_collide(rows: int) -> None:
    schedule = make_rows(rows)
    marks = mark_rows(schedule)

    last = schedule[-1].starts_on
    for plot, hidden in [(NARROW_PLOT, "wide"), (WIDE_PLOT, "narrow")]:
        shown = [mark for mark in marks if mark.room != hidden]
        assert shown[-1].text == f"{last.day} {last:%b}"
        boxes = [
            (at - breadth, at) if mark.anchor == "end" else (at - breadth / 2, at + breadth / 2)
            for mark in shown
            for at, breadth in [(mark.at / 100 * plot, 7.2 * len(mark.text))]
        ]
        assert all(right[0] - left[1] >= 4 for left, right in pairwise(boxes))
        assert boxes[-1][1] <= plot + 12, "12 pixels are right of the plot"


def test_rows_that_are_months_have_their_numbers() -> None:
    marks = mark_rows(MIXES["a year"].schedule)

    assert [mark.text for mark in marks] == [f"{month}" for month in range(1, 12)]


def test_dates_stand_where_their_months_begin() -> None:
    marks = list(mark_dates(make_scenario().start_on, 4))

    assert [(mark.at, mark.text) for mark in marks] == [
        (0, "1 Nov 2026"),
        (25, "1 Dec 2026"),
        (50, "1 Jan 2027"),
        (75, "1 Feb 2027"),
        (100, "28 Feb 2027"),
    ]


TORNADOES = {
    "two plans": swings(),
    "a deadline to miss": swings(CREDITS_NOT_SOLD, target=110, deadline_months=6),
    "nobody answers": swings(reply_rate=Decimal(0)),
    "people decline": swings(decline_rate=Decimal("0.2")),
    "millions": swings(target=1_000_000, seats=400, deadline_months=24),
}


def ends_of(swing: Swing) -> dict[str, tuple[Any, Decimal | None]]:
    return {
        "low": (swing.low, swing.total_low),
        "high": (swing.high, swing.total_high),
    }


@pytest.mark.parametrize("made", TORNADOES.values(), ids=TORNADOES)
def test_bars_reach_from_the_present_total_to_those_at_the_ends(made: Sequence[Swing]) -> None:
    chart = draw_tornado(made)
    totals = [total for one in made for total in (one.total, one.total_low, one.total_high)]
    known = [total for total in totals if total is not None]
    closed = 86 if None in totals else 100

    def place(total: Decimal) -> float:
        return float((total - min(known)) / (max(known) - min(known))) * closed

    assert chart.now is not None
    assert chart.now.at == pytest.approx(place(made[0].total), abs=0.01)
    for swing, row in zip(made, chart.rows, strict=True):
        bars = {bar.key: bar for bar in row.bars}
        for key, (_, total) in ends_of(swing).items():
            if total == swing.total:
                assert key not in bars
                continue
            bar = bars[key]
            assert bar.has_end == (total is not None)
            far = 100 if total is None else place(total)
            near = place(swing.total)
            assert bar.x == pytest.approx(min(near, far), abs=0.02)
            assert bar.x + bar.width == pytest.approx(max(near, far), abs=0.02)


@pytest.mark.parametrize("made", TORNADOES.values(), ids=TORNADOES)
def test_two_bars_on_one_side_do_not_hide_each_other(made: Sequence[Swing]) -> None:
    for row in draw_tornado(made).rows:
        for one, other in pairwise(row.bars):
            beside = one.x + one.width <= other.x + 0.02 or other.x + other.width <= one.x + 0.02
            below = one.y + one.height <= other.y
            assert beside or below


@pytest.mark.parametrize("made", TORNADOES.values(), ids=TORNADOES)
def test_each_end_is_written_on_its_side(made: Sequence[Swing]) -> None:
    for swing, row in zip(made, draw_tornado(made).rows, strict=True):
        assert {end.key for end in (*row.cheaper, *row.dearer)} == {"low", "high"}
        for side, ends in (("cheaper", row.cheaper), ("dearer", row.dearer)):
            for end in ends:
                value, total = ends_of(swing)[end.key]
                assert end.value == show_value(swing, value)
                if total is None:
                    assert (side, end.total) == ("dearer", "misses the deadline")
                    continue
                assert end.total == dollars(total)
                assert total <= swing.total if side == "cheaper" else total >= swing.total


def test_what_misses_the_deadline_has_no_end_and_says_so() -> None:
    made = TORNADOES["a deadline to miss"]
    chart = draw_tornado(made)
    markup = write("tornado", chart)

    assert any(total is None for one in made for total in (one.total_low, one.total_high))
    assert any(not bar.has_end for row in chart.rows for bar in row.bars)
    assert "misses the deadline" in text_of(read(markup).find(".//ol"))
    assert 'class="torn ' in markup


def test_ends_on_one_side_share_the_height() -> None:
    swing = replace(swings()[0], total=Decimal(10), total_low=Decimal(20), total_high=Decimal(30))
    (row,) = draw_tornado([swing]).rows

    assert row.cheaper == ()
    assert [end.total for end in row.dearer] == ["$20.00", "$30.00"]
    assert [(bar.key, bar.y, bar.height) for bar in row.bars] == [
        ("low", 0, 12),
        ("high", 12, 12),
    ]
    assert [(bar.x, bar.width) for bar in row.bars] == [(0, 50), (0, 100)]


def test_an_input_without_effect_has_no_bar() -> None:
    swing = replace(swings()[0], total=Decimal(10), total_low=Decimal(10), total_high=Decimal(10))
    chart = draw_tornado([swing])

    assert chart.rows[0].bars == ()
    assert (len(chart.rows[0].cheaper), len(chart.rows[0].dearer)) == (1, 1)
    assert chart.now is not None
    assert (chart.now.at, chart.now.anchor) == (50, "middle")


@pytest.mark.parametrize("made", TORNADOES.values(), ids=TORNADOES)
def test_where_another_plan_wins_stands_below_the_row(made: Sequence[Swing]) -> None:
    items = read(write("tornado", draw_tornado(made))).findall(".//ol/li")

    assert len(items) == len(made)
    for swing, item in zip(made, items, strict=True):
        said = " ".join(explain_switch(swing, switch) for switch in swing.switches)
        assert text_of(item).endswith(said)
        assert (item.find("./span[@class='switches']") is not None) == bool(swing.switches)


@pytest.mark.parametrize("made", TORNADOES.values(), ids=TORNADOES)
def test_the_table_of_the_tornado_is_its_swings(made: Sequence[Swing]) -> None:
    _, *rows = read_table(write("tornado", draw_tornado(made)))

    assert len(rows) == len(made)
    for swing, (_, *cells) in zip(made, rows, strict=True):
        for (value, total), best, said in zip(
            ends_of(swing).values(),
            (swing.best_low, swing.best_high),
            (cells[:3], cells[3:]),
            strict=True,
        ):
            cheapest = "–" if best is None else f"{best.terms.name}, {dollars(known(best.total))}"
            amount = "misses the deadline" if total is None else dollars(total)
            assert said == [show_value(swing, value), amount, cheapest]


def test_without_a_swing_the_tornado_says_why() -> None:
    markup = write("tornado", draw_tornado(()))

    assert "Nothing that is compared makes the deadline at a known price" in text_of(read(markup))
    assert "<svg" not in markup


MIXES = {
    "the article": mix(),
    "in a hurry": mix(target=300, deadline_months=2),
    "two plans": mix(make_terms(purchase_limit=5), CAREER, target=130, deadline_months=3),
    "one month": mix(target=20, deadline_months=1),
    "a year": mix(NAVIGATOR, target=220, max_seats=1),
    "long": mix(NAVIGATOR, target=1_150, max_seats=1, deadline_months=60),
    "seats held": mix(
        replace(NAVIGATOR, grant_day="first"),
        CAREER,
        target=70,
        start_on=date(2026, 11, 20),
        deadline_months=3,
        held_seats=(held(1, 30, paid_until=date(2026, 12, 5)),),
    ),
}


@pytest.mark.parametrize("made", MIXES.values(), ids=MIXES)
def test_rows_are_as_long_as_the_period_of_their_seats(made: Mix) -> None:
    chart = draw_timeline(made)
    groups = sorted(made.groups, key=lambda group: group.months, reverse=True)

    assert made.is_done
    assert len(chart.columns) == len(made.schedule)
    for group, row in zip(groups, chart.rows, strict=True):
        paid = [month for month in made.schedule if month.starts_on <= group.paid_until]
        assert row.x + row.width == pytest.approx(len(paid) / len(made.schedule) * 100, abs=0.02)
        assert row.name == f"{group.seats} × {group.terms.name}"
        assert row.period.startswith("there already, ") == group.group.is_held
        assert f"until {day(group.paid_until)}" in row.period
        assert row.cash == dollars(known(group.spend))


def test_seats_that_are_there_already_have_rows_of_their_own() -> None:
    made = MIXES["seats held"]

    assert any(group.group.is_held for group in made.groups)
    assert len(made.schedule) > known(made.months), "a row is not a month"


def bars_of(path: str) -> dict[int, tuple[float, float]]:
    """The bottom and the top of the bar in each month."""
    bars = re.findall(r"M([\d.]+) ([\d.]+)h([\d.]+)V([\d.]+)h-[\d.]+z", path)
    for left, _, breadth, _ in bars:
        assert int(float(left)) <= float(left) < float(left) + float(breadth) <= float(left) + 1
    return {int(float(left)) + 1: (float(low), float(top)) for left, low, _, top in bars}


@pytest.mark.parametrize("made", MIXES.values(), ids=MIXES)
def test_the_bars_of_the_months_are_their_messages(made: Mix) -> None:
    chart = draw_timeline(made)
    bars = {kind.key: bars_of(kind.path) for kind in chart.bars}
    own, bought = bars.get("granted", {}), bars.get("bought", {})
    scale = make_scale(max(month.ledger.sent for month in made.schedule))

    for number, month in enumerate(made.schedule, 1):
        ledger = month.ledger
        step, top = scale.place(ledger.sent - ledger.bought), scale.place(ledger.sent)
        if ledger.sent > ledger.bought:
            assert own[number] == pytest.approx((HEIGHT, step), abs=0.06)
        assert (number in bought) == bool(ledger.bought)
        if ledger.bought:
            assert bought[number] == pytest.approx((step, top), abs=0.06)


def name_seats(made: Mix, on: date) -> str:
    """The seats of each plan together that are paid for on a day."""
    there = [group for group in made.groups if group.paid_until >= on]
    plans = dict.fromkeys(group.terms.name for group in there)
    return "; ".join(
        f"{sum(group.seats for group in there if group.terms.name == name)} × {name}"
        for name in plans
    )


@pytest.mark.parametrize("made", MIXES.values(), ids=MIXES)
def test_the_table_of_the_timeline_is_the_schedule(made: Mix) -> None:
    header, *rows = read_table(write("timeline", draw_timeline(made)))

    for row, month in zip(rows, made.schedule, strict=True):
        assert dict(zip(header, row, strict=True)) == {
            "Month": f"{month.month}",
            "From": day(month.starts_on),
            "Seats": name_seats(made, month.starts_on),
            "Sent": f"{month.ledger.sent:,}",
            "Bought": f"{month.ledger.bought:,}",
            "Due for seats": dollars(known(month.subscription_spend)),
            "Due for credits": dollars(known(month.credit_spend)),
        }


def test_a_bar_is_light_until_the_first_credits_of_its_seats_come() -> None:
    """Held without a credit from 20 November on, they are granted some on 1 December."""
    made = mix(
        replace(NAVIGATOR, grant_day="first"),
        target=35,
        start_on=date(2026, 11, 20),
        deadline_months=3,
        max_seats=1,
        held_seats=(held(1, 0, paid_until=date(2027, 1, 31)),),
    )
    chart = draw_timeline(made)
    [row] = chart.rows
    before = sum(one.starts_on < date(2026, 12, 1) for one in made.schedule)
    assert before
    assert row.warm_width == row.x == pytest.approx(before / len(made.schedule) * 100, abs=0.01)
    assert row.period == "there already, first credits 1 Dec 2026, until 31 Jan 2027"
    assert chart.legend[0].name == "Seats without credits yet"

    [row] = draw_timeline(mix(NAVIGATOR, target=35, max_seats=1)).rows
    assert (row.x, row.warm_width) == (0, 0)


def test_seats_that_are_alike_have_one_row() -> None:
    """Two entries of seats that are paid until one day, and differ by their credits alone."""
    made = mix(
        NAVIGATOR,
        target=150,
        max_seats=2,
        deadline_months=3,
        held_seats=(held(1, 30), held(1, 10)),
    )
    chart = draw_timeline(made)
    assert len(made.groups) == 2
    assert len({group.paid_until for group in made.groups}) == 1
    [row] = chart.rows
    spend = sum((known(group.spend) for group in made.groups), Decimal(0))
    assert (row.name, row.cash) == ("2 × Navigator", dollars(spend))
    _, *rows = read_table(write("timeline", chart))
    assert {seats for _, _, seats, *_ in rows} == {"2 × Navigator"}


def test_a_row_says_how_long_and_until_when() -> None:
    chart = draw_timeline(mix(NAVIGATOR, target=60, max_seats=1, deadline_months=3))

    (row,) = chart.rows
    assert (row.name, row.period, row.cash) == (
        "1 × Navigator",
        "until 31 Jan 2027",
        "$239.97",
    )
    assert chart.summary == "1 seat and 60 messages in 3 months."
    assert (
        text_of(read(write("timeline", chart)).find(".//li"))
        == "1 × Navigator until 31 Jan 2027 $239.97"
    )


def test_a_row_says_what_is_paid_for_beyond_its_months() -> None:
    (row,) = draw_timeline(mix(NAVIGATOR, target=210, max_seats=1, deadline_months=11)).rows

    assert row.period == "until 31 Oct 2027, paid for 12 months"


def test_without_a_seat_the_timeline_says_so() -> None:
    for made, why in (
        (mix(open_profile_share=Decimal(1)), "No seat is needed, so"),
        (mix(CREDITS_NOT_SOLD, target=10_000, max_seats=1), "No mix was found, so"),
    ):
        markup = write("timeline", draw_timeline(made))
        assert why in text_of(read(markup))
        assert "<svg" not in markup


@examples(40, many=100)
@given(terms=plans(), scenario=scenarios(), strategy=strategies)
def test_every_forecast_can_be_drawn(terms: Terms, scenario: Any, strategy: Any) -> None:
    made = make_forecast(
        make_estimate(terms, scenario, strategy), FixedRate(rate=Decimal("0.1")), trials=100
    )
    if made is None:
        return
    fan, spread = draw_fan(made), draw_spread(made)
    read(write("fan", fan))
    assert bool(fan.columns) == bool(made.fan)
    assert all(0 <= y <= HEIGHT for y in read_line(fan.band).values())
    assert (spread is None) == (made.total is None)
    if spread:
        read(write("spread", spread))
        assert bool(spread.bars) == (len(made.bins) > 1)
        assert bool(spread.always) == (len(made.bins) == 1)
        assert len(spread.columns) <= 41


def all_charts(name: str = "Navigator") -> str:
    """The markup of all four, as if they stood on one page."""
    terms = make_terms(name=name)
    other = replace(CAREER, name=f"{name} 2")
    return "".join(
        [
            write("fan", draw_fan(forecast(terms=terms))),
            write("spread", draw_spread(forecast(terms=terms))),
            write("tornado", draw_tornado(swings(terms, other, target=110))),
            write("timeline", draw_timeline(mix(terms, other))),
        ]
    )


def test_names_of_plans_are_text_whatever_they_hold() -> None:
    markup = all_charts(SCRIPT)

    assert "<script" not in markup
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;Co&quot; &#x27;x&#x27;" in markup
    read(f"<main>{markup}</main>")


def test_there_is_neither_style_nor_script_in_a_chart_of_a_study() -> None:
    for element in read(f"<main>{all_charts()}</main>").iter():
        assert element.tag not in {"script", "style"}
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]


def test_no_id_is_given_twice_and_every_reference_has_its_element() -> None:
    markup = all_charts()
    ids = re.findall(r'\sid="([^"]+)"', markup)

    assert len(ids) == len(set(ids))
    assert set(re.findall(r'aria-labelledby="([^"]+)"', markup)) <= set(ids)
    assert set(re.findall(r"url\(#([^)]+)\)", markup)) <= set(ids)
    assert set(re.findall(r'href="#([^"]+)"', markup)) <= set(ids)


def test_drawings_are_hidden_from_readers_who_get_the_table() -> None:
    main = read(f"<main>{all_charts()}</main>")

    figures = main.findall("figure")
    assert len(figures) == 4
    for figure in figures:
        assert figure.find(".//details/summary") is not None
        assert figure.find(".//details//caption") is not None
        inner = {id(svg) for outer in figure.iter("svg") for svg in outer.findall(".//svg")}
        for svg in figure.iter("svg"):
            assert id(svg) in inner or svg.attrib["aria-hidden"] == "true"
