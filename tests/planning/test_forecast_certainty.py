"""The explanation of a forecast, and the choice of what is enough in 90 % of the trials."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest

from planner.planning.estimate import Estimate
from planner.planning.forecast import Forecast, make_forecast
from planner.planning.forecast.certainty import explain_forecast, explain_ranking, rank_by_certainty
from planner.planning.forecast.rates import FixedRate, RateBelief, RateBetween
from planner.planning.scenario import HeldSeats
from planner.planning.strategies import Strategy
from planner.planning.terms import Terms
from tests.planning import builders
from tests.planning.builders import NO_PRICES, make_terms

NOT_KNOWN = RateBetween(low=Decimal("0.05"), high=Decimal("0.3"))
TWO_HELD = (HeldSeats(plan="navigator", seats=1, credits=2, paid_until=date(2026, 10, 31)),)


def estimate(strategy: Strategy, terms: Terms | None = None, **changes: Any) -> Estimate:
    """The article's plan, or `terms`, with one seat unless `changes` has another number."""
    return builders.estimate(strategy, terms, **{"seats": 1} | changes)


def forecast(answer: Estimate, belief: RateBelief | None = None) -> Forecast:
    made = make_forecast(answer, belief or FixedRate(rate=Decimal(0)))
    assert made is not None
    return made


class TestWhatIsSaid:
    def test_what_is_enough_and_what_half_of_the_trials_take(self) -> None:
        answer = estimate("as_granted", budget=Decimal("399.94"))
        assert explain_forecast(forecast(answer)) == (
            "To be 90 % sure of the cost, plan $399.95; of the time, 5 months. "
            "Half of all trials take at most $399.95 and at most 5 months. "
            "The chances: to make the deadline 100 %, to keep the budget 0 %."
        )

    def test_without_a_price_it_speaks_of_the_time(self) -> None:
        answer = estimate("as_granted", make_terms(**NO_PRICES), deadline_months=4)
        assert explain_forecast(forecast(answer)) == (
            "To be 90 % sure of the time, plan 5 months; a price is not known, so there is no "
            "total. Half of all trials take at most 5 months. "
            "The chances: to make the deadline 0 %."
        )

    def test_nobody_is_sure_of_what_may_never_be_done(self) -> None:
        terms = make_terms(monthly_credits=0, rollover_cap=5, purchase_limit=0)
        rate = Decimal("0.5")
        answer = estimate("as_granted", terms, target=3, held_seats=TWO_HELD, reply_rate=rate)
        never, mostly = FixedRate(rate=Decimal(0)), FixedRate(rate=rate)
        sentence = (
            "Nobody can be 90 % sure: it is not done within 120 months in more than one of ten "
            "trials. "
        )
        assert explain_forecast(forecast(answer, never)) == (
            f"{sentence}The chances: to make the deadline 0 %."
        )
        assert explain_forecast(forecast(answer, mostly)).startswith(
            f"{sentence}Half of all trials take at most $159.98 and at most 2 months. "
        )

    @pytest.mark.parametrize(
        ("share", "told"),
        [(0.0, "0 %"), (0.0001, "below 1 %"), (0.514, "51 %"), (0.9999, "above 99 %")],
    )
    def test_chances_are_never_rounded_to_certainty(self, share: float, told: str) -> None:
        answer = estimate("buy_now", goal="replied", target=1_200, reply_rate=Decimal("0.3"))
        made = replace(forecast(answer), reached_target=share)
        begin = (
            f"The 4,000 messages planned bring 1,200 replies or more in {told} of all trials. To be"
        )
        assert explain_forecast(made).startswith(begin)


