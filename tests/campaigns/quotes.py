"""Quotes as an agency makes them, and what is seen of them."""

import io
import zipfile
from collections.abc import Iterator

from django.test import Client

from campaigns.models import Campaign, Quote
from tests.campaigns.campaign_page import link
from tests.campaigns.pages import Response

# Team is the cheapest for 100 people, at $299.98.
FORM = {
    "title": "Reach 100 founders",
    "client": "Client & Co",
    "agency": "Our Agency",
    "markup_percent": "25",
    "fee": "",
    "tax_percent": "19 %",
    "number_prefix": "OA-",
    "valid_until": "2026-12-31",
    "note": "Thank you.",
}
PRIVATE = {
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


def new(campaign: Campaign) -> str:
    return f"{link(campaign)}quotes/new/"


def preview(browser: Client, campaign: Campaign, /, **typed: object) -> Response:
    return browser.post(new(campaign), FORM | typed | {"action": "preview"}, follow=True)


def agree(browser: Client, campaign: Campaign, page: Response, /, **typed: object) -> Response:
    """Press the button below the preview that a page shows."""
    form = FORM | typed | {"action": "make", "previewed": page.context["previewed"]}
    return browser.post(new(campaign), form, follow=True)


def quote(browser: Client, campaign: Campaign, /, **typed: object) -> Quote:
    """A quote as an agency makes it: look at the preview, then agree to it."""
    page = preview(browser, campaign, **typed)
    # The file's field is empty by now, and the box for the old logo has done its work.
    agree(browser, campaign, page, **{name: text for name, text in typed.items() if name != "logo"})
    return Quote.objects.filter(campaign=campaign).latest("number")


def address(made: Quote) -> str:
    return f"/q/{made.token}/"


def seen_by_client(made: Quote) -> Iterator[str]:
    """Everything that a client's browser gets of a quote, as texts."""
    browser = Client()
    for below in ("", "logo.png", "quote.xlsx"):
        response = browser.get(f"{address(made)}{below}")
        yield str(response.headers)
        if below == "quote.xlsx":
            with zipfile.ZipFile(io.BytesIO(response.content)) as file:
                for name in file.namelist():
                    yield f"{name} {file.read(name).decode()}"
        else:
            yield response.content.decode("latin-1")
