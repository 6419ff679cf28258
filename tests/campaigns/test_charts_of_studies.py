"""The charts of forecast, sensitivity and mix: true to their numbers, legible and lean."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import accumulate, pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from hypothesis import given

from campaigns.charts import (
    FanChart,
    SpreadChart,
    TimelineChart,
    TornadoChart,
    draw_fan,
    draw_spread,
    draw_timeline,
    draw_tornado,
)
from campaigns.charts.axes import HEIGHT, make_scale, mark_dates
from campaigns.wording import day
from planner.planning.estimate import make_estimate
from planner.planning.forecast import Forecast, make_forecast
from planner.planning.forecast.percentiles import Percentiles, index_of
from planner.planning.forecast.rates import FixedRate, RateBetween
from planner.planning.mix import Mix, find_mix
from planner.planning.sensitivity import Swing, explain_switch, find_sensitivity, show_value
from planner.planning.terms import Terms
from planner.planning.wording import dollars
from tests.planning.arbitrary import plans, scenarios, strategies
from tests.planning.builders import NO_PRICES, estimate, make_scenario, make_terms

# The least breadths of the plot in a narrow and in a wide chart inside a card (static/charts.css).
NARROW_PLOT, WIDE_PLOT = 184, 498
SCRIPT = "<script>alert(1)</script> & \"Co\" 'x'"

NAVIGATOR = make_terms()
CAREER = make_terms(
    slug="career",
    name="Career",
    monthly_credits=5,
    rollover_cap=15,
    monthly_price=Decimal("29.99"),
    annual_price=None,
)
CREDITS_NOT_SOLD = make_terms(slug="core", name="Core", purchase_limit=0)
UNSURE = RateBetween(low=Decimal("0.05"), high=Decimal("0.25"))
RANGE = (Decimal("0.05"), Decimal("0.25"))
LIKELY = {"reply_rate": Decimal("0.12")}

Chart = FanChart | SpreadChart | TornadoChart | TimelineChart


@cache
def forecast(*, way: str = "as_granted", terms: Terms | None = None, **changes: Any) -> Forecast:
    """A thousand trials of the article's plan, or of `terms`, at a reply rate of 5 to 25 %."""
    answer = estimate(way, terms, **{"target": 150} | LIKELY | changes)
    made = make_forecast(answer, UNSURE, trials=1_000)
    assert made is not None
    return made


@cache
def certain(**changes: Any) -> Forecast:
    """A forecast of messages that nobody ever answers."""
    made = make_forecast(
        estimate("accumulate", **changes), FixedRate(rate=Decimal(0)), trials=1_000
    )
    assert made is not None
    return made


@cache
def swings(*terms: Terms, **changes: Any) -> tuple[Swing, ...]:
    scenario = make_scenario(**LIKELY | changes)
    return find_sensitivity(scenario, terms or (NAVIGATOR, CAREER), reply_rates=RANGE)


@cache
def mix(*terms: Terms, max_seats: int = 5, **changes: Any) -> Mix:
    scenario = make_scenario(**changes)
    return find_mix(scenario, terms or (NAVIGATOR, CAREER), max_seats=max_seats, time_limit=0.5)


def write(name: str, chart: Chart | None) -> str:
    return render_to_string(f"charts/_{name}.html", {"chart": chart})


def read(markup: str) -> ElementTree.Element:
    """The chart's elements; its markup is well-formed XML, too."""
    return ElementTree.fromstring(markup)  # noqa: S314 (markup of our own)


def text_of(element: ElementTree.Element | None) -> str:
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def read_table(markup: str) -> list[list[str]]:
    return [
        [text_of(cell) for cell in row] for row in read(markup).iterfind(".//details//table//tr")
    ]


def amount_of(text: str) -> Decimal:
    return Decimal(text.strip("$").replace(",", ""))


# -------------------------------------------------------------------------------- Axes, labels


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


def test_dates_stand_where_their_months_begin() -> None:
    marks = list(mark_dates(make_scenario().start_on, 4))

    assert [(mark.at, mark.text) for mark in marks] == [
        (0, "1 Nov 2026"),
        (25, "1 Dec 2026"),
        (50, "1 Jan 2027"),
        (75, "1 Feb 2027"),
        (100, "28 Feb 2027"),
    ]


