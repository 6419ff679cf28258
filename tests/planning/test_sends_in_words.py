"""What is sent when, in few words, is true of the schedule."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.planning.estimate import Estimate, make_estimate
from planner.planning.phrases import describe_sends
from tests.examples import examples
from tests.planning.arbitrary import scenarios, sold_plans, strategies, usual_scenarios
from tests.planning.builders import estimate, make_terms

estimates = st.builds(make_estimate, sold_plans(), scenarios() | usual_scenarios(), strategies)
WORDS = re.compile(
    r"(?:(?P<wait>\d+) months? of (?P<what>saving up|waiting), then )?"
    r"(?:(?P<upto>up to )?(?P<most>[\d,]+) a month for (?P<months>\d+) months"
    r"|(?P<every>all )?(?P<total>[\d,]+) (?P<when>at once|in a month))"
    r"(?:, (?P<bought>[\d,]+) credits? bought)?"
)


def number(text: str | None) -> int:
    return int((text or "0").replace(",", ""))


@examples(150, many=5_000)
@given(estimates)
def test_every_word_is_true_of_the_schedule(made: Estimate) -> None:
    text = describe_sends(made)
    days = {row.starts_on: row.ledger.sent + row.free for row in made.schedule}
    sends = {day for day, messages in days.items() if messages}
    assert bool(text) == (made.is_done and bool(sends))
    if not text:
        return
    found = WORDS.fullmatch(text)
    assert found, text
    by_month: dict[int, int] = {}
    for row in made.schedule:
        by_month[row.month] = by_month.get(row.month, 0) + row.ledger.sent + row.free
    busy = [month for month, messages in by_month.items() if messages]
    assert number(found["wait"]) == min(busy) - 1
    if found["what"]:
        granted = sum(row.ledger.granted for row in made.schedule if row.month < min(busy))
        assert (found["what"] == "saving up") == (granted > 0)
    amounts = [by_month.get(month, 0) for month in range(min(busy), max(busy) + 1)]
    if found["months"]:
        assert number(found["months"]) == len(amounts) > 1
        assert number(found["most"]) == max(amounts)
        assert bool(found["upto"]) == (len(set(amounts)) > 1)
    else:
        assert [number(found["total"])] == amounts == [made.scenario.messages]
        assert bool(found["every"]) == (amounts[0] > 1)
        assert (found["when"] == "at once") == (len(sends) == 1 and not made.scenario.is_paced)
    assert made.credits is not None
    assert number(found["bought"]) == made.credits.bought


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (estimate("as_granted", target=100), "20 a month for 5 months"),
        (estimate("as_granted", target=90), "up to 20 a month for 5 months"),
        (estimate("accumulate", target=55), "2 months of saving up, then all 55 at once"),
        (estimate("buy_now", target=100), "all 100 at once, 80 credits bought"),
        (estimate("as_granted", target=20, monthly_send_limit=20), "all 20 in a month"),
        (estimate("as_granted", target=1), "1 at once"),
        (estimate("as_granted", make_terms(monthly_credits=0)), ""),
    ],
)
def test_in_few_words(made: Estimate, words: str) -> None:
    assert describe_sends(made) == words
