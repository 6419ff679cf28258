"""What is due over all campaigns of a browser, by date, from a list of sources."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from campaigns.models import Campaign
from campaigns.presentation.due import (
    DAYS_BACK,
    Due,
    DueItem,
    end_when_sent,
    select_due,
    write_when,
)
from campaigns.wording import day
from planner.planning.days import DAY
from planner.planning.progress.record import Record

DAYS_BETWEEN_NOTES = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class DueSubject:
    """A campaign with what its newest revision plans, its record, and the day of the reader."""

    campaign: Campaign
    name: str
    planned: Sequence[DueItem]
    today: date
    record: Record = field(default_factory=Record)


class DueEntry(NamedTuple):
    """An item on the list: of which campaign, and when in words."""

    campaign: Campaign
    name: str
    item: DueItem
    when: str


class DueList(NamedTuple):
    """The entries of all campaigns, each part by date: over and not done, now, soon, later."""

    past: list[DueEntry]
    now: list[DueEntry]
    soon: list[DueEntry]
    later: list[DueEntry]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is due at any time."""
        return not any(self)


def list_plan(subject: DueSubject) -> Iterable[DueItem]:
    """What the plan has to be done, as long as there is something to send."""
    return end_when_sent(subject.planned, today=subject.today, record=subject.record)


def remind_of_numbers(subject: DueSubject) -> Iterator[DueItem]:
    """Once a week that a plan has sent by: that what happened is to be noted."""
    sends = [item for item in subject.planned if item.kind in ("send", "free")]
    if not sends:
        return
    noted_on = subject.record.last_on
    since = max(filter(None, (sends[0].on - DAY, noted_on))) + DAY
    is_over = max(item.until for item in sends) < subject.today - timedelta(days=DAYS_BACK)
    is_a_week_ago = since <= subject.today - timedelta(days=DAYS_BETWEEN_NOTES)
    # What was sent is noted whole, so nothing more is to come.
    is_complete = all(item.is_done(subject.record) for item in sends)
    if is_a_week_ago and not is_over and not is_complete:
        today = subject.today
        yield DueItem("note", today, today, f"Note what was sent since {day(since)}")


# Each gives the items of one campaign; those that its record shows as done are left out.
SOURCES: list[Callable[[DueSubject], Iterable[DueItem]]] = [list_plan, remind_of_numbers]


def list_due(subjects: Iterable[DueSubject]) -> DueList:
    """What is due of all the campaigns, from all sources."""
    whole = DueList([], [], [], [])
    for subject in subjects:
        items = (item for source in SOURCES for item in source(subject))
        due = select_due(items, today=subject.today, record=subject.record)
        for part, of_campaign in zip(whole, _parts_of(due), strict=True):
            part += (
                DueEntry(
                    subject.campaign,
                    subject.name,
                    item.after(subject.record),
                    write_when(item, today=subject.today),
                )
                for item in of_campaign
            )
    whole.past.sort(key=lambda entry: entry.item.until)
    whole.now.sort(key=lambda entry: entry.item.until)
    for part in (whole.soon, whole.later):
        part.sort(key=lambda entry: entry.item.on)
    return whole


def _parts_of(due: Due) -> tuple[list[DueItem], ...]:
    return due.past, due.now, due.soon, due.later
