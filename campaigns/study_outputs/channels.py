"""Other channels: each alone beside InMail, and the cheapest plan over all (RULES.md §10)."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from campaigns.charts import (
    ChannelMonthsChart,
    TornadoChart,
    draw_channel_months,
    draw_channel_tornado,
    draw_crossing,
)
from campaigns.decision import Decision
from campaigns.exports.amounts import Json, money
from campaigns.exports.source import ExportSource
from campaigns.exports.workbook.rows import Heads, begin_sheet, write_rows, write_sentences
from campaigns.exports.workbook.sheet import Sheet
from campaigns.models import ConsentRule
from campaigns.presentation.channel_choices import list_choices
from campaigns.presentation.channel_months import MonthTable, list_month_rows
from campaigns.presentation.channels import (
    NO_ADVICE,
    draw_channels,
    explain_no_plan,
    explain_rule,
    is_left_out,
    list_sequence_plans,
)
from campaigns.query.channels import list_rules
from campaigns.query.links import Links
from campaigns.query.query import Query
from campaigns.studies.channel_plans import ChannelStudy, study_channels
from campaigns.study_outputs import StudyOutputs
from planner.planning.channels import (
    ChannelAlone,
    ChannelPlan,
    ChannelSequence,
    ChannelShare,
    ChannelSwing,
    OneMore,
    PlanMonth,
    describe_units,
    explain_alone,
    explain_channel_break_even,
    explain_one_more,
    explain_plan,
    list_plan_months,
    name_sequence,
)
from planner.planning.worth import Outcome

# The figures with the largest swings are enough to see what matters.
MOST_SWINGS = 6
TITLE = "What else would do it?"
BREAK_EVEN_TITLE = "InMail or e-mail"
ONE_MORE_TITLE = "One more, or one less"
RULES_TITLE = "Rules where they live"
NOTHING = "This price book has no other channels, or no plan is compared."
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


class ChannelOutputs(StudyOutputs):
    """What other channels take for the same goal."""

    def show(self, query: Query, links: Links) -> dict[str, Any]:
        study = study_channels(query)
        if study is None:
            return {"channels": None, "nothing": NOTHING, "title": TITLE}
        return {
            "channels": draw_channels(study, query.scenario, _list_rules(study, query)),
            "choices": list_choices(query, links, study.request.channels),
            "swings_chart": _draw_swings(study),
            "months_chart": _draw_months(study),
            "crossing_chart": draw_crossing(study.break_even) if study.break_even else None,
            "rest_address": links.address("channels/"),
            "title": TITLE,
        }

    def add_to_document(self, decision: Decision, document: Json) -> None:
        study = study_channels(decision.query)
        rules = _list_rules(study, decision.query) if study else []
        document["channels"] = _describe(study, rules) if study else None

    def write_sheet(self, sheet: Sheet, source: ExportSource) -> None:
        study = study_channels(source.query)
        what = explain_plan(study.plan) if study else NOTHING
        begin_sheet(sheet, TITLE, what, HEADS, widths=(22, 10, 28, 14, 14, 90))
        if study is None:
            return
        cells = [_list_cells(one) for one in study.alone]
        cells += [_list_sequence_cells(study, *one) for one in list_sequence_plans(study)]
        last = write_rows(sheet, HEADS, cells)
        if table := list_month_rows(study.plan):
            last = write_months(sheet, table, first=last + 2)
        for title, sentences in _list_sentences(study, _list_rules(study, source.query)):
            to_column = len(HEADS) - 1
            last = write_sentences(sheet, title, sentences, first=last + 2, to_column=to_column)

    def to_terminal(self, decision: Decision) -> list[str]:
        study = study_channels(decision.query)
        if study is None:
            return [NOTHING]
        lines = [explain_alone(one) for one in study.alone]
        for sequence, plan in list_sequence_plans(study):
            name = name_sequence(study.request, sequence)
            lines.append(f"{name} alone: {_explain_sequence(study, sequence, plan)}")
        lines.append(f"All channels together: {explain_plan(study.plan)}")
        lines += map(explain_one_more, study.one_more)
        if rules := _list_rules(study, decision.query):
            lines += [*map(explain_rule, rules), NO_ADVICE]
        if study.break_even:
            lines.append(explain_channel_break_even(study.break_even))
        return lines


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


def _list_rules(study: ChannelStudy, query: Query) -> list[ConsentRule]:
    """What is published of consent where the people live, for the channels of the study."""
    compared = {channel.slug for channel in study.request.channels}
    rules = list_rules(query.book, query.values["place"] or "")
    return [rule for rule in rules if rule.channel.slug in compared]


def write_months(sheet: Sheet, table: MonthTable, *, first: int) -> int:
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


def _draw_months(study: ChannelStudy) -> ChannelMonthsChart | None:
    """The chart of the plan's months; `None` where it has fewer than two."""
    months = list_plan_months(study.plan)
    return draw_channel_months(study.plan, months) if len(months) > 1 else None


def _draw_swings(study: ChannelStudy) -> TornadoChart | None:
    """The figures that move the cheapest plan most; `None` where none of those varied does."""
    moving = [swing for swing in study.swings if swing.swing != 0]
    if not moving or study.plan.cost is None:
        return None
    channels = {one.channel.slug: one.channel for one in study.alone}
    return draw_channel_tornado(moving[:MOST_SWINGS], study.plan.cost, channels)


