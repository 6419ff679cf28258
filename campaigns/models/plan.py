from datetime import date
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from campaigns.models.plan_price import PlanPrice
from campaigns.models.price_book import PriceBook
from campaigns.models.rows import require_range
from planner.planning.terms import MOST_CREDITS, MOST_LIFETIME_DAYS, MOST_TRIAL_MONTHS


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


class Plan(models.Model):
    """A subscription as sold, with its credit terms for one seat (RULES.md §2)."""

    book = models.ForeignKey(PriceBook, on_delete=models.CASCADE, related_name="plans")
    slug = models.SlugField(
        help_text="Part of every link to this plan; fixed once the plan is saved."
    )
    name = models.CharField(max_length=100)
    family = models.CharField(
        max_length=40, help_text="Free, Premium, Sales Navigator, Recruiter or Executive."
    )
    position = models.PositiveSmallIntegerField(
        default=0, help_text="Plans are listed by this number, smallest first."
    )
    monthly_credits = models.PositiveIntegerField(
        validators=[MaxValueValidator(MOST_CREDITS)], help_text="Credits granted every month."
    )
    rollover_cap = models.PositiveIntegerField(
        validators=[MaxValueValidator(MOST_CREDITS)],
        help_text="The most credits that a balance may hold when a month begins.",
    )
    credit_lifetime_days = models.PositiveIntegerField(
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_LIFETIME_DAYS)],
        help_text="Days after which an unused credit expires.",
    )
    purchase_limit = models.PositiveIntegerField(
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_CREDITS)],
        help_text="Credits that one seat may buy in a month. Empty: no limit. 0: none are sold.",
    )
    trial_months = models.PositiveIntegerField(
        default=0,
        validators=[MaxValueValidator(MOST_TRIAL_MONTHS)],
        help_text="Free first months, for those who take the trial.",
    )
    is_legacy = models.BooleanField(
        "older plan", default=False, help_text="No longer sold; compared only when chosen by name."
    )
    note = models.TextField(blank=True)
    source = models.CharField(
        "source of the terms", max_length=300, blank=True, help_text="Where the terms were read."
    )
    source_url = models.URLField("source address", blank=True)
    checked_on = models.DateField(
        default=timezone.localdate, help_text="The day on which the terms were last checked."
    )

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
            require_range(model="plan", field="monthly_credits", low=0, high=MOST_CREDITS),
            require_range(model="plan", field="rollover_cap", low=0, high=MOST_CREDITS),
            require_range(
                model="plan", field="credit_lifetime_days", low=1, high=MOST_LIFETIME_DAYS
            ),
            require_range(model="plan", field="purchase_limit", low=0, high=MOST_CREDITS),
            require_range(model="plan", field="trial_months", low=0, high=MOST_TRIAL_MONTHS),
            models.CheckConstraint(
                condition=models.Q(rollover_cap__gte=models.F("monthly_credits")),
                name="plan_rollover_cap_covers_a_month",
                violation_error_message=(
                    "Rollover cap: at least the monthly credits, "
                    "or a month's grant could never be held."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def price(self) -> PlanPrice | None:
        """The price in force on the day given to `with_prices_on`; `None` where none is."""
        return next(iter(self.prices_in_force), None)

    @property
    def next_price(self) -> PlanPrice | None:
        """The first change after the day given to `with_next_prices`; `None` if none is known."""
        return next(iter(self.prices_to_come), None)