# ----------------------------------------------------------------------------------------- Fan


def read_line(path: str) -> dict[int, float]:
    """How high a line stands at the end of each month."""
    points = re.findall(r"[ML]([\d.]+) ([\d.]+)", path)
    return {int(month): float(y) for month, y in points}


def forecast_never_done() -> Forecast:
    """More than one in ten trials, and their fan, never come to an end."""
    made = forecast()
    never = Percentiles(p10=6, p50=7, p90=None, mean=None)
    return replace(made, months=never, done=0.8)


FANS = {
    "the article's plan": forecast(),
    "buying at once": forecast(way="buy_now"),
    "nobody answers": certain(),
    "done after the deadline": forecast(deadline_months=4),
    "one month": certain(target=20),
    "long": forecast(target=1_200, deadline_months=60),
    "never done": forecast_never_done(),
}


@pytest.mark.parametrize("made", FANS.values(), ids=FANS)
def test_lines_stand_at_the_messages_sent(made: Forecast) -> None:
    chart = draw_fan(made)
    scale = make_scale(made.estimate.scenario.to_send)
    planned = accumulate(row.ledger.sent for row in made.estimate.schedule)

    assert read_line(chart.median) == {0: scale.place(0)} | {
        month.month: scale.place(month.p50) for month in made.fan
    }
    assert read_line(chart.planned) == {0: scale.place(0)} | {
        month: scale.place(sent) for month, sent in enumerate(planned, 1)
    }
    assert chart.target is not None
    assert chart.target.at == scale.place(made.estimate.scenario.to_send)


@pytest.mark.parametrize("made", FANS.values(), ids=FANS)
def test_the_band_reaches_from_slow_to_fast_trials(made: Forecast) -> None:
    chart = draw_fan(made)
    scale = make_scale(made.estimate.scenario.to_send)
    points = re.findall(r"[ML](\d+) ([\d.]+)", chart.band)
    upper, lower = points[: len(made.fan) + 1], points[len(made.fan) + 1 :]

    assert chart.band.endswith("z")
    assert [float(y) for _, y in upper[1:]] == [scale.place(month.p90) for month in made.fan]
    assert [int(x) for x, _ in upper] == list(range(len(made.fan) + 1))
    assert [float(y) for _, y in lower] == [scale.place(m.p10) for m in reversed(made.fan)]
    assert [int(x) for x, _ in lower] == list(range(len(made.fan), 0, -1))


@pytest.mark.parametrize("made", FANS.values(), ids=FANS)
def test_the_table_of_the_fan_is_the_forecast(made: Forecast) -> None:
    header, *rows = read_table(write("fan", draw_fan(made)))
    planned = list(accumulate(row.ledger.sent for row in made.estimate.schedule))

    assert len(rows) == max(len(made.fan), len(planned))
    for row, month in zip(rows, made.fan, strict=False):
        said = dict(zip(header, row, strict=True))
        assert said["Month"] == f"{month.month}"
        assert said["From"] == day(month.starts_on)
        assert said["1 in 10 at most"] == f"{month.p10:,}"
        assert said["Half at most"] == f"{month.p50:,}"
        assert said["9 in 10 at most"] == f"{month.p90:,}"
        assert said["Planned"] == f"{planned[min(month.month, len(planned)) - 1]:,}"


def test_the_fan_marks_the_deadline_where_it_reaches_so_far() -> None:
    late = draw_fan(forecast(deadline_months=4))

    assert late.deadline_at == pytest.approx(4 / len(late.columns) * 100, abs=0.01)
    assert draw_fan(forecast(deadline_months=30)).deadline_at is None
    assert "Deadline: 28 Feb 2027" in text_of(read(write("fan", late)))


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (
            certain(),
            "Eight of ten trials have sent everything in 3 months, as planned.",
        ),
        (
            replace(forecast(), months=Percentiles(p10=4, p50=5, p90=8, mean=None)),
            "Half of the trials have sent everything within 5 months, nine of ten within 8; "
            "7 months are planned.",
        ),
        (
            forecast_never_done(),
            "Half of the trials have sent everything within 7 months, "
            "but more than one in ten never do",
        ),
        (
            replace(
                forecast(),
                months=Percentiles(p10=None, p50=None, p90=None, mean=None),
            ),
            "More than half of the trials never send everything",
        ),
        (
            replace(forecast(), months=Percentiles(p10=4, p50=5, p90=5, mean=None)),
            "Nine of ten trials have sent everything within 5 months; 7 months are planned.",
        ),
    ],
    ids=["as planned", "half and nine", "never for some", "never for most", "half is nine"],
)
def test_the_fan_says_itself_in_a_sentence(made: Forecast, words: str) -> None:
    assert draw_fan(made).summary.startswith(words)


