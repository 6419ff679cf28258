"""The progress of a campaign's file: every entry of its record, with its note."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from campaigns.models import Campaign, ProgressEntry
from campaigns.models.progress_entry import LONGEST_AUDIENCE, LONGEST_ENTRY_NOTE
from campaigns.saved.progress import MOST_ENTRIES
from campaigns.transfer.node import Node
from planner.planning.errors import InvalidInput
from planner.planning.progress.record import Entry
from planner.planning.ranges import MOST_CREDITS_HELD, MOST_LEADS

COUNTS = {
    "sent": MOST_LEADS,
    "answered": MOST_LEADS,
    "declined": MOST_LEADS,
    "bought": MOST_CREDITS_HELD,
}
NAMES = (
    "first_on", "last_on", *COUNTS, "paid", "credits_now", "audience", "note", "version",
    "created_at", "updated_at",
)  # fmt: skip
MOST_VERSIONS = 10**6
# Of dollars, as the database stores them.
MOST_DECIMALS = 4


def write_progress(campaign: Campaign) -> list[dict[str, Any]]:
    """The entries, the earliest first."""
    rows = ProgressEntry.objects.filter(campaign=campaign).order_by("first_on", "last_on", "pk")
    return [{name: _plain(getattr(row, name)) for name in NAMES} for row in rows]


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def read_progress(node: Node, latest: datetime) -> list[ProgressEntry]:
    """The entries to be stored, each within the limits of the form that notes one."""
    return [
        row for one in node.items(most=MOST_ENTRIES) for row in [_read_entry(one, latest)] if row
    ]


def _read_entry(node: Node, latest: datetime) -> ProgressEntry | None:
    if not node.require_names(*NAMES):
        return None
    credits_now = node.child("credits_now")
    values: dict[str, Any] = {
        "first_on": node.child("first_on").day(),
        "last_on": node.child("last_on").day(),
        **{name: node.child(name).whole(low=0, high=most) for name, most in COUNTS.items()},
        "paid": node.child("paid").amount(),
        "credits_now": credits_now.whole(low=0, high=MOST_CREDITS_HELD)
        if node.has("credits_now")
        else None,
        "audience": node.child("audience").text(longest=LONGEST_AUDIENCE),
    }
    if values["paid"] != round(values["paid"], MOST_DECIMALS):
        node.child("paid").refuse(f"dollars with at most {MOST_DECIMALS} decimals")
    try:
        Entry(**values)
    except InvalidInput as invalid:
        node.child(invalid.field).refuse(invalid.allowed)
    return ProgressEntry(
        **values,
        note=node.child("note").text(longest=LONGEST_ENTRY_NOTE),
        version=node.child("version").whole(low=1, high=MOST_VERSIONS),
        created_at=node.child("created_at").moment(latest=latest),
        updated_at=node.child("updated_at").moment(latest=latest),
    )


def store_progress(campaign: Campaign, rows: list[ProgressEntry]) -> None:
    """Save the entries as those of the campaign."""
    for row in rows:
        row.campaign = campaign
    ProgressEntry.objects.bulk_create(rows)
