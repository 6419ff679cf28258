"""The chance to reach a goal, and the messages for which it is 90 % (RULES.md §9)."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta, betabinom, binom

from planner.planning.errors import InvalidInput
from planner.planning.forecast.rates import FixedRate, RateBetween, TrackRecord
from planner.planning.worth import Funnel, Rates, explain_chance, find_goal_chance
from planner.planning.worth.chances import binomial_chance
from tests.known import known
from tests.planning.funnels import RATES, make_funnel

ANSWERS = Funnel(target=20, goal="answers", rates=Rates(reply_rate=Decimal("0.1")))


def test_ten_customers_at_90_percent() -> None:
    found = find_goal_chance(make_funnel())
    assert (found.messages, found.sure_messages) == (2_000, 2_839)
    assert found.chance == pytest.approx(binom.sf(9, 2_000, 0.005), abs=1e-9)
    assert round(found.chance, 2) == 0.54
    assert find_goal_chance(make_funnel(), messages=2_838).chance < 0.9
    assert find_goal_chance(make_funnel(), messages=2_839).chance >= 0.9
    assert explain_chance(found) == (
        "To be 90 % sure of 10 customers, write to 2,839, not 2,000: these give 54 %."
    )


@given(trials=st.integers(0, 3_000), least=st.integers(-1, 200), share=st.floats(0, 1, width=32))
def test_the_binomial_is_scipy_s(trials: int, least: int, share: float) -> None:
    expected = binom.sf(least - 1, trials, share)
    assert binomial_chance(least, trials, share) == pytest.approx(expected, rel=1e-8, abs=1e-12)


@pytest.mark.parametrize(
    ("least", "trials", "share"),
    [(100, 10**6, 1e-4), (500_100, 10**6, 0.5), (999_000, 10**6, 0.999)],
)
def test_the_binomial_of_a_million_is_scipy_s(least: int, trials: int, share: float) -> None:
    expected = binom.sf(least - 1, trials, share)
    assert binomial_chance(least, trials, share) == pytest.approx(expected, rel=1e-7)


def test_the_ends_of_the_binomial() -> None:
    assert (binomial_chance(0, 0, 0.5), binomial_chance(5, 3, 0.5)) == (1, 0)
    assert (binomial_chance(1, 3, 0.0), binomial_chance(3, 3, 1.0)) == (0, 1)


def test_thinning_stage_by_stage_is_one_binomial() -> None:
    """A plain simulation: answers of messages, meetings of answers, customers of meetings."""
    draws = np.random.default_rng(7)
    answers = draws.binomial(2_000, 0.1, 200_000)
    customers = draws.binomial(draws.binomial(answers, 0.25), 0.2)
    simulated = float((customers >= 10).mean())
    assert find_goal_chance(make_funnel()).chance == pytest.approx(simulated, abs=0.005)


def test_a_track_record_makes_the_answers_beta_binomial() -> None:
    record = TrackRecord(sent=100, replied=10)
    found = find_goal_chance(ANSWERS, beliefs={"answers": record})
    expected = betabinom.sf(19, 200, 11, 91)
    assert found.chance == pytest.approx(expected, abs=0.005)
    assert found.is_uncertain
    sure = known(found.sure_messages)
    assert betabinom.sf(19, sure, 11, 91) == pytest.approx(0.9, abs=0.005)
    assert sure > known(find_goal_chance(ANSWERS).sure_messages)


def test_records_of_several_stages_are_drawn_each() -> None:
    beliefs = {
        "answers": TrackRecord(sent=300, replied=30),
        "customers": TrackRecord(sent=20, replied=4),
    }
    found = find_goal_chance(make_funnel(), beliefs=beliefs)  # type: ignore[arg-type]

    # Integrated over both rates on a fine grid.
    nodes, weights = np.polynomial.legendre.leggauss(200)
    rates, weights = (nodes + 1) / 2, weights / 2
    answer, win = rates[:, None], rates[None, :]
    density = (weights * beta.pdf(rates, 31, 271))[:, None] * (weights * beta.pdf(rates, 5, 17))
    expected = float((density * binom.sf(9, 2_000, answer * 0.25 * win)).sum())
    assert found.chance == pytest.approx(expected, abs=0.006)


def test_a_belief_that_is_certain_is_the_rate() -> None:
    beliefs = {"answers": FixedRate(rate=Decimal("0.1"))}
    drawn = find_goal_chance(make_funnel(), beliefs=beliefs)  # type: ignore[arg-type]
    exact = find_goal_chance(make_funnel())
    assert drawn.chance == pytest.approx(exact.chance, abs=0.006)
    assert known(drawn.sure_messages) == pytest.approx(known(exact.sure_messages), rel=0.01)


def test_a_belief_in_a_later_stage_than_the_goal_plays_no_part() -> None:
    found = find_goal_chance(ANSWERS, beliefs={"customers": TrackRecord(sent=1, replied=0)})
    assert not found.is_uncertain
    assert found == find_goal_chance(ANSWERS)


def test_the_same_seed_gives_the_same_answer_and_another_a_near_one() -> None:
    beliefs = {"answers": RateBetween(low=Decimal("0.05"), high=Decimal("0.2"))}
    first = find_goal_chance(ANSWERS, beliefs=beliefs, seed=3)  # type: ignore[arg-type]
    assert first == find_goal_chance(ANSWERS, beliefs=beliefs, seed=3)  # type: ignore[arg-type]
    other = find_goal_chance(ANSWERS, beliefs=beliefs, seed=4)  # type: ignore[arg-type]
    assert other.chance == pytest.approx(first.chance, abs=0.01)


def test_more_messages_never_lower_the_chance() -> None:
    beliefs = {"answers": TrackRecord(sent=10, replied=1)}
    for asked in ({}, {"beliefs": beliefs}):
        chances = [
            find_goal_chance(ANSWERS, messages=messages, **asked).chance  # type: ignore[arg-type]
            for messages in (0, 19, 20, 100, 200, 400, 1_000)
        ]
        assert chances == sorted(chances)
        assert chances[0] == chances[1] == 0


def test_no_number_is_sure_where_it_would_take_more_than_a_million() -> None:
    rare = replace(make_funnel(), target=1, rates=replace(RATES, win_rate=Decimal("0.00005")))
    found = find_goal_chance(rare)
    assert (found.messages, found.sure_messages) == (800_000, None)
    assert explain_chance(found) == (
        "Writing to 800,000 people brings at least 1 customer with a chance of 63 %."
    )
    hopeless = find_goal_chance(ANSWERS, beliefs={"answers": FixedRate(rate=Decimal(0))})
    assert (hopeless.chance, hopeless.sure_messages) == (0, None)


def test_everybody_is_reached_by_as_many_messages() -> None:
    found = find_goal_chance(Funnel(target=1, goal="people", rates=Rates()))
    assert (found.chance, found.sure_messages) == (1, 1)
    assert explain_chance(found) == (
        "Writing to 1 person brings at least 1 person with a chance of 100 %."
    )


def test_messages_and_seed_out_of_range_are_errors() -> None:
    with pytest.raises(InvalidInput, match="messages"):
        find_goal_chance(ANSWERS, messages=-1)
    with pytest.raises(InvalidInput, match="seed"):
        find_goal_chance(ANSWERS, seed=-1)
