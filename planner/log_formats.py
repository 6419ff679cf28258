"""How a log is written: one JSON document a line, or for people. Neither shows a secret.

A record's `facts` (a dict of numbers and harmless words) become fields of the JSON document.
"""

import json
import logging
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from planner.log_filters import hide_secrets

# The request that is being answered here and now; empty between requests.
request_id: ContextVar[str] = ContextVar("request_id", default="")


class UnseenSigns(dict[int, str]):
    """For `str.translate`: what ends a line, paints a terminal or turns the direction of reading.

    Python calls all of that not printable: control characters, the separators U+2028 and U+2029,
    format characters such as U+202E, and lone surrogates, which UTF-8 cannot hold.
    """

    def __init__(self, escape: Callable[[str], str]) -> None:
        self._escape = escape

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        return sign if sign.isprintable() else self._escape(sign)


def _escape_for_json(sign: str) -> str:
    return json.dumps(sign)[1:-1]


def _escape_for_people(sign: str) -> str:
    return f"\\x{ord(sign):02x}" if ord(sign) < 256 else _escape_for_json(sign)


IN_ONE_LINE = UnseenSigns(_escape_for_people)
IN_LINES = UnseenSigns(lambda sign: sign if sign == "\n" else _escape_for_people(sign))
IN_JSON = UnseenSigns(_escape_for_json)


class SafeFormatter(logging.Formatter):
    """Hides secrets in messages and in the tracebacks of errors."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  (logging's name)
        return hide_secrets(record.getMessage()).translate(IN_ONE_LINE)

    def formatException(self, ei: Any) -> str:  # noqa: N802
        return hide_secrets(super().formatException(ei)).translate(IN_LINES)

    def formatStack(self, stack_info: str) -> str:  # noqa: N802
        return hide_secrets(super().formatStack(stack_info)).translate(IN_LINES)


class JsonLines(SafeFormatter):
    """A record as one line, for programs."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self.formatMessage(record),
        }
        if request_id.get():
            line["request_id"] = request_id.get()
        line |= getattr(record, "facts", {})
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str).translate(IN_JSON)


class Readable(SafeFormatter):
    """A record for people: what happened, then the request that it belongs to."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        message = super().formatMessage(record)
        line = f"{self.formatTime(record, '%H:%M:%S')} {record.levelname:<7} {message}"
        return f"{line} [{request_id.get()[:8]}]" if request_id.get() else line


def configure_logging(form: str, *, requests: bool) -> dict[str, Any]:
    """The settings of `logging` for the `form` "json" or "text", for Django and gunicorn alike.

    `requests`: whether our own line is written for each request; Django's server has its own.
    """
    formatter = (
        "planner.log_formats.JsonLines" if form == "json" else "planner.log_formats.Readable"
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"safe": {"()": formatter}},
        "filters": {"calm": {"()": "planner.log_filters.CalmRefusals"}},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "safe",
                "filters": ["calm"],
            }
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            name: {"handlers": ["console"], "level": level, "propagate": False}
            for name, level in {
                # Django's default would keep errors off the console exactly where DEBUG is off.
                "django": "INFO",
                "django.server": "INFO",
                # A 404 stands in our own line for the request already.
                "django.request": "ERROR" if requests else "WARNING",
                "planner": "INFO" if requests else "WARNING",
                "axes": "WARNING",
                "gunicorn.error": "INFO",
            }.items()
        },
    }
