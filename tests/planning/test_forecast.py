"""The forecast against what can be known without simulating anything."""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from planner.planning.errors import InvalidInput
from planner.planning.forecast import make_forecast
from planner.planning.forecast.percentiles import index_of, take_percentiles
from tests.examples import examples
from tests.known import known
from tests.planning import builders, slow_forecast
from tests.planning.builders import NO_PRICES, make_terms
from tests.planning.forecast_cases import draw_estimate
from tests.planning.forecasts import (
    NOT_KNOWN,
    TRIALS,
    assert_is_certain,
    at,
    estimate,
    everywhere,
    forecast,
    held,
    is_about,
    is_percentile_of,
    spread,
    width_of,
)


@examples(50, many=100)
@given(st.integers(0, 10**6), st.sampled_from(["0", "1"]))
def test_where_nobody_or_everybody_replies_it_is_the_estimate_to_the_cent(
    seed: int, rate: str
) -> None:
    answer = draw_estimate(seed, reply_rate=Decimal(rate), decline_rate=Decimal(0))
    made = make_forecast(answer, at(rate), trials=100)
    assert (made is None) == (not answer.is_done)
    if made:
        assert_is_certain(answer, made)
        assert spread(made.replies) == everywhere(answer.scenario.messages * int(rate))


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**6))
def test_where_declines_return_no_credit_they_change_nothing(seed: int) -> None:
    answer = draw_estimate(
        seed, reply_rate=Decimal(0), decline_rate=Decimal(1), declines_return_credit=False
    )
    if made := make_forecast(answer, at("0"), trials=100):
        assert_is_certain(answer, made)


def test_what_is_too_old_is_gone() -> None:
    """60 are held, 10 may be sent a month: after 3 months, half and the first grant expire."""
    terms = make_terms(monthly_credits=5, rollover_cap=100, purchase_limit=0)
    answer = estimate("as_granted", terms, target=60, held_seats=(held(60),), monthly_send_limit=10)
    assert [row.ledger.sent for row in answer.schedule] == [10, 10, 10, 10, 10, 5, 5]
    assert_is_certain(answer, forecast(answer, "0"))


class TestOneMonthOfAnswers:
    """100 messages in month 1, of which X ~ Binomial(100, 0.3) return; 30 are counted on."""

    terms = make_terms(monthly_credits=100, rollover_cap=100, credit_lifetime_days=30)
    asked: Mapping[str, Any] = MappingProxyType(
        {"target": 230, "reply_rate": Decimal("0.3"), "deadline_months": 2}
    )
    back = binom(100, 0.3)

    def test_what_is_missing_in_the_last_month_is_bought(self) -> None:
        answer = estimate("as_granted", self.terms, **self.asked)
        made = forecast(answer, "0.3")
        missing = [max(0, 30 - back) for back in range(101)]
        expected = sum(self.back.pmf(back) * missing[back] for back in range(101))
        assert answer.months == 2
        assert spread(made.months) == everywhere(2)
        assert made.credits_bought.p50 == 0
        assert made.credits_bought.p90 == 30 - self.back.ppf(0.1) == 6
        assert float(made.credits_bought.mean or 0) == pytest.approx(expected, rel=0.06)
        assert made.total is not None
        assert made.total.p90 == known(answer.total) + 6 * Decimal("10.00")
        assert made.total.mean == known(answer.total) + 10 * known(made.credits_bought.mean)

    def test_where_no_credits_are_sold_another_month_sends_the_rest(self) -> None:
        answer = estimate("as_granted", replace(self.terms, purchase_limit=0), **self.asked)
        made = forecast(answer, "0.3")
        enough = self.back.sf(29)
        assert is_about(made.on_time, enough)
        assert made.done == 1
        assert (made.months.p10, made.months.p90) == (2, 3)
        assert is_about(float(made.months.mean or 0) - 2, 1 - enough)

    def test_a_purchase_limit_holds_in_the_last_month_and_after_it(self) -> None:
        terms = replace(self.terms, purchase_limit=3)
        answer = estimate("buy_now", terms, **{**self.asked, "target": 236})
        made = forecast(answer, "0.3")
        # 103 are sent in month 1, 103 and the answers in month 2: 236 are, if 30 answered.
        assert answer.months == 2
        assert is_about(made.on_time, binom(103, 0.3).sf(29))
        assert made.months.p90 == 3

    def test_less_is_bought_than_planned_where_more_came_back(self) -> None:
        answer = estimate(
            "buy_now", self.terms, **{**self.asked, "target": 400}, monthly_send_limit=133
        )
        made = forecast(answer, "0.9")
        # In month 2, 100 are granted and at least 33 of 133 come back.
        assert [row.ledger.bought for row in answer.schedule] == [33, 0, 0, 0]
        assert made.credits_bought.p90 == 33

    def test_the_chance_to_get_the_replies(self) -> None:
        answer = estimate(
            "buy_now",
            goal="replied",
            target=30,
            reply_rate=Decimal("0.3"),
            open_profile_share=Decimal("0.5"),
        )
        made = forecast(answer, "0.25")
        assert is_about(made.reached_target or 0, binom(100, 0.25).sf(29))
        assert is_percentile_of(binom(100, 0.25), 0.1, made.replies.p10)
        assert is_percentile_of(binom(100, 0.25), 0.9, made.replies.p90)

    def test_people_reply_whether_or_not_declines_return_credits_too(self) -> None:
        answer = estimate("buy_now", reply_rate=Decimal("0.3"), decline_rate=Decimal("0.2"))
        made = forecast(answer, "0.3")
        assert is_percentile_of(self.back, 0.1, made.replies.p10)
        assert is_percentile_of(self.back, 0.9, made.replies.p90)
        assert made.reached_target is None


