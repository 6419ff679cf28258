from campaigns.views.estimate import show_estimate
from campaigns.views.how_it_works import show_how_it_works
from campaigns.views.icon import find_icon
from campaigns.views.planner import show_planner
from campaigns.views.prices import show_prices

__all__ = ["find_icon", "show_estimate", "show_how_it_works", "show_planner", "show_prices"]
