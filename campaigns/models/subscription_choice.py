from django.db import models

from campaigns.models.campaign import Revision
from campaigns.models.plan import Plan
from campaigns.models.plan_price import PlanPrice, PriceAmounts
from campaigns.models.sold_plan import SoldPlan

# The columns of a dated price that a choice has, too, and what they are called here.
_OF_THE_PLAN = {"id", "plan"}
PRICE_COLUMNS = {
    field.name: f"price_{field.name}"
    for field in PlanPrice._meta.local_fields
    if field.name not in _OF_THE_PLAN
} | {field.name: field.name for field in PriceAmounts._meta.local_fields}


class SubscriptionChoice(SoldPlan, PriceAmounts):
    """A plan that a campaign can choose, with its terms and prices as they were when it was saved.

    Every plan of the book has a row, also those that are not compared, so that a reader of the
    campaign can try them at the same prices. For those compared, `strategy` is the plan's best.
    """

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="choices")
    plan = models.ForeignKey(
        Plan, on_delete=models.SET_NULL, null=True, blank=True, related_name="choices"
    )
    price_effective_on = models.DateField(null=True, blank=True)
    price_source = models.CharField(max_length=300, blank=True)
    price_source_url = models.URLField(blank=True)
    price_note = models.CharField(max_length=300, blank=True)
    seats = models.PositiveIntegerField()
    billing = models.CharField(max_length=10)
    strategy = models.CharField(max_length=20, blank=True, help_text="Empty: not compared.")

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "slug"], name="subscription_choice_once_in_a_revision"
            ),
        ]

    @property
    def price(self) -> PlanPrice | None:
        """The price as it was, a row that is never saved; `None` where the plan had none."""
        if self.price_effective_on is None:
            return None
        return PlanPrice(**{name: getattr(self, column) for name, column in PRICE_COLUMNS.items()})
