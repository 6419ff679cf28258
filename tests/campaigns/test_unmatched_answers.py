"""More answers than messages: refused where it is typed, and counted for nothing (RULES.md §12)."""

from datetime import date, timedelta

import pytest
from django.test import Client

from campaigns.models import Revision
from tests.campaigns.factories import save_campaign
from tests.campaigns.pages import read_text
from tests.campaigns.progress_page import (
    DECEMBER,
    add,
    correction,
    look,
    note,
    page_of,
    typed,
)
from tests.campaigns.replanning import TODAY, find, record
from tests.campaigns.revising import fresh

pytestmark = pytest.mark.usefixtures("book")
SOLO = "plans=solo&deadline_months=6&target=200&start_on=2026-12-01"


def test_a_line_by_which_answers_exceed_messages_is_refused_at_its_field(client: Client) -> None:
    campaign = save_campaign()
    add(campaign, DECEMBER - timedelta(days=1), sent=20, answered=5)
    page = note(client, campaign, sent="40", answered="56")
    error = page.content.decode().split('id="error-answered"')[1].split("</p>")[0]
    assert "at most 55: more would be more answers than messages in all" in error
    assert campaign.progress.count() == 1
    note(client, campaign, sent="40", answered="55")
    assert campaign.progress.count() == 2


def test_answers_to_earlier_messages_are_one_line(client: Client) -> None:
    campaign = save_campaign()
    add(campaign, DECEMBER - timedelta(days=1), sent=20)
    note(client, campaign, answered="3")
    assert campaign.progress.count() == 2


def test_a_correction_is_compared_without_the_line_as_it_was(client: Client) -> None:
    campaign = save_campaign()
    row = add(campaign, DECEMBER, sent=20, answered=5)
    form = correction(client, campaign, row)
    page = client.post(page_of(campaign), form | typed(sent="2", answered="20"))
    assert "at most 2:" in read_text(page)
    client.post(page_of(campaign), form | typed(sent="20", answered="20"))
    row.refresh_from_db()
    assert row.answered == 20


def test_a_record_with_too_many_already_takes_what_makes_it_no_worse(client: Client) -> None:
    campaign = save_campaign()
    row = add(campaign, DECEMBER, sent=6, answered=9)
    assert "9 answers to 6 messages in all: note the missing messages" in read_text(
        look(client, campaign)
    )
    client.post(page_of(campaign), correction(client, campaign, row) | typed(note="From Ann"))
    row.refresh_from_db()
    assert (row.note, row.answered) == ("From Ann", 9)
    note(client, campaign, sent="3", first_on="2026-11-30")
    assert "in all: note the missing messages" not in read_text(look(client, campaign))


def test_replan_counts_no_credit_for_them() -> None:
    campaign = save_campaign(SOLO)
    assert find(campaign, record(sent=20, answered=30)).answer.rest.credits == (
        find(campaign, record(sent=20, answered=20)).answer.rest.credits
    )
    assert find(campaign, record(sent=20, answered=30)).unmatched == 10


def test_replan_says_what_it_leaves_out(client: Client) -> None:
    campaign = save_campaign(SOLO)
    add(campaign, DECEMBER, sent=20, answered=21)
    text = read_text(client.get(f"{page_of(campaign).removesuffix('progress/')}replan/"))
    assert "1 answer is noted beyond the messages: nothing is counted for that" in text


def test_answers_to_messages_of_an_earlier_version_bring_their_credits_back() -> None:
    campaign = save_campaign(SOLO)
    Revision.objects.filter(campaign=campaign).update(counts_from=date(2027, 1, 1))
    earlier = record(date(2026, 12, 31), sent=40).entries
    later = [
        type(earlier[0])(first_on=date(2027, 1, 2), last_on=date(2027, 1, 4), answered=3),
    ]
    what = type(record())((*earlier, *later))
    assert find(fresh(campaign), what, today=TODAY).answer.rest.record.answered == 3
