"""The forecast of several groups of seats."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest
from scipy.stats import binom

from planner.planning.estimate import make_estimate
from tests.known import known
from tests.planning.builders import make_terms
from tests.planning.forecasts import (
    estimate,
    everywhere,
    forecast,
    held,
    is_about,
    is_percentile_of,
    spread,
)


class TestGroups:
    """What each group of seats keeps for itself, and when it is paid for."""

    terms = make_terms(
        monthly_credits=50, rollover_cap=150, purchase_limit=0, monthly_price=Decimal(100)
    )
    asked: Mapping[str, Any] = MappingProxyType({"reply_rate": Decimal("0.3")})

    def test_what_comes_back_to_seats_that_have_ended_is_lost(self) -> None:
        """3 seats send 150; one stays, to which X ~ Binomial(50, 0.3) come back."""
        answer = estimate(
            "as_granted", self.terms, target=215, seats=3, deadline_months=2, **self.asked
        )
        assert [(one.seats, one.group.last_month) for one in answer.groups] == [(2, 1), (1, 2)]
        made = forecast(answer, "0.3")
        assert is_about(made.on_time, binom(50, 0.3).sf(14))
        assert (made.months.p10, made.months.p90) == (2, 3)
        assert made.total is not None
        # The two that have ended are not paid for again.
        assert (made.total.p10, made.total.p90) == (400, 500)
        assert is_percentile_of(binom(215, 0.3), 0.1, made.replies.p10)
        assert is_percentile_of(binom(215, 0.3), 0.9, made.replies.p90)

    def test_held_seats_cost_nothing_until_they_are_paid_for_again(self) -> None:
        """30 are sent in November, 20 and X ~ Binomial(30, 0.3) in December, both paid for."""
        terms = make_terms(purchase_limit=0)
        answer = estimate(
            "as_granted",
            terms,
            target=59,
            held_seats=(held(10, paid_until=date(2026, 12, 31)),),
            **self.asked,
        )
        assert (answer.total, answer.done_on) == (0, date(2026, 12, 1))
        made = forecast(answer, "0.3")
        assert made.total is not None
        assert (made.total.p10, made.total.p90) == (0, Decimal("79.99"))
        share = float(known(made.total.mean)) / 79.99
        assert is_about(share, binom(30, 0.3).cdf(8))

    def test_held_and_new_seats_each_have_their_own_answers(self) -> None:
        """Held: 20 on 1 Nov and 1 Dec; new: the same; X, Y ~ Binomial(20, 0.3) come back."""
        answer = estimate(
            "as_granted",
            make_terms(purchase_limit=0),
            target=92,
            seats=2,
            held_seats=(held(0),),
            deadline_months=2,
            **self.asked,
        )
        made = forecast(answer, "0.3")
        assert [one.group.is_held for one in answer.groups] == [True, False]
        assert is_about(made.on_time, binom(40, 0.3).sf(11))
        assert made.total is not None
        assert (made.total.p10, made.total.p90) == (4 * Decimal("79.99"), 6 * Decimal("79.99"))

    def test_credits_granted_on_the_first_of_the_month(self) -> None:
        """20 on 1 December, 20 and X ~ Binomial(20, 0.3) on 1 January."""
        terms = make_terms(grant_day="first", purchase_limit=0)
        answer = estimate(
            "as_granted",
            terms,
            target=46,
            start_on=date(2026, 11, 15),
            deadline_on=date(2027, 1, 20),
            **self.asked,
        )
        made = forecast(answer, "0.3")
        assert is_about(made.on_time, binom(20, 0.3).sf(5))
        assert (made.months.p10, made.months.p90) == (2, 3)
        assert made.total is not None
        assert (made.total.p10, made.total.p90) == (2 * Decimal("79.99"), 3 * Decimal("79.99"))
        assert [(row.month, row.starts_on, row.ends_on) for row in made.fan] == [
            (1, date(2026, 11, 15), date(2026, 11, 30)),
            (1, date(2026, 12, 1), date(2026, 12, 31)),
            (2, date(2027, 1, 1), date(2027, 1, 31)),
            (3, date(2027, 2, 1), date(2027, 2, 28)),
        ]

    def test_a_wait_within_a_month_that_is_paid_for_costs_nothing(self) -> None:
        """3 are lacking on 1 December; 1 January brings 2, in a month paid until 14 January."""
        terms = make_terms(monthly_credits=2, grant_day="first", credit_price=Decimal(1))
        answer = estimate(
            "as_granted",
            terms,
            target=15,
            start_on=date(2026, 11, 15),
            held_seats=(held(10, paid_until=date(2026, 12, 14)),),
            reply_rate=Decimal("0.3"),
        )
        assert [row.ledger.sent for row in answer.schedule if row.ledger.sent] == [10, 5]
        made = forecast(answer, "0")
        assert made.total is not None
        # From 15 December on a month costs $79.99: 3 are bought for $3.00.
        assert (made.months.p50, made.total.p50) == (1, 3)
        longer = (held(10, paid_until=date(2027, 1, 14)),)
        answer = replace(answer, scenario=replace(answer.scenario, held_seats=longer))
        answer = make_estimate(terms, answer.scenario, "as_granted")
        made = forecast(answer, "0")
        assert made.total is not None
        assert (made.months.p50, made.total.p50) == (2, 1)

    def test_the_limit_of_a_seat_holds_in_the_trials(self) -> None:
        """50 are granted a month, 40 may be sent: answers change nothing."""
        answer = estimate(
            "as_granted", self.terms, target=120, seat_monthly_limit=40, deadline_months=3
        )
        made = forecast(answer, "0.9")
        assert spread(made.months) == everywhere(3)
        assert [row.p90 for row in made.fan] == [40, 80, 120]

    @pytest.mark.parametrize(
        ("deadline_months", "total"), [(4, "319.96"), (3, "324.96"), (12, "319.96")]
    )
    def test_a_monthly_limit_of_a_seat_makes_buying_too_late(
        self, deadline_months: int, total: str
    ) -> None:
        """20, 25 and 25 are planned, and without an answer 30 are left for the third month.

        It may send 25, so a fourth month is needed, which grants more than is lacking: nothing is
        bought. Where that is too late, the third month buys 5 to send all that it may.
        """
        terms = make_terms(credit_price=Decimal(1), annual_price=None)
        answer = estimate(
            "as_granted",
            terms,
            target=70,
            reply_rate=Decimal("0.25"),
            seat_monthly_limit=25,
            deadline_months=deadline_months,
        )
        assert [row.ledger.sent for row in answer.schedule] == [20, 25, 25]
        made = forecast(answer, "0")
        assert made.total is not None
        assert (made.months.p50, made.total.p50) == (4, Decimal(total))

    @pytest.mark.parametrize(("deadline_months", "total"), [(4, "319.96"), (3, "325.96")])
    def test_a_daily_limit_of_a_seat_does_too(self, deadline_months: int, total: str) -> None:
        """One a day: 25, 31 and 31 are planned, and without an answer 37 are left for January."""
        terms = make_terms(
            monthly_credits=25, rollover_cap=75, credit_price=Decimal(1), annual_price=None
        )
        answer = estimate(
            "as_granted",
            terms,
            target=87,
            reply_rate=Decimal("0.25"),
            seat_daily_limit=1,
            deadline_months=deadline_months,
        )
        assert [row.ledger.sent for row in answer.schedule] == [25, 31, 31]
        made = forecast(answer, "0")
        assert made.total is not None
        assert (made.months.p50, made.total.p50) == (4, Decimal(total))

    def test_messages_to_open_profiles_take_what_the_answers_leave(self) -> None:
        """At most 60 a month: 50 and 20 on credits, and the 30 free ones in between."""
        answer = estimate(
            "as_granted",
            self.terms,
            target=100,
            open_profile_share=Decimal("0.3"),
            monthly_send_limit=60,
            deadline_months=2,
            **self.asked,
        )
        made = forecast(answer, "0.3")
        assert made.on_time == 1
        assert spread(made.months) == everywhere(2)
