"""Contradictory figures, each taken by one press; places and rules of consent from the book."""

import re
from decimal import Decimal
from html import unescape
from importlib import import_module
from urllib.parse import parse_qs, urlencode

import pytest
from django import forms
from django.apps import apps
from django.db import IntegrityError
from django.test import Client

from campaigns.channel_values import pack_channel, unpack_channel
from campaigns.forms import AudienceForm, ChannelFiguresForm, ScenarioForm
from campaigns.forms.fields import ShareField
from campaigns.models import Channel, Citation, ConsentRule, PriceBook
from campaigns.query.channels import channels_of, list_channels, list_rules, offer_places
from campaigns.studies.channel_plans import make_request
from tests.campaigns.factories import CitationFactory, ConsentRuleFactory, save_campaign
from tests.campaigns.pages import read_text
from tests.campaigns.queries import TODAY, fill_in, make_query
from tests.known import known

pytestmark = pytest.mark.usefixtures("price_books")
first_numbers = import_module("campaigns.migrations.0013_channel_numbers_and_places")
further_numbers = import_module("campaigns.migrations.0015_further_own_figures")
ASKED = {
    "target": "60",
    "reply_rate": "10 %",
    "deadline_months": "6",
    "price_book": "linkedin-2026",
    "start_on": "2026-12-01",
    "rules": "2",
}


def links_to_choices(client: Client, query: dict[str, str]) -> dict[str, dict[str, list[str]]]:
    """By its words, what the link of each choice of a study asks for."""
    page = client.get(f"/channels/?{urlencode(query)}").content.decode()
    links = re.findall(r'href="([^"]+)#channel-choices"\s*>([^<]+)<', page)
    return {" ".join(text.split()): parse_qs(unescape(link)) for link, text in links}


@pytest.mark.parametrize("form", [ScenarioForm, AudienceForm, ChannelFiguresForm])
def test_every_rate_field_says_of_what(form: type[forms.Form]) -> None:
    shares = [field for field in form.base_fields.values() if isinstance(field, ShareField)]
    assert shares
    for field in shares:
        assert field.of or f"{field.label}".startswith("Of "), field.label


def test_the_page_has_what_a_rate_is_of_beside_its_label(client: Client) -> None:
    text = read_text(client.get("/"))
    assert "Reply rate of people" in text
    assert "Decline rate of people written to" in text
    assert "Of the positive replies, a meeting" in text


def test_a_press_fills_the_own_figure_and_plans_with_it(client: Client) -> None:
    links = links_to_choices(client, ASKED)
    asked = links["Plan with 1.76 % of the people"]
    assert asked["channel_figures-0-channel"] == ["email"]
    assert asked["channel_figures-0-reply_rate"] == ["1.76 %"]
    own = {name: texts[0] for name, texts in asked.items() if name.startswith("channel_figures")}
    request = known(make_request(make_query(ASKED | own)))
    email = next(one for one in request.channels if one.slug == "email")
    assert email.reply_share == Decimal("0.0176")
    page = client.get(f"/?{urlencode(ASKED | own)}").content.decode()
    assert 'value="1.76 %"' in page
    text = read_text(client.get(f"/channels/?{urlencode(ASKED | own)}"))
    assert "Cold e-mail, share that answers: 1.76 % of the people" in text
    assert "falling to 0.28 % of step 6 planned with Belkins, 2025" in text


def test_a_press_joins_the_entry_of_its_channel_or_takes_a_free_one(client: Client) -> None:
    own = {"channel_figures-1-channel": "email", "channel_figures-1-reach": "60 %"}
    links = links_to_choices(client, ASKED | own)
    email, calls = links["Plan with $8.40"], links["Plan with 400 a sending day"]
    assert email["channel_figures-1-unit_price"] == ["8.4"]
    assert email["channel_figures-1-reach"] == ["60 %"]
    assert calls["channel_figures-0-channel"] == ["calls"]
    assert calls["channel_figures-0-capacity"] == ["400"]


