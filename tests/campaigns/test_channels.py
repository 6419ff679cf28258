"""Channels as data: their list of terms, their rows, and what the engine gets of them."""

import json
import tomllib
from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.http import QueryDict

from campaigns.channel_terms import CHANNEL_TERMS, TERMS_BY_NAME, show_term
from campaigns.channel_values import pack_channel, unpack_channel
from campaigns.decision import decide
from campaigns.models import BookSnapshot, Channel, ChannelFigures, Citation, PriceBook
from campaigns.presentation.drafts import draft_of
from campaigns.query.books import list_books
from campaigns.query.channels import channels_of, list_channels
from campaigns.saved.snapshots import snapshot_channels
from campaigns.views.roots import read_saved
from planner.planning import channels as engine
from planner.planning.worth import Effort
from tests.campaigns.factories import (
    ChannelFactory,
    ChannelFiguresFactory,
    CitationFactory,
    ConsentRuleFactory,
    save_campaign,
    save_shared_campaign,
)
from tests.known import known

pytestmark = pytest.mark.django_db

FILE = Path(__file__).parents[2] / "campaigns" / "price_books" / "channels.toml"
TODAY = date(2026, 11, 22)
PRICES = ("unit_price", "set_up_price", "tool_price", "touch_price", "contact_price")
RATES = ("acceptance_rate", "reply_rate", "positive_share", "meeting_rate", "win_rate")
MINUTES = ("minutes_per_message", "minutes_per_answer", "minutes_per_meeting")


def test_the_list_has_every_figure_of_the_engines_channel_and_no_other() -> None:
    named = {"slug", "name", "unit", "citations", "effort"}
    of_engine = {field.name for field in fields(engine.Channel)} - named
    of_engine |= {field.name for field in fields(Effort)}
    assert {term.name for term in CHANNEL_TERMS} == of_engine
    assert len(TERMS_BY_NAME) == len(CHANNEL_TERMS)


def test_every_term_has_a_column_and_every_column_a_term() -> None:
    of_a_row = {"id", "channel", "effective_on", "note"}
    columns = {field.name for field in ChannelFigures._meta.concrete_fields} - of_a_row
    assert columns == {term.name for term in CHANNEL_TERMS}


def read_file() -> list[engine.Channel]:
    """The channels of the file, by a second reading of it."""
    document = tomllib.loads(FILE.read_text(), parse_float=Decimal)
    return [_read(document, channel) for channel in document["channels"]]


def _read(document: dict[str, Any], channel: dict[str, Any]) -> engine.Channel:
    [figures] = channel["figures"]
    sources = document["sources"]
    unknown = dict.fromkeys((*PRICES, *RATES, "capacity"))
    given = {
        name: Decimal(value) if name in unknown else value
        for name, value in figures.items()
        if name not in (*MINUTES, "effective_on")
    }
    return engine.Channel(
        slug=channel["slug"],
        name=channel["name"],
        unit=channel["unit"],
        effort=Effort(**{name: Decimal(figures.get(name, 0)) for name in MINUTES}),
        citations=tuple(
            engine.Citation(
                field="effort" if cited["field"] in MINUTES else cited["field"],
                value=cited["value"],
                source=sources[cited["cites"]]["source"],
                grade=sources[cited["cites"]]["grade"],
                read_on=document["checked_on"],
                sample=cited.get("sample", ""),
                number=cited.get("number"),
            )
            for cited in channel.get("citations", ())
        ),
        **unknown | given,
    )


@pytest.mark.usefixtures("price_books")
@pytest.mark.parametrize("slug", ["article", "linkedin-2026"])
def test_the_channels_of_a_shipped_book_are_those_of_the_file(slug: str) -> None:
    book = PriceBook.objects.get(slug=slug)
    assert channels_of(book, on=TODAY) == read_file()


# slug, capacity, a unit a month, answers, meetings: what the sources name
SHIPPED = """
invitations   | 100 a week                  | $0.00 | 16 % of those who accepted | ?
open-profiles | ?                           | $0.00 | ?                          | ?
groups        | 15 a month, not carried over| $0.00 | ?                          | ?
email         | 15 a sending day            | $7.20 | 3.43 % of the people       | ?
calls         | 52 a sending day            | $0.00 | 5.742 % of the people      | 4.6 %
message-ads   | no limit                    | $0.00 | ?                          | ?
"""


