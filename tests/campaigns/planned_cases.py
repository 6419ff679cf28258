"""Plans that together have something of each kind to be done."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from planner.planning.audience import Audience
from planner.planning.days import DAY
from tests.campaigns.sentences import N
from tests.planning.builders import estimate, held, make_terms

START = date(2026, 12, 1)
# The plan's name, the audiences behind a title, and some or all of the seats.
NAME = r"(Navigator)"
TO = r"(?:: (.+))?"
SEATS = rf"(?:{N} seats? of )?{NAME}"
MANY = tuple(Audience(name=f"A{n}", target=5 + n) for n in range(6))
TRIAL = make_terms(trial_months=1)
CASES = [
    estimate("accumulate", make_terms(purchase_limit=None), target=100, deadline_months=3),
    estimate("as_granted", target=60, reply_rate=Decimal("0.5")),
    estimate("as_granted", target=100, monthly_send_limit=5, deadline_months=24),
    estimate("as_granted", make_terms(rollover_cap=20), target=100, monthly_send_limit=15),
    estimate("as_granted", target=280, deadline_months=24),
    estimate("as_granted", target=490, seats=2, deadline_months=24),
    estimate("as_granted", TRIAL, target=20, use_trial=True),
    estimate("as_granted", target=90, seats=2, start_on=START, deadline_on=START),
    estimate("as_granted", target=60, open_profile_share=Decimal("0.5"), monthly_send_limit=20),
    estimate(
        "as_granted",
        target=40,
        deadline_on=date(2026, 12, 24),
        held_seats=(held(1, 20, paid_until=date(2026, 11, 20)),),
    ),
    estimate(
        "as_granted",
        make_terms(grant_day="first"),
        target=120,
        seats=2,
        start_on=date(2026, 12, 10),
        held_seats=(held(1, 20, paid_until=date(2026, 12, 20)),),
    ),
    estimate(
        "as_granted",
        target=45,
        audiences=MANY,
        seats=5,
        open_profile_share=Decimal("0.5"),
    ),
    estimate(
        "as_granted",
        target=45,
        audiences=(
            replace(MANY[0], target=25, deadline_on=START - 5 * DAY),
            replace(MANY[1], target=20),
        ),
    ),
]
"""Plans that together have an event of each kind, with each sentence."""
