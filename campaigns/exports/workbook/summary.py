"""The first sheet: the answer, its assumptions, and its sources."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.forms import Field

from campaigns.exports.source import ExportSource, SpentBefore
from campaigns.exports.workbook.comparison import kind_of
from campaigns.exports.workbook.sheet import Kind, Sheet, count_lines
from campaigns.figures import facts
from campaigns.forms import ScenarioForm
from campaigns.forms.fields import MoneyField, PickField, PickSomeField, ShareField
from campaigns.plan_terms import PLAN_TERMS, PlanTerm
from campaigns.presentation.assumptions import (
    list_audiences,
    list_channel_figures,
    list_held_seats,
    list_sequences,
)
from campaigns.presentation.dates import dates_of
from campaigns.presentation.sources import find_row, list_sources
from campaigns.query.query import Query
from campaigns.query.reply_rates import explain_assumed_rate
from campaigns.wording import begin_large, goal_label, name_cheapest, write_deadline
from planner.planning.estimate import Estimate
from planner.planning.money import cents
from planner.planning.scenario import Scenario
from planner.planning.terms import Terms


def _kind_of(term: PlanTerm) -> Kind:
    return "price" if term.kind == "price" else "whole"


PLAN_HEADS: tuple[tuple[str, Kind], ...] = (
    ("Plan", "text"),
    *((term.label, _kind_of(term)) for term in PLAN_TERMS),
    ("Price in force since", "day"),
)
WIDTHS = {0: 34, 1: 18, **dict.fromkeys(range(2, len(PLAN_HEADS)), 14)}
LAST_COLUMN = 9
# Of fields whose labels on the page stand beside each other.
LABELS = {"deadline_months": "Deadline in months", "deadline_on": "Deadline"}
# Signs that fit into a line of the columns from B, or from A, to the last.
FROM_B, FROM_A = 134, 170
SOURCE_WIDTH, ADDRESS_WIDTH = 46, 60


class Line(NamedTuple):
    """One line: a label and a value, shown as its kind."""

    label: str
    value: object
    kind: Kind = "text"
    style: str = "text"


def write_summary(sheet: Sheet, source: ExportSource) -> None:
    """Write the sheet from top to bottom."""
    sheet.set_widths(WIDTHS)
    row = _write_title(sheet, source)
    row = _write_answer(sheet, row, source)
    row = _write_section(sheet, row, "Assumptions", list_assumptions(source))
    row = _write_plans(sheet, row, source.query)
    _write_sources(sheet, row, source.query)


def _write_title(sheet: Sheet, source: ExportSource) -> int:
    sheet.write(0, 0, source.title, style="title")
    sheet.worksheet.set_row(0, 24)
    row = 1
    for text in filter(None, (source.note, f"{_introduce(source)} Estimates, not quotes.")):
        whole = (0, LAST_COLUMN)
        lines = sheet.write_across(row, whole, text, style="soft", width=FROM_A)
        sheet.set_lines(row, lines)
        row += 1
    return row + 1


def _introduce(source: ExportSource) -> str:
    prices = f" at the prices of “{source.query.book.name}”"
    if source.prices_from:
        prices += f" as saved on {source.prices_from}"
    return f"{begin_large(source.query_line)}{prices}."


def _write_answer(sheet: Sheet, row: int, source: ExportSource) -> int:
    comparison, chosen = source.comparison, source.chosen
    cheapest, title = comparison.cheapest, name_cheapest(comparison).capitalize()
    if cheapest is None:
        subject_words = "Nothing" if comparison.has_the_least else "No way that is compared"
        within = write_deadline(comparison.scenario)
        nothing = f"{subject_words} makes it {within} at a known price."
        row = _write_section(sheet, row, title, [Line("", nothing)])
    else:
        row = _write_section(sheet, row, title, list_figures(source.query, cheapest))
    if chosen is not None and chosen is not cheapest:
        lines = list_figures(source.query, chosen)
        row = _write_section(sheet, row, "Shown month by month", lines)
    if source.spent_before is not None:
        lines = _list_whole_cost(source.spent_before, chosen)
        row = _write_section(sheet, row, "The whole campaign", lines)
    reach = comparison.for_budget
    if reach is not None:
        plan = reach.estimate.terms.name if reach.estimate else "no plan that is compared"
        of_budget = [
            Line("Budget", comparison.scenario.budget, "price"),
            Line(
                f"{goal_label(comparison.scenario.goal)} that it reaches",
                reach.target,
                "whole",
                "strong",
            ),
            Line("With", plan),
        ]
        row = _write_section(sheet, row, "What the budget reaches", of_budget)
    return row


def _list_whole_cost(before: SpentBefore, chosen: Estimate | None) -> Iterator[Line]:
    """What was spent before the plan, what is planned, and both; what is unknown is left out."""
    planned = chosen.total if chosen else None
    yield Line("Plan counts from", before.counts_from, "day")
    for label, amount, style in (
        ("Spent before", before.amount, "text"),
        ("Planned", planned, "text"),
        ("Whole cost", before.whole_cost(planned), "strong"),
    ):
        if amount is not None:
            yield Line(label, cents(amount), "money", style)


def list_figures(query: Query, estimate: Estimate) -> Iterator[Line]:
    """What there is to know of one estimate, money to the cent."""
    dates = dates_of(query, estimate)
    for figure in facts():
        value = figure.cell_of(estimate, dates)
        if value is not None and not figure.is_absent(estimate):
            is_strong = figure.is_main or figure.key == "plan_name"
            style = "strong" if is_strong else "text"
            yield Line(figure.head_for(estimate.scenario.goal), value, kind_of(figure), style)


def list_assumptions(source: ExportSource) -> Iterator[Line]:
    """Every field of the scenario as it was understood, and whose prices they are."""
    query = source.query
    for name, field in ScenarioForm.base_fields.items():
        value = query.values[name]
        if value is None or not _matters(name, query):
            continue
        label = LABELS.get(name) or str(field.label)
        if isinstance(field, ShareField) and field.of:
            label = f"{label}, of {field.of}"
        yield Line(label, *_show(field, value))
        if name == "reply_rate" and (why := explain_assumed_rate(query)):
            yield Line("About the reply rate", why)
    for audience in list_audiences(query):
        yield Line("Audience", audience)
    for held in list_held_seats(query):
        yield Line("Seats that you have", held)
    for own in list_channel_figures(query):
        yield Line("Own figures of a channel", own)
    for sequence in list_sequences(query):
        yield Line("Sequence of channels", sequence)
    yield Line("Prices", query.book.name)
    yield Line("Price book as of", query.book.as_of, "day")
    if source.prices_from:
        yield Line("Prices as saved on", source.prices_from, "day")
    else:
        yield Line("Prices in force on", source.query.scenario.start_on, "day")


def _matters(name: str, query: Query) -> bool:
    """Whether the figures rest on a field, or the field was entered all the same."""
    if name in ("plans", "price_book"):  # listed in full elsewhere
        return False
    if name == "deadline_months" and query.values["deadline_on"]:  # the day counts
        return False
    if name in Scenario.__dataclass_fields__ or name == "strategies":
        return True
    return not query.is_default(name)


def _show(field: Field, value: Any) -> tuple[object, Kind]:
    """A field's value as a cell shows it."""
    match field:
        case ShareField():
            return value, "share"
        case MoneyField():
            return value, "price"
        case PickSomeField():
            return ", ".join(_name(field, text) for text in value), "text"
        case PickField() if isinstance(value, str):
            return _name(field, value), "text"
    return value, "day" if isinstance(value, date) else "whole"