@pytest.mark.usefixtures("price_books")
def test_the_shipped_figures_are_those_of_their_sources() -> None:
    rows = [[cell.strip() for cell in line.split("|")] for line in SHIPPED.strip().splitlines()]
    shown = ("capacity", "unit_price", "reply_rate", "meeting_rate")
    assert [
        [channel.slug, *(show_term(channel, TERMS_BY_NAME[name]) for name in shown)]
        for channel in channels_of(PriceBook.objects.default(), on=TODAY)
    ] == rows


@pytest.mark.usefixtures("price_books")
def test_a_mailbox_is_planned_by_the_usual_rules_of_thumb() -> None:
    email = channels_of(PriceBook.objects.default(), on=TODAY)[3]
    assert (email.lead_days, email.units_per_set_up, email.set_up_price) == (14, 2, 15)
    assert (email.tool_price, email.contact_price, email.touches) == (37, Decimal("0.08"), 3)
    assert (email.reach, email.loss_rate) == (Decimal("0.4"), Decimal("0.1"))
    ads = channels_of(PriceBook.objects.default(), on=TODAY)[5]
    assert (ads.least_audience, ads.touch_price) == (300, Decimal("0.75"))


@pytest.mark.usefixtures("price_books")
def test_every_figure_taken_from_a_source_says_which_and_no_figure_says_two() -> None:
    for channel in Channel.objects.all():
        used = [citation.field for citation in channel.citations.filter(is_used=True)]
        assert len(used) == len(set(used)), channel
    assert not Citation.objects.filter(source="").exists()
    assert not Citation.objects.filter(read_on=None).exists()
    assert set(Citation.objects.values_list("grade", flat=True)) == {"A", "B", "C"}


@pytest.mark.usefixtures("price_books")
def test_a_place_decides_whether_a_channel_needs_consent() -> None:
    book = PriceBook.objects.default()

    def need(place: str) -> set[str]:
        listed = channels_of(book, on=TODAY, place=place)
        return {channel.slug for channel in listed if channel.needs_consent}

    # Germany has the rule of the EU, too.
    assert need("Germany") == {"email", "message-ads"}
    assert need("European Union") == {"message-ads"}
    assert need("United Kingdom") == need("Canada") == need("") == need("Nowhere") == set()


def test_a_rule_of_a_place_counts_more_than_the_figure_and_an_unsettled_one_less() -> None:
    channel = ChannelFiguresFactory.create(needs_consent=True).channel
    ConsentRuleFactory.create(channel=channel, place="Here", needs_consent=False)
    ConsentRuleFactory.create(channel=channel, place="There", needs_consent=None)
    needs = [
        channels_of(channel.book, on=TODAY, place=place)[0].needs_consent
        for place in ("Here", "There", "")
    ]
    assert needs == [False, True, True]


@pytest.mark.parametrize(
    ("day", "rates"),
    [
        (date(2025, 12, 31), []),
        (date(2026, 1, 1), [Decimal("0.0343")]),
        (date(2026, 12, 31), [Decimal("0.0343")]),
        (date(2027, 1, 1), [Decimal("0.02")]),
    ],
)
def test_the_figures_of_a_day_are_the_newest_of_those_before(
    day: date, rates: list[Decimal]
) -> None:
    channel = ChannelFiguresFactory.create().channel
    ChannelFiguresFactory.create(
        channel=channel, effective_on=date(2027, 1, 1), reply_rate=Decimal("0.02")
    )
    ChannelFactory.create(book=channel.book)
    assert [one.reply_rate for one in channels_of(channel.book, on=day)] == rates


