"""`manage.py plan` as a shell runs it: flags, file names, what stands on which stream."""

from io import BytesIO, TextIOWrapper
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


NOT_SCENARIOS: dict[str, tuple[bytes, str]] = {
    "dots in a key": (b"a" + b".a" * 49_000 + b" = 1", "nested too deeply"),
    "dots in a table": (b"[a" + b".a" * 49_000 + b"]", "nested too deeply"),
    "dots in a list of tables": (b"[[a" + b".a" * 20_000 + b"]]", "nested too deeply"),
    "quoted parts": (b"'a'" + b".'a'" * 20_000 + b" = 1", "nested too deeply"),
    "dots in an inline table": (b"a = {b" + b".b" * 4_000 + b" = 1}", "nested too deeply"),
    "arrays": (b"a = " + b"[" * 49_000 + b"]" * 49_000, "nested too deeply"),
    "inline tables": (b"a = " + b"{a = " * 9_000 + b"1" + b"}" * 9_000, "nested too deeply"),
    "an open array": (b"a = " + b"[" * 99_000, "nested too deeply"),
    "a whole number": (b"target = " + b"9" * 99_000, "a TOML document"),
    "a number in hex": (b"target = 0x" + b"f" * 99_000, "a number too large to write"),
    "a long fraction": (b"target = 1." + b"9" * 99_000, "target: given 1.999"),
    "a great exponent": (b"target = 1e99999999999999999999", "beyond all numbers"),
    "not a number": (b"target = nan", "target: given NaN"),
    "a long text": (b"target = '" + b"x" * 99_000 + b"'", "target: given xxx"),
    "an open text": (b"target = '" + b"x" * 99_000, "a TOML document"),
    "an open long text": (b'target = """' + b'\\""" ' * 9_000, "a TOML document"),
    "a huge file": (b"#" * 100_001, "a file of at most 100,000 bytes"),
    "endless line breaks": (b"\n" * 200_000, "a file of at most 100,000 bytes"),
    "other bytes": (b"target = '\xff'", "UTF-8 text"),
    "another encoding": ("target = 1".encode("utf-16"), "UTF-8 text"),
    "a NUL": (b"target = \0", "a TOML document"),
    "a NUL in a text": (b"target = 'a\0'", "a TOML document"),
    "half a pair": (b'target = "\\ud800"', "a TOML document"),
    "a terminal's sign": (b"target = '\\x1b'\x1b", "a TOML document"),
    "nothing": (b"", "target: given nothing"),
}


TOO_DEEP = [what for what, (_, reason) in NOT_SCENARIOS.items() if reason == "nested too deeply"]


@pytest.mark.parametrize("what", NOT_SCENARIOS)
def test_what_is_no_scenario_is_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    content, reason = NOT_SCENARIOS[what]
    for format in ("table", "json", "csv"):
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(content)))
        assert run("-", "--format", format) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        [line] = printed.err.splitlines()
        assert line.startswith("standard input: ")
        assert reason in line
        assert len(line) < 400
        assert line.isprintable()


@pytest.mark.parametrize("what", TOO_DEEP)
def test_what_is_nested_too_deeply_is_not_parsed(
    monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """The library's time grows with the square of a key's parts."""
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(NOT_SCENARIOS[what][0])))

    def parse(*_: object, **__: object) -> None:
        raise AssertionError(what)

    monkeypatch.setattr("campaigns.scenario_file.tomllib.loads", parse)
    assert run("-") == 2


def test_of_thousands_of_faults_the_first_are_printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = "".join(f"nonsense_{number} = 1\n" for number in range(3_000))
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(b"target = 1\n" + names.encode())))
    assert run("-") == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    lines = printed.err.splitlines()
    assert len(lines) == 41
    assert "nonsense_0: given 1" in lines[0]
    assert lines[-1] == "standard input: and 2,960 more faults"


@pytest.mark.parametrize("name", ["", ".", "/nonexistent/x.toml", "x" * 5_000, "a\0b"])
def test_a_file_that_cannot_be_read_is_named(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert run(name) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert "allowed: a file that can be read" in line
