"""The sensitivity: what each input does to the total of the cheapest plan (RULES.md §7)."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from campaigns.charts import draw_tornado, draw_worth_tornado
from campaigns.charts.tornado import MISSED, WORTH_NAMES
from campaigns.decision import Decision, decide
from campaigns.exports.amounts import Json, money
from campaigns.exports.source import ExportSource
from campaigns.exports.workbook.rows import Heads, begin_sheet, write_rows, write_sentences
from campaigns.exports.workbook.sheet import Sheet
from campaigns.query.links import Links
from campaigns.query.query import Query
from campaigns.studies.sensitivities import study_sensitivity, study_worth
from campaigns.study_outputs import StudyOutputs
from campaigns.wording import show_return, signed_dollars
from planner.planning.estimate import Estimate
from planner.planning.sensitivity import Swing, Switch, explain_switch, show_value
from planner.planning.sensitivity.inputs import Value
from planner.planning.wording import dollars, exact_dollars, percent
from planner.planning.worth import Outcome, WorthSwing
from planner.planning.worth.asked import outcome_of

TITLE = "What matters most"
HEADS: Heads = (
    ("Input", "text"),
    ("Low", "word"),
    ("High", "word"),
    ("Total at low", "money"),
    ("Total at high", "money"),
    ("Where another plan becomes the cheapest", "text"),
)
WORTH_HEADS: Heads = (
    ("Input", "text"),
    ("Low", "word"),
    ("High", "word"),
    ("Left at low", "money"),
    ("Left at high", "money"),
    ("For each dollar of the cost, at low and at high", "text"),
)


WORTH_TITLE = "What moves the return"
WORTH_PREMISE = (
    "The people, the plan and the deadline stay; one rate, or the value of a customer, is another "
    "one."
)
WITHOUT_AUDIENCES = (
    "It is not calculated for a campaign with audiences, which may have rates of their own. Plan "
    "one of them alone to see it."
)


class SensitivityOutputs(StudyOutputs):
    """What each input does to the total."""

    def show(self, query: Query, links: Links) -> dict[str, Any]:
        swings, cheapest = study_sensitivity(query), decide(query).comparison.cheapest
        of_worth = study_worth(query, cheapest)
        return {
            "tornado_chart": draw_tornado(swings) if swings else None,
            "worth_chart": draw_worth_tornado(of_worth, cheapest.terms.name)
            if of_worth and cheapest
            else None,
            "worth_title": WORTH_TITLE,
            "worth_text": _introduce_worth(of_worth, cheapest),
            "title": TITLE,
        }

    def add_to_document(self, decision: Decision, document: Json) -> None:
        document["sensitivity"] = [_describe(swing) for swing in study_sensitivity(decision.query)]
        cheapest = decision.comparison.cheapest
        of_worth = study_worth(decision.query, cheapest)
        document["worth_swings"] = [_describe_worth(swing) for swing in of_worth]
        if not of_worth and (why := _introduce_worth(of_worth, cheapest)):
            document.setdefault("not_calculated", {})["worth_swings"] = why

    def write_sheet(self, sheet: Sheet, source: ExportSource) -> None:
        swings = study_sensitivity(source.query)
        what = (
            f"One input changes at a time; {swings[0].terms.name} stays and is planned again."
            if swings
            else "Nothing that is compared makes the deadline at a known price, "
            "so there is nothing to compare with."
        )
        begin_sheet(sheet, TITLE, what, HEADS, widths=(26, 14, 14, 14, 14, 70))
        rows = (_list_cells(swing) for swing in swings)
        last = write_rows(sheet, HEADS, rows, unknown=MISSED)
        cheapest = source.decision.comparison.cheapest
        of_worth = study_worth(source.query, cheapest)
        text = _introduce_worth(of_worth, cheapest)
        _write_worth(sheet, of_worth, text, first=last + 2)

    def to_terminal(self, decision: Decision) -> list[str]:
        cheapest = decision.comparison.cheapest
        of_worth = study_worth(decision.query, cheapest)
        text = _introduce_worth(of_worth, cheapest)
        return [
            *(_sentence_of(swing) for swing in study_sensitivity(decision.query)),
            *([f"{WORTH_TITLE}. {text}"] if text else []),
            *map(_sentence_of_worth, of_worth),
        ]


def _introduce_worth(swings: Sequence[WorthSwing], cheapest: Estimate | None) -> str:
    """What stays where the return is moved, or why it is not; empty where no return is known."""
    if swings:
        return WORTH_PREMISE
    has_audiences = cheapest is not None and bool(cheapest.scenario.audiences)
    if cheapest is None or not has_audiences or outcome_of(cheapest).left is None:
        return ""
    return WITHOUT_AUDIENCES


def _write_worth(sheet: Sheet, swings: Sequence[WorthSwing], text: str, *, first: int) -> None:
    """Write what moves the return from row `first` on; nothing where that is unknown."""
    if not text:
        return
    last = write_sentences(sheet, WORTH_TITLE, [text], first=first, to_column=len(WORTH_HEADS) - 1)
    if not swings:
        return
    sheet.write_heads(last + 1, WORTH_HEADS, lines=2)
    for number, swing in enumerate(swings, start=last + 2):
        ends = swing.at_low, swing.at_high
        cells = [
            WORTH_NAMES[swing.input],
            _show_worth_value(swing, swing.low),
            _show_worth_value(swing, swing.high),
            *(one.left if one else MISSED for one in ends),
            "; ".join((show_return(one) or "–") if one else MISSED for one in ends),
        ]
        for column, ((_, kind), value) in enumerate(zip(WORTH_HEADS, cells, strict=True)):
            style = "wrapped" if kind == "text" else "cell"
            sheet.write(number, column, value, kind=kind, style=style)


def _show_worth_value(swing: WorthSwing, value: Decimal) -> str:
    return exact_dollars(value) if swing.input == "value_per_customer" else percent(value)


def _sentence_of_worth(swing: WorthSwing) -> str:
    ends = [
        f"{_show_worth_value(swing, value)} "
        f"{f'leaves {signed_dollars(one.left)}' if one and one.left is not None else MISSED}"
        for value, one in ((swing.low, swing.at_low), (swing.high, swing.at_high))
    ]
    return f"{WORTH_NAMES[swing.input]}: {', '.join(ends)}."


def _describe_worth(swing: WorthSwing) -> Json:
    is_value = swing.input == "value_per_customer"
    now, at_low, at_high = (
        (None, None) if one is None else (money(one.left), _describe_return(one))
        for one in (swing.now, swing.at_low, swing.at_high)
    )
    return {
        "input": swing.input,
        "low": _plain(swing.low, is_rate=not is_value),
        "high": _plain(swing.high, is_rate=not is_value),
        "left": now[0],
        "left_low": at_low[0],
        "left_high": at_high[0],
        "return": now[1],
        "return_low": at_low[1],
        "return_high": at_high[1],
    }


def _describe_return(outcome: Outcome) -> float | None:
    ratio = outcome.return_on_cost
    return None if ratio is None else float(ratio)


def _list_cells(swing: Swing) -> list[object]:
    return [
        _name(swing),
        show_value(swing, swing.low),
        show_value(swing, swing.high),
        swing.total_low,
        swing.total_high,
        " ".join(explain_switch(swing, switch) for switch in swing.switches),
    ]


def _name(swing: Swing) -> str:
    return swing.input.replace("_", " ").capitalize()


def _describe(swing: Swing) -> Json:
    is_rate = swing.input == "reply_rate"
    return {
        "input": swing.input,
        "plan": swing.terms.slug,
        "low": _plain(swing.low, is_rate=is_rate),
        "high": _plain(swing.high, is_rate=is_rate),
        "total": money(swing.total),
        "total_low": money(swing.total_low),
        "total_high": money(swing.total_high),
        "switches": [_describe_switch(switch, swing) for switch in swing.switches],
    }


def _describe_switch(switch: Switch, swing: Swing) -> Json:
    is_rate = swing.input == "reply_rate"
    return {
        "before": _plain(switch.before, is_rate=is_rate),
        "at": _plain(switch.at, is_rate=is_rate),
        "plan": switch.estimate.terms.slug if switch.estimate else None,
        "total": money(switch.estimate.total) if switch.estimate else None,
    }


def _plain(value: Value, *, is_rate: bool) -> object:
    """A value of an input as JSON has it: money as a text, all else as a number or a flag."""
    if isinstance(value, Decimal):
        return float(value) if is_rate else money(value)
    return value


def _describe_total(total: Decimal | None) -> str:
    return MISSED if total is None else f"comes to {dollars(total)}"


def _sentence_of(swing: Swing) -> str:
    ends = [
        f"{show_value(swing, value)} {_describe_total(total)}"
        for value, total in ((swing.low, swing.total_low), (swing.high, swing.total_high))
    ]
    switches = [explain_switch(swing, switch) for switch in swing.switches]
    return " ".join([f"{_name(swing)}: {', '.join(ends)}.", *switches])
