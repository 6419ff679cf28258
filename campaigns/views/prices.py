"""The price books in the open: every plan, its terms, its prices, where they come from."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.models import PriceBook
from campaigns.presentation.price_table import make_price_table


@require_safe
def show_prices(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    books = PriceBook.objects.order_by("-is_default", "name")
    book = get_object_or_404(books, slug=slug) if slug else books.first()
    today = timezone.localdate()
    context: dict[str, Any] = {"books": books, "book": book, "today": today}
    if book:
        plans = book.plans.in_order().with_prices_on(today).with_next_prices(after=today)
        context |= {
            "current_plans": make_price_table(plans.current().prefetch_related("prices")),
            "older_plans": make_price_table(
                plans.filter(is_legacy=True).prefetch_related("prices")
            ),
            "contradictions": book.contradictions.all(),
        }
    return render(request, "prices/book.html", context)
