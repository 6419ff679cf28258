"""How large a request's body may be, for the server that collects it and for the middleware."""

# Only the admin has large forms: a plan with all its prices.
LARGEST_BODY = 100_000
LARGEST_ADMIN_BODY = 1_000_000


def largest_body(path: str) -> int:
    """The most bytes that a body sent to `path` may have."""
    return LARGEST_ADMIN_BODY if path.startswith("/admin/") else LARGEST_BODY
