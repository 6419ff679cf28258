"""A campaign of the style guide, in memory alone: what its pages show of what happened since."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from campaigns.decision import Decision
from campaigns.forms.replan import ReplanForm
from campaigns.models import Campaign, ProgressEntry, Revision
from campaigns.presentation.due_list import DueList, DueSubject, list_due
from campaigns.presentation.own_list import list_facts
from campaigns.presentation.progress import list_lines, show_progress
from campaigns.presentation.quote_page import ShownQuote, read_shown
from campaigns.presentation.quotes import Wish, draft_quote
from campaigns.presentation.replan import ReplanPage, show_replanning
from campaigns.presentation.versions import (
    describe_version,
    list_figure_differences,
    list_versions,
)
from campaigns.replanning import find_replanning
from campaigns.saved.editing import MOST_VERSIONS
from planner.planning.progress.record import Record
from planner.planning.quotes import Pricing

NAME, TOKEN = "Winter", "example"
# The question of the style guide starts on 1 Dec 2026; this is the day on which it is looked at.
TODAY = date(2027, 1, 20)
SAVED_AT = datetime(2026, 12, 1, 12, tzinfo=UTC)
NOTED = (
    ProgressEntry(
        pk=2,
        first_on=date(2027, 1, 1),
        last_on=date(2027, 1, 15),
        sent=90,
        answered=11,
        declined=2,
        paid=Decimal(0),
        note="A slow start of the year",
    ),
    ProgressEntry(
        pk=1,
        first_on=date(2026, 12, 1),
        last_on=date(2026, 12, 31),
        sent=150,
        answered=20,
        declined=4,
        paid=Decimal("239.97"),
        credits_now=0,
    ),
)
WISH = Wish(
    title="Outreach to buyers",
    client="Acme",
    agency="Ann & Co.",
    prefix="Q-",
    note="Messages are agreed with you first.",
    valid_until=date(2027, 2, 28),
    pricing=Pricing(markup_percent=Decimal(20), tax_percent=Decimal(19)),
)


def show_campaign(before: Decision, decision: Decision) -> dict[str, Any]:
    """What the pages of a campaign have that was saved with one decision, then with another."""
    campaign = Campaign(edit_token=TOKEN, number=2)
    revisions = [
        _make_revision(campaign, one, number) for number, one in enumerate((before, decision), 1)
    ]
    record = Record.of(row.entry for row in NOTED)
    return {
        "root": {"campaign": campaign},
        "token": TOKEN,
        "base_number": campaign.number,
        "revision": revisions[-1],
        "record": record,
        "noted": record,
        "lines": list_lines(NOTED),
        "progress": show_progress(decision, record, today=TODAY),
        "due": _list_due(campaign, decision),
        "rows": list_versions(campaign, revisions),
        "pair": _compare(campaign, revisions),
        "first_compared": 1,
        "second_compared": 2,
        "most_versions": MOST_VERSIONS,
        "replan_page": _replan(decision, revisions[-1], record),
        "replan_form": ReplanForm({}, on=TODAY),
        "quote": _quote(decision),
    }


def _make_revision(campaign: Campaign, decision: Decision, number: int) -> Revision:
    chosen = decision.chosen
    return Revision(
        campaign=campaign,
        number=number,
        kind=Revision.Kind.EDIT,
        name=NAME,
        headline=decision.headline,
        total=chosen.total if chosen else None,
        done_on=chosen.done_on if chosen else None,
        frozen_on=decision.query.scenario.start_on,
        created_at=SAVED_AT,
    )


def _list_due(campaign: Campaign, decision: Decision) -> DueList:
    planned = list_facts(decision, None, today=TODAY).planned
    return list_due([DueSubject(campaign=campaign, name=NAME, planned=planned, today=TODAY)])


def _compare(campaign: Campaign, revisions: list[Revision]) -> dict[str, Any]:
    one, other = (describe_version(campaign, revision) for revision in revisions)
    return {
        "one": one.number,
        "other": other.number,
        "one_text": str(one.number),
        "other_text": str(other.number),
        "differences": list_figure_differences(one, other),
    }


def _replan(decision: Decision, revision: Revision, record: Record) -> ReplanPage | None:
    found = find_replanning(decision.query, revision, record, today=TODAY, takes_learned=True)
    return show_replanning(found) if found else None


def _quote(decision: Decision) -> ShownQuote:
    made = draft_quote(
        decision,
        WISH,
        number=7,
        revision=2,
        prices_from=decision.query.scenario.start_on,
        logo=None,
        made_on=TODAY,
    )
    return read_shown(made.shown)
