"""The mix with audiences against an integer program of its own (RULES.md §6 and §11)."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from planner.planning.audience import Audience
from planner.planning.days import DAY, add_months
from planner.planning.mix import find_mix, find_mixes
from planner.planning.money import cents
from planner.planning.scenario import Scenario
from planner.planning.terms import Terms
from tests.examples import number_of
from tests.known import known
from tests.planning.mix_cases import AMPLE_SECONDS, CORE, NAVIGATOR, make_campaign, make_plan
from tests.planning.oracle import Program, Sum

CASES = number_of(60, 300)
START = date(2026, 11, 1)
MOST_SEATS = 6


def draw(seed: int) -> tuple[Scenario, list[Terms]]:
    """Two plans and up to four audiences; nothing comes back, so all that is sent is granted."""
    random = Random(seed)
    plans = [
        make_plan(
            slug=slug,
            name=slug.title(),
            monthly_credits=random.choice([2, 3, 5, 8, 13]),
            rollover_cap=100,
            monthly_price=Decimal(random.choice(["9.99", "14.5", "29.99"])),
            annual_price=Decimal(random.choice(["20", "31.5"])),
            credit_price=Decimal(random.choice(["3", "4.25"])),
            purchase_limit=random.choice([0, 0, 1, 3]),
        )
        for slug in ("first", "second")
    ]
    months = random.randint(2, 5)
    audiences = tuple(
        Audience(
            name=f"audience {number}",
            target=random.randint(1, 34),
            deadline_on=random.choice([None, add_months(START, random.randint(1, months)) - DAY]),
            priority=random.choice([1, 1, 2]),
        )
        for number in range(random.randint(1, 4))
    )
    scenario = Scenario(
        target=sum(one.target for one in audiences),
        start_on=START,
        deadline_months=months,
        audiences=audiences,
    )
    return scenario, plans


def least_total(scenario: Scenario, plans: list[Terms]) -> Decimal | None:
    """The seats by plan and months, and the credits that they buy in each, at the least cost."""
    program = Program()
    months = scenario.deadline_months
    seats = {
        (terms.slug, stay): program.variable(MOST_SEATS)
        for terms in plans
        for stay in range(1, months + 1)
    }
    program.require((1, dict.fromkeys(seats.values(), 1)), most=MOST_SEATS)
    bought: dict[tuple[str, int, int], int] = {}
    for terms in plans:
        for stay in range(1, months + 1):
            number = seats[terms.slug, stay]
            price = min(known(terms.monthly_price) * stay, known(terms.annual_price))
            program.costs[number] = int(price * 100)
            for month in range(1, stay + 1):
                one = bought[terms.slug, stay, month] = program.variable()
                program.costs[one] = int(known(terms.credit_price) * 100)
                limit = known(terms.purchase_limit)
                program.require((1, {one: 1}), (-limit, {number: 1}), most=0)
    people = 0
    last = [add_months(START, month) - DAY for month in range(1, months + 1)]
    order = sorted(scenario.audiences, key=lambda one: (one.priority, one.deadline_on or date.max))
    for audience in order:
        people += audience.target
        by = last.index(audience.deadline_on or last[-1]) + 1
        granted: Sum = {
            seats[terms.slug, stay]: terms.monthly_credits * min(stay, by)
            for terms in plans
            for stay in range(1, months + 1)
        }
        buys: Sum = {one: 1 for (_, _, month), one in bought.items() if month <= by}
        program.require((1, granted), (1, buys), least=people)
    found = program.minimise()
    return None if found is None else Decimal(found) / 100


@pytest.mark.oracle
@pytest.mark.parametrize("first", range(0, CASES, 10))
def test_the_mix_is_what_the_integer_program_proves_to_be_the_least(first: int) -> None:
    for seed in range(first, first + 10):
        scenario, plans = draw(seed)
        mix = find_mix(scenario, plans, max_seats=MOST_SEATS, time_limit=AMPLE_SECONDS)
        least = least_total(scenario, plans)
        assert mix.total == least, f"case {seed}: {scenario} {plans}"
        assert mix.status == ("infeasible" if least is None else "optimal"), f"case {seed}"
        if least is not None:
            assert all(not one.days_late for one in mix.audiences), f"case {seed}"
            assert sum(known(one.share) for one in mix.audiences) == cents(least)


def test_the_cases_put_deadlines_into_play() -> None:
    counts = Counter[str]()
    for seed in range(CASES):
        scenario, plans = draw(seed)
        without = tuple(replace(one, deadline_on=None) for one in scenario.audiences)
        total = least_total(scenario, plans)
        relaxed = least_total(replace(scenario, audiences=without), plans)
        counts["infeasible" if total is None else "dearer" if total != relaxed else "same"] += 1
    assert counts["infeasible"] >= CASES / 20
    assert counts["dearer"] >= CASES / 6


def test_the_frontier_of_mixes_meets_every_need() -> None:
    early = Audience(name="A", target=120, deadline_on=date(2026, 11, 30))
    scenario = make_campaign(
        target=200, deadline_months=4, audiences=(early, Audience(name="B", target=80))
    )
    found = find_mixes(scenario, [NAVIGATOR, CORE], max_seats=8)
    totals = [known(mix.total) for mix in found.frontier]
    assert totals == sorted(totals, reverse=True)
    assert all(not one.days_late for mix in found.frontier for one in mix.audiences)
    assert known(found.mix.total) <= known(known(found.best_single).total)


def test_rates_of_their_own_leave_a_mix_that_is_true() -> None:
    audiences = (
        Audience(name="A", target=90, reply_rate=Decimal("0.4"), deadline_on=date(2026, 12, 31)),
        Audience(
            name="B", target=160, reply_rate=Decimal("0.05"), open_profile_share=Decimal("0.2")
        ),
    )
    scenario = make_campaign(target=250, deadline_months=5, audiences=audiences)
    mix = find_mix(scenario, [NAVIGATOR, CORE], max_seats=5)
    assert mix.is_done
    assert all(not one.days_late for one in mix.audiences)
    assert known(mix.bound) <= known(mix.total)


@pytest.mark.parametrize(("early", "is_done"), [(date(2026, 11, 2), True), (START, False)])
def test_a_mix_of_free_messages_meets_every_deadline(early: date, is_done: bool) -> None:
    audiences = (
        Audience(name="A", target=2, deadline_on=early),
        Audience(name="B", target=3),
    )
    scenario = make_campaign(
        target=5, audiences=audiences, open_profile_share=Decimal(1), seat_daily_limit=1
    )
    mix = find_mix(scenario, [NAVIGATOR], max_seats=1)
    assert mix.is_done == is_done
    assert [one.done_on for one in mix.audiences] == ([early, date(2026, 11, 5)] if is_done else [])


def test_a_mix_has_persons_for_the_free_messages_of_an_early_deadline() -> None:
    audiences = (
        Audience(name="A", target=40, deadline_on=date(2026, 11, 10)),
        Audience(name="B", target=40),
    )
    scenario = make_campaign(
        target=80, audiences=audiences, open_profile_share=Decimal("0.5"), seat_daily_limit=1
    )
    mix = find_mix(scenario, [NAVIGATOR], max_seats=8)
    assert mix.is_done
    # By 10 November 40 messages on credits, which go first, and 20 free ones: 6 a day.
    assert mix.seats == 6
    assert not mix.audiences[0].days_late
