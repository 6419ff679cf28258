"""What a read-only link opens: a decision on one page, and from there the planner."""

import re
from datetime import date
from html import unescape

import pytest
from django.test import Client
from django.utils.html import escape

from campaigns.models import Campaign, Plan
from tests.campaigns.campaign_page import totals
from tests.campaigns.factories import change_price, save_shared_campaign
from tests.campaigns.pages import Response, read_fields, read_markup, read_text

pytestmark = pytest.mark.usefixtures("book")


def link(campaign: Campaign) -> str:
    return f"/c/{campaign.share_token}/"


def read_steps(page: Response) -> list[dict[str, int]]:
    """The counts of each row of the schedule, by the heads of their columns."""
    rows = page.context["brief"].steps.rows
    return [
        {cell.head: int(cell.text.replace(",", "")) for cell in cells if cell.head != "Pay"}
        for _, cells in rows
    ]


def test_the_question_the_verdict_the_schedule_and_what_it_rests_on(client: Client) -> None:
    Plan.objects.filter(slug="team").update(
        source="A help page", source_url="https://example.com/terms"
    )
    response = client.get(link(save_shared_campaign("target=120&deadline_months=4")))
    text = read_text(response)
    asked = "What does it cost to reach 120 people on LinkedIn by InMail within 4 months"
    assert f"{asked}, from 1 Dec 2026?" in text
    assert re.findall(r"<strong>(\$[^<]+)", response.content.decode()) == ["$449.97"]
    # Done with the credits of 1 February; the deadline is the last day of March.
    assert "Yes, 58 days early" in text
    steps = "From Credits Send Left Pay 1 Dec 2026 50 50 0 $149.99"
    assert steps in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "120 people" in text
    assert "Team, for one seat: $149.99 a month, $10.00 a bought credit." in text
    assert "Source of the terms: A help page , checked 1 Nov 2026." in text
    assert 'href="https://example.com/terms"' in response.content.decode()


def test_a_reader_of_a_no_learns_what_makes_it(client: Client) -> None:
    asked = "target=300&deadline_months=3&seats=1&strategies=as_granted&plans=team"
    text = read_text(client.get(link(save_shared_campaign(asked))))
    assert "No: over 2 months late; 1 more seat makes it" in text


def test_there_is_nothing_to_edit_on_it(client: Client) -> None:
    campaign = save_shared_campaign()
    page = client.get(link(campaign))
    assert "<form" not in page.content.decode()
    assert [*read_fields(page)] == [""], "the link's own field has no name"
    assert campaign.edit_token not in page.content.decode()


def test_other_numbers_are_tried_in_the_planner_with_the_same_question(client: Client) -> None:
    campaign = save_shared_campaign("target=120")
    page = client.get(link(campaign)).content.decode()
    found = re.search(r'href="([^"]+)">\s*Try other numbers', page)
    assert found
    address = unescape(found[1])
    assert address.startswith(f"{link(campaign)}?")
    planner = client.get(address)
    assert read_fields(planner)["target"] == "120"
    assert "Copy into a campaign of my own" in read_text(planner)
    assert totals(planner)[0] == "$449.97"


@pytest.mark.parametrize("added", ["utm_source=mail", "fbclid=x&utm_medium=%00"])
def test_what_a_mailing_adds_to_the_link_changes_nothing(client: Client, added: str) -> None:
    page = client.get(f"{link(save_shared_campaign())}?{added}")
    assert "Try other numbers" in read_text(page)


def test_a_way_that_costs_more_than_the_cheapest_says_so(client: Client) -> None:
    campaign = save_shared_campaign("target=120&estimate=solo.buy_now")
    text = read_text(client.get(link(campaign)))
    assert "This way was shared; the cheapest single plan is $449.97 with Team, 1 seat," in text
    cheapest = read_text(client.get(link(save_shared_campaign("target=120"))))
    assert "This way was shared" not in cheapest


@pytest.mark.parametrize(
    ("asked", "verdict"),
    [
        ("target=100&deadline_on=2027-01-01", "Tight: done on the last day"),
        ("target=100&deadline_on=2027-01-02", "Yes, 1 day early"),
        ("target=100&deadline_on=2026-12-31&seats=1&strategies=as_granted", "No: 1 day late"),
        ("plans=", "No plan is compared"),
        ("target=120&budget=500", "It is within the budget of $500.00, $50.03 left."),
        ("target=120&budget=400", "It is $49.97 over the budget of $400.00."),
    ],
)
def test_the_verdict_is_true_to_the_day_and_to_the_cent(
    client: Client, asked: str, verdict: str
) -> None:
    assert verdict in read_text(client.get(link(save_shared_campaign(asked))))


