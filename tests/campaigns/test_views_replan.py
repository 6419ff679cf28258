"""The page that plans what is left of a campaign: the answers, and taking one over."""

import re
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from campaigns.models import Campaign, PlanPrice, PriceBook, ProgressEntry, Revision, TokenBucket
from campaigns.saved import editing
from tests.campaigns.campaign_page import fresh, link
from tests.campaigns.factories import save_campaign
from tests.campaigns.pages import Response, read_text
from tests.campaigns.revising import numbers, revise

pytestmark = pytest.mark.usefixtures("book")

TODAY = date(2027, 1, 5)
SOLO = "plans=solo&deadline_months=6"


@pytest.fixture
def later(book: PriceBook, time_machine: TimeMachineFixture) -> None:
    """It is 5 January 2027: campaigns of 1 December 2026 are under way."""
    time_machine.move_to("2027-01-05 12:00 +0000")


def page(campaign: Campaign) -> str:
    return f"{link(campaign)}replan/"


def start(asked: str = SOLO, **counts: Any) -> Campaign:
    """A campaign that began on 1 December, with one entry until yesterday."""
    campaign = save_campaign(f"{asked}&start_on=2026-12-01")
    if counts:
        note(campaign, date(2026, 12, 1), TODAY - timedelta(days=1), **counts)
    return campaign


def note(campaign: Campaign, first_on: date, last_on: date, **counts: Any) -> None:
    ProgressEntry.objects.create(campaign=campaign, first_on=first_on, last_on=last_on, **counts)


def fields_of(response: Response) -> dict[str, str]:
    """The hidden fields of the form that takes a way over."""
    html = response.content.decode()
    form = html[html.index('<form method="post"') :]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))


def take(client: Client, campaign: Campaign, action: str = "take", query: str = "") -> Response:
    shown = fields_of(client.get(f"{page(campaign)}?{query}"))
    return client.post(page(campaign), shown | {"action": action}, follow=True)


@pytest.mark.usefixtures("later")
def test_the_answers_side_by_side(client: Client) -> None:
    campaign = start(sent=30)
    text = read_text(client.get(page(campaign)))
    for sentence in (
        "31 May 2027 can still be made, for $239.97 from now on",
        "70 of 100 people are left from 5 Jan 2027 on.",
        "There are 10 credits, by the plan and what is noted, and 1 seat of Solo paid until 31 Jan",
        "$159.98 is spent so far, by the plan’s payments, as none is noted.",
        "Solo with 1 seat: done by 1 Apr 2027, 60 days before the deadline.",
        "The whole campaign: $159.98 spent and $239.97 planned, $399.95.",
        "The plan had $239.97 left to pay from 5 Jan 2027 on.",
        "It costs the same.",
        "That is in time, and no single plan in time costs less.",
    ):
        assert sentence in text, sentence
    assert page(campaign) in client.get(link(campaign)).content.decode()


@pytest.mark.usefixtures("later")
def test_who_is_behind_sees_what_it_costs(client: Client) -> None:
    campaign = start("plans=solo&deadline_months=5", sent=30, credits_now=0, paid=Decimal("150.50"))
    text = read_text(client.get(page(campaign)))
    for sentence in (
        "30 Apr 2027 can still be made, for $319.96 from now on",
        "Solo with 2 seats: done by 1 Mar 2027, 60 days before the deadline.",
        "There are no credits, as noted on 4 Jan 2027, and 1 seat of Solo paid until 31 Jan 2027.",
        "$150.50 is spent so far, as noted.",
        "$79.99 more",
        "The plan had $239.97 left to pay",
        "done by 1 May 2027, 1 day late, for $319.96 from now on.",
        "$150.50 spent and $319.96 planned, $470.46.",
    ):
        assert sentence in text, sentence
    assert "no single plan in time costs less" not in text
    assert "Taken over" not in text
    assert "a month, as the plan did" not in text


@pytest.mark.usefixtures("later")
def test_who_is_late_sees_the_limit_that_stays_and_the_deadline_that_does_not(
    client: Client,
) -> None:
    campaign = start("plans=solo&deadline_months=5&monthly_send_limit=20", sent=10)
    text = read_text(client.get(page(campaign)))
    assert "30 Apr 2027 cannot be made any more" in text
    assert "Taken over, that day is the deadline." in text
    assert "It sends at most 20 messages a month, as the plan did." in text


