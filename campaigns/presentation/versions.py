"""The versions of a campaign: a list, and two of them side by side."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils import timezone

from campaigns.models import Campaign, Revision
from campaigns.presentation.differences import Difference
from campaigns.wording import day
from planner.planning.wording import dollars


class VersionRow(NamedTuple):
    """A version on the list. Dollars and the last day are as they were saved, `None` where unknown.

    `whole_cost` is what was spent before it and what it plans. `is_removable`: no link shows it,
    nor did one that has expired.
    """

    number: int
    saved_on: date
    why: str
    name: str
    headline: str
    total: Decimal | None
    spent: Decimal | None
    whole_cost: Decimal | None
    done_on: date | None
    is_newest: bool
    is_shared: bool
    is_removable: bool


def list_versions(campaign: Campaign, revisions: Iterable[Revision]) -> list[VersionRow]:
    """The rows of a campaign's revisions, the newest first."""
    newest_first = sorted(revisions, key=lambda one: one.number, reverse=True)
    return [describe_version(campaign, one) for one in newest_first]


def describe_version(campaign: Campaign, revision: Revision) -> VersionRow:
    """The row of a revision."""
    is_first = revision.number == 1
    return VersionRow(
        number=revision.number,
        saved_on=timezone.localdate(revision.created_at),
        why="Saved first" if is_first else Revision.Kind(revision.kind).label,
        name=revision.name,
        headline=revision.headline,
        total=revision.total,
        spent=None if revision.counts_from is None else revision.spent,
        whole_cost=revision.whole_cost,
        done_on=revision.done_on,
        is_newest=revision.number == campaign.number,
        is_shared=campaign.is_shared and revision.number == campaign.shared_number,
        is_removable=revision.number not in (campaign.number, campaign.shared_number),
    )


def list_figure_differences(one: VersionRow, other: VersionRow) -> list[Difference]:
    """What two versions come to, where that differs: the answer, the dollars, the last day."""
    figures = [
        ("Answer", one.headline, other.headline),
        ("Planned", _write(one.total), _write(other.total)),
        ("Spent before", _write(one.spent, "nothing"), _write(other.spent, "nothing")),
        ("Whole cost", _write(one.whole_cost), _write(other.whole_cost)),
        ("Done by", day(one.done_on), day(other.done_on)),
    ]
    return [figure for figure in figures if figure[1] != figure[2]]


def _write(amount: Decimal | None, nothing: str = "–") -> str:
    return nothing if amount is None else dollars(amount)
