"""Arbitrary input: valid, invalid, and valid with one error."""

import json
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from hypothesis import strategies as st

from campaigns.forms import CustomPlanForm, HeldSeatsForm, ScenarioForm
from campaigns.query.choices import CHOOSE
from campaigns.query.display import DISPLAY_PARAMS, LEGACY_VIEWS
from planner.planning.strategies import STRATEGIES

SENSE = [
    "1", "7", "100", "1,000", "1000000", "0", "0.1", "10 %", "0.5", "64.50", "true", "false", "",
    "contacted", "replied", "cheapest", "monthly", "annual", "article", "linkedin-2026",
    "2026-12-01", "2099-12-31", "2000-01-01", "sales-navigator-core", "executive-25", "buy_now",
    "accumulate", "sales-navigator-core.buy_now", "-total", "Our deal", "best", "2026-11-30",
    "2027-01-31", "weekdays", "same", "our-deal", "seats", "answers", "lead", "recruiter-lite",
    "recruiter-lite|deadline_months=3", "|seats=2", "|reply_rate=0.1",
]  # fmt: skip
NONSENSE = [
    "-1", "-0", "1e999", "NaN", "Infinity", "٣", "１００", "0x10", "1/0", " ", "\x00", "\ufeff",
    "é", "\u202e", "\x1b[31m", "<script>", "'\"", "{{ 7 }}", "%s", "9" * 60, "x" * 200,
    "2024-02-30", "9999-12-31", "nope", "=1+1", "日本", "\U0001f600",
]  # fmt: skip
texts = st.sampled_from(SENSE) | st.sampled_from(NONSENSE) | st.text(max_size=12)
field_names = st.sampled_from(
    [*ScenarioForm.base_fields, *DISPLAY_PARAMS, *LEGACY_VIEWS, CHOOSE, "opening_balance"]
)
own_plan_names = st.builds(
    "custom_plans-{}-{}".format,
    st.sampled_from(["0", "1", "42", "99", "100", "00", "٣", "x"]),
    st.sampled_from([*CustomPlanForm.base_fields, "nope"]),
)
held_seats_names = st.builds(
    "held_seats-{}-{}".format,
    st.sampled_from(["0", "1", "42", "100", "00", "٣", "x"]),
    st.sampled_from([*HeldSeatsForm.base_fields, "nope"]),
)
names = field_names | own_plan_names | held_seats_names | st.text(max_size=8)


def numbers(low: int, high: int) -> st.SearchStrategy[str]:
    return st.integers(low, high).map(str)


