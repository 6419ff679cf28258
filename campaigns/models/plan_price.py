from datetime import date
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from campaigns.models.rows import require_range
from campaigns.plan_terms import PRICES
from planner.planning.terms import MOST_PRICE

AMOUNTS = tuple(term.name for term in PRICES)
AMOUNT_VALIDATORS = [MinValueValidator(0), MaxValueValidator(MOST_PRICE)]


class PlanPriceQuerySet(models.QuerySet["PlanPrice"]):
    def in_force_on(self, day: date) -> Self:
        """Of each plan the newest price that is effective by `day`."""
        return self._first_of_each_plan(
            PlanPrice.objects.filter(effective_on__lte=day).order_by("-effective_on")
        )

    def next_after(self, day: date) -> Self:
        """Of each plan the first price that is effective after `day`."""
        return self._first_of_each_plan(
            PlanPrice.objects.filter(effective_on__gt=day).order_by("effective_on")
        )

    def _first_of_each_plan(self, prices: models.QuerySet["PlanPrice"]) -> Self:
        of_the_plan = prices.filter(plan=models.OuterRef("plan"))
        return self.filter(pk=models.Subquery(of_the_plan.values("pk")[:1]))


class PriceAmounts(models.Model):
    """What a price consists of: dollars for one seat; an empty amount is unknown, not free."""

    monthly_price = models.DecimalField(
        max_digits=12,
        decimal_places=4,
        null=True,
        blank=True,
        validators=AMOUNT_VALIDATORS,
        help_text="One month, paid monthly. Empty: unknown.",
    )
    annual_price = models.DecimalField(
        max_digits=12,
        decimal_places=4,
        null=True,
        blank=True,
        validators=AMOUNT_VALIDATORS,
        help_text="Twelve months, paid at once. Empty: unknown.",
    )
    credit_price = models.DecimalField(
        max_digits=12,
        decimal_places=4,
        null=True,
        blank=True,
        validators=AMOUNT_VALIDATORS,
        help_text="One bought credit. Empty: unknown or not sold.",
    )

    class Meta:
        abstract = True


class PlanPrice(PriceAmounts):
    """What a plan costs from a day on, until a newer row takes over (RULES.md §2, §5)."""

    plan = models.ForeignKey("Plan", on_delete=models.CASCADE, related_name="prices")
    effective_on = models.DateField(
        help_text=(
            "The first day of this price. A row sets all three amounts from its day on; "
            "rows from before today are history and stay as they are."
        )
    )
    source = models.CharField(max_length=300, blank=True)
    source_url = models.URLField("source address", blank=True)
    note = models.CharField(max_length=300, blank=True)

    objects = PlanPriceQuerySet.as_manager()

    class Meta:
        ordering = ["effective_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "effective_on"],
                name="plan_price_one_a_day",
                violation_error_message="Effective on: this plan already has a price for this day.",
            ),
            *(
                require_range(model="plan_price", field=field, low=0, high=MOST_PRICE)
                for field in AMOUNTS
            ),
        ]

    def __str__(self) -> str:
        return f"from {self.effective_on}"
