from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import formats, timezone

from campaigns.admin.amounts import FORMFIELD_OVERRIDES, without_line_breaks
from campaigns.admin.lookups import OfferedLookupsAdmin
from campaigns.admin.optimistic_lock import STATE_FIELD, OptimisticLockForm
from campaigns.admin.percentage import PercentagePage
from campaigns.admin.plan_price import PlanPriceInline
from campaigns.models import AMOUNTS, Plan
from campaigns.plan_terms import PLAN_TERMS, PRICES, PlanTerm, list_prices
from campaigns.query.query import terms_of
from planner.planning.wording import exact_dollars


class PlanForm(OptimisticLockForm):
    related_rows = ("prices",)


def _column_of(term: PlanTerm) -> Callable[[Any], str]:
    """The column of a price in force today."""

    @admin.display(description=f"{term.head.lower()}, today")
    def show(plan: Plan) -> str:
        amount: Decimal | None = getattr(plan.price, term.name, None)
        return "unknown" if amount is None else exact_dollars(amount)

    return show


@admin.register(Plan)
class PlanAdmin(OfferedLookupsAdmin):
    form = PlanForm
    list_display = (
        "name",
        "book",
        *map(_column_of, PRICES),
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
            {"fields": [term.name for term in PLAN_TERMS if term not in PRICES]},
        ),
        (
            "Where they come from",
            {"fields": ("source", "source_url", "checked_on", "note", STATE_FIELD)},
        ),
    )
    formfield_overrides = FORMFIELD_OVERRIDES
    inlines = (PlanPriceInline,)
    actions = ("change_prices",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Plan]:
        today = timezone.localdate()
        rows = Plan.objects.with_prices_on(today).with_next_prices(after=today)
        return rows.order_by(*self.ordering)

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
        return _list_phrases(plan, "whole", "choice", "flag")

    @admin.display(description="buying more")
    def buying(self, plan: Plan) -> str:
        return _list_phrases(plan, "limit")

    @admin.display(description="next change")
    def next_change(self, plan: Plan) -> str | None:
        price = plan.next_price
        if price is None:
            return None
        day = without_line_breaks(formats.date_format(price.effective_on, "j M Y"))
        return f"{day}: {', '.join(map(without_line_breaks, list_prices(price)))}"


def _list_phrases(plan: Plan, *kinds: str) -> str:
    """The plan's terms of some kinds in a few words, of which a narrow column breaks none."""
    terms = terms_of(plan)
    phrases = (term.phrase_of(terms) for term in PLAN_TERMS if term.kind in kinds)
    return ", ".join(without_line_breaks(phrase) for phrase in phrases if phrase)
