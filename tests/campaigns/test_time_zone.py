"""Today is the reader's day: a cookie names the time zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

# Late in the evening in Los Angeles, the next day in UTC and in Auckland.
MOMENT = datetime(2026, 11, 26, 20, 0, tzinfo=ZoneInfo("America/Los_Angeles"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cookie", "start_on", "named"),
    [
        ("", "2026-11-27", "UTC"),
        ("America/Los_Angeles", "2026-11-26", "America/Los_Angeles"),
        ("Pacific/Auckland", "2026-11-27", "Pacific/Auckland"),
        ("No/Such_Zone", "2026-11-27", "UTC"),
        ("../../etc/passwd", "2026-11-27", "UTC"),
        ("<script>", "2026-11-27", "UTC"),
    ],
)
@pytest.mark.usefixtures("shipped_books")
def test_the_start_is_the_reader_s_today(cookie: str, start_on: str, named: str) -> None:
    client = Client()
    if cookie:
        client.cookies["timezone"] = cookie
    with time_machine.travel(MOMENT, tick=False):
        page = client.get("/").content.decode()
    assert f'value="{start_on}"' in page
    assert f"it is today in {named}." in page


@pytest.mark.django_db
@pytest.mark.usefixtures("shipped_books")
def test_readers_in_two_zones_do_not_share_a_cached_page() -> None:
    pages = []
    for zone in ("Pacific/Kiritimati", "America/Los_Angeles"):
        client = Client()
        client.cookies["timezone"] = zone
        with time_machine.travel(MOMENT, tick=False):
            pages.append(client.get("/?target=40").content.decode())
    assert 'value="2026-11-27"' in pages[0]
    assert 'value="2026-11-26"' in pages[1]
