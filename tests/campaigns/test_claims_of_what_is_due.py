"""Every title of the list of what is due, recomputed from the schedule and the terms."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given

from campaigns.presentation.due import DueItem, list_planned
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.key_dates import find_key_dates
from planner.planning.money import cents
from planner.planning.scenario import Scenario
from planner.planning.strategies import Strategy
from planner.planning.terms import Terms
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
from tests.planning.builders import estimate, make_terms
from tests.planning.schedule_recount import DAY, ScheduleRecount, Seats

Check = Callable[[ScheduleRecount, DueItem, Said], None]


def subscribed_on(recount: ScheduleRecount, item: DueItem) -> list[Seats]:
    """The new seats of a day, which cost something then or later."""
    return [
        one
        for one in recount.groups
        if not one.is_held and one.begins_on == item.on and (one.trial or one.one.spend != 0)
    ]


def check_subscribe(recount: ScheduleRecount, item: DueItem, said: Said) -> None:
    many, _, amount, free = said
    seats = subscribed_on(recount, item)
    assert number(many) == sum(one.seats for one in seats) == item.number > 0
    charge = recount.charge_on(item.on, seats)
    assert bool(amount) == bool(charge)
    assert bool(free) == (charge == 0)
    if amount:
        assert dollars_of(amount) == cents(known(charge))


def check_pay(recount: ScheduleRecount, item: DueItem, said: Said) -> None:
    which, amount, _ = said
    others = [one for one in recount.groups if one not in subscribed_on(recount, item)]
    assert dollars_of(amount) == cents(known(recount.charge_on(item.on, others)))
    later = [row.starts_on for row in recount.plan.schedule if row.starts_on > item.on]
    assert (which == "Last payment:") == (not any(recount.charge_on(day) != 0 for day in later))


def check_unknown(recount: ScheduleRecount, item: DueItem, _: Said) -> None:
    assert recount.charge_on(item.on) is None
    assert not subscribed_on(recount, item)


def check_expires(recount: ScheduleRecount, item: DueItem, said: Said) -> None:
    assert number(said[0]) == recount.row_on(item.on + DAY).ledger.expired > 0
    assert (number(said[0]) == 1) == (said[1] == "expires")


def check_buy(recount: ScheduleRecount, item: DueItem, said: Said) -> None:
    assert number(said[0]) == recount.row_on(item.on).ledger.bought > 0
    price = recount.plan.terms.credit_price
    assert bool(said[1]) == (price is not None)
    if price is not None:
        assert dollars_of(said[1]) == cents(price * number(said[0]))


def check_messages(recount: ScheduleRecount, item: DueItem, said: Said) -> None:
    row = recount.row_on(item.on)
    wanted = row.ledger.sent if item.kind == "send" else row.free
    assert number(said[0]) == wanted > 0
    assert item.until == recount.last_sending_day(row)
    numbers = [number(one) for one in re.findall(r"(?:^|, )([\d,]+) ", said[1])]
    assert sum(numbers) in (0, wanted)


def check_ends(recount: ScheduleRecount, item: DueItem, said: Said) -> None:
    many, _, on, *or_else = said
    before = item.on + DAY
    assert day_of(on) == before
    changes = item.kind == "switch"
    ends = [
        one
        for one in recount.charged
        if (one.changes_before if changes else one.ends_before) == before
    ]
    seats, every = sum(one.seats for one in ends), sum(one.seats for one in recount.groups)
    assert (number(many) if many else every) == seats == item.number > 0
    assert bool(many) == (seats != every)
    if or_else:
        is_free = all(not one.is_held and one.payments == (0, 0) for one in ends)
        assert or_else == ["it costs money" if is_free else "it renews"]


CHECKS: list[tuple[str, str, Check]] = [
    (
        "subscribe",
        rf"Subscribe to {N} seats? of {NAME}(?: for {DOLLARS}|(, free at first))?",
        check_subscribe,
    ),
    ("pay", rf"(Pay|Last payment:) {DOLLARS} for {NAME}", check_pay),
    ("pay", rf"Pay for {NAME}, at a price that is not known", check_unknown),
    ("expire", rf"{N} InMail credits? (expires?) at the end of the day", check_expires),
    ("buy", rf"Buy {N} InMail credits?(?: for {DOLLARS})?", check_buy),
    ("send", rf"Send {N} InMail messages?{TO}", check_messages),
    ("free", rf"Send {N} messages? to open profiles{TO}", check_messages),
    ("switch", rf"Change {SEATS} to monthly payment before {DAY_OF}", check_ends),
    ("cancel", rf"Cancel {SEATS} before {DAY_OF}, or (it renews|it costs money)", check_ends),
]


def check_plan(plan: Estimate) -> set[str]:
    """The patterns of all items of an estimate, each of which is true."""
    recount, met = ScheduleRecount(plan), set[str]()
    for item in list_planned(plan, find_key_dates(plan)):
        check_plurals(item.title)
        for kind, pattern, recompute in CHECKS:
            if kind == item.kind and (match := re.fullmatch(pattern, item.title)):
                recompute(recount, item, tuple(text or "" for text in match.groups()))
                met.add(f"{kind}: {pattern}")
                break
        else:
            pytest.fail(f"nothing recomputes “{item.title}”")
    return met


@examples(30, many=600)
@given(plans(priced=False), scenarios() | cases(), strategies)
def test_every_title_is_true(terms: Terms, scenario: Scenario, strategy: Strategy) -> None:
    check_plan(make_estimate(terms, scenario, strategy))


def test_every_pattern_is_met() -> None:
    unpriced = make_terms(monthly_price=None, annual_price=None)
    met = set[str]()
    for plan in [*CASES, estimate("as_granted", unpriced, target=60)]:
        met |= check_plan(plan)
    assert {f"{kind}: {pattern}" for kind, pattern, _ in CHECKS} - met == set()
