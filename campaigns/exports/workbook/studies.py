"""Forecast, mix and sensitivity as sheets, where the page shows them."""

from collections.abc import Iterable, Sequence

from campaigns.exports.subject import Subject
from campaigns.exports.workbook.sheet import UNKNOWN, Kind, Sheet
from campaigns.forms import STRATEGY_NAMES
from campaigns.presentation.studies import describe_belief
from campaigns.studies.forecasts import forecast_one
from campaigns.studies.mixes import study_mix
from campaigns.studies.sensitivities import study_sensitivity
from planner.planning.forecast import Forecast
from planner.planning.sensitivity import explain_switch, show_value

HEAD_ROW = 3
WIDTH = 110
Heads = Sequence[tuple[str, Kind]]

FORECAST_HEADS: Heads = (
    ("Plan", "text"),
    ("Strategy", "text"),
    ("Planned", "money"),
    ("1 in 10 at most", "money"),
    ("Half at most", "money"),
    ("9 in 10 at most", "money"),
    ("Mean", "money"),
    ("Months, 9 in 10", "whole"),
    ("On time", "share"),
    ("In budget", "share"),
)
MIX_HEADS: Heads = (
    ("Plan", "text"),
    ("Seats", "whole"),
    ("Months", "whole"),
    ("Subscription", "money"),
)
SENSITIVITY_HEADS: Heads = (
    ("Input", "text"),
    ("Low", "word"),
    ("High", "word"),
    ("Total at low", "money"),
    ("Total at high", "money"),
    ("Where another plan becomes the cheapest", "text"),
)


def write_forecast(sheet: Sheet, subject: Subject) -> None:
    """Every estimate with what it may really come to."""
    belief = describe_belief(subject.query.belief, subject.query.trials)
    _begin(sheet, "How sure is this?", belief, FORECAST_HEADS, widths=(30, 24))
    estimates = subject.comparison.estimates
    forecasts = (forecast_one(subject.query, one) for one in estimates)
    _write_rows(sheet, FORECAST_HEADS, (_list_forecast(one) for one in forecasts if one))


def _list_forecast(forecast: Forecast) -> list[object]:
    estimate, total = forecast.estimate, forecast.total
    spread = [total.p10, total.p50, total.p90, total.mean] if total else [None] * 4
    return [
        estimate.terms.name,
        STRATEGY_NAMES[estimate.strategy],
        estimate.total,
        *spread,
        forecast.months.p90,
        forecast.on_time,
        forecast.within_budget,
    ]


def write_mix(sheet: Sheet, subject: Subject) -> None:
    """The seats of the best mix, what it costs, and how sure that is."""
    study = study_mix(subject.query)
    mix = study.mix
    _begin(sheet, "Best mix", study.why, MIX_HEADS, widths=(36,))
    rows = [[one.terms.name, one.seats, one.months, one.spend] for one in mix.groups]
    last = _write_rows(sheet, MIX_HEADS, rows)
    sums = [("Subscriptions", mix.subscription_spend), ("Bought credits", mix.credit_spend)]
    for row, (name, amount) in enumerate([*sums, ("Total", mix.total)], start=last + 2):
        sheet.write(row, 0, name, style="sum")
        sheet.write(row, 3, amount, kind="money", style="sum")


def write_sensitivity(sheet: Sheet, subject: Subject) -> None:
    """What each input does to the total of the cheapest plan."""
    swings = study_sensitivity(subject.query)
    what = (
        f"One input is moved at a time; {swings[0].terms.name} is kept and planned anew."
        if swings
        else "Nothing that is compared makes the deadline at a known price, "
        "so there is nothing to compare with."
    )
    _begin(sheet, "What matters most", what, SENSITIVITY_HEADS, widths=(26, 14, 14, 14, 14, 70))
    rows = (
        [
            swing.input.replace("_", " ").capitalize(),
            show_value(swing.input, swing.low),
            show_value(swing.input, swing.high),
            swing.total_low,
            swing.total_high,
            " ".join(explain_switch(swing, switch) for switch in swing.switches),
        ]
        for swing in swings
    )
    _write_rows(sheet, SENSITIVITY_HEADS, rows, unknown="misses the deadline")


def _begin(sheet: Sheet, title: str, text: str, heads: Heads, *, widths: Sequence[float]) -> None:
    """The sheet's title, a sentence, and the heads of its columns."""
    sheet.set_widths(dict.fromkeys(range(len(heads)), 14.0) | dict(enumerate(widths)))
    sheet.write(0, 0, title, style="title")
    lines = sheet.write_across(1, (0, len(heads) - 1), text, style="said at length", width=WIDTH)
    sheet.set_lines(1, lines)
    sheet.write_heads(HEAD_ROW, heads, lines=2)
    sheet.worksheet.freeze_panes(HEAD_ROW + 1, 1)


def _write_rows(
    sheet: Sheet, heads: Heads, rows: Iterable[Sequence[object]], *, unknown: str = UNKNOWN
) -> int:
    """Write the rows below the heads; the number of the last one."""
    last = HEAD_ROW
    for last, values in enumerate(rows, start=HEAD_ROW + 1):
        for column, ((_, kind), value) in enumerate(zip(heads, values, strict=True)):
            shown = unknown if value is None and kind == "money" else value
            style = "wrapped" if kind == "text" else "cell"
            sheet.write(last, column, shown, kind=kind, style=style)
    return last
