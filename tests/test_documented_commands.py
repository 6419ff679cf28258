"""The commands that the documents give, as every user of the machine sees them in `ps`."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = ["README.md", "docs/operations.md", "compose.yaml", "Makefile", ".ci/run"]
WITH_PASSWORD = re.compile(r"\bpostgres(?:ql)?://[^\s:@/]*:[^\s@/]+@")
VARIABLE = re.compile(r"\$\$?\{?(?:\w*DATABASE_URL|\w*PASSWORD|SECRET_KEY)\b")
# What a shell sets, or hands on in the environment, stands in no arguments.
ASSIGNMENT = re.compile(r"(?:^|\s)(?:export\s+)?[A-Z_]+(?:=|: )\S*")


def commands_of(document: str) -> list[str]:
    """The document's commands, one a line however they were wrapped."""
    text = (ROOT / document).read_text()
    if document.endswith(".md"):
        text = "\n".join(re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL))
    return text.replace("\\\n", " ").splitlines()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_command_has_a_secret_among_its_arguments(document: str) -> None:
    for line in commands_of(document):
        arguments = ASSIGNMENT.sub(" ", line)
        assert not WITH_PASSWORD.search(arguments), line
        assert not VARIABLE.search(arguments), line


@pytest.mark.parametrize(
    "line",
    [
        'pg_dump "$DATABASE_URL"',
        "#ExecStart=/bin/sh -c 'pg_dump -Fc $$DATABASE_URL'",
        "pg_restore --dbname ${DATABASE_URL}",
        "manage.py move_database postgres://planner:password@127.0.0.1/planner",
        'psql "password=$POSTGRES_PASSWORD"',
    ],
)
def test_what_shows_one_is_seen(line: str) -> None:
    arguments = ASSIGNMENT.sub(" ", line)
    assert WITH_PASSWORD.search(arguments) or VARIABLE.search(arguments)
