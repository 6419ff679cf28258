from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import formats, timezone

from campaigns.admin.amounts import FORMFIELD_OVERRIDES, without_line_breaks
from campaigns.admin.channel_rows import (
    ChannelFiguresInline,
    CitationInline,
    ConsentRuleInline,
)
from campaigns.admin.lookups import OfferedLookupsAdmin
from campaigns.admin.optimistic_lock import STATE_FIELD, OptimisticLockForm
from campaigns.channel_term import ChannelTerm
from campaigns.channel_terms import CHANNEL_TERMS, TERMS_BY_NAME, show_term
from campaigns.models import Channel
from campaigns.query.channels import channel_of

# The terms that the list shows a column of.
LISTED = ("capacity", "unit_price", "reply_rate")


class ChannelForm(OptimisticLockForm):
    related_rows = ("dated_figures", "citations", "consent_rules")


def _column_of(term: ChannelTerm) -> Callable[[Any], str]:
    """The column of a figure in force today."""

    @admin.display(description=f"{term.label.lower()}, today")
    def show(row: Channel) -> str:
        channel = channel_of(row)
        return "unknown" if channel is None else show_term(channel, term)

    return show


@admin.register(Channel)
class ChannelAdmin(OfferedLookupsAdmin):
    form = ChannelForm
    list_display = (
        "name",
        "book",
        "unit",
        *(_column_of(TERMS_BY_NAME[name]) for name in LISTED),
        "next_change",
    )
    list_filter = ("book",)
    list_select_related = ("book",)
    search_fields = ("name", "slug")
    ordering = ("book__name", "position", "name")
    fields = ("book", "name", "slug", "unit", "position", "note", STATE_FIELD)
    formfield_overrides = FORMFIELD_OVERRIDES
    inlines = (ChannelFiguresInline, CitationInline, ConsentRuleInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Channel]:
        today = timezone.localdate()
        rows = Channel.objects.with_figures_on(today).with_next_figures(after=today)
        return rows.prefetch_related("citations").order_by(*self.ordering)

    def get_readonly_fields(
        self, request: HttpRequest, obj: Channel | None = None
    ) -> tuple[str, ...]:
        # Links name a channel by its book and slug.
        return ("book", "slug") if obj else ()

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Channel | None = None
    ) -> dict[str, Sequence[str]]:
        return {} if obj else {"slug": ("name",)}

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Channel, inline: Any, prefix: str
    ) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if obj.pk and obj.figures and isinstance(inline, ChannelFiguresInline):
            # A row replaces all figures, so a new one begins with those of today.
            kwargs["initial"] = [
                {term.name: getattr(obj.figures, term.name) for term in CHANNEL_TERMS}
            ]
        return kwargs

    @admin.display(description="next change")
    def next_change(self, channel: Channel) -> str | None:
        figures = channel.next_figures
        if figures is None:
            return None
        return without_line_breaks(formats.date_format(figures.effective_on, "j M Y"))
