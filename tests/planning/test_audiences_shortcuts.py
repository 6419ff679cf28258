"""What the search over audiences counts without a ledger's rows is what the ledger has."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from planner.planning.answer_queue import AnswerQueue, QueueHead
from planner.planning.audience import Audience, Prefix, Rates
from planner.planning.counting import Start, count_sent
from planner.planning.groups import SeatGroup
from planner.planning.ledger import run_ledger
from planner.planning.limited_counting import count_within_limits
from planner.planning.needs import Need, find_shortfall
from planner.planning.options import PlanSearch
from planner.planning.scenario import HeldSeats
from planner.planning.sending import Sending
from tests.examples import examples
from tests.planning.arbitrary import groups, limits, sendings
from tests.planning.audiences import START, asked, cheapest
from tests.planning.builders import list_unsent, make_group, make_sending, make_terms, months_of

RATES = st.fractions(0, 1, max_denominator=20)


def make_queue(parts: Sequence[tuple[int, Fraction]]) -> AnswerQueue:
    """The queue of audiences with so many messages on credits and such a rate of return each."""
    totals = accumulate(number for number, _ in parts)
    return AnswerQueue(
        [
            Prefix(
                audience=Audience(name="A", target=1),
                deadline=START,
                rates=Rates(Fraction(0), Fraction(1), rate, Fraction(0)),
                messages=through,
                free=0,
                own_messages=number,
                own_free=0,
            )
            for (number, rate), through in zip(parts, totals, strict=True)
        ]
    )


@st.composite
def queues(draw: st.DrawFn) -> AnswerQueue:
    """Up to four audiences with messages on credits, or without."""
    return make_queue(draw(st.lists(st.tuples(st.integers(0, 40), RATES), min_size=1, max_size=4)))


@given(queues(), st.lists(st.integers(0, 30), max_size=8))
def test_the_parts_of_messages_that_follow_each_other(
    queue: AnswerQueue, numbers: list[int]
) -> None:
    head, sent = QueueHead(queue), 0
    for number in numbers:
        assert head.take(number) == queue.parts_of(sent, number)
        sent += number


@given(queues(), st.integers(0, 60), st.integers(0, 10), st.integers(0, 200))
def test_the_most_messages_whose_credits_come_back_at_once(
    queue: AnswerQueue, before: int, credits: int, more: int
) -> None:
    parts = credits * queue.parts + more % queue.parts
    most = queue.most_sendable(before, parts)

    def is_sendable(number: int) -> bool:
        """Whether a credit is there for the message of this number after `before`."""
        return number * queue.parts <= parts + queue.parts_of(before, number - 1)

    tried = 200
    counted = next((n for n in range(tried) if not is_sendable(n + 1)), tried)
    assert min(most, tried) == counted


def test_where_the_first_credit_is_lacking_none_can_be_sent() -> None:
    queue = make_queue([(3, Fraction(1)), (4, Fraction(1, 2))])
    assert [queue.most_sendable(0, parts) for parts in (0, 1)] == [0, 0]
    # The first three bring their credit back, and the fourth takes it.
    assert queue.most_sendable(0, 2) == 4


@examples(40, many=300)
@given(
    st.lists(groups(), min_size=1, max_size=3),
    sendings(),
    queues(),
    limits(60),
    st.integers(1, 30),
    st.integers(0, 4),
)
def test_totals_counted_without_rows_are_those_of_the_ledger(
    drawn: list[SeatGroup],
    sending: Sending,
    queue: AnswerQueue,
    purchase_cap: int | None,
    months: int,
    first: int,
) -> None:
    """With limits and without; audiences answer at rates of their own."""
    sending = replace(sending, to_send=max(1, queue.ends[-1]), queue=queue)
    unlimited = replace(
        sending, at_once=False, monthly_limit=None, seat_monthly_limit=None, seat_daily_limit=None
    )
    timeline = months_of(drawn[0])
    asked: dict[str, Any] = {"purchase_cap": purchase_cap, "end": months}
    limited = count_within_limits(drawn, sending, timeline, first_slice=first, **asked)
    counted = count_sent(drawn, unlimited, timeline, **asked)
    for one, count, first_slice in ((sending, limited, first), (unlimited, counted, 0)):
        ledger = run_ledger(drawn, one, timeline, first_slice=first_slice, **asked)
        for name in ("unsent", "bought", "bought_by_group", "last_sends"):
            assert getattr(count, name) == getattr(ledger, name), name
        assert [*count.unsent_by_slice] == list_unsent(ledger, one.to_send)


def test_what_is_unsent_is_counted_from_the_first_slice_on_however_late_sending_begins() -> None:
    group = make_group(monthly_credits=10, rollover_cap=40)
    timeline, sending = months_of(group), make_sending(25)
    count = count_sent([group], sending, timeline, end=9, start=Start(1, [20]))
    assert [*count.unsent_by_slice] == [25, 5, 0]


@examples(60, many=300)
@given(st.data())
def test_what_is_lacking_for_audiences_is_what_the_rows_lack(data: st.DataObject) -> None:
    numbers = st.lists(st.tuples(st.integers(1, 12), st.integers(0, 60)), max_size=3)
    needs = [Need(one, many, 0, Fraction(0)) for one, many in sorted(data.draw(numbers))]
    limit, seats = data.draw(limits(20, least=1)), data.draw(st.integers(1, 3))
    scenario = asked(Audience(name="A", target=60), monthly_send_limit=limit)
    search = PlanSearch(make_terms(monthly_credits=9, rollover_cap=27), scenario, needs=needs)
    end, cap = data.draw(st.integers(1, 12)), data.draw(st.integers(0, 30))
    found = search.count(search.groups_of(seats), purchase_cap=cap, end=end)
    ledger = search.run(search.groups_of(seats), purchase_cap=cap, end=end)
    assert search.lacks(found) == max(ledger.unsent, find_shortfall(ledger, needs))


def test_seats_that_have_ended_lack_everything() -> None:
    search = PlanSearch(make_terms(), asked(Audience(name="A", target=60)))
    ended = [group.through(0) for group in search.groups_of(1)]
    assert search.lacks(search.count(ended, end=5)) == 60


MANY = tuple(
    Audience(
        name=f"audience {number}",
        target=40 + 7 * number,
        deadline_on=START.replace(year=2027, month=1 + number % 5),
        reply_rate=Decimal(1 + number % 4) / 10,
    )
    for number in range(20)
)


def test_held_seats_of_unknown_price_are_ranked_by_what_they_buy() -> None:
    terms = make_terms(monthly_price=None, annual_price=None, credit_price=None, purchase_limit=6)
    held = HeldSeats(plan=terms.slug, seats=2, credits=9, paid_until=START.replace(day=20))
    scenario = asked(*MANY[:3], held_seats=(held,), max_seats=5)
    made = cheapest(terms, scenario, "buy_now")
    assert made.is_done
    assert made.total is None
