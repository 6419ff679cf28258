"""The price books in the open: every plan and channel, its figures, where they come from."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.models import WHAT_GRADES_MEAN
from campaigns.presentation.channel_table import list_places, show_channels
from campaigns.presentation.price_table import Sources, make_price_table
from campaigns.query.books import book_of, list_books


@require_safe
def show_prices(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    books = list_books()
    book = book_of(books, slug) if slug else next(iter(books), None)
    if slug and book is None:
        raise Http404
    today = timezone.localdate()
    context: dict[str, Any] = {"books": books, "book": book, "today": today}
    if book:
        plans = book.plans.in_order().with_prices_on(today).with_next_prices(after=today)
        channels = book.channels.in_order().with_figures_on(today)
        with_all = channels.prefetch_related("dated_figures", "citations", "consent_rules")
        sources = Sources()
        context |= {
            "channels": show_channels(with_all, today=today),
            "places": list_places(with_all),
            "grades": WHAT_GRADES_MEAN,
            "current_plans": make_price_table(plans.current().prefetch_related("prices"), sources),
            "older_plans": make_price_table(
                plans.filter(is_legacy=True).prefetch_related("prices"), sources
            ),
            "sources": sources.all,
            "contradictions": book.contradictions.all(),
        }
    return render(request, "prices/book.html", context)
