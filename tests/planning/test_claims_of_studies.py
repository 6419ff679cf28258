"""Sentences of mixes, forecasts and sensitivities are true of numbers recomputed independently."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.planning.alternatives import find_cheapest
from planner.planning.comparison import Comparison, compare
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.forecast import Forecast, make_forecast
from planner.planning.forecast.certainty import (
    CertainRanking,
    explain_forecast,
    explain_ranking,
    rank_by_certainty,
)
from planner.planning.forecast.rates import RateBetween
from planner.planning.mix import Mix, find_mixes
from planner.planning.ranges import HORIZON
from planner.planning.scenario import Scenario
from planner.planning.sensitivity import Swing, Switch, explain_switch, find_sensitivity
from planner.planning.terms import Terms
from tests.examples import examples
from tests.known import known
from tests.planning.arbitrary import sold_plans, usual_scenarios
from tests.planning.claims import Said, check, claim, money, number
from tests.planning.explained import shows

some_plans = st.lists(sold_plans(), min_size=1, max_size=3).map(
    lambda drawn: [
        replace(terms, slug=f"plan-{place}", name=f"Plan {place}")
        for place, terms in enumerate(drawn)
    ]
)


@dataclass(frozen=True)
class Switched:
    """A switch, and the comparison in the case that it is about."""

    switch: Switch
    case: Comparison


def turn(scenario: Scenario, plans: list[Terms], swing: Swing, value: Decimal | int) -> Comparison:
    """The comparison with one input at another value."""
    if swing.input == "credit_lifetime_days":
        plans = [replace(terms, credit_lifetime_days=int(value)) for terms in plans]
    elif swing.input == "credit_price":
        # Every plan's moves by the same share; the value is the baseline plan's.
        now = known(swing.terms.credit_price)
        plans = [replace(t, credit_price=known(t.credit_price) * value / now) for t in plans]
    elif swing.input != "subscription_price":
        change: dict[str, Any] = {swing.input: value}
        scenario = replace(scenario, **change)
    return compare(scenario, plans)


def cheapest_is_named(facts: Switched, said: Said) -> bool:
    best = facts.case.cheapest
    return best is not None and best.terms.name == said["plan"] and shows(said["total"], best.total)


SWITCHES = [
    claim("If .+, nothing that is compared makes the deadline at a known price",
          lambda facts, said: facts.case.cheapest is None),
    claim("If .+, (?P<plan>Plan .+) is the cheapest, at <total:money>", cheapest_is_named),
]  # fmt: skip
# Moved to the cent or by rounded steps: what they come to is tested where they are made.
ROUNDED = ("subscription_price", "credit_price")


@examples(6, many=40)
@given(some_plans, usual_scenarios())
def test_where_another_plan_is_the_cheapest_is_true(plans: list[Terms], scenario: Scenario) -> None:
    for swing in find_sensitivity(scenario, plans):
        if swing.input in ROUNDED:
            continue
        for switch in swing.switches:
            case = turn(scenario, plans, swing, switch.at)
            check(explain_switch(swing, switch), Switched(switch, case), SWITCHES)


@dataclass(frozen=True)
class Mixed:
    """A mix, the single plan it is compared with, and the plans it is made of."""

    mix: Mix
    plans: list[Terms]

    @property
    def least_of_single_plans(self) -> Decimal | None:
        """The least total of one plan alone, tried with every number of seats."""
        tried = [
            find_cheapest(replace(self.mix.scenario, seats=seats, max_seats=None), self.plans)
            for seats in range(1, self.mix.max_seats + 1)
        ]
        return min((one.total for one in tried if one and one.total is not None), default=None)


def is_compared(facts: Mixed, said: Said) -> bool:
    """Seats, purchase and total are the mix's, the difference is to the least of single plans."""
    single, total = facts.least_of_single_plans, facts.mix.total
    assert total is not None
    credits = facts.mix.credits
    assert credits is not None
    bought = number(said.get("bought", "0"))
    if not shows(said["total"], total) or bought != credits.bought:
        return False
    if ("new" in said) != bool(facts.mix.scenario.held_seats):
        return False
    if "none" in said:
        return single is None
    assert single is not None
    difference = money(said.get("difference", "$0.00"))
    return abs(single - total) == difference and (
        not difference or ("less" in said["how"]) == (total < single)
    )


