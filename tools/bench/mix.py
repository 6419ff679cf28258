"""How fast a mix is found and proven, and how near to a proof a large one gets in its time."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from planner.planning.mix import find_mix, find_mixes
from planner.planning.scenario import Scenario
from tools.bench.cases import make_scenario, read_current_plans
from tools.bench.measure import Measure, milliseconds, seconds

LEADS, MANY_LEADS = 1_000, 100_000
SEATS, MANY_SEATS = 10, 1_000


def measure_mix() -> Iterator[Measure]:
    """The current plans together: 1,000 leads in 12 months, and what is too large to prove."""
    plans = read_current_plans()
    usual = make_scenario(leads=LEADS, deadline_months=12, reply_rate="0")
    answering = make_scenario(leads=LEADS, deadline_months=12, reply_rate="0.1")
    find = partial(find_mix, plans=plans, max_seats=SEATS)
    frontier = partial(find_mixes, usual, plans, max_seats=SEATS)

    what = f"mix of {len(plans)} plans, {LEADS:,} leads, 12 months"
    yield Measure(what, milliseconds(seconds(partial(find, usual))), "at most 50 ms")
    answered = seconds(partial(find, answering), runs=9)
    yield Measure("the same, one in ten answers", milliseconds(answered), "")
    yield Measure("the same for every deadline", milliseconds(seconds(frontier, runs=9)), "")

    large = make_scenario(leads=MANY_LEADS, deadline_months=24, reply_rate="0.2")
    yield measure_large("24 months, one in five answers", large, aim="1 s")
    yield measure_large("60 months", replace(large, deadline_months=60))
    yield measure_large("24 months, 7,000 sent a month", replace(large, monthly_send_limit=7_000))


def measure_large(what: str, scenario: Scenario, *, aim: str = "5 s") -> Measure:
    """One large mix with the time it takes; how far from proven it is then stands beside it."""
    plans = read_current_plans()
    time = seconds(lambda: find_mix(scenario, plans, max_seats=MANY_SEATS), runs=1)
    mix = find_mix(scenario, plans, max_seats=MANY_SEATS)
    assert mix.total is not None
    assert mix.gap is not None
    return Measure(
        f"mix, {MANY_LEADS:,} leads, {what}",
        f"{time:.2f} s",
        f"within {aim} ({mix.status}, gap {mix.gap / mix.total:.3%})",
    )
