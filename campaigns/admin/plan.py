from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import formats, timezone

from campaigns.admin.amounts import FORMFIELD_OVERRIDES, keep_together, show_amount
from campaigns.admin.lookups import OfferedLookupsAdmin
from campaigns.admin.optimistic_lock import SEEN, SeenForm
from campaigns.admin.percentage import PercentagePage
from campaigns.admin.plan_price import PlanPriceInline
from campaigns.models import AMOUNTS, Plan


class PlanForm(SeenForm):
    rows_beneath = "prices"


@admin.register(Plan)
class PlanAdmin(OfferedLookupsAdmin):
    form = PlanForm
    list_display = (
        "name",
        "book",
        "monthly_price",
        "annual_price",
        "credit_price",
        "next_change",
        "terms",
        "buying",
        "is_legacy",
    )
    list_filter = ("book", "is_legacy", "family")
    list_select_related = ("book",)
    search_fields = ("name", "slug", "family")
    ordering = ("book__name", "position", "name")
    fieldsets = (
        (None, {"fields": ("book", "name", "slug", "family", "position", "is_legacy")}),
        (
            "Terms for one seat",
            {
                "fields": (
                    "monthly_credits",
                    "rollover_cap",
                    "credit_lifetime_days",
                    "purchase_limit",
                    "trial_months",
                )
            },
        ),
        ("Where they come from", {"fields": ("source", "source_url", "checked_on", "note", SEEN)}),
    )
    formfield_overrides = FORMFIELD_OVERRIDES
    inlines = (PlanPriceInline,)
    actions = ("change_prices",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Plan]:
        today = timezone.localdate()
        return Plan.objects.with_prices_on(today).with_next_prices(after=today)

    def get_readonly_fields(self, request: HttpRequest, obj: Plan | None = None) -> tuple[str, ...]:
        # Links name a plan by its book and slug.
        return ("book", "slug") if obj else ()

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Plan | None = None
    ) -> dict[str, Sequence[str]]:
        return {} if obj else {"slug": ("name",)}

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Plan, inline: Any, prefix: str
    ) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if obj.pk and obj.price:
            # A row replaces all three amounts, so a new one begins with those of today.
            kwargs["initial"] = [{name: getattr(obj.price, name) for name in AMOUNTS}]
        return kwargs

    def has_add_prices_permission(self, request: HttpRequest) -> bool:
        # Django takes any one of several permissions for enough.
        return self.has_change_permission(request) and request.user.has_perm(
            "campaigns.add_planprice"
        )

    @admin.action(description="Change prices by a percentage …", permissions=["add_prices"])
    def change_prices(self, request: HttpRequest, queryset: QuerySet[Plan]) -> HttpResponse:
        return PercentagePage(self, request, queryset).answer()

    @admin.display(description="credits")
    def terms(self, plan: Plan) -> str:
        terms = [
            f"{plan.monthly_credits:,} a month",
            f"{plan.rollover_cap:,} at most",
            f"{plan.credit_lifetime_days:,} days",
        ]
        if plan.trial_months:
            terms.append(f"trial months: {plan.trial_months}")
        return ", ".join(keep_together(term) for term in terms)

    @admin.display(description="buying more")
    def buying(self, plan: Plan) -> str:
        match plan.purchase_limit:
            case None:
                return "no limit"
            case 0:
                return "not sold"
            case limit:
                return f"up to {limit:,} a month"

    @admin.display(description="a month, today", empty_value="unknown")
    def monthly_price(self, plan: Plan) -> str | None:
        return show_amount(plan, plan.price.monthly_price) if plan.price else None

    @admin.display(description="a year, today", empty_value="unknown")
    def annual_price(self, plan: Plan) -> str | None:
        return show_amount(plan, plan.price.annual_price) if plan.price else None

    @admin.display(description="a credit, today", empty_value="unknown")
    def credit_price(self, plan: Plan) -> str | None:
        return show_amount(plan, plan.price.credit_price) if plan.price else None

    @admin.display(description="next change")
    def next_change(self, plan: Plan) -> str | None:
        price = plan.next_price
        if price is None:
            return None
        day = keep_together(formats.date_format(price.effective_on, "j M Y"))
        amounts = {
            "a month": price.monthly_price,
            "a year": price.annual_price,
            "a credit": price.credit_price,
        }
        known = [
            f"{show_amount(plan, amount)} {per}"
            for per, amount in amounts.items()
            if amount is not None
        ]
        return f"{day}: {', '.join(known) or 'unknown'}"
