"""Quotes of a replanned campaign: what is left, or the whole of it (RULES.md §14)."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from campaigns.models import Campaign, Revision
from planner.planning.quotes import add_spent
from tests.campaigns.factories import save_campaign
from tests.campaigns.pages import Response, read_form, read_text
from tests.campaigns.progress_page import add
from tests.campaigns.quotes import FORM, agree, new, preview, quote

pytestmark = pytest.mark.usefixtures("book")
COUNTS_FROM = date(2027, 1, 5)
NO_MARKUP = {"markup_percent": "0", "tax_percent": ""}
TWO = "audiences-0-name=Ann&audiences-0-target=30&audiences-1-name=Ben&audiences-1-target=70"


def replanned(asked: str = "plans=solo", *, spent: str | None = "159.98") -> Campaign:
    campaign = save_campaign(f"{asked}&deadline_months=6&start_on={COUNTS_FROM}")
    add(campaign, date(2026, 12, 1), sent=20, answered=3, audience="Ann" if TWO in asked else "")
    add(campaign, date(2026, 12, 2), sent=10, answered=1)
    Revision.objects.filter(campaign=campaign).update(
        kind="replan", spent=spent and Decimal(spent), counts_from=COUNTS_FROM
    )
    return campaign


def prices_of(page: Response) -> list[Decimal]:
    return [line.price for line in page.context["quote"].lines]


def test_the_form_says_what_the_total_is_and_offers_the_whole(client: Client) -> None:
    campaign = replanned()
    page = client.get(new(campaign))
    text = read_text(page)
    assert "its total is what is left from 5 Jan 2027 on" in text
    assert "The whole campaign, with the $159.98 spent before" in text
    assert read_form(page, "preview")["covers"] == "rest"


def test_the_whole_campaign_costs_what_was_spent_more(client: Client) -> None:
    campaign = replanned()
    [rest] = prices_of(preview(client, campaign, covers="rest", **NO_MARKUP))
    page = preview(client, campaign, covers="whole", **NO_MARKUP)
    assert prices_of(page) == [rest + Decimal("159.98")]
    text = read_text(page)
    assert "Of these before 5 Jan 2027: 30 messages sent, 4 answers" in text
    # It went before the plan, so the plan's first message is not the campaign's.
    names = [one.name for one in page.context["quote"].dates]
    assert names == ["Everything sent", "Deadline"]
    made = quote(client, campaign, covers="whole", **NO_MARKUP)
    assert Decimal(made.shown["total"]) == rest + Decimal("159.98")


def test_what_was_spent_is_split_among_audiences(client: Client) -> None:
    campaign = replanned(f"plans=solo&{TWO}")
    rest = prices_of(preview(client, campaign, covers="rest", **NO_MARKUP))
    whole = prices_of(preview(client, campaign, covers="whole", **NO_MARKUP))
    assert sum(whole) == sum(rest) + Decimal("159.98")
    assert whole == add_spent(rest, Decimal("159.98"))
    page = preview(client, campaign, covers="whole", audience="Ann", **NO_MARKUP)
    assert prices_of(page) == whole[:1]
    assert "Of these before 5 Jan 2027: 20 messages sent, 3 answers" in read_text(page)


def test_the_whole_covers_what_was_done_before(client: Client) -> None:
    campaign = replanned()
    rest = preview(client, campaign, covers="rest", **NO_MARKUP).context["quote"].scope
    whole = preview(client, campaign, covers="whole", **NO_MARKUP).context["quote"].scope
    assert rest == (
        "100 people are written to on LinkedIn by InMail",
        "100 messages in all, one to a person",
    )
    assert whole == (
        "130 people are written to on LinkedIn by InMail",
        "130 messages in all, one to a person",
        "Of these before 5 Jan 2027: 30 messages sent, 4 answers",
    )


def test_the_whole_of_replies_counts_no_more_answers_than_messages(client: Client) -> None:
    campaign = replanned("plans=solo&goal=replied&reply_rate=10%25&target=20")
    add(campaign, date(2026, 12, 3), answered=40)
    scope = preview(client, campaign, covers="whole", **NO_MARKUP).context["quote"].scope
    assert scope[0] == "50 replies are the goal, by InMail on LinkedIn"
    assert scope[2] == "Of these before 5 Jan 2027: 30 messages sent, 30 answers"


def test_the_whole_covers_each_audience_and_those_that_are_done(client: Client) -> None:
    campaign = replanned(f"plans=solo&{TWO}")
    add(campaign, date(2026, 12, 3), sent=5, audience="Cleo")
    scope = preview(client, campaign, covers="whole", **NO_MARKUP).context["quote"].scope
    assert scope[:6] == (
        "Ann: 50 people",
        "Ben: 70 people",
        "Of no audience in particular: 10 people",
        "Cleo: 5 people",
        "135 people are written to on LinkedIn by InMail",
        "135 messages in all, one to a person",
    )
    one = preview(client, campaign, covers="whole", audience="Ann", **NO_MARKUP).context["quote"]
    assert one.scope[:2] == (
        "Ann: 50 people by InMail on LinkedIn",
        "50 messages in all, one to a person",
    )


def test_a_proposed_title_follows_the_part_that_is_quoted(client: Client) -> None:
    campaign = replanned(f"plans=solo&{TWO}")
    Revision.objects.filter(campaign=campaign).update(name="100 people from 5 Jan 2027 (copy)")
    title = read_form(client.get(new(campaign)), "preview")["title"]
    assert title == "100 people from 5 Jan 2027"
    page = preview(client, campaign, covers="whole", title=title, **NO_MARKUP)
    assert page.context["quote"].title == "130 people from 1 Dec 2026"
    title = read_form(page, "make")["title"]
    assert title == "130 people from 1 Dec 2026"
    page = preview(client, campaign, covers="whole", audience="Ann", title=title, **NO_MARKUP)
    assert page.context["quote"].lines[0].name == "Ann: 50 people from 1 Dec 2026"
    page = preview(client, campaign, covers="rest", title=title, **NO_MARKUP)
    assert page.context["quote"].title == "100 people from 5 Jan 2027"
    page = preview(client, campaign, covers="whole", audience="Nobody", title=title, **NO_MARKUP)
    assert [*page.context["form"].errors] == ["audience"]


def test_a_typed_title_stays(client: Client) -> None:
    campaign = replanned()
    page = preview(client, campaign, covers="whole", title="100 founders", **NO_MARKUP)
    assert page.context["quote"].title == "100 founders"


@pytest.mark.parametrize("name", ["Autumn", ("Autumn and winter at Müller & Co, " * 3)[:97]])
def test_a_title_names_the_audience_of_a_named_campaign(client: Client, name: str) -> None:
    campaign = save_campaign(f"plans=solo&{TWO}", name=name)
    title = read_form(client.get(new(campaign)), "preview")["title"]
    assert title == name
    for audience in ("Ann", "Ben", "", "Ann"):
        page = preview(client, campaign, title=title, audience=audience)
        title = read_form(page, "make")["title"]
        if audience:
            assert title.endswith(f": {audience}")
            assert title[:60] == f"{name}: {audience}"[:60]
            assert page.context["quote"].lines[0].name == title
        else:
            assert title == name
    assert len(title) <= 100
    assert "Quote OA-1 is made." in read_text(
        agree(client, campaign, page, title=title, audience="Ann")
    )


def test_a_typed_title_of_an_audience_stays(client: Client) -> None:
    campaign = save_campaign(f"plans=solo&{TWO}", name="Autumn")
    for audience, typed in (("Ann", "Our founders"), ("Ben", "Our founders")):
        page = preview(client, campaign, title=typed, audience=audience)
        assert page.context["quote"].title == typed
    page = preview(client, campaign, title="Autumn", audience="Ann")
    assert page.context["quote"].title == "Autumn: Ann"
    # Typed over what was proposed for the same audience, it is meant.
    page = preview(client, campaign, title="Autumn", audience="Ann")
    assert page.context["quote"].title == "Autumn"


def test_where_what_was_spent_is_not_known_only_the_rest_can_be_quoted(client: Client) -> None:
    campaign = replanned(spent=None)
    page = client.get(new(campaign))
    assert "What was spent before is not known, so only that can be quoted." in read_text(page)
    assert "covers" not in read_form(page, "preview")
    assert prices_of(preview(client, campaign, covers="whole", **NO_MARKUP)) == prices_of(
        preview(client, campaign, **NO_MARKUP)
    )


def test_a_campaign_that_was_not_replanned_is_asked_nothing(client: Client) -> None:
    page = client.get(new(save_campaign()))
    assert "replanned" not in read_text(page)
    assert "covers" not in read_form(page, "preview")


def test_which_part_it_is_has_to_be_chosen(client: Client) -> None:
    campaign = replanned()
    form = client.post(new(campaign), FORM | {"action": "preview"}, follow=True).context["form"]
    assert [*form.errors] == ["covers"]