def test_where_more_reply_than_planned_fewer_are_left_to_decline() -> None:
    half: dict[str, Any] = {"reply_rate": Decimal("0.5"), "decline_rate": Decimal("0.5")}
    answer = estimate("as_granted", **half)
    made = forecast(answer, "0.75")
    assert spread(made.months) == everywhere(answer.months)
    assert made.replies.p50 == 75


class TestBuyingOrWaiting:
    """One reply in four is expected, none comes: 4 months and 2 bought leave 18 unsent."""

    asked: Mapping[str, Any] = MappingProxyType({"target": 100, "reply_rate": Decimal("0.25")})

    @pytest.mark.parametrize(
        ("terms", "deadline", "taken"),
        [
            ({}, 12, (5, 2, "419.95")),  # a month for $79.99 brings what costs $180.00
            ({}, 5, (5, 2, "419.95")),  # the deadline itself is in time
            ({}, 4, (4, 20, "519.96")),  # another month is too late
            ({"monthly_price": Decimal(180)}, 12, (4, 20, "920.00")),  # the same money: sooner
            ({"monthly_price": Decimal("179.99")}, 12, (5, 2, "919.95")),
            ({"credit_price": Decimal(0)}, 12, (1, 80, "79.99")),
        ],
    )
    def test_the_cheaper_of_both_is_taken_within_the_deadline(
        self, terms: dict[str, Decimal], deadline: int, taken: tuple[int, int, str]
    ) -> None:
        plan = make_terms(**{"annual_price": None} | terms)
        answer = estimate("cheapest", plan, **self.asked, deadline_months=deadline)
        made = forecast(answer, "0")
        assert made.total is not None
        assert (made.months.p50, made.credits_bought.p50) == taken[:2]
        assert made.total.p50 == Decimal(taken[2])

    def test_a_month_that_is_paid_for_by_the_year_costs_nothing_more(self) -> None:
        answer = estimate("cheapest", billing="annual", **self.asked, deadline_months=12)
        made = forecast(answer, "0")
        assert made.total is not None
        assert made.total.p50 == answer.total == Decimal("779.88")

    def test_what_a_further_month_cannot_bring_is_bought(self) -> None:
        """18 are missing, and a month for $79.99 brings 9 of them."""
        plan = make_terms(monthly_credits=9, rollover_cap=9, annual_price=None)
        answer = estimate("as_granted", plan, target=36, reply_rate=Decimal("0.5"))
        made = forecast(answer, "0")
        assert (answer.months, made.months.p50, made.credits_bought.p50) == (3, 4, 0)

    @pytest.mark.parametrize(
        "terms",
        [
            {"monthly_credits": 0, "rollover_cap": 0, "monthly_price": Decimal(1)},
            {"purchase_limit": 5},
            {"purchase_limit": 30},
        ],
    )
    def test_without_a_grant_or_with_a_purchase_limit_it_is_the_slow_simulation(
        self, terms: dict[str, Any]
    ) -> None:
        plan = make_terms(**{"annual_price": None} | terms)
        answer = estimate("cheapest", plan, **self.asked, deadline_months=6)
        made, trial = forecast(answer, "0"), slow_forecast.run_trial(answer, 0.0, Random(1))
        assert made.months.p50 == trial.months
        assert made.total is not None
        assert spread(made.total) == everywhere(trial.total)
        assert spread(made.credits_bought) == everywhere(trial.bought)


