"""The sheet of other channels: each alone, the plan over all by month, what stands beside it."""

from collections.abc import Iterator, Sequence

from campaigns.exports.workbook.rows import Heads, begin_sheet, write_rows, write_sentences
from campaigns.exports.workbook.sheet import Sheet
from campaigns.models import ConsentRule
from campaigns.presentation.channel_months import MonthTable, list_month_rows
from campaigns.presentation.channels import (
    NO_ADVICE,
    explain_rule,
    explain_sequence,
    is_left_out,
    list_sequence_plans,
    share_of,
)
from campaigns.studies.channel_plans import ChannelStudy
from planner.planning.channels import (
    ChannelAlone,
    ChannelPlan,
    ChannelSequence,
    describe_units,
    explain_alone,
    explain_channel_break_even,
    explain_one_more,
    explain_plan,
    name_sequence,
)

BREAK_EVEN_TITLE = "InMail or e-mail"
ONE_MORE_TITLE = "One more, or one less"
RULES_TITLE = "Rules where they live"
HEADS: Heads = (
    ("Channel", "text"),
    ("People", "whole"),
    ("Takes", "text"),
    ("Done on", "day"),
    ("Cash", "money"),
    ("In words", "text"),
)
MONTH_HEADS: Heads = (
    ("Channel", "text"),
    ("Month", "whole"),
    ("From", "day"),
    ("People", "whole"),
    ("Due", "money"),
    ("To do", "text"),
    ("Own hours", "number"),
    ("Replies", "number"),
)


def begin_channels(sheet: Sheet, title: str, text: str) -> None:
    """Write the title, a sentence, and the heads of the channels side by side."""
    begin_sheet(sheet, title, text, HEADS, widths=(22, 10, 28, 14, 14, 90))


def write_channels(
    sheet: Sheet, title: str, study: ChannelStudy, rules: Sequence[ConsentRule]
) -> None:
    """Write each channel and sequence alone, the plan over all, and what stands in sentences."""
    begin_channels(sheet, title, explain_plan(study.plan))
    cells = [_list_cells(one) for one in study.alone]
    cells += [_list_sequence_cells(study, *one) for one in list_sequence_plans(study)]
    last = write_rows(sheet, HEADS, cells)
    if table := list_month_rows(study.plan):
        last = _write_months(sheet, table, first=last + 2)
    for head, sentences in _list_sentences(study, rules):
        to_column = len(HEADS) - 1
        last = write_sentences(sheet, head, sentences, first=last + 2, to_column=to_column)


def _list_sentences(
    study: ChannelStudy, rules: Sequence[ConsentRule]
) -> Iterator[tuple[str, list[str]]]:
    """What stands in sentences below the tables, by its title."""
    if study.one_more:
        yield ONE_MORE_TITLE, [explain_one_more(one) for one in study.one_more]
    if rules:
        yield RULES_TITLE, [*map(explain_rule, rules), NO_ADVICE]
    if study.break_even:
        yield BREAK_EVEN_TITLE, [explain_channel_break_even(study.break_even)]


def _write_months(sheet: Sheet, table: MonthTable, *, first: int) -> int:
    """Write the plan over all month by month from row `first` on, its totals in the row given."""
    sheet.write_section(first, "The cheapest plan month by month", to_column=len(MONTH_HEADS) - 1)
    sheet.write_heads(first + 1, MONTH_HEADS, lines=2)
    kinds = [kind for _, kind in MONTH_HEADS]
    for number, row in enumerate((*table.rows, table.totals), start=first + 2):
        is_total = row is table.totals
        values = (
            "In all" if is_total else row.channel,
            None if is_total else row.month,
            None if is_total else row.starts_on,
            row.people,
            row.due,
            row.to_do,
            row.hours,
            row.replies,
        )
        for column, (kind, value) in enumerate(zip(kinds, values, strict=True)):
            style = "sum" if is_total else "wrapped" if kind == "text" else "cell"
            sheet.write(number, column, value, kind=kind, style=style)
    return first + 2 + len(table.rows)


def _list_cells(found: ChannelAlone) -> list[object]:
    share = share_of(found)
    return [
        found.channel.name,
        found.people,
        describe_units(share) if share and share.units else None,
        share.done_on if share else None,
        share.cash if share else _why_no_cash(found.plan),
        explain_alone(found),
    ]


def _why_no_cash(plan: ChannelPlan | None) -> str | None:
    """What stands for the cash without a plan; `None` where a figure of the channel is unknown."""
    if plan is None:
        return None
    return "not reached" if plan.status == "infeasible" else "none found"


def _why_no_sequence_cash(
    study: ChannelStudy, sequence: ChannelSequence, plan: ChannelPlan | None
) -> str | None:
    """The same of a sequence; `None` where there was no time for it."""
    if plan is None and not is_left_out(study, sequence):
        return "cannot be used"
    return _why_no_cash(plan)


def _list_sequence_cells(
    study: ChannelStudy, sequence: ChannelSequence, plan: ChannelPlan | None
) -> list[object]:
    done = plan if plan and plan.is_done else None
    return [
        name_sequence(study.request, sequence),
        done.people if done else None,
        ", ".join(describe_units(one) for one in done.shares if one.units) if done else None,
        done.done_on if done else None,
        done.total if done else _why_no_sequence_cash(study, sequence, plan),
        explain_sequence(study, sequence, plan),
    ]