def test_a_long_schedule_is_added_up_from_a_row_on(client: Client) -> None:
    campaign = save_shared_campaign(
        "target=900&deadline_months=24&seats=1&strategies=as_granted&estimate=team.as_granted"
    )
    response = client.get(link(campaign))
    rows = re.findall(r"<tr>", response.content.decode().partition('id="schedule-title"')[2])
    assert len(rows) == 1 + 14
    assert "1 Jan 2028 and 4 further days" in read_text(response).replace("\xa0", " ")
    assert sum(row["Send"] for row in read_steps(response)) == 900


ADDED_UP = "deadline_months=24&seats=1&strategies=as_granted"
HELD = (
    "&held_seats-0-plan=solo&held_seats-0-seats=2&held_seats-0-credits=110"
    "&held_seats-0-paid_until=2027-02-14"
)


@pytest.mark.parametrize(
    ("asked", "columns"),
    [
        ("target=120&deadline_months=4", "From Credits Send Left Pay"),
        ("target=20&goal=replied&reply_rate=0.1", "From Credits Back Send Left Pay"),
        ("target=120&strategies=buy_now&seats=1", "From Credits Buy Send Left Pay"),
        (
            "target=300&reply_rate=0.1&deadline_months=3&seats=1&open_profile_share=0.2",
            "From Credits Back Buy Send To open profiles Left Pay",
        ),
        (f"target=60&monthly_send_limit=10{HELD}", "From Credits Send Left Pay"),
        (f"target=900&reply_rate=0.1&{ADDED_UP}", "From Credits Back Send Left Pay"),
    ],
)
def test_a_reader_can_check_each_row_of_the_schedule(
    client: Client, asked: str, columns: str
) -> None:
    response = client.get(link(save_shared_campaign(asked)))
    assert " ".join(response.context["brief"].steps.heads) == columns
    rows = read_steps(response)
    assert rows
    for row in rows:
        there = row["Credits"] + row.get("Back", 0) + row.get("Buy", 0)
        assert there - row["Send"] == row["Left"] >= 0
    shown = response.context["brief"].estimate
    assert rows[-1]["Left"] == shown.schedule[-1].ledger.closing
    messages = sum(row["Send"] + row.get("To open profiles", 0) for row in rows)
    assert messages == shown.scenario.messages


def test_credits_of_before_are_among_those_of_a_day_and_named(client: Client) -> None:
    named = "“Credits” are new ones and those from before that can still be sent."
    saved_up = client.get(link(save_shared_campaign("target=120&strategies=accumulate&seats=1")))
    credits = [(row["Credits"], row["Left"]) for row in read_steps(saved_up)]
    assert credits == [(50, 50), (100, 100), (150, 30)]
    assert named in read_text(saved_up)
    at_once = client.get(link(save_shared_campaign("target=50")))
    assert named not in read_text(at_once)


def test_new_prices_are_told_beside_it(client: Client) -> None:
    campaign = save_shared_campaign()
    assert "Since 1 Dec 2026" not in read_text(client.get(link(campaign)))
    change_price("team", "1")
    text = read_text(client.get(link(campaign)))
    assert "Today the cheapest would be $2.00 instead of $299.98" in text


def test_its_link_can_be_copied_without_a_script(client: Client) -> None:
    campaign = save_shared_campaign()
    page = read_markup(client.get(link(campaign)))
    assert f'value="http://testserver{link(campaign)}" readonly' in page
    assert "mailto:?subject=Autumn%3A%20100%20people%20for%20%24299.98" in page
    assert f"http%3A%2F%2Ftestserver%2Fc%2F{campaign.share_token}%2F" in page


def test_a_name_is_text_wherever_it_is_passed_on(client: Client) -> None:
    nasty = '"><script>alert(1)</script>'
    page = client.get(link(save_shared_campaign(name=nasty))).content.decode()
    assert nasty not in page
    assert f'property="og:title" content="{escape(nasty)}' in page


def test_a_link_to_send_ends_with_its_last_day(client: Client) -> None:
    campaign = save_shared_campaign(expires_on=date(2026, 11, 30))
    assert client.get(link(campaign)).status_code == 404
    assert client.get(f"{link(campaign)}preview.png").status_code == 404
