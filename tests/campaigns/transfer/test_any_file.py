"""Files of campaigns that anyone may have written."""

import io
import random
import zipfile
from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from campaigns.forms.quote import QuoteForm
from campaigns.models import (
    Campaign,
    PriceBook,
    Quote,
)
from campaigns.transfer import (
    UnreadableCampaign,
    write_campaign_file,
)
from campaigns.transfer import revisions as transfer_revisions
from campaigns.transfer.node import Node
from campaigns.transfer.reading import LARGEST_FILE
from campaigns.transfer.writing import make_campaign_document
from planner.planning.quotes import PaidSeats
from tests.campaigns.campaign_page import see
from tests.campaigns.factories import (
    ChannelFiguresFactory,
    CitationFactory,
    ConsentRuleFactory,
    save_campaign,
    save_shared_campaign,
)
from tests.campaigns.formats import first_names, section
from tests.campaigns.pages import read_text
from tests.campaigns.quotes import quote
from tests.campaigns.transfer.files import (
    bring_in,
    change,
    refusals,
    store,
)
from tests.examples import examples

pytestmark = pytest.mark.usefixtures("book")


# Files that anyone may write


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        ("format", "another", "file"),
        ("version", 2, "version"),
        ("version", "1", "version"),
        ("campaign", None, "campaign"),
        ("campaign.number", 1, "campaign.number"),
        ("campaign.number", True, "campaign.number"),
        ("campaign.created_at", "2026-12-01", "campaign.created_at"),
        ("campaign.updated_at", "2999-12-01T00:00:00+00:00", "campaign.updated_at"),
        ("campaign.key", "x", "campaign.key"),
        ("nope", 1, "nope"),
        ("revisions", ..., "revisions"),
        ("revisions", [], "revisions"),
        ("revisions", {}, "revisions"),
        ("revisions.0", 1, "revisions[0]"),
        ("revisions.0.number", 2, "revisions[1].number"),
        ("revisions.0.name", "", "revisions[0].name"),
        ("revisions.0.name", "a\nb", "revisions[0].name"),
        ("revisions.0.name", 7, "revisions[0].name"),
        ("revisions.0.note", "\x00", "revisions[0].note"),
        ("revisions.0.note", "\ud800", "revisions[0].note"),
        ("revisions.0.query", "target=nope", "revisions[0].query.target"),
        ("revisions.0.query", "&" * 5_000, "revisions[0].query"),
        ("revisions.0.query", "x" * 10_001, "revisions[0].query"),
        ("revisions.0.start_on", "2026-12-32", "revisions[0].start_on"),
        ("revisions.0.start_on", 20261201, "revisions[0].start_on"),
        ("revisions.0.book", "ours", "revisions[0].book"),
        ("revisions.0.book.slug", "", "revisions[0].book.slug"),
        ("revisions.0.channels", {}, "revisions[0].channels"),
        ("revisions.0.channels", [{}], "revisions[0].channels[0]"),
        ("revisions.0.channels", ["\x00"], "revisions[0].channels[0]"),
        ("revisions.0.channels", [None], "revisions[0].channels[0]"),
        ("revisions.0.kind", "burned", "revisions[0].kind"),
        ("revisions.0.total", 5, "revisions[0].total"),
        ("revisions.0.counts_from", "soon", "revisions[0].counts_from"),
        ("revisions.0.calendar_days", [], "revisions[0].calendar_days"),
        ("revisions.0.calendar_days", {"<b>": "2026-12-01"}, "revisions[0].calendar_days"),
        ("revisions.0.calendar_days", {"send-1": "x"}, "revisions[0].calendar_days.send-1"),
        ("revisions.0.plans", None, "revisions[0].plans"),
        ("revisions.0.plans.0.slug", "not a slug", "revisions[0].plans[0].slug"),
        ("revisions.0.plans.0.slug", "team", "revisions[0].plans"),
        ("revisions.0.plans.0.monthly_credits", -1, "revisions[0].plans[0].monthly_credits"),
        ("revisions.0.plans.0.monthly_credits", 10**9, "revisions[0].plans[0].monthly_credits"),
        ("revisions.0.plans.0.monthly_price", 79.99, "file"),
        ("revisions.0.plans.0.monthly_price", "NaN", "revisions[0].plans[0].monthly_price"),
        ("revisions.0.plans.0.monthly_price", "1e9", "revisions[0].plans[0].monthly_price"),
        ("revisions.0.plans.0.monthly_price", "9999999", "revisions[0].plans[0].monthly_price"),
        ("revisions.0.plans.0.grant_day", "never", "revisions[0].plans[0].grant_day"),
        ("revisions.0.plans.0.is_legacy", 1, "revisions[0].plans[0].is_legacy"),
        ("revisions.0.plans.0.source_url", "javascript:x", "revisions[0].plans[0].source_url"),
        ("revisions.0.plans.0.checked_on", None, "revisions[0].plans[0].checked_on"),
        ("revisions.0.plans.0.pk", 1, "revisions[0].plans[0].pk"),
        ("revisions.0.kind", "nope", "revisions[0].kind"),
        ("revisions.0.total", "1.001", "revisions[0].total"),
        ("revisions.0.done_on", "soon", "revisions[0].done_on"),
        ("revisions.0.counts_from", "1.00", "revisions[0].counts_from"),
        ("progress", {}, "progress"),
        ("progress.0.last_on", "2026-11-01", "progress[0].last_on"),
        ("progress.0.sent", -1, "progress[0].sent"),
        ("progress.0.declined", 3, "progress[0].declined"),
        ("progress.0.paid", "1.00001", "progress[0].paid"),
        ("progress.0.paid", "99999999999", "progress[0].paid"),
        ("progress.0.note", "x" * 501, "progress[0].note"),
        ("progress.0.creation_key", "x", "progress[0].creation_key"),
        ("sharing", 1, "sharing"),
        ("sharing.revision", 9, "sharing.revision"),
        ("sharing.expires_on", "soon", "sharing.expires_on"),
        ("sharing.share_token", "x" * 43, "sharing.share_token"),
        ("letterhead.logo", "x", "letterhead.logo"),
        ("letterhead.logo", "", "letterhead.logo"),
        ("letterhead.logo", "PHN2Zz4=", "letterhead.logo"),
        ("letterhead.agency", "x" * 101, "letterhead.agency"),
        ("quotes", {}, "quotes"),
        ("quotes.1.number", 3, "quotes[1].number"),
        ("quotes.0.logo", 1, "quotes[0].logo"),
        ("quotes.1.logo", 2, "quotes[1].logo"),
        ("quotes.1.logo", True, "quotes[1].logo"),
        ("quotes.2.logo", 3, "quotes[2].logo"),
        ("quotes.0.token", "x" * 43, "quotes[0].token"),
        ("quotes.0.shown", [], "quotes[0].shown"),
        ("quotes.0.shown.total", "1.00", "quotes[0].shown"),
        ("quotes.0.shown.lines.0.price", "1.00", "quotes[0].shown"),
        ("quotes.0.shown.currency", "EUR", "quotes[0].shown.currency"),
        ("quotes.0.shown.number", "OA-7", "quotes[0].shown.number"),
        ("quotes.0.shown.valid_until", "2027-01-01", "quotes[0].shown.valid_until"),
        ("quotes.0.shown.client", "", "quotes[0].shown.client"),
        ("quotes.0.shown.dates", [{"name": "x"}], "quotes[0].shown.dates[0].on"),
        ("quotes.0.shown.scope", [1], "quotes[0].shown.scope[0]"),
        ("quotes.0.shown.tax_percent", "101", "quotes[0].tax_percent"),
        ("quotes.0.basis.costs", [], "quotes[0].basis.costs"),
        ("quotes.0.basis.already_paid", "much", "quotes[0].basis.already_paid"),
        ("quotes.0.basis.fee", "1", "quotes[0].fee"),
        ("quotes.0.basis.markup_percent", "-1", "quotes[0].basis.markup_percent"),
    ],
)
def test_a_fault_is_named_by_its_place(document: Any, path: str, value: Any, place: str) -> None:
    found = refusals(change(document, path, value))
    assert place in [where for where, _ in found]
    assert all(allowed for _, allowed in found)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("name", ["Calls"]),
        ("unit", None),
        ("terms.acceptance_rate", 1),
        ("terms.touches", "3"),
        ("citations.0.source", ["A study"]),
        ("citations.0.value", 3),
        ("consent.Germany", "yes"),
    ],
)
def test_a_channel_has_the_types_that_are_packed(path: str, value: Any) -> None:
    channel = ChannelFiguresFactory.create(channel__book=PriceBook.objects.get()).channel
    CitationFactory.create(channel=channel)
    ConsentRuleFactory.create(channel=channel, place="Germany")
    campaign = save_campaign()
    document = make_campaign_document(campaign)
    assert store(document).revisions.exists()
    changed = change(document, f"revisions.0.channels.0.{path}", value)
    assert refusals(changed) == [("revisions[0].channels[0]", "a channel as the planner packs it")]


