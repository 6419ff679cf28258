"""Sequences: channels one after the other to the same people (RULES.md §10)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.planning.channels import (
    ChannelRequest,
    ChannelSequence,
    explain_plan,
    explain_sequence_limit,
    find_alone,
    find_channel_plan,
    find_most,
    find_prices,
    list_plan_months,
)
from planner.planning.channels.choice import count_loads, find_cost, is_allowed, pick_prices
from planner.planning.channels.search import find_least_cost
from planner.planning.days import DAY
from planner.planning.errors import InvalidInput
from planner.planning.mix import UNSOLVED, Program, Solved
from tests.examples import examples, number_of
from tests.known import known
from tests.planning.channel_book import CALLS, EMAIL, INVITATIONS, START, make_inmail, make_request
from tests.planning.sequence_cases import draw_with_sequences, search_with_sequences

THEN_EMAIL = ChannelSequence(steps=("invitations", "email"))
requests = st.integers(0, 50_000).map(lambda seed: draw_with_sequences(seed, most_people=12))


def test_60_invitations_then_email_to_those_without_an_answer() -> None:
    request = make_request(
        goal="answers",
        target=9,
        people=100,
        channels=(INVITATIONS, EMAIL),
        sequences=(THEN_EMAIL,),
        deadline=date(2027, 2, 28),
    )
    # 5.67 % answer the invitation, of the other 94.33 % 3.43 % the e-mail.
    assert request.step_shares(THEN_EMAIL) == {"invitations": 1, "email": Fraction("0.9433")}
    share = Fraction("0.0567") + Fraction("0.9433") * Fraction("0.0343")
    assert request.share_by(THEN_EMAIL) == share
    # 100 people: 5.67 and 3.235519 answers, 8.905519 in all.
    assert find_channel_plan(request).status == "infeasible"
    plan = find_channel_plan(replace(request, target=8))
    [sequence] = plan.sequences
    invitations, email = plan.shares
    # All 100 get an invitation, 5.67 answers; 2.33 more take 2.33 / (0.9433 x 0.0343) = 72.01.
    assert sequence.people + invitations.people - invitations.in_sequences == plan.people == 100
    assert sequence.people == 73
    assert (email.people, email.in_sequences) == (69, 69)  # 73 x 0.9433 = 68.86
    # 90 days: invitations for 45, until 14 January, then e-mail.
    assert (invitations.starts_on, invitations.ends_on) == (START, date(2027, 1, 14))
    assert (email.starts_on, email.ends_on) == (date(2027, 1, 15), date(2027, 2, 28))
    assert invitations.done_on < email.first_touch_on == date(2027, 2, 12)
    # 15 on each of 11 weekdays from 12 February on: 165 of the 207 touches a mailbox.
    assert (email.units, email.months) == (2, 2)
    assert plan.cost == 4 * Decimal("7.20") + 15 + 2 * 37 + 69 * Decimal("0.02")
    assert plan.cost == Decimal("119.18")
    months = list_plan_months(plan)
    assert [one.month for one in months] == [1, 2, 3]
    by_email = [sum(s.people for s in one.shares if s.channel is EMAIL) for one in months]
    assert by_email == [0, 0, 69]


def test_a_sequence_takes_the_capacity_of_its_channels() -> None:
    one_a_week = replace(INVITATIONS, capacity=Decimal(7))
    request = make_request(
        goal="answers",
        target=1,
        people=100,
        channels=(one_a_week, EMAIL),
        sequences=(THEN_EMAIL,),
        deadline=date(2026, 12, 31),
    )
    found = find_most(request)
    plan = known(found.plan)
    # 31 days with an invitation each; 15 of them before the e-mails.
    assert plan.shares[0].people <= 31
    assert found.is_proven


def test_61_the_people_that_all_channels_reach_however_they_overlap() -> None:
    request = make_request(
        people=100,
        channels=(
            replace(INVITATIONS, reach=Decimal("0.8")),
            replace(EMAIL, reach=Decimal("0.6")),
            replace(CALLS, reach=Decimal("0.5")),
        ),
    )
    assert request.reachable_by(THEN_EMAIL) == 40
    assert request.reachable_by(ChannelSequence(steps=("invitations", "email", "calls"))) == 0


def test_a_plan_tells_its_sequences_in_words() -> None:
    request = make_request(
        goal="answers", target=8, people=100, channels=(INVITATIONS, EMAIL),
        sequences=(THEN_EMAIL,), deadline=date(2027, 2, 28),
    )  # fmt: skip
    of_these = "Of these, 73 people get Invitations, then Cold e-mail, each step to those without"
    assert f"{of_these} an answer. In all " in explain_plan(find_channel_plan(request))


def test_a_sequence_can_be_the_only_way() -> None:
    request = make_request(
        goal="answers", target=5, people=100, channels=(INVITATIONS, EMAIL),
        sequences=(THEN_EMAIL,), deadline=date(2027, 2, 28),
    )  # fmt: skip
    plan = find_channel_plan(request.only_by(THEN_EMAIL))
    # 5 / 0.08905519 = 56.1
    assert [one.people for one in plan.sequences] == [57]
    assert {share.people - share.in_sequences for share in plan.shares} == {0}
    assert find_channel_plan(request).sequences == ()


def test_inmail_can_be_the_first_step() -> None:
    steps = ChannelSequence(steps=("inmail", "invitations"))
    request = make_request(
        goal="answers", target=15, people=100, channels=(INVITATIONS,), inmail=make_inmail(),
        sequences=(steps,),
    )  # fmt: skip
    later = replace(request, sequences=(ChannelSequence(steps=("invitations", "inmail")),))
    assert list(later.usable_sequences()) == []
    plan = find_channel_plan(request)
    # 10 % and 90 % x 5.67 % of 100 are 15.103.
    assert plan.people == 100
    assert known(known(plan.outcome).answers) >= 15


def test_a_channel_that_takes_no_part_takes_its_sequences_along() -> None:
    request = make_request(
        goal="answers", target=1, channels=(INVITATIONS, EMAIL), sequences=(THEN_EMAIL,)
    )
    assert list(request.usable_sequences()) == [THEN_EMAIL]
    assert list(replace(request, has_consent=False).usable_sequences()) == []
    unknown = replace(INVITATIONS, reply_rate=None)
    people = replace(request, goal="people", channels=(unknown, EMAIL))
    assert list(people.usable_sequences()) == []
    assert replace(request, goal="people").share_by(THEN_EMAIL) == 1
    assert known(find_alone(request, EMAIL).plan).request.sequences == ()


@pytest.mark.parametrize("steps", [("email",), ("email", "email"), ("a", "b", "c", "d")])
def test_a_sequence_has_two_or_three_different_channels(steps: tuple[str, ...]) -> None:
    with pytest.raises(InvalidInput):
        ChannelSequence(steps=steps)


def test_a_time_shorter_than_its_steps_has_no_sequence() -> None:
    request = make_request(channels=(INVITATIONS, EMAIL), sequences=(THEN_EMAIL,), deadline=START)
    assert list(request.usable_sequences()) == []
    one = replace(request, deadline=START + DAY, sequence=THEN_EMAIL)
    assert one.window_of(INVITATIONS) == (START, START)
    assert one.window_of(EMAIL) == (START + DAY, START + DAY)
    assert one.window_of(CALLS) == (START, START + DAY)


def test_what_warms_up_is_ordered_before_its_part() -> None:
    request = make_request(sequence=THEN_EMAIL, deadline=date(2027, 2, 28))
    slow = replace(EMAIL, lead_days=14)
    assert request.window_of(slow) == (date(2027, 1, 1), date(2027, 2, 28))
    slower = replace(EMAIL, lead_days=100)
    assert request.window_of(slower) == (START, date(2027, 2, 28))


def test_each_sequence_is_there_once() -> None:
    with pytest.raises(InvalidInput, match="sequences"):
        make_request(sequences=(THEN_EMAIL, THEN_EMAIL))


@examples(20, many=300)
@given(request=requests)
def test_nobody_is_touched_twice_outside_the_sequences(request: ChannelRequest) -> None:
    plan = find_channel_plan(request)
    if not plan.is_done:
        return
    used = [one.sequence for one in plan.sequences]
    assert len(used) <= 1
    case = replace(request, sequence=used[0] if used else None)
    people = {one.slug: 0 for one in request.usable()}
    people |= {one.channel.slug: one.people - one.in_sequences for one in plan.shares}
    people |= {one.sequence.slug: one.people for one in plan.sequences}
    assert sum(people.values()) == plan.people <= request.people
    assert is_allowed(case, people)
    loads = count_loads(case, people)
    for share in plan.shares:
        assert share.people == loads[share.channel.slug]
        steps = [one.people for one in plan.sequences if share.channel.slug in one.sequence.steps]
        # A person of a sequence is touched by a step once at most.
        assert share.in_sequences <= sum(steps)
        assert request.start_on <= share.starts_on <= share.first_touch_on
        assert share.done_on <= share.ends_on <= request.deadline
    by_slug = {share.channel.slug: share for share in plan.shares}
    for sequence in used:
        taken = [by_slug[slug] for slug in sequence.steps if slug in by_slug]
        for before, after in pairwise(taken):
            assert before.done_on < after.first_touch_on
    prices = pick_prices(case, find_prices(request))
    assert find_cost(case, people, prices) == plan.cost
    assert known(known(plan.outcome).answers) >= request.target
    assert known(plan.outcome).people == plan.people
    months = list_plan_months(plan)
    assert sum(known(one.outcome.cash) for one in months) == plan.total
    assert sum(known(one.outcome.answers) for one in months) == known(plan.outcome).answers
    assert sum(one.outcome.people for one in months) == sum(one.people for one in plan.shares)
    assert [one.month for one in months] == list(range(1, len(months) + 1))


@examples(15, many=200)
@given(request=requests)
def test_a_sequence_to_choose_from_never_costs_more(request: ChannelRequest) -> None:
    without = find_channel_plan(replace(request, sequences=()))
    if without.cost is not None:
        assert known(find_channel_plan(request).cost) <= without.cost


@pytest.mark.oracle
@pytest.mark.parametrize("first", range(0, 100, 25))
def test_the_plan_is_the_least_of_everything_with_sequences(first: int) -> None:
    for seed in range(first, first + number_of(8, 25)):
        request = draw_with_sequences(seed, most_people=7)
        plan, least = find_channel_plan(request), search_with_sequences(request)
        assert plan.cost == least, f"case {seed}: {request}"
        assert plan.status == ("infeasible" if least is None else "optimal"), f"case {seed}"


@pytest.mark.oracle
def test_the_cases_use_sequences() -> None:
    drawn = [draw_with_sequences(seed, most_people=7) for seed in range(100)]
    used = [plan for plan in map(find_channel_plan, drawn) if plan.sequences]
    assert len(used) >= 6
    assert any("inmail" in one.sequence.steps for plan in used for one in plan.sequences)
    assert any(len(one.sequence.steps) == 3 for plan in used for one in plan.sequences)
    assert any(plan.people > sum(one.people for one in plan.sequences) for plan in used)


def test_why_a_sequence_alone_does_not_do() -> None:
    request = make_request(
        goal="answers", target=50, people=100, channels=(INVITATIONS, EMAIL),
        sequences=(THEN_EMAIL,), has_consent=False,
    )  # fmt: skip
    assert explain_sequence_limit(request, THEN_EMAIL) == (
        "Cold e-mail is not allowed without the consent of the people."
    )
    agreed = replace(request, has_consent=True)
    assert explain_sequence_limit(agreed, THEN_EMAIL) == (
        "Too little by the deadline: all of its channels reach 100 people of the list for sure."
    )
    unknown = replace(agreed, channels=(INVITATIONS, replace(EMAIL, reply_rate=None)))
    assert explain_sequence_limit(unknown, THEN_EMAIL) == (
        "Cold e-mail takes no part; not known: reply rate."
    )
    of_people = replace(unknown, goal="people")
    assert explain_sequence_limit(of_people, THEN_EMAIL) == (
        "How many answer Cold e-mail is not known."
    )
    lacking = replace(agreed, channels=(replace(INVITATIONS, acceptance_rate=None),))
    first, second = explain_sequence_limit(lacking, THEN_EMAIL).split(". ")
    assert first == "Invitations takes no part; not known: acceptance rate"
    assert second == "email is not among these channels."
    one_day = replace(agreed, deadline=agreed.start_on)
    assert explain_sequence_limit(one_day, THEN_EMAIL) == (
        "There are fewer days until the deadline than steps."
    )
    late = ChannelSequence(steps=("invitations", "inmail"))
    in_between = replace(agreed, inmail=make_inmail(), sequences=(late,))
    assert explain_sequence_limit(in_between, late) == "InMail can be the first step alone."


def test_nothing_to_search_is_infeasible_and_nothing_found_in_time_is_unknown() -> None:
    request = make_request(
        goal="answers", target=5, people=100, channels=(INVITATIONS, EMAIL),
        sequences=(THEN_EMAIL,), has_consent=False,
    )  # fmt: skip
    # Without its channels there is no case at all.
    alone = find_channel_plan(request.only_by(THEN_EMAIL))
    assert (alone.status, alone.shares, alone.bound) == ("infeasible", (), None)

    def give_up(program: Program, *, time_limit: float) -> Solved:
        return UNSOLVED

    agreed = replace(request, has_consent=True)
    assert find_channel_plan(agreed, solver=give_up).status == "unknown"
    assert find_least_cost(agreed, solver=give_up) is None


def test_a_sequence_that_is_proven_to_cost_no_less_is_not_searched_through() -> None:
    # Invitations alone do it for nothing.
    request = make_request(
        goal="answers", target=5, people=100, channels=(INVITATIONS, EMAIL), sequences=(THEN_EMAIL,)
    )
    plan = find_channel_plan(request)
    assert (plan.cost, plan.status, plan.sequences) == (0, "optimal", ())


def test_of_two_sequences_the_cheaper_is_taken() -> None:
    free = replace(CALLS, reply_rate=Decimal("0.0343"), meeting_rate=None)
    request = make_request(
        goal="answers", target=8, people=100, channels=(INVITATIONS, EMAIL, free),
        sequences=(THEN_EMAIL, ChannelSequence(steps=("invitations", "calls"))),
        deadline=date(2027, 2, 28),
    )  # fmt: skip
    plan = find_channel_plan(request)
    assert [one.sequence.steps for one in plan.sequences] == [("invitations", "calls")]
    assert (plan.cost, plan.status) == (0, "optimal")
