"""A campaign as one file: written, brought in, written again; and files that anyone may write."""

import io
import json
import random
import zipfile
from copy import deepcopy
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, models
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from campaigns.forms.quote import QuoteForm
from campaigns.models import (
    Campaign,
    Letterhead,
    PriceBook,
    ProgressEntry,
    Quote,
    Revision,
    SubscriptionChoice,
)
from campaigns.models.progress_entry import Noted
from campaigns.saved.browser_cookie import MOST_CAMPAIGNS
from campaigns.saved.progress import add_entry
from campaigns.transfer import (
    UnreadableCampaign,
    read_campaign_file,
    store_campaign,
    write_campaign_file,
)
from campaigns.transfer import revisions as transfer_revisions
from campaigns.transfer.node import Node
from campaigns.transfer.parts import PARTS, Part
from campaigns.transfer.reading import LARGEST_FILE
from campaigns.transfer.writing import make_campaign_document
from campaigns.views import new_campaign
from campaigns.views import transfer as transfer_view
from planner.planning.progress.record import Entry
from tests.campaigns.campaign_page import fresh, link, press, see, send, totals
from tests.campaigns.factories import (
    ChannelFiguresFactory,
    CitationFactory,
    ConsentRuleFactory,
    change_price,
    save_campaign,
    save_shared_campaign,
)
from tests.campaigns.pages import Response, read_text
from tests.campaigns.test_formats import first_names, section
from tests.campaigns.test_quote_logo import draw
from tests.campaigns.test_quotes import quote
from tests.examples import examples

pytestmark = pytest.mark.usefixtures("book")
IMPORT = "/campaigns/import/"
PRIVATE = {
    "Cache-Control": "no-store, private",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
DOCUMENTS: list[Any] = []
# Columns that no file has: ids, links and keys; what calendars know by a key; visits.
NOT_WRITTEN: dict[type[models.Model], set[str]] = {
    Campaign: {
        "id", "key", "edit_token", "share_token", "creation_key", "past_days", "past_shared_days",
        "last_seen_on", "deleted_at",
    },
    Revision: {"id", "campaign", "book", "creation_key"},
    ProgressEntry: {"id", "campaign", "creation_key"},
    SubscriptionChoice: {"id", "revision", "plan"},
    Quote: {"id", "campaign", "token", "client"},
    Letterhead: {"campaign"},
}  # fmt: skip
# By what name a file has a column that it names otherwise.
WRITTEN_AS = {
    "asked": "query", "frozen_on": "taken_on", "book_slug": "book", "book_name": "book",
    "book_as_of": "book", "shared_number": "sharing", "shared_at": "sharing",
    "share_expires_on": "sharing",
}  # fmt: skip


def bring_in(client: Client, content: bytes, name: str = "campaign.zip") -> Response:
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, content)}, follow=True)


def store(document: Any) -> Campaign:
    return store_campaign(read_campaign_file(json.dumps(document).encode()))


def refusals(document: Any) -> list[tuple[str, str]]:
    """The places and the texts of what is wrong with a document."""
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    with pytest.raises(UnreadableCampaign) as refused:
        read_campaign_file(content)
    return [(fault.field, fault.allowed) for fault in refused.value.faults]


@pytest.fixture
def campaign(client: Client) -> Campaign:
    """Shared, changed since, and quoted twice: it holds all that a campaign can."""
    campaign = save_shared_campaign("target=100", name="Autumn", note="A note\nof two lines")
    quote(client, campaign, logo=SimpleUploadedFile("logo.png", draw()))
    press(client, campaign, "save", "price_book=ours&target=150", name="Autumn, larger")
    quote(client, campaign, markup_percent="", fee="50", tax_percent="7.7")
    quote(client, campaign, remove_logo="on")
    for day_of_month, audience in ((1, ""), (2, "Founders")):
        on = date(2026, 12, day_of_month)
        entry = Entry(
            first_on=on, last_on=on, sent=9, answered=2, declined=1, paid=Decimal("79.99"),
            credits_now=4 if audience else None, audience=audience,
        )  # fmt: skip
        add_entry(Noted(entry, "A note"), campaign=fresh(campaign))
    send(client, campaign, {"action": "withdraw-quote", "quote": "1"})
    return fresh(campaign)


