"""How fast the cheapest plan over channels is found and proven."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from planner.planning.channels import (
    ChannelRequest,
    find_channel_break_even,
    find_channel_plan,
    find_each_alone,
    find_most,
)
from tests.known import known
from tests.planning.channel_book import CALLS, EMAIL, GROUPS, INVITATIONS, make_inmail, make_request
from tools.bench.cases import read_current_plans
from tools.bench.measure import Measure, seconds

PEOPLE, TARGET = 2_000, 150
RUNS = 9


def measure_channels() -> Iterator[Measure]:
    """Five channels for 12 months and 2,000 people, InMail with all current plans among them."""
    inmail = make_inmail(*read_current_plans())
    four = (INVITATIONS, EMAIL, CALLS, GROUPS)
    request = make_request(
        goal="answers",
        target=TARGET,
        people=PEOPLE,
        inmail=inmail,
        channels=four,
        hour_cost=Decimal(60),
    )
    yield measure_plan(f"five channels, 12 months, {PEOPLE:,} people", request)
    yield measure_plan("the same, time added", replace(request, with_time=True))
    everyone = replace(request, goal="people", target=PEOPLE, with_time=True)
    yield measure_plan("the same, all people to be reached", everyone)
    alone = seconds(lambda: find_each_alone(request), runs=RUNS)
    yield Measure("each of them alone", f"{alone:.2f} s", "")
    most = seconds(lambda: find_most(request, budget=Decimal(1_000)), runs=3)
    yield Measure("the most for a budget", f"{most:.2f} s", "")
    even = seconds(lambda: find_channel_break_even(request, inmail, EMAIL), runs=3)
    yield Measure("break-even of InMail and e-mail", f"{even:.2f} s", "")


def measure_plan(what: str, request: ChannelRequest) -> Measure:
    """A plan, how far it is proven beside it."""
    time = seconds(lambda: find_channel_plan(request), runs=RUNS)
    plan = find_channel_plan(request)
    gap = known(plan.gap)
    return Measure(what, f"{time:.2f} s", f"at most 1 s ({plan.status}, gap ${gap:,.2f})")
