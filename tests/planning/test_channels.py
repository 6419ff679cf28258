"""Each channel alone, one more of a limit, break-evens, a plan by month (RULES.md §10)."""

from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from planner.planning.channels import (
    ChannelAlone,
    Limit,
    Relaxed,
    begin_most,
    explain_alone,
    explain_channel_break_even,
    explain_limit,
    explain_marginal,
    explain_plan,
    find_alone,
    find_channel_break_even,
    find_channel_plan,
    find_channel_swings,
    find_each_alone,
    find_marginals,
    find_most,
    find_one_more_unit,
    find_prices,
    list_months,
)
from planner.planning.channels.break_evens import cost_per_one
from planner.planning.channels.choice import find_cost
from planner.planning.days import DAY
from planner.planning.errors import InvalidInput, TimeBudgetExceeded
from planner.planning.ranges import MOST_LEADS
from planner.planning.worth import Rates
from tests.known import known
from tests.planning.builders import make_scenario, make_terms
from tests.planning.channel_book import (
    CALLS,
    CHANNELS,
    CORE,
    EMAIL,
    GROUPS,
    INVITATIONS,
    MESSAGE_ADS,
    START,
    make_channel,
    make_inmail,
    make_request,
)


def test_channels_alone_beside_each_other() -> None:
    request = make_request(
        goal="answers", target=40, inmail=make_inmail(), has_consent=False, people=1_000
    )
    found = {one.channel.slug: one for one in find_each_alone(request)}
    assert list(found) == ["inmail", *(channel.slug for channel in CHANNELS)]
    assert known(found["inmail"].plan).status == "optimal"
    assert found["invitations"].people == 706  # 40 / (0.27 x 0.21) = 705.5
    assert known(found["email"].binds).kind == "consent"
    assert known(found["groups"].binds).kind == "capacity"
    assert known(found["message_ads"].binds).kind == "list"
    sentences = [explain_alone(one) for one in found.values()]
    assert sentences[1] == (
        "Invitations: 706 people with 1 person for 2 months, done on 19 Jan 2027, $0.00. "
        "In all $0.00, own time not counted: no plan over these channels costs less. "
        "The list: Invitations can reach 1,000, and 706 people are needed."
    )
    assert sentences[2] == (
        "Cold e-mail alone: the goal is not reached by the deadline. "
        "Cold e-mail is not allowed without the consent of the people."
    )
    assert sentences[5].endswith(
        "1 person, at 15 a month each, can reach 180 people by the deadline, and 400 people are "
        "needed."
    )


def test_the_nearest_limit_binds() -> None:
    sixty = make_request(people=100, target=60, deadline=date(2026, 12, 5))
    found = find_alone(sixty, INVITATIONS)
    assert [limit.kind for limit in found.limits] == ["capacity", "list"]
    assert known(found.binds).use == Fraction(60, 71)
    assert known(found.plan).is_done
    hours = find_alone(make_request(most_hours=Decimal(25), target=600), CALLS)
    assert [(limit.kind, limit.is_met) for limit in hours.limits] == [
        ("hours", False),
        ("list", True),
    ]
    assert explain_limit(known(hours.binds), CALLS) == (
        "The hours: there are 25, and 30.0 are needed."
    )


def test_inmail_alone_can_run_out_of_seats_and_of_plans() -> None:
    one_seat = make_inmail(scenario=make_scenario(start_on=START, seats="best", max_seats=1))
    found = find_alone(make_request(inmail=one_seat, deadline=date(2027, 2, 28)), one_seat)
    assert (known(found.plan).status, known(found.binds).kind) == ("infeasible", "capacity")
    assert explain_limit(known(found.binds), one_seat) == (
        "All seats and credits can reach 160 people by the deadline, and 1,000 people are needed."
    )
    nothing = make_inmail(make_terms(monthly_credits=0, purchase_limit=0))
    alone = find_alone(make_request(inmail=nothing), nothing)
    assert (known(alone.plan).status, known(alone.binds).available) == ("infeasible", 0)
    assert known(alone.binds).use is None


