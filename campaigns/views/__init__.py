from campaigns.views.planner import show_planner
from campaigns.views.prices import show_prices

__all__ = ["show_planner", "show_prices"]
