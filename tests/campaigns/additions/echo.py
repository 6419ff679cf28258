"""A study that is added: it says the target again."""

from typing import Any

from campaigns.bridge import Question
from campaigns.exports.amounts import Json
from campaigns.exports.subject import Subject
from campaigns.exports.workbook.sheet import Sheet
from campaigns.study_outputs import StudyOutputs
from planner.planning.estimate import Estimate


def echo(question: Question) -> str:
    return f"echo of {question.scenario.target}"


class EchoOutputs(StudyOutputs):
    csv_columns = ("echo",)

    def show(self, question: Question) -> dict[str, Any]:
        return {"title": "Echo", "echo": echo(question)}

    def add_to_document(self, question: Question, document: Json) -> None:
        document["echo"] = echo(question)

    def describe_row(self, question: Question, estimate: Estimate) -> Json:
        return {"echo": echo(question)}

    def write_sheet(self, sheet: Sheet, subject: Subject) -> None:
        sheet.write(0, 0, echo(subject.question))

    def tell(self, question: Question) -> list[str]:
        return [f"Echo: {echo(question)}"]
