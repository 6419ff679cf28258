from django.contrib import admin
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone

from campaigns.models import AMOUNTS, Campaign, Plan, PlanPrice, SubscriptionChoice


class TouchedByPriceChange(admin.SimpleListFilter):
    """Campaigns that compare a plan at another price than the book has now.

    As on their own page: now is their start, or today once that is over.
    """

    title = "price changes"
    parameter_name = "touched"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [("yes", "a plan’s price has changed since")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Campaign]
    ) -> QuerySet[Campaign] | None:
        return find_touched(queryset) if self.value() == "yes" else None


class ComparesPlan(admin.SimpleListFilter):
    """Campaigns that compare a certain plan."""

    title = "plan compared"
    parameter_name = "plan"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        plans = Plan.objects.select_related("book").order_by("book__name", "position", "name")
        return [(str(plan.pk), f"{plan.name} ({plan.book})") for plan in plans]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Campaign]
    ) -> QuerySet[Campaign] | None:
        picked = self.value()
        if picked is None or picked not in dict(self.lookup_choices):
            return None
        return queryset.filter(Exists(_compared_now().filter(plan=int(picked))))


def _compared_now() -> QuerySet[SubscriptionChoice]:
    """The plans that the newest revision of the outer query's campaign compares."""
    return SubscriptionChoice.objects.filter(
        revision__campaign=OuterRef("pk"), revision__number=OuterRef("number")
    ).exclude(strategy="")


def find_touched(campaigns: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """Those of `campaigns` that compare a plan at a price which is not the book’s any more."""
    has_begun = Q(effective_on__lte=timezone.localdate())
    prices = PlanPrice.objects.filter(
        has_begun | Q(effective_on__lte=OuterRef("revision__start_on")), plan=OuterRef("plan")
    ).order_by("-effective_on")
    now = {f"{name}_now": Subquery(prices.values(name)[:1]) for name in AMOUNTS}
    differs = Q()
    for name in AMOUNTS:
        was, is_now = name, f"{name}_now"
        differs |= ~Q((was, F(is_now))) & Q(**{f"{was}__isnull": False, f"{is_now}__isnull": False})
        differs |= Q(**{f"{was}__isnull": True, f"{is_now}__isnull": False})
        differs |= Q(**{f"{was}__isnull": False, f"{is_now}__isnull": True})
    return campaigns.filter(Exists(_compared_now().annotate(**now).filter(differs)))
