"""A campaign as one file, and back: everything that it holds, for another installation."""

from campaigns.transfer.reading import UnreadableCampaign, read_campaign_file
from campaigns.transfer.storing import store_campaign
from campaigns.transfer.writing import write_campaign_file

__all__ = ["UnreadableCampaign", "read_campaign_file", "store_campaign", "write_campaign_file"]
