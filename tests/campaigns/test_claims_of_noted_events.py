"""What a calendar states of a record, recomputed from its entries."""

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from campaigns.exports.appointments import Appointment, list_appointments
from campaigns.exports.noted import reflect_record
from campaigns.wording import day
from planner.planning.days import DAY
from planner.planning.estimate import make_estimate
from planner.planning.key_dates import find_key_dates
from planner.planning.progress.record import Entry, Record
from planner.planning.scenario import Scenario
from planner.planning.strategies import Strategy
from planner.planning.terms import Terms
from tests.campaigns.sentences import N, check_plurals, number
from tests.examples import examples
from tests.known import known
from tests.planning.arbitrary import plans, scenarios, strategies
from tests.planning.audiences import cases

START = date(2026, 12, 1)


def left_of(one: Appointment, record: Record) -> int:
    """The messages of an event that a record leaves: those of no audience go in the order."""
    if not one.needs:
        return int(one.enough) - record.sent
    sent = {need.name: 0 for need in one.needs}
    others = 0
    for entry in record.entries:
        if entry.audience in sent:
            sent[entry.audience] += entry.sent
        else:
            others += entry.sent
    left = 0
    for need in one.needs:
        lacking = max(0, need.enough - sent[need.name])
        filled = min(lacking, others)
        others -= filled
        left += min(need.number, lacking - filled)
    return left


@examples(30, many=400)
@given(
    plans(priced=False),
    scenarios() | cases(),
    strategies,
    st.lists(st.tuples(st.integers(0, 40), st.sampled_from(["", "audience 0", "audience 1"]))),
)
def test_what_is_noted_is_true(
    terms: Terms, scenario: Scenario, strategy: Strategy, sent: list[tuple[int, str]]
) -> None:
    plan = make_estimate(terms, scenario, strategy)
    record = Record.of(
        Entry(first_on=START, last_on=START, sent=many, audience=name) for many, name in sent
    )
    messages = sum(row.ledger.sent + row.free for row in plan.schedule)
    noted = f"Noted by 1 Dec 2026: {sum(many for many, _ in sent):,} of {messages:,} message"
    events = list(list_appointments(plan, find_key_dates(plan)))
    reflected = {one.key: one for one in reflect_record(events, record)}
    through = 0
    for one in events:
        found = reflected.get(one.key)
        if one.kind in ("send", "free", "deadline"):
            row = [row for row in plan.schedule if row.starts_on <= one.on]
            through = sum(row.ledger.sent + row.free for row in row)
            assert one.enough == (messages if one.kind == "deadline" else through)
            assert (found is None) == (left_of(one, record) <= 0)
        if found and one.kind == "cancel":
            rows = [row for row in plan.schedule if row.subscription_spend]
            payments = {row.starts_on for row in rows}
            assert (found.on, found.text) == (one.on, one.text) or (
                all(left_of(other, record) <= 0 for other in events if other.kind == "send")
                and START < found.on + DAY < one.on + DAY
                and found.on + DAY in payments
                and f"before {day(found.on + DAY)}" in found.title
                and found.text == "All messages are sent, so no later payment is needed."
            )
        elif found and found.title != one.title:
            match = known(re.fullmatch(rf"Send {N} more InMail messages?(?:: .+)?", found.title))
            assert number(match[1]) == left_of(one, record) < one.number
            check_plurals(found.title)
        if found and one.measure == "sent":
            assert (noted in found.text) == bool(sent)
