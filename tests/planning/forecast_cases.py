"""Random plans and scenarios with seats of every kind and every limit, for forecasts."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from planner.planning.estimate import Estimate, make_estimate
from planner.planning.scenario import HeldSeats, Scenario
from planner.planning.strategies import STRATEGIES
from planner.planning.terms import Terms
from tests.planning.builders import make_terms


def draw_estimate(seed: int, **fixed: Any) -> Estimate:
    """The estimate of that number; `fixed` are fields of its scenario."""
    random = Random(seed)
    terms = draw_terms(random)
    return make_estimate(terms, draw_scenario(random, terms, **fixed), random.choice(STRATEGIES))


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
        grant_day=random.choice(["renewal", "first"]),
        grants_on_start=random.random() < 0.5,
    )


def draw_scenario(random: Random, terms: Terms, **fixed: Any) -> Scenario:
    """A scenario with something to send on credits."""
    start_on = date(2026, random.randint(1, 12), 1) + timedelta(days=random.randint(0, 27))
    held = tuple(
        HeldSeats(
            plan=terms.slug,
            seats=random.randint(1, 3),
            credits=random.choice([0, 0, 2, 7, 20]),
            paid_until=start_on + timedelta(days=random.choice([-1, 3, 20, 40, 100])),
        )
        for _ in range(random.choice([0, 0, 1, 1, 2]))
    )
    fewest = sum(one.seats for one in held)
    reply_rate = Decimal(random.choice(["0", "0.1", "0.25", "0.35", "0.5"]))
    drawn: dict[str, Any] = {
        "target": random.randint(5, 40),
        "start_on": start_on,
        "deadline_months": random.randint(1, 8),
        "seats": random.choice(["best", max(1, fewest), fewest + 1, fewest + 2]),
        "max_seats": random.choice([None, 12]),
        "held_seats": held,
        "billing": random.choice(["cheapest", "monthly", "annual"]),
        "reply_rate": reply_rate,
        "decline_rate": Decimal(random.choice(["0", "0", "0.05", "0.5"])),
        "declines_return_credit": random.random() < 0.7,
        "open_profile_share": Decimal(random.choice(["0", "0", "0.2", "0.5"])),
        "answers_come": random.choice(["next", "next", "same"]),
        "monthly_send_limit": random.choice([None, None, None, 3, 9]),
        "seat_daily_limit": random.choice([None, None, None, 1]),
        "seat_monthly_limit": random.choice([None, None, None, 2, 4]),
        "sends_on": random.choice(["every_day", "weekdays"]),
        "use_trial": random.random() < 0.3,
    }
    if random.random() < 0.3:
        drawn["deadline_on"] = start_on + timedelta(days=random.randint(10, 200))
    return Scenario(**drawn | fixed)
