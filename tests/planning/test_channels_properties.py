"""What must hold of every plan over channels (RULES.md §10)."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.planning.channels import (
    Channel,
    ChannelPlan,
    ChannelRequest,
    explain_plan,
    find_alone,
    find_channel_plan,
    find_marginals,
    find_most,
    find_prices,
    list_months,
)
from planner.planning.channels.choice import find_cost
from planner.planning.days import month_of
from tests.examples import examples
from tests.known import known
from tests.planning.channel_book import INVITATIONS
from tests.planning.channel_cases import draw_request

requests = st.integers(20_000, 90_000).map(
    lambda seed: draw_request(seed, most_people=20, most_channels=3)
)
some = examples(20, many=40)
few = settings(max_examples=15)


def assert_not_above(better: ChannelRequest, plan: ChannelPlan) -> None:
    """A plan of the better request costs no more than a plan that there is."""
    if plan.cost is not None:
        found = find_channel_plan(better)
        assert found.status == "optimal"
        assert known(found.cost) <= plan.cost


@some
@given(request=requests, number=st.integers(0, 2), raised=st.sampled_from(["0.5", "0.8", "1"]))
def test_a_better_answer_rate_never_costs_more_in_cash(
    request: ChannelRequest, number: int, raised: str
) -> None:
    request = replace(request, goal="answers", target=1, with_time=False, most_hours=None)
    number %= len(request.channels)
    channels = list(request.channels)
    channels[number] = replace(channels[number], reply_rate=Decimal(raised))
    inmail = request.inmail
    if inmail is not None:
        inmail = replace(inmail, rates=replace(inmail.rates, reply_rate=Decimal(raised)))
    plan = find_channel_plan(request)
    assert_not_above(replace(request, channels=tuple(channels)), plan)
    assert_not_above(replace(request, inmail=inmail), plan)


@some
@given(request=requests, more=st.integers(1, 30))
def test_a_longer_list_never_costs_more(request: ChannelRequest, more: int) -> None:
    longer = replace(request, people=request.people + more)
    assert_not_above(longer, find_channel_plan(request))


@some
@given(request=requests, days=st.integers(1, 60))
def test_a_later_deadline_never_costs_more(request: ChannelRequest, days: int) -> None:
    later = replace(request, deadline=request.deadline + timedelta(days=days))
    assert_not_above(later, find_channel_plan(request))


@some
@given(request=requests)
def test_a_channel_more_to_choose_from_never_costs_more(request: ChannelRequest) -> None:
    fewer = replace(request, channels=request.channels[1:])
    assert_not_above(request, find_channel_plan(fewer))
    more = replace(request, channels=(*request.channels, INVITATIONS))
    assert_not_above(more, find_channel_plan(request))


@some
@given(request=requests)
def test_a_plan_reaches_the_goal_and_no_one_twice(request: ChannelRequest) -> None:
    plan = find_channel_plan(request)
    assert explain_plan(plan).endswith(".")
    if plan.cost is None:
        assert (plan.status, plan.total, plan.outcome, plan.done_on, plan.gap) == (
            "infeasible",
            None,
            None,
            None,
            None,
        )
        return
    outcome = known(plan.outcome)
    assert known(outcome.expected(request.goal)) >= request.target
    assert outcome.cash == plan.total == sum(share.cash for share in plan.shares)
    assert plan.gap == 0
    assert known(plan.done_on) <= request.deadline
    reached = Counter[int]()
    for share in plan.shares:
        reached[share.channel.reachable(request.people)] += share.people
        assert request.start_on <= share.first_touch_on <= share.done_on <= known(plan.done_on)
        assert share.order_by is None or request.start_on <= share.order_by <= request.deadline
        months = list_months(plan, share)
        assert sum(one.people for one in months) == share.people
        assert sum(one.due for one in months) == share.cash
        assert all(one.people >= 0 and one.due >= 0 for one in months)
        assert [one.month for one in months if one.people][-1] == month_of(
            request.start_on, share.done_on
        )
    # The persons that the wider channels reach are those of the narrower ones, and others.
    for most in reached:
        assert sum(people for reach, people in reached.items() if reach <= most) <= most
    assert plan.people <= request.people
    if request.most_hours is not None:
        assert known(outcome.hours) <= Fraction(request.most_hours)
    people = {channel.slug: 0 for channel in request.usable()}
    people |= {share.channel.slug: share.people for share in plan.shares}
    assert find_cost(request, people, find_prices(request)) == plan.cost
    if not request.with_time:
        assert plan.cost == plan.total


@few
@given(request=requests)
def test_no_channel_alone_costs_less_than_all_together(request: ChannelRequest) -> None:
    plan = find_channel_plan(request)
    for channel in request.all_channels:
        alone = known(find_alone(request, channel).plan)
        if alone.cost is not None:
            assert known(plan.cost) <= alone.cost
        if isinstance(channel, Channel) and request.is_forbidden(channel):
            assert alone.status == "infeasible"


@few
@given(request=requests)
def test_what_is_not_met_alone_is_what_makes_it_impossible(request: ChannelRequest) -> None:
    for channel in request.all_channels:
        found = find_alone(request, channel)
        assert known(found.plan).is_done == all(limit.is_met for limit in found.limits)


@few
@given(request=requests, budget=st.integers(0, 200))
def test_cost_of_a_target_and_target_of_a_budget_are_inverses(
    request: ChannelRequest, budget: int
) -> None:
    found = find_most(request, budget=Decimal(budget))
    assert found.is_proven
    if found.target:
        assert known(known(found.plan).cost) <= budget
        assert known(found.plan).request.target == found.target
    more = find_channel_plan(replace(request, target=found.target + 1))
    assert more.cost is None or more.cost > budget
    plan = find_channel_plan(request)
    if plan.cost is not None:
        assert find_most(request, budget=plan.cost).target >= request.target


@few
@given(request=requests)
def test_one_more_never_costs_more_and_is_a_difference_of_plans(request: ChannelRequest) -> None:
    plan = find_channel_plan(request)
    for one in find_marginals(plan, prices=find_prices(request)):
        if plan.cost is None:
            assert one.saves is None
            assert one.makes_possible == one.plan.is_done
        else:
            assert one.saves == plan.cost - known(one.plan.cost) >= 0
            assert not one.makes_possible
