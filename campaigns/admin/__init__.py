from django.contrib import admin

from campaigns.admin.campaign import CampaignAdmin
from campaigns.admin.channel import ChannelAdmin
from campaigns.admin.plan import PlanAdmin
from campaigns.admin.price_book import PriceBookAdmin

__all__ = ["CampaignAdmin", "ChannelAdmin", "PlanAdmin", "PriceBookAdmin"]

admin.site.site_header = "Outreach cost planner"
admin.site.site_title = "Outreach cost planner"