def test_without_a_message_on_a_credit_the_fan_says_why() -> None:
    markup = write("fan", draw_fan(certain(open_profile_share=Decimal(1))))

    assert "Every message goes to an open profile" in text_of(read(markup))
    assert "<svg" not in markup


def test_a_month_of_the_fan_says_its_numbers() -> None:
    figure = read(write("fan", draw_fan(certain())))

    month = figure.find(".//span[@aria-labelledby='fan-2']")
    assert month is not None
    assert month.attrib["tabindex"] == "0"
    assert text_of(month) == (
        "Sent by the end of month 2 9 in 10 at most 0 Half at most 0 1 in 10 at most 0 Planned 0"
    )


# -------------------------------------------------------------------------------------- Spread

SPREADS = {
    "the article's plan": forecast(),
    "buying at once": forecast(way="cheapest", deadline_months=4, budget=Decimal(950)),
    "a budget far away": forecast(way="cheapest", deadline_months=4, budget=Decimal(90_000)),
    "a budget below": forecast(way="cheapest", deadline_months=4, budget=Decimal(1)),
    "long": forecast(target=1_200, deadline_months=60, budget=Decimal(2_000)),
    "millions": forecast(way="cheapest", target=1_000_000, seats=50, deadline_months=4),
    "some never done": replace(forecast(way="cheapest", deadline_months=4), done=0.9, trials=1_111),
}


def spread_of(made: Forecast) -> SpreadChart:
    chart = draw_spread(made)
    assert chart is not None
    return chart


@pytest.mark.parametrize("made", SPREADS.values(), ids=SPREADS)
def test_bars_are_as_high_as_the_share_of_their_trials(made: Forecast) -> None:
    chart = spread_of(made)
    scale = make_scale(max(Decimal(one.trials) * 100 / made.trials for one in made.bins))
    heights: dict[float, float] = {}
    for bar in chart.bars:
        heights[bar.x] = heights.get(bar.x, 0) + bar.height
        assert 0 <= bar.x < bar.x + bar.width <= 100.01
        assert bar.y >= 0

    expected = [
        HEIGHT - scale.place(Decimal(one.trials) * 100 / made.trials)
        for one in made.bins
        if one.trials
    ]
    assert [heights[x] for x in sorted(heights)] == pytest.approx(expected, abs=0.11)


@pytest.mark.parametrize("made", SPREADS.values(), ids=SPREADS)
def test_the_hatched_parts_are_the_trials_beyond_90_percent(made: Forecast) -> None:
    chart = spread_of(made)
    done = sum(one.trials for one in made.bins)
    beyond = max(0, done - index_of(90, made.trials) - 1)
    hatched = sum(bar.height for bar in chart.bars if bar.is_beyond)
    all_bars = sum(bar.height for bar in chart.bars)

    assert hatched / all_bars == pytest.approx(beyond / done, abs=0.01)
    first = min((bar.x for bar in chart.bars if bar.is_beyond), default=100)
    assert all(bar.x <= first for bar in chart.bars if not bar.is_beyond)
    rects = read(write_of(made)).iterfind(".//rect[@class='beyond']")
    fills = [rect.attrib["fill"] for rect in rects]
    assert fills == ["url(#spread-beyond)"] * sum(bar.is_beyond for bar in chart.bars)


def write_of(made: Forecast) -> str:
    return write("spread", draw_spread(made))


