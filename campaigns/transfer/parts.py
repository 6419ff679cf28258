"""The parts of a campaign's file: how each is written, read and stored.

A part is one thing that a campaign holds. A further one is added to `PARTS`; a file without it is
read as one of a campaign that has none of it.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from campaigns.models import Campaign, Letterhead, Quote
from campaigns.models.campaign import LONGEST_NAME, LONGEST_NOTE, LONGEST_SAVED_QUERY, make_token
from campaigns.models.quote import LONGEST_CLIENT, LONGEST_PREFIX
from campaigns.saved.quotes import CURRENCY, MOST_QUOTES, VERSION, pricing_of, quotes_of
from campaigns.transfer.node import Node
from campaigns.transfer.progress import read_progress, store_progress, write_progress
from campaigns.transfer.revisions import read_revisions, store_revisions, write_revisions
from planner.planning.errors import InvalidInput
from planner.planning.quotes import price_quote

MOST_LINES, MOST_TEXTS, LONGEST_TEXT = 100, 100, 500
LONGEST_LOGO = 140_000  # in base64

Json = Any


class Part(NamedTuple):
    """`write` gives the part of a campaign, `read` its value of a file, `store` saves that value.

    What `read` finds wrong it adds to the faults of its node. `latest` is the last moment that a
    file may name. `is_required`: no campaign is without it.
    """

    name: str
    write: Callable[[Campaign], Json]
    read: Callable[[Node, datetime], Any]
    store: Callable[[Campaign, Any], None]
    is_required: bool = False


# Sharing


class Sharing(NamedTuple):
    """What the read-only link shows and until when; `number` is `None` where there is none."""

    number: int | None
    shared_at: datetime | None
    expires_on: date | None


def write_sharing(campaign: Campaign) -> Json:
    if campaign.share_token is None:
        return None
    expires_on, at = campaign.share_expires_on, campaign.shared_at
    return {
        "revision": campaign.shared_number,
        "shared_at": at.isoformat() if at else None,
        "expires_on": expires_on.isoformat() if expires_on else None,
    }


def read_sharing(node: Node, latest: datetime) -> Sharing:
    if not node.require_names("revision", "shared_at", "expires_on"):
        return Sharing(None, None, None)
    return Sharing(
        node.child("revision").whole(low=1, high=10**6),
        node.child("shared_at").moment(latest=latest) if node.has("shared_at") else None,
        node.child("expires_on").day() if node.has("expires_on") else None,
    )


def store_sharing(campaign: Campaign, sharing: Sharing) -> None:
    """Share the revision under a new link."""
    campaign.share_token = make_token()
    campaign.shared_number = sharing.number
    campaign.shared_at, campaign.share_expires_on = sharing.shared_at, sharing.expires_on
    campaign.save(update_fields=["share_token", "shared_number", "shared_at", "share_expires_on"])


# The letterhead


def write_letterhead(campaign: Campaign) -> Json:
    letterhead = Letterhead.objects.filter(campaign=campaign).first()
    if letterhead is None:
        return None
    return {
        "agency": letterhead.agency,
        "prefix": letterhead.prefix,
        "logo": _write_logo(letterhead.logo),
    }


def read_letterhead(node: Node, latest: datetime) -> dict[str, Any]:
    if not node.require_names("agency", "prefix", "logo"):
        return {}
    return {
        "agency": node.child("agency").text(longest=LONGEST_CLIENT),
        "prefix": node.child("prefix").text(longest=LONGEST_PREFIX),
        "logo": _read_logo(node.child("logo")),
    }


def store_letterhead(campaign: Campaign, values: dict[str, Any]) -> None:
    Letterhead.objects.create(campaign=campaign, **values)


def _write_logo(logo: Any) -> str | None:
    return None if logo is None else b64encode(bytes(logo)).decode()


def _read_logo(node: Node) -> bytes | None:
    if node.value is None:
        return None
    # The imaging library takes its time to load.
    from campaigns.quote_logo import is_stored_logo

    text = node.text(longest=LONGEST_LOGO)
    try:
        content = b64decode(text, validate=True)
    except ValueError:
        content = b""
    if not is_stored_logo(content):
        node.refuse("a PNG as the planner makes it, in base64")
    return content


# Quotes

QUOTE_NAMES = (
    "number", "created_at", "valid_until", "withdrawn_at", "shown", "basis", "logo",
)  # fmt: skip
SHOWN_TEXTS = {
    "number": LONGEST_PREFIX + 10,
    "title": LONGEST_NAME,
    "client": LONGEST_CLIENT,
    "agency": LONGEST_CLIENT,
    "note": LONGEST_NOTE,
}
SHOWN_NAMES = (
    "version", *SHOWN_TEXTS, "made_on", "valid_until", "currency", "scope", "dates", "rests_on",
    "lines", "subtotal", "tax_percent", "tax", "total",
)  # fmt: skip
BASIS_NAMES = (
    "version", "revision", "asked", "plan", "audience", "costs", "markup_percent", "fee",
)  # fmt: skip


def write_quotes(campaign: Campaign) -> Json:
    """The quotes; one with the logo of an earlier one names that one's number instead."""
    first: dict[bytes, int] = {}
    return [
        {
            "number": quote.number,
            "created_at": quote.created_at.isoformat(),
            "valid_until": quote.valid_until.isoformat(),
            "withdrawn_at": quote.withdrawn_at.isoformat() if quote.withdrawn_at else None,
            "shown": quote.shown,
            "basis": quote.basis,
            "logo": _write_logo_once(quote, first),
        }
        for quote in quotes_of(campaign)
    ]


