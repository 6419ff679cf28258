"""The audiences of the worked examples, and how they are asked for."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from planner.planning.audience import Audience
from planner.planning.days import DAY
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.scenario import Scenario
from planner.planning.strategies import Strategy
from planner.planning.terms import Terms
from tests.planning.arbitrary import scenarios, shares
from tests.planning.builders import make_terms

START = date(2026, 12, 1)
CORE = make_terms(
    slug="core",
    name="Core",
    monthly_credits=50,
    rollover_cap=150,
    monthly_price=Decimal("119.99"),
    annual_price=None,
    purchase_limit=0,
)
CLIENTS = (
    Audience(name="A", target=220, deadline_on=date(2027, 1, 31)),
    Audience(name="B", target=510),
    Audience(name="C", target=60, deadline_on=date(2026, 12, 31)),
)


def asked(*audiences: Audience, **changes: Any) -> Scenario:
    """Audiences from 1 December 2026 on, for 6 months."""
    usual: dict[str, Any] = {"start_on": START, "deadline_months": 6}
    target = sum(one.target for one in audiences)
    return Scenario(**usual | changes, target=target, audiences=audiences)


def cheapest(terms: Terms, scenario: Scenario, strategy: Strategy = "cheapest") -> Estimate:
    return make_estimate(terms, scenario, strategy)


@st.composite
def some_audiences(draw: st.DrawFn, scenario: Scenario, most: int = 3) -> tuple[Audience, ...]:
    """Up to `most` audiences that go with a scenario."""
    drawn: list[Audience] = []
    for number in range(draw(st.integers(1, most))):
        reply_rate = draw(st.none() | shares)
        if not reply_rate and scenario.goal == "replied":
            reply_rate = None
        answers = scenario.reply_rate if reply_rate is None else reply_rate
        decline_rate = draw(st.none() | shares)
        if (scenario.decline_rate if decline_rate is None else decline_rate) > 1 - answers:
            decline_rate = 1 - answers
        drawn.append(
            Audience(
                name=f"audience {number}",
                target=draw(st.integers(1, 60)),
                deadline_on=draw(
                    st.none() | st.integers(0, 200).map(lambda days: scenario.start_on + days * DAY)
                ),
                reply_rate=reply_rate,
                decline_rate=decline_rate,
                open_profile_share=draw(st.none() | shares),
                priority=draw(st.integers(1, 2)),
            )
        )
    return tuple(drawn)


@st.composite
def cases(draw: st.DrawFn, /, **fixed: Any) -> Scenario:
    """Any scenario with audiences."""
    scenario = draw(scenarios(**fixed))
    audiences = draw(some_audiences(scenario))
    return replace(scenario, target=sum(one.target for one in audiences), audiences=audiences)
