"""What a client sees at a quote's own address: its page, its logo, its workbook."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from campaigns.models import Quote
from campaigns.presentation.quote_page import read_shown
from campaigns.saved.quotes import find_quote

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def show_quote(request: HttpRequest, token: str) -> HttpResponse:
    quote = _find(token)
    context = {
        "quote": read_shown(quote.shown),
        "has_expired": quote.has_expired,
        "logo_address": (
            "" if quote.logo is None else reverse("campaigns:quote-logo", args=[token])
        ),
        "workbook_address": reverse("campaigns:quote-workbook", args=[token]),
    }
    return render(request, "quotes/quote.html", context)


@require_safe
def show_quote_logo(request: HttpRequest, token: str) -> HttpResponse:
    return send_logo(_find(token).logo)


@require_safe
def export_quote(request: HttpRequest, token: str) -> HttpResponse:
    # Heavy, and for few.
    from campaigns.exports.quote_workbook import write_quote_workbook

    shown = read_shown(_find(token).shown)
    name = f"quote-{slugify(shown.number)}.xlsx"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    headers = {"Content-Disposition": disposition or "attachment"}
    return HttpResponse(write_quote_workbook(shown), content_type=XLSX, headers=headers)


def _find(token: str) -> Quote:
    quote = find_quote(token)
    if quote is None:
        raise Http404
    return quote


def send_logo(logo: Any) -> HttpResponse:
    """A stored picture; without one there is no such page."""
    if logo is None:
        raise Http404
    return HttpResponse(bytes(logo), content_type="image/png")