class TestChoice:
    """Few counts on answers for $719.91; Many needs none of them for $780.00."""

    asked = MappingProxyType({"target": 200, "reply_rate": Decimal("0.15")})
    navigator = make_terms(name="Few")
    steady = make_terms(
        name="Many",
        monthly_credits=50,
        rollover_cap=150,
        monthly_price=Decimal("195"),
        annual_price=None,
    )

    def forecasts(self, belief: RateBelief, **changes: Any) -> list[Forecast]:
        asked = self.asked | changes
        return [
            forecast(estimate("as_granted", self.steady, **asked), belief),
            forecast(estimate("cheapest", self.navigator, **asked), belief),
        ]

    def test_certainty_may_change_the_winner(self) -> None:
        many, few = self.forecasts(NOT_KNOWN)
        ranking = rank_by_certainty([many, few])
        assert ranking.forecasts == (many, few)
        assert (ranking.usual, ranking.best) == (few, many)
        assert ranking.changes_winner
        assert explain_ranking(ranking) == (
            "To be 90 % sure, rather choose Many (sending as granted): it takes 4 months and "
            "$780.00. Few (buying as much as pays), the best if all goes as expected, takes "
            "10 months and $799.90."
        )

    def test_or_leave_it_as_it_is(self) -> None:
        many, few = self.forecasts(FixedRate(rate=Decimal("0.25")))
        ranking = rank_by_certainty([many, few])
        assert ranking.forecasts == (few, many)
        assert (ranking.usual, ranking.best, ranking.changes_winner) == (few, few, False)
        assert explain_ranking(ranking) == (
            "Few (buying as much as pays) is also the best at 90 % certainty: "
            "it takes 9 months and $719.91."
        )

    def test_what_is_late_stands_behind_and_is_never_the_best(self) -> None:
        many, few = self.forecasts(FixedRate(rate=Decimal(0)), deadline_months=3)
        late = forecast(estimate("as_granted", self.navigator, **self.asked, deadline_months=3))
        ranking = rank_by_certainty([late, many])
        assert ranking.forecasts == (many, late)
        assert (ranking.best, ranking.changes_winner) == (None, False)
        assert explain_ranking(ranking) == (
            "No way that is compared is 90 % sure to make the deadline at a known price."
        )
        assert rank_by_certainty([late, many, few]).best == few

    def test_without_a_price_it_stands_behind_the_late_and_before_the_never_done(self) -> None:
        asked: dict[str, Any] = {"target": 3, "reply_rate": Decimal("0.5"), "held_seats": TWO_HELD}
        unpriced = estimate("as_granted", make_terms(**NO_PRICES), **asked)
        stuck = make_terms(monthly_credits=0, rollover_cap=5, purchase_limit=0)
        never = estimate("as_granted", stuck, **asked)
        forecasts = [forecast(never), forecast(unpriced)]
        assert rank_by_certainty(forecasts).forecasts == (forecasts[1], forecasts[0])
        late = forecast(estimate("as_granted", target=100, deadline_months=2))
        assert rank_by_certainty([*forecasts, late]).forecasts[0] == late

    def test_a_winner_that_may_never_be_done_is_told_as_such(self) -> None:
        asked: dict[str, Any] = {"target": 3, "reply_rate": Decimal("0.5"), "held_seats": TWO_HELD}
        stuck = make_terms(
            name="Stuck",
            monthly_credits=0,
            rollover_cap=5,
            purchase_limit=0,
            monthly_price=Decimal(1),
        )
        ranking = rank_by_certainty(
            [
                forecast(estimate("as_granted", stuck, **asked)),
                forecast(estimate("buy_now", **asked)),
            ]
        )
        assert (explain_ranking(ranking) or "").endswith(
            "Stuck (sending as granted), the best if all goes as expected, is not done within "
            "120 months in more than one of ten trials."
        )

    def test_equals_stand_as_the_comparison_ranks_them(self) -> None:
        granted, cheapest = (forecast(estimate("as_granted")), forecast(estimate("cheapest")))
        assert rank_by_certainty([cheapest, granted]).usual is cheapest
        assert not rank_by_certainty([cheapest, granted]).changes_winner
        assert not rank_by_certainty([granted, cheapest]).changes_winner
        dearer = replace(granted, estimate=estimate("buy_now"))
        assert rank_by_certainty([dearer, granted]).best is granted

    def test_a_price_may_be_missing_from_what_the_usual_winner_takes(self) -> None:
        answer = estimate("as_granted", make_terms(credit_price=None), **self.asked)
        made = make_forecast(answer, NOT_KNOWN)
        assert made is not None
        ranking = rank_by_certainty([made, *self.forecasts(NOT_KNOWN)[:1]])
        assert (explain_ranking(ranking) or "").endswith("as expected, takes 9 months.")

    def test_there_may_be_nothing_to_choose_from(self) -> None:
        ranking = rank_by_certainty([])
        assert (ranking.usual, ranking.best, ranking.changes_winner) == (None, None, False)
        assert explain_ranking(ranking) is None