shares = st.decimals(0, "0.5", places=4).map(str) | st.integers(0, 50).map("{} %".format)
SENSIBLE: dict[str, st.SearchStrategy[str | list[str]]] = {
    "target": numbers(1, 500),
    "goal": st.just("contacted"),
    "price_book": st.just("article"),
    "start_on": st.dates(date(2000, 1, 1), date(2099, 12, 31)).map(str),
    "deadline_months": numbers(1, 24)
    | st.sampled_from(["6 weeks", "45 days", "by March", "Q1", "end of the year"]),
    "seats": st.just("best") | numbers(1, 20),
    "billing": st.sampled_from(["cheapest", "monthly", "annual"]),
    "reply_rate": shares,
    "decline_rate": shares,
    "declines_return_credit": st.sampled_from(["true", "false"]),
    "open_profile_share": shares,
    "monthly_send_limit": st.just("") | numbers(1, 100),
    "seat_daily_limit": st.just("") | numbers(2, 40),
    "seat_monthly_limit": st.just("") | numbers(20, 200),
    "sends_on": st.sampled_from(["every_day", "weekdays"]),
    "answers_come": st.sampled_from(["next", "same"]),
    "grants_on_start": st.sampled_from(["", "true", "false"]),
    "rules": st.sampled_from(["1", "2"]),
    "use_trial": st.sampled_from(["true", "false"]),
    "positive_share": shares,
    "meeting_rate": st.just("") | shares,
    "win_rate": st.just("") | shares,
    "value_per_customer": st.just("") | numbers(0, 9_000),
    "minutes_per_message": st.just("") | numbers(0, 9),
    "minutes_per_answer": numbers(0, 9),
    "minutes_per_meeting": numbers(0, 90),
    "hour_cost": st.just("") | numbers(0, 90),
    "list_size": st.just("") | numbers(1, 9_000),
    "most_hours": st.just("") | numbers(0, 90),
    "senders": st.just("") | numbers(1, 9),
    "place": st.sampled_from(["", "Germany", "United States", "European Union"]),
    "has_consent": st.sampled_from(["true", "false"]),
    "budget": st.just("") | st.decimals(0, 9999, places=2).map(str),
    "credit_lifetime_days": st.just("") | numbers(1, 150),
    "plans": st.lists(
        st.sampled_from(["", "premium-career", "sales-navigator-core", "executive-25"]),
        min_size=1,
        max_size=3,
    ),
    "strategies": st.lists(
        st.sampled_from(["", "accumulate", "buy_now", "cheapest"]), min_size=1, max_size=2
    ),
    "estimate": st.sampled_from(["premium-career.buy_now", "&=?#", "é"]),
    "open": st.sampled_from(["sales-navigator-core", "executive-25", "nope", "&=?#"]),
    "by": st.sampled_from(["deadline", "seats", "answers", "nope", "é"]),
    "per": st.sampled_from(["total", "lead", "nope"]),
    # Legacy addresses have these.
    "base": st.sampled_from(["sales-navigator-core.cheapest", "nope"]),
    "sort": st.sampled_from(["total", "-months", "nope"]),
}
OWN_PLAN = {
    "custom_plans-3-name": "A & B = 10 %?",
    "custom_plans-3-monthly_price": "64.50",
    "custom_plans-3-monthly_credits": "40",
    "custom_plans-3-rollover_cap": "120",
    "custom_plans-3-credit_lifetime_days": "90",
    "custom_plans-3-purchase_limit": "0",
}


OWN_CHANNELS = {
    "channel_figures-1-channel": "email",
    "channel_figures-1-reach": "1 in 3",
    "sequences-4-first": "inmail",
    "sequences-4-second": "email",
    "sequences-4-third": "calls",
}


@st.composite
def _held_seats(draw: st.DrawFn) -> dict[str, str]:
    """A start and seats that are held on it, some of them on a plan that is not compared."""
    start_on = draw(st.dates(date(2000, 1, 1), date(2098, 12, 31)))
    # No budget: with a trial beside held seats, what it reaches takes the engine minutes.
    fields = {"start_on": start_on.isoformat(), "budget": ""}
    for row in range(draw(st.integers(1, 3))):
        days = draw(st.integers(-1, 300))
        fields |= {
            f"held_seats-{row}-plan": draw(st.sampled_from(["premium-career", "recruiter-lite"])),
            f"held_seats-{row}-seats": draw(numbers(1, 5)),
            f"held_seats-{row}-credits": draw(numbers(0, 100)),
            f"held_seats-{row}-paid_until": (start_on + timedelta(days=days)).isoformat(),
        }
    return fields


sensible_queries = st.builds(
    lambda scenario, plan, held: scenario | plan | held,
    st.fixed_dictionaries({}, optional=SENSIBLE),
    st.sampled_from([{}, OWN_PLAN, OWN_CHANNELS]),
    st.just({}) | st.just({}) | _held_seats(),
)


@st.composite
def audiences(draw: st.DrawFn) -> dict[str, str]:
    """A start and up to three audiences, with deadlines and rates of their own."""
    start_on = draw(st.dates(date(2000, 1, 1), date(2098, 12, 31)))
    fields = {"start_on": start_on.isoformat()}
    for row, name in enumerate(["A & B", "C = 10 %?", "Ä"][: draw(st.integers(1, 3))]):
        deadline_on = start_on + timedelta(days=draw(st.integers(0, 300)))
        fields |= {
            f"audiences-{row}-name": name,
            f"audiences-{row}-target": draw(numbers(1, 200)),
            f"audiences-{row}-priority": draw(st.just("") | numbers(1, 3)),
            f"audiences-{row}-deadline_on": draw(st.sampled_from(["", deadline_on.isoformat()])),
            f"audiences-{row}-reply_rate": draw(st.just("") | shares),
            f"audiences-{row}-open_profile_share": draw(st.just("") | shares),
        }
    return fields