def test_inmail_needs_no_seat_where_all_profiles_are_open() -> None:
    scenario = make_scenario(start_on=START, seats="best", open_profile_share=Decimal(1))
    inmail = make_inmail(scenario=scenario)
    plan = find_channel_plan(make_request(channels=(), inmail=inmail))
    assert (plan.status, plan.cost, plan.shares[0].people) == ("optimal", 0, 1_000)
    limited = replace(scenario, monthly_send_limit=1, max_seats=1)
    some = make_inmail(scenario=limited)
    assert find_channel_plan(make_request(channels=(), inmail=some)).status == "infeasible"


def test_the_rate_of_the_scenario_holds_where_inmail_has_none() -> None:
    scenario = make_scenario(start_on=START, seats="best", reply_rate=Decimal("0.5"))
    inmail = make_inmail(scenario=scenario, rates=Rates())
    plan = find_channel_plan(make_request(channels=(), inmail=inmail, target=100))
    other = make_inmail(reply_rate="0.5")
    assert plan.cost == find_channel_plan(make_request(channels=(), inmail=other, target=100)).cost


def test_an_unknown_price_of_a_plan_leaves_the_others() -> None:
    unpriced = make_terms(slug="unpriced", monthly_price=None, annual_price=None)
    inmail = make_inmail(unpriced, CORE)
    plan = find_channel_plan(make_request(channels=(), inmail=inmail, target=50))
    assert known(plan.shares[0].estimate).terms == CORE


def test_own_time_is_a_cost_only_where_it_is_added() -> None:
    request = make_request(channels=(CALLS, EMAIL), target=100, hour_cost=Decimal(60))
    in_cash = find_channel_plan(request)
    assert (in_cash.cost, in_cash.shares[0].channel) == (0, CALLS)
    with_time = find_channel_plan(replace(request, with_time=True))
    # 3 touches of 100 people: 2 months, 1 mailbox; against 300 minutes.
    assert (with_time.cost, with_time.shares[0].channel) == (Decimal("105.40"), EMAIL)
    assert explain_plan(with_time) == (
        "Cold e-mail: 100 people with 1 mailbox for 2 months, done on 25 Jan 2027, $105.40. "
        "In all $105.40, time included: no plan over these channels costs less."
    )
    assert known(known(in_cash.outcome).time_cost) == 300


def test_without_a_channel_there_is_no_plan() -> None:
    plan = find_channel_plan(make_request(channels=()))
    assert (plan.status, plan.shares, plan.people) == ("infeasible", (), 0)
    assert explain_plan(plan) == "No plan over these channels reaches the goal by the deadline."
    assert find_most(make_request(channels=())).target == 0


def test_sixty_people_are_sold_no_machinery() -> None:
    plan = find_channel_plan(make_request(people=60, target=60, inmail=make_inmail()))
    assert plan.total == 0
    assert {share.channel.slug for share in plan.shares} <= {"invitations", "calls", "groups"}


def test_the_most_for_a_budget() -> None:
    request = make_request(goal="answers", people=2_000, channels=(EMAIL, MESSAGE_ADS))
    everything = find_most(request)
    # 2,000 people by e-mail: 68.6 answers.
    assert (everything.target, everything.is_proven) == (68, True)
    some = find_most(request, budget=Decimal(300))
    plan = known(some.plan)
    assert known(plan.cost) <= 300
    more = find_channel_plan(replace(request, target=some.target + 1))
    assert known(more.cost) > 300
    assert find_most(request, budget=Decimal(5)) == find_most(
        replace(request, target=3), budget=Decimal(5)
    )
    assert find_most(request, budget=Decimal(5)).plan is None


