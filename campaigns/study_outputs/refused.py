"""A study that does not know several audiences: the reason stands in the place of its numbers."""

from typing import Any

from campaigns.decision import Decision
from campaigns.exports.amounts import Json
from campaigns.exports.source import ExportSource
from campaigns.exports.workbook.sheet import Sheet
from campaigns.query.links import Links
from campaigns.query.query import Query
from campaigns.studies.registry import Study
from campaigns.study_outputs import StudyOutputs


class RefusedOutputs(StudyOutputs):
    """The reason why a study is not calculated, in every form; its columns stay empty."""

    def __init__(self, study: Study, outputs: StudyOutputs) -> None:
        self.study, self.csv_columns = study, outputs.csv_columns

    def show(self, query: Query, links: Links) -> dict[str, Any]:
        return {"study": "studies/_refused.html", "title": self.study.title, "reason": self.reason}

    def show_estimate(self, query: Query, links: Links) -> dict[str, Any]:
        return self.show(query, links)

    @property
    def reason(self) -> str:
        """Why it is not calculated."""
        return self.study.without_audiences

    def add_to_document(self, decision: Decision, document: Json) -> None:
        document.setdefault("not_calculated", {})[self.study.name] = self.reason

    def write_sheet(self, sheet: Sheet, source: ExportSource) -> None:
        sheet.set_widths({0: 110})
        sheet.write(0, 0, self.study.title, style="title")
        sheet.write(1, 0, self.reason, style="long text")

    def to_terminal(self, decision: Decision) -> list[str]:
        return [f"{self.study.name.capitalize()}: {self.reason}"]
