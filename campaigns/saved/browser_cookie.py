"""Which campaigns a browser remembers: a signed cookie with their keys, never with their links."""

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from campaigns.models import Campaign
from campaigns.saved.feeds import follow

# What a cookie has room for, and more than one person plans at a time.
MOST_CAMPAIGNS = 50
SALT = "campaigns.memory"
# Browsers keep no cookie for longer.
COOKIE_MAX_AGE = 400 * 24 * 3600


def cookie_name() -> str:
    """The cookie's name; over https its prefix keeps other hosts of the domain from setting it."""
    return "__Host-campaigns" if settings.SESSION_COOKIE_SECURE else "campaigns"


def keys_in_cookie(request: HttpRequest) -> list[UUID]:
    """The keys of the campaigns that this browser remembers, newest first."""
    try:
        keys = signing.loads(
            request.COOKIES.get(cookie_name(), ""), salt=SALT, max_age=COOKIE_MAX_AGE
        )
    except signing.BadSignature:
        return []
    return [UUID(key) for key in keys]


def campaigns_in_cookie(request: HttpRequest, *, with_plans: bool = False) -> list[Campaign]:
    """The campaigns that this browser remembers and that still exist, newest first.

    `with_plans`: with the plans of their revisions, to work out their figures.
    """
    keys = keys_in_cookie(request)
    if not keys:
        return []
    rows = Campaign.objects.filter(key__in=keys)
    rows = rows.with_plans() if with_plans else rows.with_revisions()
    found = {row.key: row for row in rows}
    return [found[key] for key in keys if key in found]


def remember(
    request: HttpRequest, response: HttpResponse, campaign: Campaign, *, forget: bool = False
) -> None:
    """Put the campaign first among those that this browser remembers, or `forget` it.

    Where there is no room for all, the deleted ones go first. Its calendar feed follows.
    """
    others = [row for row in campaigns_in_cookie(request) if row.key != campaign.key]
    others.sort(key=lambda row: row.deleted_at is not None)
    rows = others if forget else [campaign, *others][:MOST_CAMPAIGNS]
    follow(request, rows)
    response.set_cookie(
        cookie_name(),
        signing.dumps([row.key.hex for row in rows], salt=SALT),
        max_age=COOKIE_MAX_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
