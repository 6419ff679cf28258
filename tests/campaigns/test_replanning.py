"""What is left of a saved campaign, written as a query that its form reads the same way."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.decision import decide
from campaigns.models import Revision
from campaigns.query.books import list_books
from campaigns.replanning import decide_on, find_replanning, round_rate
from campaigns.views.roots import CampaignRoot
from planner.planning.progress.record import Entry, Record
from tests.campaigns.factories import save_campaign
from tests.campaigns.replanning import TODAY, find, queries, record, write
from tests.campaigns.revising import fresh
from tests.examples import examples

pytestmark = pytest.mark.usefixtures("book")


def test_what_is_left_is_a_query_with_the_same_answer() -> None:
    campaign = save_campaign("plans=solo&deadline_months=6")
    found = find(campaign, record(sent=30))
    best = found.answer.best
    assert best
    decision = decide_on(found, best, books=list_books())
    assert decision
    assert decision.chosen
    assert decision.chosen.total == best.total
    assert (decision.chosen.done_on, decision.chosen.seats) == (best.done_on, best.seats)
    assert decision.is_picked
    texts = dict(decision.query.all_items)
    assert texts["target"] == "70"
    assert texts["start_on"] == "2027-01-05"
    assert texts["deadline_on"] == "2027-05-31"
    assert texts["held_seats-0-paid_until"] == "2027-01-31"
    assert found.spent == Decimal("159.98")
    assert found.whole_cost(best.total) == found.answer.whole_cost


def test_the_rate_learned_takes_the_place_of_the_planned_one() -> None:
    asked = "goal=replied&target=10&reply_rate=10%25&decline_rate=5%25&deadline_months=12"
    campaign = save_campaign(f"{asked}&reply_rate_low=5%25&reply_rate_high=20%25")
    what = record(sent=35, answered=2, declined=1)
    found = find(campaign, what)
    assert found.learned
    assert found.rate == round_rate(found.learned.rate)
    best = found.answer.best
    assert best
    assert best.scenario.reply_rate == found.rate
    decision = decide_on(found, best, books=list_books())
    assert decision
    assert decision.query.scenario.reply_rate == found.rate
    assert decision.query.values["reply_rate_low"] is None
    planned = find(campaign, what, takes_learned=False)
    assert planned.rate is None
    assert planned.answer.best
    assert planned.answer.best.scenario.reply_rate == Decimal("0.1")
    again = decide_on(planned, planned.answer.best, books=list_books())
    assert again
    assert again.query.values["reply_rate_low"] == Decimal("0.05")


def test_a_rate_nobody_planned_and_no_reply_stays_unknown() -> None:
    found = find(save_campaign("plans=solo"), record(sent=30))
    assert (found.learned, found.rate) == (None, None)
    found = find(save_campaign("plans=solo"), record(sent=30, answered=3))
    assert found.rate is not None


@pytest.mark.parametrize(("rate", "rounded"), [(0.05004, "0.05"), (0.0, "0.0001"), (0.99999, "1")])
def test_a_learned_rate_in_hundredths_of_a_percent(rate: float, rounded: str) -> None:
    assert round_rate(rate) == Decimal(rounded)


def test_a_strategy_that_was_not_compared_is_added() -> None:
    found = find(save_campaign("plans=solo&strategies=as_granted"), record(sent=30))
    assert found.answer.best
    decision = decide_on(found, found.answer.best, books=list_books())
    assert decision
    assert set(decision.query.strategies) == {"as_granted", "cheapest"}
    assert decision.chosen
    assert decision.chosen.strategy == "cheapest"


def test_what_was_spent_before_adds_up_and_old_entries_count_no_more() -> None:
    campaign = save_campaign("plans=solo&start_on=2027-01-05&target=70")
    Revision.objects.update(spent=Decimal("100.50"), counts_from=date(2027, 1, 5))
    entries = [
        *record(sent=30, paid=Decimal(100)).entries,
        Entry(first_on=TODAY, last_on=date(2027, 1, 20), sent=10, paid=Decimal(80)),
    ]
    found = find(campaign, Record.of(entries), today=date(2027, 1, 25))
    assert found.answer.rest.left == 60
    assert found.spent == Decimal("180.50")
    Revision.objects.update(spent=None)
    assert find(campaign, Record.of(entries), today=date(2027, 1, 25)).spent is None


def test_a_budget_is_what_is_left_of_it() -> None:
    found = find(save_campaign("plans=solo&budget=400"), record(sent=30))
    assert found.answer.best
    decision = decide_on(found, found.answer.best, books=list_books())
    assert decision
    assert decision.query.scenario.budget == Decimal("240.02")
    found = find(save_campaign("plans=solo&budget=100"), record(sent=30))
    assert found.answer.best
    decision = decide_on(found, found.answer.best, books=list_books())
    assert decision
    assert decision.query.scenario.budget == 0


def test_audiences_are_asked_for_by_what_each_lacks() -> None:
    asked = "plans=solo&deadline_months=8&audiences-0-name=Ann&audiences-0-target=60"
    asked += "&audiences-1-name=Bob&audiences-1-target=50&audiences-1-deadline_on=2026-12-31"
    asked += "&audiences-1-reply_rate=5%25&audiences-2-name=Cy&audiences-2-target=5"
    found = find(save_campaign(asked), record(sent=30))
    rest, best = found.answer.rest, found.answer.best
    assert rest.overdue == ("Bob",)
    assert best
    decision = decide_on(found, best, books=list_books())
    assert decision
    scenario = decision.query.scenario
    assert [(one.name, one.target, one.priority) for one in scenario.audiences] == [
        ("Ann", 60, 2),
        ("Bob", 20, 1),
        ("Cy", 5, 3),
    ]
    assert scenario.audiences[1].reply_rate == Decimal("0.05")
    assert decision.chosen
    assert decision.chosen.total == best.total
    few = find(save_campaign(asked), record(sent=112))
    assert few.answer.best
    decision = decide_on(few, few.answer.best, books=list_books())
    assert decision
    assert [one.name for one in decision.query.scenario.audiences] == ["Cy"]


def test_no_plan_compared_is_nothing_to_replan() -> None:
    root = CampaignRoot(fresh(save_campaign("plans=")))
    query = root.saved.query
    assert query
    nothing = find_replanning(query, root.revision, Record(), today=TODAY, takes_learned=True)
    assert nothing is None


def test_what_the_form_cannot_ask_for_is_no_decision() -> None:
    gone = find(save_campaign("plans=solo"), record(sent=30))
    gone.revision.choices.all().delete()
    assert gone.answer.best
    assert decide_on(gone, gone.answer.best, books=[]) is None


"""Any question of the form that a record can be about."""


@examples(13, many=400)
@given(
    asked=queries, sent=st.integers(0, 200), answered=st.integers(0, 30), days=st.integers(0, 300)
)
def test_every_replanning_is_asked_for_by_its_query(
    asked: dict[str, Any], sent: int, answered: int, days: int
) -> None:
    campaign = save_campaign(write(asked))
    on = date(2026, 12, 1) + timedelta(days=days)
    found = find(campaign, record(on, sent=sent, answered=min(answered, sent)), today=on)
    for estimate in (found.answer.best, found.answer.cheapest_late):
        if estimate is None:
            continue
        decision = decide_on(found, estimate, books=list_books())
        assert decision
        assert decision.chosen
        assert decision.chosen.total == estimate.total
        assert decision.chosen.done_on == estimate.done_on
        assert decide(decision.query).chosen == decision.chosen
