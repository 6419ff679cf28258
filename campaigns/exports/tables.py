"""The comparison as rows: for a spreadsheet (CSV) and for a terminal."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from campaigns.decision import Decision, describe_absence
from campaigns.exports.csv_format import DECIMAL_POINTS, CsvFormat, write_csv
from campaigns.exports.source import SpentBefore
from campaigns.figure import Figure
from campaigns.figures import FIGURES, columns
from campaigns.forms.names import STATUS_NAMES, STRATEGY_NAMES
from campaigns.presentation.audiences import draw_audiences
from campaigns.presentation.dates import dates_of
from campaigns.presentation.worth import write_worth
from campaigns.query.query import Query
from campaigns.query.reply_rates import describe_rate
from campaigns.studies.registry import Study
from campaigns.study_outputs import StudyOutputs, load_outputs
from campaigns.wording import begin_large, name_cheapest, write_deadline, write_dollars
from planner.planning.comparison import Comparison
from planner.planning.estimate import Estimate
from planner.planning.explain import explain
from planner.planning.money import cents
from planner.planning.phrases import reach
from planner.planning.wording import count, count_leads, dollars, exact_dollars, show_day

WHOLE_COST_COLUMNS = ("spent_before", "whole_cost")
# Of each audience, before a colon and its name.
AUDIENCE_COLUMNS = ("messages", "done_on", "days_late", "share")


def write_comparison_csv(
    decisions: Sequence[tuple[str, Decision]],
    *,
    studies: Sequence[Study] = (),
    csv_format: CsvFormat = DECIMAL_POINTS,
    spent_before: SpentBefore | None = None,
) -> str:
    """One row per estimate, best first, for each named scenario; money in dollars and cents.

    Studies of single estimates add columns, so do audiences, and what a replanned campaign has
    spent before its plan.
    """
    audiences = _name_audiences(decision for _, decision in decisions)
    rows = (
        [
            name,
            *_list_cells(decision.query, estimate, outputs),
            *_list_whole_cost(estimate, spent_before),
            *_list_audience_cells(estimate, audiences),
        ]
        for name, decision in decisions
        for outputs in [[load_outputs(study, decision.query) for study in studies]]
        for estimate in decision.comparison.estimates
    )
    heads = [
        *_list_heads([load_outputs(study) for study in studies]),
        *(WHOLE_COST_COLUMNS if spent_before else ()),
        *(f"{column}: {name}" for name in audiences for column in AUDIENCE_COLUMNS),
    ]
    return write_csv(("scenario", *heads), rows, csv_format)


def _name_audiences(decisions: Iterable[Decision]) -> list[str]:
    """The audiences of all scenarios, each name once, in the order in which they are written to."""
    named = (one.audience.name for each in decisions for one in each.query.scenario.queue)
    return list(dict.fromkeys(named))


def _list_whole_cost(estimate: Estimate, spent_before: SpentBefore | None) -> Iterator[object]:
    if spent_before is not None:
        yield _plain(spent_before.amount)
        yield _plain(spent_before.whole_cost(estimate.total))


def _list_audience_cells(estimate: Estimate, audiences: Sequence[str]) -> Iterator[object]:
    """The columns of each audience; empty for one that the estimate has not."""
    results = {one.audience.name: one for one in estimate.audiences}
    for name in audiences:
        one = results.get(name)
        yield from (_plain(getattr(one, column, None)) for column in AUDIENCE_COLUMNS)


def _list_heads(outputs: Sequence[StudyOutputs]) -> Iterator[str]:
    yield from (figure.key for figure in FIGURES)
    for output in outputs:
        yield from output.csv_columns


def _list_cells(
    query: Query, estimate: Estimate, outputs: Sequence[StudyOutputs]
) -> Iterator[object]:
    """The cells of an estimate's row, money as numbers rounded to the cent."""
    dates = dates_of(query, estimate)
    for figure in FIGURES:
        yield _plain(figure.value(estimate, dates))
    for output in outputs:
        described = output.describe_row(query, estimate)
        yield from (described.get(column) for column in output.csv_columns)


def _plain(value: Any) -> object:
    match value:
        case Decimal():
            return cents(value)
        case date():
            return value.isoformat()
    return value


def write_comparison_table(name: str, decision: Decision) -> str:
    """The comparison for a terminal: the scenario in a line, the estimates, the answer and why."""
    comparison, scenario = decision.comparison, decision.query.scenario
    lines = [
        f"{name}: {reach(scenario)} {write_deadline(scenario)} "
        f"from {scenario.start_on}, prices of “{decision.query.book.name}”",
        *decision.query.deadline_notes,
        *describe_rate(decision.query),
        "",
    ]
    figures = [figure for figure in columns() if figure.kind != "word"]
    head = ("Plan", "Strategy", *(figure.column_head_for(scenario.goal) for figure in figures))
    rows = [head, *(_list_words(decision.query, one, figures) for one in comparison.estimates)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    for row in rows:
        lines.append(_align(row, widths))
    lines += ["", _conclude(decision.comparison)]
    return "\n".join(lines)


def write_audiences(decision: Decision) -> list[str]:
    """The audiences of the estimate shown in full for a terminal, in lines."""
    audiences = draw_audiences(decision)
    if audiences is None:
        return []
    lines = [
        f"{row.name}: {count(row.messages, 'message')}, done on {show_day(row.done_on)}, "
        f"{row.verdict}, {write_dollars(row.share)}"
        for row in audiences.rows
    ]
    return ["", *lines, *filter(None, [audiences.why])]


def _list_words(query: Query, estimate: Estimate, figures: Sequence[Figure]) -> tuple[str, ...]:
    """The estimate's line: which way, its figures, what stands against it, and their notes."""
    dates = dates_of(query, estimate)
    status = "" if estimate.status == "ok" else STATUS_NAMES[estimate.status]
    remarks = [status, *(figure.note(estimate, dates) for figure in figures)]
    return (
        estimate.terms.name,
        STRATEGY_NAMES[estimate.strategy],
        *(figure.text_of(estimate, dates) for figure in figures),
        ", ".join(filter(None, remarks)),
    )


def _align(row: Sequence[str], widths: Sequence[int]) -> str:
    """Names to the left and figures to the right, each as wide as its column."""
    names = [cell.ljust(width) for cell, width in zip(row[:2], widths[:2], strict=True)]
    figures = [cell.rjust(width) for cell, width in zip(row[2:], widths[2:], strict=False)]
    return "  ".join([*names, *figures, *row[len(widths) :]]).rstrip()


def _conclude(comparison: Comparison) -> str:
    scenario = comparison.scenario
    best, reached = comparison.cheapest, comparison.for_budget
    if best is None or best.total is None:
        lines = [f"{begin_large(describe_absence(comparison))}."]
    else:
        way = STRATEGY_NAMES[best.strategy].lower()
        of_what = name_cheapest(comparison).capitalize()
        lines = [f"{of_what}: {best.terms.name}, {way}: {dollars(best.total)}. {explain(best)}"]
        if worth := write_worth(best):
            lines.append(worth)
    if reached is not None and scenario.budget is not None:
        by = f" with {reached.estimate.terms.name}" if reached.estimate else ""
        budget = exact_dollars(scenario.budget)
        leads = count_leads(reached.target, scenario.goal)
        lines.append(f"A budget of {budget} reaches {leads}{by}.")
    return "\n".join(lines)
