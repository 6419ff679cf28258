"""How large a request's body may be, for the server that collects it and for the middleware."""

# Only the admin has large forms: a plan with all its prices.
LARGEST_BODY = 100_000
LARGEST_ADMIN_BODY = 1_000_000
# A sheet of some thousand rows; a file below 2.5 MB never gets onto the disk (Django's own limit).
LARGEST_SHEET_BODY = 2_000_000


def largest_body(path: str) -> int:
    """The most bytes that a body sent to `path` may have."""
    if path.startswith("/campaigns/") and path.endswith("/progress/import/"):
        return LARGEST_SHEET_BODY
    return LARGEST_ADMIN_BODY if path.startswith("/admin/") else LARGEST_BODY