def test_all_channels_of_a_book_take_as_many_queries_as_one(django_assert_num_queries: Any) -> None:
    book = ChannelFactory.create().book
    for channel in ChannelFactory.create_batch(5, book=book):
        ChannelFiguresFactory.create(channel=channel)
        CitationFactory.create(channel=channel)
    # Four for them, and four before and after for what may be cached.
    with django_assert_num_queries(12):
        assert len(channels_of(book, on=TODAY)) == 5
    with django_assert_num_queries(4):
        assert len(channels_of(book, on=TODAY)) == 5


def test_without_a_book_there_are_no_channels() -> None:
    assert channels_of(None, on=TODAY) == []


@pytest.mark.usefixtures("price_books")
def test_json_holds_a_channel_to_the_last_digit() -> None:
    for listed in list_channels(PriceBook.objects.default(), on=TODAY):
        assert unpack_channel(json.loads(json.dumps(pack_channel(*listed)))) == listed


def test_json_holds_a_ramp_and_a_citation_that_nobody_dated() -> None:
    channel = ChannelFiguresFactory.create(ramp="0, 5 10.5").channel
    CitationFactory.create(channel=channel, field="minutes_per_answer", read_on=None)
    [listed] = list_channels(channel.book, on=TODAY)
    assert listed[0].ramp == (0, 5, Decimal("10.5"))
    assert [citation.field for citation in listed[0].citations] == ["effort"]
    assert unpack_channel(json.loads(json.dumps(pack_channel(*listed)))) == listed


@pytest.mark.usefixtures("price_books")
class TestSavedCampaign:
    def test_it_keeps_the_channels_of_its_day(self) -> None:
        campaign = save_campaign("target=100")
        book = known(PriceBook.objects.default())
        before = channels_of(book, on=campaign.newest_revision.start_on, place="Germany")
        ChannelFigures.objects.update(reply_rate=Decimal("0.5"))
        book.channels.filter(slug="calls").delete()
        snapshot = campaign.newest_revision.book_snapshot
        assert channels_of(snapshot, on=date(2030, 1, 1), place="Germany") == before
        assert before != channels_of(book, on=TODAY, place="Germany")

    def test_it_keeps_them_when_it_is_saved_again(self) -> None:
        campaign = save_shared_campaign("target=100")
        saved = campaign.newest_revision.channels
        ChannelFigures.objects.update(reply_rate=Decimal("0.5"))
        query_form = read_saved(known(campaign.shared_revision), QueryDict(), books=list_books())
        draft = draft_of(decide(known(query_form.query)), name="Again", note="")
        assert draft.channels == saved

    def test_saved_at_the_prices_of_today_it_has_the_channels_of_today(self) -> None:
        book = known(PriceBook.objects.default())
        snapshot = BookSnapshot(
            book_id=book.pk, slug=book.slug, name="", as_of=TODAY, taken_on=TODAY, plans=()
        )
        packed = snapshot_channels(snapshot, on=date(2025, 6, 1))
        assert [channel["slug"] for channel in packed][-1] == "message-ads"

    def test_one_of_before_there_were_channels_has_those_of_its_book(self) -> None:
        campaign = save_campaign("target=100")
        campaign.revisions.update(channels=None)
        campaign = type(campaign).objects.get(pk=campaign.pk)
        snapshot = campaign.newest_revision.book_snapshot
        assert channels_of(snapshot, on=TODAY) == read_file()
        PriceBook.objects.all().delete()
        snapshot = type(campaign).objects.get(pk=campaign.pk).newest_revision.book_snapshot
        assert channels_of(snapshot, on=TODAY) == []


BEYOND = [
    ("capacity", Decimal(-1), "capacity"),
    ("capacity", Decimal(1_000_001), "capacity"),
    ("lead_days", 366, "lead_days"),
    ("loss_rate", Decimal("1.01"), "loss_rate"),
    ("most_units", 10_001, "most_units"),
    *((price, Decimal("-0.01"), price) for price in PRICES),
    *((price, Decimal("1000000.01"), price) for price in PRICES),
    ("units_per_set_up", 0, "units_per_set_up"),
    ("touches", 0, "touches"),
    ("touches", 101, "touches"),
    ("reach", Decimal("-0.1"), "reach"),
    ("least_audience", 1_000_001, "least_audience"),
    *((rate, Decimal("1.1"), rate) for rate in RATES),
    *((minutes, Decimal("100000.1"), minutes) for minutes in MINUTES),
    ("capacity_per", "year", "capacity_per"),
    ("reply_of", "cats", "reply_of"),
    ("sends_on", "sundays", "sends_on"),
]


