"""The estimate's days as a calendar file (iCalendar, RFC 5545).

An event's UID is made of the campaign, the kind of event and its day in the schedule, never of its
figures: a changed campaign that is imported again changes the old events. Events
that an earlier calendar of the campaign had and this one does not are in it as cancelled (RFC 5545
§3.8.1.11), with the SEQUENCE of the change: METHOD:PUBLISH allows that beside events that stand
(RFC 5546 §3.2.1), while METHOD:CANCEL is for invitations.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from campaigns.exports.appointments import Appointment, list_appointments, list_given_up
from campaigns.exports.source import ExportSource
from campaigns.presentation.dates import dates_of
from campaigns.scenario_file import put_in_one_line
from planner.planning.estimate import Estimate

if TYPE_CHECKING:
    from icalendar import Alarm, Calendar, Event

HOST = "outreach-cost-planner"
# Nine in the morning of the day before: an all-day event begins at midnight.
REMINDER = timedelta(hours=-15)
# SEQUENCE is a whole number that grows with every change; seconds of the full age of the Unix
# clock would leave 32 bits in 2038.
FIRST_SEQUENCE_AT = datetime(2020, 1, 1, tzinfo=UTC)


# How often a calendar program is asked to read a feed again.
REFRESHED_EVERY = timedelta(hours=4)


class EventSource(NamedTuple):
    """What the events of one scenario or campaign have in common.

    `uid` and `stamped_at` are those of `ExportSource`; `name` is empty for an unsaved scenario.
    """

    uid: str
    name: str
    title: str
    plan: str
    stamped_at: datetime


def write_feed(name: str, events: Iterable[tuple[EventSource, Appointment]]) -> bytes:
    """The calendar that a program subscribes to, with the same bytes for the same figures.

    It has no cancelled events: a program drops those that are in its calendar and not in this.
    """
    calendar = _make_calendar(name)
    # RFC 7986 §5.7, and the name that it had before.
    calendar.add("refresh-interval", REFRESHED_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    for source, appointment in events:
        calendar.add_component(_make_event(appointment, source))
    return bytes(calendar.to_ical())


def write_calendar(source: ExportSource, estimate: Estimate) -> bytes:
    """The calendar of the estimate, with the same bytes for the same figures."""
    calendar = _make_calendar(source.title)
    event_source = EventSource(
        source.uid, source.name, source.title, estimate.terms.name, source.stamped_at
    )
    appointments = list(list_appointments(estimate, dates_of(source.query, estimate)))
    for appointment in appointments:
        calendar.add_component(_make_event(appointment, event_source))
    present = {appointment.key for appointment in appointments}
    for appointment in list_given_up(source.past_days, present, today=source.query.today):
        event = _make_event(appointment, event_source)
        event.add("status", "CANCELLED")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _make_calendar(name: str) -> "Calendar":
    """A calendar without events."""
    from icalendar import Calendar, vText

    calendar = Calendar()
    calendar.add("prodid", "-//Outreach cost planner//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(put_in_one_line(name)))
    return calendar


def make_uid(source: EventSource | ExportSource, appointment: Appointment) -> str:
    """What makes an event the same one in every later import."""
    identity = f"{source.uid} {appointment.kind} {appointment.at}"
    return f"{sha256(identity.encode()).hexdigest()[:32]}@{HOST}"


def _make_event(appointment: Appointment, source: EventSource) -> "Event":
    from icalendar import Event

    at = source.stamped_at.astimezone(UTC).replace(microsecond=0)
    event = Event()
    event.add("uid", make_uid(source, appointment))
    event.add("dtstamp", at)
    event.add("last-modified", at)
    event.add("sequence", max(0, int((at - FIRST_SEQUENCE_AT).total_seconds())))
    event.add("dtstart", appointment.on)
    event.add("dtend", appointment.on + timedelta(days=1))
    # A calendar mixes many things: each names its source.
    of_campaign = f" ({put_in_one_line(source.name)})" if source.name else ""
    event.add("summary", f"{appointment.title}{of_campaign}")
    event.add("description", f"{appointment.text}\n\n{_name_source(source)}")
    event.add("categories", ["InMail"])
    event.add("transp", "TRANSPARENT")  # the day stays free for meetings
    if appointment.is_pressing:
        event.add_component(_make_reminder(appointment))
    return event


def _make_reminder(appointment: Appointment) -> "Alarm":
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", appointment.title)
    alarm.add("trigger", REMINDER)
    return alarm


def _name_source(source: EventSource) -> str:
    return f"{put_in_one_line(source.title)}: {source.plan}. An estimate, not a quote."
