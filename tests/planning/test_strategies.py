from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import Any

import pytest

from planner.planning.billing import subscribe_for
from planner.planning.cost_bounds import Bound
from planner.planning.counting import Count
from planner.planning.groups import SeatGroup
from planner.planning.ledger import Ledger
from planner.planning.options import PlanSearch, PurchaseOption
from planner.planning.sending import sending_of
from planner.planning.strategies import Strategy, run_strategy, slice_to_start_sending
from tests.planning.builders import (
    bought_of,
    column_of,
    estimate,
    held,
    make_scenario,
    make_sending,
    make_terms,
)
from tests.planning.random_cases import draw_case


def search_for(terms: dict[str, Any], **asked: Any) -> PlanSearch:
    return PlanSearch(make_terms(**terms), make_scenario(**asked))


def figures_of(options: list[PurchaseOption]) -> list[tuple[int, int, Decimal | None]]:
    return [(option.months, option.bought, option.total) for option in options]


def fewest_bought(search: PlanSearch, months: int) -> dict[int, int]:
    """The fewest credits bought by month, where all seats stay; not where no number is enough."""
    found: dict[int, int] = {}
    groups = search.groups_of(search.fewest)
    for month in range(1, months + 1):
        unsent = search.run(groups, end=month).unsent
        fewest = search.fewest_bought(groups, month, unsent) if unsent else 0
        if fewest is not None:
            found[month] = fewest
    return found


@pytest.mark.parametrize(
    ("terms", "asked", "start"),
    [
        ({}, {"target": 20}, 1),
        ({}, {"target": 21}, 2),
        ({}, {"target": 40}, 2),
        ({}, {"target": 61}, 3),  # the cap and the life both allow three grants
        ({"rollover_cap": 50}, {"target": 100}, 3),
        ({"rollover_cap": 40}, {"target": 100}, 2),
        ({"rollover_cap": 500, "credit_lifetime_days": 60}, {"target": 100}, 2),
        ({"rollover_cap": 500, "credit_lifetime_days": 30}, {"target": 100}, 1),
        ({"rollover_cap": 500, "credit_lifetime_days": 120}, {"target": 100}, 4),
        ({"monthly_credits": 0}, {"target": 100}, 1),
        ({}, {"target": 25, "opening_balance": 5}, 1),
        ({}, {"target": 100, "opening_balance": 60}, 1),
        ({"rollover_cap": 70}, {"target": 100, "opening_balance": 15}, 3),
    ],
)
def test_saving_up_ends_when_it_is_enough_or_would_bring_no_more(
    terms: dict[str, int], asked: dict[str, Any], start: int
) -> None:
    search = search_for(terms, **asked)
    assert slice_to_start_sending(search, 1) == start - 1


@pytest.mark.parametrize(
    ("terms", "asked", "fewest"),
    [
        ({}, {"target": 100}, {1: 80, 2: 60, 3: 40, 4: 20, 5: 0, 6: 0}),
        ({"purchase_limit": 20}, {"target": 100}, {3: 40, 4: 20, 5: 0, 6: 0}),
        ({"purchase_limit": 0}, {"target": 100}, {5: 0, 6: 0}),
        ({}, {"target": 100, "monthly_send_limit": 30}, {4: 20, 5: 0, 6: 0}),
        ({}, {"target": 100, "opening_balance": 50}, {1: 40, 2: 20, 3: 0, 4: 0, 5: 0, 6: 0}),
        ({"monthly_credits": 0}, {"target": 100}, dict.fromkeys(range(1, 7), 100)),
        ({"monthly_credits": 0, "purchase_limit": 0}, {"target": 1}, {}),
        ({"purchase_limit": 1}, {"target": 1_000}, {}),
        # By month 2: 54 bring back 27, 54 + 47. By month 3: 29 bring 14, 63 bring 31: 29 + 34 + 37.
        ({}, {"target": 100, "reply_rate": Decimal("0.5")}, {1: 80, 2: 34, 3: 9, 4: 0, 5: 0, 6: 0}),
        (
            {"monthly_credits": 0},
            {"target": 10, "reply_rate": Decimal(1)},
            {1: 10, 2: 5, 3: 4, 4: 3, 5: 2, 6: 2},
        ),
    ],
)
def test_the_fewest_credits_to_be_bought_to_be_done_by_each_month(
    terms: dict[str, int], asked: dict[str, Any], fewest: dict[int, int]
) -> None:
    assert fewest_bought(search_for(terms, **asked), 6) == fewest


def test_one_more_credit_can_send_two_messages_more_even_where_few_answer() -> None:
    # Three messages bring nothing back at one answer in four, four bring one.
    terms = {"monthly_credits": 0, "rollover_cap": 3}
    search = search_for(terms, target=5, reply_rate=Decimal("0.25"), opening_balance=3)
    assert fewest_bought(search, 2) == {1: 2, 2: 1}


