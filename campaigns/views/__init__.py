from campaigns.views.campaign import (
    export_campaign,
    show_campaign,
    show_campaign_estimate,
    show_campaign_study,
)
from campaigns.views.exports import export_plan
from campaigns.views.health import report_health
from campaigns.views.how_it_works import show_how_it_works
from campaigns.views.icon import find_icon
from campaigns.views.new_campaign import make_campaign
from campaigns.views.own_campaigns import show_own_campaigns
from campaigns.views.planner import show_estimate, show_planner
from campaigns.views.prices import show_prices
from campaigns.views.robots import tell_robots
from campaigns.views.shared import (
    export_shared,
    show_shared,
    show_shared_estimate,
    show_shared_study,
)
from campaigns.views.studies import show_study

__all__ = [
    "export_campaign",
    "export_plan",
    "export_shared",
    "find_icon",
    "make_campaign",
    "report_health",
    "show_campaign",
    "show_campaign_estimate",
    "show_campaign_study",
    "show_estimate",
    "show_how_it_works",
    "show_own_campaigns",
    "show_planner",
    "show_prices",
    "show_shared",
    "show_shared_estimate",
    "show_shared_study",
    "show_study",
    "tell_robots",
]