# Questions with audiences, and with the other fields that matter to them.
queries_with_audiences = st.builds(
    lambda scenario, audiences: scenario | audiences,
    st.fixed_dictionaries(
        {},
        optional={
            name: SENSIBLE[name]
            for name in ("deadline_months", "seats", "seat_daily_limit", "monthly_send_limit",
                         "reply_rate", "decline_rate", "budget", "plans", "rules")
        },
    ),
    audiences(),
)  # fmt: skip
# What the claims of a page are checked on: any strategies left out of the comparison.
compared_queries = st.builds(
    lambda query, strategies: query | {"strategies": strategies},
    sensible_queries,
    st.lists(st.sampled_from(STRATEGIES), max_size=3, unique=True),
)
# The later of two texts for one name counts.
queries = st.builds(
    lambda sensible, odd: urlencode([*sensible.items(), *odd], True, errors="surrogatepass"),
    sensible_queries,
    st.lists(st.tuples(names, texts), max_size=2),
)
# What a URL's query is made of, in any order.
raw_queries = st.lists(
    st.sampled_from(["target", "=", "&", "%", "%00", "%ff", "%ed%a0%80", "+", ";", "#", "?", "[]"])
    | st.characters(min_codepoint=33, max_codepoint=255),
    max_size=30,
).map("".join)


def write_toml(value: Any) -> str:
    """The TOML of a value; tables stand in one line."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return json.dumps(value, ensure_ascii=False)
        case list():
            return f"[{', '.join(map(write_toml, value))}]"
        case dict():
            return (
                f"{{{', '.join(f'{write_toml(k)} = {write_toml(v)}' for k, v in value.items())}}}"
            )
        case _:
            return str(value)


scalars = (
    texts
    | st.integers()
    | st.integers(0, 1000)
    | st.booleans()
    | st.floats()
    | st.decimals(0, 1, places=3)
    | st.dates()
    | st.datetimes()
    | st.times()
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
FITTING: dict[str, st.SearchStrategy[Any]] = {
    "deadline_months": st.integers(1, 60),
    "seats": st.just("best") | st.integers(1, 30),
    "seat_daily_limit": st.integers(1, 60),
    "seat_monthly_limit": st.integers(1, 600),
    "sends_on": st.sampled_from(["every_day", "weekdays"]),
    "answers_come": st.sampled_from(["next", "same"]),
    "grants_on_start": st.booleans(),
    "opening_balance": st.integers(0, 200),
    "held_seats": st.lists(
        st.fixed_dictionaries(
            {"plan": st.sampled_from(["premium-career", "recruiter-lite", "nope"])},
            optional={
                "seats": st.integers(1, 20),
                "credits": st.integers(0, 300),
                "paid_until": st.dates(date(2026, 11, 30), date(2027, 6, 30)) | scalars,
            },
        ),
        max_size=2,
    ),
    "reply_rate": st.decimals(0, 1, places=2),
    "goal": st.sampled_from(["contacted", "replied"]),
    "budget": st.decimals(0, 9999, places=2),
    "plans": st.lists(st.sampled_from(["free-account", "recruiter-lite"]), max_size=2),
    "track_record": st.fixed_dictionaries({"sent": st.integers(1, 9), "replied": scalars}),
    "custom_plans": st.lists(
        st.dictionaries(st.sampled_from([*CustomPlanForm.base_fields]), scalars), max_size=2
    ),
}
fitting_documents = st.fixed_dictionaries({"target": st.integers(1, 2000)}, optional=FITTING)
odd_documents = st.dictionaries(names | st.sampled_from([*FITTING]), values, max_size=4)
toml_documents = st.builds(
    lambda fitting, odd: "\n".join(
        f"{write_toml(name)} = {write_toml(value)}" for name, value in (fitting | odd).items()
    ),
    fitting_documents,
    st.just({}) | odd_documents,
)
