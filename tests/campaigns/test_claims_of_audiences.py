"""What pages and files state of audiences is true of the numbers (RULES.md §11)."""

from datetime import date
from typing import Any

import pytest
from hypothesis import example, given

from campaigns.decision import Decision
from campaigns.exports.document import make_document
from campaigns.presentation.audiences import compare_alone, draw_audiences
from campaigns.presentation.judgement import judge
from campaigns.presentation.own_list import write_status
from planner.planning.money import cents
from planner.planning.wording import count, dollars, show_day
from tests.campaigns.arbitrary import queries_with_audiences
from tests.campaigns.audiences import CLIENTS, LIST_PRICES, entries
from tests.campaigns.queries import decide_on, fill_in
from tests.examples import examples
from tests.known import known
from tests.planning.claims import money

pytestmark = pytest.mark.usefixtures("price_books")


def ask(query: dict[str, Any]) -> Decision | None:
    """The answer to a query; `None` where it has faults."""
    return None if fill_in(query).faults else decide_on(query)


@examples(12, many=80)
@given(queries_with_audiences)
@example(LIST_PRICES | entries())
@example(LIST_PRICES | entries() | {"seats": "2"})
def test_the_table_is_true_of_each_audience(query: dict[str, Any]) -> None:
    decision = ask(query)
    if decision is None or decision.chosen is None or not decision.chosen.is_done:
        return
    chosen = decision.chosen
    audiences = known(draw_audiences(decision))
    assert [row.name for row in audiences.rows] == [
        prefix.audience.name for prefix in chosen.scenario.queue
    ]
    for row, result in zip(audiences.rows, chosen.audiences, strict=True):
        late = (row.done_on - result.deadline).days
        assert (row.done_on, row.messages, row.share) == (
            result.done_on, result.messages, result.share
        )  # fmt: skip
        assert row.deadline == show_day(result.deadline)
        assert row.mood == ("bad" if late > 0 else "good" if late < 0 else "tight")
        assert row.verdict.endswith(" late") == (late > 0)
        if 0 < late <= 60:
            assert row.verdict == f"{count(late, 'day')} late"
        assert result.deadline <= chosen.scenario.own_deadline
    assert max(row.done_on for row in audiences.rows) == chosen.done_on
    assert (chosen.status == "ok") == all(row.mood != "bad" for row in audiences.rows)
    if chosen.total is not None:
        assert sum(known(row.share) for row in audiences.rows) == cents(chosen.total)


@examples(12, many=80)
@given(queries_with_audiences)
@example(LIST_PRICES | entries())
@example(LIST_PRICES | entries() | {"seats": "2"})
@example(LIST_PRICES | entries([CLIENTS[0], CLIENTS[2] | {"deadline_on": "2026-12-01"}]))
def test_the_judgement_is_that_of_the_audience_with_the_least_time(query: dict[str, Any]) -> None:
    decision = ask(query)
    if decision is None or decision.chosen is None or not decision.chosen.is_done:
        return
    chosen = decision.chosen
    spare = min((one.deadline - one.done_on).days for one in chosen.audiences)
    text, mood = judge(chosen)
    status = write_status(chosen)
    assert text.startswith("No: ") == (spare < 0)
    assert status.endswith(" late") == (spare < 0)
    if spare < 0 and len(chosen.audiences) > 1:
        assert text == f"No: up to {count(-spare, 'day')} late"
    if mood == "tight":
        assert spare == 0
        assert status == "On time, on the last day"
    if mood == "good":
        assert spare > 0
        assert text.startswith("Yes, at least ") == (len(chosen.audiences) > 1)
    if mood == "good" and spare <= 60:
        assert text.endswith(f" {count(spare, 'day')} early")


@examples(8, many=60)
@given(queries_with_audiences)
@example(LIST_PRICES | entries())
def test_files_agree_with_the_page(query: dict[str, Any]) -> None:
    decision = ask(query)
    if decision is None:
        return
    document = make_document(decision)
    together = compare_alone(decision)
    for described, estimate in zip(
        document["estimates"], decision.comparison.estimates, strict=True
    ):
        assert [one["days_late"] for one in described["audiences"]] == [
            max(0, (date.fromisoformat(one["done_on"]) - date.fromisoformat(one["deadline"])).days)
            for one in described["audiences"]
        ]
        assert len(described["audiences"]) == (
            len(decision.query.scenario.audiences) if estimate.is_done else 0
        )
    if together is None:
        assert document["each_alone"] is None
        return
    alone = document["each_alone"]
    assert alone["why"] == together.why
    if alone["together"] and alone["total"]:
        assert f"each alone {dollars(money(alone['total']))} in all" in alone["why"]
    least = decision.comparison.least
    option = least.option if least else None
    assert together.total == (option.total if option else together.total)


def test_numbers_that_cannot_be_read_leave_the_target_as_it_was() -> None:
    form = fill_in({"target": "7", "audiences-0-name": "A", "audiences-0-target": "many"})
    assert form.form.texts["target"] == "7"
    assert [fault.field for fault in form.faults] == ["audiences-0-target"]