@pytest.fixture
def document(request: pytest.FixtureRequest) -> Any:
    """The document of that campaign, made once for all tests that only read it."""
    if not DOCUMENTS:
        campaign: Campaign = request.getfixturevalue("campaign")
        DOCUMENTS.append(make_campaign_document(campaign))
    return deepcopy(DOCUMENTS[0])


# Written and brought in


def test_what_is_brought_in_is_written_as_before(campaign: Campaign) -> None:
    before = make_campaign_document(campaign)
    brought = store(before)
    assert make_campaign_document(brought) == before
    assert write_campaign_file(brought) == write_campaign_file(campaign)
    for name in ("edit_token", "share_token", "key"):
        assert getattr(brought, name) != getattr(campaign, name)
    tokens = [*Quote.objects.values_list("token", flat=True)]
    assert len({*tokens}) == len(tokens) == 6


def test_a_logo_stands_once_in_a_file(document: Any) -> None:
    first, second, third = [one["logo"] for one in document["quotes"]]
    assert first.startswith("iVBOR")
    assert (second, third) == (1, None)
    assert refusals(change(document, "quotes.2.logo", 3)) == [
        ("quotes[2].logo", "a whole number from 1 to 2")
    ]
    assert [fault[0] for fault in refusals(change(document, "quotes.0.logo", None))] == [
        "quotes[1].logo"
    ]


names = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp", "Cf")), max_size=20)
notes = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=40)


@examples(12, many=200)
@given(
    names.map(lambda text: f"A{text}B"),
    notes.map(str.strip),
    st.integers(1, 300),
    st.sampled_from(["goal=contacted", "goal=replied&reply_rate=0.1", "seats=2&plans=solo"]),
    st.none() | st.dates(date(2026, 12, 1), date(2030, 1, 1)),
    st.booleans(),
)
def test_any_campaign_is_written_the_same_after_it_was_brought_in(
    name: str, note: str, target: int, asked: str, expires_on: date | None, is_shared: bool
) -> None:
    query = f"target={target}&{asked}"
    if is_shared:
        saved = save_shared_campaign(query, name=name, note=note, expires_on=expires_on)
    else:
        saved = save_campaign(query, name=name, note=note)
    before = make_campaign_document(saved)
    assert make_campaign_document(store(before)) == before


def test_it_shows_the_same_numbers_also_where_prices_are_others(client: Client) -> None:
    campaign = save_shared_campaign("target=100")
    page, shared = see(client, campaign), client.get(f"/c/{campaign.share_token}/")
    document = make_campaign_document(campaign)
    PriceBook.objects.all().delete()
    brought = store(document)
    assert totals(see(client, brought)) == totals(page)
    assert totals(client.get(f"/c/{brought.share_token}/")) == totals(shared)
    assert brought.newest_revision.book is None


def test_books_and_plans_of_the_same_slugs_are_those_here(campaign: Campaign) -> None:
    brought = fresh(store(make_campaign_document(campaign)))
    assert brought.newest_revision.book == PriceBook.objects.get(slug="ours")
    assert {plan.plan.slug for plan in brought.newest_revision.choices.all() if plan.plan} == {
        "solo", "team", "old",
    }  # fmt: skip
    change_price("team", "1")
    assert "Today the cheapest would be" in read_text(see(Client(), brought))


def test_a_quote_that_was_brought_in_has_its_words_at_a_new_link(
    client: Client, campaign: Campaign
) -> None:
    brought = store(make_campaign_document(campaign))
    old, new = Quote.objects.filter(number=2)
    assert new.campaign == brought
    texts = [read_text(client.get(f"/q/{one.token}/")) for one in (old, new)]
    assert texts[0] == texts[1]
    first = Quote.objects.get(campaign=brought, number=1)
    assert first.is_withdrawn
    assert bytes(first.logo or b"") == bytes(Quote.objects.earliest("pk").logo or b"")