@examples(50, many=100)
@given(st.integers(0, 10**6), st.sampled_from(["0", "1"]))
def test_where_chance_plays_no_part_it_is_the_slow_simulation_to_the_cent(
    seed: int, rate: str
) -> None:
    """However many answers the estimate counts on."""
    answer = draw_estimate(seed, decline_rate=Decimal(0))
    if made := make_forecast(answer, at(rate), trials=100):
        trial = slow_forecast.run_trial(answer, float(rate), Random(1))
        assert made.on_time == trial.is_on_time
        assert made.replies.p50 == trial.replies
        if made.months.p50 is None:
            assert trial.months == slow_forecast.NEVER
        else:
            assert spread(made.months) == everywhere(trial.months)
            assert spread(made.total) == everywhere(trial.total)
            assert spread(made.credits_bought) == everywhere(trial.bought)


class TestCreditsThatNothingReplaces:
    """2 credits held, none granted or sold: 3 are sent only if an answer brings one back."""

    terms = make_terms(monthly_credits=0, rollover_cap=5, purchase_limit=0)
    answer = estimate(
        "as_granted", terms, target=3, held_seats=(held(2),), reply_rate=Decimal("0.5")
    )

    def test_a_trial_without_an_answer_is_never_done(self) -> None:
        made = forecast(self.answer, "0.5")
        assert is_about(made.done, 0.75)
        assert made.on_time == made.done
        assert spread(made.months) == {"p10": 2, "p50": 2, "p90": None, "mean": None}
        assert spread(made.credits_bought) == {"p10": 0, "p50": 0, "p90": None, "mean": None}
        price = Decimal("159.98")
        assert spread(made.total) == {"p10": price, "p50": price, "p90": None, "mean": None}
        assert (made.sure_total, made.sure_months) == (None, None)

    def test_its_fan_goes_on_to_the_horizon_and_its_bins_leave_it_out(self) -> None:
        made = forecast(self.answer, "0.5")
        assert [(row.p10, row.p50, row.p90) for row in made.fan] == [(2, 2, 2)] + 119 * [(2, 3, 3)]
        assert sum(bin_.trials for bin_ in made.bins) == made.done * TRIALS

    def test_no_trial_may_ever_be_done(self) -> None:
        made = forecast(self.answer, "0")
        assert made.done == made.on_time == 0
        assert spread(made.total) == everywhere(None)
        assert made.bins == ()
        assert spread(made.replies) == everywhere(0)


class TestAnswersOfTheSameMonth:
    """20 credits, each of which comes back at once with even odds."""

    asked: Mapping[str, Any] = MappingProxyType(
        {"reply_rate": Decimal("0.5"), "answers_come": "same", "deadline_months": 1}
    )

    def test_what_comes_back_sends_the_next_message(self) -> None:
        """39 are sent if at most 19 of the first 38 keep their credit."""
        answer = estimate("as_granted", make_terms(purchase_limit=0), target=39, **self.asked)
        assert answer.status == "ok"
        assert is_about(forecast(answer, "0.5").on_time, binom(38, 0.5).cdf(19))

    def test_a_credit_is_bought_only_where_there_is_none(self) -> None:
        """60 messages take one credit, and one more for each of the first 59 that keeps its own."""
        answer = estimate("buy_now", target=60, **self.asked)
        made = forecast(answer, "0.5")
        kept = binom(59, 0.5)
        for share, value in ((0.1, made.credits_bought.p10), (0.9, made.credits_bought.p90)):
            assert is_percentile_of(kept, share, known(value) + 19)
        assert is_about(float(made.months.mean or 0) - 1, 0)

    def test_a_purchase_limit_leaves_the_rest_for_later(self) -> None:
        """24 credits in all send 50 if at most 23 of the first 49 keep theirs."""
        terms = make_terms(purchase_limit=4)
        answer = estimate("buy_now", terms, target=46, **self.asked)
        assert answer.status == "ok"
        made = forecast(answer, "0.5")
        assert is_about(made.on_time, binom(45, 0.5).cdf(23))


