"""How often one client may do what costs the server something: a token bucket in the database.

A bucket holds at most `capacity` tokens, gains them back evenly, and each try takes one. Every web
process sees the same buckets. A row holds a keyed hash of the client's address.
"""

import logging
from collections.abc import Sequence
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
# A client with a site's worth of such networks may use a few of them, not 65,536. Addresses of the
# older kind that stand beside each other mostly belong to different people.
BITS_OF_A_SITE, SHARE_OF_A_SITE = 48, 4


class Network(NamedTuple):
    """Addresses that count as one client, and how many times one client's share they have."""

    name: str
    share: int


class Limit(NamedTuple):
    """At most `capacity` tries at once, and `per_hour` in the long run."""

    name: str
    capacity: int
    per_hour: int


SAVING = Limit("saving", capacity=20, per_hour=60)
REVISING = Limit("revising", capacity=30, per_hour=240)
STUDYING = Limit("studying", capacity=60, per_hour=1_200)
READING_SHEETS = Limit("reading sheets", capacity=10, per_hour=60)
# Many calendars are read from the few addresses of one provider, every few hours each.
FEEDING = Limit("feeding", capacity=120, per_hour=2_400)
SIGNING_IN = Limit("signing in", capacity=20, per_hour=120)


def take_token(limit: Limit, request: HttpRequest) -> int:
    """Take one token of the client's: 0, or the seconds after which there is one again."""
    try:
        return _take(limit, client_networks(request), now=timezone.now())
    except Error as error:
        # A read-only database must not hold up reading; a save that follows reports the
        # failure itself.
        log.error("Nothing is counted, the database refuses it: %s", error)
        return 0


@transaction.atomic
def _take(limit: Limit, networks: Sequence[Network], *, now: datetime) -> int:
    """Take a token of every network's bucket, or of none."""
    filled = [_fill(limit, network, now=now) for network in networks]
    wait = max(seconds for _, _, seconds in filled)
    for bucket, tokens, seconds in filled:
        # Also an empty bucket of a time to come: a clock that was wrong for a moment would
        # otherwise keep it empty until then.
        if not wait or (seconds and bucket.updated_at > now):
            bucket.tokens, bucket.updated_at = tokens - (not wait), now
            bucket.save(update_fields=["tokens", "updated_at"])
    return wait


def _fill(limit: Limit, network: Network, *, now: datetime) -> tuple[TokenBucket, float, int]:
    """The network's bucket, the tokens in it now, and the seconds until there is one."""
    capacity = float(limit.capacity * network.share)
    a_second = limit.per_hour * network.share / 3600
    key = salted_hmac("campaigns.rate_limits", f"{limit.name} {network.name}").hexdigest()[:64]
    bucket, _ = TokenBucket.objects.select_for_update().get_or_create(
        key=key, defaults={"tokens": capacity, "updated_at": now}
    )
    # A clock that was set back must not take tokens away.
    passed = max(0.0, (now - bucket.updated_at).total_seconds())
    tokens = min(capacity, bucket.tokens + passed * a_second)
    return bucket, tokens, 0 if tokens >= 1 else int((1 - tokens) / a_second) + 1


def purge_buckets(*, now: datetime) -> int:
    """Remove the buckets that are full again, of every limit; how many they were."""
    long_ago = now - timedelta(days=1)
    return TokenBucket.objects.filter(updated_at__lt=long_ago).delete()[0]


def client_networks(request: HttpRequest) -> tuple[Network, ...]:
    """What a request counts for: the client, and the site around it where that has many clients."""
    client = Network(client_address(request), 1)
    if not client.name.isdecimal():
        return (client,)
    site = int(client.name) >> (BITS_OF_A_NETWORK - BITS_OF_A_SITE)
    return client, Network(f"site {site}", SHARE_OF_A_SITE)


def client_address(request: HttpRequest) -> str:
    """The client's address, or its network where one client has many addresses.

    Behind `TRUSTED_PROXIES` proxies it is the entry that the outermost of them added; entries
    further to the left in the header are the client's own.
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
