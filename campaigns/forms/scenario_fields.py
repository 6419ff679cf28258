"""The fields of a scenario, their order, and the panels that the page shows them in.

Field names are those of the file, the query string, the JSON and the planning module.
"""

from collections.abc import Mapping
from decimal import Decimal

from django import forms

from campaigns.forms.day_fields import DayField, DeadlineField, StartField
from campaigns.forms.fields import (
    FlagField,
    MoneyField,
    PickField,
    PickSomeField,
    SeatsField,
    ShareField,
    WholeNumberField,
)
from campaigns.forms.names import (
    ANSWERS_NAMES,
    BILLING_NAMES,
    GOAL_NAMES,
    NOT_STATED,
    OTHER_RATES,
    RULES_NAMES,
    SENDS_ON_NAMES,
    STRATEGY_NAMES,
    WRITTEN_TO,
)
from campaigns.forms.units import (
    DAYS,
    HOURS,
    MESSAGES,
    MINUTES,
    OF_TARGETS,
    PEOPLE,
    REPLIES,
    SEATS,
)
from planner.planning import ranges as limits
from planner.planning import terms as term_limits
from planner.planning.channels.request import MOST_HOURS
from planner.planning.forecast import FEWEST_TRIALS, MOST_SEED, MOST_TRIALS

# The panels of the page's form with the fields that are less common.
PANELS: Mapping[str, tuple[str, ...]] = {
    "rates": OTHER_RATES,
    "worth": (
        "positive_share",
        "meeting_rate",
        "win_rate",
        "value_per_customer",
        "minutes_per_message",
        "minutes_per_answer",
        "minutes_per_meeting",
        "hour_cost",
        "with_time",
        "most_hours",
        "list_size",
        "place",
        "has_consent",
    ),
    "dates": (
        "budget",
        "start_on",
        "max_seats",
        "max_seats_per_plan",
        "senders",
        "monthly_send_limit",
        "seat_daily_limit",
        "seat_monthly_limit",
        "sends_on",
    ),
    "rules": (
        "billing",
        "answers_come",
        "grants_on_start",
        "open_profile_share",
        "decline_rate",
        "declines_return_credit",
        "use_trial",
        "credit_lifetime_days",
        "trials",
        "seed",
    ),
    "plans": ("plans", "strategies"),
}


