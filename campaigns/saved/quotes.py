"""Quotes: made, withdrawn, found. Each change is one transaction, and none changes a quote."""

import json
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from campaigns.models import Campaign, Letterhead, Quote
from campaigns.models.campaign import make_token
from campaigns.saved.locking import lock_campaign
from planner.planning.quotes import Pricing, QuotedPrice

# Of a quote as it is stored.
VERSION = 1
CURRENCY = "USD"
# A page lists all of them.
MOST_QUOTES = 200


class QuoteConflict(Exception):
    """The campaign was saved, or another quote made, since the quote was previewed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteDraft:
    """A quote that is not made yet: the columns of `Quote`, and its price."""

    client: str
    number: int
    valid_until: date
    shown: dict[str, Any]
    basis: dict[str, Any]
    logo: bytes | None
    price: QuotedPrice


def quotes_of(campaign: Campaign) -> QuerySet[Quote]:
    """The quotes of a campaign, withdrawn ones too, in the order of their numbers."""
    return Quote.objects.filter(campaign=campaign).order_by("number")


def next_number(campaign: Campaign) -> int:
    """The number of the campaign's next quote: they are 1, 2, 3 and so on."""
    return quotes_of(campaign).count() + 1


@transaction.atomic
def make_quote(draft: QuoteDraft, *, campaign: Campaign) -> Quote:
    """Make the quote; it can be withdrawn from then on, and not changed.

    Raises `QuoteConflict` where its number is taken, or the campaign has a newer revision than the
    quote rests on; `Campaign.DoesNotExist` where the edit link leads nowhere any more.
    """
    campaign = lock_campaign(campaign)
    if draft.number != next_number(campaign) or draft.basis["revision"] != campaign.number:
        raise QuoteConflict
    return Quote.objects.create(
        campaign=campaign,
        number=draft.number,
        client=draft.client,
        valid_until=draft.valid_until,
        shown=draft.shown,
        basis=draft.basis,
        logo=draft.logo,
    )


def fingerprint(quote: QuoteDraft | Quote) -> str:
    """A hash of all that a quote shows and rests on: of what its maker has seen."""
    texts = json.dumps([quote.shown, quote.basis], sort_keys=True)
    logo = b"" if quote.logo is None else bytes(quote.logo)
    return sha256(texts.encode() + logo).hexdigest()


def make_previewed_quote(draft: QuoteDraft, previewed: str, *, campaign: Campaign) -> Quote | None:
    """Make the quote whose preview has the fingerprint `previewed`; `None` if the draft is another.

    A form that is sent twice gives the quote that it gave before. Raises as `make_quote` does.
    """
    if previewed == fingerprint(draft):
        try:
            return make_quote(draft, campaign=campaign)
        except QuoteConflict:
            if made := _find_made(draft, previewed, campaign):
                return made
            raise
    return _find_made(draft, previewed, campaign)


def _find_made(draft: QuoteDraft, previewed: str, campaign: Campaign) -> Quote | None:
    """The newest quote, if it is the draft, under its own number, and what was previewed."""
    newest = quotes_of(campaign).last()
    if newest is None or newest.is_withdrawn or previewed != fingerprint(newest):
        return None
    prefix = draft.shown["number"].removesuffix(f"{draft.number}")
    again = replace(draft, shown=draft.shown | {"number": f"{prefix}{newest.number}"})
    return newest if previewed == fingerprint(again) else None


@transaction.atomic
def withdraw_quote(*, campaign: Campaign, number: int) -> bool:
    """Take a quote back: its link is dead, its number stays taken; whether it was valid before."""
    campaign = lock_campaign(campaign)
    valid = quotes_of(campaign).filter(number=number, withdrawn_at=None)
    return bool(valid.update(withdrawn_at=timezone.now()))


def withdraw_quotes(campaign: Campaign) -> bool:
    """Take every quote of a locked campaign back; whether one was valid before."""
    valid = quotes_of(campaign).filter(withdrawn_at=None)
    return bool(valid.update(withdrawn_at=timezone.now()))


@transaction.atomic
def set_letterhead(
    *, campaign: Campaign, agency: str, prefix: str, logo: bytes | None
) -> Letterhead:
    """Store what the campaign's next quote begins with."""
    campaign = lock_campaign(campaign)
    values = {"agency": agency, "prefix": prefix, "logo": logo}
    return Letterhead.objects.update_or_create(campaign=campaign, defaults=values)[0]


def find_quote(token: str) -> Quote | None:
    """The quote that a client's link leads to; `None` where that leads nowhere."""
    quotes = Quote.objects.select_related("campaign")
    return quotes.filter(token=token, withdrawn_at=None, campaign__deleted_at=None).first()


def renew_quote_links(campaign: Campaign) -> None:
    """Give every quote of the campaign another link; the old ones are dead. For its holder only."""
    for key in quotes_of(campaign).values_list("pk", flat=True):
        Quote.objects.filter(pk=key).update(token=make_token())


def pricing_of(shown: dict[str, Any], basis: dict[str, Any]) -> Pricing:
    """The pricing of a quote that was made. Raises `InvalidInput` for one that no form allows."""
    markup, fee = basis["markup_percent"], basis["fee"]
    return Pricing(
        markup_percent=None if markup is None else Decimal(markup),
        fee=None if fee is None else Decimal(fee),
        tax_percent=Decimal(shown["tax_percent"]),
    )
