"""`cheapest` with audiences against an integer program that knows nothing of how it is found."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from planner.planning.estimate import make_estimate
from planner.planning.scenario import Scenario
from tests.examples import number_of
from tests.planning import audience_oracle
from tests.planning.audience_cases import draw_case

pytestmark = pytest.mark.oracle

CASES = number_of(60, 480)
CHUNK = 20


@pytest.mark.parametrize("first", range(0, CASES, CHUNK))
def test_the_cheapest_is_what_the_integer_program_proves_to_be_the_least(first: int) -> None:
    for seed in range(first, first + CHUNK):
        terms, scenario = draw_case(seed)
        answer = make_estimate(terms, scenario, "cheapest")
        found = answer.total if answer.status == "ok" else None
        if not scenario.to_send:
            assert found == 0, f"case {seed}: {terms}, {scenario}"
            continue
        proven = audience_oracle.find_least_total(terms, scenario)
        assert found == proven, f"case {seed}: {terms}, {scenario}"


def test_the_exception_that_the_rules_name() -> None:
    """Nine of ten credits of the first audience come back at once, more than the limit sends."""
    terms, scenario = draw_case(1181)
    answer = make_estimate(terms, scenario, "cheapest")
    assert scenario.monthly_send_limit == 6
    assert max(prefix.rates.return_rate for prefix in scenario.queue[1:]) < Fraction(9, 10)
    assert sum(row.ledger.forfeited for row in answer.schedule) == 1
    assert answer.total == Decimal("829.88")
    assert audience_oracle.find_least_total(terms, scenario) == Decimal("819.88")


def test_the_cases_put_every_rule_into_play() -> None:
    cases = [draw_case(seed) for seed in range(CASES)]
    answers = [make_estimate(*case, "cheapest") for case in cases]
    statuses = Counter(answer.status for answer in answers)
    assert statuses["ok"] >= CASES * 5 / 12
    assert statuses["misses_deadline"] >= CASES / 8
    costly = [
        make_estimate(terms, _without_deadlines(scenario), "cheapest").total != answer.total
        for (terms, scenario), answer in zip(cases, answers, strict=True)
        if answer.status == "ok"
    ]
    assert sum(costly) >= CASES / 40
    in_play = {
        "several": sum(len(scenario.audiences) > 1 for _, scenario in cases),
        "rates": sum(
            len({prefix.rates.return_rate for prefix in scenario.queue}) > 1
            for _, scenario in cases
        ),
        "priorities": sum(
            any(
                one.deadline > later.deadline
                for one, later in zip(scenario.queue, scenario.queue[1:], strict=False)
            )
            for _, scenario in cases
        ),
        "seats": sum(answer.seats > 1 for answer in answers),
        "ending sooner": sum(len(answer.groups) > 1 for answer in answers),
    }
    assert min(in_play.values()) >= CASES / 20, in_play


def _without_deadlines(scenario: Scenario) -> Scenario:
    """The same where only everything has a deadline."""
    audiences = tuple(replace(one, deadline_on=None) for one in scenario.audiences)
    return replace(scenario, audiences=audiences)
