"""What was typed into a quote's form and previewed: stored for a day, for the browser's Back.

The answer to a form is no page that a browser shows a second time without sending the form again.
So the preview has an address of its own, the form's, and finds by a cookie what was typed.
"""

from contextlib import suppress
from hashlib import sha256
from secrets import token_urlsafe

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from campaigns.models import Campaign

COOKIE = "quote"
SECONDS_STORED = 24 * 3600
# Of the token, before its text.
TOKEN_BYTES = 16


def store_typed(request: HttpRequest, campaign: Campaign, typed: str) -> str:
    """Store the form, written as a query string; its token, empty where it cannot be stored."""
    token = request.COOKIES.get(COOKIE) or token_urlsafe(TOKEN_BYTES)
    with suppress(DatabaseError):
        cache.set(_key(campaign, token), typed, SECONDS_STORED)
        if cache.get(_key(campaign, token)) == typed:
            return token
    return ""


def read_typed(request: HttpRequest, campaign: Campaign) -> str:
    """What this browser has typed for a quote of the campaign; empty where it has not."""
    token = request.COOKIES.get(COOKIE)
    if not token:
        return ""
    with suppress(DatabaseError):
        return str(cache.get(_key(campaign, token), ""))
    return ""


def drop_typed(request: HttpRequest, campaign: Campaign) -> None:
    """Forget it, once the quote is made."""
    if token := request.COOKIES.get(COOKIE):
        with suppress(DatabaseError):
            cache.delete(_key(campaign, token))


def set_cookie(request: HttpRequest, response: HttpResponse, token: str) -> None:
    """Let the browser find it at this address alone, until it is closed."""
    response.set_cookie(
        COOKIE,
        token,
        path=request.path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _key(campaign: Campaign, token: str) -> str:
    """A key of any token's length and signs; without the campaign's own it finds nothing."""
    return f"quote-{sha256(f'{campaign.key} {token}'.encode()).hexdigest()}"
