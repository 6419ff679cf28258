"""What a solver that is slow, or not exact, does to a plan over channels (RULES.md §10)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from planner.planning.channels import (
    ChannelRequest,
    MessagePrices,
    explain_plan,
    find_channel_plan,
    find_most,
    find_prices,
)
from planner.planning.channels.choice import is_allowed, spare
from planner.planning.mix import UNSOLVED, Program, Solved, solve
from tests.known import known
from tests.planning.channel_book import (
    CALLS,
    EMAIL,
    GROUPS,
    INVITATIONS,
    make_inmail,
    make_request,
)

REQUEST = make_request(channels=(EMAIL,), target=100)


class Scripted:
    """Answers with the given results in turn, and from then on as HiGHS does."""

    def __init__(self, *results: Solved) -> None:
        self.results: Iterator[Solved] = iter(results)
        self.limits: list[float] = []

    def __call__(self, program: Program, *, time_limit: float) -> Solved:
        self.limits.append(time_limit)
        return next(self.results, None) or solve(program, time_limit=time_limit)


def solved(values: Sequence[int] | None, bound: int = 0, *, seconds: float = 0.0) -> Solved:
    return Solved(
        values=None if values is None else tuple(values),
        bound=Decimal(bound),
        is_infeasible=False,
        seconds=seconds,
    )


def proposal(people: int, request: ChannelRequest = REQUEST) -> list[int]:
    """A solution with so many people by e-mail; its ranges play no part in reading it."""
    return [people, *[0] * 200]


def test_without_a_proposal_nothing_is_known() -> None:
    plan = find_channel_plan(REQUEST, solver=Scripted(UNSOLVED))
    assert (plan.status, plan.bound, plan.cost) == ("unknown", 0, None)
    assert explain_plan(plan) == (
        "No plan over these channels reaches the goal by the deadline that was found in time."
    )


def test_without_time_nothing_is_tried() -> None:
    solver = Scripted()
    assert find_channel_plan(REQUEST, time_limit=0, solver=solver).status == "unknown"
    assert solver.limits == []


def test_a_proposal_above_its_bound_is_feasible_with_a_gap() -> None:
    slow = solved(proposal(100), 50, seconds=3)
    plan = find_channel_plan(REQUEST, solver=Scripted(slow))
    assert (plan.status, plan.bound, plan.cost) == ("feasible", 50, Decimal("105.40"))
    assert plan.gap == Decimal("55.40")
    assert explain_plan(plan).endswith("In all $105.40: at most $55.40 above the least.")


def test_the_time_that_the_solver_took_is_gone() -> None:
    solver = Scripted(solved(proposal(99), 105, seconds=1))
    assert find_channel_plan(REQUEST, time_limit=2.5, solver=solver).gap == Decimal("0.40")
    assert solver.limits[:2] == [2.5, 1.5]


def test_a_proposal_that_misses_the_goal_is_made_anew_for_a_little_more() -> None:
    missed = solved(proposal(99), 105)
    plan = find_channel_plan(REQUEST, solver=Scripted(missed))
    assert (plan.status, plan.bound, plan.people) == ("feasible", 105, 100)
    given_up = find_channel_plan(REQUEST, solver=Scripted(missed, missed, missed))
    assert (given_up.status, given_up.cost) == ("unknown", None)
    unsolved = find_channel_plan(REQUEST, solver=Scripted(missed, UNSOLVED))
    assert unsolved.status == "unknown"


def test_a_proposal_beyond_the_units_is_no_plan() -> None:
    limited = replace(INVITATIONS, most_units=0)
    request = make_request(channels=(limited,), target=10)
    assert find_channel_plan(request).status == "infeasible"


def test_a_worse_proposal_does_not_replace_a_better_one() -> None:
    request = make_request(channels=(), inmail=make_inmail(), target=130, people=1_000)
    exact = find_channel_plan(request)
    assert exact.status == "optimal"
    more = solved([900, *[0] * 200])
    assert find_channel_plan(request, solver=Scripted(more)).cost == exact.cost


def test_a_budget_s_most_is_not_proven_where_a_plan_is_not() -> None:
    found = find_most(REQUEST, budget=Decimal(300), solver=Scripted(*[UNSOLVED] * 20))
    assert (found.target, found.plan, found.is_proven) == (0, None, False)
    beyond = solved(proposal(1_000), 301)
    assert find_most(REQUEST, budget=Decimal(300), solver=Scripted(beyond)).is_proven


def test_people_that_are_not_allowed() -> None:
    request = make_request(channels=(EMAIL, CALLS), target=10, people=20, most_hours=Decimal(1))
    assert is_allowed(request, {"email": 10, "calls": 0})
    assert not is_allowed(request, {"email": 9, "calls": 0})
    assert not is_allowed(request, {"email": 15, "calls": 6})
    assert not is_allowed(request, {"email": 0, "calls": 21})
    assert not is_allowed(replace(request, most_hours=Decimal("0.5")), {"email": 0, "calls": 20})
    # Of 20 people 12 have an address, and 10 of them a number.
    narrow = replace(
        request,
        channels=(replace(EMAIL, reach=Decimal("0.6")), replace(CALLS, reach=Decimal("0.5"))),
    )
    assert is_allowed(narrow, {"email": 2, "calls": 10})
    assert not is_allowed(narrow, {"email": 3, "calls": 10})
    assert not is_allowed(narrow, {"email": 0, "calls": 11})
    ads = replace(EMAIL, least_audience=12)
    assert not is_allowed(replace(request, channels=(ads, CALLS)), {"email": 11, "calls": 0})


def test_people_that_the_goal_does_not_need_are_spared() -> None:
    request = make_request(channels=(EMAIL, CALLS), goal="answers", target=1, people=100)
    # 1 answer: 18 calls are 1.03 answers; e-mail costs more for each person.
    assert spare(request, {"email": 50, "calls": 20}) == {"email": 0, "calls": 18}
    mute = replace(EMAIL, reply_rate=Decimal(0))
    silent = replace(request, channels=(mute, CALLS))
    assert spare(silent, {"email": 50, "calls": 18}) == {"email": 0, "calls": 18}


def test_what_was_calculated_before_is_not_calculated_again() -> None:
    request = make_request(target=60, inmail=make_inmail(), channels=(GROUPS,), people=60)
    prices = find_prices(request)
    plan = find_channel_plan(request, prices=prices)
    [of_inmail] = [one for one in prices.values() if isinstance(one, MessagePrices)]
    again = find_prices(request)
    for one in again.values():
        if isinstance(one, MessagePrices):
            one.learn({number: total and total + 1 for number, total in of_inmail.known.items()})
            assert one.known.keys() == of_inmail.known.keys()
    # A dollar more for each number of messages: these totals count, not new ones.
    assert find_channel_plan(request, prices=again).cost == known(plan.cost) + 1
