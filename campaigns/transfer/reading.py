"""The file of a campaign → what is to be stored, or everything that is wrong with it.

Anyone may have written the file, so nothing of it is taken over that was not read by its type and
its limits. Nothing is saved here.
"""

import json
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from django.utils import timezone

from campaigns.query.faults import Fault
from campaigns.transfer.node import Node
from campaigns.transfer.parts import PARTS
from campaigns.transfer.writing import DOCUMENT, FORMAT, VERSION

LARGEST_FILE = 1_900_000
LARGEST_DOCUMENT = 10_000_000
MOST_FAULTS = 20
ZIP_SIGNATURE = b"PK\x03\x04"


class UnreadableCampaign(Exception):
    """The file has faults; `faults` are the first of them."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults[:MOST_FAULTS])
        super().__init__(f"{len(faults)} faults")


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignFile:
    """What is to be stored of a file: the columns of the campaign, the value of each part."""

    number: int
    created_at: datetime
    updated_at: datetime
    parts: dict[str, Any]


def read_campaign_file(content: bytes) -> CampaignFile:
    """What a file holds: a ZIP as the planner writes it, or the document in it alone.

    Raises `UnreadableCampaign` with what is wrong, each fault by its place in the document.
    """
    node = Node(_parse(content))
    value = node.value
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise UnreadableCampaign([Fault("file", "", "the file of a campaign, from “Download”")])
    if value.get("version") != VERSION:
        given = str(value.get("version"))[:20]
        raise UnreadableCampaign([Fault("version", given, f"{VERSION}, which this planner reads")])
    required = [part.name for part in PARTS if part.is_required]
    missing = [part.name for part in PARTS if part.name not in value and not part.is_required]
    whole = Node({**value, **dict.fromkeys(missing)}, "", node.faults)
    whole.require_names("format", "version", "campaign", *(part.name for part in PARTS))
    latest = timezone.now() + timedelta(days=1)
    about = whole.child("campaign")
    about.require_names("number", "created_at", "updated_at")
    read = CampaignFile(
        number=about.child("number").whole(low=1, high=10**6),
        created_at=about.child("created_at").moment(latest=latest),
        updated_at=about.child("updated_at").moment(latest=latest),
        parts={
            part.name: part.read(whole.child(part.name), latest)
            for part in PARTS
            if part.name in required or whole.has(part.name)
        },
    )
    if not node.faults:
        _check_together(whole, read)
    if node.faults:
        raise UnreadableCampaign(node.faults)
    return read


def _check_together(node: Node, read: CampaignFile) -> None:
    """Whether the parts name revisions that there are."""
    numbers = [revision.columns["number"] for revision in read.parts["revisions"]]
    if read.number != numbers[-1]:
        node.child("campaign").child("number").refuse(f"{numbers[-1]}, the newest revision")
    sharing = read.parts.get("sharing")
    if sharing is not None and sharing.number not in numbers:
        node.child("sharing").child("revision").refuse("the number of a revision")


def _parse(content: bytes) -> Any:
    if len(content) > LARGEST_FILE:
        allowed = f"a file of at most {LARGEST_FILE // 1_000:,} kB, such as the ZIP of a campaign"
        raise UnreadableCampaign([Fault("file", f"{len(content):,} bytes", allowed)])
    document = _unpack(content) if content.startswith(ZIP_SIGNATURE) else content
    try:
        return json.loads(
            document.decode("utf-8-sig"), parse_float=_refuse_number, parse_constant=_refuse_number
        )
    except (ValueError, RecursionError) as error:
        raise UnreadableCampaign([Fault("file", "", "a document in JSON")]) from error


def _refuse_number(text: str) -> float:
    """Money and shares are texts; a number with a point would be rounded."""
    raise ValueError(f"a number that is not whole: {text[:20]}")


def _unpack(content: bytes) -> bytes:
    """The document of a ZIP, of which no more is unpacked than a document may have."""
    refusal = UnreadableCampaign([Fault("file", "", f"a ZIP with one file, {DOCUMENT}")])
    try:
        with ZipFile(BytesIO(content)) as file:
            listed = file.infolist()
            is_ours = [one.filename for one in listed] == [DOCUMENT]
            if not is_ours or listed[0].compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                raise refusal
            with file.open(listed[0]) as document:
                text = document.read(LARGEST_DOCUMENT + 1)
    except (
        BadZipFile,
        EOFError,
        NotImplementedError,
        OSError,
        OverflowError,
        RuntimeError,
        ValueError,
        struct.error,
        zlib.error,
    ) as error:
        raise refusal from error
    if len(text) > LARGEST_DOCUMENT:
        allowed = f"a document of at most {LARGEST_DOCUMENT // 1_000_000} MB"
        raise UnreadableCampaign([Fault("file", "", allowed)])
    return text