class TestChances:
    terms = make_terms(monthly_credits=100, rollover_cap=100)
    asked: Mapping[str, Any] = MappingProxyType({"target": 230, "reply_rate": Decimal("0.3")})

    def test_the_budget_may_be_spent_to_the_last_cent(self) -> None:
        bought = 30 - int(binom(100, 0.3).ppf(0.4))
        total = 2 * Decimal("79.99") + bought * 10
        kept = estimate("as_granted", self.terms, **self.asked, budget=total)
        broken = estimate("as_granted", self.terms, **self.asked, budget=total - Decimal("0.01"))
        assert is_about(forecast(kept, "0.3").within_budget or 0, binom(100, 0.3).sf(29 - bought))
        assert is_about(forecast(broken, "0.3").within_budget or 0, binom(100, 0.3).sf(30 - bought))

    def test_without_a_budget_there_is_no_chance_to_keep_it(self) -> None:
        assert (
            forecast(estimate("as_granted", self.terms, **self.asked), "0.3").within_budget is None
        )

    @pytest.mark.parametrize("unknown", [{"credit_price": None}, NO_PRICES])
    def test_without_a_price_there_is_no_total_but_all_else(self, unknown: dict[str, Any]) -> None:
        terms = replace(self.terms, **unknown)
        made = forecast(estimate("as_granted", terms, **self.asked, budget=Decimal(1)), "0.3")
        assert (made.total, made.within_budget, made.bins, made.sure_total) == (
            None,
            None,
            (),
            None,
        )
        assert made.credits_bought.p90 == 6

    def test_a_price_that_no_trial_needs_may_be_unknown(self) -> None:
        terms = replace(self.terms, credit_price=None)
        made = forecast(estimate("as_granted", terms, **{**self.asked, "target": 200}), "0.3")
        assert spread(made.total) == everywhere(Decimal("159.98"))


def test_a_seed_gives_what_it_always_gave() -> None:
    """Figures of the first release that had forecasts: one seat that renews on the start's day."""
    answer = estimate("cheapest", target=300, reply_rate=Decimal("0.15"))
    made = make_forecast(answer, NOT_KNOWN, seed=7)
    assert made is not None
    found = [spread(one) for one in (made.total, made.months, made.credits_bought, made.replies)]
    assert [[str(value) for value in one.values()] for one in found] == [
        ["969.88", "989.88", "1229.88", "1054.60"],
        ["11", "12", "12", "11.7431"],
        ["19", "21", "45", "27.472"],
        ["18", "43", "79", "46.3106"],
    ]


class TestSeeds:
    answer = estimate("cheapest", target=300, reply_rate=Decimal("0.15"))

    def test_the_same_seed_gives_the_same_answer(self) -> None:
        assert make_forecast(self.answer, NOT_KNOWN, seed=7) == make_forecast(
            self.answer, NOT_KNOWN, seed=7
        )

    def test_another_seed_gives_another_answer(self) -> None:
        seven, eight = (make_forecast(self.answer, NOT_KNOWN, seed=seed) for seed in (7, 8))
        assert seven is not None
        assert eight is not None
        assert replace(seven, seed=8) != eight


def test_a_rate_that_is_not_known_spreads_the_total_more_than_one_that_is() -> None:
    answer = estimate("buy_now", target=300, reply_rate=Decimal("0.15"), monthly_send_limit=100)
    certain = forecast(answer, "0.15").total
    unknown = make_forecast(answer, NOT_KNOWN)
    assert unknown is not None
    assert unknown.total is not None
    assert certain is not None
    assert width_of(unknown.total) > 2 * width_of(certain)


def test_the_largest_campaign_is_counted_exactly_too() -> None:
    rate = "0.000000000001"
    answer = estimate("buy_now", goal="replied", target=1_000_000, reply_rate=Decimal(rate))
    made = forecast(answer, rate)
    assert spread(made.credits_bought) == everywhere(10**18 - 20)
    assert spread(made.total) == everywhere(answer.total)


def test_nothing_is_forecast_of_what_is_never_done() -> None:
    assert make_forecast(estimate("as_granted", make_terms(monthly_credits=0)), at("0")) is None


def test_where_every_message_is_free_only_the_replies_are_left_to_chance() -> None:
    made = forecast(estimate("buy_now", open_profile_share=Decimal(1)), "0.3")
    assert spread(made.total) == spread(made.months) == everywhere(0)
    assert is_percentile_of(binom(100, 0.3), 0.9, made.replies.p90)
    assert made.fan == ()


