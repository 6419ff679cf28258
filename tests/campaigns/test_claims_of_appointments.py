"""Every title and sentence of a calendar's events, recomputed from the schedule and the terms."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import pytest
from hypothesis import given

from campaigns.exports.appointments import Appointment, list_appointments
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.key_dates import find_key_dates
from planner.planning.money import cents
from planner.planning.scenario import Scenario
from planner.planning.strategies import Strategy
from planner.planning.terms import Terms
from planner.planning.wording import LEADS
from tests.campaigns.planned_cases import CASES, NAME, SEATS, TO
from tests.campaigns.sentences import (
    DAY_OF,
    DOLLARS,
    N,
    Said,
    check_plurals,
    day_of,
    dollars_of,
    number,
)
from tests.examples import examples
from tests.known import known
from tests.planning.arbitrary import plans, scenarios, strategies
from tests.planning.audiences import cases
from tests.planning.schedule_recount import DAY, ScheduleRecount, Seats

EXACT = r"\$([\d,]+\.\d{2,})"


@dataclass(frozen=True)
class Facts:
    """An estimate with what is counted of it, and one event."""

    recount: ScheduleRecount
    event: Appointment

    @property
    def plan(self) -> Estimate:
        return self.recount.plan

    @property
    def place(self) -> int:
        """The place of the event's row in the schedule; that of expired credits is the next day."""
        on = self.event.on + DAY if self.event.kind == "expire" else self.event.on
        days = [row.starts_on for row in self.plan.schedule]
        return days.index(on)

    @property
    def row(self) -> Any:
        return self.plan.schedule[self.place]

    @cached_property
    def ends(self) -> list[Seats]:
        """The seats that end, or change, on the day after the event."""
        on = self.event.on + DAY
        if self.event.kind == "switch":
            return [one for one in self.recount.charged if one.changes_before == on]
        return [one for one in self.recount.charged if one.ends_before == on]


def check_split(facts: Facts, text: str, which: int) -> None:
    """The audiences of a row's messages: one by name, several with numbers, many shortened."""
    shares = list(facts.recount.parts())[facts.place]
    own = {name: share[which] for name, share in shares.items() if share[which]}
    if len(own) == 1 or not own:
        assert text == "".join(own)
        return
    listed = [part.split(" ", 1) for part in text.split(", ")]
    assert sum(number(many) for many, _ in listed) == sum(own.values())
    named = [(name, number(many)) for many, name in listed if name != "others"]
    assert named == list(own.items())[: len(named)]
    assert len(named) == (len(own) if len(own) <= 4 else 3)


def check_all(facts: Facts, said: Said) -> None:
    """The full list of audiences, where the title has not all."""
    which = 0 if facts.event.kind == "send" else 1
    shares = list(facts.recount.parts())[facts.place]
    own = {name: share[which] for name, share in shares.items() if share[which]}
    assert len(own) > 4
    assert said[0] == ", ".join(f"{name} {many:,}" for name, many in own.items())


def check_expired(facts: Facts, said: Said) -> None:
    assert number(said[0]) == facts.row.ledger.expired > 0
    assert facts.event.on == facts.row.starts_on - DAY


def check_expires_on(facts: Facts, said: Said) -> None:
    check_expired(facts, said)
    assert day_of(said[2]) == facts.row.starts_on


def check_granted(facts: Facts, said: Said) -> None:
    assert number(said[0]) == facts.row.ledger.granted > 0
    assert facts.event.on == facts.row.starts_on


def check_grant_day(facts: Facts, _: Said) -> None:
    day = facts.event.on
    at_start = day == facts.plan.scenario.start_on
    assert at_start or any(one.is_refresh(day) for one in facts.recount.groups)


def check_charge(facts: Facts, said: Said) -> None:
    charge = facts.recount.charge_on(facts.event.on)
    assert charge
    assert dollars_of(said[0]) == cents(charge)


def check_no_grant(facts: Facts, _: Said) -> None:
    assert facts.recount.charge_on(facts.event.on)
    assert not facts.row.ledger.granted


def closing_before(facts: Facts) -> int:
    """What the seats that are there had at the end of the row before."""
    total = 0
    for one in facts.plan.groups:
        before = [row for row in one.schedule if row.starts_on < facts.event.on]
        if any(row.starts_on == facts.event.on for row in one.schedule):
            total += before[-1].ledger.closing if before else one.group.credits
    return total


def check_from_before(facts: Facts, said: Said) -> None:
    assert number(said[0]) == closing_before(facts) - facts.row.ledger.expired > 0


def check_returned(facts: Facts, said: Said) -> None:
    assert number(said[0]) == facts.row.ledger.returned > 0


