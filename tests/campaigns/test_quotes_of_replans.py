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
from tests.campaigns.quotes import FORM, new, preview, quote

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
    assert "Before 5 Jan 2027: 30 messages sent, 4 answers" in text
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
    assert "Before 5 Jan 2027: 20 messages sent, 3 answers" in read_text(page)


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
    form = client.post(new(campaign), FORM | {"action": "preview"}).context["form"]
    assert [*form.errors] == ["covers"]
