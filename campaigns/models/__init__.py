from campaigns.models.book_snapshot import BookSnapshot
from campaigns.models.calendar_feed import CalendarFeed
from campaigns.models.campaign import Campaign, Revision
from campaigns.models.channel import Channel
from campaigns.models.channel_figures import ChannelFigures
from campaigns.models.channel_sources import WHAT_GRADES_MEAN, Citation, ConsentRule
from campaigns.models.contradiction import Contradiction
from campaigns.models.plan import Plan
from campaigns.models.plan_price import AMOUNTS, PlanPrice
from campaigns.models.price_book import PriceBook
from campaigns.models.progress_entry import ProgressEntry
from campaigns.models.quote import Letterhead, Quote
from campaigns.models.sold_plan import SoldPlan
from campaigns.models.subscription_choice import SubscriptionChoice
from campaigns.models.token_bucket import TokenBucket

__all__ = [
    "AMOUNTS",
    "WHAT_GRADES_MEAN",
    "BookSnapshot",
    "CalendarFeed",
    "Campaign",
    "Channel",
    "ChannelFigures",
    "Citation",
    "ConsentRule",
    "Contradiction",
    "Letterhead",
    "Plan",
    "PlanPrice",
    "PriceBook",
    "ProgressEntry",
    "Quote",
    "Revision",
    "SoldPlan",
    "SubscriptionChoice",
    "TokenBucket",
]