def check_forfeited(facts: Facts, said: Said) -> None:
    lost = 0
    terms = facts.plan.terms
    for one in facts.plan.groups:
        for row in one.schedule:
            if row.starts_on == facts.event.on and (row.ledger.granted or row.ledger.forfeited):
                lost += terms.monthly_credits * one.seats - row.ledger.granted
    assert number(said[0]) == lost > 0


def check_bought(facts: Facts, said: Said) -> None:
    many, amount = said
    assert number(many) == facts.row.ledger.bought > 0
    price = facts.plan.terms.credit_price
    assert bool(amount) == (price is not None)
    if price is not None:
        assert dollars_of(amount) == cents(price * number(many))


def check_lacking(facts: Facts, said: Said) -> None:
    sent, lacking = map(number, said)
    assert sent == facts.row.ledger.sent
    lacks = 0
    for one in facts.plan.groups:
        for row in one.schedule:
            if row.starts_on == facts.event.on:
                ledger = row.ledger
                has = ledger.opening - ledger.expired + ledger.granted + ledger.returned
                lacks += max(0, ledger.sent + ledger.closing - has)
    assert lacking == lacks == facts.row.ledger.bought


def check_each(facts: Facts, said: Said) -> None:
    assert dollars_of(said[0]) == facts.plan.terms.credit_price


def check_sent(facts: Facts, said: Said) -> None:
    assert number(said[0]) == facts.row.ledger.sent > 0
    check_split(facts, said[1], 0)


def check_free(facts: Facts, said: Said) -> None:
    assert number(said[0]) == facts.row.free > 0
    check_split(facts, said[1], 1)


def check_days(facts: Facts, said: Said) -> None:
    first, last = map(day_of, said)
    assert first == facts.event.on == facts.row.starts_on
    assert last == facts.recount.last_sending_day(facts.row)


def check_left(facts: Facts, said: Said) -> None:
    ledger = facts.row.ledger
    came = ledger.opening - ledger.expired + ledger.granted + ledger.returned + ledger.bought
    assert number(said[0]) == came - ledger.sent


def check_nothing(facts: Facts, _: Said) -> None:
    """It costs nothing: the row's messages to open profiles take no credit."""
    assert facts.row.free


def check_target(facts: Facts, said: Said) -> None:
    asked = facts.plan.scenario
    assert number(said[0]) == asked.target
    assert said[1] == LEADS[asked.goal][asked.target != 1]
    assert facts.event.on == asked.deadline
    assert asked.deadline_on is not None or asked.audiences


def check_last_day(facts: Facts, on: date, rows: list[int]) -> None:
    """A day of the last message, of so many rows with messages."""
    row = facts.plan.schedule[rows[-1]]
    first = facts.recount.first_sending_day(row)
    if facts.plan.scenario.seat_daily_limit is None:
        assert on == first
        return
    assert first <= on <= facts.recount.last_sending_day(row)
    most = facts.plan.scenario.seat_daily_limit
    for one in facts.plan.groups:
        sent = sum(each.ledger.sent for each in one.schedule if each.starts_on == row.starts_on)
        days = [first + n * DAY for n in range((on - first).days + 1)]
        passed = sum(map(facts.recount.sends_on, days))
        if not facts.plan.audiences:
            assert passed * most * one.seats >= sent


def check_done(facts: Facts, said: Said) -> None:
    on, late = said
    rows = [n for n, row in enumerate(facts.plan.schedule) if row.ledger.sent + row.free]
    check_last_day(facts, day_of(on), rows)
    if facts.event.kind == "deadline":
        assert bool(late) == (day_of(on) > facts.event.on)


def check_audience(facts: Facts, said: Said) -> None:
    name, target, noun = said
    [audience] = [one for one in facts.plan.scenario.audiences if one.name == name]
    asked = facts.plan.scenario
    assert len(asked.audiences) > 1
    assert number(target) == audience.target
    assert noun == LEADS[asked.goal][audience.target != 1]
    assert facts.event.on == min(known(audience.deadline_on), asked.own_deadline)


def check_audience_done(facts: Facts, said: Said) -> None:
    name, on, late = said
    rows = [n for n, shares in enumerate(facts.recount.parts()) if sum(shares[name])]
    check_last_day(facts, day_of(on), rows)
    assert bool(late) == (day_of(on) > facts.event.on)


def check_seats(facts: Facts, said: Said) -> None:
    seats, _, on = said
    assert day_of(on) == facts.event.on + DAY
    ends = sum(one.seats for one in facts.ends)
    assert ends > 0
    every = sum(one.seats for one in facts.recount.groups)
    assert (number(seats) if seats else every) == ends
    assert bool(seats) == (ends != every)