@pytest.mark.parametrize("made", SPREADS.values(), ids=SPREADS)
def test_marks_stand_at_their_amounts(made: Forecast) -> None:
    chart = spread_of(made)
    low = amount_of(chart.columns[0].tooltip.title.split(" to below ")[0])
    high = amount_of(chart.columns[-1].tooltip.title.split(" to below ")[1])
    items = {item.key: item for item in chart.legend if item.value}

    for anchor in chart.anchors:
        amount = amount_of(items[anchor.key].value)
        assert anchor.at == pytest.approx(float((amount - low) / (high - low) * 100), abs=0.01)
        assert items[anchor.key].note == ""
    drawn = {anchor.key for anchor in chart.anchors}
    assert all(item.note for key, item in items.items() if key not in drawn)
    bins = amount_of(dollars(made.bins[-1].high)) - made.bins[0].low
    assert high - low <= Decimal("1.5") * bins


def test_amounts_below_the_bars_have_room() -> None:
    for made in SPREADS.values():
        marks = spread_of(made).marks
        for room, plot in (("narrow", NARROW_PLOT), ("wide", WIDE_PLOT)):
            shown = [mark for mark in marks if mark.room == room]
            assert len(shown) >= 2
            for one, other in pairwise(shown):
                broad = 7 * (len(one.text) + len(other.text)) / (1 if room == "narrow" else 2)
                assert (other.at - one.at) / 100 * plot >= broad + 4


@pytest.mark.parametrize("made", SPREADS.values(), ids=SPREADS)
def test_the_table_of_the_spread_is_its_bins(made: Forecast) -> None:
    header, *rows = read_table(write_of(made))

    assert header == ["Total", "Trials", "Share"]
    assert [(title, trials) for title, trials, _ in rows] == [
        (f"{dollars(one.low)} to below {dollars(one.high)}", f"{one.trials:,}") for one in made.bins
    ]


def test_the_spread_names_its_amounts() -> None:
    made = forecast(way="cheapest", deadline_months=4, budget=Decimal(950))
    assert made.total is not None

    assert [(item.name, item.value) for item in spread_of(made).legend if item.value] == [
        ("1 in 10 trials costs at most", dollars(made.total.p10 or Decimal(0))),
        ("Half of the trials cost at most", dollars(made.total.p50 or Decimal(0))),
        ("9 in 10 trials cost at most", dollars(made.total.p90 or Decimal(0))),
        ("Planned", dollars(made.estimate.total or Decimal(0))),
        ("Budget", "$950.00"),
    ]


@pytest.mark.parametrize(
    ("budget", "note"), [(90_000, "right of the chart"), (1, "left of the chart")]
)
def test_an_amount_far_away_is_told_beside_the_chart(budget: int, note: str) -> None:
    made = forecast(way="cheapest", deadline_months=4, budget=Decimal(budget))

    (item,) = [item for item in spread_of(made).legend if item.key == "budget"]
    assert item.note == note
    assert f"({note})" in text_of(read(write_of(made)))


def test_where_all_trials_cost_the_same_the_chart_says_always() -> None:
    markup = write_of(certain(budget=Decimal(700)))

    text = text_of(read(markup))
    assert "always $639.97" in text
    assert "Planned $639.97" in text
    assert "Budget $700.00" in text
    assert "<svg" not in markup
    assert "<table" not in markup


def test_without_a_price_there_is_no_spread() -> None:
    assert draw_spread(certain(terms=None, target=20)) is not None
    unpriced = make_forecast(
        estimate("accumulate", make_terms(**NO_PRICES)), FixedRate(rate=Decimal(0)), trials=100
    )
    assert unpriced is not None
    assert draw_spread(unpriced) is None


def test_trials_that_are_never_done_are_told() -> None:
    some = spread_of(SPREADS["some never done"])
    nobody = Percentiles(p10=None, p50=None, p90=None, mean=None)
    none = replace(forecast(), total=nobody, bins=(), done=0.0)

    assert "10 % of 1,111 trials are never done and have no cost." in some.summary
    markup = write_of(none)
    assert "No trial is ever done, so none has a cost." in text_of(read(markup))
    assert "<svg" not in markup


