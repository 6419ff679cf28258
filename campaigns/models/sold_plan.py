"""What a plan of a price book and a plan as a campaign saved it have in common."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from campaigns.models.plan_price import PlanPrice
from planner.planning.terms import MOST_CREDITS, MOST_LIFETIME_DAYS, MOST_TRIAL_MONTHS


class SoldPlan(models.Model):
    """A subscription as sold, with its credit terms for one seat (RULES.md §2)."""

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
    grant_day = models.CharField(
        max_length=10,
        choices=[("renewal", "the renewal day"), ("first", "the 1st of the month")],
        default="renewal",
        help_text="The days on which credits are granted.",
    )
    grants_on_start = models.BooleanField(
        default=False,
        help_text="With the 1st of the month: a new seat gets credits on its first day, too.",
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

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def price(self) -> PlanPrice | None:
        """The price that counts; `None` where none is known at all."""
        raise NotImplementedError
