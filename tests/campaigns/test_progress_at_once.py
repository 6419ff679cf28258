"""Several people at one record at the same moment: each is noted, or is shown what is noted."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from campaigns.models import Campaign, ProgressEntry
from campaigns.models.progress_entry import Noted
from campaigns.saved import progress
from campaigns.saved.progress import EntryConflict, TooManyEntries
from planner.planning.progress.record import Entry

pytestmark = pytest.mark.django_db(transaction=True)
DECEMBER = date(2026, 12, 1)
MANY = 8


def noted(sent: int) -> Noted:
    return Noted(Entry(first_on=DECEMBER, last_on=DECEMBER, sent=sent))


def at_once(act: Callable[[int], str]) -> Counter[str]:
    """How it ended from many threads, each with a connection of its own."""

    def act_once(number: int) -> str:
        try:
            return act(number)
        except (EntryConflict, TooManyEntries) as refused:
            return type(refused).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as threads:
        return Counter(threads.map(act_once, range(MANY)))


@pytest.fixture
def campaign() -> Campaign:
    return Campaign.objects.create()


def test_all_that_is_noted_at_once_is_there(campaign: Campaign) -> None:
    def add(number: int) -> str:
        progress.add_entry(noted(number), campaign=campaign, creation_key=f"{number}")
        return "noted"

    assert at_once(add) == {"noted": MANY}
    assert progress.read_record(campaign).sent == sum(range(MANY))


def test_one_form_sent_many_times_at_once_makes_one_entry(campaign: Campaign) -> None:
    def add(_: int) -> str:
        return f"{progress.add_entry(noted(5), campaign=campaign, creation_key='one').pk}"

    assert len(at_once(add)) == 1
    assert progress.read_record(campaign).sent == 5


def test_of_many_corrections_at_once_one_is_taken_and_the_others_learn_of_it(
    campaign: Campaign,
) -> None:
    row = progress.add_entry(noted(1), campaign=campaign)

    def correct(number: int) -> str:
        entry = noted(100 + number)
        progress.correct_entry(entry, campaign=campaign, key=row.pk, base_version=1)
        return "corrected"

    assert at_once(correct) == {"corrected": 1, "EntryConflict": MANY - 1}
    row.refresh_from_db()
    assert (row.version, row.sent >= 100) == (2, True)


def test_one_sheet_taken_many_times_at_once_counts_once(campaign: Campaign) -> None:
    def take(number: int) -> str:
        sheet = [noted(5)]
        taken = progress.take_sheet(
            sheet, campaign=campaign, fields=["sent"], overlap="skip", creation_key=f"{number}"
        )
        return "added" if taken.added else "left out"

    assert at_once(take) == {"added": 1, "left out": MANY - 1}
    assert ProgressEntry.objects.count() == 1


def test_there_is_no_more_room_at_once_than_one_after_the_other(
    campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "MOST_ENTRIES", 3)

    def add(number: int) -> str:
        progress.add_entry(noted(number), campaign=campaign)
        return "noted"

    assert at_once(add) == {"noted": 3, "TooManyEntries": MANY - 3}
