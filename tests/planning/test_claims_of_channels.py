"""Every clause on plans over channels is true of numbers recomputed independently."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.planning.channels import (
    ChannelRequest,
    ChannelSequence,
    explain_alone,
    explain_channel_break_even,
    explain_consent,
    explain_limit,
    explain_marginal,
    explain_plan,
    explain_sequence_limit,
    find_channel_break_even,
    find_channel_plan,
    find_each_alone,
    find_marginals,
)
from tests.examples import examples
from tests.planning.channel_cases import draw_request
from tests.planning.claims import Claim, check, clauses
from tests.planning.claims_of_channels import (
    ALONE,
    BREAK_EVENS,
    CONSENTS,
    EVERY,
    LIMITS,
    MARGINALS,
    PLANS,
    SEQUENCES,
    OfChannel,
    OfPlan,
    OfSequence,
    OfTwo,
)
from tests.planning.sequence_cases import draw_with_sequences

Told = Iterator[tuple[str, object, list[Claim]]]
seeds = st.integers(0, 50_000)


def of_plan(request: ChannelRequest) -> Told:
    plan = find_channel_plan(request)
    yield explain_plan(plan), OfPlan(plan), PLANS
    if plan.cost:
        # As if the solver had been ended before its proof.
        unproven = replace(plan, status="feasible", bound=plan.cost - Decimal("0.5"))
        yield explain_plan(unproven), OfPlan(unproven), PLANS
    elif not plan.is_done:
        unknown = replace(plan, status="unknown")
        yield explain_plan(unknown), OfPlan(unknown), PLANS
    if request.forbidden:
        agreed = find_channel_plan(replace(request, has_consent=True))
        yield explain_consent(plan, agreed), OfPlan(plan), CONSENTS


def of_each_alone(request: ChannelRequest) -> Told:
    for found in find_each_alone(request):
        facts = OfChannel(request.only(found.channel), found.channel)
        for limit in found.limits:
            yield explain_limit(limit, found.channel), facts, LIMITS
        if found.plan is None:
            yield explain_alone(found), facts, ALONE
        elif found.plan.is_done:
            text = explain_alone(found)
            if found.binds:
                text = text.removesuffix(explain_limit(found.binds, found.channel)).rstrip()
            yield text, OfPlan(found.plan), PLANS
        else:
            yield explain_alone(found), facts, ALONE + LIMITS


def of_marginals(request: ChannelRequest) -> Told:
    plan = find_channel_plan(request)
    for found in find_marginals(plan):
        yield explain_marginal(found), OfPlan(plan), MARGINALS


def of_break_evens(request: ChannelRequest) -> Told:
    for first in request.all_channels:
        for second in request.all_channels:
            if first is not second:
                found = find_channel_break_even(request, first, second)
                facts = OfTwo(request, first, second)
                yield explain_channel_break_even(found), facts, BREAK_EVENS


def of_sequences(request: ChannelRequest) -> Told:
    for sequence in request.sequences:
        if find_channel_plan(request.only_by(sequence)).is_done:
            continue
        text = explain_sequence_limit(request, sequence)
        yield text, OfSequence(request, sequence.steps), SEQUENCES


def without_figures(request: ChannelRequest, fields: list[str]) -> ChannelRequest:
    """The request whose first channel lacks some figures."""
    first, *others = request.channels
    unknown: dict[str, Any] = dict.fromkeys(fields)
    return replace(request, channels=(replace(first, **unknown), *others))


def refuse(request: ChannelRequest) -> ChannelRequest:
    """The request whose first channel needs a consent that there is not."""
    first, *others = request.channels
    return replace(
        request, channels=(replace(first, needs_consent=True), *others), has_consent=False
    )


def spoil(request: ChannelRequest, seed: int) -> ChannelRequest:
    """The request in one of the ways in which a sequence cannot be used."""
    gone = ChannelSequence(steps=("channel-0", "gone"))
    last = ChannelSequence(steps=("channel-0", "inmail"))
    spoiled = [
        lambda: replace(request, sequences=(gone,)),
        lambda: replace(request, deadline=request.start_on),
        lambda: without_figures(request, ["reply_rate"]),
        lambda: without_figures(replace(request, goal="people"), ["reply_rate"]),
        lambda: without_figures(request, ["unit_price", "tool_price"]),
        lambda: replace(request, sequences=(last,)) if request.inmail else request,
        lambda: replace(request, deadline=request.start_on + timedelta(days=3)),
    ]
    return spoiled[seed % len(spoiled)]()


@pytest.mark.oracle
def test_every_clause_on_channels_is_true_and_every_claim_is_made() -> None:
    made = Counter[str]()

    def hear(told: Told) -> None:
        for text, facts, claims in told:
            check(text, facts, claims)
            parts = [*clauses(text)]
            made.update(
                one.pattern.pattern for one in claims if any(map(one.pattern.fullmatch, parts))
            )

    @examples(25, many=100)
    @given(seed=seeds)
    def listen(seed: int) -> None:
        request = draw_request(seed, most_people=12, most_channels=3)
        hear(of_plan(request))
        hear(of_plan(refuse(request)))
        hear(of_each_alone(request))
        hear(of_each_alone(replace(request, most_hours=Decimal(1))))
        hear(of_each_alone(without_figures(request, ["unit_price", "reply_rate"])))

    @examples(15, many=60)
    @given(seed=seeds)
    def listen_to_one_more(seed: int) -> None:
        hear(of_marginals(draw_request(seed, most_people=12, most_channels=3)))

    @examples(20, many=100)
    @given(seed=seeds)
    def listen_to_two(seed: int) -> None:
        hear(of_break_evens(draw_request(seed, most_people=12, most_channels=2)))

    @examples(60, many=150)
    @given(seed=seeds)
    def listen_to_sequences(seed: int) -> None:
        request = draw_with_sequences(seed, most_people=8)
        hear(of_plan(request))
        hear(of_sequences(spoil(request, seed)))

    for test in (listen, listen_to_one_more, listen_to_two, listen_to_sequences):
        test()
    assert [one.pattern.pattern for one in EVERY if not made[one.pattern.pattern]] == []