def is_asked(facts: Mixed, said: Said) -> bool:
    """Seats, messages and deadline are those of the question."""
    mix = facts.mix
    return (number(said["seats"]), number(said["messages"]), said["day"]) == (
        mix.max_seats,
        mix.scenario.to_send,
        mix.scenario.deadline.isoformat(),
    )


def takes_trials(facts: Mixed, said: Said) -> bool:
    """Each new seat of a plan with a trial takes a person, if the scenario uses trials."""
    with_trial = [
        one.seats
        for one in facts.mix.groups
        if one.group.terms.trial_months and not one.group.is_held
    ]
    persons = said.get("one") or said["persons"]
    return facts.mix.scenario.use_trial and number(persons) == sum(with_trial)


OF_SEATS = "of at most <seats:n> seats?, all new ones begun on the start day,"
MIXES = [
    claim("Every message goes to an open profile, which costs no credit, "
          "so no subscription is needed", lambda facts, said: facts.mix.scenario.to_send == 0),
    claim(rf"No mix {OF_SEATS} with known prices sends <messages:n> messages? by (?P<day>[\d-]+)",
          lambda facts, said: facts.mix.status == "infeasible" and is_asked(facts, said)
          and facts.least_of_single_plans is None),
    claim(rf"No mix {OF_SEATS} was found that sends <messages:n> messages? by (?P<day>[\d-]+), "
          "nor a proof that there is none",
          lambda facts, said: facts.mix.status == "unknown" and is_asked(facts, said)),
    claim(r"[\d,]+ (?:held )?seats? of .+?(?: with <bought:n> bought credits?)? costs? "
          "<total:money>(?P<new> of new money)?, "
          r"(?:(?P<none>and no single plan with known prices makes the deadline)"
          "|(?P<how>(?:no less|<difference:money> (?:less|more))) than the best single plan, .+)",
          is_compared),
    claim("That is the least of all mixes of at most <seats:n> seats? "
          "whose new seats begin on the start day",
          lambda facts, said: number(said["seats"]) == facts.mix.max_seats
          and (facts.mix.status == "optimal" or not facts.mix.total)),
    claim(f"Whether a mix {OF_SEATS} costs less is not proven",
          lambda facts, said: facts.mix.status == "feasible"),
    claim(r"it would save at most <gap:money> \([\d.]+ %\)",
          lambda facts, said: shows(said["gap"], facts.mix.gap)),
    claim(r"The free trials? takes? (?:(?P<one>1) person|<persons:n> persons) who (?:has|have) had "
          "none in the last twelve months", takes_trials),
]  # fmt: skip


@settings(max_examples=25)
@given(some_plans, usual_scenarios(), st.integers(1, 4))
def test_what_a_mix_is_compared_with_is_true(
    plans: list[Terms], scenario: Scenario, seats: int
) -> None:
    study = find_mixes(replace(scenario, deadline_months=3), plans, max_seats=seats)
    check(study.why, Mixed(study.mix, plans), MIXES)


@dataclass(frozen=True)
class Tried:
    """A forecast with the ranking that it is part of."""

    forecast: Forecast
    ranking: CertainRanking


def is_enough(facts: Tried, said: Said) -> bool:
    """So many months and dollars are enough in nine of ten trials."""
    return _fits(facts.forecast, said)


def _fits(forecast: Forecast, said: Said) -> bool:
    if "never" in said:
        return forecast.sure_months is None
    if "total" not in said:
        return forecast.sure_total is None and number(said["n"]) == forecast.sure_months
    return number(said["n"]) == forecast.sure_months and shows(said["total"], forecast.sure_total)


def half_is_enough(facts: Tried, said: Said) -> bool:
    forecast = facts.forecast
    total = forecast.total.p50 if forecast.total else None
    return number(said["n"]) == forecast.months.p50 and (
        total is None if "total" not in said else shows(said["total"], total)
    )


