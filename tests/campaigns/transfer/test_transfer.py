"""A campaign as one file: written, brought in, written again."""

import io
import json
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, models
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from campaigns.models import (
    Campaign,
    PriceBook,
    Quote,
)
from campaigns.transfer import (
    write_campaign_file,
)
from campaigns.transfer.node import Node
from campaigns.transfer.parts import PARTS, Part
from campaigns.transfer.writing import make_campaign_document
from campaigns.views import new_campaign
from campaigns.views import transfer as transfer_view
from tests.campaigns.campaign_page import fresh, link, see, totals
from tests.campaigns.factories import (
    change_price,
    save_campaign,
    save_shared_campaign,
)
from tests.campaigns.pages import read_text
from tests.campaigns.transfer.files import (
    IMPORT,
    NOT_WRITTEN,
    PRIVATE,
    WRITTEN_AS,
    bring_in,
    change,
    refusals,
    store,
)
from tests.examples import examples

pytestmark = pytest.mark.usefixtures("book")


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


@examples(6, many=200)
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


def test_a_full_list_takes_in_no_further_campaign(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(new_campaign, "MOST_CAMPAIGNS", 2)
    content = write_campaign_file(save_campaign())
    for number in range(2):
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