def check_single_months(facts: Facts, said: Said) -> None:
    single = [one.payments[1] for one in facts.ends]
    assert number(said[0]) == max(single)
    terms = facts.plan.terms
    assert (said[1] == "costs") == (max(single) == 1)
    assert max(single) * known(terms.monthly_price) <= known(terms.annual_price)


def check_done_by_end(facts: Facts, said: Said) -> None:
    check_done(facts, (*said, ""))
    before = facts.event.on + DAY
    assert day_of(said[0]) < before


def check_other_seats(facts: Facts, _: Said) -> None:
    before = facts.event.on + DAY
    assert any(one.ends_before > before for one in facts.recount.groups)
    assert any(row.ledger.sent + row.free for row in facts.recount.rows_from(before))


def check_open_profiles(facts: Facts, said: Said) -> None:
    check_done(facts, (*said, ""))
    before = facts.event.on + DAY
    assert day_of(said[0]) >= before
    rest = facts.recount.rows_from(before)
    assert any(row.free for row in rest)
    assert not any(row.ledger.sent for row in rest)
    assert not any(one.ends_before > before for one in facts.recount.groups)


def check_trial(facts: Facts, said: Said) -> None:
    assert day_of(said[0]) == facts.event.on + DAY
    assert all(not one.is_held and one.trial and one.payments == (0, 0) for one in facts.ends)


def check_renews(facts: Facts, said: Said) -> None:
    assert day_of(said[0]) == facts.event.on + DAY
    assert any(one.is_held or any(one.payments) for one in facts.ends)


def check_lost(facts: Facts, said: Said) -> None:
    assert number(said[0]) > 0
    if all(one.knows_returns for one in facts.ends):
        assert number(said[0]) == sum(one.count_left() for one in facts.ends)


def check_fixed(facts: Facts, _: Said) -> None:
    """It states no number."""


LOST = (
    rf"{N} unused credits? (?:is|are) lost with it: Premium credits as soon as you cancel, "
    r"Sales Navigator’s when the paid period ends\."
)
CHECKS: list[tuple[str, str, Callable[[Facts, Said], None]]] = [
    ("expire", rf"Last day of {N} InMail credits?", check_expired),
    ("expire", rf"{N} credits? of {NAME} expires? unused on {DAY_OF}\.", check_expires_on),
    ("grant", rf"{N} InMail credits? arrives?", check_granted),
    ("grant", rf"Credits of {NAME} come\.", check_grant_day),
    ("grant", rf"Subscription: {DOLLARS}\.", check_charge),
    ("grant", rf"{N} credits? left from before\.", check_from_before),
    ("grant", rf"{N} credits? back from answered messages\.", check_returned),
    ("grant", rf"{N} credits? more lost at the cap\.", check_forfeited),
    ("pay", rf"{DOLLARS} for {NAME}", check_charge),
    (
        "pay",
        r"The subscription is charged on this day; no credits come with it\.",
        check_no_grant,
    ),
    ("buy", rf"Buy {N} InMail credits?(?: for {DOLLARS})?", check_bought),
    (
        "buy",
        rf"{N} messages? (?:is|are) to be sent from then on, and {N} credits? (?:is|are) lacking "
        r"for that\.",
        check_lacking,
    ),
    ("buy", rf"A credit costs {EXACT}\.", check_each),
    ("send", rf"Send {N} InMail messages?{TO}", check_sent),
    ("send", rf"From {DAY_OF} to {DAY_OF}\.", check_days),
    ("send", r"For (.+)\.", check_all),
    ("send", rf"{N} credits? will be left\.", check_left),
    ("free", rf"Send {N} messages? to open profiles{TO}", check_free),
    ("free", rf"From {DAY_OF} to {DAY_OF}\.", check_days),
    ("free", r"For (.+)\.", check_all),
    ("free", r"They cost no credit\.", check_nothing),
    ("deadline", rf"Deadline for {N} ([a-z ]+)", check_target),
    ("deadline", rf"Everything can be sent by {DAY_OF}(, after the deadline)?\.", check_done),
    ("audience", rf"Deadline of (.+): {N} ([a-z ]+)", check_audience),
    (
        "audience",
        rf"Everything for (.+) can be sent by {DAY_OF}(, after the deadline)?\.",
        check_audience_done,
    ),
    ("switch", rf"Change {SEATS} to monthly payment before {DAY_OF}", check_seats),
    ("switch", r"What is paid by the year ends\.", check_fixed),
    (
        "switch",
        rf"{N} months? more (?:is|are) needed, which (costs?) no more month by month than another "
        r"year\.",
        check_single_months,
    ),
    ("cancel", rf"Cancel {SEATS} before {DAY_OF}", check_seats),
    ("cancel", rf"Everything can be sent by {DAY_OF}\.", check_done_by_end),
    ("cancel", r"The other seats send the rest\.", check_other_seats),
    (
        "cancel",
        rf"Everything can be sent by {DAY_OF}: what is left goes to open profiles and needs no "
        r"subscription\.",
        check_open_profiles,
    ),
    (
        "cancel",
        rf"The free trial ends: from {DAY_OF} on the subscription costs money\.",
        check_trial,
    ),
    ("cancel", rf"On {DAY_OF} the subscription renews and is charged again\.", check_renews),
    ("cancel", LOST, check_lost),
    ("cancel", r"Send what you still want to send before\.", check_fixed),
]


