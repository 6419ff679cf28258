"""Pages that were made a moment ago: whoever asks the same gets the same, without the work.

A page is kept under the address that asked for it, the day, and every row of the price books,
which are read anew for every request: whoever changes a price, in whatever way, changes the page.
Each process keeps its own; a new one, with other templates, begins with none.
"""

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from secrets import token_hex

from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone

from campaigns.models import Plan, PlanPrice, PriceBook

# Stands in a page for the token against forged requests, which is another one for everybody.
ANY_TOKEN = f"token-{token_hex(16)}"
SECONDS_KEPT = 600
LARGEST_KEPT = 200_000

Row = tuple[object, ...]


def keep_page(
    request: HttpRequest, make: Callable[[], HttpResponse], *rests_on: object
) -> HttpResponse:
    """The page that `make` gives for the request's address, or gave in the last ten minutes.

    `make` gives a page for anybody, with `ANY_TOKEN` in its forms. `rests_on` is all that it shows
    beside the price books and what the address says.
    """
    pages = caches["pages"]
    # As it came: an address that is written out anew may be the same as another one.
    query = request.META.get("QUERY_STRING", "")
    asked = (request.path, query, timezone.localdate(), *rests_on)
    rows = _read_price_books()
    name = f"{_digest(repr(asked))}-{_digest_of_rows(rows)}"
    if kept := pages.get(name):
        content, headers = kept
        return make_personal(request, HttpResponse(content, headers=headers))
    page = make()
    is_to_keep = page.status_code == 200 and len(page.content) <= LARGEST_KEPT
    # Where a price has changed meanwhile, the page may show the one or the other.
    if is_to_keep and _read_price_books() == rows:
        pages.set(name, (page.content, dict(page.headers)), SECONDS_KEPT)
    return make_personal(request, page)


def make_personal(request: HttpRequest, page: HttpResponse) -> HttpResponse:
    """Put the reader's own token into the page's forms, where it has any."""
    if ANY_TOKEN.encode() in page.content:
        page.content = page.content.replace(ANY_TOKEN.encode(), get_token(request).encode())
    return page


def _read_price_books() -> list[Row]:
    """Every column of every row that a price or a plan's terms can come from."""
    rows: list[Row] = []
    with connection.cursor() as cursor:
        for statement in _statements():
            cursor.execute(statement)
            rows += cursor.fetchall()
    return rows


def _digest_of_rows(rows: list[Row]) -> str:
    """What tells them from other rows; to see that they are the last ones takes a tenth of it."""
    known = _known[0]
    if known[0] != rows:
        known = _known[0] = (rows, _digest(repr(rows)))
    return known[1]


# In one piece, so that no thread sees the rows of one and the digest of another.
_known: list[tuple[list[Row], str]] = [([], "")]


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


@cache
def _statements() -> list[str]:
    """What reads the rows; written down once, as that takes longer than to run them."""
    return [str(model._base_manager.order_by("pk").query) for model in (PriceBook, Plan, PlanPrice)]
