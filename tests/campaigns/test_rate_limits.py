"""How often one client may save: a bucket for each, filled again with time."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone
from pytest_django.fixtures import Settings
from time_machine import TimeMachineFixture

from campaigns.models import TokenBucket
from campaigns.rate_limits import SHARE_OF_A_SITE, Limit, client_address, purge_buckets, take_token

LIMIT = Limit("trying", capacity=3, per_hour=60)


def come_from(address: str = "192.0.2.1", forwarded: str = "") -> WSGIRequest:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)


@pytest.fixture(autouse=True)
def noon(db: None, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to("2026-12-01 12:00 +0000", tick=False)


def take(times: int, address: str = "192.0.2.1", limit: Limit = LIMIT) -> list[int]:
    return [take_token(limit, come_from(address)) for _ in range(times)]


def test_a_full_bucket_is_emptied_and_then_it_takes_time(time_machine: TimeMachineFixture) -> None:
    assert take(5) == [0, 0, 0, 61, 61]
    time_machine.shift(30)
    assert take(1) == [31]
    time_machine.shift(30)
    assert take(2) == [0, 61]
    time_machine.shift(121)
    assert take(3) == [0, 0, 60]


def test_after_the_seconds_that_were_told_there_is_one(time_machine: TimeMachineFixture) -> None:
    for per_hour in (7, 60, 1000, 4000):
        limit = Limit(f"{per_hour} an hour", capacity=2, per_hour=per_hour)
        seconds = take(3, limit=limit)[-1]
        assert seconds > 0
        time_machine.shift(seconds)
        assert take(1, limit=limit) == [0]


def test_a_bucket_never_holds_more_than_it_can(time_machine: TimeMachineFixture) -> None:
    take(1)
    time_machine.shift(timedelta(days=300))
    assert take(4) == [0, 0, 0, 61]


def test_a_clock_that_was_set_back_takes_nothing_away(time_machine: TimeMachineFixture) -> None:
    take(2)
    time_machine.shift(timedelta(days=-1))
    assert take(2) == [0, 61]


def test_every_client_and_every_limit_has_a_bucket_of_its_own() -> None:
    assert take(4)[-1] > 0
    assert take(1, "192.0.2.2") == [0]
    assert take(1, "2001:db8::1") == [0]
    assert take(1, limit=Limit("other", capacity=1, per_hour=1)) == [0]
    # The newer kind of address has one for its site as well.
    assert TokenBucket.objects.count() == 5


def test_a_row_names_nobody() -> None:
    take(1, "192.0.2.77")
    bucket = TokenBucket.objects.get()
    assert re.fullmatch("[0-9a-f]{40,64}", bucket.key)


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", ""),
        ("unix:", ""),
        ("192.0.2.1:80", ""),
        ("x" * 5000, ""),
    ],
)
def test_a_client_is_its_address(address: str, client: str) -> None:
    assert client_address(come_from(address)) == client


def test_clients_of_the_newer_kind_are_told_apart_by_their_network() -> None:
    one = client_address(come_from("2001:db8:1:2::1"))
    assert client_address(come_from("2001:db8:1:2:ffff:ffff:ffff:ffff")) == one
    assert client_address(come_from("2001:db8:1:3::1")) != one
    assert client_address(come_from("fe80::1%eth0"))


def test_a_site_has_a_few_clients_share_however_many_networks_it_has() -> None:
    tried = [take(1, f"2001:db8:1:{number:x}::1")[0] for number in range(30)]

    assert tried.count(0) == LIMIT.capacity * SHARE_OF_A_SITE
    assert take(1, "2001:db8:2::1") == [0], "another site"


def test_what_one_network_is_refused_takes_nothing_from_its_site() -> None:
    take(100, "2001:db8:1:1::1")
    assert take(3, "2001:db8:1:2::1") == [0, 0, 0]


def test_two_clients_behind_a_server_for_both_kinds_are_two() -> None:
    assert take(4, "::ffff:192.0.2.1")[-1] > 0
    assert take(1, "::ffff:198.51.100.1") == [0]
    assert take(1, "192.0.2.1") == [61], "the same client, however it is written"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "client"),
    [
        (0, "203.0.113.5", "192.0.2.1"),
        (1, "203.0.113.5", "203.0.113.5"),
        (1, "10.0.0.1, 203.0.113.5", "203.0.113.5"),
        (2, "10.0.0.1, 203.0.113.5, 198.51.100.7", "203.0.113.5"),
        (2, "203.0.113.5", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "203.0.113.5, nonsense", ""),
        (1, ",,,", ""),
    ],
)
def test_behind_proxies_a_client_is_whom_the_outermost_saw(
    settings: Settings, proxies: int, forwarded: str, client: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    assert client_address(come_from("192.0.2.1", forwarded)) == client


def test_nobody_gets_more_by_writing_another_address_into_the_header(
    settings: Settings,
) -> None:
    settings.TRUSTED_PROXIES = 1
    seconds = [
        take_token(LIMIT, come_from("192.0.2.1", f"10.0.0.{n}, 203.0.113.5")) for n in range(4)
    ]
    assert seconds == [0, 0, 0, 61]


def test_full_buckets_are_thrown_away(time_machine: TimeMachineFixture) -> None:
    take(3)
    time_machine.shift(timedelta(hours=12))
    take(1, "192.0.2.2")
    assert purge_buckets(now=timezone.now()) == 0
    time_machine.shift(timedelta(hours=13))
    assert purge_buckets(now=timezone.now()) == 1
    assert TokenBucket.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_no_more_than_one_after_the_other() -> None:
    def take_once(_: int) -> int:
        try:
            return take_token(LIMIT, come_from())
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(take_once, range(12))) == [0, 0, 0, *[61] * 9]