def test_the_faults_of_a_file_have_an_end(document: Any) -> None:
    document["revisions"][0]["plans"] = [{}] * 200
    missing = refusals(document)
    assert ("revisions[0].plans[0].slug", "a value") in missing
    assert len({place for place, _ in missing}) == len(missing)
    # What comes after the last fault that is listed is no less wrong.
    del document["quotes"][0]["valid_until"], document["quotes"][0]["shown"]["total"]
    assert len(refusals(document)) == 20


def test_more_revisions_than_there_is_time_for_are_refused(
    document: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfer_revisions, "has_time_left", lambda: False)
    [(place, allowed)] = refusals(document)
    assert place == "revisions"
    assert "no time" in allowed


def zip_of(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, content in files:
            file.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        zip_of(("other.json", b"{}")),
        zip_of(("campaign.json", b"{}"), ("more", b"")),
        zip_of(("../campaign.json", b"{}")),
        zip_of(("campaign.json", b"{}"), method=zipfile.ZIP_LZMA),
        zip_of(("campaign.json", b"{}"), method=zipfile.ZIP_BZIP2),
        zip_of(),
        zip_of(("campaign.json", b"{}"))[:-5],
        b"[" * 100_000,
        b'{"format": ' * 90_000,
        b'{"format": "outreach-campaign", "version": ' + b"9" * 5_000 + b"}",
        b'{"format": "outreach-campaign", "version": NaN}',
        b'{"format": "outreach-campaign", "version": 1e999}',
    ],
)
def test_odd_files_are_refused_whole(content: bytes) -> None:
    [(place, _)] = refusals(content)
    assert place == "file"


