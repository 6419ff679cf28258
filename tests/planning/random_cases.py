"""Random plans and scenarios with every limit in play, small enough for an integer program."""

from datetime import date
from decimal import Decimal
from random import Random

from planner.planning.scenario import Goal, Scenario
from planner.planning.terms import Terms
from tests.planning.builders import make_terms

RATES = ["0", "0", "0.1", "0.25", "0.3", "0.35", "0.5"]


def draw_case(seed: int) -> tuple[Terms, Scenario]:
    """The case of that number, the same on every machine."""
    random = Random(seed)
    return draw_terms(random), draw_scenario(random)


def draw_terms(random: Random) -> Terms:
    grant = random.choice([0, 1, 2, 3, 5, 8])
    return make_terms(
        monthly_credits=grant,
        rollover_cap=grant + random.choice([0, 1, 3, grant, 2 * grant, 10]),
        credit_lifetime_days=random.choice([30, 31, 60, 90, 120]),
        monthly_price=Decimal(random.choice(["0", "10", "29.99", "79.99"])),
        annual_price=Decimal(random.choice(["50", "300", "779.88"])),
        credit_price=Decimal(random.choice(["0", "3", "10", "25.5"])),
        purchase_limit=random.choice([None, None, 0, 1, 2, 4]),
        trial_months=random.choice([0, 0, 1, 2]),
    )


def draw_scenario(random: Random) -> Scenario:
    """A scenario with something to send on credits."""
    reply_rate = Decimal(random.choice(RATES))
    goal: Goal = random.choice(["contacted", "contacted", "replied"]) if reply_rate else "contacted"
    return Scenario(
        target=random.randint(2, 8 if goal == "replied" else 30),
        start_on=date(2026, 11, 1),
        goal=goal,
        deadline_months=random.randint(1, 8),
        seats=random.choice([1, 1, 2]),
        billing=random.choice(["cheapest", "monthly", "annual"]),
        reply_rate=reply_rate,
        decline_rate=Decimal(random.choice(["0", "0", "0.05", "0.5"])),
        declines_return_credit=random.random() < 0.7,
        open_profile_share=Decimal(random.choice(["0", "0", "0.2"])),
        monthly_send_limit=random.choice([None, None, 1, 3, 5, 9]),
        opening_balance=random.choice([0, 0, 2, 5, 20]),
        use_trial=random.random() < 0.5,
    )
