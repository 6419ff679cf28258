"""What can be noted of a campaign's progress, without a page."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.models import Campaign, ProgressEntry
from campaigns.models.progress_entry import Noted
from campaigns.saved import progress
from campaigns.saved.editing import delete_campaign, renew_edit_link
from campaigns.saved.progress import EntryConflict, Overlap, Taken, TooManyEntries
from campaigns.saved.purging import purge_campaigns
from planner.planning.progress.record import Entry
from tests.campaigns.factories import save_campaign

pytestmark = pytest.mark.usefixtures("book")
DECEMBER = date(2026, 12, 1)
DAY = timedelta(days=1)


def noted(
    day: date = DECEMBER, *, until: date | None = None, note: str = "", **values: Any
) -> Noted:
    return Noted(Entry(first_on=day, last_on=until or day, **values), note)


def listed(campaign: Campaign) -> list[tuple[date, int, int]]:
    rows = campaign.progress.order_by("first_on", "pk")
    return [(row.first_on, row.sent, row.answered) for row in rows]


def take(campaign: Campaign, *lines: Noted, overlap: Overlap = "skip", **more: Any) -> Taken:
    fields = ("sent", "answered")
    return progress.take_sheet(lines, campaign=campaign, fields=fields, overlap=overlap, **more)


def test_an_entry_is_noted_and_read_back() -> None:
    campaign = save_campaign()
    row = progress.add_entry(
        noted(sent=35, answered=4, declined=1, bought=2, paid=Decimal("119.9950"), note="Slow"),
        campaign=campaign,
    )
    row.refresh_from_db()
    assert (row.paid, row.note, row.version, row.credits_now) == (
        Decimal("119.995"),
        "Slow",
        1,
        None,
    )
    progress.add_entry(noted(DECEMBER - DAY, sent=5, credits_now=9), campaign=campaign)
    record = progress.read_record(campaign)
    assert (record.sent, record.replied, record.bought) == (40, 3, 2)
    assert record.last_on == DECEMBER
    assert record.credits_now == 9


def test_a_form_that_is_sent_twice_makes_one_entry() -> None:
    campaign = save_campaign()
    rows = [
        progress.add_entry(noted(sent=5), campaign=campaign, creation_key="key") for _ in range(2)
    ]
    assert rows[0].pk == rows[1].pk
    progress.add_entry(noted(sent=5), campaign=campaign, creation_key="other")
    assert len(listed(campaign)) == 2


def test_two_who_note_something_at_once_both_have_it_noted() -> None:
    campaign = save_campaign()
    for sent in (5, 7):
        progress.add_entry(noted(sent=sent), campaign=campaign)
    assert progress.read_record(campaign).sent == 12


def test_a_correction_that_starts_from_an_older_version_is_refused() -> None:
    campaign = save_campaign()
    row = progress.add_entry(noted(sent=5), campaign=campaign)
    progress.correct_entry(noted(sent=6), campaign=campaign, key=row.pk, base_version=1)
    with pytest.raises(EntryConflict) as raised:
        progress.correct_entry(noted(sent=7), campaign=campaign, key=row.pk, base_version=1)
    assert raised.value.theirs
    assert (raised.value.theirs.sent, raised.value.theirs.version) == (6, 2)
    with pytest.raises(EntryConflict):
        progress.delete_entry(campaign=campaign, key=row.pk, base_version=1)
    assert listed(campaign) == [(DECEMBER, 6, 0)]
    progress.correct_entry(noted(sent=7), campaign=campaign, key=row.pk, base_version=2)
    progress.delete_entry(campaign=campaign, key=row.pk, base_version=3)
    with pytest.raises(EntryConflict) as raised:
        progress.correct_entry(noted(sent=8), campaign=campaign, key=row.pk, base_version=3)
    assert raised.value.theirs is None


def test_the_same_again_is_no_new_version() -> None:
    campaign = save_campaign()
    row = progress.add_entry(noted(sent=5, paid=Decimal("2.5")), campaign=campaign)
    again = noted(sent=5, paid=Decimal("2.50"))
    progress.correct_entry(again, campaign=campaign, key=row.pk, base_version=1)
    row.refresh_from_db()
    assert row.version == 1


def test_an_entry_of_another_campaign_is_not_found() -> None:
    campaign, other = save_campaign(), save_campaign()
    row = progress.add_entry(noted(sent=5), campaign=campaign)
    with pytest.raises(EntryConflict):
        progress.delete_entry(campaign=other, key=row.pk, base_version=1)
    assert listed(campaign) == [(DECEMBER, 5, 0)]


def test_nothing_is_noted_by_a_link_that_has_ended() -> None:
    campaign, deleted = save_campaign(), save_campaign()
    row = progress.add_entry(noted(sent=5), campaign=campaign)
    stale = Campaign.objects.get(pk=campaign.pk)
    renew_edit_link(campaign=campaign)
    delete_campaign(campaign=deleted)
    for one in (stale, deleted):
        with pytest.raises(Campaign.DoesNotExist):
            progress.add_entry(noted(sent=5), campaign=one)
        with pytest.raises(Campaign.DoesNotExist):
            take(one, noted(sent=5))
    with pytest.raises(Campaign.DoesNotExist):
        progress.delete_entry(campaign=stale, key=row.pk, base_version=1)


def test_there_is_room_for_so_many_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "MOST_ENTRIES", 3)
    campaign = save_campaign()
    progress.add_entry(noted(sent=1), campaign=campaign)
    with pytest.raises(TooManyEntries) as raised:
        take(campaign, *(noted(DECEMBER - DAY * n, sent=1) for n in (1, 2, 3)))
    assert raised.value.room == 2
    assert len(listed(campaign)) == 1, "none of them is taken"
    take(campaign, *(noted(DECEMBER - DAY * n, sent=1) for n in (1, 2)))
    with pytest.raises(TooManyEntries):
        progress.add_entry(noted(sent=1), campaign=campaign)


@pytest.mark.parametrize(
    ("overlap", "taken", "rows"),
    [
        ("skip", Taken(added=1, skipped=2), [(-9, 30, 3), (-1, 5, 1), (0, 7, 0)]),
        ("add", Taken(added=3), [(-9, 30, 3), (-5, 4, 0), (-1, 5, 1), (-1, 6, 2), (0, 7, 0)]),
        ("replace", Taken(added=1, replaced=1, skipped=1), [(-9, 30, 3), (-1, 6, 2), (0, 7, 0)]),
    ],
)
def test_what_becomes_of_days_that_are_noted_already(
    overlap: Overlap, taken: Taken, rows: list[tuple[int, int, int]]
) -> None:
    campaign = save_campaign()
    month = noted(DECEMBER - 9 * DAY, until=DECEMBER - 2 * DAY, sent=30, answered=3)
    progress.add_entry(month, campaign=campaign)
    yesterday = noted(DECEMBER - DAY, sent=5, answered=1, paid=Decimal(120), note="Renewed")
    row = progress.add_entry(yesterday, campaign=campaign)
    sheet = [
        noted(DECEMBER - 5 * DAY, sent=4),
        noted(DECEMBER - DAY, sent=6, answered=2),
        noted(sent=7),
    ]
    assert take(campaign, *sheet, overlap=overlap) == taken
    assert listed(campaign) == [(DECEMBER + DAY * n, sent, answered) for n, sent, answered in rows]
    row.refresh_from_db()
    assert (row.paid, row.note) == (Decimal(120), "Renewed"), "the sheet has no such columns"


def test_a_sheet_takes_the_place_of_many_lines_in_few_queries() -> None:
    def count_queries(days: int) -> int:
        campaign = save_campaign()
        lines = [noted(DECEMBER + number * DAY, sent=number + 1) for number in range(days)]
        take(campaign, *lines)
        again = [noted(DECEMBER + number * DAY, sent=number + 2) for number in range(days)]
        with CaptureQueriesContext(connection) as queries:
            assert take(campaign, *again, overlap="replace") == Taken(replaced=days)
        rows = campaign.progress.order_by("first_on")
        assert [(row.sent, row.version) for row in rows] == [(n + 2, 2) for n in range(days)]
        return len(queries)

    assert count_queries(60) == count_queries(2)


def test_fewer_answers_in_a_sheet_leave_no_more_declines_than_answers() -> None:
    campaign = save_campaign()
    row = progress.add_entry(noted(sent=5, answered=3, declined=3), campaign=campaign)
    take(campaign, noted(sent=5, answered=1), overlap="replace")
    row.refresh_from_db()
    assert (row.answered, row.declined) == (1, 1)


def test_the_same_sheet_twice_counts_once() -> None:
    campaign = save_campaign()
    sheet = [noted(DECEMBER - DAY * n, sent=n + 1) for n in range(5)]
    take(campaign, *sheet, creation_key="press")
    # The same press, also where both were to count; then the same sheet, chosen again.
    assert take(campaign, *sheet, creation_key="press", overlap="add") == Taken()
    assert take(campaign, *sheet, creation_key="later") == Taken(skipped=5)
    assert take(campaign, *sheet, creation_key="later", overlap="replace") == Taken(replaced=5)
    assert progress.read_record(campaign).sent == 15


@pytest.mark.writes
@pytest.mark.parametrize(
    "values",
    [
        {"last_on": DECEMBER - DAY},
        {"answered": 1, "declined": 2},
        {"sent": 1_000_001},
        {"paid": Decimal(-1)},
        {"credits_now": 2_000_000},
    ],
)
def test_the_database_refuses_what_no_entry_can_be(values: dict[str, Any]) -> None:
    campaign = save_campaign()
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgressEntry.objects.create(
            **{"campaign": campaign, "first_on": DECEMBER, "last_on": DECEMBER} | values
        )


def test_the_entries_go_with_a_purged_campaign() -> None:
    campaign = save_campaign()
    progress.add_entry(noted(sent=5), campaign=campaign)
    delete_campaign(campaign=campaign)
    long_ago = timezone.now() - timedelta(days=31)
    Campaign.objects.filter(pk=campaign.pk).update(deleted_at=long_ago)
    purge_campaigns(today=DECEMBER)
    assert not ProgressEntry.objects.exists()
