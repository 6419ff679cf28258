"""What is due: every number is the schedule's, on the schedule's day, in the right part."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from time_machine import TimeMachineFixture

from campaigns.models import Campaign, Revision
from campaigns.models.progress_entry import Noted
from campaigns.presentation import due_list
from campaigns.presentation.due import (
    DAYS_AHEAD,
    DAYS_BACK,
    Due,
    DueItem,
    end_when_sent,
    list_planned,
    select_due,
    write_when,
)
from campaigns.presentation.due_list import DueSubject, list_due
from campaigns.saved.progress import add_entry
from planner.planning.days import DAY
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.key_dates import find_key_dates
from planner.planning.money import cents
from planner.planning.progress.record import Entry, Record
from planner.planning.scenario import Scenario
from planner.planning.strategies import Strategy
from planner.planning.terms import Terms
from tests.campaigns.pages import read_text
from tests.examples import examples
from tests.planning.arbitrary import plans, scenarios, strategies
from tests.planning.builders import estimate, held, make_terms

START = date(2026, 12, 1)
NOTHING = Record()
OWN = "/campaigns/"


def planned(made: Estimate) -> tuple[DueItem, ...]:
    return list_planned(made, find_key_dates(made))


def titles(made: Estimate, kind: str = "") -> list[str]:
    return [item.title for item in planned(made) if kind in ("", item.kind)]


def all_of(due: Due) -> list[DueItem]:
    return [*due.past, *due.now, *due.soon, *due.later]


def test_a_plan_in_its_order() -> None:
    made = estimate("accumulate", target=100, start_on=START, deadline_months=3)
    assert [(item.on, item.title) for item in planned(made)] == [
        (date(2026, 12, 1), "Subscribe to 1 seat of Navigator for $79.99"),
        (date(2027, 1, 1), "Pay $79.99 for Navigator"),
        (date(2027, 2, 1), "Last payment: $79.99 for Navigator"),
        (date(2027, 2, 1), "Buy 40 InMail credits for $400.00"),
        (date(2027, 2, 1), "Send 100 InMail messages"),
        (date(2027, 2, 28), "Cancel Navigator before 1 Mar 2027, or it renews"),
    ]


def test_a_trial_a_year_and_held_seats_have_words_of_their_own() -> None:
    trial = estimate("as_granted", make_terms(trial_months=1), target=20, start_on=START,
                     use_trial=True)  # fmt: skip
    assert titles(trial) == [
        "Subscribe to 1 seat of Navigator, free at first",
        "Send 20 InMail messages",
        "Cancel Navigator before 1 Jan 2027, or it costs money",
    ]
    year = estimate("as_granted", target=280, start_on=START, deadline_months=24)
    assert titles(year, "switch") == ["Change Navigator to monthly payment before 1 Dec 2027"]
    seats = (held(1, 5, paid_until=date(2026, 12, 14)),)
    mine = estimate("as_granted", target=60, start_on=START, seats=2, held_seats=seats)
    assert titles(mine)[0] == "Subscribe to 1 seat of Navigator for $79.99"
    assert (date(2026, 12, 15), "Pay $79.99 for Navigator") in [
        (item.on, item.title) for item in planned(mine)
    ]


def test_a_price_that_is_not_known_is_no_amount() -> None:
    terms = make_terms(monthly_price=None, annual_price=None, credit_price=None)
    made = estimate("accumulate", terms, target=100, start_on=START, deadline_months=3)
    assert titles(made, "subscribe") == ["Subscribe to 1 seat of Navigator"]
    assert titles(made, "pay") == ["Pay for Navigator, at a price that is not known"] * 2
    assert titles(made, "buy") == ["Buy 40 InMail credits"]
    record = Record.of([Entry(first_on=START, last_on=START, paid=Decimal(100_000))])
    # What was paid shows nothing about a price that is not known.
    assert {item.kind for item in planned(made) if item.is_done(record)} == set()


@examples(30, many=600)
@given(plans(priced=False), scenarios(), strategies)
def test_every_number_is_the_schedules(
    terms: Terms, scenario: Scenario, strategy: Strategy
) -> None:
    made = make_estimate(terms, scenario, strategy)
    items = planned(made)
    assert [item.on for item in items] == sorted(item.on for item in items)
    by_kind = {
        kind: {item.on: item for item in items if item.kind == kind}
        for kind in ("subscribe", "pay", "buy", "send", "free", "expire")
    }
    for row in made.schedule:
        on, ledger = row.starts_on, row.ledger
        for kind, number, day in (
            ("send", ledger.sent, on),
            ("free", row.free, on),
            ("buy", ledger.bought, on),
            ("expire", ledger.expired, on - DAY),
        ):
            found = by_kind[kind].pop(day, None)
            assert (found.number if found else 0) == number
            if found and number:
                assert f"{number:,}" in found.title
            if found and kind in ("send", "free"):
                assert on <= found.on <= found.until
            if found and kind == "buy":
                assert found.amount == row.credit_spend
        payments = [one for kind in ("subscribe", "pay") if (one := by_kind[kind].pop(on, None))]
        if row.subscription_spend is None:
            assert payments
        else:
            amounts = [one.amount or Decimal(0) for one in payments]
            assert sum(amounts, Decimal(0)) == row.subscription_spend
    assert not any(by_kind.values())
    seats = sum(item.number for item in items if item.kind == "cancel")
    assert seats == sum(one.seats for one in find_key_dates(made).cancellations)


@examples(40, many=400)
@given(plans(), scenarios(), strategies, st.integers(-40, 500), st.integers(0, 150))
def test_a_day_and_a_record_only_sort_the_items_and_leave_out_what_is_done(
    terms: Terms, scenario: Scenario, strategy: Strategy, days: int, sent: int
) -> None:
    made = make_estimate(terms, scenario, strategy)
    items, today = planned(made), START + timedelta(days=days)
    record = Record.of([Entry(first_on=START, last_on=START, sent=sent)])
    due = select_due(items, today=today, record=record)
    shown = all_of(due)
    assert {*shown} <= {*items}
    for item in {*items} - {*shown}:
        is_long_past = item.until < today - timedelta(days=DAYS_BACK)
        assert item.is_done(record) or is_long_past or item.kind == "expire"
    assert all(item.until < today for item in due.past)
    assert all(item.on <= today <= item.until for item in due.now)
    assert all(today < item.on <= today + timedelta(days=DAYS_AHEAD) for item in due.soon)
    assert all(item.on > today + timedelta(days=DAYS_AHEAD) for item in due.later)


def test_what_a_record_has_reached_is_done_and_nothing_else() -> None:
    made = estimate("as_granted", target=50, start_on=START, deadline_months=3)
    sends = [item for item in planned(made) if item.kind == "send"]
    assert [item.number for item in sends] == [20, 20, 10]
    for sent, done in ((0, 0), (19, 0), (20, 1), (39, 1), (40, 2), (50, 3)):
        record = Record.of([Entry(first_on=START, last_on=START, sent=sent)])
        assert sum(item.is_done(record) for item in sends) == done
    for paid, done in (("79.98", 0), ("79.99", 1), ("159.98", 2)):
        record = Record.of([Entry(first_on=START, last_on=START, paid=Decimal(paid))])
        assert sum(item.is_done(record) for item in planned(made)) == done


@pytest.mark.parametrize(
    ("sent", "left"),
    [
        (0, ["Send 20 InMail messages", "Send 20 InMail messages", "Send 10 InMail messages"]),
        (5, ["Send 15 more InMail messages", "Send 20 InMail messages", "Send 10 InMail messages"]),
        (39, ["Send 1 more InMail message", "Send 10 InMail messages"]),
    ],
)
def test_what_was_sent_of_a_part_is_not_to_be_sent_again(sent: int, left: list[str]) -> None:
    made = estimate("as_granted", target=50, start_on=START, deadline_months=3)
    record = Record.of([Entry(first_on=START, last_on=START, sent=sent)])
    subject = DueSubject(
        campaign=Campaign(), name="Autumn", planned=planned(made), today=START, record=record
    )
    entries = [entry.item for part in list_due([subject]) for entry in part]
    assert [item.title for item in entries if item.kind == "send"] == left


def test_messages_to_open_profiles_and_others_at_once_are_not_told_apart() -> None:
    made = estimate(
        "as_granted",
        target=50,
        start_on=START,
        deadline_months=3,
        open_profile_share=Decimal("0.5"),
    )
    record = Record.of([Entry(first_on=START, last_on=START, sent=5)])
    assert [item.after(record) for item in planned(made)] == [*planned(made)]


def test_all_that_was_sent_bought_and_paid_leaves_nothing_but_the_ends() -> None:
    made = estimate("accumulate", target=100, start_on=START, deadline_months=3)
    paid = sum((cents(row.due or Decimal(0)) for row in made.schedule), Decimal(0))
    record = Record.of([Entry(first_on=START, last_on=START, sent=100, bought=40, paid=paid)])
    left = all_of(select_due(planned(made), today=START, record=record))
    assert {item.kind for item in left} == {"cancel"}


def list_titles(made: Estimate, record: Record, *, today: date) -> list[str]:
    subject = DueSubject(
        campaign=Campaign(), name="Autumn", planned=planned(made), today=today, record=record
    )
    return [entry.item.title for part in list_due([subject]) for entry in part]


def test_when_everything_is_sent_the_seats_are_cancelled_before_they_renew() -> None:
    made = estimate("as_granted", target=50, start_on=START, deadline_months=3, billing="monthly")
    today = date(2026, 12, 20)
    entry = Entry(first_on=START, last_on=today, sent=50, paid=Decimal("79.99"))
    assert list_titles(made, Record.of([entry]), today=today) == [
        "Cancel Navigator before 1 Jan 2027, or it renews"
    ]
    # A payment that fell due is to be noted, and is no reason to cancel sooner than the next.
    later = date(2027, 1, 3)
    assert list_titles(made, Record.of([entry]), today=later) == [
        "Pay $79.99 for Navigator",
        "Cancel Navigator before 1 Feb 2027, or it renews",
    ]
    one_is_left = Record.of([Entry(first_on=START, last_on=today, sent=49, paid=Decimal("79.99"))])
    assert "Cancel Navigator before 1 Mar 2027, or it renews" in list_titles(
        made, one_is_left, today=today
    )
    # The last month is there already.
    last = date(2027, 2, 3)
    assert "Cancel Navigator before 1 Mar 2027, or it renews" in list_titles(
        made, Record.of([entry]), today=last
    )


@examples(30, many=300)
@given(plans(), scenarios(), strategies, st.integers(-40, 500))
def test_what_is_sent_needs_no_payment_and_no_later_cancellation(
    terms: Terms, scenario: Scenario, strategy: Strategy, days: int
) -> None:
    made = make_estimate(terms, scenario, strategy)
    items, today = planned(made), scenario.start_on + timedelta(days=days)
    nothing = end_when_sent(items, today=today, record=NOTHING)
    assert nothing == [*items]
    sent = sum(row.ledger.sent + row.free for row in made.schedule)
    record = Record.of([Entry(first_on=START, last_on=START, sent=sent)])
    if any(item.needs for item in items) or not sent:
        return
    left = end_when_sent(items, today=today, record=record)
    assert not [one for one in left if one.on > today and one.kind in ("pay", "buy", "subscribe")]
    ends = [item for item in items if item.kind == "cancel"]
    sooner = [item for item in left if item.kind == "cancel"]
    paid_on = {item.on for item in items if item.kind == "pay"}
    for one, other in zip(ends, sooner, strict=True):
        assert other == one or (other.until < one.until and other.until + DAY in paid_on)
        assert other == one or other.until >= today
        assert other.number == one.number


@pytest.mark.parametrize(
    ("today", "when"),
    [
        (date(2026, 12, 3), "Fri 4 Dec 2026"),
        (date(2026, 12, 4), "by Sun 6 Dec 2026"),
        (date(2026, 12, 6), "today"),
        (date(2026, 12, 7), "was due Sun 6 Dec 2026"),
    ],
)
def test_when_it_is_due_in_words(today: date, when: str) -> None:
    item = DueItem("send", date(2026, 12, 4), date(2026, 12, 6), "Send 3 InMail messages", 3)
    assert write_when(item, today=today) == when


def test_credits_that_have_expired_are_not_undone() -> None:
    item = DueItem("expire", START, START, "2 InMail credits expire", 2)
    assert all_of(select_due([item], today=START, record=NOTHING)) == [item]
    assert all_of(select_due([item], today=START + DAY, record=NOTHING)) == []


def test_another_source_adds_items_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    reminder = DueItem("note", START, START, "Note last week’s numbers")
    monkeypatch.setattr(due_list, "SOURCES", [*due_list.SOURCES, lambda subject: [reminder]])
    campaign = Campaign()
    [entry] = list_due([DueSubject(campaign=campaign, name="Autumn", planned=(), today=START)]).now
    assert (entry.campaign, entry.name, entry.item) == (campaign, "Autumn", reminder)


def reminders(today: date, record: Record) -> list[str]:
    made = estimate("as_granted", target=50, start_on=START, deadline_months=3)
    subject = DueSubject(
        campaign=Campaign(), name="Autumn", planned=planned(made), today=today, record=record
    )
    return [entry.item.title for entry in list_due([subject]).now if entry.item.kind == "note"]


def noted(last_on: date, *, sent: int) -> Record:
    return Record.of([Entry(first_on=START, last_on=last_on, sent=sent)])


def test_what_was_sent_is_to_be_noted_once_a_week() -> None:
    assert reminders(date(2026, 12, 7), NOTHING) == []
    assert reminders(date(2026, 12, 8), NOTHING) == ["Note what was sent since 1 Dec 2026"]
    record = noted(date(2026, 12, 7), sent=20)
    assert reminders(date(2026, 12, 14), record) == []
    assert reminders(date(2026, 12, 15), record) == ["Note what was sent since 8 Dec 2026"]
    # All of it is noted, or the plan is long over.
    assert reminders(date(2026, 12, 15), noted(date(2026, 12, 7), sent=50)) == []
    assert reminders(date(2027, 6, 1), NOTHING) == []


# On the page


def make(client: Client, name: str, query: str = "") -> Campaign:
    client.post(f"/campaigns/new/?{query}", {"name": name})
    return Campaign.objects.latest("pk")


def due_on(client: Client) -> str:
    return read_text(client.get(OWN)).partition("What is due")[2].partition("Campaign Reaches")[0]


@pytest.mark.usefixtures("book")
def test_the_list_has_what_is_due_of_all_campaigns_by_date(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    make(client, "Winter", "target=40&start_on=2026-12-20&seats=1&plans=solo")
    make(client, "Autumn", "target=40&seats=1&plans=solo&estimate=solo.as_granted")
    text = due_on(client)
    now, _, soon = text.partition("In the next four weeks")
    assert "Now today Subscribe to 1 seat of Solo for $79.99 Autumn" in now
    assert "by Thu 31 Dec 2026 Send 20 InMail messages Autumn" in now
    assert "Sun 20 Dec 2026 Subscribe to 1 seat of Solo for $79.99 Winter" in soon
    assert "Over, and not noted" not in text
    assert "Later: " in soon
    time_machine.move_to("2026-12-02 12:00 +0000")
    assert "was due Tue 1 Dec 2026 Subscribe to 1 seat of Solo for $79.99 Autumn" in due_on(client)
    time_machine.move_to("2028-12-02 12:00 +0000")
    assert "What is due" not in read_text(client.get(OWN))


@pytest.mark.usefixtures("book")
def test_what_is_noted_as_done_is_due_no_more(client: Client) -> None:
    campaign = make(client, "Autumn", "target=40&seats=1&plans=solo&estimate=solo.as_granted")
    assert "Subscribe to 1 seat" in due_on(client)
    assert "Send 20 InMail messages" in due_on(client)
    entry = Entry(first_on=START, last_on=START, sent=20, paid=Decimal("79.99"))
    add_entry(Noted(entry), campaign=campaign)
    now = due_on(client).partition("Later")[0]
    assert "Subscribe to 1 seat" not in now
    assert "Send 20 InMail messages" not in now


@pytest.mark.usefixtures("book")
def test_the_list_judges_what_is_noted(client: Client, time_machine: TimeMachineFixture) -> None:
    campaign = make(client, "Autumn", "target=40&seats=1&plans=solo&estimate=solo.as_granted")
    planned = "Solo $159.98 1 Jan 2027 On time, over 10 months early Next:"
    assert planned in read_text(client.get(OWN))
    time_machine.move_to("2026-12-21 12:00 +0000")
    add_entry(Noted(Entry(first_on=START, last_on=START, sent=1)), campaign=campaign)
    text = read_text(client.get(OWN))
    verdict = re.search(
        r"1 Jan 2027 (\d+ behind; at this pace done on .*) As planned: On time", text
    )
    assert verdict
    page = client.get(f"/campaigns/{campaign.edit_token}/progress/")
    assert verdict[1] in read_text(page)
    # What an earlier version did is no part of the newest one's plan.
    Revision.objects.update(counts_from=date(2026, 12, 20))
    assert "As planned" not in read_text(client.get(OWN))


@pytest.mark.usefixtures("book")
def test_a_deleted_campaign_is_due_no_more(client: Client) -> None:
    campaign = make(client, "Autumn")
    assert "Autumn" in due_on(client)
    client.post(f"/campaigns/{campaign.edit_token}/", {"action": "delete"})
    assert due_on(client) == ""
