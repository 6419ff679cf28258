"""What documents and docstrings point at exists, and the changelog knows the version."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from tests.vocabulary import sentences_of

ROOT = Path(__file__).parent.parent
DOCUMENTS = [
    *sorted(ROOT.glob("*.md")),
    *sorted(ROOT.glob("docs/**/*.md")),
    ROOT / "planner/planning/RULES.md",
]
MODULES = [p for f in ("campaigns", "planner", "tests", "tools") for p in (ROOT / f).rglob("*.py")]
FOLDERS = ("campaigns/", "docs/", "planner/", "static/", "templates/", "tests/", ".github/")

every_document = pytest.mark.parametrize(
    "path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT))
)


@every_document
def test_every_link_leads_to_a_file(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:|mailto:)([^)#]+)[^)]*\)", path.read_text())
    assert [link for link in links if not (path.parent / link).exists()] == []


@every_document
def test_every_path_is_one_of_the_repository(path: Path) -> None:
    quoted = re.findall(r"`([\w./*-]+)`", path.read_text())
    paths = [text for text in quoted if text.startswith(FOLDERS)]
    assert [text for text in paths if not [*ROOT.glob(text)]] == []


def find_missing_documents(text: str) -> set[str]:
    """The documents that a text names, by name or path, and that the repository lacks."""
    return {name for name in re.findall(r"\b[\w./-]+\.md\b", text) if not is_a_document(name)}


def is_a_document(name: str) -> bool:
    return any(path.as_posix().endswith(f"/{name}") for path in DOCUMENTS)


def test_every_document_that_a_docstring_or_comment_names_exists() -> None:
    sources = {path: path.read_text("utf-8") for path in MODULES}
    # To read a module takes longer than to see that it names none.
    texts = {p: " ".join(sentences_of(source)) for p, source in sources.items() if ".md" in source}
    missing = {str(p.relative_to(ROOT)): find_missing_documents(t) for p, t in texts.items()}
    assert {path: names for path, names in missing.items() if names} == {}


def test_a_document_that_does_not_exist_is_found() -> None:
    text = "SEATS.md §4: RULES.md, planner/planning/RULES.md and docs/GLOSSARY.md"
    assert find_missing_documents(text) == {"SEATS.md", "docs/GLOSSARY.md"}


@every_document
def test_every_make_target_exists(path: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)`", path.read_text()))
    assert named - targets == set()


def test_every_decision_is_in_the_list() -> None:
    folder = ROOT / "docs/decisions"
    listed = re.findall(r"\| \[(\d{4})\]\((\S+)\) \| (.+) \|", (folder / "README.md").read_text())
    written = [
        (path.name[:4], path.name, path.read_text().splitlines()[0])
        for path in sorted(folder.glob("[0-9]*.md"))
    ]
    assert [
        (number, name, f"# {int(number)}. {title}") for number, name, title in listed
    ] == written


def test_the_changelog_dates_every_version_and_knows_the_newest() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text()
    versions = re.findall(r"^## (\d+\.\d+\.\d+) \((\d{4}-\d\d-\d\d)\)$", changelog, re.MULTILINE)
    headings = [line for line in changelog.splitlines() if line.startswith("## ")]
    assert headings == ["## Unreleased", *(f"## {number} ({day})" for number, day in versions)]
    days = [date.fromisoformat(day) for _, day in versions]
    assert days == sorted(days, reverse=True)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] == versions[0][0]
