"""What the page offers: every link opens what it promises."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from hypothesis import given

from campaigns.presentation import Answer
from campaigns.query.choices import follow_choice
from planner.planning.wording import dollars, show_day
from tests.campaigns.arbitrary import sensible_queries
from tests.campaigns.queries import answer_at, fill_in, links_of
from tests.examples import examples
from tests.known import known

pytestmark = pytest.mark.usefixtures("price_books")


def open_page(address: str) -> Answer:
    return answer_at(address)[1]


def show(query: dict[str, Any]) -> Answer:
    return open_page(f"?{urlencode(query, doseq=True)}")


@examples(4, many=10)
@given(sensible_queries)
def test_a_way_opens_itself(query: dict[str, Any]) -> None:
    decision, _ = answer_at(f"?{urlencode(query, doseq=True)}")
    for terms in decision.query.plans[:2]:
        matrix = known(show(query | {"open": terms.slug}).matrix)
        rows = [*matrix.rows, *(row for fold in matrix.folds for row in fold.rows)]
        [opened_row] = [row for row in rows if row.is_open]
        for way in opened_row.ways:
            there, opened = answer_at(way.address)
            assert there.is_picked
            assert known(opened.chosen_row).key == way.key
            assert known(open_page(way.detail_address).chosen_row).key == way.key


@pytest.mark.parametrize("by", ["deadline", "seats", "answers"])
@pytest.mark.parametrize("strategies", [[], ["accumulate"]])
def test_a_column_opens_the_answer_that_it_shows(by: str, strategies: list[str]) -> None:
    query = {"target": "441", "strategies": strategies, "by": by, "seats": "2"}
    matrix = known(show(query).matrix)
    carried = links_of(fill_in(query)).query_items
    for place, head in enumerate(matrix.heads):
        pressed = follow_choice(QueryDict(urlencode([*carried, ("choose", head.choice)])))
        opened = open_page(f"?{pressed.urlencode()}")
        texts = [row.cells[place].text for row in matrix.rows if row.cells[place].is_least]
        option = known(known(opened.comparison.least).option)
        assert {*texts} == {dollars(known(option.total))}
        [current] = [one for one in known(opened.matrix).heads if one.is_current]
        assert current.name == head.name


@pytest.mark.parametrize("strategies", [[], ["accumulate"], ["buy_now", "as_granted"]])
@pytest.mark.parametrize("deadline", ["3", "4", "6"])
def test_an_alternative_opens_the_answer_that_it_promises(
    strategies: list[str], deadline: str
) -> None:
    query = {"target": "441", "strategies": strategies, "deadline_months": deadline, "seats": "1"}
    shown = show(query)
    cheapest = known(known(shown.comparison.cheapest).total)
    assert shown.suggestions
    for suggestion in shown.suggestions:
        opened = open_page(suggestion.address)
        estimates = [known(opened.comparison.cheapest), known(opened.chosen)]
        days = {show_day(known(estimate.done_on)) for estimate in estimates}
        more = {dollars(abs(known(estimate.total) - cheapest)) for estimate in estimates}
        assert any(text in suggestion.money for text in (*more, "same")), suggestion
        assert any(f"done on {day}" in suggestion.text for day in days), suggestion


def test_what_saves_no_money_is_not_suggested() -> None:
    # Sooner costs more, and no other number of seats costs less.
    assert show({"target": "441", "deadline_months": "24", "seats": "1"}).suggestions == ()
