"""The calendar: its days and the texts of its events."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from campaigns.exports.appointments import list_appointments
from campaigns.presentation.dates import dates_of
from tests.campaigns.calendar_files import find, plan, write
from tests.campaigns.exports import OWN_PLAN, make_campaign, make_scenario
from tests.readers.calendars import read_events

pytestmark = pytest.mark.usefixtures("price_books")
SAVED_AT = datetime(2026, 12, 3, 10, 20, tzinfo=UTC)
PRO, CORE = "sales-navigator-professional", "sales-navigator-core"


def test_the_articles_example_has_these_days() -> None:
    assert plan(seats="1") == [
        (date(2026, 12, 1), "20 InMail credits arrive"),
        (date(2027, 1, 1), "20 InMail credits arrive"),
        (date(2027, 2, 1), "20 InMail credits arrive"),
        (date(2027, 2, 1), "Buy 40 InMail credits for $400.00"),
        (date(2027, 2, 1), "Send 100 InMail messages"),
        (date(2027, 2, 28), "Cancel Sales Navigator Professional before 1 Mar 2027"),
    ]


def test_it_says_what_a_month_costs_brings_and_leaves() -> None:
    subject = make_scenario(
        target="60",
        reply_rate="0.5",
        open_profile_share="0.1",
        seats="1",
        estimate=f"{PRO}.as_granted",
    )
    texts = [event.text for event in read_events(write(subject)).values()]
    for said in (
        "Credits of Sales Navigator Professional come. Subscription: $79.99.",
        "From 1 Dec 2026 to 31 Dec 2026. They cost no credit.",
        "10 credits back from answered messages.",
        "Everything can be sent by 1 Feb 2027. On 1 Mar 2027 the subscription renews",
        "Reaching 60 people: Sales Navigator Professional. An estimate, not a quote.",
    ):
        assert [text for text in texts if said in text], said


def test_credits_that_would_expire_are_told_on_their_last_day() -> None:
    days = plan(
        target="100",
        monthly_send_limit="5",
        deadline_months="24",
        seats="1",
        estimate=f"{PRO}.as_granted",
    )
    told = [(on, title) for on, title in days if title.startswith("Last day")]
    assert told[0] == (date(2027, 2, 28), "Last day of 5 InMail credits")
    assert all((on + timedelta(days=1)).day == 1 for on, _ in told)


@pytest.mark.parametrize(
    ("query", "ends"),
    [
        # By the month: the last day of the last month.
        ({"target": "40"}, ["Cancel Sales Navigator Professional before 1 Feb 2027"]),
        # A month that a calendar month clips.
        ({"target": "20", "start_on": "2027-01-31"},
         ["Cancel Sales Navigator Professional before 28 Feb 2027"]),
        # By the year: the end of what is paid, long after the last message.
        ({"target": "40", "billing": "annual"},
         ["Cancel Sales Navigator Professional before 1 Dec 2027"]),
        # A year and single months: both ends.
        ({"target": "280", "deadline_months": "24"},
         ["Change Sales Navigator Professional to monthly payment before 1 Dec 2027",
          "Cancel Sales Navigator Professional before 1 Feb 2028"]),
        # The free month comes on top of what is paid.
        ({"target": "40", "use_trial": "true"},
         ["Cancel Sales Navigator Professional before 1 Feb 2027"]),
        ({"target": "220", "use_trial": "true", "billing": "annual"},
         ["Cancel Sales Navigator Professional before 1 Jan 2028"]),
        # Nothing but the free month.
        ({"target": "20", "use_trial": "true"},
         ["Cancel Sales Navigator Professional before 1 Jan 2027"]),
    ],
)  # fmt: skip
def test_the_subscription_is_ended_the_day_before_it_renews(
    query: dict[str, str], ends: list[str]
) -> None:
    days = plan(**{"estimate": f"{PRO}.as_granted", "seats": "1"} | query)
    assert [title for _, title in days if " before " in title] == ends
    for on, title in days:
        if " before " in title:
            renews_on = on + timedelta(days=1)
            assert title.endswith(f"{renews_on.day} {renews_on:%b %Y}")


def test_two_free_months_of_which_one_is_needed_end_before_the_first_charge() -> None:
    own = OWN_PLAN | {"trial_months": "2"}
    subject = make_scenario(own_plan=own, plans="", target="10", use_trial="true")
    cancel = find("cancel", subject)
    assert cancel.on == date(2027, 1, 31)
    assert "The free trial ends: from 1 Feb 2027 on the subscription costs money." in cancel.text


HELD: dict[str, Any] = {
    "price_book": "linkedin-2026",
    "start_on": "2026-12-10",
    "plans": CORE,
    "strategies": "as_granted",
    "held_seats-0-plan": CORE,
    "held_seats-0-seats": "1",
    "held_seats-0-credits": "20",
    "held_seats-0-paid_until": "2026-12-20",
}


def test_seats_of_one_plan_have_their_own_ends_and_the_credits_come_on_the_first() -> None:
    """Held: paid until 20 Dec, then a month. New: from 10 Dec, grants on the 1st."""
    assert plan(**HELD, target="120", seats="2") == [
        (date(2026, 12, 10), "$119.99 for Sales Navigator Core"),
        (date(2026, 12, 10), "Send 20 InMail messages"),
        (date(2026, 12, 21), "$119.99 for Sales Navigator Core"),
        (date(2027, 1, 1), "100 InMail credits arrive"),
        (date(2027, 1, 1), "Send 100 InMail messages"),
        (date(2027, 1, 9), "Cancel 1 seat of Sales Navigator Core before 10 Jan 2027"),
        (date(2027, 1, 20), "Cancel 1 seat of Sales Navigator Core before 21 Jan 2027"),
    ]


def test_no_sending_lasts_longer_than_the_seats_it_needs() -> None:
    events = read_events(write(make_scenario(**HELD, target="120", seats="2"))).values()
    sending = [event.text for event in events if event.title.startswith("Send ")]
    assert sending[0].startswith("From 10 Dec 2026 to 20 Dec 2026.")
    assert sending[1].startswith("From 1 Jan 2027 to 9 Jan 2027.")


def test_seats_that_end_on_one_day_are_cancelled_together() -> None:
    held = HELD | {"held_seats-0-paid_until": "2026-12-09"}
    events = read_events(write(make_scenario(**held, target="70", seats="2"))).values()
    [cancel] = [event for event in events if event.title.startswith("Cancel ")]
    assert cancel.title == "Cancel Sales Navigator Core before 10 Jan 2027"
    assert "50 unused credits are lost with it" in cancel.text


def test_seats_that_end_sooner_leave_the_rest_to_the_others() -> None:
    events = read_events(write(make_scenario(
        seats="3", target="175", deadline_months="2", estimate=f"{CORE}.cheapest"
    ))).values()  # fmt: skip
    sooner, last = [event for event in events if event.title.startswith("Cancel ")]
    assert sooner.title == "Cancel 2 seats of Sales Navigator Core before 1 Jan 2027"
    assert "The other seats send the rest." in sooner.text
    assert last.title == "Cancel 1 seat of Sales Navigator Core before 1 Feb 2027"
    assert "25 unused credits are lost with it" in last.text


def test_the_last_seats_leave_no_others_to_send_the_rest() -> None:
    # The last of the messages to open profiles goes out on the day on which the one seat ends.
    subject = make_scenario(
        plans="executive-25",
        seats="1",
        target="246",
        start_on="2084-03-11",
        deadline_months="1",
        open_profile_share="0.0365",
        decline_rate="0.0005",
        grants_on_start="false",
        monthly_send_limit="20",
        answers_come="same",
        billing="monthly",
        use_trial="true",
    )
    end = find("cancel", subject)
    assert end.title == "Cancel Executive, 25 credits before 11 Mar 2085"
    assert "The other seats" not in end.text
    assert end.text.startswith(
        "Everything can be sent by 11 Mar 2085: what is left goes to open profiles and needs no "
        "subscription."
    )


def test_free_messages_have_days_of_their_own() -> None:
    days = plan(
        target="60", open_profile_share="0.5", monthly_send_limit="20", seats="1",
        estimate=f"{PRO}.as_granted",
    )  # fmt: skip
    assert [(on, title) for on, title in days if title.startswith("Send ")] == [
        (date(2026, 12, 1), "Send 20 InMail messages"),
        (date(2027, 1, 1), "Send 10 InMail messages"),
        (date(2027, 1, 1), "Send 10 messages to open profiles"),
        (date(2027, 2, 1), "Send 20 messages to open profiles"),
    ]
    assert days[-1][1].endswith(" before 1 Feb 2027"), "they need no subscription"


def test_what_costs_nothing_is_not_cancelled() -> None:
    own = OWN_PLAN | {"monthly_price": "0", "annual_price": "0"}
    subject = make_scenario(own_plan=own, plans="", target="10")
    assert {event.title.split()[0] for event in read_events(write(subject)).values()} == {
        "40",
        "Send",
    }


def test_a_plan_without_a_price_is_cancelled_all_the_same() -> None:
    subject = make_scenario(plans="sales-navigator-team", target="10", strategies="buy_now")
    assert [title for _, title in plan(plans="sales-navigator-team", target="10")][-1] == (
        "Cancel Sales Navigator Team before 1 Jan 2027"
    )
    assert "Subscription" not in find("grant", subject).text


def test_a_credit_without_a_price_is_bought_without_a_sum() -> None:
    campaign = make_campaign(estimate=f"{PRO}.accumulate", seats="1")
    estimate = campaign.chosen
    assert estimate
    unpriced = replace(
        estimate,
        terms=replace(estimate.terms, credit_price=None),
        schedule=tuple(month._replace(credit_spend=None) for month in estimate.schedule),
    )
    dates = dates_of(campaign.query, unpriced)
    [bought] = [one for one in list_appointments(unpriced, dates) if one.kind == "buy"]
    assert bought.title == "Buy 40 InMail credits"
    assert (
        bought.text
        == "100 messages are to be sent from then on, and 40 credits are lacking for that."
    )


def test_one_is_told_as_one() -> None:
    own = OWN_PLAN | {"monthly_credits": "1", "purchase_limit": "1"}
    titles = [event.title for event in read_events(
        write(make_scenario(own_plan=own, plans="", target="2", strategies="buy_now"))
    ).values()]  # fmt: skip
    assert titles[:2] == ["1 InMail credit arrives", "Buy 1 InMail credit for $10.00"]


def test_only_what_is_costly_to_forget_reminds_at_nine_the_day_before() -> None:
    years: dict[str, Any] = {
        "target": "280",
        "deadline_months": "24",
        "seats": "1",
        "estimate": f"{PRO}.as_granted",
    }
    for subject, reminders in (
        (make_scenario(seats="1"), {"Cancel Sales": [datetime(2027, 2, 27, 9)]}),
        (
            make_scenario(**years),
            {
                "Change Sales": [datetime(2027, 11, 29, 9)],
                "Cancel Sales": [datetime(2028, 1, 30, 9)],
            },
        ),
        (
            make_scenario(
                target="20", monthly_send_limit="5", estimate=f"{PRO}.as_granted", seats="1"
            ),
            {
                "Last day of": [datetime(2027, 2, 27, 9)],
                "Cancel Sales": [datetime(2027, 3, 30, 9)],
            },
        ),
    ):
        rung: dict[str, list[datetime]] = {}
        for event in read_events(write(subject)).values():
            for at in event.reminds_at:
                rung.setdefault(event.title[:12].strip(), []).append(at)
        assert rung == {title[:12].strip(): times for title, times in reminders.items()}


@pytest.mark.parametrize(
    ("query", "deadline", "last_sending", "done"),
    [
        # A deadline in the midst of a month ends the sending.
        ({"deadline_on": "2026-12-26"}, date(2026, 12, 26), "26 Dec 2026", "26 Dec 2026"),
        ({"deadline_on": "2026-12-31"}, date(2026, 12, 31), "31 Dec 2026", "26 Dec 2026"),
        # A later one does not: then the seat ends, and its credits with it.
        ({"deadline_on": "2027-06-30"}, date(2027, 6, 30), "25 Jan 2027", "26 Dec 2026"),
        ({"deadline_months": "2"}, None, "25 Jan 2027", "26 Dec 2026"),
        ({"deadline_on": "2026-12-01"}, date(2026, 12, 1), "25 Jan 2027",
         "26 Dec 2026, after the deadline"),
    ],
)  # fmt: skip
def test_the_deadline_is_the_one_that_was_asked_for(
    query: dict[str, Any], deadline: date | None, last_sending: str, done: str
) -> None:
    asked = {"start_on": "2026-11-26", "target": "40", "estimate": f"{PRO}.as_granted"} | query
    events = read_events(write(make_scenario(seats="1", **asked))).values()
    deadlines = [event for event in events if event.title == "Deadline for 40 people"]
    assert [event.on for event in deadlines] == ([deadline] if deadline else [])
    assert all(event.text.startswith(f"Everything can be sent by {done}.") for event in deadlines)
    sending = [event.text for event in events if event.title.startswith("Send ")]
    # A late campaign sends past its deadline, which cuts its first month.
    cut = deadline is not None and deadline < date(2026, 12, 25)
    first_end = deadline if cut and deadline else date(2026, 12, 25)
    assert sending[0].startswith(f"From 26 Nov 2026 to {first_end.day} {first_end:%b %Y}.")
    assert sending[-1].startswith(f"From 26 Dec 2026 to {last_sending}.")
    [cancel] = [event for event in events if event.title.startswith("Cancel ")]
    assert cancel.title.endswith("before 26 Jan 2027")


@pytest.mark.parametrize(
    ("query", "lost"),
    [
        ({"target": "35"}, "5 unused credits are lost with it"),
        ({"target": "39"}, "1 unused credit is lost with it"),
        # A year that is paid for brings credits up to the cap, long after the last message.
        ({"target": "40", "billing": "annual"}, "60 unused credits are lost with it"),
        ({"target": "40"}, ""),
    ],
)
def test_to_cancel_is_to_lose_what_is_left(query: dict[str, Any], lost: str) -> None:
    text = find("cancel", make_scenario(estimate=f"{PRO}.as_granted", seats="1", **query)).text
    assert ("unused" in text) == bool(lost)
    assert lost in text
    if lost:
        assert "Premium credits as soon as you cancel" in text
        assert "Sales Navigator’s when the paid period ends" in text


@pytest.mark.parametrize("name", ["a;b,c\\d", "Zeile\nzwei", "😀" * 40, 'x"y:z', "BEGIN:VEVENT"])
def test_any_name_survives_the_format(name: str) -> None:
    content = write(make_campaign(name=name, changed_at=SAVED_AT, seats="1"))
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    in_one_line = " ".join(name.split())
    assert all(f"{in_one_line}:" in event.text for event in read_events(content).values())
    assert content.count(b"\r\nBEGIN:VEVENT\r\n") == 6


def test_a_campaigns_events_name_it() -> None:
    events = read_events(write(make_campaign(name="Autumn"))).values()
    assert all(event.title.endswith(" (Autumn)") for event in events)


def test_the_stamp_is_the_last_change_in_universal_time() -> None:
    assert b"\r\nDTSTAMP:20261203T102000Z\r\n" in write(make_campaign(changed_at=SAVED_AT))
    assert b"\r\nDTSTAMP:20261201T000000Z\r\n" in write(make_scenario())
    old = make_campaign(changed_at=datetime(2001, 1, 1, tzinfo=UTC))
    assert b"\r\nSEQUENCE:0\r\n" in write(old)
