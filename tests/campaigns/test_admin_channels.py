"""Channels in the admin: dated figures, citations and rules are edited with their channel."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from campaigns.models import Channel, ChannelFigures
from tests.campaigns.factories import (
    ChannelFactory,
    ChannelFiguresFactory,
    CitationFactory,
    ConsentRuleFactory,
    PriceBookFactory,
)
from tests.campaigns.pages import read_fields, read_rows, read_text, submit

pytestmark = pytest.mark.django_db

CHANNELS = "admin:campaigns_channel_changelist"
ADD = "admin:campaigns_channel_add"
YESTERDAY, TODAY, TOMORROW = date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 23)
NEW = "dated_figures-1-"


def change_page(channel: Channel) -> str:
    return reverse("admin:campaigns_channel_change", args=[channel.pk])


def list_rates(channel: Channel) -> list[tuple[date, Decimal | None]]:
    return list(channel.dated_figures.values_list("effective_on", "reply_rate"))


def log_in_with(client: Client, *granted: str) -> None:
    """Sign `client` in as staff with these permissions and no others."""
    user = User.objects.create_user("reader", password="only-for-the-tests", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=granted))
    client.force_login(user)


def test_the_list_shows_the_figures_of_today_and_the_next_change(admin: Client) -> None:
    channel = ChannelFiguresFactory.create(
        channel__name="Cold e-mail", channel__book__name="Article figures"
    ).channel
    ChannelFiguresFactory.create(channel=channel, effective_on=date(2027, 1, 1))
    ChannelFactory.create(name="Calls", book=channel.book, position=1, unit="caller")

    email, calls = read_rows(admin.get(reverse(CHANNELS)))

    email.pop(next(iter(email)))  # the box that selects the row
    assert email == {
        "Name": "Cold e-mail",
        "Book": "Article figures",
        "Unit": "mailbox",
        "Touches of a unit, today": "15 a sending day",
        "Price of a unit a month, today": "$7.20",
        "Share that answers, today": "3.43 % of the people",
        "Next change": "1 Jan 2027",
    }
    assert (calls["Touches of a unit, today"], calls["Next change"]) == ("unknown", "-")


def test_the_list_takes_as_many_queries_for_many_channels_as_for_one(
    admin: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ChannelFiguresFactory.create()
    with django_assert_num_queries(9) as few:
        admin.get(reverse(CHANNELS))
    for channel in ChannelFactory.create_batch(10):
        ChannelFiguresFactory.create(channel=channel)
        CitationFactory.create(channel=channel)

    with django_assert_num_queries(len(few)):
        admin.get(reverse(CHANNELS))


def test_a_channel_is_added_with_figures_a_citation_and_a_rule(admin: Client) -> None:
    book = PriceBookFactory.create()
    published = {"source": "Somebody", "grade": "B", "position": "1"}
    citation = {"field": "reply_rate", "value": "3.43 %"} | published
    rule = {"place": "Germany", "rule": "Consent."} | published
    page = submit(
        admin,
        reverse(ADD),
        {
            "book": str(book.pk),
            "name": "Cold e-mail",
            "slug": "email",
            "unit": "mailbox",
            "dated_figures-0-effective_on": "2026-11-22",
            "dated_figures-0-reply_rate": "3.43 %",
            "dated_figures-0-capacity": "15",
            "dated_figures-0-ramp": "0, 5",
            "citations-TOTAL_FORMS": "1",
            **{f"citations-0-{name}": value for name, value in citation.items()},
            "consent_rules-TOTAL_FORMS": "1",
            **{f"consent_rules-0-{name}": value for name, value in rule.items()},
            "consent_rules-0-needs_consent": "true",
        },
    )

    assert "was added successfully" in read_text(page)
    channel = Channel.objects.get()
    figures = channel.dated_figures.get()
    assert (figures.reply_rate, figures.capacity, figures.ramp) == (Decimal("0.0343"), 15, "0, 5")
    assert (figures.unit_price, figures.touches, figures.reach) == (None, 1, 1)
    assert channel.citations.get().value == "3.43 %"
    assert channel.consent_rules.get().needs_consent is True


def test_new_figures_begin_with_those_of_today_and_may_be_left_alone(admin: Client) -> None:
    channel = ChannelFiguresFactory.create(
        effective_on=YESTERDAY, ramp="0 5", sends_on="every_day", needs_consent=True
    ).channel

    fields = read_fields(admin.get(change_page(channel)))

    assert fields[f"{NEW}effective_on"] == ""
    assert {name: fields[NEW + name] for name in ("reply_rate", "reach", "unit_price", "ramp")} == {
        "reply_rate": "0.0343",
        "reach": "100%",
        "unit_price": "7.20",
        "ramp": "0 5",
    }
    assert (fields[f"{NEW}sends_on"], fields[f"{NEW}needs_consent"]) == ("every_day", "on")
    submit(admin, change_page(channel), {"note": "Read again."})
    channel.refresh_from_db()
    assert (channel.note, channel.dated_figures.count()) == ("Read again.", 1)


def test_figures_of_another_day_take_over_on_it(admin: Client) -> None:
    channel = ChannelFiguresFactory.create().channel
    submit(
        admin,
        change_page(channel),
        {f"{NEW}effective_on": "2027-01-01", f"{NEW}reply_rate": "1 in 50"},
    )
    assert list_rates(channel) == [
        (date(2026, 1, 1), Decimal("0.0343")),
        (date(2027, 1, 1), Decimal("0.02")),
    ]
    assert set(channel.dated_figures.values_list("unit_price", flat=True)) == {Decimal("7.20")}


def test_figures_from_before_today_are_history_whatever_is_sent(admin: Client) -> None:
    channel = ChannelFiguresFactory.create(effective_on=YESTERDAY).channel
    page = admin.get(change_page(channel))
    assert {name for name in read_fields(page) if name.startswith("dated_figures-0-")} == {
        "dated_figures-0-id",
        "dated_figures-0-channel",
    }
    assert "0.0343" in read_text(page)
    submit(
        admin,
        change_page(channel),
        {"dated_figures-0-reply_rate": "0.9", "dated_figures-0-DELETE": "on"},
    )
    assert list_rates(channel) == [(YESTERDAY, Decimal("0.0343"))]


@pytest.mark.parametrize("day", [TODAY, TOMORROW])
def test_figures_from_today_on_can_be_changed_and_deleted(admin: Client, day: date) -> None:
    channel = ChannelFiguresFactory.create(effective_on=day).channel
    submit(admin, change_page(channel), {"dated_figures-0-reply_rate": "5 %"})
    assert list_rates(channel) == [(day, Decimal("0.05"))]
    submit(admin, change_page(channel), {"dated_figures-0-DELETE": "on"})
    assert list_rates(channel) == []


@pytest.mark.parametrize(
    ("field", "written", "words"),
    [
        ("reply_rate", "150 %", "Share that answers: a share from 0 to 100 %"),
        ("reach", "lots", "Of a list, can be reached: a share from 0 to 100 %"),
        ("win_rate", "1", "Do you mean 1 % or 100 %?"),
        ("unit_price", "-1", "Price of a unit a month: dollars from 0 to 1,000,000."),
        ("tool_price", "€37", "Amounts are in US dollars, not in €."),
        ("lead_days", "366", "Days from order to use: a whole number from 0 to 365."),
        ("touches", "0", "Touches to a person: a whole number from 1 to 100."),
        ("ramp", "5 ten", "Touches in the first weeks: numbers with spaces between them"),
        ("minutes_per_answer", "100001", "Minutes for an answer: minutes from 0 to 100,000."),
    ],
)
def test_what_the_engine_does_not_allow_is_refused_beside_its_field(
    admin: Client, field: str, written: str, words: str
) -> None:
    channel = ChannelFiguresFactory.create().channel

    response = submit(
        admin,
        change_page(channel),
        {f"{NEW}effective_on": "2027-01-01", f"{NEW}{field}": written},
    )

    assert words in read_text(response)
    figures = response.context["inline_admin_formsets"][0]
    assert [[*form.errors] for form in figures.formset.forms] == [[], [field]]
    assert channel.dated_figures.count() == 1


def test_a_ramp_of_a_monthly_quota_is_refused(admin: Client) -> None:
    channel = ChannelFiguresFactory.create().channel
    new = {"effective_on": "2027-01-01", "capacity_per": "month", "ramp": "5 10"}
    response = submit(
        admin, change_page(channel), {NEW + name: value for name, value in new.items()}
    )
    words = "Touches in the first weeks: none, unless the capacity is a day's or week's."
    assert words in read_text(response).replace("’", "'")
    assert channel.dated_figures.count() == 1


@pytest.mark.parametrize("day", [YESTERDAY, TODAY, TOMORROW])
def test_a_second_set_of_figures_for_a_day_is_refused(admin: Client, day: date) -> None:
    channel = ChannelFiguresFactory.create(effective_on=day).channel
    response = submit(admin, change_page(channel), {f"{NEW}effective_on": day.isoformat()})
    assert "This channel already has figures for this day." in read_text(response)
    assert channel.dated_figures.count() == 1


def test_a_slug_and_a_book_are_fixed_once_the_channel_is_saved(admin: Client) -> None:
    channel = ChannelFactory.create(slug="email")
    submit(admin, change_page(channel), {"slug": "moved", "name": "E-mail"})
    channel.refresh_from_db()
    assert (channel.slug, channel.name) == ("email", "E-mail")


@pytest.mark.parametrize("kind", ["citations", "dated_figures", "consent_rules"])
def test_nothing_is_saved_over_rows_that_the_page_did_not_show(admin: Client, kind: str) -> None:
    channel = ChannelFactory.create(name="Before")
    fields = read_fields(admin.get(change_page(channel)))
    factories = {
        "citations": CitationFactory,
        "dated_figures": ChannelFiguresFactory,
        "consent_rules": ConsentRuleFactory,
    }
    factories[kind].create(channel=channel)  # type: ignore[attr-defined]

    response = admin.post(change_page(channel), fields | {"name": "After"})

    assert "Nothing was saved: this was changed after you had opened it." in read_text(response)
    channel.refresh_from_db()
    assert channel.name == "Before"


def test_a_change_is_in_the_channels_history(admin: Client) -> None:
    channel = ChannelFiguresFactory.create().channel
    submit(admin, change_page(channel), {f"{NEW}effective_on": "2027-01-01"})
    history = read_text(admin.get(reverse("admin:campaigns_channel_history", args=[channel.pk])))
    assert "Added channel figures “from 2027-01-01”." in history


def test_who_may_only_look_changes_nothing_and_sees_what_is_granted(
    client: Client, admin: Client
) -> None:
    channel = ChannelFiguresFactory.create().channel
    CitationFactory.create(channel=channel, source="Seen by who may see citations")
    log_in_with(client, "view_channel", "view_channelfigures")

    page = client.get(change_page(channel))

    assert "3.43" in read_text(page) or "0.0343" in read_text(page)
    assert "Seen by who may see citations" not in read_text(page)
    assert "name" not in read_fields(page)
    assert client.post(change_page(channel), {"name": "After"}).status_code == 403
    assert client.get(reverse(ADD)).status_code == 403
    channel.refresh_from_db()
    assert channel.name != "After"


def test_a_channel_needs_a_permission_to_be_seen(client: Client, admin: Client) -> None:
    channel = ChannelFiguresFactory.create().channel
    log_in_with(client, "view_plan")
    assert client.get(reverse(CHANNELS)).status_code == 403
    assert client.get(change_page(channel)).status_code == 403
    assert ChannelFigures.objects.count() == 1
