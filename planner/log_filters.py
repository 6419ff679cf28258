"""What may stand in a log: neither the secret part of a link nor what was queried or saved."""

import logging
import re

# The server's own lines have addresses as they were sent, where "%41" stands for "A".
TOKEN_IN_PATH = re.compile(r"/(campaigns|c|feed|q)/[\w%-]{16,}")
QUERY = re.compile(r"\?\S+")
# Errors of the database quote the row: links, names, notes.
QUOTED_ROW = re.compile(r"DETAIL:.*?(?=\n\n(?:The above|During) |\Z)", re.DOTALL)
# Tokens, keys of sessions and campaigns, wherever they stand …
LONG_WORD = re.compile(r"(?<![\w-])[\w-]{32,}(?![\w-])")
# … but not the long names of functions and classes.
PLAIN_NAME = re.compile(r"[a-z_]+|_*([A-Z][a-z]+)+|[A-Z_]+|-+|_+")
# gunicorn logs the sender of a malformed request.
CLIENT = re.compile(r"\bip=\S+")


def hide_secrets(text: str) -> str:
    """The text without link tokens, client addresses and saved content."""
    text = TOKEN_IN_PATH.sub(r"/\1/…", text)
    text = QUOTED_ROW.sub("DETAIL: …", text)
    text = CLIENT.sub("ip=…", QUERY.sub("?…", text))
    return LONG_WORD.sub(_hide_word, text)


def _hide_word(match: re.Match[str]) -> str:
    word = match.group()
    return word if PLAIN_NAME.fullmatch(word) else "…"


class CalmRefusals(logging.Filter):
    """Lets a refused request, as one for a foreign host, be a line of warning.

    Django takes each for an error and adds the traceback: scanners would hide what is broken.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.security."):
            record.levelno, record.levelname = logging.WARNING, "WARNING"
            record.exc_info = None
        return True
