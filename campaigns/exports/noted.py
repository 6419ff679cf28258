"""Appointments beside what a campaign's record has: what is done is no appointment any more."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from campaigns.exports.all_sent import FOR_SENDING, find_renewal, is_all_sent
from campaigns.exports.appointments import Appointment
from campaigns.exports.audience_needs import is_done, name_rest
from campaigns.wording import day
from planner.planning.days import DAY
from planner.planning.progress.record import Record
from planner.planning.wording import count

ALL_SENT = "All messages are sent, so no later payment is needed."


def reflect_record(appointments: Iterable[Appointment], record: Record) -> Iterator[Appointment]:
    """The appointments that the record does not show as done, with what is noted so far."""
    listed = list(appointments)
    if record.last_on and is_all_sent(listed, record):
        listed = list(_end_when_sent(listed, record.last_on))
    planned = max((int(one.enough) for one in listed if one.measure == "sent"), default=0)
    for one in listed:
        if not is_done(one, record):
            yield _reflect(one, record, planned)


def _end_when_sent(listed: Sequence[Appointment], last_on: date) -> Iterator[Appointment]:
    """What is of use once everything is sent by a day: seats are cancelled before they renew."""
    payments = [one.on for one in listed if one.is_charged and one.on > last_on]
    for one in listed:
        planned = one.on + DAY
        before = find_renewal(planned, payments) if one.kind == "cancel" else planned
        if before < planned:
            title = one.title.replace(day(planned), day(before))
            yield one._replace(on=before - DAY, title=title, text=ALL_SENT)
        elif one.on <= last_on or one.kind not in FOR_SENDING:
            yield one


def _reflect(one: Appointment, record: Record, planned: int) -> Appointment:
    """The appointment with the messages that are left, and the sentence on what is noted."""
    if one.measure != "sent" or record.last_on is None:
        return one
    rest = name_rest(one, record)
    title = rest[1] if rest else one.title
    noted = f"Noted by {day(record.last_on)}: {record.sent:,} of {count(planned, 'message')} sent."
    return one._replace(title=title, text=f"{one.text} {noted}")