def test_one_more_of_each_limit() -> None:
    request = make_request(
        goal="answers",
        target=100,
        channels=(EMAIL, GROUPS),
        deadline=date(2027, 5, 31),
        inmail=make_inmail(scenario=make_scenario(start_on=START, seats="best", max_seats=3)),
        most_hours=Decimal(5),
    )
    plan = find_channel_plan(request)
    found = {(one.kind, one.slug): one for one in find_marginals(plan)}
    unlimited = replace(request, inmail=make_inmail())
    assert ("units", "inmail") not in {
        (one.kind, one.slug) for one in find_marginals(find_channel_plan(unlimited))
    }
    assert set(found) == {
        ("people", None),
        ("units", "inmail"),
        ("units", "groups"),
        ("week", None),
        ("hour", None),
        ("target", None),
    }
    best = find_marginals(plan)[0]
    assert (best.slug, best.saves) == ("groups", Decimal("119.99"))
    assert explain_marginal(best) == "One more person for Group messages saves $119.99."
    assert explain_marginal(found["hour", None]) == "One more hour saves nothing."
    two = make_inmail(scenario=make_scenario(start_on=START, seats="best", max_seats=2))
    fewer = replace(request, channels=(), inmail=two, target=95)
    impossible = find_channel_plan(fewer)
    assert impossible.status == "infeasible"
    (first, *_) = find_marginals(impossible)
    assert explain_marginal(first) == "One more seat for InMail makes it possible."


def test_limits_that_cannot_be_raised_have_no_marginal() -> None:
    channel = make_channel(capacity_per="unlimited")
    last = date(2031, 11, 30)
    request = make_request(
        channels=(channel,), people=MOST_LEADS, target=1, deadline=last, goal="people"
    )
    assert find_marginals(find_channel_plan(request)) == ()


def test_one_more_unit_for_the_same_people() -> None:
    plan = find_channel_plan(make_request(channels=(EMAIL,), deadline=date(2027, 2, 28)))
    (share,) = plan.shares
    more = known(find_one_more_unit(plan, share))
    assert share.done_on == date(2027, 2, 22)
    # A sixth mailbox for 3 months, and no further domain.
    assert (more.done_on, more.days_sooner, more.costs) == (
        date(2027, 2, 12),
        10,
        Decimal("21.60"),
    )


def test_a_plan_month_by_month() -> None:
    plan = find_channel_plan(make_request(channels=(EMAIL,), deadline=date(2027, 2, 28)))
    (share,) = plan.shares
    # 5 mailboxes: 225 touches in December, 1,800 by the end of January.
    months = list_months(plan, share)
    assert [(one.starts_on, one.people) for one in months] == [
        (date(2026, 12, 1), 75),
        (date(2027, 1, 1), 525),
        (date(2027, 2, 1), 400),
    ]
    # $36 and $37 each month, three domains in the first, $0.02 a person.
    assert [one.due for one in months] == [
        Decimal("119.50"),
        Decimal("83.50"),
        Decimal("81.00"),
    ]
    by_inmail = find_channel_plan(make_request(channels=(), inmail=make_inmail(), target=60))
    (share,) = by_inmail.shares
    assert [(one.people, one.due) for one in list_months(by_inmail, share)] == [
        (50, Decimal("119.99")),
        (10, Decimal("119.99")),
    ]
    assert list_months(by_inmail, replace(share, estimate=None)) == ()


def test_one_more_seat_for_the_same_people() -> None:
    request = make_request(channels=(), inmail=make_inmail(), target=200, people=200)
    plan = find_channel_plan(request)
    (share,) = plan.shares
    assert (share.units, share.cash) == (1, Decimal("479.96"))
    more = known(find_one_more_unit(plan, share))
    assert (more.days_sooner, more.costs) == ((share.done_on - more.done_on).days, 0)
    assert more.days_sooner > 0


def test_a_seat_more_that_makes_no_plan_is_none() -> None:
    scenario = make_scenario(
        start_on=START, seats="best", open_profile_share=Decimal(1), seat_monthly_limit=10
    )
    plan = find_channel_plan(
        make_request(channels=(), inmail=make_inmail(scenario=scenario), target=5)
    )
    (share,) = plan.shares
    assert find_one_more_unit(plan, share) is not None
    no_estimate = replace(share, estimate=None)
    assert find_one_more_unit(plan, no_estimate) is None
    late = replace(
        share,
        estimate=replace(
            known(share.estimate),
            scenario=replace(known(share.estimate).scenario, target=1_000_000),
        ),
    )
    assert find_one_more_unit(plan, late) is None


