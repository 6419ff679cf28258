"""Appointments beside what a campaign's record has: what is done is no appointment any more."""

from collections.abc import Iterable, Iterator

from campaigns.exports.appointments import Appointment
from campaigns.exports.audience_needs import is_done, name_rest
from campaigns.wording import day
from planner.planning.progress.record import Record
from planner.planning.wording import count


def reflect_record(appointments: Iterable[Appointment], record: Record) -> Iterator[Appointment]:
    """The appointments that the record does not show as done, with what is noted so far."""
    listed = list(appointments)
    planned = max((int(one.enough) for one in listed if one.measure == "sent"), default=0)
    for one in listed:
        if not is_done(one, record):
            yield _reflect(one, record, planned)


def _reflect(one: Appointment, record: Record, planned: int) -> Appointment:
    """The appointment with the messages that are left, and the sentence on what is noted."""
    if one.measure != "sent" or record.last_on is None:
        return one
    rest = name_rest(one, record)
    title = rest[1] if rest else one.title
    noted = f"Noted by {day(record.last_on)}: {record.sent:,} of {count(planned, 'message')} sent."
    return one._replace(title=title, text=f"{one.text} {noted}")