def _write_logo_once(quote: Quote, first: dict[bytes, int]) -> Json:
    if quote.logo is None:
        return None
    number = first.setdefault(bytes(quote.logo), quote.number)
    return _write_logo(quote.logo) if number == quote.number else number


def read_quotes(node: Node, latest: datetime) -> list[dict[str, Any]]:
    """The columns of each quote; their numbers are 1, 2, 3 and so on."""
    quotes: list[dict[str, Any]] = []
    for number, one in enumerate(node.items(most=MOST_QUOTES), start=1):
        quotes.append(_read_quote(one, number, latest, quotes))
    return quotes


def _read_quote(
    node: Node, number: int, latest: datetime, earlier: list[dict[str, Any]]
) -> dict[str, Any]:
    if not node.require_names(*QUOTE_NAMES):
        return {}
    shown, basis = node.child("shown"), node.child("basis")
    if node.child("number").whole(low=1, high=MOST_QUOTES) != number:
        node.child("number").refuse(f"{number}: the numbers have no gap")
    columns = {
        "number": number,
        "client": shown.child("client").value,
        "created_at": node.child("created_at").moment(latest=latest),
        "valid_until": node.child("valid_until").day(),
        "withdrawn_at": node.child("withdrawn_at").moment(latest=latest)
        if node.has("withdrawn_at")
        else None,
        "shown": shown.value,
        "basis": basis.value,
        "logo": _read_logo_of_quote(node.child("logo"), earlier),
    }
    _check_shown(shown)
    _check_basis(basis)
    # Its amounts are compared where every one of them is there.
    if not node.faults:
        _check_price(node, shown.value, basis.value, number)
    return columns


def _read_logo_of_quote(node: Node, earlier: list[dict[str, Any]]) -> bytes | None:
    """The logo, or that of the earlier quote whose number stands in its place."""
    if not isinstance(node.value, int):
        return _read_logo(node)
    position = node.whole(low=1, high=max(len(earlier), 1)) - 1
    logo: bytes | None = earlier[position].get("logo") if earlier else None
    if logo is None:
        node.refuse("the number of an earlier quote with a logo")
    return logo


def _check_shown(node: Node) -> None:
    if not node.require_names(*SHOWN_NAMES):
        return
    node.child("version").whole(low=1, high=VERSION)
    for name, longest in SHOWN_TEXTS.items():
        needed = name in ("number", "title", "client")
        node.child(name).text(longest=longest, is_empty_allowed=not needed)
    node.child("made_on").day()
    node.child("valid_until").day()
    if node.child("currency").text(longest=3) != CURRENCY:
        node.child("currency").refuse(CURRENCY)
    for name in ("scope", "rests_on"):
        for one in node.child(name).items(most=MOST_TEXTS):
            one.text(longest=LONGEST_TEXT)
    for one in node.child("dates").items(most=MOST_TEXTS):
        if one.require_names("name", "on"):
            one.child("name").text(longest=LONGEST_NAME)
            one.child("on").day()
    for one in node.child("lines").items(most=MOST_LINES):
        if one.require_names("name", "price"):
            one.child("name").text(longest=LONGEST_NAME)
            one.child("price").amount()
    for name in ("subtotal", "tax_percent", "tax", "total"):
        node.child(name).amount()


def _check_basis(node: Node) -> None:
    # Quotes of before it was counted do not have it.
    counted = ["already_paid"] if node.has("already_paid") else []
    if not node.require_names(*BASIS_NAMES, *counted):
        return
    for name in counted:
        node.child(name).amount()
    node.child("version").whole(low=1, high=VERSION)
    node.child("revision").whole(low=1, high=10**6)
    node.child("asked").text(longest=LONGEST_SAVED_QUERY)
    for name in ("plan", "audience"):
        node.child(name).text(longest=LONGEST_NAME)
    for one in node.child("costs").items(most=MOST_LINES):
        one.amount()
    for name in ("markup_percent", "fee"):
        if node.has(name):
            node.child(name).amount()


def _check_price(node: Node, shown: dict[str, Any], basis: dict[str, Any], number: int) -> None:
    """Whether the amounts are those of the rule (RULES.md §14), and the quote those of its row."""
    try:
        price = price_quote([Decimal(cost) for cost in basis["costs"]], pricing_of(shown, basis))
    except InvalidInput as invalid:
        node.refuse(invalid.allowed, invalid.field)
        return
    except ValueError as error:
        node.refuse(str(error), "basis.costs")
        return
    prices = [str(one) for one in price.prices]
    written = [shown["subtotal"], shown["tax"], shown["total"]]
    amounts = [str(price.subtotal), str(price.tax), str(price.total)]
    if not shown["number"].endswith(str(number)):
        node.refuse(f"a number that ends with {number}", "shown.number")
    if shown["valid_until"] != node.value["valid_until"]:
        node.refuse("the day of the quote itself", "shown.valid_until")
    if prices != [one["price"] for one in shown["lines"]] or written != amounts:
        node.refuse("prices, tax and total that follow from the costs", "shown")


def store_quotes(campaign: Campaign, quotes: list[dict[str, Any]]) -> None:
    """Save the quotes, each under a new link."""
    Quote.objects.bulk_create(Quote(campaign=campaign, **columns) for columns in quotes)


PARTS: list[Part] = [
    Part("revisions", write_revisions, read_revisions, store_revisions, is_required=True),
    Part("sharing", write_sharing, read_sharing, store_sharing),
    Part("letterhead", write_letterhead, read_letterhead, store_letterhead),
    Part("quotes", write_quotes, read_quotes, store_quotes),
    Part("progress", write_progress, read_progress, store_progress),
]
