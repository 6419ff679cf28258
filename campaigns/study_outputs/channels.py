"""Other channels: each alone beside InMail, and the cheapest plan over all (RULES.md §10)."""

from typing import Any

from campaigns.charts import (
    ChannelMonthsChart,
    TornadoChart,
    draw_channel_months,
    draw_channel_tornado,
    draw_crossing,
)
from campaigns.decision import Decision
from campaigns.exports.amounts import Json
from campaigns.exports.channel_document import describe_channels
from campaigns.exports.source import ExportSource
from campaigns.exports.workbook.channels import begin_channels, write_channels
from campaigns.exports.workbook.sheet import Sheet
from campaigns.models import ConsentRule
from campaigns.presentation.channel_choices import list_choices
from campaigns.presentation.channels import (
    NO_ADVICE,
    draw_channels,
    explain_rule,
    explain_sequence,
    list_sequence_plans,
)
from campaigns.query.channels import list_rules
from campaigns.query.links import Links
from campaigns.query.query import Query
from campaigns.studies.channel_plans import ChannelStudy, study_channels
from campaigns.study_outputs import StudyOutputs
from planner.planning.channels import (
    explain_alone,
    explain_channel_break_even,
    explain_one_more,
    explain_plan,
    list_plan_months,
    name_sequence,
)

# The figures with the largest swings are enough to see what matters.
MOST_SWINGS = 6
TITLE = "What else would do it?"
NOTHING = "This price book has no other channels, or no plan is compared."


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
        document["channels"] = describe_channels(study, rules) if study else None

    def write_sheet(self, sheet: Sheet, source: ExportSource) -> None:
        study = study_channels(source.query)
        if study is None:
            begin_channels(sheet, TITLE, NOTHING)
        else:
            write_channels(sheet, TITLE, study, _list_rules(study, source.query))

    def to_terminal(self, decision: Decision) -> list[str]:
        study = study_channels(decision.query)
        if study is None:
            return [NOTHING]
        lines = [explain_alone(one) for one in study.alone]
        for sequence, plan in list_sequence_plans(study):
            name = name_sequence(study.request, sequence)
            lines.append(f"{name} alone: {explain_sequence(study, sequence, plan)}")
        lines.append(f"All channels together: {explain_plan(study.plan)}")
        lines += map(explain_one_more, study.one_more)
        if rules := _list_rules(study, decision.query):
            lines += [*map(explain_rule, rules), NO_ADVICE]
        if study.break_even:
            lines.append(explain_channel_break_even(study.break_even))
        return lines


def _list_rules(study: ChannelStudy, query: Query) -> list[ConsentRule]:
    """What is published of consent where the people live, for the channels of the study."""
    compared = {channel.slug for channel in study.request.channels}
    rules = list_rules(query.book, query.values["place"] or "")
    return [rule for rule in rules if rule.channel.slug in compared]


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
