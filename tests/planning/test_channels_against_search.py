"""Plans over channels against trying everything, and against another integer program."""

from collections import Counter

import pytest

from planner.planning.channels import find_channel_plan
from tests.planning.channel_cases import draw_request
from tests.planning.channel_oracle import Formulation, search_everything

pytestmark = pytest.mark.oracle

SMALL, LARGE, CHUNK = 200, 100, 25
FIRST_LARGE = 1_000


@pytest.mark.parametrize("first", range(0, SMALL, CHUNK))
def test_the_plan_is_the_least_of_everything_that_can_be_done(first: int) -> None:
    for seed in range(first, first + CHUNK):
        request = draw_request(seed, most_people=8, most_channels=3)
        plan, least = find_channel_plan(request), search_everything(request)
        assert plan.cost == least, f"case {seed}: {request}"
        assert plan.status == ("infeasible" if least is None else "optimal"), f"case {seed}"


@pytest.mark.parametrize("first", range(0, LARGE, CHUNK))
def test_the_plan_is_that_of_another_integer_program(first: int) -> None:
    for seed in range(FIRST_LARGE + first, FIRST_LARGE + first + CHUNK):
        request = draw_request(seed, most_people=60, most_channels=4)
        plan, least = find_channel_plan(request), Formulation(request).solve()
        assert plan.cost == least, f"case {seed}: {request}"
        assert plan.status == ("infeasible" if least is None else "optimal"), f"case {seed}"


def test_the_cases_put_every_rule_into_play() -> None:
    requests = [draw_request(seed, most_people=8, most_channels=3) for seed in range(SMALL)]
    large = range(FIRST_LARGE, FIRST_LARGE + LARGE)
    requests += [draw_request(seed, most_people=60, most_channels=4) for seed in large]
    plans = [plan for plan in map(find_channel_plan, requests) if plan.is_done]
    used = Counter(
        share.channel.capacity_per if hasattr(share.channel, "capacity_per") else "inmail"
        for plan in plans
        for share in plan.shares
    )
    assert min(used[per] for per in ("day", "week", "month", "once", "unlimited", "inmail")) >= 5
    assert sum(len(plan.shares) > 1 for plan in plans) >= 30
    assert sum(plan.request.with_time for plan in plans) >= 30
    assert sum(plan.request.most_hours is not None for plan in plans) >= 10
    assert sum(plan.request.goal == "answers" for plan in plans) >= 20
    channels = [share.channel for plan in plans for share in plan.shares]
    for term in ("ramp", "lead_days", "loss_rate", "least_audience", "set_up_price", "tool_price"):
        assert sum(bool(getattr(channel, term, None)) for channel in channels) >= 3, term
