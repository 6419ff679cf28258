"""A plan over channels month by month, and its steps by day (RULES.md §10)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from planner.planning.channels import (
    ChannelPlan,
    ChannelRequest,
    find_channel_plan,
    list_plan_months,
    list_steps,
)
from planner.planning.days import last_day_of
from tests.examples import examples
from tests.known import known
from tests.planning.channel_book import EMAIL, GROUPS, START, make_inmail, make_request
from tests.planning.channel_cases import draw_request

requests = st.integers(20_000, 90_000).map(
    lambda seed: draw_request(seed, most_people=20, most_channels=3)
)


def by_month(plan: ChannelPlan) -> list[tuple[int, int, str]]:
    return [
        (one.month, one.outcome.people, str(one.outcome.cash)) for one in list_plan_months(plan)
    ]


@examples(15, many=200)
@given(request=requests)
def test_every_figure_adds_up_to_the_totals_of_the_plan(request: ChannelRequest) -> None:
    plan = find_channel_plan(request)
    months = list_plan_months(plan)
    if plan.outcome is None:
        assert months == ()
        assert list_steps(plan) == ()
        return
    assert [one.month for one in months] == list(range(1, len(months) + 1))
    outcomes = [one.outcome for one in months]
    assert sum(one.people for one in outcomes) == plan.people
    assert sum(known(one.cash) for one in outcomes) == plan.total
    for name in ("answers", "minutes", "hours"):
        parts = [known(getattr(one, name)) for one in outcomes]
        assert sum(parts, Fraction(0)) == getattr(plan.outcome, name)
    for share in plan.shares:
        own = [one for month in months for one in month.shares if one.channel is share.channel]
        assert sum(one.people for one in own) == share.people
        assert sum(one.due for one in own) == share.cash
        answers = sum((known(one.outcome.answers) for one in own), Fraction(0))
        assert answers == share.outcome.answers
    for month in months:
        assert month.starts_on == month.shares[0].starts_on
        assert sum(one.people for one in month.shares) == month.outcome.people


@examples(15, many=200)
@given(request=requests)
def test_the_steps_of_a_channel_come_in_their_order(request: ChannelRequest) -> None:
    plan = find_channel_plan(request)
    steps = list_steps(plan)
    assert [step.on for step in steps] == sorted(step.on for step in steps)
    for share in plan.shares:
        own = [step for step in steps if step.share is share]
        kinds = [step.kind for step in own]
        assert (kinds[0], kinds[-1]) == ("order", "done")
        assert len(set(kinds)) == len(kinds)
        assert ("warm" in kinds) == bool(share.warm_until and share.warm_until < share.done_on)
        assert own[-1].on <= last_day_of(request.start_on, len(list_plan_months(plan)))
        for step in own:
            assert step.latest is None or step.on <= step.latest <= request.deadline


def test_two_channels_month_by_month() -> None:
    request = make_request(
        goal="answers",
        target=100,
        inmail=make_inmail(),
        channels=(GROUPS,),
        deadline=date(2027, 5, 31),
        hour_cost=Decimal(60),
    )
    plan = find_channel_plan(request)
    # 15 group messages a month; 910 by InMail with 17 seat-months.
    months = list_plan_months(plan)
    assert [one.shares[-1].people for one in months] == [15] * 6
    assert sum(one.outcome.people for one in months) == 1_000
    assert sum(known(one.outcome.cash) for one in months) == Decimal("2039.83")
    assert sum(known(one.outcome.answers) for one in months) == 100
    assert {one.starts_on for one in months[:2]} == {START, date(2027, 1, 1)}


def test_warm_up_stands_between_the_order_and_the_first_touch() -> None:
    plan = find_channel_plan(make_request(channels=(EMAIL,), deadline=date(2027, 2, 28)))
    # 5 mailboxes: a month of warm-up is paid for, in which 45 touches of each go after 28 days.
    assert by_month(plan) == [(1, 75, "119.50"), (2, 525, "83.50"), (3, 400, "81.00")]
    order, warm, first, done = list_steps(plan)
    assert (order.kind, order.on, order.latest) == ("order", START, plan.shares[0].order_by)
    assert (warm.kind, warm.on) == ("warm", date(2026, 12, 28))
    assert (first.kind, first.on) == ("first", date(2026, 12, 29))
    assert (done.kind, done.on) == ("done", plan.done_on)


def test_what_takes_no_unit_is_not_ordered() -> None:
    plan = find_channel_plan(make_request(channels=(EMAIL,), deadline=date(2027, 2, 28)))
    none = replace(plan, shares=(replace(plan.shares[0], units=0),))
    assert "order" not in {step.kind for step in list_steps(none)}


def test_a_warm_up_that_ends_after_the_last_touch_is_no_step() -> None:
    channel = replace(EMAIL, ramp=(Decimal(30),) * 8)
    plan = find_channel_plan(make_request(channels=(channel,), target=60))
    assert known(plan.shares[0].warm_until) > plan.shares[0].done_on
    assert [step.kind for step in list_steps(plan)] == ["order", "first", "done"]
