"""Random audiences, small enough for an integer program, whose deadlines are ends of months."""

from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

from planner.planning.audience import Audience
from planner.planning.days import DAY, add_months
from planner.planning.scenario import BEST, Scenario
from planner.planning.terms import Terms
from tests.planning.random_cases import RATES, START, draw_inputs, draw_terms

MOST_SEATS = 4


def draw_case(seed: int) -> tuple[Terms, Scenario]:
    """The case of that number, the same on every machine.

    Half are of one seat, whose audiences have rates of their own. The others choose their seats,
    and then all audiences answer alike: which of two groups of seats writes to which audience is a
    rule, not a choice of the least cost. Where credits come back to two groups, none are bought.
    """
    random = Random(seed)
    terms, asked = draw_terms(random), draw_inputs(random)
    # Enough time and credits for a plan to be there, and for a deadline to ask for more of it.
    terms = replace(
        terms,
        monthly_credits=terms.monthly_credits or 1,
        rollover_cap=max(1, terms.rollover_cap),
        purchase_limit=random.choice([None, None, None, 2, 4]),
    )
    limit = asked["monthly_send_limit"]
    asked |= {
        "open_profile_share": Decimal(0),
        "deadline_months": max(3, asked["deadline_months"]),
        "monthly_send_limit": limit and 3 + limit,
    }
    if random.random() < 0.5:
        asked["held_seats"] = tuple(replace(one, seats=1) for one in asked["held_seats"])
        audiences = draw_audiences(random, asked, own_rates=True)
        return terms, make(asked | {"seats": 1}, audiences)
    asked |= {"seats": BEST, "max_seats": MOST_SEATS, "held_seats": ()}
    if asked["reply_rate"] or (asked["decline_rate"] and asked["declines_return_credit"]):
        terms = replace(terms, purchase_limit=0)
        asked["monthly_send_limit"] = None
    return terms, make(asked, draw_audiences(random, asked, own_rates=False))


def make(asked: dict[str, Any], audiences: tuple[Audience, ...]) -> Scenario:
    target = sum(one.target for one in audiences)
    return Scenario(**asked | {"target": target, "audiences": audiences})


def draw_audiences(
    random: Random, asked: dict[str, Any], *, own_rates: bool
) -> tuple[Audience, ...]:
    most = 3 if asked["goal"] == "replied" else 12
    return tuple(
        Audience(
            name=f"audience {number}",
            target=random.randint(1, most),
            deadline_on=draw_deadline(random, asked["deadline_months"]),
            priority=random.choice([1, 1, 1, 2]),
            **(draw_rates(random, asked) if own_rates else {}),
        )
        for number in range(random.choice([1, 2, 2, 3, 3, 4]))
    )


def draw_deadline(random: Random, most_months: int) -> Any:
    """None, or the last day of a month, now and then one after the campaign's deadline."""
    if random.random() < 0.3:
        return None
    return add_months(START, random.randint(1, most_months + 1)) - DAY


def draw_rates(random: Random, asked: dict[str, Any]) -> dict[str, Any]:
    rates: dict[str, Any] = {}
    if random.random() < 0.6:
        rates["reply_rate"] = Decimal(random.choice(RATES[2:]))
        # Together at most 1.
        rates["decline_rate"] = Decimal(random.choice(["0", "0.05", "0.4"]))
    if asked["monthly_send_limit"] is None and random.random() < 0.4:
        rates["open_profile_share"] = Decimal(random.choice(["0.2", "0.35", "1"]))
    return rates