def test_who_accepts_is_a_choice_while_replies_are_a_share_of_those(client: Client) -> None:
    links = links_to_choices(client, ASKED)
    asked = links["Plan with 31.4 %"]
    assert asked["channel_figures-0-acceptance_rate"] == ["31.4 %"]
    own = {name: texts[0] for name, texts in asked.items() if name.startswith("channel_figures")}
    request = known(make_request(make_query(ASKED | own)))
    invitations = next(one for one in request.channels if one.slug == "invitations")
    assert invitations.reply_share == Decimal("0.314") * Decimal("0.16")
    own["channel_figures-0-reply_rate"] = "6.5 %"
    assert "Plan with 31.4 %" not in links_to_choices(client, ASKED | own)


def test_the_reply_rate_of_inmail_is_a_choice_as_well(client: Client) -> None:
    between = {name: text for name, text in ASKED.items() if name != "reply_rate"} | {
        "reply_rate_low": "5 %",
        "reply_rate_high": "20 %",
    }
    for query in (ASKED, between):
        links = links_to_choices(client, query)
        asked = {name: texts[0] for name, texts in links["Plan with 18 % of the people"].items()}
        taken = make_query(asked)
        assert taken.scenario.reply_rate == Decimal("0.18")
        assert {"reply_rate_low", "reply_rate_high"}.isdisjoint(asked)
    text = read_text(client.get(f"/channels/?{urlencode(ASKED)}"))
    assert "InMail, share that answers: 10 % of the people" in text
    assert (
        "10 to 25 % of the people written to planned with LinkedIn’s guide, as several third "
        "parties repeat it · no sample is named · grade C · read 1 Nov 2026"
    ) in text
    assert "35 to 40 % at best of the people written to Plan with 35 % of the people" in text


def test_a_usual_rate_takes_the_place_of_a_range(client: Client) -> None:
    between = {"target": "60", "reply_rate_low": "5 %", "reply_rate_high": "20 %", "rules": "2"}
    page = client.get(f"/?{urlencode(between)}").content.decode()
    [address] = re.findall(r'href="([^"]+)"\s+id="rate-1-2"', page)
    answer = read_text(client.get(unescape(address)))
    assert "for 60 people" in answer
    assert "Please" not in answer.split("Compare")[0]


def test_each_choice_shows_source_sample_grade_and_day(client: Client) -> None:
    text = read_text(client.get(f"/channels/?{urlencode(ASKED)}"))
    assert "Belkins, 2025 · more than 7.5 million e-mails · grade B · read 1 Nov 2026" in text
    assert "quarvio · no sample is named · grade C · read 1 Nov 2026" in text


def test_every_number_can_be_entered_as_the_own_figure() -> None:
    for citation in Citation.objects.exclude(number=None):
        own = {
            "channel_figures-0-channel": citation.channel.slug,
            f"channel_figures-0-{citation.field}": f"{known(citation.number).normalize():f}",
        }
        assert fill_in(urlencode(ASKED | own)).faults == [], citation


def test_the_number_that_is_used_is_the_one_of_the_channel() -> None:
    for channel in channels_of(PriceBook.objects.default(), on=TODAY):
        used = {
            one.field: one.number
            for one in Citation.objects.filter(
                channel__slug=channel.slug, channel__book__is_default=True, is_used=True
            ).exclude(number=None)
        }
        for field, number in used.items():
            now = channel.reply_share if field == "reply_rate" else getattr(channel, field)
            assert now == known(number), (channel.slug, field)


@pytest.mark.parametrize(("field", "number"), [("ramp", "0.1"), ("reply_rate", "-0.1")])
def test_a_number_is_of_a_figure_that_a_person_can_enter(field: str, number: str) -> None:
    with pytest.raises(IntegrityError, match="citation_number_is_an_own_figure"):
        CitationFactory.create(field=field, number=Decimal(number))