@pytest.mark.writes
@pytest.mark.parametrize(("field", "value", "constraint"), BEYOND)
def test_the_database_refuses_a_figure_beyond_its_bounds(
    field: str, value: object, constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=f"channel_figures_{constraint}"):
        ChannelFiguresFactory.create(**{field: value})


@pytest.mark.parametrize(("field", "value", "constraint"), BEYOND)
def test_a_figure_beyond_its_bounds_is_refused_at_its_field_in_words(
    field: str, value: object, constraint: str
) -> None:
    figures = ChannelFiguresFactory.build(channel=ChannelFactory.create(), **{field: value})
    with pytest.raises(ValidationError) as refused:
        figures.full_clean()
    assert field in refused.value.message_dict
    assert len(refused.value.message_dict) == 1


@pytest.mark.parametrize(
    ("figures", "field", "words"),
    [
        ({"reach": Decimal("1.5")}, "reach", "Of a list, can be reached: a share from 0 to 1"),
        (
            {"unit_price": Decimal(-1)},
            "unit_price",
            "Price of a unit a month: dollars from 0 to 1,000,000.",
        ),
        ({"ramp": "5 ten"}, "ramp", "Touches in the first weeks: numbers with spaces between"),
        (
            {"ramp": "5", "capacity_per": "month"},
            "ramp",
            "Touches in the first weeks: none, unless the capacity is a day's or week's.",
        ),
        ({"lead_days": 400}, "lead_days", "Days from order to use: a whole number from 0 to 365."),
    ],
)
def test_what_is_allowed_is_said_in_the_engines_words(
    figures: dict[str, object], field: str, words: str
) -> None:
    row = ChannelFiguresFactory.build(channel=ChannelFactory.create(), **figures)
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    [message] = refused.value.message_dict[field]
    assert message.startswith(words)


def test_the_database_refuses_a_ramp_of_a_quota() -> None:
    with pytest.raises(IntegrityError, match="ramp_is_of_days_or_weeks"):
        ChannelFiguresFactory.create(ramp="5", capacity_per="month")


def test_an_unknown_figure_is_neither_free_nor_none() -> None:
    unknown = dict.fromkeys((*PRICES, *RATES, "capacity", "most_units"))
    row = ChannelFiguresFactory.create(**unknown)
    row.full_clean()
    [channel] = channels_of(row.channel.book, on=TODAY)
    assert {getattr(channel, name) for name in unknown} == {None}
    assert "unit_price" in channel.missing_for("people")


def test_the_database_refuses_two_rows_of_the_same() -> None:
    figures = ChannelFiguresFactory.create()
    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        ChannelFiguresFactory.create(channel=figures.channel)


def test_a_slug_is_taken_once_in_a_book() -> None:
    channel = ChannelFactory.create(slug="email")
    ChannelFactory.create(slug="email")
    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        ChannelFactory.create(book=channel.book, slug="email")


def test_a_place_has_one_rule_of_a_channel() -> None:
    rule = ConsentRuleFactory.create(place="Germany")
    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        ConsentRuleFactory.create(channel=rule.channel, place="Germany")


@pytest.mark.writes
@pytest.mark.parametrize("factory", [CitationFactory, ConsentRuleFactory])
def test_the_database_refuses_an_unknown_grade(factory: Any) -> None:
    with pytest.raises(IntegrityError, match="grade_is_known"):
        factory.create(grade="D")


def test_constraints_stand_for_every_number() -> None:
    names = {constraint.name for constraint in ChannelFigures._meta.constraints}
    numbers = {
        field.name
        for field in ChannelFigures._meta.concrete_fields
        if isinstance(field, models.DecimalField | models.PositiveIntegerField)
    }
    assert {f"channel_figures_{name}_in_range" for name in numbers} <= names
