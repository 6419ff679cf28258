"""What the page offers: every link opens what it promises."""

from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings

from campaigns.presentation import Answer, key_of
from planner.planning.wording import dollars
from tests.campaigns.arbitrary import sensible_queries
from tests.campaigns.queries import answer_at
from tests.known import known

pytestmark = pytest.mark.usefixtures("price_books")


def open_page(address: str) -> Answer:
    return answer_at(address)[1]


def show(query: dict[str, Any]) -> Answer:
    return open_page(f"?{urlencode(query, doseq=True)}")


@settings(max_examples=10)
@given(sensible_queries)
def test_a_row_opens_itself_or_becomes_the_base(query: dict[str, Any]) -> None:
    for row in show(query).table.rows:
        decision, opened = answer_at(row.address)
        assert decision.is_picked
        assert known(opened.chosen_row).key == row.key
        assert known(open_page(row.detail_address).chosen_row).key == row.key
        assert key_of(known(open_page(row.base_address).table.base)) == row.key


@settings(max_examples=30)
@given(sensible_queries)
def test_a_number_of_seats_opens_the_answer_that_it_shows(query: dict[str, Any]) -> None:
    for count in show(query).seat_counts:
        cheapest = open_page(count.address).comparison.cheapest
        assert (cheapest and cheapest.total) == (count.estimate and count.estimate.total)


@pytest.mark.parametrize("strategies", [[], ["accumulate"], ["buy_now", "as_granted"]])
@pytest.mark.parametrize("deadline", ["3", "9", "24"])
def test_an_alternative_opens_the_answer_that_it_promises(
    strategies: list[str], deadline: str
) -> None:
    shown = show({"target": "441", "strategies": strategies, "deadline_months": deadline})
    cheapest = known(known(shown.comparison.cheapest).total)
    assert shown.suggestions
    for suggestion in shown.suggestions:
        opened = open_page(suggestion.address)
        estimates = [known(opened.comparison.cheapest), known(opened.chosen)]
        months = {estimate.months for estimate in estimates}
        more = {dollars(abs(known(estimate.total) - cheapest)) for estimate in estimates}
        assert any(text in suggestion.money for text in (*more, "same")), suggestion
        assert any(f"{m} month" in suggestion.text for m in months), suggestion


@pytest.mark.parametrize("strategies", [[], ["accumulate"]])
def test_a_column_of_the_chart_opens_its_answer(strategies: list[str]) -> None:
    shown = show({"target": "441", "strategies": strategies})
    points = zip(known(shown.frontier_chart).columns, shown.comparison.frontier, strict=True)
    for column, point in points:
        opened = open_page(column.tooltip.address).comparison
        assert opened.scenario.deadline_months == point.deadline_months
        assert known(opened.cheapest).total == known(point.option).total
