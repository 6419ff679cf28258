from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import models

from campaigns.models.campaign import Revision
from campaigns.models.plan import Plan
from campaigns.models.sold_plan import SoldPlan


class FrozenPrice(NamedTuple):
    """A plan's price as a campaign saved it."""

    effective_on: date
    monthly_price: Decimal | None
    annual_price: Decimal | None
    credit_price: Decimal | None
    source: str
    source_url: str
    note: str


class SubscriptionChoice(SoldPlan):
    """A plan that a campaign can choose, with its terms and prices as they were when it was saved.

    Every plan of the book is kept, also those that are not compared, so that whoever opens the
    campaign can try them at the same prices. For those compared, `strategy` is the plan's best.
    """

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="choices")
    plan = models.ForeignKey(
        Plan, on_delete=models.SET_NULL, null=True, blank=True, related_name="choices"
    )
    price_effective_on = models.DateField(null=True, blank=True)
    monthly_price = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    annual_price = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    credit_price = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
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
    def price(self) -> FrozenPrice | None:
        """The price as it was; `None` where the plan had none."""
        if self.price_effective_on is None:
            return None
        return FrozenPrice(
            effective_on=self.price_effective_on,
            monthly_price=self.monthly_price,
            annual_price=self.annual_price,
            credit_price=self.credit_price,
            source=self.price_source,
            source_url=self.price_source_url,
            note=self.price_note,
        )