def test_nothing_is_bought_to_be_kept() -> None:
    # With a limit of 2 a month, buying 2 in month 1 for month 2 would be done sooner. No strategy
    # does that (RULES.md §4).
    terms = {"monthly_credits": 0, "rollover_cap": 5, "purchase_limit": 2}
    search = search_for(terms, target=9, monthly_send_limit=5, opening_balance=5)
    assert fewest_bought(search, 4) == {3: 4, 4: 4}


def test_ways_that_take_longer_are_kept_only_where_they_are_cheaper() -> None:
    assert figures_of([*search_for({}).find_options()]) == [
        (1, 80, Decimal("879.99")),
        (2, 60, Decimal("759.98")),
        (3, 40, Decimal("639.97")),
        (4, 20, Decimal("519.96")),
        (5, 0, Decimal("399.95")),
    ]
    dear = search_for({"monthly_price": Decimal(201), "annual_price": None})
    assert figures_of([*dear.find_options()]) == [(1, 80, Decimal(1001))]


def test_of_ways_that_cost_the_same_the_shorter_is_taken() -> None:
    even = search_for({"monthly_price": Decimal(200), "annual_price": None})
    assert figures_of([*even.find_options()]) == [(1, 80, Decimal(1000))]


@pytest.mark.parametrize(
    ("prices", "trial", "months", "bought", "total"),
    [
        # Where the total is unknown either way, fewer credits are better, then fewer months.
        ({"monthly_price": None, "annual_price": None}, 0, 5, 0, None),
        ({"monthly_price": None, "annual_price": None, "monthly_credits": 0}, 0, 1, 100, None),
        # A total that is known is better than one that is not.
        ({"credit_price": None}, 0, 5, 0, "399.95"),
        ({"monthly_price": None, "annual_price": None}, 2, 2, 60, "600"),
        # A yearly price alone is a known price, and so is that of credits that are not sold.
        ({"monthly_price": None}, 0, 5, 0, "779.88"),
        ({"credit_price": None, "purchase_limit": 0}, 0, 5, 0, "399.95"),
    ],
)
def test_the_cheapest_where_a_price_is_unknown(
    prices: dict[str, Any], trial: int, months: int, bought: int, total: str | None
) -> None:
    terms = make_terms(**prices, trial_months=trial)
    answer = estimate("cheapest", terms, use_trial=True)
    assert (answer.status, answer.months, bought_of(answer)) == ("ok", months, bought)
    assert answer.total == (None if total is None else Decimal(total))


def test_a_year_that_is_paid_for_is_used() -> None:
    # The annual block covers twelve months whether they are needed or not.
    (*_, option) = search_for({}, billing="annual").find_options()
    assert (option.months, option.bought, option.total) == (5, 0, Decimal("779.88"))


def test_saving_up_sends_in_later_months_what_one_month_may_not() -> None:
    answer = estimate("accumulate", target=60, monthly_send_limit=25)
    assert column_of(answer, "sent") == [0, 0, 25, 25, 10]
    assert column_of(answer, "bought") == [0, 0, 0, 0, 0]


def test_saving_up_buys_within_the_limit_once_sending_has_begun() -> None:
    answer = estimate("accumulate", make_terms(purchase_limit=15), target=130)
    assert column_of(answer, "sent") == [0, 0, 75, 35, 20]
    assert column_of(answer, "bought") == [0, 0, 15, 15, 0]


def test_the_cheapest_that_misses_the_deadline_takes_the_first_month_that_works() -> None:
    answer = estimate("cheapest", make_terms(purchase_limit=5), deadline_months=3)
    assert (answer.status, answer.months, bought_of(answer)) == ("misses_deadline", 4, 20)


def test_a_hundred_and_twenty_months_are_just_enough() -> None:
    answer = estimate("buy_now", make_terms(purchase_limit=5), target=120 * 25)
    assert answer.months == len(answer.schedule) == 120


@pytest.mark.parametrize("strategy", ["accumulate", "buy_now", "cheapest"])
@pytest.mark.parametrize(
    ("terms", "scenario"),
    [
        ({"purchase_limit": 5}, {"target": 120 * 25 + 1}),
        ({"purchase_limit": 5}, {"target": 120 * 25 + 1, "reply_rate": Decimal("0.0003")}),
        ({}, {"target": 120 * 20 + 1, "monthly_send_limit": 20}),
        ({"monthly_credits": 0, "purchase_limit": 0}, {"reply_rate": Decimal(1)}),
    ],
)
def test_what_they_cannot_send_is_out_of_reach(
    strategy: Strategy, terms: dict[str, int], scenario: dict[str, Any]
) -> None:
    assert run_strategy(strategy, search_for(terms, **scenario)) is None


def test_seats_multiply_the_price_of_a_subscription() -> None:
    spend = subscribe_for(make_terms(), make_scenario(), seats=3, months=2).spend
    assert spend == Decimal("479.94")


