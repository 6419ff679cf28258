"""Calendar feeds, and a calendar program that subscribes to them."""

from datetime import date
from typing import Any

import icalendar
from django.test import Client

from campaigns.models import CalendarFeed, Campaign
from tests.campaigns.pages import Response

FORTY = "target=40&seats=1&plans=solo&estimate=solo.as_granted"


def address(feed: CalendarFeed) -> str:
    return f"/feed/{feed.token}.ics"


def feed_of(campaign: Campaign) -> CalendarFeed:
    return CalendarFeed.objects.get(campaign=campaign)


def read(feed: CalendarFeed, **headers: str) -> Response:
    """What a calendar program gets, without a cookie."""
    return Client().get(address(feed), headers=headers)


def parse(response: Response) -> Any:
    """The calendar, as a library of calendar programs reads it."""
    return icalendar.Calendar.from_ical(response.content)


def subscribe(feed: CalendarFeed) -> dict[str, Any]:
    """The events of a subscribed calendar, by UID: those of the feed and no others."""
    response = read(feed)
    assert response.status_code == 200
    calendar = parse(response)
    events = {str(event["UID"]): event for event in calendar.walk("VEVENT")}
    assert len(events) == len(calendar.walk("VEVENT"))
    return events


def shown(events: dict[str, Any]) -> list[tuple[date, str]]:
    return sorted((event["DTSTART"].dt, str(event["SUMMARY"])) for event in events.values())
