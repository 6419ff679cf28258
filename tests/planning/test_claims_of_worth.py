"""Every clause on worth, break-evens and chances is true of numbers calculated by hand."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from planner.planning.audience import Audience
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.scenario import Scenario
from planner.planning.worth import (
    GoalChance,
    explain_break_evens,
    explain_chance,
    explain_worth,
    find_goal_chance,
)
from planner.planning.worth.asked import break_evens_of, funnel_of, outcome_of
from tests.examples import examples
from tests.planning.arbitrary import sold_plans, strategies
from tests.planning.builders import estimate, make_scenario
from tests.planning.claims import Claim, check, clauses
from tests.planning.claims_of_worth import BREAK_EVENS, CHANCES, EVERY, WORTH, Worth

# Half of the stages at least, so that few people are written to.
shares = st.sampled_from(["0.5", "0.6", "0.75", "1"]).map(Decimal)


@st.composite
def worth_scenarios(draw: st.DrawFn) -> Scenario:
    """Few of a later goal, or some tens of people; figures that may be unknown."""
    goal = draw(st.sampled_from(["contacted", "replied", "positive", "meetings", "customers"]))
    is_needed = ["contacted", "replied", "positive", "meetings", "customers"].index(goal)
    target = draw(st.integers(1, 120 if is_needed == 0 else 8))
    reply_rate = draw(st.sampled_from(["0.1", "0.15", "0.333", "0.05"]).map(Decimal))
    with_time = draw(st.booleans())
    return make_scenario(
        goal=goal,
        target=target,
        deadline_months=draw(st.sampled_from([2, 12, 24])),
        reply_rate=reply_rate if is_needed else draw(st.sampled_from([reply_rate, Decimal(0)])),
        decline_rate=draw(st.sampled_from(["0", "0.1"]).map(Decimal)),
        positive_share=draw(shares),
        meeting_rate=draw(shares if is_needed >= 3 else st.none() | shares),
        win_rate=draw(shares if is_needed >= 4 else st.none() | shares | shares),
        value_per_customer=draw(
            st.none() | st.sampled_from(["1", "40", "99.99", "1500"]).map(Decimal)
        ),
        with_time=with_time,
        hour_cost=Decimal(60) if with_time else draw(st.none() | st.just(Decimal(20))),
        minutes_per_message=draw(st.sampled_from(["0", "2", "60"]).map(Decimal)),
        minutes_per_answer=draw(st.sampled_from(["0", "7.5"]).map(Decimal)),
        minutes_per_meeting=draw(st.sampled_from(["0", "45"]).map(Decimal)),
    )


@st.composite
def scenarios_of_audiences(draw: st.DrawFn) -> Scenario:
    """Two audiences that are to be contacted, one of them with an answer rate of its own."""
    first, second = draw(st.integers(1, 40)), draw(st.integers(1, 40))
    rates = st.sampled_from(["0.05", "0.1", "0.25"]).map(Decimal)
    return make_scenario(
        target=first + second,
        audiences=(
            Audience(name="A", target=first, reply_rate=draw(rates)),
            Audience(name="B", target=second),
        ),
        reply_rate=draw(rates),
        meeting_rate=Decimal("0.5"),
        win_rate=draw(shares),
        value_per_customer=draw(st.sampled_from(["1", "40", "500"]).map(Decimal)),
    )


estimates = st.builds(
    make_estimate, sold_plans(), worth_scenarios() | scenarios_of_audiences(), strategies
)


# Claims that few drawn examples make.
PAID: dict[str, Any] = {
    "reply_rate": Decimal("0.1"),
    "meeting_rate": Decimal("0.5"),
    "win_rate": Decimal("0.5"),
}
RARE_CLAIMS = [
    estimate("cheapest", value_per_customer=Decimal(1), **PAID),
    estimate("cheapest", value_per_customer=Decimal(1_000), **PAID),
    estimate("cheapest", open_profile_share=Decimal(1), value_per_customer=Decimal(9), **PAID),
    estimate(
        "cheapest",
        value_per_customer=Decimal(9),
        with_time=True,
        hour_cost=Decimal(60),
        minutes_per_message=Decimal(60),
        **PAID,
    ),
]


def chances_of(scenario: Scenario) -> Sequence[GoalChance]:
    """That of the scenario's messages, and of more; none where the goal is certain."""
    funnel = funnel_of(scenario)
    if funnel is None or scenario.goal == "contacted":
        return []
    more = 2 * scenario.messages + 20
    return [find_goal_chance(funnel), find_goal_chance(funnel, messages=more)]


def test_what_is_claimed_of_worth_is_true_and_every_claim_is_made() -> None:
    made = Counter[str]()

    def hear(text: str, facts: object, claims: list[Claim]) -> None:
        check(text, facts, claims)
        for one in claims:
            made[one.pattern.pattern] += any(map(one.pattern.fullmatch, clauses(text)))

    @examples(60, many=400)
    @given(estimates)
    def listen(answer: Estimate) -> None:
        facts = Worth(answer, answer.scenario)
        hear(explain_worth(outcome_of(answer)), facts, WORTH)
        if (found := break_evens_of(answer)) is not None:
            for sentence in explain_break_evens(found):
                hear(sentence, facts, BREAK_EVENS)
        for chance in chances_of(answer.scenario):
            hear(explain_chance(chance), chance, CHANCES)

    listen()
    for answer in RARE_CLAIMS:
        vars(listen)["hypothesis"].inner_test(answer)
    assert [one.pattern.pattern for one in EVERY if not made[one.pattern.pattern]] == []
