"""The rules in plain words, with the numbers of a price book instead of copied prose."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.models import PriceBook
from campaigns.presentation.worked_example import work_out


@require_safe
def show_how_it_works(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    book = PriceBook.objects.default()
    plans = list(book.plans.in_order().with_prices_on(today)) if book else []
    context = {
        "book": book,
        "plans": [plan for plan in plans if not plan.is_legacy and plan.monthly_credits],
        "example": work_out(plans, today=today),
        "contradictions": book.contradictions.all() if book else [],
    }
    return render(request, "how_it_works/how_it_works.html", context)
