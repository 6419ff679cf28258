"""What is made of rows of price books is cached under these rows, and never beyond."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from campaigns.models import Channel, ChannelFigures, Citation, Plan, PriceBook
from campaigns.query import cached_rows as module
from campaigns.query.cached_rows import cached_rows, digest_rows, just_read
from campaigns.query.channels import CHANNEL_MODELS, list_channels
from tests.campaigns.pages import read_text

MODELS = (PriceBook, Plan)
ON = date(2026, 12, 1)


def made(key: str, value: str) -> str:
    return cached_rows(MODELS, key, lambda: value)


def test_the_same_rows_are_read_once(book: PriceBook) -> None:
    assert made("ours", "first") == "first"
    assert made("ours", "second") == "first"
    assert made("theirs", "third") == "third"
    PriceBook.objects.filter(pk=book.pk).update(note="changed")
    assert made("ours", "fourth") == "fourth"


@pytest.mark.usefixtures("book")
def test_the_same_key_of_other_models_is_another() -> None:
    assert made("ours", "first") == "first"
    assert cached_rows((PriceBook,), "ours", lambda: "second") == "second"


def test_nothing_is_cached_where_a_row_changes_meanwhile(book: PriceBook) -> None:
    def change() -> str:
        PriceBook.objects.filter(pk=book.pk).update(note="changed")
        return "first"

    assert cached_rows(MODELS, "ours", change) == "first"
    assert made("ours", "second") == "second"
    PriceBook.objects.filter(pk=book.pk).update(note=book.note)
    assert made("ours", "third") == "third"


@pytest.mark.usefixtures("book")
def test_the_least_used_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_CACHED", 2)
    made("first", "1")
    made("second", "2")
    assert made("first", "of now") == "1"
    made("third", "3")
    assert [made(key, "of now") for key in ("first", "third")] == ["1", "3"]
    assert made("second", "of now") == "of now"


def test_a_plan_that_was_renamed_in_the_database_has_its_new_name(
    client: Client, book: PriceBook
) -> None:
    for target in (100, 101):
        assert "Solo" in read_text(client.get(f"/?target={target}&plans=solo"))
    Plan.objects.filter(slug="solo").update(name="Alone")
    text = read_text(client.get("/?target=102&plans=solo"))
    assert "Alone" in text
    assert "Solo" not in text


@pytest.mark.usefixtures("price_books")
def test_channels_follow_each_of_their_tables() -> None:
    book = PriceBook.objects.get(slug="linkedin-2026")
    before = list_channels(book, on=ON)
    assert list_channels(book, on=ON) == before
    slug = before[0].channel.slug
    ours = {"channel__book": book, "channel__slug": slug}
    Channel.objects.filter(book=book, slug=slug).update(name="Renamed")
    Citation.objects.filter(**ours).update(source="Read again")
    ChannelFigures.objects.filter(**ours).update(lead_days=99)
    after = list_channels(book, on=ON)[0].channel
    assert after.name == "Renamed"
    assert {one.source for one in after.citations} == {"Read again"}
    assert after != before[0].channel


def test_models_of_channels_are_all_that_belong_to_one() -> None:
    related = {one.related_model for one in Channel._meta.related_objects}
    assert related | {Channel} == set(CHANNEL_MODELS)


def test_what_was_just_read_is_not_read_again(
    book: PriceBook, django_assert_num_queries: Any
) -> None:
    assert made("ours", "first") == "first"
    rows = digest_rows((*MODELS, Channel))
    with just_read(rows), django_assert_num_queries(0):
        assert made("ours", "second") == "first"
    with just_read(digest_rows((Plan,))), django_assert_num_queries(len(MODELS)):
        # Of another model nothing is known.
        assert made("ours", "third") == "first"


def test_what_has_changed_since_it_was_read_is_never_cached_by_it(book: PriceBook) -> None:
    rows = digest_rows(MODELS)
    PriceBook.objects.filter(pk=book.pk).update(note="changed")
    with just_read(rows):
        assert made("ours", "first") == "first"
    assert made("ours", "second") == "second"
    PriceBook.objects.filter(pk=book.pk).update(note=book.note)
    assert made("ours", "third") == "third"