def test_it_has_no_link_and_no_key(campaign: Campaign) -> None:
    document = json.dumps(make_campaign_document(campaign))
    secrets = [campaign.edit_token, campaign.share_token, campaign.key.hex, str(campaign.key)]
    secrets += Quote.objects.values_list("token", flat=True)
    for secret in secrets:
        assert str(secret) not in document


@pytest.mark.parametrize("model", NOT_WRITTEN)
def test_every_column_is_written_or_left_out_on_purpose(
    campaign: Campaign, model: type[models.Model]
) -> None:
    document = make_campaign_document(campaign)
    [revision, *_] = document["revisions"]
    names = {
        *document, *document["campaign"], *revision, *revision["plans"][0], *document["letterhead"],
        *document["quotes"][0], *document["progress"][0],
    }  # fmt: skip
    columns = {field.name for field in model._meta.concrete_fields} - NOT_WRITTEN[model]
    assert {WRITTEN_AS.get(name, name) for name in columns} <= names


def test_another_part_is_written_read_and_stored(campaign: Campaign) -> None:
    stored: list[Any] = []

    def read(node: Node, latest: datetime) -> list[int]:
        return [one.child("sent").whole(low=0, high=9) for one in node.items(most=9)]

    further = Part(
        "further",
        write=lambda campaign: [{"sent": 3}],
        read=read,
        store=lambda campaign, value: stored.append(value),
    )
    without = make_campaign_document(campaign)
    PARTS.append(further)
    try:
        store(make_campaign_document(campaign))
        assert stored == [[3]]
        # A file from before there was such a part is one without any.
        store(without)
        assert stored == [[3]]
        assert refusals(without | {"further": [{"sent": 10}]}) == [
            ("further[0].sent", "a whole number from 0 to 9")
        ]
    finally:
        PARTS.remove(further)


# The pages


def test_a_person_downloads_a_campaign_and_brings_it_in(client: Client, campaign: Campaign) -> None:
    assert f'href="{link(campaign)}campaign.zip"' in see(client, campaign).content.decode()
    response = client.get(f"{link(campaign)}campaign.zip")
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="autumn-larger-campaign.zip"'
    )
    with zipfile.ZipFile(io.BytesIO(response.content)) as file:
        assert file.namelist() == ["campaign.json"]
        document = file.read("campaign.json")
    for content, name in ((response.content, "a.zip"), (document, "a.json")):
        other = Client()
        assert 'href="/campaigns/import/"' in other.get("/campaigns/").content.decode()
        page = bring_in(other, content, name)
        assert "The campaign is here, under new links" in read_text(page)
        assert "Autumn, larger" in read_text(other.get("/campaigns/"))
    assert Campaign.objects.count() == 3
    assert make_campaign_document(Campaign.objects.latest("pk")) == make_campaign_document(campaign)


def test_the_same_form_sent_twice_makes_one(campaign: Campaign) -> None:
    content = write_campaign_file(campaign)
    browser = Client(enforce_csrf_checks=True)
    token = str(browser.get(IMPORT).context["csrf_token"])
    for _ in range(2):
        file = SimpleUploadedFile("a.zip", content)
        response = browser.post(IMPORT, {"file": file, "csrfmiddlewaretoken": token}, follow=True)
        assert response.status_code == 200
    assert Campaign.objects.count() == 2


def test_nothing_is_brought_in_without_the_forms_token(campaign: Campaign) -> None:
    browser = Client(enforce_csrf_checks=True)
    assert bring_in(browser, write_campaign_file(campaign)).status_code == 403
    assert Campaign.objects.count() == 1


def test_what_is_wrong_is_named_and_nothing_is_saved(client: Client, campaign: Campaign) -> None:
    document = make_campaign_document(campaign)
    document["revisions"][0]["name"] = "<script>alert(1)</script>" * 9
    page = bring_in(client, json.dumps(document).encode())
    assert page.status_code == 422
    text = read_text(page)
    assert "Nothing was brought in: this is wrong with the file." in text
    assert "revisions[0].name" in text
    assert "a text of at most 100 characters" in text
    assert "<script>alert" not in page.content.decode()
    assert Campaign.objects.count() == 1


