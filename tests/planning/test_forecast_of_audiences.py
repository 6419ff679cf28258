"""Forecasts of audiences: against the slow simulation, and what §11 states of them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count, islice
from math import sqrt
from random import Random

import pytest

from planner.planning.audience import Audience
from planner.planning.days import DAY
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.forecast import Forecast, make_forecast
from planner.planning.forecast.certainty import explain_forecast
from planner.planning.forecast.rates import FixedRate, RateBelief, RateBetween, TrackRecord
from planner.planning.scenario import Scenario
from planner.planning.worth.chances import binomial_chance
from tests.examples import number_of
from tests.planning import slow_forecast
from tests.planning.audiences import CLIENTS, CORE, asked, cheapest
from tests.planning.builders import estimate, make_terms
from tests.planning.forecast_cases import draw_scenario, draw_terms
from tests.planning.simulated import DEVIATIONS, WORLDS, assert_agrees

SCENARIOS = number_of(8, 40)
KNOWN = FixedRate(rate=Decimal("0.2"))
BELIEFS: list[RateBelief] = [
    KNOWN,
    RateBetween(low=Decimal("0.05"), high=Decimal("0.4")),
    TrackRecord(sent=12, replied=3),
]


def draw_audiences(random: Random, scenario: Scenario) -> tuple[Audience, ...]:
    """Two to four audiences, most with rates of their own, some sooner than all."""

    def draw(number: int) -> Audience:
        own = random.random() < 0.7
        days = random.randint(5, 150)
        return Audience(
            name=f"audience {number}",
            target=random.randint(3, 15),
            deadline_on=scenario.start_on + days * DAY if random.random() < 0.6 else None,
            reply_rate=Decimal(random.choice(["0", "0.1", "0.4"])) if own else None,
            decline_rate=Decimal(random.choice(["0", "0.1", "0.5"])) if own else None,
            open_profile_share=Decimal(random.choice(["0", "0.3", "1"])) if own else None,
        )

    return tuple(draw(number) for number in range(random.randint(2, 4)))


def draw_estimate(seed: int) -> Estimate:
    random = Random(seed)
    terms = draw_terms(random)
    scenario = draw_scenario(random, terms)
    audiences = draw_audiences(random, scenario)
    target = sum(one.target for one in audiences)
    scenario = replace(scenario, target=target, audiences=audiences)
    return make_estimate(terms, scenario, random.choice(["as_granted", "buy_now", "cheapest"]))


def draw_questions() -> list[tuple[int, Estimate]]:
    drawn = ((seed, draw_estimate(seed)) for seed in count())
    several = (
        (seed, made)
        for seed, made in drawn
        if sum(row.ledger.sent > 0 for row in made.schedule) >= 2
    )
    return list(islice(several, SCENARIOS))


def is_near(share: float, counted: int, trials: int) -> bool:
    deviation = sqrt(share * (1 - share) / trials)
    return abs(counted / trials - share) <= DEVIATIONS * deviation + 1 / trials


@pytest.mark.oracle
@pytest.mark.parametrize(("seed", "answer"), draw_questions())
def test_the_percentiles_are_those_of_the_slow_simulation(seed: int, answer: Estimate) -> None:
    belief = BELIEFS[seed % 3]
    # What is learned of an audience's own rate.
    own = [one.name for one in answer.scenario.audiences if one.reply_rate is not None]
    own_beliefs = dict(zip(own[: seed % 3], BELIEFS[1:], strict=False))
    forecast = make_forecast(answer, belief, own_beliefs, seed=seed)
    drawn = slow_forecast.run_trials(answer, belief, Random(seed), WORLDS, own_beliefs)
    trials = list(drawn)
    assert forecast is not None
    assert_agrees(forecast, trials)
    assert is_near(forecast.on_time, sum(trial.is_on_time for trial in trials), WORLDS)


def replied(**changes: object) -> Estimate:
    ann = Audience(name="Ann", target=6, reply_rate=Decimal("0.3"))
    ben = Audience(name="Ben", target=4, deadline_on=date(2027, 1, 31))
    scenario = asked(ann, ben, goal="replied", reply_rate=Decimal("0.1"), **changes)
    return cheapest(CORE, scenario)


def forecast_of(made: Estimate, belief: RateBelief) -> Forecast:
    found = make_forecast(made, belief)
    assert found is not None
    return found


def test_each_audience_and_all_of_them_reach_their_targets_by_chance() -> None:
    made = replied()
    found = forecast_of(made, FixedRate(rate=Decimal("0.1")))
    # Ben first, by his deadline: 40 messages at 10 %, then 20 at 30 %.
    assert [(one.audience.name, one.own_messages) for one in made.scenario.queue] == [
        ("Ben", 40),
        ("Ann", 20),
    ]
    exact = binomial_chance(4, 40, 0.1), binomial_chance(6, 20, 0.3)
    for share, chance in zip(found.reached_by, exact, strict=True):
        assert share == pytest.approx(chance, abs=0.015)
    assert found.reached_target == pytest.approx(exact[0] * exact[1], abs=0.015)
    assert found.replies.mean == pytest.approx(10, abs=0.1)
    assert "Ben" in explain_forecast(found)
    assert "every audience" in explain_forecast(found)


def test_an_uncertain_rate_is_that_of_those_without_one_of_their_own() -> None:
    found = forecast_of(replied(), RateBetween(low=Decimal("0.3"), high=Decimal("0.6")))
    known = forecast_of(replied(), FixedRate(rate=Decimal("0.1")))
    assert found.reached_by[1] == pytest.approx(known.reached_by[1], abs=0.02)
    assert found.reached_by[0] > known.reached_by[0] + 0.2


def test_one_audience_is_the_scenario_without_audiences() -> None:
    alone = estimate("cheapest", target=60, reply_rate=Decimal("0.2"), goal="replied")
    only = Audience(name="A", target=60)
    one = make_estimate(alone.terms, replace(alone.scenario, audiences=(only,)), alone.strategy)
    found, usual = forecast_of(one, KNOWN), forecast_of(alone, KNOWN)
    assert found.reached_by == (usual.reached_target,)
    for name in (
        "total",
        "months",
        "credits_bought",
        "replies",
        "on_time",
        "reached_target",
        "fan",
    ):
        assert getattr(found, name) == getattr(usual, name), name
    assert usual.reached_by == ()


def test_a_trial_is_on_time_if_every_audience_is() -> None:
    """20 credits a month: the second month sends what its answers bring back as well."""
    first = Audience(name="A", target=24, deadline_on=date(2027, 1, 31), reply_rate=Decimal("0.2"))
    then = Audience(name="B", target=60, reply_rate=Decimal(0))
    terms = make_terms(monthly_credits=20, rollover_cap=60, purchase_limit=0)
    scenario = asked(first, then, seats=1, deadline_months=12)
    sooner = replace(
        scenario, audiences=(replace(first, target=44, deadline_on=date(2027, 1, 31)), then),
        target=104,
    )  # fmt: skip
    always = forecast_of(cheapest(terms, scenario, "as_granted"), KNOWN)
    assert always.on_time == 1
    made = cheapest(terms, sooner, "as_granted")
    assert made.status == "ok"
    often = forecast_of(made, KNOWN)
    # 44 by the end of the second month take 4 of 20 answers or more.
    assert often.on_time == pytest.approx(binomial_chance(4, 20, 0.2), abs=0.015)
    assert often.done == 1


def test_messages_to_open_profiles_have_their_needs_too() -> None:
    """They go after those on credits of the same month, as a campaign's limit leaves them room."""
    first = Audience(
        name="A", target=40, deadline_on=date(2026, 12, 31), reply_rate=Decimal("0.5"),
        open_profile_share=Decimal("0.5"),
    )  # fmt: skip
    then = Audience(name="B", target=40, reply_rate=Decimal(0), open_profile_share=Decimal("0.5"))
    limited = asked(first, then, monthly_send_limit=30, seats=1)
    found = forecast_of(cheapest(CORE, limited, "buy_now"), KNOWN)
    assert found.on_time == 0
    free = cheapest(CORE, asked(first, then, seats=1))
    assert forecast_of(free, KNOWN).on_time == 1
    # The first sending day is after the deadline: a Saturday and a Sunday.
    weekend = asked(
        replace(first, deadline_on=date(2026, 12, 6)), then, seats=1, sends_on="weekdays",
        start_on=date(2026, 12, 5),
    )  # fmt: skip
    assert forecast_of(cheapest(CORE, weekend), KNOWN).on_time == 0


def test_the_clients_of_the_rules_have_a_forecast() -> None:
    found = forecast_of(cheapest(CORE, asked(*CLIENTS)), KNOWN)
    assert found.done == 1
    assert found.reached_target is None
    assert found.reached_by == ()
    assert found.total is not None


def test_what_comes_back_at_once_from_one_audience_sends_to_the_next() -> None:
    """5 credits send to 10 that all answer, and then to 5 of the 7 that never do."""
    always = Audience(name="A", target=10, reply_rate=Decimal(1))
    never = Audience(name="B", target=7, reply_rate=Decimal(0), priority=2)
    terms = make_terms(monthly_credits=5, rollover_cap=15)
    scenario = asked(always, never, seats=1, answers_come="same", monthly_send_limit=20)
    made = cheapest(terms, scenario, "buy_now")
    assert made.credits is not None
    assert made.credits.bought == 2
    found = forecast_of(made, KNOWN)
    bought = found.credits_bought
    assert (bought.p10, bought.p90, found.replies.p10, found.replies.p90) == (2, 2, 10, 10)
