"""What mixes are looked for: plans of examples, and random cases with every limit in play.

The random cases are small enough to try everything, or somewhat larger.
"""

from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

from planner.planning.scenario import Scenario
from planner.planning.terms import Terms
from tests.planning.builders import make_terms
from tests.planning.random_cases import draw_scenario, draw_terms

# Seconds for what takes far less than one.
AMPLE_SECONDS = 30

# The plans of the examples that can be checked by hand.
NAVIGATOR = make_terms(annual_price=None, credit_price=Decimal(10))
CORE = make_terms(
    slug="core",
    name="Core",
    monthly_credits=50,
    rollover_cap=150,
    monthly_price=Decimal("99.99"),
    annual_price=Decimal("959.88"),
    trial_months=1,
)
CAREER = make_terms(
    slug="career",
    name="Career",
    monthly_credits=5,
    rollover_cap=15,
    monthly_price=Decimal("29.99"),
    annual_price=None,
    trial_months=1,
)
PLANS = [NAVIGATOR, CORE]


class MixCase(NamedTuple):
    """What `find_mix` is asked."""

    scenario: Scenario
    plans: list[Terms]
    max_seats: int
    most_seats_of: dict[str, int]

    @property
    def asked(self) -> dict[str, Any]:
        """With so much time that a busy machine proves it as well."""
        return self._asdict() | {"time_limit": AMPLE_SECONDS}

    @property
    def plans_with_inmail(self) -> list[Terms]:
        """The plans that take part: those that let a seat hold a credit, or buy one."""
        return [terms for terms in self.plans if terms.rollover_cap or terms.purchase_limit != 0]


def draw_mix_case(seed: int, *, most_months: int, most_leads: int, most_seats: int) -> MixCase:
    """The case of that number, the same on every machine; something is to be sent in it."""
    random = Random(seed)
    plans = [
        replace(draw_terms(random), slug=slug, name=slug.title())
        for slug in ["first", "second", "third"][: random.choice([2, 2, 3])]
    ]
    drawn = draw_scenario(random)
    most_leads = most_leads if drawn.goal == "contacted" else most_leads // 4
    deadline = random.randint(1, most_months)
    scenario = replace(drawn, target=random.randint(2, most_leads), deadline_months=deadline)
    # A send limit that leaves the deadline within reach.
    tight = -(-scenario.to_send // deadline) + random.choice([0, 1, 2, 5])
    scenario = replace(scenario, monthly_send_limit=random.choice([None, tight]))
    return MixCase(
        scenario=scenario,
        plans=plans,
        max_seats=random.randint(1, most_seats),
        most_seats_of=random.choice([{}, {}, {"first": 1}, {"second": 0}]),
    )