def _name(field: PickField | PickSomeField, text: str) -> str:
    """What a choice is called on the page."""
    choices: Any = field.choices
    return str(dict(choices).get(text, text))


def _write_section(sheet: Sheet, row: int, title: str, lines: Any) -> int:
    """A heading and its lines; the row to go on with."""
    row = _write_heading(sheet, row, title)
    for line in lines:
        sheet.write(row, 0, line.label, style="label")
        if isinstance(line.value, str) and line.style == "text":
            across, style = (1, LAST_COLUMN), "long text"
            taken = sheet.write_across(row, across, line.value, style=style, width=FROM_B)
            sheet.set_lines(row, taken)
        else:
            sheet.write(row, 1, line.value, kind=line.kind, style=line.style)
        row += 1
    return row + 1


def _write_heading(sheet: Sheet, row: int, title: str) -> int:
    sheet.write_section(row, title, to_column=LAST_COLUMN)
    return row + 1


def _write_plans(sheet: Sheet, row: int, query: Query) -> int:
    row = _write_heading(sheet, row, "Plans compared, for one seat")
    sheet.write_heads(row, PLAN_HEADS, lines=2)
    for row, terms in enumerate(query.plans, start=row + 1):  # noqa: B020
        for column, (value, kind) in enumerate(_list_terms(terms, query)):
            sheet.write(row, column, value, kind=kind, style="cell")
    return row + 2


def _list_terms(terms: Terms, query: Query) -> Iterator[tuple[object, Kind]]:
    plan = find_row(terms, query)
    yield terms.name, "text"
    for term in PLAN_TERMS:
        yield term.cell_of(terms), _kind_of(term)
    yield plan.price.effective_on if plan and plan.price else None, "day"


def _write_sources(sheet: Sheet, row: int, query: Query) -> None:
    row = _write_heading(sheet, row, "Sources")
    named = {0: "Plan", 1: "Of its", 2: "Source", 5: "Address", 9: "Checked on"}
    kinds: dict[int, Kind] = {9: "day"}
    heads = range(LAST_COLUMN + 1)
    sheet.write_heads(row, [(named.get(n, ""), kinds.get(n, "text")) for n in heads])
    for row, source in enumerate(list_sources(query), start=row + 1):  # noqa: B020
        sheet.write(row, 0, source.plan, style="cell")
        sheet.write(row, 1, source.what, style="cell")
        lines = sheet.write_across(row, (2, 4), source.text, style="wrapped", width=SOURCE_WIDTH)
        sheet.worksheet.merge_range(row, 5, row, 8, "", sheet.formats("wrapped"))
        sheet.write_link(row, 5, source.address)
        sheet.write(row, 9, source.checked_on, kind="day", style="cell")
        sheet.set_lines(row, max(lines, count_lines(source.address, ADDRESS_WIDTH)))
