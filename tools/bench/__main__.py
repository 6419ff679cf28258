"""How fast the planner is, as ratios measured in one run: `python -m tools.bench`.

`python -m tools.bench pages` measures the pages alone, `engine` all but them.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from itertools import chain

from planner.planning.comparison import compare, reach_for_budget
from planner.planning.estimate import make_estimate
from tools.bench.cases import draw_solvable_cases, formulate_all, make_scenario, read_current_plans
from tools.bench.channels import measure_channels
from tools.bench.forecast import measure_forecast, measure_sensitivity
from tools.bench.measure import Measure, milliseconds, seconds, times
from tools.bench.mix import measure_mix
from tools.bench.pages import measure_fragment, measure_repainting

CASES = 100
LEADS, MANY_LEADS = 100, 1_000_000
BUDGET = 100_000


def measure_machine() -> Iterator[Measure]:
    """A loop that nothing in the project changes: how fast this machine is at the moment."""
    loop = seconds(lambda: sum([number * number % 7 for number in range(100_000)]))
    yield Measure("100,000 products in a loop, for comparison", milliseconds(loop), "")


def measure_budget() -> Iterator[Measure]:
    """The most leads within a budget, of all current plans."""
    scenario = make_scenario(leads=LEADS, deadline_months=12, reply_rate="0.1")
    asked = replace(scenario, budget=Decimal(BUDGET))
    time = seconds(partial(reach_for_budget, asked, read_current_plans()), runs=9)
    yield Measure(f"leads within a budget of ${BUDGET:,}", milliseconds(time), "")


def measure_search() -> Iterator[Measure]:
    """`cheapest` against HiGHS, whose programs are written down beforehand."""
    cases = draw_solvable_cases(CASES)
    programs = formulate_all(cases)
    planner = seconds(lambda: [make_estimate(*case, "cheapest") for case in cases])
    highs = seconds(lambda: [program.minimise() for program in programs], runs=3)
    yield Measure("cheapest, one case", milliseconds(planner / CASES), "")
    yield Measure("the same by HiGHS", milliseconds(highs / CASES), "")
    yield Measure("HiGHS / cheapest", times(highs / planner), "at least 100 times")


def measure_comparison() -> Iterator[Measure]:
    """All current plans with all strategies and the frontier, without replies."""
    usual, large, near, far = time_comparisons(reply_rate="0")
    what = f"{len(read_current_plans())} plans x 4 strategies, 24-month frontier"
    yield Measure(f"{what}, {LEADS} leads", milliseconds(usual), "milliseconds")
    yield Measure(f"the same, {MANY_LEADS:,} leads", milliseconds(large), "")
    yield Measure(f"{MANY_LEADS:,} / {LEADS} leads", times(large / usual), "at most 3 times")
    yield Measure("60 / 12 months", times(far / near), "about 5 times (linear)")


def measure_given_seats() -> Iterator[Measure]:
    """The same with one seat given instead of the best number looked for."""
    plans = read_current_plans()
    best = make_scenario(leads=LEADS, deadline_months=12, reply_rate="0")
    usual = seconds(partial(compare, best, plans))
    given = seconds(partial(compare, replace(best, seats=1), plans))
    what = f"{len(plans)} plans x 4 strategies, 12 months"
    yield Measure(f"{what}, best number of seats", milliseconds(usual), "at most 5 ms")
    yield Measure(f"{what}, one seat", milliseconds(given), "")


def measure_comparison_with_answers() -> Iterator[Measure]:
    """The same when one in ten answers: credits come back, so that b(M) has to be searched for."""
    usual, large, near, far = time_comparisons(reply_rate="0.1")
    yield Measure(f"one in ten answers, {LEADS} leads", milliseconds(usual), "milliseconds")
    yield Measure(f"the same, {MANY_LEADS:,} leads", milliseconds(large), "milliseconds")
    yield Measure(f"{MANY_LEADS:,} / {LEADS} leads", times(large / usual), "")
    yield Measure("60 / 12 months", times(far / near), "")


def time_comparisons(*, reply_rate: str) -> list[float]:
    """24 months with few leads and with many; many leads with 12 months and with 60."""
    plans = read_current_plans()
    sizes = [(LEADS, 24), (MANY_LEADS, 24), (MANY_LEADS, 12), (MANY_LEADS, 60)]
    scenarios = [
        make_scenario(leads=leads, deadline_months=months, reply_rate=reply_rate)
        for leads, months in sizes
    ]
    return [seconds(partial(compare, scenario, plans)) for scenario in scenarios]


PARTS: dict[str, tuple[Callable[[], Iterator[Measure]], ...]] = {
    "engine": (
        measure_search,
        measure_given_seats,
        measure_comparison,
        measure_comparison_with_answers,
        measure_budget,
        measure_forecast,
        measure_sensitivity,
        measure_mix,
        measure_channels,
    ),
    # The server of the second one takes the environment that the first one does not set.
    "pages": (measure_repainting, measure_fragment),
}


def main(names: Sequence[str]) -> None:
    print(f"{'measure':<58}{'reached':>14}   aim")
    parts = [part for name, part in PARTS.items() if not names or name in names]
    for measurement in (measure_machine, *chain.from_iterable(parts)):
        for measure in measurement():
            print(f"{measure.what:<58}{measure.reached:>14}   {measure.aim}".rstrip())


if __name__ == "__main__":
    main(sys.argv[1:])
