"""Random plans and scenarios with every limit in play, small enough for an integer program."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from planner.planning.scenario import HeldSeats, Scenario
from planner.planning.terms import Terms
from tests.planning.builders import held, make_terms

START = date(2026, 11, 1)
RATES = ["0", "0", "0.1", "0.25", "0.3", "0.35", "0.5"]


def draw_case(seed: int) -> tuple[Terms, Scenario]:
    """The case of that number, the same on every machine; half of them with the rules of seats."""
    random = Random(seed)
    terms, asked = draw_terms(random), draw_inputs(random)
    if random.random() < 0.5:
        return terms, Scenario(**asked)
    return draw_grant_day(random, terms), Scenario(**draw_rules_of_seats(random, asked))


def draw_case_of_one_group(seed: int) -> tuple[Terms, Scenario]:
    """A case of one seat, new or held, with the limits that an integer program knows."""
    random = Random(seed)
    terms, asked = draw_terms(random), draw_inputs(random)
    asked |= {"seats": 1, "seat_monthly_limit": random.choice([None, None, None, 2, 6])}
    if asked["held_seats"]:
        asked["held_seats"] = (draw_held(random, START, seats=1),)
    if random.random() < 0.5:
        terms = draw_grant_day(random, terms)
        asked["start_on"] = START + timedelta(days=random.choice([0, 3, 14, 25]))
        if asked["held_seats"]:
            asked["held_seats"] = (draw_held(random, asked["start_on"], seats=1),)
    return terms, Scenario(**asked)


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


def draw_grant_day(random: Random, terms: Terms) -> Terms:
    return replace(
        terms,
        grant_day=random.choice(["renewal", "first", "first"]),
        grants_on_start=random.random() < 0.3,
    )


def draw_scenario(random: Random) -> Scenario:
    """A scenario with something to send on credits."""
    return Scenario(**draw_inputs(random))


def draw_inputs(random: Random) -> dict[str, Any]:
    """The inputs of a scenario with something to send on credits, from the 1st of a month on."""
    reply_rate = Decimal(random.choice(RATES))
    goal = random.choice(["contacted", "contacted", "replied"]) if reply_rate else "contacted"
    seats, credits = random.choice([1, 1, 2]), random.choice([0, 0, 2, 5, 20])
    return {
        "target": random.randint(2, 8 if goal == "replied" else 30),
        "start_on": START,
        "goal": goal,
        "deadline_months": random.randint(1, 8),
        "seats": seats,
        "held_seats": (held(seats, credits),) if credits else (),
        "billing": random.choice(["cheapest", "monthly", "annual"]),
        "reply_rate": reply_rate,
        "decline_rate": Decimal(random.choice(["0", "0", "0.05", "0.5"])),
        "declines_return_credit": random.random() < 0.7,
        "open_profile_share": Decimal(random.choice(["0", "0", "0.2"])),
        "monthly_send_limit": random.choice([None, None, 1, 3, 5, 9]),
        "use_trial": random.random() < 0.5,
    }


def draw_rules_of_seats(random: Random, asked: dict[str, Any]) -> dict[str, Any]:
    """The same inputs with any start, held seats, limits, and number of seats."""
    start_on = START + timedelta(days=random.choice([0, 0, 3, 14, 29]))
    seats = random.choice([1, 2, "best", "best"])
    return asked | {
        "start_on": start_on,
        "seats": seats,
        "max_seats": 3 if seats == "best" else None,
        "held_seats": tuple(
            draw_held(random, start_on) for _ in range(random.choice([0, 0, 1, 2]))
        ),
        "deadline_on": random.choice([None, start_on + timedelta(days=random.randint(0, 200))]),
        "seat_daily_limit": random.choice([None, None, None, 1]),
        "seat_monthly_limit": random.choice([None, None, None, 2, 3]),
        "sends_on": random.choice(["every_day", "every_day", "weekdays"]),
        "answers_come": random.choice(["next", "next", "same"]),
    }


def draw_held(random: Random, start_on: date, *, seats: int | None = None) -> HeldSeats:
    paid_until = start_on + timedelta(days=random.choice([-1, -1, 5, 20, 31, 45]))
    return held(
        seats or random.choice([1, 2]), random.choice([0, 1, 3, 5, 20]), paid_until=paid_until
    )
