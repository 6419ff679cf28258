"""What a log looks like, and what must not be in it."""

import json
import logging
import sys

import pytest

from planner.log_formats import JsonLines, Readable, request_id

TOKEN = "A1b2-_" * 7 + "x"
SESSION = "k3j5h2k3j5h2k3j5h2k3j5h2k3j5h2k3"
REFUSED_ROW = (
    'duplicate key value violates unique constraint "campaigns_campaign_edit_token_key"\n'
    f"DETAIL:  Key (edit_token)=({TOKEN}) already exists, name (Plan of Jane).\nSecond line of it"
)


def record_of(message: str, *args: object, error: Exception | None = None) -> logging.LogRecord:
    try:
        if error:
            raise error
        trace = None
    except Exception:
        trace = sys.exc_info()
    return logging.LogRecord("planner.tests", logging.ERROR, "", 1, message, args, trace)


def test_a_record_is_one_line_of_json() -> None:
    token = request_id.set("id-of-a-request")
    record = record_of("two\nlines of %s", "text", error=ValueError("why"))
    record.facts = {"status": 500}
    written = JsonLines().format(record)
    request_id.reset(token)

    assert "\n" not in written
    line = json.loads(written)
    assert line["level"] == "ERROR"
    assert line["logger"] == "planner.tests"
    assert line["message"] == "two\\x0alines of text"
    assert line["request_id"] == "id-of-a-request"
    assert line["status"] == 500
    assert line["exception"].endswith("ValueError: why")
    assert line["time"].endswith("+00:00")


def test_outside_of_a_request_there_is_no_id() -> None:
    assert "request_id" not in json.loads(JsonLines().format(record_of("started")))


@pytest.mark.parametrize("formatter", [JsonLines(), Readable()])
@pytest.mark.parametrize(
    ("error", "stays"),
    [
        (KeyError(f"/campaigns/{TOKEN}/"), "KeyError"),
        (ValueError(f"bad address /c/{TOKEN}/?target=xyzzy"), "bad address"),
        (LookupError(f"no campaign {TOKEN}"), "no campaign"),
        (LookupError(f"no session {SESSION}"), "no session"),
        (RuntimeError(REFUSED_ROW), "campaigns_campaign_edit_token_key"),
    ],
)
def test_no_traceback_shows_a_secret(
    formatter: logging.Formatter, error: Exception, stays: str
) -> None:
    written = formatter.format(record_of("broken: %s", error, error=error))

    assert "Traceback" in written
    assert "test_log_formats.py" in written
    assert stays in written
    for secret in (TOKEN, SESSION, "xyzzy", "Jane", "Second line"):
        assert secret not in written


def test_a_log_for_people_cannot_be_forged() -> None:
    written = Readable().format(record_of("GET %s", "/x\r\n12:00:00 INFO forged \x1b[31m"))

    assert written.count("\n") == 0
    assert "\x1b" not in written


UNSEEN = [*range(32), *range(127, 160), 0xAD, 0x200B, 0x202A, 0x202E, 0x2028, 0x2029, 0x2066]
UNSEEN += [0xFEFF, 0xD800, 0xDFFF, 0xE0001]


@pytest.mark.parametrize("code", UNSEEN)
def test_no_sign_that_is_not_seen_stands_in_a_line_of_json(code: int) -> None:
    text = f"before{chr(code)}after"
    record = record_of("asked for %s", text, error=ValueError(text))
    record.facts = {"path": f"/{text}"}

    written = JsonLines().format(record)

    assert written.isprintable()
    line = json.loads(written)
    assert line["path"] == f"/{text}"
    assert line["message"].isprintable()


@pytest.mark.parametrize("code", UNSEEN)
def test_no_sign_that_is_not_seen_stands_in_a_log_for_people(code: int) -> None:
    text = f"before{chr(code)}after"
    message, *trace = Readable().format(record_of("%s", text, error=ValueError(text))).split("\n")

    assert message.isprintable()
    assert all(line.isprintable() for line in trace)
    assert trace


@pytest.mark.parametrize("formatter", [JsonLines(), Readable()])
def test_what_is_seen_stands_in_a_log_as_it_is(formatter: logging.Formatter) -> None:
    assert "“Kündigung” 日本 …" in formatter.format(record_of("%s", "“Kündigung” 日本 …"))


def test_long_names_of_code_stay_readable() -> None:
    name = "CompressedManifestStaticFilesStorage in a_function_with_a_rather_long_name_of_its_own"

    assert name in Readable().format(record_of(name))
