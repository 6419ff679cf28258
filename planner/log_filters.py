"""What may stand in a log: neither the secret part of a link nor what somebody asked."""

import logging
import re

TOKEN = re.compile(r"/(campaigns|c)/[\w-]{16,}")
QUERY = re.compile(r"\?[^\s\"']*")


def hide_secrets(text: str) -> str:
    """The text with links cut to what tells nothing of their owner."""
    return QUERY.sub("?…", TOKEN.sub(r"/\1/…", text))


class HideSecrets(logging.Filter):
    """Rewrites every record before it is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = hide_secrets(record.getMessage()), ()
        return True
