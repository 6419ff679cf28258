"""How often one client may do what costs the server something: a token bucket in the database.

A bucket holds at most `capacity` tokens, gains them back evenly, and each try takes one. Every web
process sees the same buckets. A row holds a keyed hash of the client's address, so it names nobody.
"""

import logging
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import NamedTuple

from django.conf import settings
from django.db import Error, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from campaigns.models import TokenBucket

log = logging.getLogger("planner.limits")

# One household or office has so many addresses of the newer kind.
BITS_OF_A_NETWORK = 64


class Limit(NamedTuple):
    """At most `capacity` tries at once, and `per_hour` in the long run."""

    name: str
    capacity: int
    per_hour: int


SAVING = Limit("saving", capacity=20, per_hour=60)
REVISING = Limit("revising", capacity=30, per_hour=240)
STUDYING = Limit("studying", capacity=60, per_hour=1_200)
SIGNING_IN = Limit("signing in", capacity=20, per_hour=120)


def take_token(limit: Limit, request: HttpRequest) -> int:
    """Take one token of the client's: 0, or the seconds after which there is one again."""
    address = client_address(request)
    key = salted_hmac("campaigns.rate_limits", f"{limit.name} {address}").hexdigest()[:64]
    try:
        return _take(key, limit, now=timezone.now())
    except Error as error:
        # Who only reads must not be held up by a database that takes in nothing; whoever wants to
        # save is told by what comes next.
        log.error("Nothing is counted, the database refuses it: %s", error)
        return 0


@transaction.atomic
def _take(key: str, limit: Limit, *, now: datetime) -> int:
    full = {"tokens": float(limit.capacity), "updated_at": now}
    bucket, _ = TokenBucket.objects.select_for_update().get_or_create(key=key, defaults=full)
    a_second = limit.per_hour / 3600
    # A clock that was set back must not take tokens away.
    passed = max(0.0, (now - bucket.updated_at).total_seconds())
    tokens = min(float(limit.capacity), bucket.tokens + passed * a_second)
    has_one = tokens >= 1
    # Also an empty bucket of a time to come: a clock that was wrong for a moment would otherwise
    # keep it empty until then.
    if has_one or bucket.updated_at > now:
        bucket.tokens, bucket.updated_at = tokens - has_one, now
        bucket.save(update_fields=["tokens", "updated_at"])
    return 0 if has_one else int((1 - tokens) / a_second) + 1


def purge_buckets(*, now: datetime) -> int:
    """Remove the buckets that are full again, whatever their limit; how many they were."""
    long_ago = now - timedelta(days=1)
    return TokenBucket.objects.filter(updated_at__lt=long_ago).delete()[0]


def client_address(request: HttpRequest) -> str:
    """The client's address, or its network where one client has many addresses.

    Behind `TRUSTED_PROXIES` proxies it is what the outermost of them saw; whatever stands further
    to the left in the header was written by the client.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if proxies := settings.TRUSTED_PROXIES:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR")
        hops = forwarded.split(",") if forwarded else []
        address = hops[-proxies].strip() if len(hops) >= proxies else address
    try:
        parsed = ip_address(address)
    except ValueError:
        return ""
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        # A server that listens for both kinds writes the older one like this.
        return str(parsed.ipv4_mapped)
    return str(int(parsed) >> (128 - BITS_OF_A_NETWORK))