def test_shipped_citations_of_before_get_their_numbers_and_germany_its_place() -> None:
    numbers = {one.pk: one.number for one in Citation.objects.all()}
    Citation.objects.update(number=None)
    ConsentRule.objects.update(within="")
    first_numbers.fill_in(apps, None)
    further_numbers.fill_in(apps, None)
    # One text was made clearer since then.
    differing = [one for one in Citation.objects.all() if one.number != numbers[one.pk]]
    assert {one.value[:6] for one in differing} == {"24.5 %"}
    within = set(ConsentRule.objects.values_list("place", "within"))
    assert {place for place, around in within if around} == {"Germany"}


class TestPlaces:
    def test_the_form_offers_those_of_the_channels(self, client: Client) -> None:
        page = client.get("/").content.decode()
        [field] = re.findall(r'<select name="place".*?</select>', page, re.S)
        assert re.findall(r'value="([^"]*)"', field) == [
            "",
            "United States",
            "Germany",
            "United Kingdom",
            "Canada",
            "European Union",
        ]
        assert "Elsewhere in the European Union" in field

    def test_an_admin_adds_one_and_its_rule_counts(self, client: Client) -> None:
        calls = Channel.objects.get(book__slug="linkedin-2026", slug="calls")
        ConsentRuleFactory.create(
            channel=calls,
            place="Austria",
            within="European Union",
            needs_consent=True,
            rule="Calls need consent.",
            source="An authority",
        )
        assert ("Austria", "Austria") in offer_places(PriceBook.objects.get(slug="linkedin-2026"))
        request = known(make_request(make_query(ASKED | {"place": "Austria"})))
        needs = {one.slug for one in request.channels if one.needs_consent}
        assert needs == {"calls", "message-ads"}
        text = read_text(client.get(f"/channels/?{urlencode(ASKED | {'place': 'Austria'})}"))
        assert "Cold calls and Message Ads: left out without the consent of the people." in text
        assert "Austria, Cold calls: Calls need consent. An authority" in text
        assert "no legal advice" in text

    def test_an_unknown_one_is_a_fault_and_one_of_before_is_none(self) -> None:
        form = fill_in(urlencode(ASKED | {"place": "Nowhere"}))
        assert [(fault.field, fault.allowed) for fault in form.faults] == [
            ("place", "a place that the channels of the price book have a rule of consent for")
        ]
        Channel.objects.all().delete()
        assert fill_in(urlencode(ASKED | {"place": "Germany"})).faults == []
        assert offer_places(None) == []

    def test_places_around_each_other_end_somewhere(self) -> None:
        rule = ConsentRuleFactory.create(place="A", within="B", needs_consent=None)
        ConsentRuleFactory.create(channel=rule.channel, place="B", within="A", needs_consent=None)
        book = rule.channel.book
        assert offer_places(book) == [("A", "Elsewhere in the A"), ("B", "Elsewhere in the B")]
        assert [one.place for one in list_rules(book, "A")] == ["A", "B"]

    def test_one_around_others_without_a_rule_is_offered_as_well(self) -> None:
        rule = ConsentRuleFactory.create(place="A", within="B", needs_consent=True)
        assert [place for place, _ in offer_places(rule.channel.book)] == ["A", "B"]

    def test_a_saved_campaign_has_those_of_its_day(self) -> None:
        campaign = save_campaign(urlencode(ASKED | {"place": "Germany"}))
        snapshot = campaign.newest_revision.book_snapshot
        offered = offer_places(snapshot)
        ConsentRule.objects.all().delete()
        assert offer_places(snapshot) == offered
        needs = [
            one.slug
            for one in channels_of(snapshot, on=TODAY, place="Germany")
            if one.needs_consent
        ]
        assert needs == ["email", "message-ads"]
        assert list_rules(snapshot, "Germany") == []
        assert list_rules(None, "Germany") == []

    def test_one_saved_before_places_had_a_place_around_them_still_has_the_rule(self) -> None:
        listed = list_channels(PriceBook.objects.default(), on=TODAY)
        for one in listed:
            packed = pack_channel(*one)
            del packed["places"]
            for citation in packed["citations"]:
                del citation["number"]
            again = unpack_channel(packed)
            assert again.consent == one.consent
            assert again.places.get("Germany") in ("European Union", None)
            assert {citation.number for citation in again.channel.citations} <= {None}
