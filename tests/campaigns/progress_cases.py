"""Plans and records for the claims of the page of progress: drawn ones, and one of each kind."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from hypothesis import strategies as st

from campaigns.decision import Decision
from campaigns.presentation.progress import Progress, show_progress
from planner.planning.estimate import Estimate
from planner.planning.progress.record import Entry, Record
from tests.campaigns.queries import decide_on
from tests.known import known
from tests.planning.arbitrary import strategies
from tests.planning.progress_recount import Pace, Recount

START = date(2026, 12, 1)
PLAN = {
    "custom_plans-0-name": "Mine",
    "custom_plans-0-monthly_price": "79.9925",
    "custom_plans-0-credit_price": "1.6",
    "custom_plans-0-monthly_credits": "20",
    "custom_plans-0-rollover_cap": "60",
    "custom_plans-0-credit_lifetime_days": "90",
    "plans": "",
    "start_on": START.isoformat(),
    "deadline_months": "6",
    "trials": "100",
}
"""One plan, whose prices are no whole cents."""
TWO = {
    "audiences-0-name": "Ann",
    "audiences-0-target": "30",
    "audiences-0-deadline_on": "2027-01-31",
    "audiences-1-name": "Bob & Co.",
    "audiences-1-target": "45",
}


class Noted(NamedTuple):
    """An entry, its days counted from the start."""

    day: int
    days: int
    counts: dict[str, Any]


@dataclass(frozen=True)
class Facts:
    """What the page of a plan and a record shows, and the record itself."""

    decision: Decision
    record: Record
    today: date
    page: Progress

    @property
    def plan(self) -> Estimate:
        return known(self.decision.chosen)

    @cached_property
    def recount(self) -> Recount:
        return Recount(self.plan, self.record, self.today)

    @property
    def whole(self) -> Pace:
        return self.recount.whole


def show(asked: dict[str, Any], noted: list[Noted], today: int) -> Facts:
    """The page of a plan on the day that is so many days after the start."""
    decision = decide_on(PLAN | asked)
    start = decision.query.scenario.start_on
    record = Record.of(
        Entry(
            first_on=start + timedelta(days=day),
            last_on=start + timedelta(days=day + days),
            **counts,
        )
        for day, days, counts in noted
    )
    on = start + timedelta(days=today)
    return Facts(decision, record, on, show_progress(decision, record, today=on))


RATES: st.SearchStrategy[dict[str, str]] = st.sampled_from(
    [
        {},
        {"reply_rate": "0.1"},
        {"reply_rate": "0.333", "decline_rate": "0.2"},
        {"reply_rate_low": "0.05", "reply_rate_high": "0.2", "reply_rate": "0.1"},
        {"track_record_sent": "40", "track_record_replied": "7", "reply_rate": "0.17"},
    ]
)


flags = st.booleans()


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """A plan of one kind of seats, any number of people, and up to three audiences."""
    rates = draw(RATES)
    goals = ["contacted", "contacted", "replied", "meetings"] if rates else ["contacted"]
    price = draw(st.sampled_from(["79.9925", "79.9925", ""]))
    asked = {
        **rates,
        "goal": draw(st.sampled_from(goals)),
        "target": str(draw(st.integers(1, 150))),
        "meeting_rate": "0.5",
        "deadline_months": str(draw(st.integers(1, 8))),
        "start_on": (START + timedelta(days=draw(st.integers(0, 40)))).isoformat(),
        "seats": draw(st.sampled_from(["1", "2", "best"])),
        "strategies": draw(strategies),
        "sends_on": draw(st.sampled_from(["every_day", "weekdays"])),
        "open_profile_share": draw(st.sampled_from(["0", "0", "0.3"])),
        "monthly_send_limit": draw(st.sampled_from(["", "", "30"])),
        "custom_plans-0-monthly_price": price,
        "custom_plans-0-credit_price": draw(st.sampled_from(["1.6", "10"])),
        "custom_plans-0-grant_day": draw(st.sampled_from(["renewal", "first"])),
        "use_trial": draw(st.sampled_from(["true", "false"])),
        "custom_plans-0-trial_months": "1",
    }
    for row, name in enumerate(["Ann", "Bob & Co.", "Ä"][: draw(st.integers(0, 3))]):
        if draw(flags):
            deadline = START + timedelta(days=draw(st.integers(40, 150)))
            asked[f"audiences-{row}-deadline_on"] = deadline.isoformat()
        if draw(flags) and rates:
            asked[f"audiences-{row}-reply_rate"] = draw(st.sampled_from(["0.05", "0.4"]))
        asked[f"audiences-{row}-name"] = name
        asked[f"audiences-{row}-target"] = str(draw(st.integers(1, 60)))
    return asked


@st.composite
def notes(draw: st.DrawFn) -> Noted:
    """An entry of some days: mostly small numbers, so that the plan is seldom beaten."""
    sent = draw(st.integers(0, 15) | st.integers(0, 150))
    answered = draw(st.integers(0, 5) | st.integers(0, sent))
    counts: dict[str, Any] = {
        "sent": sent,
        "answered": answered,
        "declined": draw(st.integers(0, answered)),
        "bought": draw(st.integers(0, 20)),
        "paid": draw(st.sampled_from(["0", "0", "79.99", "80", "250.555"]).map(Decimal)),
        "credits_now": draw(st.none() | st.none() | st.integers(0, 60)),
        "audience": draw(st.sampled_from(["", "Ann", "ann ", "Bob & Co.", "Ä", "Gone"])),
    }
    return Noted(draw(st.integers(-3, 120)), draw(st.integers(0, 40)), counts)


records = st.lists(notes(), max_size=4)

Case = tuple[dict[str, Any], list[Noted], int]


def sent(day: int, number: int, audience: str = "", **counts: Any) -> Noted:
    """Messages noted for one day."""
    return Noted(day, 0, {"sent": number, "audience": audience, **counts})


# One seat, 20 messages a month from 1 December on: 60 in three months.
SLOW = {"target": "60", "seats": "1", "strategies": "as_granted"}
LATE = SLOW | {"deadline_months": "2"}
PAIR = TWO | {"seats": "1", "strategies": "as_granted"}
FOUR = PAIR | {
    "audiences-2-name": "Ä",
    "audiences-2-target": "20",
    "audiences-3-name": "Zoe",
    "audiences-3-target": "5",
}
MANY = {"custom_plans-0-monthly_credits": "50", "custom_plans-0-rollover_cap": "150"}
ROOMY = {"audiences-0-target": "90", "audiences-0-deadline_on": "2027-03-31"}
CASES: list[Case] = [
    (SLOW, [], 0),
    (SLOW, [], 12),
    (SLOW, [sent(0, 2)], 12),
    (SLOW, [sent(0, 6, paid=Decimal("79.99"))], 12),
    (SLOW, [sent(0, 6, paid=Decimal("79.9925"))], 12),
    (SLOW, [sent(0, 7, paid=Decimal(200))], 12),
    (SLOW, [sent(0, 45)], 63),
    (SLOW, [sent(0, 60)], 63),
    (SLOW, [sent(0, 30), sent(200, 30)], 210),
    (SLOW, [sent(0, 1)], 210),
    (SLOW | {"deadline_months": "5"}, [sent(0, 6)], 12),
    (SLOW | {"strategies": "accumulate", "custom_plans-0-purchase_limit": "0"}, [], 20),
    (SLOW | {"target": "5000"}, [sent(0, 1)], 20),
    (LATE, [sent(0, 15)], 12),
    (SLOW | {"target": "1", "deadline_on": START.isoformat()}, [], -5),
    (SLOW | {"target": "1", "deadline_on": START.isoformat()}, [sent(0, 1)], 0),
    (SLOW | {"custom_plans-0-monthly_price": ""}, [sent(0, 1, paid=Decimal(9))], 12),
    (SLOW | {"target": "31", "seat_daily_limit": "1", **MANY}, [sent(5, 6)], 5),
    (PAIR, [], 12),
    (PAIR, [sent(0, 20)], 31),
    (PAIR, [sent(10, 5, "Ann")], 12),
    (PAIR, [sent(20, 30, "Ann")], 25),
    (PAIR, [sent(40, 40, "Bob & Co.")], 50),
    (PAIR, [sent(60, 30, "ann"), sent(60, 44, "BOB & Co.")], 128),
    (PAIR, [sent(30, 20, "Ann"), sent(35, 3, "Ann"), sent(35, 17, "Bob & Co.")], 35),
    (PAIR | {"audiences-0-deadline_on": "2026-12-31"}, [sent(10, 7, "Ann")], 10),
    (PAIR | ROOMY | MANY, [sent(0, 1, "Ann")], 76),
    (PAIR | ROOMY | MANY, [sent(0, 25, "Ann")], 25),
    (FOUR, [], 90),
    (FOUR, [sent(5, 100, "Ann", credits_now=0)], 12),
]
"""Hand-made pages that together have a sentence of each kind."""
