"""`manage.py plan FILE…`: scenario files in, comparisons out. See README.md for the format."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from campaigns.bridge import Fault, Question
from campaigns.exports.document import make_document
from campaigns.exports.tables import write_comparison_csv, write_comparison_table
from campaigns.scenario_file import (
    LARGEST_FILE,
    UnreadableScenario,
    put_in_one_line,
    read_scenario,
)

BAD_INPUT = 2
STANDARD_INPUT = "standard input"


class Command(BaseCommand):
    help = "Compare what the scenarios in TOML files cost, plan by plan and strategy by strategy."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="- is standard input")
        parser.add_argument("--format", choices=["table", "json", "csv"], default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        questions: list[tuple[str, Question]] = []
        faulty = False
        for file in options["files"]:
            name = STANDARD_INPUT if file == "-" else put_in_one_line(file)
            try:
                question = read_scenario(_read(file), today=timezone.localdate())
            except UnreadableScenario as unreadable:
                faulty = True
                for fault in unreadable.faults:
                    line = f"{name}: {fault.field}: given {fault.given}; allowed: {fault.allowed}"
                    self.stderr.write(line)
            else:
                questions.append((name, question))
        if faulty:
            sys.exit(BAD_INPUT)
        self.stdout.write(_render(questions, options["format"]).rstrip("\n"))


def _read(file: str) -> bytes:
    """The file's bytes, at most one more than allowed: a larger file is refused by its size."""
    try:
        if file == "-":
            return sys.stdin.buffer.read(LARGEST_FILE + 1)
        with Path(file).open("rb") as content:
            return content.read(LARGEST_FILE + 1)
    except OSError as error:
        reason = error.strerror or "unreadable"
        raise UnreadableScenario([Fault("file", reason, "a file that can be read")]) from None


def _render(questions: list[tuple[str, Question]], form: str) -> str:
    if form == "csv":
        return write_comparison_csv(questions)
    if form == "json":
        return "\n".join(json.dumps(make_document(question)) for _, question in questions)
    return "\n\n".join(write_comparison_table(name, question) for name, question in questions)
