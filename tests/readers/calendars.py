"""Calendars as `ical`, the library of a home automation, parses and stores them."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from ical.calendar_stream import IcsCalendarStream
from ical.event import Event as ReadEvent

from tests.known import known


class Event(NamedTuple):
    """What a person sees of an event, and how often it was changed.

    `reminds_at` is the instant, on the clock of the calendar's owner, of each of its alarms.
    """

    on: Any
    title: str
    text: str
    changes: int
    reminds_at: tuple[datetime, ...]
    is_cancelled: bool


def read_events(content: bytes) -> dict[str, Event]:
    """The events under their UIDs, of which none comes twice."""
    calendar = IcsCalendarStream.calendar_from_ics(content.decode())
    events = {}
    for event in calendar.events:
        assert event.uid not in events
        assert event.dtstart is not None
        assert event.dtend is not None
        assert (event.dtend - event.dtstart).days == 1
        events[event.uid] = Event(
            event.dtstart,
            event.summary or "",
            event.description or "",
            event.sequence or 0,
            tuple(_read_alarms(event)),
            event.status == "CANCELLED",
        )
    return events


def _read_alarms(event: ReadEvent) -> Iterator[datetime]:
    """When an all-day event's alarms ring: its day begins at midnight where the person is."""
    for alarm in event.alarm:
        assert alarm.action == "DISPLAY"
        assert isinstance(alarm.trigger, timedelta), "relative to the day, wherever that begins"
        yield datetime.combine(known(event.dtstart), time()) + alarm.trigger


def import_calendar(kept: dict[str, Event], content: bytes) -> dict[str, Event]:
    """What a calendar holds after an import: what it had, with newer events in place of older."""
    kept = dict(kept)
    for uid, event in read_events(content).items():
        if uid not in kept or event.changes >= kept[uid].changes:
            kept[uid] = event
    return kept


def show_events(kept: dict[str, Event]) -> dict[str, Event]:
    """The active events, without the cancelled ones."""
    return {uid: event for uid, event in kept.items() if not event.is_cancelled}
