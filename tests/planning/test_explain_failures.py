"""The explanation of an estimate that misses its goal, verbatim."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from planner.planning.explain import explain, explain_status
from planner.planning.strategies import Strategy
from tests.planning.builders import NO_PRICES, estimate, make_terms

NOTHING = {"monthly_credits": 0, "purchase_limit": 0}


@pytest.mark.parametrize(
    ("strategy", "terms", "asked", "sentence"),
    [
        (
            "cheapest",
            NOTHING,
            {},
            "Navigator brings no credits and sells none, so nothing can be sent.",
        ),
        (
            "accumulate",
            NOTHING,
            {"opening_balance": 1},
            "Navigator brings no credits and sells none; the 1 credit held at the start can only "
            "send 1 of 100 messages.",
        ),
        (
            # The credit that comes back sends all 117: no time is left for the open profiles.
            "accumulate",
            NOTHING,
            {
                "opening_balance": 1,
                "target": 130,
                "reply_rate": Decimal(1),
                "open_profile_share": Decimal("0.1"),
                "seat_monthly_limit": 1,
            },
            "A month brings no credits, single credits are not for sale and a seat can send at "
            "most 1 message a month: 120 months this way are not enough for 130 messages.",
        ),
        (
            # Of a free account the cap takes what is held: it sends nothing.
            "cheapest",
            NOTHING | {"rollover_cap": 0},
            {"target": 10, "opening_balance": 40},
            "Navigator brings no credits and sells none, and its cap leaves none of the 40 credits "
            "held at the start.",
        ),
        (
            "as_granted",
            NOTHING | {"rollover_cap": 5},
            {"target": 10, "opening_balance": 40},
            "Navigator brings no credits and sells none; its cap leaves 5 of the 40 credits held "
            "at the start, to send 5 of 10 messages.",
        ),
        (
            # Enough credits, but they expire before the last is sent.
            "as_granted",
            NOTHING,
            {"target": 40, "opening_balance": 40, "monthly_send_limit": 10},
            "Navigator brings no credits and sells none; the 40 credits held at the start can only "
            "send 30 of 40 messages.",
        ),
        (
            "as_granted",
            {},
            {"target": 3_000},
            "A month brings 20 credits and nothing is bought: "
            "120 months this way are not enough for 3,000 messages.",
        ),
        (
            "as_granted",
            {"purchase_limit": 5},
            {"target": 3_000, "monthly_send_limit": 10},
            "A month brings 20 credits, nothing is bought and at most 10 messages can be sent "
            "a month: 120 months this way are not enough for 3,000 messages.",
        ),
        (
            "buy_now",
            {"purchase_limit": 5},
            {"target": 10_000, "seats": 2},
            "A month of 2 seats brings 40 credits and at most 10 credits can be bought a month: "
            "120 months this way are not enough for 10,000 messages.",
        ),
        (
            "cheapest",
            {"purchase_limit": 0},
            {"target": 3_000},
            "A month brings 20 credits and single credits are not for sale: "
            "120 months this way are not enough for 3,000 messages.",
        ),
        (
            "accumulate",
            {},
            {"target": 121, "monthly_send_limit": 1},
            "A month brings 20 credits and at most 1 message can be sent a month: "
            "120 months this way are not enough for 121 messages.",
        ),
    ],
)
def test_why_nothing_comes_of_it(
    strategy: Strategy, terms: dict[str, int], asked: dict[str, int], sentence: str
) -> None:
    assert explain(estimate(strategy, make_terms(**terms), **asked)) == sentence


@pytest.mark.parametrize(
    ("strategy", "terms", "asked", "message"),
    [
        ("as_granted", {}, {}, None),
        (
            "as_granted",
            {},
            {"deadline_months": 4},
            "Done in month 5, 1 month after the deadline.",
        ),
        (
            "as_granted",
            {},
            {"deadline_months": 3},
            "Done in month 5, 2 months after the deadline.",
        ),
        (
            "as_granted",
            {},
            {"target": 3_000},
            "Out of reach this way: 120 months of Navigator are not enough for 3,000 messages.",
        ),
        (
            "buy_now",
            NOTHING,
            {},
            "Navigator has no InMail: it brings no credits and none can be bought.",
        ),
        (
            "buy_now",
            NOTHING | {"rollover_cap": 0},
            {"opening_balance": 40},
            "Navigator has no InMail: it brings no credits and none can be bought, and its cap "
            "leaves none of the 40 credits held at the start.",
        ),
        (
            "buy_now",
            NOTHING | {"rollover_cap": 60},
            {"opening_balance": 40},
            "Navigator has no InMail: it brings no credits and none can be bought; the 40 credits "
            "held at the start can only send 40 of 100 messages.",
        ),
        (
            # The limit leaves no time for the messages to open profiles.
            "as_granted",
            NOTHING | {"rollover_cap": 60},
            {
                "opening_balance": 40,
                "target": 4_000,
                "open_profile_share": Decimal("0.99"),
                "monthly_send_limit": 20,
            },
            "Navigator has no InMail: it brings no credits and none can be bought.",
        ),
        (
            "as_granted",
            NO_PRICES,
            {},
            "For Navigator, the subscription price is not known, so there is no total.",
        ),
        (
            "buy_now",
            NO_PRICES,
            {},
            "For Navigator, the subscription price and the credit price are not known, "
            "so there is no total.",
        ),
        (
            "buy_now",
            {"credit_price": None},
            {},
            "For Navigator, the credit price is not known, so there is no total.",
        ),
        (
            "as_granted",
            {"monthly_price": None},
            {"billing": "monthly"},
            "For Navigator, the monthly price is not known, so there is no total.",
        ),
        (
            "as_granted",
            {"annual_price": None},
            {"billing": "annual"},
            "For Navigator, the yearly price is not known, so there is no total.",
        ),
        ("as_granted", NO_PRICES, {"open_profile_share": Decimal(1)}, None),
        (
            # The last 20 go on 1 March.
            "as_granted",
            {},
            {"deadline_on": date(2027, 2, 20)},
            "Done in month 5, 9 days after the deadline.",
        ),
    ],
)
def test_what_stands_against_an_estimate(
    strategy: Strategy, terms: dict[str, Any], asked: dict[str, Any], message: str | None
) -> None:
    assert explain_status(estimate(strategy, make_terms(**terms), **asked)) == message
