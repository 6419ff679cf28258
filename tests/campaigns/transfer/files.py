"""Files of campaigns, and what they have of a row."""

import json
from copy import deepcopy
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client

from campaigns.models import (
    Campaign,
    Letterhead,
    ProgressEntry,
    Quote,
    Revision,
    SubscriptionChoice,
)
from campaigns.transfer import (
    UnreadableCampaign,
    read_campaign_file,
    store_campaign,
)
from tests.campaigns.pages import Response

IMPORT = "/campaigns/import/"
PRIVATE = {
    "Cache-Control": "no-store, private",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
DOCUMENTS: list[Any] = []
# Columns that no file has: ids, links and keys; what calendars know by a key; visits.
NOT_WRITTEN: dict[type[models.Model], set[str]] = {
    Campaign: {
        "id", "key", "edit_token", "share_token", "creation_key", "past_days", "past_shared_days",
        "last_seen_on", "recorded_at", "deleted_at",
    },
    Revision: {"id", "campaign", "book", "creation_key"},
    ProgressEntry: {"id", "campaign", "creation_key"},
    SubscriptionChoice: {"id", "revision", "plan"},
    Quote: {"id", "campaign", "token", "client"},
    Letterhead: {"campaign"},
}  # fmt: skip
# By what name a file has a column that it names otherwise.
WRITTEN_AS = {
    "asked": "query", "frozen_on": "taken_on", "book_slug": "book", "book_name": "book",
    "book_as_of": "book", "shared_number": "sharing", "shared_at": "sharing",
    "share_expires_on": "sharing",
}  # fmt: skip


def bring_in(client: Client, content: bytes, name: str = "campaign.zip") -> Response:
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, content)}, follow=True)


def store(document: Any) -> Campaign:
    return store_campaign(read_campaign_file(json.dumps(document).encode()))


def refusals(document: Any) -> list[tuple[str, str]]:
    """The places and the texts of what is wrong with a document."""
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    with pytest.raises(UnreadableCampaign) as refused:
        read_campaign_file(content)
    return [(fault.field, fault.allowed) for fault in refused.value.faults]


def change(document: Any, path: str, value: Any) -> Any:
    """A copy of the document with another value at a path; `...` takes it out."""
    changed = deepcopy(document)
    *way, last = [int(step) if step.isdecimal() else step for step in path.split(".")]
    inner = changed
    for step in way:
        inner = inner[step]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    return changed
