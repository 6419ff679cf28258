"""The sensitivity: what each input does to the total of the cheapest plan (RULES.md §7)."""

from decimal import Decimal
from typing import Any

from campaigns.charts import draw_tornado
from campaigns.decision import Decision
from campaigns.exports.amounts import Json, money
from campaigns.exports.subject import Subject
from campaigns.exports.workbook.rows import Heads, begin_sheet, write_rows
from campaigns.exports.workbook.sheet import Sheet
from campaigns.query.links import Links
from campaigns.query.query import Query
from campaigns.studies.sensitivities import study_sensitivity
from campaigns.study_outputs import StudyOutputs
from planner.planning.sensitivity import Swing, Switch, explain_switch, show_value
from planner.planning.sensitivity.inputs import Value
from planner.planning.wording import dollars

TITLE = "What matters most"
HEADS: Heads = (
    ("Input", "text"),
    ("Low", "word"),
    ("High", "word"),
    ("Total at low", "money"),
    ("Total at high", "money"),
    ("Where another plan becomes the cheapest", "text"),
)


class SensitivityOutputs(StudyOutputs):
    """What each input does to the total."""

    def show(self, query: Query, links: Links) -> dict[str, Any]:
        swings = study_sensitivity(query)
        return {"tornado_chart": draw_tornado(swings) if swings else None, "title": TITLE}

    def add_to_document(self, decision: Decision, document: Json) -> None:
        document["sensitivity"] = [_describe(swing) for swing in study_sensitivity(decision.query)]

    def write_sheet(self, sheet: Sheet, subject: Subject) -> None:
        swings = study_sensitivity(subject.query)
        what = (
            f"One input is moved at a time; {swings[0].terms.name} is kept and planned anew."
            if swings
            else "Nothing that is compared makes the deadline at a known price, "
            "so there is nothing to compare with."
        )
        begin_sheet(sheet, TITLE, what, HEADS, widths=(26, 14, 14, 14, 14, 70))
        rows = (_list_cells(swing) for swing in swings)
        write_rows(sheet, HEADS, rows, unknown="misses the deadline")

    def to_terminal(self, decision: Decision) -> list[str]:
        return [_sentence_of(swing) for swing in study_sensitivity(decision.query)]


def _list_cells(swing: Swing) -> list[object]:
    return [
        _name(swing),
        show_value(swing.input, swing.low),
        show_value(swing.input, swing.high),
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
    return "misses the deadline" if total is None else f"comes to {dollars(total)}"


def _sentence_of(swing: Swing) -> str:
    ends = [
        f"{show_value(swing.input, value)} {_describe_total(total)}"
        for value, total in ((swing.low, swing.total_low), (swing.high, swing.total_high))
    ]
    switches = [explain_switch(swing, switch) for switch in swing.switches]
    return " ".join([f"{_name(swing)}: {', '.join(ends)}.", *switches])