def _share_of(found: ChannelAlone) -> ChannelShare | None:
    return found.plan.shares[0] if found.plan and found.plan.shares else None


def _list_cells(found: ChannelAlone) -> list[object]:
    share = _share_of(found)
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


def _explain_sequence(
    study: ChannelStudy, sequence: ChannelSequence, plan: ChannelPlan | None
) -> str:
    """What a sequence alone takes and costs, or why it does not do."""
    if plan is not None and plan.is_done:
        return explain_plan(plan)
    if is_left_out(study, sequence):
        return "Not worked out, for it takes longer than a page should wait."
    return explain_no_plan(study, sequence, plan)


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
        _explain_sequence(study, sequence, plan),
    ]


def _describe(study: ChannelStudy, rules: Iterable[ConsentRule]) -> Json:
    plan = study.plan
    return {
        "people": study.request.people,
        "alone": [_describe_alone(one) for one in study.alone],
        "plan": {
            "status": plan.status,
            "total": money(plan.total),
            "bound": money(plan.bound),
            "shares": [_describe_share(share) for share in plan.shares],
            "sequences": [
                {"sequence": list(one.steps), "people": _people_of(plan, one)}
                for one in study.request.usable_sequences()
            ],
            "months": [_describe_month(month) for month in list_plan_months(plan)],
        },
        "sequences": [_describe_sequence(one) for one in study.of_sequences],
        "break_even": explain_channel_break_even(study.break_even) if study.break_even else None,
        "for_budget": study.for_budget
        and {"target": study.for_budget.target, "is_proven": study.for_budget.is_proven},
        "one_more": [_describe_one_more(one) for one in study.one_more],
        "consent": {
            "channels": [channel.slug for channel in study.request.forbidden],
            "total": money(study.with_consent.total) if study.with_consent else None,
        },
        "rules": [_describe_rule(rule) for rule in rules],
        "swings": [_describe_swing(swing) for swing in study.swings],
        "left_out": list(study.left_out),
    }


def _people_of(plan: ChannelPlan, sequence: ChannelSequence) -> int:
    return next((one.people for one in plan.sequences if one.sequence == sequence), 0)


def _describe_sequence(plan: ChannelPlan) -> Json:
    """What a sequence takes alone."""
    done_on = plan.done_on
    return {
        "sequence": list(plan.request.sequences[0].steps),
        "people": plan.people if plan.is_done else None,
        "total": money(plan.total),
        "done_on": done_on and done_on.isoformat(),
    }


def _describe_month(month: PlanMonth) -> Json:
    return {
        "month": month.month,
        "starts_on": month.starts_on.isoformat(),
        **_describe_outcome(month.outcome),
        "channels": [
            {"channel": one.channel.slug, **_describe_outcome(one.outcome)} for one in month.shares
        ],
    }


def _describe_outcome(outcome: Outcome) -> Json:
    return {
        "people": outcome.people,
        "cash": money(outcome.cash),
        "hours": _number(outcome.hours),
        "replies": _number(outcome.answers),
    }


def _describe_one_more(one: OneMore) -> Json:
    marginal, unit = one.marginal, one.unit
    return {
        "kind": one.kind,
        "channel": one.slug,
        "saves": money(marginal.saves) if marginal else None,
        "makes_possible": bool(marginal and marginal.makes_possible),
        "days_sooner": unit.days_sooner if unit else None,
        "done_on": unit.done_on.isoformat() if unit else None,
        "costs": money(unit.costs) if unit else None,
    }


def _describe_rule(rule: ConsentRule) -> Json:
    return {
        "channel": rule.channel.slug,
        "place": rule.place,
        "needs_consent": rule.needs_consent,
        "rule": rule.rule,
        "source": rule.source,
        "grade": rule.grade,
        "read_on": rule.read_on and rule.read_on.isoformat(),
    }


def _number(exact: Fraction | None) -> float | None:
    return None if exact is None else float(exact)


def _describe_swing(swing: ChannelSwing) -> Json:
    return {
        "channel": swing.slug,
        "field": swing.field,
        "low": float(swing.low),
        "high": float(swing.high),
        "total_low": money(swing.cost_at_low),
        "total_high": money(swing.cost_at_high),
    }


def _describe_alone(found: ChannelAlone) -> Json:
    share, binds = _share_of(found), found.binds
    return {
        "channel": found.channel.slug,
        "people_needed": found.people,
        "unknown": list(found.unknown),
        "binds": binds.kind if binds else None,
        "share": _describe_share(share) if share else None,
    }


def _describe_share(share: ChannelShare) -> Json:
    return {
        "channel": share.channel.slug,
        "plan": share.estimate.terms.slug if share.estimate else None,
        "payment": share.payment,
        "people": share.people,
        "units": share.units,
        "months": share.months,
        "starts_on": share.starts_on.isoformat(),
        "order_by": share.order_by.isoformat() if share.order_by else None,
        "warm_until": share.warm_until.isoformat() if share.warm_until else None,
        "first_touch_on": share.first_touch_on.isoformat(),
        "done_on": share.done_on.isoformat(),
        "cash": money(share.cash),
    }
