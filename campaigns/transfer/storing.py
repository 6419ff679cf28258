"""What was read of a file → a new campaign under new links. Nothing that is there is changed."""

from django.db import IntegrityError, transaction

from campaigns.models import Campaign
from campaigns.saved.editing import find_created
from campaigns.transfer.parts import PARTS
from campaigns.transfer.reading import CampaignFile


def store_campaign(read: CampaignFile, *, creation_key: str | None = None) -> Campaign:
    """Save everything as a new campaign, with a new edit link, key, shared link and quote links.

    Where `creation_key` has made a campaign already, that one is returned and nothing is saved.
    """
    try:
        return _store(read, creation_key)
    except IntegrityError:
        # Another process has made it since `_store` looked.
        made = find_created(creation_key)
        if made is None:
            raise
        return made


@transaction.atomic
def _store(read: CampaignFile, creation_key: str | None) -> Campaign:
    if made := find_created(creation_key):
        return made
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
