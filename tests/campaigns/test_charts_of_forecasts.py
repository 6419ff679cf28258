"""The charts of a forecast: true to their numbers, legible and lean."""

import re
from dataclasses import replace
from decimal import Decimal
from itertools import accumulate, pairwise

import pytest

from campaigns.charts import (
    SpreadChart,
    draw_fan,
    draw_spread,
)
from campaigns.charts.axes import HEIGHT, make_scale
from campaigns.wording import day
from planner.planning.forecast import Forecast, make_forecast
from planner.planning.forecast.percentiles import Percentiles, index_of
from planner.planning.forecast.rates import FixedRate
from planner.planning.wording import dollars
from tests.campaigns.chart_cases import (
    NARROW_PLOT,
    WIDE_PLOT,
    amount_of,
    certain,
    forecast,
    read,
    read_line,
    read_table,
    text_of,
    write,
)
from tests.planning.builders import NO_PRICES, estimate, make_terms


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
    nobody: Percentiles[Decimal] = Percentiles(p10=None, p50=None, p90=None, mean=None)
    none = replace(forecast(), total=nobody, bins=(), done=0.0)

    assert "10 % of 1,111 trials are never done and have no cost." in some.summary
    markup = write_of(none)
    assert "No trial is ever done, so none has a cost." in text_of(read(markup))
    assert "<svg" not in markup