def check_sentence(facts: Facts, sentence: str) -> str:
    """The pattern of a title or a sentence, which is true."""
    check_plurals(sentence)
    for kind, pattern, recompute in CHECKS:
        if kind == facts.event.kind and (match := re.fullmatch(pattern, sentence)):
            recompute(facts, tuple(text or "" for text in match.groups()))
            return f"{kind}: {pattern}"
    pytest.fail(f"nothing recomputes “{sentence}” of {facts.event.kind}")


def list_events(plan: Estimate) -> list[Appointment]:
    return list(list_appointments(plan, find_key_dates(plan)))


def check_days_of_all(recount: ScheduleRecount, events: list[Appointment]) -> None:
    """Each event that the schedule has is there, on its day, and no other one."""
    wanted: list[tuple[str, date]] = []
    for row in recount.plan.schedule:
        ledger, on = row.ledger, row.starts_on
        wanted += [("expire", on - DAY)] if ledger.expired else []
        wanted += [("grant", on)] if ledger.granted else []
        wanted += [("pay", on)] if recount.charge_on(on) and not ledger.granted else []
        wanted += [("buy", on)] if ledger.bought else []
        wanted += [("send", on)] if ledger.sent else []
        wanted += [("free", on)] if row.free else []
    if recount.plan.schedule:
        changes = {one.changes_before for one in recount.charged} - {None}
        wanted += [("switch", known(on) - DAY) for on in changes]
        wanted += [("cancel", on - DAY) for on in {one.ends_before for one in recount.charged}]
    days = [(one.kind, one.on) for one in events if one.kind not in ("deadline", "audience")]
    assert sorted(days) == sorted(wanted)
    assert len({one.key for one in events}) == len(events)


def check_lost_is_named(facts: Facts) -> None:
    """Credits that are lost with seats are named."""
    if facts.event.kind == "cancel" and all(one.knows_returns for one in facts.ends):
        left = sum(one.count_left() for one in facts.ends)
        assert bool(left) == ("lost with it" in facts.event.text)


def check_plan(plan: Estimate) -> set[str]:
    """The patterns of all events of an estimate, each of which is true."""
    recount, met = ScheduleRecount(plan), set[str]()
    for seats in recount.groups:
        paid = seats.one.subscription
        assert (paid.years, paid.single_months) == seats.payments
    events = list_events(plan)
    check_days_of_all(recount, events)
    for event in events:
        facts = Facts(recount, event)
        check_lost_is_named(facts)
        met |= {check_sentence(facts, one) for one in [event.title, *split(event.text)]}
    return met


def test_every_pattern_is_met() -> None:
    met = set[str]()
    for plan in CASES:
        assert plan.is_done
        met |= check_plan(plan)
    assert {f"{kind}: {pattern}" for kind, pattern, _ in CHECKS} - met == set()


def split(text: str) -> Iterator[str]:
    yield from re.split(r"(?<=\.) ", text)


@examples(30, many=600)
@given(plans(priced=False), scenarios() | cases(), strategies)
def test_every_sentence_is_true(terms: Terms, scenario: Scenario, strategy: Strategy) -> None:
    check_plan(make_estimate(terms, scenario, strategy))


def test_seats_that_change_on_one_day_and_end_on_others_have_one_event() -> None:
    plan = CASES[4]
    [first] = find_key_dates(plan).cancellations
    change = known(first.change_before)
    listed = [
        replace(first, before=first.before + days * DAY, change_before=change + later * DAY)
        for days, later in ((0, 0), (4, 4), (60, 0))
    ]
    dates = replace(find_key_dates(plan), cancellations=tuple(listed))
    changes = [one.on for one in list_appointments(plan, dates) if one.kind == "switch"]
    assert changes == [change - DAY, change + 3 * DAY]
