"""How large a request's body may be, for the server that collects it and for the middleware."""

import re
from typing import NamedTuple

# Only the admin has large forms: a plan with all its prices.
LARGEST_BODY = 100_000
LARGEST_ADMIN_BODY = 1_000_000
# A sheet of some thousand rows; a file below 2.5 MB never gets onto the disk (Django's own limit).
LARGEST_SHEET_BODY = 2_000_000
# A campaign with 100 versions takes half of it.
LARGEST_CAMPAIGN_BODY = 2_000_000
# A logo comes with it.
LARGEST_QUOTE_BODY = 1_000_000


class Upload(NamedTuple):
    """A form that a file comes with: its path, its largest body, what its file may have."""

    path: re.Pattern[str]
    largest: int
    allowed: str


UPLOADS = (
    Upload(
        re.compile(r"/campaigns/import/"),
        LARGEST_CAMPAIGN_BODY,
        "The file of a campaign may have at most 1,900 kB: its ZIP, which is smaller than the "
        "document in it.",
    ),
    Upload(
        re.compile(r"/campaigns/.*/progress/import/$"),
        LARGEST_SHEET_BODY,
        "A sheet may have at most 2 MB: leave out what no row needs, or send it in parts.",
    ),
    Upload(
        re.compile(r"/campaigns/[^/?]+/quotes/new/"),
        LARGEST_QUOTE_BODY,
        "A logo may have at most 500 kB.",
    ),
)


def largest_body(path: str) -> int:
    """The most bytes that a body sent to `path` may have."""
    if upload := _find_upload(path):
        return upload.largest
    return LARGEST_ADMIN_BODY if path.startswith("/admin/") else LARGEST_BODY


def describe_limit(path: str) -> str:
    """What a body sent to `path` may have, in a sentence."""
    if upload := _find_upload(path):
        return upload.allowed
    return f"The planner takes at most {largest_body(path) // 1_000} kB with one form."


def _find_upload(path: str) -> Upload | None:
    return next((one for one in UPLOADS if one.path.match(path)), None)
