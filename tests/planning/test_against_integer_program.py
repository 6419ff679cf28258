"""`cheapest` against an integer program that knows nothing of how the planner searches."""

from collections import Counter
from decimal import Decimal

import pytest

from planner.planning.estimate import make_estimate
from planner.planning.ranges import HORIZON
from tests.examples import number_of
from tests.planning import oracle
from tests.planning.builders import bought_of, make_scenario, make_terms
from tests.planning.random_cases import draw_case_of_one_seat

pytestmark = pytest.mark.oracle

CASES = number_of(60, 480)
CHUNK = 20
# Months that the program looks ahead for a way that misses the deadline.
LOOK_AHEAD = 12


@pytest.mark.parametrize("first", range(0, CASES, CHUNK))
def test_the_cheapest_is_what_the_integer_program_proves_to_be_the_least(first: int) -> None:
    for seed in range(first, first + CHUNK):
        terms, scenario = draw_case_of_one_seat(seed)
        proven = oracle.find_cheapest(terms, scenario, horizon=LOOK_AHEAD)
        answer = make_estimate(terms, scenario, "cheapest")
        if proven is None:
            assert (answer.months or HORIZON) > LOOK_AHEAD, f"case {seed}: {terms}, {scenario}"
            continue
        found = (answer.months, bought_of(answer), answer.total)
        assert found == (proven.months, proven.bought, proven.total), (
            f"case {seed}: {terms}, {scenario}"
        )


@pytest.mark.parametrize(
    ("deadline", "months", "bought", "total"),
    [(3, 3, 40, "639.97"), (4, 4, 20, "519.96"), (12, 5, 0, "399.95")],
)
def test_the_program_agrees_with_the_worked_example(
    deadline: int, months: int, bought: int, total: str
) -> None:
    scenario = make_scenario(deadline_months=deadline)
    proven = oracle.find_cheapest(make_terms(), scenario, horizon=LOOK_AHEAD)
    assert proven == oracle.Answer(months, bought, Decimal(total))


def test_the_cases_put_every_limit_into_play() -> None:
    cases = [draw_case_of_one_seat(seed) for seed in range(CASES)]
    answers = [make_estimate(*case, "cheapest") for case in cases]
    statuses = Counter(answer.status for answer in answers)
    assert statuses["ok"] >= CASES * 5 / 12
    assert statuses["misses_deadline"] >= CASES * 5 / 24
    limited = {
        "sends": sum(scenario.monthly_send_limit is not None for _, scenario in cases),
        "purchases": sum(terms.purchase_limit is not None for terms, _ in cases),
        "bought": sum(bool(bought_of(answer)) for answer in answers),
        "expired": sum(bool(answer.credits and answer.credits.expired) for answer in answers),
        "forfeited": sum(bool(answer.credits and answer.credits.forfeited) for answer in answers),
        "returned": sum(bool(answer.credits and answer.credits.returned) for answer in answers),
        "opening": sum(bool(scenario.held_seats) for _, scenario in cases),
        "waits": sum((answer.months or 0) > 1 for answer in answers),
    }
    assert min(limited.values()) >= CASES / 10, limited