def test_the_fan_starts_with_the_campaign_and_ends_when_nine_in_ten_are_done() -> None:
    made = make_forecast(
        estimate("as_granted", make_terms(purchase_limit=0), target=400), NOT_KNOWN
    )
    assert made is not None
    assert made.fan[0].starts_on == date(2026, 11, 1)
    assert [row.month for row in made.fan] == list(range(1, (made.months.p90 or 0) + 1))
    assert [row.ends_on for row in made.fan[:2]] == [date(2026, 11, 30), date(2026, 12, 31)]
    assert made.fan[-1].p10 == 400 > made.fan[-2].p10
    assert all(row.p10 <= row.p50 <= row.p90 for row in made.fan)
    assert any(row.p10 < row.p50 < row.p90 for row in made.fan)


def test_the_bins_are_round_without_gaps_and_hold_every_trial() -> None:
    made = make_forecast(estimate("buy_now", target=300, monthly_send_limit=80), NOT_KNOWN)
    assert made is not None
    assert made.total is not None
    lows, highs = [bin_.low for bin_ in made.bins], [bin_.high for bin_ in made.bins]
    assert 8 <= len(made.bins) <= 20
    assert lows[1:] == highs[:-1]
    assert {high - low for low, high in zip(lows, highs, strict=True)} == {Decimal("100.00")}
    assert lows[0] % 100 == 0
    assert sum(bin_.trials for bin_ in made.bins) == TRIALS
    assert made.bins[0].trials > 0 < made.bins[-1].trials
    below = sum(bin_.trials for bin_ in made.bins if bin_.high <= known(made.total.p90))
    assert below <= 0.9 * TRIALS <= below + max(bin_.trials for bin_ in made.bins)


def test_a_bin_begins_with_its_lower_edge_and_ends_below_the_upper() -> None:
    """Months of $100.00 and credits of $10.00: every total is an edge."""
    terms = replace(TestOneMonthOfAnswers.terms, monthly_price=Decimal(100), annual_price=None)
    made = forecast(estimate("as_granted", terms, **TestOneMonthOfAnswers.asked), "0.3")
    assert [(bin_.low, bin_.high) for bin_ in made.bins[:2]] == [(200, 210), (210, 220)]
    assert is_about(made.bins[0].trials / TRIALS, binom(100, 0.3).sf(29))
    assert is_about(made.bins[1].trials / TRIALS, binom(100, 0.3).pmf(29))


@pytest.mark.parametrize(("done", "p90"), [(10, 9), (9, 9), (8, None)])
def test_trials_that_are_never_done_stand_after_all_others(done: int, p90: int | None) -> None:
    values = list(range(1, done + 1))
    found = take_percentiles(values.__getitem__, sum(values), done=done, trials=10)
    assert (found.p10, found.p50, found.p90) == (1, 5, p90)
    assert found.mean == (Decimal("5.5") if done == 10 else None)


@pytest.mark.parametrize(
    ("percent", "trials", "place"), [(10, 100, 10), (50, 101, 51), (90, 105, 95), (10, 111, 12)]
)
def test_a_percentile_is_the_value_at_the_nearest_rank(
    percent: int, trials: int, place: int
) -> None:
    assert index_of(percent, trials) == place - 1


@pytest.mark.parametrize(
    ("field", "asked"),
    [
        ("trials", {"trials": 99}),
        ("trials", {"trials": 100_001}),
        ("seed", {"seed": -1}),
        ("seed", {"seed": 2**32}),
    ],
)
def test_trials_and_seed_have_limits(field: str, asked: dict[str, int]) -> None:
    with pytest.raises(InvalidInput, match="a whole number from") as fault:
        make_forecast(estimate("buy_now"), at("0"), **asked)
    assert fault.value.field == field


@pytest.mark.parametrize("asked", [{"trials": 100, "seed": 0}, {"seed": 2**32 - 1}])
def test_the_limits_themselves_are_allowed(asked: dict[str, int]) -> None:
    assert forecast(estimate("buy_now"), "0", **asked).trials == asked.get("trials", TRIALS)


def test_numpy_is_loaded_only_when_a_forecast_is_made() -> None:
    code = "import sys, planner.planning.forecast.certainty; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_scenario_is_the_one_that_was_asked() -> None:
    answer = estimate("buy_now")
    assert forecast(answer, "0.1").estimate is answer
    assert answer.scenario == builders.make_scenario(seats=1)
