"""What an alternative promises is what its link shows, and when and at what cost (RULES.md §4)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from campaigns.presentation.alternatives import Suggestion
from campaigns.presentation.answer import Answer
from planner.planning.estimate import Estimate
from planner.planning.wording import show_day
from tests.campaigns.arbitrary import compared_queries
from tests.campaigns.queries import TODAY, answer_at
from tests.campaigns.spans import SPAN, is_difference
from tests.examples import examples
from tests.known import known
from tests.planning.claims import Said, check_clause, claim, money, number

pytestmark = pytest.mark.usefixtures("price_books")

BOOK = {"rules": "2", "price_book": "linkedin-2026"}


def show(query: dict[str, Any]) -> Answer:
    return answer_at(f"?{urlencode(query, doseq=True)}")[1]


class Promise(NamedTuple):
    """A suggestion, the page that it stands on, and the cheapest way of the page that it opens."""

    suggestion: Suggestion
    answer: Answer
    there: Estimate

    @property
    def best(self) -> Estimate:
        return known(self.answer.comparison.cheapest)


def is_right_at(promise: Promise, said: Said) -> bool:
    """The time and the seats of the other way."""
    day, there = known(promise.best.done_on), known(promise.there.done_on)
    if "seats" in said and promise.there.seats != number(said["seats"]):
        return False
    if "way" not in said:
        return day == there
    return is_difference(said, *((there, day) if said["way"] == "sooner" else (day, there)))


def is_first_to_work(promise: Promise, said: Said) -> bool:
    """Where nothing is in time: what the other way takes."""
    assert promise.answer.comparison.cheapest is None
    there, asked = promise.there, promise.answer.comparison.scenario
    if "seats" in said:
        return there.seats == number(said["seats"]) and known(there.done_on) <= asked.deadline
    if "day" in said:
        return asked.deadline_on is not None and said["day"] == show_day(known(there.done_on))
    return asked.deadline_on is None and there.months == number(said["months"])


TIME = rf"(?:as soon|{SPAN} (?P<way>sooner|later))"
TITLES = (
    claim(r"It works within <months:n> months?:", is_first_to_work),
    claim(r"It works by (?P<day>\d+ \w+ \d+):", is_first_to_work),
    claim(r"<seats:n> seats? makes? it in time:", is_first_to_work),
    claim(rf"<seats:n> seats?: {TIME},", is_right_at),
    claim(rf"{TIME}:", is_right_at),
)


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """Any question, half of them with a day that mostly lies inside a month of the campaign."""
    query: dict[str, Any] = draw(compared_queries)
    if draw(st.booleans()):
        return query
    start_on = date.fromisoformat(query.get("start_on", TODAY.isoformat()))
    deadline_on = start_on + timedelta(days=draw(st.integers(0, 150)))
    query = query | {"deadline_months": show_day(deadline_on)}
    if "executive-25" in query.get("plans", []) or draw(st.booleans()):
        return query
    return query | {"price_book": "linkedin-2026"}


@examples(6, many=60)
@given(questions())
@example(BOOK | {"target": "50", "start_on": "2026-11-26", "deadline_months": "30 Nov 2026"})
@example(
    BOOK
    | {
        "target": "150",
        "seats": "3",
        "start_on": "2026-12-10",
        "deadline_months": "28 Dec 2026",
    }
)
@example({"seats": "4", "target": "60"})
@example({"seats": "1", "target": "300", "deadline_months": "1", "plans": "premium-business"})
@example({"seats": "3", "max_seats": "4", "target": "600", "start_on": "2026-12-01"})
@example({"seats": "5", "target": "60", "opening_balance": "40", "rules": "1"})
@example(
    BOOK
    | {
        "target": "100",
        "start_on": "2026-11-26",
        "deadline_months": "28 Nov 2026",
        "plans": "sales-navigator-core",
    }
)
def test_what_an_alternative_promises_is_what_its_link_shows(query: dict[str, Any]) -> None:
    answer = show(query)
    best = answer.comparison.cheapest
    for suggestion in answer.suggestions:
        decision, opened = answer_at(suggestion.address)
        there = known(decision.comparison.cheapest)
        assert opened.chosen == there
        assert there.status == "ok"
        promise = Promise(suggestion, answer, there)
        check_clause(suggestion.title, promise, TITLES, whole=suggestion.title)
        assert f"done on {show_day(known(there.done_on))}" in suggestion.text
        if best is None:
            assert suggestion.money == f"${known(there.total):,.2f}"
        else:
            saved = money(suggestion.money)
            assert saved < 0, "what saves nothing is in the verdict and in the comparison"
            # Both are rounded to the cent.
            assert saved == round(known(there.total) - known(best.total), 2)


@pytest.mark.parametrize(
    ("target", "seats", "start_on", "deadline", "title", "deadline_there"),
    [
        ("50", "best", "2026-11-26", "30 Nov 2026", "5 days later:", "2026-12-01"),
        ("150", "3", "2026-12-10", "28 Dec 2026", "22 days later:", "2027-01-01"),
    ],
)
def test_what_is_later_than_a_day_is_never_as_soon(
    target: str, seats: str, start_on: str, deadline: str, title: str, deadline_there: str
) -> None:
    asked = {"target": target, "seats": seats, "start_on": start_on, "deadline_months": deadline}
    found = {one.title: one for one in show(BOOK | asked).suggestions}
    assert title in found
    assert "As soon:" not in found
    later = found[title]
    assert dict(parse_qsl(urlsplit(later.address).query))["deadline_months"] == deadline_there


def test_less_than_a_dollar_is_not_worth_a_change() -> None:
    """One year by one seat costs $0.03 less than two months by five."""
    query = BOOK | {"goal": "replied", "target": "45", "reply_rate": "10 %"}
    answer = show(query | {"start_on": "2026-12-01", "deadline_months": "6 weeks"})
    assert known(answer.comparison.cheapest).total == Decimal("1079.91")
    assert not answer.suggestions
    dearer = show(query | {"start_on": "2026-12-01", "deadline_months": "1"})
    assert all(amount_saved(one) >= 1 for one in dearer.suggestions)


def amount_saved(one: Suggestion) -> Decimal:
    return -Decimal(one.money.replace("−", "-").replace("$", "").replace(",", ""))
