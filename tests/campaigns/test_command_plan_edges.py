"""`manage.py plan` as a shell runs it: flags, file names, what stands on which stream."""

from pathlib import Path

import pytest
from django.core.management import call_command, execute_from_command_line

pytestmark = pytest.mark.usefixtures("price_books")


def run(*arguments: str) -> int:
    """The command's exit code."""
    try:
        call_command("plan", *arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "scenario.toml"
    path.write_text("target = 100\nstart_on = 2026-12-01")
    return str(path)


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--nonsense"], "unrecognized arguments: --nonsense"),
        (["--format", "xml"], "invalid choice: 'xml'"),
        (["--format"], "expected one argument"),
    ],
)
def test_a_flag_that_is_not_there_is_bad_input(
    file: str, capsys: pytest.CaptureFixture[str], flags: list[str], said: str
) -> None:
    with pytest.raises(SystemExit) as stop:
        execute_from_command_line(["manage.py", "plan", file, *flags])
    assert stop.value.code == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err


@pytest.mark.parametrize("format", ["table", "json", "csv"])
def test_an_answer_goes_to_standard_output_and_ends_its_last_line(
    file: str, capsys: pytest.CaptureFixture[str], format: str
) -> None:
    assert run(file, "--format", format) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    assert printed.out.endswith("\n")
    assert not printed.out.endswith("\n\n")


@pytest.mark.parametrize("name", ["\x1b[31m.toml", "a\nb.toml", "\udcff.toml", "é.toml"])
def test_a_strange_file_name_is_printed_without_harm(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    good, bad = tmp_path / f"good{name}", tmp_path / f"bad{name}"
    good.write_text("target = 100")
    bad.write_text("target = 0")
    for flags in ([], ["--format=csv"]):
        assert run(str(good), *flags) == 0
        printed = capsys.readouterr().out
        assert "\x1b" not in printed
        assert "\udcff" not in printed
        assert "toml" in printed.splitlines()[bool(flags)]
    assert run(str(bad)) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert "\x1b" not in line
    assert "target: given 0" in line


def test_a_long_path_is_named_in_full(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / ("x" * 100) / "scenario.toml"
    path.parent.mkdir()
    path.write_text("target = 0")
    run(str(path))
    assert capsys.readouterr().err.startswith(f"{path}: target: ")


def test_the_same_file_twice_is_answered_twice(
    file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(file, file, "--format=json") == 0
    one, other = capsys.readouterr().out.splitlines()
    assert one == other
