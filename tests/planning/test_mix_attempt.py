"""What the solver proposes, strictly and less strictly, and how a proposal is repaired."""

from dataclasses import replace
from decimal import Decimal

import pytest
from planner.planning.mix.attempt import Attempt, attempt, repair
from planner.planning.mix.seats import list_choices, make_seat_group

from planner.planning.mix.formulation import Offer
from planner.planning.mix.program import Solved
from planner.planning.strategies import sending_of
from planner.planning.terms import Terms
from tests.known import known
from tests.planning.builders import make_scenario
from tests.planning.mix_cases import AMPLE_SECONDS, CORE, NAVIGATOR, PLANS, MixCase, draw_mix_case
from tests.planning.mix_search import search_everything


class AnyNumber(Offer):
    """An offer that takes no seat for useless."""

    @classmethod
    def of(cls, offer: Offer) -> "AnyNumber":
        return cls(**{name: getattr(offer, name) for name in Offer.__dataclass_fields__})

    def useful_seats(self, terms: Terms) -> int:
        return self.max_seats


def offer_of(case: MixCase) -> Offer:
    scenario = case.scenario
    return Offer(
        choices=list(list_choices(case.plans, scenario, deadline=scenario.deadline_months)),
        sending=sending_of(scenario),
        deadline=scenario.deadline_months,
        max_seats=case.max_seats,
        most_seats_of=case.most_seats_of,
    )


@pytest.mark.parametrize("is_strict", [False, True])
@pytest.mark.parametrize("first", [1_000, 1_040])
def test_what_is_proposed_under_a_send_limit_is_the_least_and_the_bound(
    first: int, is_strict: bool
) -> None:
    for seed in range(first, first + 40):
        case = draw_mix_case(seed, most_months=4, most_leads=12, most_seats=2)
        offer = offer_of(case)
        if not offer.limits_sending or not offer.choices:
            continue
        proposed = attempt(case.scenario, offer, time_limit=AMPLE_SECONDS, is_strict=is_strict)
        least = search_everything(case)
        if least is None:
            assert proposed.solved.is_infeasible, f"case {seed}: {case}"
        else:
            assert proposed.solved.bound == least, f"case {seed}: {case}"
            assert known(proposed.candidate).total == least, f"case {seed}: {case}"


def repaired_totals(*, max_seats: int, most_seats_of: dict[str, int]) -> list[Decimal | None]:
    """One seat of Core sends 50 of 60 messages in the one month there is."""
    scenario = make_scenario(target=60, deadline_months=1)
    failed = Attempt(
        solved=Solved(values=(), bound=Decimal(0), is_infeasible=False, seconds=0),
        groups=[make_seat_group(CORE, scenario, seats=1, months=1)],
        purchases=[0],
        unsent=10,
    )
    case = MixCase(scenario, PLANS, max_seats, most_seats_of)
    repaired = repair(scenario, offer_of(case), failed)
    return [candidate and candidate.total for candidate in repaired]


def test_a_proposal_that_leaves_something_unsent_is_repaired_with_a_seat_or_a_purchase() -> None:
    core, navigator = known(CORE.monthly_price), known(NAVIGATOR.monthly_price)
    assert repaired_totals(max_seats=2, most_seats_of={}) == [
        core + navigator,
        2 * core,
        core + 10 * 10,
    ]


def test_no_seat_is_added_beyond_the_limits() -> None:
    core, navigator = known(CORE.monthly_price), known(NAVIGATOR.monthly_price)
    assert repaired_totals(max_seats=1, most_seats_of={}) == [core + 100]
    assert repaired_totals(max_seats=2, most_seats_of={"core": 1}) == [core + navigator, core + 100]


def test_a_plan_has_no_more_seats_than_can_be_of_use() -> None:
    # 40 messages a month for the three months that a credit lives, or all 100 where that is fewer.
    limited = make_scenario(target=200, monthly_send_limit=40)
    offer = offer_of(MixCase(limited, PLANS, 1_000, {}))
    assert (offer.useful_seats(NAVIGATOR), offer.useful_seats(CORE)) == (6, 3)
    free = offer_of(MixCase(make_scenario(target=100), PLANS, 1_000, {}))
    assert (free.useful_seats(NAVIGATOR), free.useful_seats(CORE)) == (5, 2)
    two_months = offer_of(MixCase(replace(limited, deadline_months=2), PLANS, 3, {}))
    assert (two_months.useful_seats(NAVIGATOR), two_months.useful_seats(CORE)) == (3, 2)
    only_buys = replace(CORE, monthly_credits=0)
    assert free.useful_seats(only_buys) == 1_000


@pytest.mark.parametrize("first", [2_000, 2_040])
def test_seats_without_end_do_no_better_than_those_of_use(first: int) -> None:
    for seed in range(first, first + 40):
        case = draw_mix_case(seed, most_months=4, most_leads=40, most_seats=2)
        offer = replace(offer_of(case), max_seats=5_000, most_seats_of={})
        if not offer.choices:
            continue
        found = attempt(case.scenario, offer, time_limit=AMPLE_SECONDS).solved
        plainly = attempt(case.scenario, AnyNumber.of(offer), time_limit=AMPLE_SECONDS).solved
        assert found.bound == plainly.bound, f"case {seed}: {case}"
