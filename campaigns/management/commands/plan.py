"""`manage.py plan FILE…`: scenario files in, comparisons out. See README.md for the format."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from campaigns.decision import Decision, decide
from campaigns.exports.document import make_document
from campaigns.exports.tables import (
    write_audiences,
    write_comparison_csv,
    write_comparison_table,
)
from campaigns.query.faults import Fault
from campaigns.scenario_file import (
    LARGEST_FILE,
    UnreadableScenario,
    put_in_one_line,
    read_scenario,
)
from campaigns.studies.registry import STUDIES, Study, in_turn
from campaigns.study_outputs import load_outputs

BAD_INPUT = 2
# As many as the form has fields; a file that is no scenario can have thousands.
MOST_FAULTS = 40
STANDARD_INPUT = "standard input"


class Command(BaseCommand):
    help = "Compare what the scenarios in TOML files cost, plan by plan and strategy by strategy."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="- is standard input")
        parser.add_argument("--format", choices=["table", "json", "csv"], default="table")
        for study in in_turn(STUDIES):
            parser.add_argument(f"--{study.name}", action="store_true", help=study.help)

    def handle(self, *args: Any, **options: Any) -> None:
        decisions: list[tuple[str, Decision]] = []
        faulty = False
        for file in options["files"]:
            name = STANDARD_INPUT if file == "-" else put_in_one_line(file)
            try:
                query = read_scenario(_read(file), today=timezone.localdate())
            except UnreadableScenario as unreadable:
                faulty = True
                for fault in unreadable.faults[:MOST_FAULTS]:
                    line = f"{name}: {fault.field}: given {fault.given}; allowed: {fault.allowed}"
                    self.stderr.write(line)
                if more := len(unreadable.faults[MOST_FAULTS:]):
                    self.stderr.write(f"{name}: and {more:,} more faults")
            else:
                decisions.append((name, decide(query)))
        if faulty:
            sys.exit(BAD_INPUT)
        studies = [study for study in in_turn(STUDIES) if options[study.name]]
        self.stdout.write(_render(decisions, options["format"], studies).rstrip("\n"))


def _read(file: str) -> bytes:
    """The file's bytes, at most one more than allowed: a larger file is refused by its size."""
    try:
        if file == "-":
            return sys.stdin.buffer.read(LARGEST_FILE + 1)
        with Path(file).open("rb") as content:
            return content.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:  # a ValueError where the name itself cannot be one
        reason = getattr(error, "strerror", None) or "unreadable"
        raise UnreadableScenario([Fault("file", reason, "a file that can be read")]) from None


def _render(decisions: list[tuple[str, Decision]], form: str, studies: Sequence[Study]) -> str:
    if form == "csv":
        return write_comparison_csv(decisions, studies=studies)
    if form == "json":
        documents = (make_document(one, studies=studies) for _, one in decisions)
        return "\n".join(json.dumps(document) for document in documents)
    return "\n\n".join(_render_table(name, one, studies) for name, one in decisions)


def _render_table(name: str, decision: Decision, studies: Sequence[Study]) -> str:
    study_lines = (
        line
        for study in studies
        for line in load_outputs(study, decision.query).to_terminal(decision)
    )
    table = write_comparison_table(name, decision)
    return "\n".join([table, *write_audiences(decision), *study_lines])
