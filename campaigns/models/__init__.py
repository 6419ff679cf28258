from campaigns.models.contradiction import Contradiction
from campaigns.models.plan import Plan
from campaigns.models.plan_price import PlanPrice
from campaigns.models.price_book import PriceBook

__all__ = ["Contradiction", "Plan", "PlanPrice", "PriceBook"]