def test_a_break_even_with_time_and_of_another_stage() -> None:
    request = make_request(people=200, hour_cost=Decimal(60), with_time=True)
    calls = replace(CALLS, meeting_rate=Decimal("0.046"))
    email = replace(EMAIL, meeting_rate=Decimal("0.1"))
    found = find_channel_break_even(request, calls, email, stage="meetings")
    assert found.is_cheaper == (known(found.cost_of_first) < known(found.cost_of_second))
    # $3 for each person that is called, whose share 0.05742 x 0.046 meets.
    assert known(found.cost_of_first) == 3 / (Fraction("0.05742") * Fraction("0.046"))
    rate = known(found.least_reply_rate)
    for steps, is_cheaper in ((0, True), (1, False)):
        changed = replace(calls, reply_rate=rate - steps * Decimal("0.0001"))
        again = find_channel_break_even(request, changed, email, stage="meetings")
        assert again.is_cheaper == is_cheaper


def test_below_the_break_even_the_first_costs_less_and_there_it_does_not() -> None:
    request, inmail = make_request(people=300), make_inmail()
    found = find_channel_break_even(request, inmail, EMAIL)
    last = known(found.not_below)
    first, second = (cost_per_one(request, one, "answers") for one in (inmail, EMAIL))
    for people in range(1, last):
        assert known(first(people)) < known(second(people))
    assert known(first(last)) >= known(second(last))


def test_break_evens_where_a_channel_does_not_reach_the_people() -> None:
    request = make_request(people=200)
    ads = find_channel_break_even(request, MESSAGE_ADS, EMAIL)
    assert (ads.cost_of_first, ads.least_reply_rate, ads.not_below) == (None, None, 1)
    assert explain_channel_break_even(ads) == (
        "Message Ads costs less for each reply than Cold e-mail (3.43 % of people answer) "
        "at no answer rate and for no number of people."
    )
    against = find_channel_break_even(request, EMAIL, GROUPS)
    # Groups reach 180 people for nothing.
    assert (against.cost_of_second, against.is_cheaper, against.not_below) == (None, True, 1)
    assert known(against.least_reply_rate) == Decimal("0.0001")
    no_rate = replace(GROUPS, reply_rate=None)
    with pytest.raises(InvalidInput, match="reply_rate"):
        find_channel_break_even(request, GROUPS, no_rate)
    people = find_channel_break_even(
        request, EMAIL, replace(no_rate, reach=Decimal(1)), stage="people"
    )
    assert "for each person than Group messages if at least" in explain_channel_break_even(people)
    up_to = find_channel_break_even(replace(request, people=100), make_inmail(), EMAIL)
    assert up_to.not_below is None
    assert (
        "or for up to 100 people; for 100 people InMail costs $24.00"
        in explain_channel_break_even(up_to)
    )
    back = find_channel_break_even(replace(request, people=100), EMAIL, make_inmail())
    assert "than InMail (10 % of people answer)" in explain_channel_break_even(back)


def test_a_break_even_with_a_channel_that_is_for_longer_lists() -> None:
    request = make_request(people=200)
    # 15 group messages a month, December to November.
    found = find_channel_break_even(request, GROUPS, MESSAGE_ADS)
    assert (found.cost_of_first, found.cost_of_second, found.not_below) == (None, None, 181)
    assert explain_channel_break_even(found).endswith(" below 181 people.")
    fewer = find_channel_break_even(replace(request, people=180), GROUPS, MESSAGE_ADS)
    assert (fewer.cost_of_first, fewer.cost_of_second, fewer.not_below) == (0, None, None)


