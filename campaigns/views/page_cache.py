"""Pages that were just rendered, cached: the same address gets the same page without the work.

A page is cached under its address, the reader's day, every row of the price books, and the rows
that its root names. All of them are read for each request, so that no change of a price, however it
was written, leaves an old page in use. Each process has a cache of its own; a new one, with other
templates, begins with an empty one.

It is cached as it is sent: compressed for a client that reads gzip.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from django.core.cache import caches
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.gzip import gzip_page

from campaigns.models import Channel, ConsentRule, Plan, PlanPrice, PriceBook
from campaigns.query.cached_rows import digest, digest_rows, just_read

SECONDS_CACHED = 600
LARGEST_CACHED = 200_000
PRICE_MODELS: tuple[type[Model], ...] = (PriceBook, Plan, PlanPrice, Channel, ConsentRule)

Row = tuple[object, ...]


def cached_page(
    request: HttpRequest,
    render_page: Callable[[], HttpResponse],
    *,
    rows: Iterable[Model],
    screen: object,
) -> HttpResponse:
    """The page that `render_page` gives for the request's address, or gave in the last ten minutes.

    The page may show the price books, the `rows` with what belongs to them for good, and what the
    address and the `screen` determine. A page with a token against forged requests belongs to one
    reader, and is never stored.
    """
    pages = caches["pages"]
    # As received: two addresses may be the same when they are normalized.
    query = request.META.get("QUERY_STRING", "")
    reads_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    priced = digest_rows(PRICE_MODELS)
    shown = [_values_of(row) for row in rows]
    today = timezone.localdate(), timezone.get_current_timezone_name()
    # A page gives its own address in full, to be copied.
    site = request.build_absolute_uri("/")
    key = digest(site, request.path, query, today, screen, shown, reads_gzip, *priced.values())
    if cached := pages.get(key):
        content, headers = cached
        return HttpResponse(content, headers=headers)
    with just_read(priced):
        page = gzip_page(lambda _: render_page())(request)
    is_small = len(page.content) <= LARGEST_CACHED
    is_public = page.status_code == 200 and not _has_token(request)
    # Where a price has changed meanwhile, the page may show the one or the other.
    if is_small and is_public and digest_rows(PRICE_MODELS) == priced:
        pages.set(key, (page.content, dict(page.headers)), SECONDS_CACHED)
    return page


Value = TypeVar("Value")
AnyModel = TypeVar("AnyModel", bound=Model)


def cached_values(
    rows: Sequence[AnyModel], compute: Callable[[AnyModel], Value | None]
) -> list[Value | None]:
    """What `compute` gives for each of the rows, or gave in the last ten minutes.

    A value may rest on the price books, the row with what belongs to it for good, and the day;
    `None` is not stored: it could not be had now.
    """
    if not rows:
        return []
    cache, priced = caches["pages"], digest_rows(PRICE_MODELS)
    today = timezone.localdate(), timezone.get_current_timezone_name()
    values: list[Value | None] = []
    for row in rows:
        key = digest("value", type(row), _values_of(row), today, *priced.values())
        value: Value | None = cache.get(key)
        if value is None and (value := compute(row)) is not None:
            cache.set(key, value, SECONDS_CACHED)
        values.append(value)
    return values


def _has_token(request: HttpRequest) -> bool:
    """Whether a token against forged requests was asked for, as `{% csrf_token %}` does."""
    return bool(request.META.get("CSRF_COOKIE_NEEDS_UPDATE"))


def _values_of(row: Model) -> Row:
    """Every column of a row, so that a new one counts without being named."""
    return tuple(getattr(row, field.attname) for field in row._meta.concrete_fields)
