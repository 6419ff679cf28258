"""What is due over all campaigns of a browser, by date, from a list of sources."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from campaigns.models import Campaign
from campaigns.presentation.due import Due, DueItem, select_due, write_when
from planner.planning.progress.record import Record


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
    """What the plan has to be done."""
    return subject.planned


# Each gives the items of one campaign; those that its record shows as done are left out.
SOURCES: list[Callable[[DueSubject], Iterable[DueItem]]] = [list_plan]


def list_due(subjects: Iterable[DueSubject]) -> DueList:
    """What is due of all the campaigns, from all sources."""
    whole = DueList([], [], [], [])
    for subject in subjects:
        items = (item for source in SOURCES for item in source(subject))
        due = select_due(items, today=subject.today, record=subject.record)
        for part, of_campaign in zip(whole, _parts_of(due), strict=True):
            part += (
                DueEntry(
                    subject.campaign, subject.name, item, write_when(item, today=subject.today)
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