def test_without_a_plan_there_are_no_figures() -> None:
    plan = find_channel_plan(make_request(channels=()))
    assert (plan.total, plan.gap, plan.outcome, plan.done_on) == (None, None, None, None)
    done = find_channel_plan(make_request(channels=(INVITATIONS,)))
    assert known(done.outcome).answers == 1_000 * Fraction("0.0567")
    assert (done.gap, done.total) == (0, 0)
    prices = find_prices(done.request)
    assert find_cost(done.request, {"invitations": 1_000_000}, prices) is None


def test_a_limit_in_words() -> None:
    capacity = Limit(kind="capacity", needed=Fraction(1), available=Fraction(0))
    assert explain_limit(capacity, EMAIL) == (
        "Nobody can be reached by the deadline, and 1 person is needed."
    )
    assert isinstance(find_alone(make_request(), CALLS), ChannelAlone)


def test_prices_are_shared_where_channel_list_and_days_are_the_same() -> None:
    request = make_request(inmail=make_inmail())
    known = find_prices(request)
    same = find_prices(replace(request, target=request.target + 1), known=known)
    assert all(same[slug] is prices for slug, prices in known.items())
    longer = find_prices(replace(request, people=request.people + 1), known=known)
    assert {slug for slug, prices in known.items() if longer[slug] is prices} == {"inmail"}
    later = find_prices(replace(request, deadline=request.deadline + DAY), known=known)
    assert not any(later[slug] is prices for slug, prices in known.items())


def test_what_has_no_time_says_so() -> None:
    request = make_request()
    plan = find_channel_plan(request, has_time_left=lambda: False)
    assert plan.is_done
    for find in (find_channel_swings, find_marginals):
        with pytest.raises(TimeBudgetExceeded):
            find(plan, has_time_left=lambda: False)
    nothing = find_most(request, has_time_left=lambda: False)
    assert (nothing.target, nothing.plan, nothing.is_whole) == (0, None, False)


@pytest.mark.parametrize("budget", [None, Decimal(300), Decimal(5), Decimal(0)])
def test_the_most_goes_on_where_the_time_was_over(budget: Decimal | None) -> None:
    request = make_request(goal="answers", people=2_000, channels=(EMAIL, MESSAGE_ADS))
    whole = find_most(request, budget=budget)
    found, steps = None, 0
    while found is None or not found.is_whole:
        found = find_most(
            request, budget=budget, since=found, has_time_left=iter([True, False]).__next__
        )
        assert found.is_proven == found.is_whole
        steps += 1
    assert steps > 1
    assert found == whole


@pytest.mark.parametrize("target", [3, 40, 68, 69, 1_000])
@pytest.mark.parametrize("budget", [None, Decimal(300)])
def test_a_plan_is_where_the_most_begins(budget: Decimal | None, target: int) -> None:
    request = make_request(
        goal="answers", people=2_000, channels=(EMAIL, MESSAGE_ADS), target=target
    )
    begun = begin_most(find_channel_plan(request), budget=budget)
    whole = find_most(request, budget=budget)
    assert begun.target <= whole.target < begun.beyond
    assert (begun.target > 0) == (target <= whole.target)
    since = find_most(request, budget=budget, since=begun)
    assert (since.target, since.is_proven) == (whole.target, True)


def test_what_was_not_found_in_time_may_be_possible() -> None:
    request = make_request(goal="answers", people=2_000, channels=(EMAIL,), target=40)
    plan = replace(find_channel_plan(request), status="unknown", cost=None, bound=None)
    begun = begin_most(plan)
    assert (begun.target, begun.beyond, begun.is_beyond_proven) == (0, 40, False)


def test_one_more_of_each_limit_goes_on_where_the_time_was_over() -> None:
    plan = find_channel_plan(make_request(channels=(EMAIL, GROUPS)))
    plans: Relaxed = {}
    found = None
    for _ in range(10):
        with suppress(TimeBudgetExceeded):
            has_time_left = iter([True, False]).__next__
            found = find_marginals(plan, plans=plans, has_time_left=has_time_left)
            break
    assert found == find_marginals(plan)
    assert len(plans) > 1