# ------------------------------------------------------------------------------------- Tornado

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
                assert end.value == show_value(swing.input, value)
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
            cheapest = "–" if best is None else f"{best.terms.name}, {dollars(best.total)}"
            amount = "misses the deadline" if total is None else dollars(total)
            assert said == [show_value(swing.input, value), amount, cheapest]


def test_without_a_swing_the_tornado_says_why() -> None:
    markup = write("tornado", draw_tornado(()))

    assert "Nothing that is compared makes the deadline at a known price" in text_of(read(markup))
    assert "<svg" not in markup


# ------------------------------------------------------------------------------------ Timeline

MIXES = {
    "the article": mix(),
    "in a hurry": mix(target=300, deadline_months=2),
    "two plans": mix(make_terms(purchase_limit=5), CAREER, target=130, deadline_months=3),
    "one month": mix(target=20, deadline_months=1),
    "a year": mix(NAVIGATOR, target=220, max_seats=1),
    "long": mix(NAVIGATOR, target=1_150, max_seats=1, deadline_months=60),
}


@pytest.mark.parametrize("made", MIXES.values(), ids=MIXES)
def test_rows_are_as_long_as_the_period_of_their_seats(made: Mix) -> None:
    chart = draw_timeline(made)
    groups = sorted(made.groups, key=lambda group: group.months, reverse=True)

    assert made.is_done
    assert len(chart.columns) == made.months
    for group, row in zip(groups, chart.rows, strict=True):
        assert row.width == pytest.approx(group.months / len(made.schedule) * 100, abs=0.01)
        assert row.seats == f"{group.seats} × {group.terms.name}"
        assert row.spend == dollars(group.spend)


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

    for month in made.schedule:
        ledger = month.ledger
        step, top = scale.place(ledger.sent - ledger.bought), scale.place(ledger.sent)
        if ledger.sent > ledger.bought:
            assert own[ledger.month] == pytest.approx((HEIGHT, step), abs=0.06)
        assert (ledger.month in bought) == bool(ledger.bought)
        if ledger.bought:
            assert bought[ledger.month] == pytest.approx((step, top), abs=0.06)


@pytest.mark.parametrize("made", MIXES.values(), ids=MIXES)
def test_the_table_of_the_timeline_is_the_schedule(made: Mix) -> None:
    header, *rows = read_table(write("timeline", draw_timeline(made)))

    for row, month in zip(rows, made.schedule, strict=True):
        assert dict(zip(header, row, strict=True)) == {
            "Month": f"{month.ledger.month}",
            "From": day(month.starts_on),
            "Seats": "; ".join(f"{plan.seats} × {plan.terms.name}" for plan in month.plans),
            "Sent": f"{month.ledger.sent:,}",
            "Bought": f"{month.ledger.bought:,}",
            "Due for seats": dollars(month.subscription_spend),
            "Due for credits": dollars(month.credit_spend),
        }


def test_a_row_says_how_long_and_until_when() -> None:
    chart = draw_timeline(mix(NAVIGATOR, target=60, max_seats=1, deadline_months=3))

    (row,) = chart.rows
    assert (row.seats, row.period, row.spend) == (
        "1 × Navigator",
        "months 1–3, until 31 Jan 2027",
        "$239.97",
    )
    assert chart.summary == "1 seat and 60 messages in 3 months."
    assert (
        text_of(read(write("timeline", chart)).find(".//li"))
        == "1 × Navigator months 1–3, until 31 Jan 2027 $239.97"
    )


def test_a_row_says_what_is_paid_for_beyond_its_months() -> None:
    (row,) = draw_timeline(mix(NAVIGATOR, target=210, max_seats=1, deadline_months=11)).rows

    assert row.period == "months 1–11, until 30 Sep 2027, paid for 12 months"


def test_without_a_seat_the_timeline_says_so() -> None:
    for made in (
        mix(open_profile_share=Decimal(1)),
        mix(CREDITS_NOT_SOLD, target=10_000, max_seats=1),
    ):
        markup = write("timeline", draw_timeline(made))
        assert "No seat is kept" in text_of(read(markup))
        assert "<svg" not in markup


# ------------------------------------------------------------------------------- Whatever comes


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


# -------------------------------------------------------------------------------------- Markup


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
    ids = re.findall(r' id="([^"]+)"', markup)

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
