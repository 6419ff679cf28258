"""What was read of a file → a new campaign under new links. Nothing that is there is changed."""

from campaigns.models import Campaign
from campaigns.saved.editing import create_once
from campaigns.transfer.parts import PARTS
from campaigns.transfer.reading import CampaignFile


def store_campaign(read: CampaignFile, *, creation_key: str | None = None) -> Campaign:
    """Save everything as a new campaign, with a new edit link, key, shared link and quote links.

    Once for each `creation_key`, as `create_once` does.
    """

    def create() -> Campaign:
        campaign = Campaign.objects.create(
            number=read.number,
            created_at=read.created_at,
            updated_at=read.updated_at,
            creation_key=creation_key,
        )
        for part in PARTS:
            if part.name in read.parts:
                part.store(campaign, read.parts[part.name])
        return campaign

    return create_once(creation_key, create)
