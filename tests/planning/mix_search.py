"""The least-cost mix by trying everything, as the reference reads the rules."""

from dataclasses import replace

from tests.planning.mix_cases import MixCase
from tests.planning.seat_reference import Result, least_mix
from tests.planning.second_reading import plan_of, scenario_of


def search_everything(case: MixCase) -> Result | None:
    """The mix that costs least, then ends first; `None` where none makes the deadline."""
    scenario = replace(
        scenario_of(case.scenario),
        max_seats=case.max_seats,
        max_seats_per_plan=case.most_seats_of,
    )
    return least_mix([plan_of(terms) for terms in case.plans], scenario)
