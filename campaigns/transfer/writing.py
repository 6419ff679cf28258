"""A campaign → its file: a ZIP with one JSON document."""

import json
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from campaigns.models import Campaign
from campaigns.transfer.parts import PARTS

FORMAT, VERSION = "outreach-campaign", 1
DOCUMENT = "campaign.json"


def make_campaign_document(campaign: Campaign) -> dict[str, Any]:
    """Everything that the campaign holds but its links and keys; the same for the same content."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "campaign": {
            "number": campaign.number,
            "created_at": campaign.created_at.isoformat(),
            "updated_at": campaign.updated_at.isoformat(),
        },
        **{part.name: part.write(campaign) for part in PARTS},
    }


def write_campaign_file(campaign: Campaign) -> bytes:
    """The file, with the same bytes for the same content."""
    document = json.dumps(make_campaign_document(campaign), ensure_ascii=False, indent=1)
    out = BytesIO()
    with ZipFile(out, "w") as file:
        # Without the day of today.
        file.writestr(ZipInfo(DOCUMENT), f"{document}\n".encode(), ZIP_DEFLATED)
    return out.getvalue()
