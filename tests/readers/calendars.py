"""Calendars as `ical`, the library of a home automation, reads and keeps them."""

from typing import Any, NamedTuple

from ical.calendar_stream import IcsCalendarStream


class Event(NamedTuple):
    """What a person sees of an event, and how often it was changed."""

    on: Any
    title: str
    text: str
    changes: int
    reminds: bool


def read_events(content: bytes) -> dict[str, Event]:
    """The events under their UIDs, of which none comes twice."""
    calendar = IcsCalendarStream.calendar_from_ics(content.decode())
    events = {}
    for event in calendar.events:
        assert event.uid not in events
        assert event.dtend is not None
        assert (event.dtend - event.dtstart).days == 1
        events[event.uid] = Event(
            event.dtstart,
            event.summary or "",
            event.description or "",
            event.sequence or 0,
            bool(event.alarm),
        )
    return events


def import_calendar(kept: dict[str, Event], content: bytes) -> dict[str, Event]:
    """What a calendar holds after an import: what it had, with newer events in place of older."""
    kept = dict(kept)
    for uid, event in read_events(content).items():
        if uid not in kept or event.changes >= kept[uid].changes:
            kept[uid] = event
    return kept