def test_a_file_that_unpacks_without_end_is_refused() -> None:
    content = zip_of(("campaign.json", b" " * 10_000_001))
    assert len(content) < 20_000
    assert refusals(content) == [("file", "a document of at most 10 MB")]


def test_a_file_that_is_too_large_is_refused(client: Client) -> None:
    [(place, allowed)] = refusals(b" " * (LARGEST_FILE + 1))
    assert (place, allowed) == ("file", "a file of at most 1,900 kB, such as the ZIP of a campaign")
    page = bring_in(client, b" " * (LARGEST_FILE + 1))
    assert page.status_code == 422
    assert allowed in read_text(page)
    # A larger one is not even read.
    page = bring_in(client, b" " * 2_000_001)
    assert page.status_code == 413
    assert "The file of a campaign may have at most 1,900 kB" in read_text(page)


odd = ["2026-12-01", "1.00", "\ud800", "\x00", 10**30, "2026-12-01T00:00:00+00:00"]
plain = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(odd)
values = st.recursive(
    plain,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=4,
)


def places_of(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to all values of a document."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, one in inner:
        found.append((*way, key))
        if isinstance(one, dict | list):
            found += places_of(one, (*way, key))
    return found


@examples(10, many=1_000)
@given(st.integers(0, 2**32), values, st.sampled_from(["put", "take out", "double"]))
def test_any_change_of_a_file_is_brought_in_or_refused(
    client: Client, seed: int, value: Any, what: str
) -> None:
    document = deepcopy(example_document(client))
    *way, last = random.Random(seed).choice(places_of(document))
    inner = document
    for step in way:
        inner = inner[step]
    if what == "put":
        inner[last] = value
    elif what == "take out":
        del inner[last]
    elif isinstance(inner, list):
        inner.append(inner[last])
    try:
        brought = store(document)
    except UnreadableCampaign as unreadable:
        assert unreadable.faults  # noqa: PT017  (either way is right)
        return
    assert see(client, brought).status_code == 200
    again = make_campaign_document(brought)
    assert make_campaign_document(store(again)) == again
    for one in Quote.objects.filter(campaign=brought, withdrawn_at=None):
        assert client.get(f"/q/{one.token}/").status_code == 200
    if brought.is_shared:
        assert client.get(f"/c/{brought.share_token}/").status_code == 200


def example_document(client: Client) -> Any:
    """The document of a campaign with all parts; made once for all examples."""
    first = Campaign.objects.order_by("pk").first()
    if first is None:
        first = save_shared_campaign("target=100", note="A note")
        quote(client, first)
    return make_campaign_document(first)


@examples(20, many=1_000)
@given(st.integers(0, 3_000), st.binary(max_size=6), st.integers(0, 6))
def test_a_damaged_file_is_brought_in_or_refused(
    client: Client, place: int, stray: bytes, cut: int
) -> None:
    example_document(client)
    content = write_campaign_file(Campaign.objects.earliest("pk"))
    place = min(place, len(content))
    response = bring_in(client, content[:place] + stray + content[place + cut :])
    assert response.status_code in (200, 409, 422, 429)


def test_the_values_of_a_node_are_harmless() -> None:
    node = Node({"a": 1})
    assert node.child("b").text(longest=3) == ""
    assert node.child("a").flag() is False
    assert [fault.field for fault in node.faults] == ["b", "a"]


def test_every_name_of_the_file_is_described(document: Any) -> None:
    described = section("The file of a campaign")
    whole, of_revisions, of_quotes, of_progress = described.split("\n### ")
    assert {*first_names(of_progress)} == {*document["progress"][0]}
    assert {*first_names(whole)} == {*document}
    assert {*first_names(of_revisions)} == {*document["revisions"][0]}
    assert {*first_names(of_quotes)} == {*document["quotes"][0]}
    for part in ("shown", "basis"):
        [line] = [line for line in of_quotes.splitlines() if line.startswith(f"| `{part}`")]
        assert all(f"`{name}`" in line for name in document["quotes"][0][part])
    for part in ("campaign", "sharing", "letterhead"):
        [line] = [line for line in whole.splitlines() if line.startswith(f"| `{part}`")]
        assert all(f"`{name}`" in line for name in document[part])


def test_a_quote_of_before_paid_seats_were_counted_is_taken_as_it_was(document: Any) -> None:
    for quoted in document["quotes"]:
        assert quoted["basis"].pop("already_paid") == "0"
    campaign = store(document)
    assert [one.basis for one in campaign.quotes.all()] == [
        quoted["basis"] for quoted in document["quotes"]
    ]


def test_every_field_of_the_form_of_a_quote_is_described() -> None:
    today = date(2026, 12, 1)
    paid = PaidSeats(plan=Decimal(1))
    form = QuoteForm(today=today, before=(today, "$159.98"), paid=paid)
    fields = {*form.fields} | {"previewed", "action"}
    assert {*first_names(section("Quotes"))} == fields
