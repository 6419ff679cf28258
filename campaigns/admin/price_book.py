from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from campaigns.admin.amounts import FORMFIELD_OVERRIDES
from campaigns.admin.lookups import OfferedLookupsAdmin
from campaigns.admin.optimistic_lock import STATE_FIELD, OptimisticLockForm
from campaigns.models import (
    Channel,
    ChannelFigures,
    Citation,
    ConsentRule,
    Contradiction,
    Plan,
    PlanPrice,
    PriceBook,
)
from campaigns.price_books import duplicate_book, make_default

# What a copy of a book has rows of.
COPIED = (
    PriceBook,
    Contradiction,
    Plan,
    PlanPrice,
    Channel,
    ChannelFigures,
    Citation,
    ConsentRule,
)


class PriceBookForm(OptimisticLockForm):
    """A price book, and whether it is to be the default in place of the present one."""

    related_rows = ("contradictions",)

    # Making a book the default takes the mark from another one, which is a change to that book.
    may_replace_default: bool

    make_default = forms.BooleanField(
        label="Default", required=False, help_text="The planner starts with the default book."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["make_default"]
        field.initial = self.instance.is_default
        if not self.may_replace_default and self._other_defaults().exists():
            field.disabled = True
            field.help_text = "You may not change the present default book."

    def clean_make_default(self) -> bool:
        is_wanted: bool = self.cleaned_data["make_default"]
        if not is_wanted and not self._other_defaults().exists():
            raise ValidationError(
                "One book has to be the default. To change it, make another book the default."
            )
        return is_wanted

    def _other_defaults(self) -> QuerySet[PriceBook]:
        return PriceBook.objects.exclude(pk=self.instance.pk).filter(is_default=True)


class ContradictionInline(admin.StackedInline):
    model = Contradiction
    formfield_overrides = FORMFIELD_OVERRIDES
    extra = 0


@admin.register(PriceBook)
class PriceBookAdmin(OfferedLookupsAdmin):
    form = PriceBookForm
    fields = (
        "name",
        "slug",
        "as_of",
        "make_default",
        "source",
        "source_url",
        "note",
        STATE_FIELD,
    )
    formfield_overrides = FORMFIELD_OVERRIDES
    inlines = (ContradictionInline,)
    list_display = ("name", "slug", "as_of", "is_default", "plan_count")
    search_fields = ("name", "slug")
    ordering = ("name",)
    actions = ("duplicate",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PriceBook]:
        return PriceBook.objects.with_plan_counts().order_by(*self.ordering)

    def get_form(
        self,
        request: HttpRequest,
        obj: PriceBook | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        return type(
            form.__name__, (form,), {"may_replace_default": self.has_change_permission(request)}
        )

    def get_readonly_fields(
        self, request: HttpRequest, obj: PriceBook | None = None
    ) -> tuple[str, ...]:
        # Links name a book by its slug.
        return ("slug",) if obj else ()

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: PriceBook | None = None
    ) -> dict[str, Sequence[str]]:
        return {} if obj else {"slug": ("name",)}

    def save_model(
        self, request: HttpRequest, obj: PriceBook, form: forms.ModelForm, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        if form.cleaned_data["make_default"]:
            make_default(book=obj)

    def get_deleted_objects(
        self, objs: Iterable[PriceBook], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
        """What deleting `objs` takes along; the default book is protected from it."""
        books = list(objs)
        to_delete, counts, perms_needed, protected = super().get_deleted_objects(books, request)
        protected += [
            f"“{book}” is the default book. Make another book the default before you delete it."
            for book in books
            if book.is_default
        ]
        return to_delete, counts, perms_needed, protected

    @admin.display(description="plans", ordering="plan_count")
    def plan_count(self, book: Any) -> str:
        plans = reverse("admin:campaigns_plan_changelist")
        return format_html(
            '<a href="{}?book__id__exact={}">{}</a>', plans, book.pk, book.plan_count
        )

    def has_duplicate_permission(self, request: HttpRequest) -> bool:
        # A copy has rows of each, and Django takes any one of several permissions for enough.
        return request.user.has_perms(
            [f"campaigns.add_{model._meta.model_name}" for model in COPIED]
        )

    @admin.action(description="Duplicate selected price books", permissions=["duplicate"])
    def duplicate(self, request: HttpRequest, queryset: QuerySet[PriceBook]) -> None:
        for book in queryset:
            copy = duplicate_book(book=book)
            self.message_user(request, f"Added “{copy}” ({copy.slug}).")
