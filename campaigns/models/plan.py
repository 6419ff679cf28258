from datetime import date
from typing import Self

from django.db import models

from campaigns.models.plan_price import PlanPrice
from campaigns.models.price_book import PriceBook
from campaigns.models.rows import require_range
from campaigns.models.sold_plan import SoldPlan
from planner.planning.terms import WHOLE_NUMBERS


class PlanQuerySet(models.QuerySet["Plan"]):
    def current(self) -> Self:
        """Plans that can be subscribed to today, without the older ones."""
        return self.filter(is_legacy=False)

    def in_order(self) -> Self:
        """Plans as the book lists them."""
        return self.order_by("position", "name")

    def with_prices_on(self, day: date) -> Self:
        """Attach to each plan the price in force on `day` as `price`, in one query for all."""
        return self.prefetch_related(
            models.Prefetch("prices", PlanPrice.objects.in_force_on(day), to_attr="prices_in_force")
        )

    def with_next_prices(self, *, after: date) -> Self:
        """Attach to each plan its first price change after that day as `next_price`."""
        return self.prefetch_related(
            models.Prefetch("prices", PlanPrice.objects.next_after(after), to_attr="prices_to_come")
        )


class Plan(SoldPlan):
    """A plan of a price book, as it is sold now; its prices are dated rows of their own."""

    book = models.ForeignKey(PriceBook, on_delete=models.CASCADE, related_name="plans")
    # Filled by with_prices_on and with_next_prices; at most one row each.
    prices_in_force: list[PlanPrice]
    prices_to_come: list[PlanPrice]

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["book", "slug"],
                name="plan_slug_once_in_a_book",
                violation_error_message="Slug: this book already has a plan with this slug.",
            ),
            *(
                require_range(model="plan", field=field, low=low, high=high)
                for field, (low, high) in WHOLE_NUMBERS.items()
            ),
            models.CheckConstraint(
                condition=models.Q(rollover_cap__gte=models.F("monthly_credits")),
                name="plan_rollover_cap_covers_a_month",
                violation_error_message=(
                    "Rollover cap: at least the monthly credits, "
                    "or a month's grant could never be held."
                ),
            ),
        ]

    @property
    def price(self) -> PlanPrice | None:
        """The price in force on the day given to `with_prices_on`; `None` where none is."""
        return next(iter(self.prices_in_force), None)

    @property
    def next_price(self) -> PlanPrice | None:
        """The first change after the day given to `with_next_prices`; `None` if none is known."""
        return next(iter(self.prices_to_come), None)
