"""Calendar feeds: made, renewed, ended, read. Each change is one transaction.

The feed of a browser is named by a cookie of its own, signed like the one with the campaigns; what
it follows is set whenever that one changes.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import Error, transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from campaigns.models import CalendarFeed, Campaign
from campaigns.models.campaign import make_token
from campaigns.saved.locking import lock_campaign

SALT = "campaigns.feed"
COOKIE_MAX_AGE = 400 * 24 * 3600
# A calendar program reads a feed every few hours; one that is read no more has no subscriber.
DAYS_UNREAD = 400


def cookie_name() -> str:
    """The name of the cookie with the key of a browser's feed."""
    return "__Host-feed" if settings.SESSION_COOKIE_SECURE else "feed"


def feed_in_cookie(request: HttpRequest) -> CalendarFeed | None:
    """The feed of this browser; `None` where it has none, or it has ended."""
    if cookie_name() not in request.COOKIES:
        return None
    try:
        key = signing.loads(request.COOKIES[cookie_name()], salt=SALT, max_age=COOKIE_MAX_AGE)
    except signing.BadSignature:
        return None
    return CalendarFeed.objects.filter(key=UUID(key), campaign=None).first()


@transaction.atomic
def make_browser_feed(
    request: HttpRequest, response: HttpResponse, campaigns: Sequence[Campaign]
) -> CalendarFeed:
    """The feed of this browser, which follows the `campaigns`; it is made where there is none."""
    feed = feed_in_cookie(request) or CalendarFeed.objects.create()
    feed.campaigns.set(campaigns)
    response.set_cookie(
        cookie_name(),
        signing.dumps(feed.key.hex, salt=SALT),
        max_age=COOKIE_MAX_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return feed


def follow(request: HttpRequest, campaigns: Sequence[Campaign]) -> None:
    """Let the feed of this browser, if it has one, follow the `campaigns`."""
    # A database that takes in nothing must not hold up what was done; the next change catches up.
    with suppress(Error), transaction.atomic():
        if feed := feed_in_cookie(request):
            feed.campaigns.set(campaigns)


@transaction.atomic
def make_campaign_feed(campaign: Campaign) -> CalendarFeed:
    """The campaign's own feed; it is made where there is none.

    Raises `Campaign.DoesNotExist` where the campaign is deleted, or its edit link was replaced.
    """
    return CalendarFeed.objects.get_or_create(campaign=lock_campaign(campaign))[0]


def renew_feed(feed: CalendarFeed) -> None:
    """Give the feed another address; the old one is dead from now on."""
    CalendarFeed.objects.filter(pk=feed.pk).update(token=make_token())


def end_feed(feed: CalendarFeed) -> None:
    """End the feed for good."""
    CalendarFeed.objects.filter(pk=feed.pk).delete()


def feeds_with(campaign: Campaign) -> list[CalendarFeed]:
    """The feeds that show the campaign: its own, and those of browsers."""
    shows = Q(campaign=campaign) | Q(campaigns=campaign)
    return list(CalendarFeed.objects.filter(shows).distinct().order_by("pk"))


def end_feeds_of(campaign: Campaign) -> None:
    """Take the campaign out of every feed, and end its own.

    The feeds of browsers that still have its key get it back with their next change of the list.
    """
    CalendarFeed.campaigns.through.objects.filter(campaign=campaign).delete()
    CalendarFeed.objects.filter(campaign=campaign).delete()


def find_feed(token: str) -> CalendarFeed | None:
    """The feed at an address; `None` where it leads nowhere. The visit is recorded once a day."""
    feed = CalendarFeed.objects.filter(token=token).first()
    today = timezone.localdate()
    if feed is not None and feed.last_read_on != today:
        # A database that is full or read-only can still be read.
        with suppress(Error):
            CalendarFeed.objects.filter(pk=feed.pk).update(last_read_on=today)
    return feed


def campaigns_of(feed: CalendarFeed) -> list[Campaign]:
    """The campaigns that the feed shows, with their revisions and plans; deleted ones left out."""
    rows = Campaign.objects.not_deleted().with_plans().order_by("pk")
    if feed.campaign_id is None:
        return list(rows.filter(calendar_feeds=feed))
    return list(rows.filter(pk=feed.campaign_id))


def purge_feeds(*, today: date) -> int:
    """Remove the feeds that no program has read for `DAYS_UNREAD` days; how many."""
    before = today - timedelta(days=DAYS_UNREAD)
    unread = Q(last_read_on__lt=before) | Q(last_read_on=None, created_at__date__lt=before)
    feeds = CalendarFeed.objects.filter(unread)
    number = feeds.count()
    feeds.delete()
    return number
