"""The mix: the cheapest seats of several plans together (RULES.md §6)."""

from typing import Any

from campaigns.charts import draw_timeline
from campaigns.decision import Decision
from campaigns.exports.amounts import Json, money
from campaigns.exports.document import describe_audiences, describe_row
from campaigns.exports.source import ExportSource
from campaigns.exports.workbook.rows import Heads, begin_sheet, write_rows
from campaigns.exports.workbook.sheet import Sheet
from campaigns.presentation.studies import MixAnswer
from campaigns.query.links import Links
from campaigns.query.query import Query
from campaigns.studies.mixes import study_mix
from campaigns.study_outputs import StudyOutputs
from planner.planning.mix import Mix

HEADS: Heads = (
    ("Plan", "text"),
    ("Seats", "whole"),
    ("Months", "whole"),
    ("Subscription", "money"),
)


class MixOutputs(StudyOutputs):
    """The seats that are cheapest together."""

    def show(self, query: Query, links: Links) -> dict[str, Any]:
        answer = MixAnswer(query, study_mix(query))
        chart = draw_timeline(answer.mix) if answer.mix.groups else None
        return {"mix_answer": answer, "title": answer.title, "timeline_chart": chart}

    def add_to_document(self, decision: Decision, document: Json) -> None:
        study = study_mix(decision.query)
        document["mix"] = {
            **_describe(study.mix),
            "schedule": [describe_row(row) for row in study.mix.schedule],
            "audiences": describe_audiences(study.mix.audiences),
            "frontier": [
                {"deadline_months": mix.scenario.deadline_months, **_describe(mix)}
                for mix in study.frontier
            ],
        }

    def write_sheet(self, sheet: Sheet, source: ExportSource) -> None:
        study = study_mix(source.query)
        mix = study.mix
        begin_sheet(sheet, "Best mix", study.why, HEADS, widths=(36,))
        rows = [[one.terms.name, one.seats, one.months, one.spend] for one in mix.groups]
        last = write_rows(sheet, HEADS, rows)
        sums = [("Subscriptions", mix.subscription_spend), ("Bought credits", mix.credit_spend)]
        for row, (name, amount) in enumerate([*sums, ("Total", mix.total)], start=last + 2):
            sheet.write(row, 0, name, style="sum")
            sheet.write(row, 3, amount, kind="money", style="sum")

    def to_terminal(self, decision: Decision) -> list[str]:
        return [f"Mix: {study_mix(decision.query).why}"]


def _describe(mix: Mix) -> Json:
    return {
        "status": mix.status,
        "bound": money(mix.bound),
        "total": money(mix.total),
        "months": mix.months,
        "credits_bought": mix.credits.bought if mix.credits else None,
        "seats": [
            {
                "plan": group.terms.slug,
                "seats": group.seats,
                "is_held": group.group.is_held,
                "months": group.months,
                "paid_until": group.paid_until.isoformat(),
                "subscription_spend": money(group.spend),
            }
            for group in mix.groups
        ],
    }
