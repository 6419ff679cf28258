"""What each study puts out: its page, its part of the document, of the CSV, of the workbook.

`campaigns.studies.registry` lists the studies and names these classes.
"""

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, cast

from django.http import Http404
from django.utils.module_loading import import_string

from campaigns.studies.registry import Study

if TYPE_CHECKING:
    from campaigns.decision import Decision
    from campaigns.exports.amounts import Json
    from campaigns.exports.source import ExportSource
    from campaigns.exports.workbook.sheet import Sheet
    from campaigns.query.links import Links
    from campaigns.query.query import Query
    from planner.planning.estimate import Estimate


class StudyOutputs(ABC):
    """A study of a query in every form; each may raise `TimeBudgetExceeded`."""

    # What it adds to a row of the comparison.
    csv_columns: tuple[str, ...] = ()

    @abstractmethod
    def show(self, query: "Query", links: "Links") -> dict[str, Any]:
        """The context of the study's template, with its title."""

    def show_estimate(self, query: "Query", links: "Links") -> dict[str, Any]:
        """The context of its template for the estimate that the query shows in full."""
        raise Http404

    @abstractmethod
    def add_to_document(self, decision: "Decision", document: "Json") -> None:
        """Put it into the JSON document."""

    def describe_row(self, query: "Query", estimate: "Estimate") -> "Json":
        """Its columns of an estimate's row; one that is left out is empty."""
        return {}

    @abstractmethod
    def write_sheet(self, sheet: "Sheet", source: "ExportSource") -> None:
        """Write its sheet of the workbook."""

    @abstractmethod
    def to_terminal(self, decision: "Decision") -> list[str]:
        """The study for a terminal, in lines of plain words."""


def load_outputs(study: Study, query: "Query | None" = None) -> StudyOutputs:
    """What a study puts out, loaded when it is first asked for: some take long to load.

    For a `query` with audiences that the study does not know, the reason.
    """
    outputs = cast("StudyOutputs", import_string(study.outputs)())
    if query is None or not (study.without_audiences and query.scenario.audiences):
        return outputs
    refused = import_string("campaigns.study_outputs.refused.RefusedOutputs")
    return cast("StudyOutputs", refused(study, outputs))
