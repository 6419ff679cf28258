"""How large a request's body may be, for the server that collects it and for the middleware."""

import re

# Only the admin has large forms: a plan with all its prices.
LARGEST_BODY = 100_000
LARGEST_ADMIN_BODY = 1_000_000
# A sheet of some thousand rows; a file below 2.5 MB never gets onto the disk (Django's own limit).
LARGEST_SHEET_BODY = 2_000_000
# A file comes with these: a logo, a campaign.
LARGEST_UPLOAD = 1_000_000
TAKES_FILE = re.compile(r"/campaigns/(?:import|[^/?]+/quotes/new)/")


def largest_body(path: str) -> int:
    """The most bytes that a body sent to `path` may have."""
    if path.startswith("/campaigns/") and path.endswith("/progress/import/"):
        return LARGEST_SHEET_BODY
    if path.startswith("/admin/"):
        return LARGEST_ADMIN_BODY
    return LARGEST_UPLOAD if TAKES_FILE.match(path) else LARGEST_BODY