@pytest.mark.parametrize(
    "content", [b"", b"x", b"[]", b"{}", b"null", b"1", b"\xff", b"PK\x03\x04"]
)
def test_other_files_are_refused(client: Client, content: bytes) -> None:
    page = bring_in(client, content)
    assert page.status_code == 422
    assert "file" in read_text(page)


def test_no_file_is_a_fault_of_its_field(client: Client) -> None:
    for said in ({}, {"file": "text"}):
        assert "Please enter a file." in read_text(client.post(IMPORT, said))


def test_it_is_private(client: Client, campaign: Campaign) -> None:
    for response in (
        client.get(IMPORT),
        client.post(IMPORT),
        client.put(IMPORT),
        client.get(f"{link(campaign)}campaign.zip"),
        client.post(f"{link(campaign)}campaign.zip"),
        client.get("/campaigns/unknown/campaign.zip"),
    ):
        assert {name: response.headers.get(name) for name in PRIVATE} == PRIVATE
    assert client.get(f"/c/{campaign.share_token}/campaign.zip").status_code == 404


def test_too_many_files_are_refused(
    client: Client, campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = write_campaign_file(campaign)
    monkeypatch.setattr(transfer_view, "take_token", lambda limit, request: 7)
    page = client.get(f"{link(campaign)}campaign.zip", follow=True)
    assert "try again in 7 seconds" in read_text(page)
    monkeypatch.setattr(new_campaign, "take_token", lambda limit, request: 7)
    page = bring_in(client, content)
    assert page.status_code == 429
    assert "Too many campaigns were saved from here" in read_text(page)


def test_a_full_list_takes_in_no_further_campaign(client: Client) -> None:
    content = write_campaign_file(save_campaign())
    for number in range(MOST_CAMPAIGNS):
        token = save_campaign(name=str(number)).edit_token
        client.post(f"/campaigns/{token}/", {"action": "share"})
    page = bring_in(client, content)
    assert page.status_code == 409
    assert "delete one of them first" in read_text(page)


def test_a_database_that_takes_in_nothing_is_told(
    client: Client, campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **options: object) -> None:
        raise DatabaseError("read-only")

    monkeypatch.setattr(transfer_view, "store_campaign", fail)
    monkeypatch.setattr(new_campaign, "is_database_failure", lambda error: True)
    assert bring_in(client, write_campaign_file(campaign)).status_code == 503


def test_a_store_that_fails_leaves_nothing(campaign: Campaign) -> None:
    def fail(campaign: Campaign, value: Any) -> None:
        raise DatabaseError("full")

    number = Campaign.objects.count()
    document = make_campaign_document(campaign) | {"failing": 1}
    PARTS.append(Part("failing", write=id, read=lambda node, latest: 1, store=fail))
    try:
        with pytest.raises(DatabaseError, match="full"):
            store(document)
    finally:
        PARTS.pop()
    assert Campaign.objects.count() == number


# Files that anyone may write


def change(document: Any, path: str, value: Any) -> Any:
    """A copy of the document with another value at a path; `...` takes it out."""
    changed = deepcopy(document)
    *way, last = [int(step) if step.isdecimal() else step for step in path.split(".")]
    inner = changed
    for step in way:
        inner = inner[step]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    return changed


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
    content = zip_of(("campaign.json", b" " * 8_000_001))
    assert len(content) < 20_000
    assert refusals(content) == [("file", "a document of at most 8 MB")]


def test_a_file_that_is_too_large_is_refused(client: Client) -> None:
    assert refusals(b" " * (LARGEST_FILE + 1)) == [("file", "a file of at most 900 kB")]
    assert bring_in(client, b" " * 1_000_001).status_code == 413


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


@examples(20, many=1_000)
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


@examples(40, many=1_000)
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


def test_every_field_of_the_form_of_a_quote_is_described() -> None:
    fields = {*QuoteForm(today=date(2026, 12, 1)).fields} | {"previewed", "action"}
    assert {*first_names(section("Quotes"))} == fields
