"""The quotes of a campaign, for the list on its own page."""

from django.http import HttpRequest
from django.urls import reverse

from campaigns.models import Campaign
from campaigns.presentation.quote_page import ListedQuote, list_quote
from campaigns.saved.quotes import quotes_of


def list_quotes(request: HttpRequest, campaign: Campaign) -> list[ListedQuote]:
    """The campaign's quotes with their links, the newest first."""
    return [
        list_quote(
            quote,
            request.build_absolute_uri(reverse("campaigns:quote", args=[quote.token])),
        )
        for quote in quotes_of(campaign).defer("logo").reverse()
    ]