class ScenarioFields(forms.Form):
    """The fields alone; `ScenarioForm` reads what they are filled with."""

    target = WholeNumberField(label="How many", low=1, high=limits.MOST_LEADS, units=OF_TARGETS)
    goal = PickField(label="Goal", choices=list(GOAL_NAMES.items()))
    price_book = PickField(label="Prices", choices=[])
    start_on = StartField(label="Start", first=limits.FIRST_START, last=limits.LAST_START)
    deadline_months = DeadlineField(
        label="Deadline", most_months=limits.MOST_MONTHS, start_on=limits.FIRST_START
    )
    deadline_on = DayField(
        label="or by a date", first=limits.FIRST_START, last=limits.LAST_START, required=False
    )
    seats = SeatsField(label="Seats", low=1, high=limits.MOST_SEATS, units=SEATS)
    billing = PickField(label="Subscription paid", choices=list(BILLING_NAMES.items()))
    # It stands among the few large fields, with little room on a phone.
    reply_rate = ShareField(
        label="Reply rate", of="people", most_decimals=limits.MOST_RATE_DECIMALS
    )
    track_record_sent = WholeNumberField(
        label="You have sent", low=1, high=limits.MOST_SENDS, units=MESSAGES, required=False
    )
    track_record_replied = WholeNumberField(
        label="and got replies", low=0, high=limits.MOST_SENDS, units=REPLIES, required=False
    )
    reply_rate_low = ShareField(
        label="At worst", of=WRITTEN_TO, most_decimals=limits.MOST_RATE_DECIMALS, empty=None
    )
    reply_rate_high = ShareField(
        label="At best", of=WRITTEN_TO, most_decimals=limits.MOST_RATE_DECIMALS, empty=None
    )
    decline_rate = ShareField(
        label="Decline rate", of=WRITTEN_TO, most_decimals=limits.MOST_RATE_DECIMALS
    )
    declines_return_credit = FlagField(label="A “not interested” returns the credit")
    open_profile_share = ShareField(
        label="Share of open profiles", of=WRITTEN_TO, most_decimals=limits.MOST_RATE_DECIMALS
    )
    monthly_send_limit = WholeNumberField(
        label="Most messages a month", low=1, high=limits.MOST_SENDS, units=MESSAGES, required=False
    )
    seat_daily_limit = WholeNumberField(
        label="Most of one seat a day",
        low=1,
        high=limits.MOST_SENDS,
        units=MESSAGES,
        required=False,
    )
    seat_monthly_limit = WholeNumberField(
        label="Most of one seat a month",
        low=1,
        high=limits.MOST_SENDS,
        units=MESSAGES,
        required=False,
    )
    sends_on = PickField(label="Messages go", choices=list(SENDS_ON_NAMES.items()))
    answers_come = PickField(
        label="Credits of answers come back", choices=list(ANSWERS_NAMES.items())
    )
    grants_on_start = FlagField(
        label="New seats get credits on their first day",
        empty="As the plan’s terms state",
        required=False,
    )
    use_trial = FlagField(label="Use the free trial")
    budget = MoneyField(label="Budget", high=limits.MOST_BUDGET, required=False)
    positive_share = ShareField(
        label="Of the replies, positive",
        of="",
        most_decimals=limits.MOST_RATE_DECIMALS,
        empty=Decimal(1),
    )
    meeting_rate = ShareField(
        label="Of the positive replies, a meeting",
        of="",
        most_decimals=limits.MOST_RATE_DECIMALS,
        empty=None,
    )
    win_rate = ShareField(
        label="Of the meetings, a customer",
        of="",
        most_decimals=limits.MOST_RATE_DECIMALS,
        empty=None,
    )
    value_per_customer = MoneyField(
        label="A customer is worth", high=limits.MOST_VALUE, required=False
    )
    minutes_per_message = WholeNumberField(
        label="Minutes for a message",
        low=0,
        high=limits.MOST_MINUTES,
        units=MINUTES,
        required=False,
    )
    minutes_per_answer = WholeNumberField(
        label="Minutes for a reply", low=0, high=limits.MOST_MINUTES, units=MINUTES, required=False
    )
    minutes_per_meeting = WholeNumberField(
        label="Minutes for a meeting",
        low=0,
        high=limits.MOST_MINUTES,
        units=MINUTES,
        required=False,
    )
    hour_cost = MoneyField(label="An hour costs", high=limits.MOST_HOUR_COST, required=False)
    with_time = FlagField(label="Add the time to the cost")
    most_hours = WholeNumberField(
        label="Own hours at most", low=0, high=int(MOST_HOURS), units=HOURS, required=False
    )
    list_size = WholeNumberField(
        label="Size of your list", low=1, high=limits.MOST_LEADS, units=PEOPLE, required=False
    )
    place = PickField(label="They live in", choices=[("", NOT_STATED)], required=False)
    has_consent = FlagField(label="They agreed to be written to")
    credit_lifetime_days = WholeNumberField(
        label="A credit lives, in days",
        low=1,
        high=term_limits.MOST_LIFETIME_DAYS,
        units=DAYS,
        required=False,
    )
    max_seats = WholeNumberField(
        label="Seats in all, at most", low=1, high=limits.MOST_SEATS, units=SEATS, required=False
    )
    max_seats_per_plan = WholeNumberField(
        label="Seats of one plan, at most",
        low=1,
        high=limits.MOST_SEATS,
        units=SEATS,
        required=False,
    )
    senders = WholeNumberField(
        label="People who send", low=1, high=limits.MOST_SEATS, units=PEOPLE, required=False
    )
    trials = WholeNumberField(
        label="Trials of a forecast",
        low=FEWEST_TRIALS,
        high=MOST_TRIALS,
        units=("trials", "trial"),
        required=False,
    )
    seed = WholeNumberField(label="Seed", low=0, high=MOST_SEED, required=False)
    rules = PickField(label="Calculated", choices=list(RULES_NAMES.items()))
    plans = PickSomeField(label="Plans", choices=[])
    strategies = PickSomeField(label="Strategies", choices=list(STRATEGY_NAMES.items()))