@pytest.mark.usefixtures("later")
def test_taken_over_as_a_new_version(client: Client) -> None:
    campaign = start(sent=30)
    response = take(client, campaign)
    assert response.redirect_chain == [(link(campaign), 302)]
    assert "Version 2 plans what is left." in read_text(response)
    newest = fresh(campaign).newest_revision
    assert (newest.kind, newest.spent, newest.counts_from) == (
        "replan",
        Decimal("159.98"),
        TODAY,
    )
    assert (newest.total, newest.whole_cost) == (Decimal("239.97"), Decimal("399.95"))
    assert newest.headline == "70 people for $239.97 in 3 months"
    assert numbers(campaign) == [1, 2]
    listed = read_text(client.get(f"{link(campaign)}versions/"))
    assert "$399.95" in listed
    # What was done before the new version is not left to do, nor done again.
    again = client.get(page(campaign))
    assert again.context["replanning"].answer.rest.left == 70
    assert again.context["replanning"].spent == Decimal("159.98")


@pytest.mark.usefixtures("later")
def test_a_second_replanning_counts_on_from_the_first(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    campaign = start(sent=30)
    take(client, campaign)
    note(campaign, TODAY, date(2027, 2, 9), sent=25, paid=Decimal("79.99"))
    time_machine.move_to("2027-02-10 12:00 +0000")
    text = read_text(client.get(page(campaign)))
    assert "45 of 70 people are left from 10 Feb 2027 on." in text
    spent = "$239.97 is spent so far: $159.98 before this version and $79.99 since, as noted."
    assert spent in text
    take(client, campaign)
    newest = fresh(campaign).newest_revision
    assert newest.number == 3
    assert (newest.spent, newest.counts_from) == (Decimal("239.97"), date(2027, 2, 10))


@pytest.mark.usefixtures("later")
def test_a_form_sent_twice_makes_one_version(client: Client) -> None:
    campaign = start(sent=30)
    strict = Client(enforce_csrf_checks=True)
    fields = fields_of(strict.get(page(campaign))) | {"action": "take"}
    assert "csrfmiddlewaretoken" in fields
    for _ in range(2):
        response = strict.post(page(campaign), fields, follow=True)
        assert response.redirect_chain == [(link(campaign), 302)]
    assert numbers(campaign) == [1, 2]
    del fields["csrfmiddlewaretoken"]
    assert strict.post(page(campaign), fields).status_code == 403


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("change", ["record", "edit", "shown"])
def test_what_was_not_shown_is_not_taken_over(client: Client, change: str) -> None:
    campaign = start(sent=30)
    fields = fields_of(client.get(page(campaign))) | {"action": "take"}
    if change == "record":
        note(campaign, TODAY, TODAY, sent=5)
    elif change == "edit":
        revise(campaign, f"{SOLO}&start_on=2026-12-01&target=100&budget=900", base_number=1)
    else:
        fields["shown"] = "something else"
    before = numbers(campaign)
    response = client.post(page(campaign), fields)
    assert response.status_code == 409
    assert "another one than this page showed" in read_text(response)
    assert numbers(campaign) == before


@pytest.mark.usefixtures("later")
def test_another_save_in_the_same_moment_is_a_conflict(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = start(sent=30)
    fields = fields_of(client.get(page(campaign))) | {"action": "take"}

    def fail(*_: Any, **__: Any) -> None:
        raise editing.EditConflict

    monkeypatch.setattr("campaigns.views.replan.replan_campaign", fail)
    assert client.post(page(campaign), fields).status_code == 409
    monkeypatch.undo()
    monkeypatch.setattr(editing, "MOST_VERSIONS", 1)
    refused = client.post(page(campaign), fields)
    assert refused.status_code == 409
    assert "the most that there may be" in read_text(refused)
    assert numbers(campaign) == [1]


@pytest.mark.usefixtures("later")
def test_when_it_is_late_the_soonest_or_the_cheapest(client: Client) -> None:
    campaign = start("plans=solo&deadline_months=1&strategies=buy_now", sent=30, credits_now=0)
    text = read_text(client.get(page(campaign)))
    assert "31 Dec 2026 cannot be made any more: 5 Jan 2027 at the soonest, 5 days late" in text
    assert "The cheapest single plan, whenever it ends: Solo with 1 seat" in text
    assert "Take the soonest over" in text
    replanning = client.get(page(campaign)).context["replanning"]
    take(client, campaign, "take-late")
    newest = fresh(campaign).newest_revision
    assert newest.total == replanning.answer.cheapest_late.total
    assert newest.done_on == replanning.answer.cheapest_late.done_on
    other = start("plans=solo&deadline_months=1", sent=30, credits_now=0)
    take(client, other)
    assert fresh(other).newest_revision.done_on == date(2027, 1, 5)


@pytest.mark.usefixtures("later")
def test_a_button_that_is_not_there_takes_nothing(client: Client) -> None:
    campaign = start(sent=30)
    assert take(client, campaign, "take-late").status_code == 409
    assert take(client, campaign, "burn").status_code == 404
    assert numbers(campaign) == [1]


@pytest.mark.usefixtures("later")
def test_nothing_is_left(client: Client) -> None:
    campaign = start(sent=100)
    text = read_text(client.get(page(campaign)))
    assert "Nothing is left to do" in text
    assert "The plan has $239.97 left, which need not be paid" in text
    assert "The whole campaign: $159.98 spent and $0.00 planned, $159.98." in text
    assert "Take it over" not in text


@pytest.mark.usefixtures("later")
def test_seats_that_have_ended(client: Client) -> None:
    campaign = start("plans=solo&target=20&deadline_months=4", sent=15)
    text = read_text(client.get(page(campaign)))
    assert "No seat of Solo is there any more: the plan’s have ended." in text
    assert "Never done" in text
    assert "The plan as it is leaves 5 messages unsent: its seats have ended." in text
    known = read_text(client.get(f"{page(campaign)}?paid_until=2027-01-31"))
    assert "1 seat of Solo paid until 31 Jan 2027" in known
    take(client, campaign, query="paid_until=2027-01-31")
    assert "held_seats-0-paid_until=2027-01-31" in fresh(campaign).newest_revision.asked


@pytest.mark.usefixtures("later")
def test_with_the_rate_learned_or_the_planned_one(client: Client) -> None:
    campaign = start(f"{SOLO}&goal=replied&target=10&reply_rate=10%25", sent=30, answered=1)
    learned = read_text(client.get(page(campaign)))
    assert (
        "Planned with 7.5 % replies, as learned from 1 reply to 30 messages; the plan had 10 %."
        in learned
    )
    planned = read_text(client.get(f"{page(campaign)}?rate=planned"))
    assert "Planned with 10 % replies, as before; noted are 1 reply to 30 messages." in planned
    take(client, campaign, query="rate=planned")
    assert "reply_rate=10%25" in fresh(campaign).newest_revision.asked


@pytest.mark.usefixtures("later")
def test_goals_behind_a_reply_are_not_recorded(client: Client) -> None:
    asked = "goal=meetings&target=5&reply_rate=20%25&positive_share=100%25&meeting_rate=50%25"
    campaign = start(f"plans=solo&{asked}", sent=30, answered=4)
    text = read_text(client.get(page(campaign)))
    assert "3 of 5 meetings are left" in text
    assert (
        "4 replies count so far; of what follows a reply the planned share is taken as reached."
        in text
    )


def test_before_the_start_it_is_the_plan(client: Client) -> None:
    campaign = save_campaign("plans=solo&start_on=2027-02-01")
    text = read_text(client.get(page(campaign)))
    assert "The plan begins on 1 Feb 2027, with its seats as it has them." in text
    assert "$0.00 is spent so far, as nothing was due yet." in text
    assert "That is in time, and no single plan in time costs less." in text


@pytest.mark.usefixtures("later")
def test_what_cannot_be_planned_says_why(client: Client) -> None:
    legacy = start("plans=solo&rules=1", sent=3)
    refused = client.get(page(legacy))
    assert "legacy rules" in read_text(refused)
    link_of_it = r'href="([^"]+)">\s*Open it by the present rules'
    address = re.search(link_of_it, refused.content.decode())
    assert address
    assert "rules=1" not in address[1]
    assert client.get(unescape(address[1])).status_code == 200
    nothing = save_campaign("plans=")
    assert "No plan is compared here" in read_text(client.get(page(nothing)))
    campaign = start(sent=3)
    wrong = read_text(client.get(f"{page(campaign)}?paid_until=2020-01-01"))
    assert "Please correct the field below." in wrong
    assert "a day from 2026-12-05 to 2032-01-05" in wrong
    for day in ("2026-12-05", "2032-01-05"):
        allowed = read_text(client.get(f"{page(campaign)}?paid_until={day}"))
        assert "correct the field" not in allowed
        assert "cannot be planned" not in allowed
    fields = {"action": "take", "paid_until": "2020-01-01", "seen": "1"}
    assert client.post(page(campaign), fields).status_code == 409
    tiny = start(
        "plans=solo&goal=meetings&target=900&reply_rate=1%25&meeting_rate=10%25", sent=400_000
    )
    assert "What is left cannot be planned: target has to be" in read_text(client.get(page(tiny)))
    Revision.objects.update(asked="price_book=ours&target=none")
    assert "is read no more" in read_text(client.get(page(campaign)))


@pytest.mark.usefixtures("later")
def test_plans_that_never_finish(client: Client) -> None:
    asked = "plans=&custom_plans-0-name=None&custom_plans-0-monthly_credits=1"
    asked += "&custom_plans-0-purchase_limit=0&custom_plans-0-rollover_cap=1"
    asked += "&custom_plans-0-credit_lifetime_days=30"
    campaign = start(f"{asked}&target=900000&deadline_months=2&max_seats=1", sent=3)
    text = read_text(client.get(page(campaign)))
    assert "With these plans the rest is never sent" in text
    assert "sends the rest within 120 months" in text
    assert "Take it over" not in text


@pytest.mark.usefixtures("later")
def test_an_unknown_price_is_said(client: Client) -> None:
    PlanPrice.objects.all().delete()
    campaign = start(sent=30)
    text = read_text(client.get(page(campaign)))
    assert "can still be made, at a price that is not known" in text
    assert "What is spent so far is not known: a price is missing." in text
    assert "The whole campaign’s cost is not known: a price is missing." in text
    take(client, campaign)
    newest = fresh(campaign).newest_revision
    assert (newest.number, newest.total, newest.spent, newest.whole_cost) == (2, None, None, None)


@pytest.mark.usefixtures("later")
def test_too_many_changes_have_to_wait(client: Client) -> None:
    campaign = start(sent=30)
    fields = fields_of(client.get(page(campaign))) | {"action": "take"}
    for _ in range(30):
        client.post(f"{link(campaign)}versions/", {"action": "delete", "number": "9"})
    assert TokenBucket.objects.exists()
    assert client.post(page(campaign), fields).status_code == 429
    assert numbers(campaign) == [1]


def test_only_the_edit_link_leads_here(client: Client) -> None:
    assert client.get("/campaigns/none/replan/").status_code == 404
    campaign = save_campaign()
    editing.delete_campaign(campaign=campaign)
    assert client.get(page(campaign)).status_code == 404


@pytest.mark.usefixtures("later")
def test_progress_is_judged_against_the_newest_version_alone(client: Client) -> None:
    campaign = start(sent=30)
    progress = f"{link(campaign)}progress/"
    assert page(campaign) in client.get(progress).content.decode()
    assert client.get(progress).context["record"].sent == 30
    take(client, campaign)
    after = client.get(progress)
    assert after.context["record"].sent == 0
    assert len(after.context["lines"]) == 1, "the lines stay"
    assert "Against version 2, from 5 Jan 2027 on" in read_text(after)
    note(campaign, TODAY, TODAY, sent=7)
    assert client.get(progress).context["record"].sent == 7


@pytest.mark.usefixtures("later")
def test_the_foot_of_the_list_adds_up_all_lines_of_every_version(client: Client) -> None:
    campaign = start(sent=30, answered=4, paid=Decimal("79.99"))
    take(client, campaign)
    note(campaign, TODAY, TODAY, sent=7, answered=1)
    response = client.get(f"{link(campaign)}progress/")
    foot = response.content.decode().partition("<tfoot>")[2].partition("</tfoot>")[0]
    assert re.findall(r"<td[^>]*>([^<]+)</td>", foot)[:5] == ["37", "5", "0", "0", "$79.99"]
    earlier = "Lines that end before 5 Jan 2027 belong to earlier versions"
    assert earlier in read_text(response)
    ProgressEntry.objects.filter(last_on__lt=TODAY).delete()
    assert earlier not in read_text(client.get(f"{link(campaign)}progress/"))


@pytest.mark.usefixtures("later")
def test_the_whole_cost_stands_on_the_campaigns_page_and_on_the_list(client: Client) -> None:
    campaign = start(sent=30)
    before = read_text(client.get(link(campaign)))
    assert "The whole campaign as saved" not in before
    take(client, campaign)
    text = read_text(client.get(link(campaign)))
    whole = "$159.98 spent before 5 Jan 2027 and $239.97 planned, $399.95."
    assert f"The whole campaign as saved: {whole}" in text
    assert "$399.95 with what was spent before" in read_text(client.get("/campaigns/"))


@pytest.mark.usefixtures("later")
def test_another_number_of_seats_where_the_one_asked_for_is_late(client: Client) -> None:
    campaign = start("plans=solo&deadline_months=4&seats=1&strategies=as_granted", sent=30)
    Revision.objects.get().choices.update(purchase_limit=0)
    note(campaign, TODAY - timedelta(days=1), TODAY - timedelta(days=1), credits_now=0)
    text = read_text(client.get(page(campaign)))
    assert "It takes more seats than you asked for: with those it is late." in text
    take(client, campaign)
    assert "seats=best" in fresh(campaign).newest_revision.asked
