"""Calendar files of scenarios and campaigns."""

from datetime import date
from typing import Any

from campaigns.exports import ExportSource, make_export
from campaigns.exports.appointments import Appointment, list_appointments
from campaigns.presentation.dates import dates_of
from tests.campaigns.exports import make_scenario
from tests.readers.calendars import read_events


def write(source: ExportSource) -> bytes:
    return make_export(source, "ics").content


def plan(**query: Any) -> list[tuple[date, str]]:
    """The days of a scenario with what is on them."""
    return [
        (event.on, event.title) for event in read_events(write(make_scenario(**query))).values()
    ]


def find(kind: str, source: ExportSource) -> Appointment:
    estimate = source.chosen
    assert estimate
    dates = dates_of(source.query, estimate)
    return next(one for one in list_appointments(estimate, dates) if one.kind == kind)
