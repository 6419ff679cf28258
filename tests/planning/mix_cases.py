"""What mixes are looked for: plans of examples, and random cases with every limit in play.

The random cases are small enough to try everything, or somewhat larger.
"""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

from planner.planning.scenario import HeldSeats, Scenario
from planner.planning.terms import Terms

# Seconds for what takes far less than one.
AMPLE_SECONDS = 30

START = date(2026, 11, 1)


def make_plan(**changes: Any) -> Terms:
    """The article's "Account with Sales Navigator", paid by the month."""
    usual: dict[str, Any] = {
        "slug": "navigator",
        "name": "Navigator",
        "monthly_credits": 20,
        "rollover_cap": 60,
        "credit_lifetime_days": 90,
        "monthly_price": Decimal("79.99"),
        "credit_price": Decimal(10),
    }
    return Terms(**usual | changes)


def make_campaign(**changes: Any) -> Scenario:
    """The article's 100 leads without a reply."""
    usual: dict[str, Any] = {"target": 100, "start_on": START}
    return Scenario(**usual | changes)


# The plans of the examples that can be checked by hand.
NAVIGATOR = make_plan()
CORE = make_plan(
    slug="core",
    name="Core",
    monthly_credits=50,
    rollover_cap=150,
    monthly_price=Decimal("99.99"),
    annual_price=Decimal("959.88"),
    trial_months=1,
)
CAREER = make_plan(
    slug="career",
    name="Career",
    monthly_credits=5,
    rollover_cap=15,
    monthly_price=Decimal("29.99"),
    trial_months=1,
)
PLANS = [NAVIGATOR, CORE]

# The list prices of 2026, as the worked examples have them (RULES.md §8).
LISTED_CORE = make_plan(
    slug="core",
    name="Core",
    monthly_credits=50,
    rollover_cap=150,
    monthly_price=Decimal("119.99"),
    purchase_limit=0,
    grant_day="first",
)
LISTED_BUSINESS = make_plan(
    slug="business",
    name="Premium Business",
    monthly_credits=15,
    rollover_cap=45,
    monthly_price=Decimal("59.99"),
    purchase_limit=10,
)
LISTED_CAREER = make_plan(
    slug="career",
    name="Career",
    monthly_credits=5,
    rollover_cap=15,
    monthly_price=Decimal("29.99"),
    purchase_limit=0,
)
LISTED = [LISTED_CORE, LISTED_BUSINESS, LISTED_CAREER]


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


def draw_mix_case(
    seed: int,
    *,
    most_months: int,
    most_leads: int,
    most_seats: int,
    most_bought: int = 2,
    is_plain: bool = False,
) -> MixCase:
    """The case of that number, the same on every machine.

    A plain one has new seats only and no limit on what is sent. A seat buys at most `most_bought`
    credits a month.
    """
    random = Random(seed)
    start_on = START + timedelta(days=random.choice([0, 0, 3, 14, 25]))
    slugs = ["first", "second", "third"][: random.choice([2, 2, 3])]
    plans = [_draw_plan(random, slug, most_bought) for slug in slugs]
    inputs = _draw_inputs(random, start_on, most_months=most_months, most_leads=most_leads)
    max_seats = random.randint(1, most_seats)
    limits = random.choice([{}, {}, {"first": 1}, {"second": 0}])
    special = random.choice(["", "held", "held", "seat", "month", "days", "same"])
    if is_plain:
        special = random.choice(["", "", "same"])
    if special == "held":
        inputs["held_seats"] = tuple(
            _draw_held(random, start_on, slug) for slug in slugs[: random.choice([1, 1, 2])]
        )
        max_seats = max(max_seats, sum(one.seats for one in inputs["held_seats"]))
        limits = {}
    elif special == "seat":
        inputs["seat_monthly_limit"] = random.choice([1, 2, 4, 7])
        inputs["open_profile_share"] = Decimal(random.choice(["0", "0.2"]))
    elif special == "days":
        inputs["sends_on"] = "weekdays"
        inputs["seat_daily_limit"] = random.choice([None, 1, 2])
    elif special == "month":
        inputs["monthly_send_limit"] = random.choice([3, 4, 6, 9])
    elif special == "same":
        inputs["answers_come"] = "same"
    return MixCase(Scenario(**inputs), plans, max_seats, limits)


def _draw_plan(random: Random, slug: str, most_bought: int) -> Terms:
    grant = random.choice([0, 1, 2, 3, 5, 8])
    return make_plan(
        slug=slug,
        name=slug.title(),
        monthly_credits=grant,
        rollover_cap=grant + random.choice([1, 3, grant, 2 * grant, 10]),
        credit_lifetime_days=random.choice([30, 60, 90, 120]),
        monthly_price=Decimal(random.choice(["10", "29.99", "79.99"])),
        annual_price=random.choice([None, Decimal(50), Decimal("779.88")]),
        credit_price=Decimal(random.choice(["3", "10", "25.5"])),
        purchase_limit=random.choice([0, 0, 1, most_bought]),
        trial_months=random.choice([0, 0, 1, 2]),
        grant_day=random.choice(["renewal", "first"]),
        grants_on_start=random.random() < 0.3,
    )


def _draw_inputs(
    random: Random, start_on: date, *, most_months: int, most_leads: int
) -> dict[str, Any]:
    months = random.randint(1, most_months)
    return {
        "target": random.randint(2, most_leads),
        "start_on": start_on,
        "deadline_months": months,
        "deadline_on": random.choice([None, None, start_on + timedelta(days=30 * months - 16)]),
        "billing": random.choice(["cheapest", "monthly"]),
        "reply_rate": Decimal(random.choice(["0", "0.1", "0.25", "0.35", "0.5"])),
        "decline_rate": Decimal(random.choice(["0", "0.05", "0.5"])),
        "use_trial": random.random() < 0.3,
    }


def _draw_held(random: Random, start_on: date, slug: str) -> HeldSeats:
    return HeldSeats(
        plan=slug,
        seats=random.choice([1, 1, 2]),
        credits=random.choice([0, 1, 4, 9]),
        paid_until=start_on + timedelta(days=random.choice([-1, -1, 5, 20, 45])),
    )
