"""A study that is added: it repeats the target."""

from typing import Any

from campaigns.decision import Decision
from campaigns.exports.amounts import Json
from campaigns.exports.source import ExportSource
from campaigns.exports.workbook.sheet import Sheet
from campaigns.query.links import Links
from campaigns.query.query import Query
from campaigns.studies.cache import get_or_compute
from campaigns.study_outputs import StudyOutputs
from planner.planning.estimate import Estimate


def echo(query: Query) -> str:
    return get_or_compute("echo", query, lambda: f"echo of {query.scenario.target}")


class EchoOutputs(StudyOutputs):
    csv_columns = ("echo",)

    def show(self, query: Query, links: Links) -> dict[str, Any]:
        return {"title": "Echo", "echo": echo(query)}

    def add_to_document(self, decision: Decision, document: Json) -> None:
        document["echo"] = echo(decision.query)

    def describe_row(self, query: Query, estimate: Estimate) -> Json:
        return {"echo": echo(query)}

    def write_sheet(self, sheet: Sheet, source: ExportSource) -> None:
        sheet.write(0, 0, echo(source.query))

    def to_terminal(self, decision: Decision) -> list[str]:
        return [f"Echo: {echo(decision.query)}"]