def test_a_trial_counts_only_where_the_scenario_uses_it() -> None:
    terms = make_terms(trial_months=1)
    assert subscribe_for(terms, make_scenario(), seats=1, months=2).spend == Decimal("159.98")
    uses_it = make_scenario(use_trial=True)
    assert subscribe_for(terms, uses_it, seats=1, months=2).spend == Decimal("79.99")
    of_held = subscribe_for(terms, uses_it, seats=1, months=2, is_held=True)
    assert of_held.spend == Decimal("159.98"), "seats held already have no trial"


def test_the_sending_is_the_scenario_s() -> None:
    scenario = make_scenario(
        reply_rate=Decimal("0.2"),
        open_profile_share=Decimal("0.1"),
        monthly_send_limit=40,
        seat_daily_limit=3,
        seat_monthly_limit=30,
        answers_come="same",
    )
    assert sending_of(scenario) == make_sending(
        90,
        rate="1/5",
        monthly_limit=40,
        seat_daily_limit=3,
        seat_monthly_limit=30,
        at_once=True,
    )


def test_credits_beyond_the_cap_do_not_mislead_the_search_for_the_seats_that_stay() -> None:
    answer = estimate(
        "cheapest",
        make_terms(
            monthly_credits=2,
            rollover_cap=6,
            monthly_price=Decimal("1.65"),
            credit_price=Decimal("2.9"),
            purchase_limit=11,
        ),
        target=145,
        deadline_months=15,
        seats="best",
        billing="monthly",
        held_seats=(held(1, 27),),
    )
    assert answer.total == Decimal("117.15")


class TestNumbersTried:
    """At most 24 numbers of seats for an end, at most 3 after 240 (RULES.md §4)."""

    def tried(
        self, monkeypatch: pytest.MonkeyPatch, search: PlanSearch, *, buys: bool = True
    ) -> Counter[int]:
        """The ledgers that are completed to find options, by end."""
        tries = Counter[int]()
        complete, complete_staying = PlanSearch.complete, PlanSearch.complete_staying

        def count(
            self: PlanSearch, groups: Sequence[SeatGroup], end: int, *, buys: bool
        ) -> Ledger | Count | None:
            tries[end] += 1
            return complete(self, groups, end, buys=buys)

        def count_staying(
            self: PlanSearch, groups: Sequence[SeatGroup], seats: int, end: int, *, buys: bool
        ) -> Ledger | Count | None:
            tries[end] += 1
            return complete_staying(self, groups, seats, end, buys=buys)

        with monkeypatch.context() as patch:
            patch.setattr(PlanSearch, "complete", count)
            patch.setattr(PlanSearch, "complete_staying", count_staying)
            list(search.find_options(buys=buys))
        return tries

    def test_an_end_has_24_whether_or_not_its_credits_have_a_price(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        terms, scenario = draw_case(47)
        search = PlanSearch(replace(terms, credit_price=None), replace(scenario, seats="best"))

        assert max(self.tried(monkeypatch, search).values()) == 24

    def test_after_240_an_end_has_3_and_each_strategy_counts_for_itself(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        terms, scenario = draw_case(132)
        asked = replace(scenario, seats="best", deadline_months=24, deadline_on=None)
        search = PlanSearch(terms, asked)
        with_purchases = self.tried(monkeypatch, search)
        without = self.tried(monkeypatch, search, buys=False)

        tried = list(with_purchases.values())
        before = [total >= 240 for total in accumulate(tried, initial=0)]
        early = {one for one, is_late in zip(tried, before, strict=False) if not is_late}
        late = {one for one, is_late in zip(tried, before, strict=False) if is_late}
        assert (max(early), late) == (5, {3})
        assert without == self.tried(monkeypatch, PlanSearch(terms, asked), buys=False)


def test_seats_staying_that_tie_by_parts_of_a_credit_are_not_all_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Without a price options differ by whole credits, and a seat that stays brings none.
    looked_at, of = Counter[str](), Bound._of

    def count(self: Bound, messages: float, dollars: float, *, whole: bool) -> float:
        looked_at["bounds"] += 1
        return of(self, messages, dollars, whole=whole)

    monkeypatch.setattr(Bound, "_of", count)
    search = search_for(
        {"monthly_credits": 0, "rollover_cap": 0, "monthly_price": None},
        target=3_001,
        start_on=date(2026, 12, 1),
        deadline_on=date(2027, 7, 30),
        seats="best",
        billing="monthly",
        reply_rate=Decimal("0.05"),
        open_profile_share=Decimal("0.1"),
        seat_daily_limit=3,
    )

    assert len(list(search.find_options())) > 1
    assert looked_at["bounds"] < 10_000


def test_a_held_seat_that_has_sent_its_credits_is_not_renewed() -> None:
    # It costs nothing then, though the bound on seats at that end takes a price for it.
    search = search_for(
        {"trial_months": 1, "grant_day": "first"},
        target=60,
        start_on=date(2026, 11, 4),
        seats="best",
        held_seats=(held(credits=40, paid_until=date(2026, 11, 14)),),
        use_trial=True,
        billing="annual",
    )

    assert [option.total for option in search.find_options()] == [Decimal(200), Decimal(0)]
