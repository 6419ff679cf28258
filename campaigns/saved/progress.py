"""What the holder of an edit link notes of a campaign's progress. Each function is one transaction.

As in `campaigns.saved.editing`, `Campaign.DoesNotExist` is raised where the campaign is deleted or
its edit link was replaced meanwhile. What two people note at once is noted from both; a
correction that starts from an older version is refused with what stands there now.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db import transaction
from django.utils import timezone

from campaigns.models import Campaign, ProgressEntry
from campaigns.models.progress_entry import Noted
from campaigns.saved.locking import lock_campaign
from planner.planning.progress.record import Entry, Record

# Almost three years of days.
MOST_ENTRIES = 1_000
# What a change of a line's numbers may change as well.
CHANGED_WITH_A_LINE = ("declined", "version", "updated_at")

# What becomes of a sheet's lines on days that are noted already.
Overlap = Literal["skip", "replace", "add"]


class EntryConflict(Exception):
    """The entry was changed since the correction began: `theirs` is what it is now.

    `None` where it was deleted.
    """

    def __init__(self, theirs: ProgressEntry | None) -> None:
        self.theirs = theirs
        super().__init__()


class TooManyEntries(Exception):
    """The campaign has room for `room` entries more, and these are too many."""

    def __init__(self, room: int) -> None:
        self.room = room
        super().__init__()


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """How many lines of a sheet were added, put in place of noted ones, and left out."""

    added: int = 0
    replaced: int = 0
    skipped: int = 0


def read_record(campaign: Campaign) -> Record:
    """The campaign's record."""
    return Record.of(row.entry for row in campaign.progress.all())


def read_records(campaigns: Iterable[Campaign]) -> dict[int, Record]:
    """The records of the campaigns that have one, by primary key, in one query."""
    entries: dict[int, list[Entry]] = {}
    for row in ProgressEntry.objects.filter(campaign__in=list(campaigns)):
        entries.setdefault(row.campaign_id, []).append(row.entry)
    return {key: Record.of(of_campaign) for key, of_campaign in entries.items()}


def find_overlaps(rows: Iterable[ProgressEntry], entry: Entry) -> list[ProgressEntry]:
    """Those of the rows that share a day, and the audience, with an entry."""
    return [
        row
        for row in rows
        if row.first_on <= entry.last_on
        and row.last_on >= entry.first_on
        and row.audience == entry.audience
    ]


def find_noted(creation_key: str | None, *, campaign: Campaign) -> ProgressEntry | None:
    """The entry that `creation_key` has made in the campaign; `None` where there is none."""
    if creation_key is None:
        return None
    return campaign.progress.filter(creation_key=creation_key).first()


@transaction.atomic
def add_entry(
    noted: Noted, *, campaign: Campaign, creation_key: str | None = None
) -> ProgressEntry:
    """Note an entry. Where `creation_key` has made one already, that one is returned.

    Raises `TooManyEntries`.
    """
    campaign = lock_campaign(campaign)
    if made := find_noted(creation_key, campaign=campaign):
        return made
    _require_room(campaign, 1)
    _note_change(campaign)
    return ProgressEntry.objects.create(
        campaign=campaign, creation_key=creation_key, **_columns(noted)
    )


@transaction.atomic
def correct_entry(noted: Noted, *, campaign: Campaign, key: int, base_version: int) -> None:
    """Put `noted` in place of an entry; the correction started from version `base_version`.

    Raises `EntryConflict` where that is not the newest any more, and leaves all as it is.
    """
    row = _find(campaign, key, base_version)
    if _change(row, **_columns(noted)):
        row.save()
        _note_change(campaign)


@transaction.atomic
def delete_entry(*, campaign: Campaign, key: int, base_version: int) -> None:
    """Delete an entry as it was in version `base_version`; raises `EntryConflict` as above."""
    _find(campaign, key, base_version).delete()
    _note_change(campaign)


@transaction.atomic
def take_sheet(
    lines: Sequence[Noted],
    *,
    campaign: Campaign,
    fields: Sequence[str],
    overlap: Overlap,
    creation_key: str | None = None,
) -> Taken:
    """Note the lines of a sheet, which has columns for `fields` of an entry.

    Of days that are noted already, "skip" leaves what is noted, "add" notes the line as well, and
    "replace" puts the sheet's fields in place of those of the one entry with the same days; a line
    that shares days with other entries is left out. Raises `TooManyEntries` and takes nothing.
    """
    campaign = lock_campaign(campaign)
    if find_noted(creation_key, campaign=campaign):
        return Taken()
    rows = list(campaign.progress.all())
    to_add: list[Noted] = []
    changed: list[ProgressEntry] = []
    replaced = skipped = 0
    for noted in lines:
        same = find_overlaps(rows, noted.entry)
        if not same or overlap == "add":
            to_add.append(noted)
        elif overlap == "replace" and _has_same_days(same, noted.entry):
            values = _columns(noted)
            if _change(same[0], **{name: values[name] for name in fields}):
                changed.append(same[0])
            replaced += 1
        else:
            skipped += 1
    _require_room(campaign, len(to_add))
    if to_add or changed:
        _note_change(campaign)
    ProgressEntry.objects.bulk_update(changed, sorted({*CHANGED_WITH_A_LINE, *fields}))
    ProgressEntry.objects.bulk_create(
        ProgressEntry(
            campaign=campaign, creation_key=None if number else creation_key, **_columns(noted)
        )
        for number, noted in enumerate(to_add)
    )
    return Taken(added=len(to_add), replaced=replaced, skipped=skipped)


def _note_change(campaign: Campaign) -> None:
    """Record when the record changed: what a calendar feed has from it is as new as that."""
    Campaign.objects.filter(pk=campaign.pk).update(recorded_at=timezone.now())


def _has_same_days(rows: Sequence[ProgressEntry], entry: Entry) -> bool:
    """Whether it is one row, of the same days as an entry."""
    return [(row.first_on, row.last_on) for row in rows] == [(entry.first_on, entry.last_on)]


def _change(row: ProgressEntry, **values: Any) -> bool:
    """Set the values of a locked row, as those of a new version; whether they are others."""
    if all(getattr(row, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(row, name, value)
    # Where only some fields are replaced, answers may be fewer than the declines noted before.
    row.declined = min(row.declined, row.answered)
    row.version += 1
    row.updated_at = timezone.now()
    return True


def _find(campaign: Campaign, key: int, base_version: int) -> ProgressEntry:
    """The campaign's entry, held until the transaction ends, if it is as it was."""
    row = lock_campaign(campaign).progress.filter(pk=key).first()
    if row is None or row.version != base_version:
        raise EntryConflict(row)
    return row


def _require_room(campaign: Campaign, entries: int) -> None:
    room = MOST_ENTRIES - campaign.progress.count()
    if entries > room:
        raise TooManyEntries(max(0, room))


def _columns(noted: Noted) -> dict[str, Any]:
    values = {name: getattr(noted.entry, name) for name in Entry.__dataclass_fields__}
    return {**values, "note": noted.note}