def chance(text: str, share: float | None) -> bool:
    """Whether a share of the trials is shown in whole percent, never as certain if it is not."""
    assert share is not None
    if text == "below 1 %":
        return 0 < share < 0.01
    if text == "above 99 %":
        return 0.99 < share < 1
    return abs(float(text.removesuffix(" %")) - share * 100) <= 0.5 and (
        text not in ("0 %", "100 %") or share in (0, 1)
    )


TAKES = (
    rf"(?:takes <n:n> months?(?: and <total:money>)?"
    rf"|(?P<never>is not done within {HORIZON} months in more than one of ten trials))"
)
PERCENT = r"(?:below |above )?\d+ %"
FORECASTS = [
    claim("To be 90 % sure of the cost, plan <total:money>", lambda facts, said:
          shows(said["total"], facts.forecast.sure_total)),
    claim("of the time, <n:n> months?",
          lambda facts, said: number(said["n"]) == facts.forecast.sure_months),
    claim("To be 90 % sure of the time, plan <n:n> months?", is_enough),
    claim("a price is not known, so there is no total",
          lambda facts, said: facts.forecast.sure_total is None),
    claim(f"Nobody can be 90 % sure: it {TAKES}", is_enough),
    claim("Half of all trials take at most (?:<total:money> and at most )?<n:n> months?",
          half_is_enough),
    claim(rf"The chances: to make the deadline (?P<time>{PERCENT})"
          rf"(?:, to keep the budget (?P<money>{PERCENT}))?",
          lambda facts, said: chance(said["time"], facts.forecast.on_time)
          and ("money" not in said or chance(said["money"], facts.forecast.within_budget))),
]  # fmt: skip
RANKINGS = [
    claim("No way that is compared is 90 % sure to make the deadline at a known price",
          lambda facts, said: not any(_is_sure(one) for one in facts.ranking.forecasts)),
    claim(rf".+ \(.+\) is also the best at 90 % certainty: it {TAKES}",
          lambda facts, said: _fits(facts.forecast, said) and _is_best(facts)
          and facts.forecast.estimate.total == min(_planned(facts))),
    claim(rf"To be 90 % sure, rather choose .+ \(.+\): it {TAKES}",
          lambda facts, said: _fits(facts.forecast, said) and _is_best(facts)),
    claim(rf".+ \(.+\), the best if all goes as expected, {TAKES}",
          lambda facts, said: _fits(facts.ranking.usual, said)),
]  # fmt: skip


def _is_sure(forecast: Forecast) -> bool:
    deadline = forecast.estimate.scenario.deadline_months
    in_time = forecast.sure_months is not None and forecast.sure_months <= deadline
    return in_time and forecast.sure_total is not None


def _is_best(facts: Tried) -> bool:
    sure = [known(one.sure_total) for one in facts.ranking.forecasts if _is_sure(one)]
    return facts.forecast.sure_total == min(sure)


def _planned(facts: Tried) -> list[Decimal]:
    planned = [one.estimate for one in facts.ranking.forecasts]
    return [one.total for one in planned if one.status == "ok" and one.total is not None]


@examples(25, many=40)
@given(some_plans, usual_scenarios(), st.none() | st.integers(50, 2_000).map(Decimal))
def test_what_is_said_of_certainty_is_true(
    plans: list[Terms], scenario: Scenario, budget: Decimal | None
) -> None:
    scenario = replace(scenario, budget=budget, decline_rate=Decimal(0))
    belief = RateBetween(low=Decimal("0.02"), high=Decimal("0.3"))
    estimates: list[Estimate] = [make_estimate(terms, scenario, "cheapest") for terms in plans]
    found = [make_forecast(one, belief, trials=200, seed=1) for one in estimates]
    ranking = rank_by_certainty([one for one in found if one])
    for forecast in ranking.forecasts:
        check(explain_forecast(forecast), Tried(forecast, ranking), FORECASTS)
    best = ranking.best or ranking.usual
    if best:
        check(explain_ranking(ranking) or "", Tried(best, ranking), RANKINGS)
