"""What each input does to the cheapest total, and where another plan becomes the cheapest."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.planning.comparison import compare
from planner.planning.errors import TimeBudgetExceeded
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.money import cents
from planner.planning.ranges import MOST_LEADS, MOST_SEATS
from planner.planning.scenario import Scenario
from planner.planning.sensitivity import Swing, Switch, explain_switch, find_sensitivity
from planner.planning.sensitivity.inputs import Input, vary_inputs
from planner.planning.strategies import STRATEGIES, Strategy
from planner.planning.terms import Terms
from tests.examples import examples
from tests.known import known
from tests.planning.arbitrary import scenarios, some_plans
from tests.planning.builders import NO_PRICES, make_scenario, make_terms

NAVIGATOR = make_terms()
LARGE = make_terms(
    slug="large",
    name="Large",
    monthly_credits=50,
    rollover_cap=150,
    monthly_price=Decimal("240.00"),
    annual_price=None,
)

# 60 credits are held and 20 messages a month are allowed: 3 months' worth, if they live so long.
SHORT_LIVED = make_terms(
    name="Short", monthly_credits=5, credit_lifetime_days=30, rollover_cap=200, purchase_limit=0
)
TWENTY_A_MONTH = MappingProxyType({"target": 75, "opening_balance": 60, "monthly_send_limit": 20})


def swings_of(*plans: Terms, strategies: Any = STRATEGIES, **asked: Any) -> dict[str, Swing]:
    found = find_sensitivity(make_scenario(**asked), plans or (NAVIGATOR,), strategies)
    return {swing.input: swing for swing in found}


def totals(swing: Swing) -> tuple[Any, ...]:
    return swing.low, swing.high, swing.total_low, swing.total_high


def dollars(text: str) -> Decimal:
    return Decimal(text)


class TestRanges:
    def test_the_article_s_hundred_leads(self) -> None:
        swings = swings_of(deadline_months=6)
        assert {name: totals(swing) for name, swing in swings.items()} == {
            "target": (80, 120, dollars("319.96"), dollars("479.94")),
            "subscription_price": (
                dollars("63.99"),
                dollars("95.99"),
                dollars("319.95"),
                dollars("479.95"),
            ),
            "deadline_months": (3, 9, dollars("639.97"), dollars("399.95")),
            "reply_rate": (0, dollars("0.1"), dollars("399.95"), dollars("399.95")),
            "credit_price": (8, 12, dollars("399.95"), dollars("399.95")),
            # Two seats send 40, 40, 20: the second is not renewed for the third month.
            "seats": (1, 2, dollars("399.95"), dollars("399.95")),
            "credit_lifetime_days": (90, 120, dollars("399.95"), dollars("399.95")),
        }
        assert {swing.total for swing in swings.values()} == {dollars("399.95")}
        assert {swing.terms for swing in swings.values()} == {NAVIGATOR}

    def test_the_largest_swing_stands_first(self) -> None:
        swings = swings_of(deadline_months=6)
        assert [(name, swing.size) for name, swing in swings.items() if swing.size] == [
            ("deadline_months", dollars("240.02")),
            ("subscription_price", dollars("160.00")),
            ("target", dollars("159.98")),
        ]
        assert list(swings)[:3] == ["deadline_months", "subscription_price", "target"]

    def test_the_best_number_of_seats_is_not_varied(self) -> None:
        assert "seats" in swings_of(seats=1)
        assert "seats" not in swings_of(seats="best")

    def test_a_missed_deadline_is_the_largest_swing_of_all(self) -> None:
        found = find_sensitivity(make_scenario(target=600), [replace(NAVIGATOR, purchase_limit=40)])
        swing = next(swing for swing in found if swing.input == "deadline_months")
        assert (swing.total_low, swing.best_low) == (None, None)
        assert found[0].size == swing.size == Decimal("Infinity")

    @pytest.mark.parametrize(
        ("field", "asked", "low", "high"),
        [
            ("reply_rate", {"reply_rate": "0.2"}, "0.1", "0.3"),
            ("reply_rate", {"reply_rate": "0.8"}, "0.4", "1"),
            ("reply_rate", {"reply_rate": "0.5", "decline_rate": "0.4"}, "0.25", "0.6"),
            ("reply_rate", {"decline_rate": "0.95"}, "0", "0.05"),
            ("reply_rate", {"reply_rate": "0.142857142857"}, "0.071428571429", "0.214285714285"),
        ],
    )
    def test_rates_stay_possible(
        self, field: str, asked: dict[str, str], low: str, high: str
    ) -> None:
        rates = {name: Decimal(rate) for name, rate in asked.items()}
        swing = swings_of(**rates)[field]
        assert (swing.low, swing.high) == (Decimal(low), Decimal(high))

    @pytest.mark.parametrize(
        ("expected", "found"),
        [
            (("0.05", "0.3"), ("0.05", "0.3")),
            (("0.2", "0.3"), ("0.1", "0.3")),
            (("0.01", "0.02"), ("0.01", "0.1")),
        ],
    )
    def test_the_person_s_own_range_counts_and_holds_the_present_rate(
        self, expected: tuple[str, str], found: tuple[str, str]
    ) -> None:
        low, high = (Decimal(rate) for rate in expected)
        scenario = make_scenario(reply_rate=Decimal("0.1"))
        swings = find_sensitivity(scenario, [NAVIGATOR], reply_rates=(low, high))
        swing = next(swing for swing in swings if swing.input == "reply_rate")
        assert (swing.low, swing.high) == tuple(Decimal(rate) for rate in found)

    @pytest.mark.parametrize(
        ("asked", "field", "low", "high"),
        [
            ({"target": 1}, "target", 1, 2),
            ({"target": MOST_LEADS}, "target", 800_000, MOST_LEADS),
            ({"deadline_months": 1}, "deadline_months", 1, 4),
            ({"deadline_months": 60}, "deadline_months", 57, 60),
            ({"seats": 30}, "seats", 29, 31),
            ({"seats": MOST_SEATS}, "seats", MOST_SEATS - 1, MOST_SEATS),
        ],
    )
    def test_whole_numbers_stay_within_their_limits(
        self, asked: dict[str, int], field: str, low: int, high: int
    ) -> None:
        swing = swings_of(**asked)[field]
        assert (swing.low, swing.high) == (low, high)

    def test_declines_count_only_where_people_decline(self) -> None:
        assert "declines_return_credit" not in swings_of()
        swing = swings_of(decline_rate=Decimal("0.5"))["declines_return_credit"]
        assert totals(swing) == (False, True, dollars("399.95"), dollars("319.96"))

    def test_the_decline_rule_swings_the_same_from_either_side(self) -> None:
        asked = {"decline_rate": Decimal("0.5"), "declines_return_credit": False}
        swing = swings_of(**asked)["declines_return_credit"]
        assert totals(swing) == (False, True, dollars("399.95"), dollars("319.96"))

    def test_the_life_of_credits_is_set_in_every_plan(self) -> None:
        swing = swings_of(SHORT_LIVED, **TWENTY_A_MONTH)["credit_lifetime_days"]
        assert swing.total == dollars("779.88")
        assert totals(swing) == (90, 120, dollars("319.96"), dollars("319.96"))

    def test_what_costs_nothing_has_no_price_to_turn(self) -> None:
        nothing = Decimal(0)
        free = replace(NAVIGATOR, monthly_price=nothing, annual_price=nothing, credit_price=nothing)
        assert not {"subscription_price", "credit_price"} & set(swings_of(free))

    def test_who_pays_by_the_year_is_told_what_a_year_costs(self) -> None:
        swing = swings_of(target=240)["subscription_price"]
        assert totals(swing) == (
            dollars("623.90"),
            dollars("935.86"),
            dollars("623.90"),
            dollars("935.86"),
        )

    def test_another_plan_s_credits_are_varied_where_the_baseline_sells_none(self) -> None:
        swing = swings_of(replace(NAVIGATOR, credit_price=None, purchase_limit=0), LARGE)
        assert swing["credit_price"].low == 8

    def test_a_price_by_the_year_alone_is_turned_as_well(self) -> None:
        yearly = replace(NAVIGATOR, monthly_price=None, credit_price=None, purchase_limit=0)
        swings = swings_of(yearly)
        assert (swings["subscription_price"].low, "credit_price" in swings) == (
            dollars("623.90"),
            False,
        )

    def test_nothing_swings_where_nothing_makes_the_deadline_at_a_known_price(self) -> None:
        assert find_sensitivity(make_scenario(), []) == ()
        assert find_sensitivity(make_scenario(), [replace(NAVIGATOR, **NO_PRICES)]) == ()
        late = make_scenario(deadline_months=4)
        assert find_sensitivity(late, [NAVIGATOR], ["as_granted"]) == ()


def ask_anew(
    scenario: Scenario, plans: list[Terms], swing: Swing, value: Any, *, percent: int
) -> tuple[Scenario, list[Terms]]:
    """The question with one input changed, without the planner's help; `percent` is for prices."""

    def price(price: Decimal | None) -> Decimal | None:
        return None if price is None else cents(price * percent / 100)

    def turn(terms: Terms) -> Terms:
        if swing.input == "credit_lifetime_days" and value:
            return replace(terms, credit_lifetime_days=value)
        if swing.input == "credit_price":
            return replace(terms, credit_price=price(terms.credit_price))
        if swing.input == "subscription_price" and terms == swing.terms:
            monthly, annual = price(terms.monthly_price), price(terms.annual_price)
            return replace(terms, monthly_price=monthly, annual_price=annual)
        return terms

    if swing.input in Scenario.__dataclass_fields__:
        change: dict[str, Any] = {swing.input: value}
        if swing.input == "deadline_months":
            # The day goes to the end of a month with it.
            change["deadline_on"] = None
        scenario = replace(scenario, **change)
    return scenario, [turn(terms) for terms in plans]


def test_at_its_present_step_every_dial_leaves_everything_as_it_is() -> None:
    precise = replace(NAVIGATOR, monthly_price=dollars("79.9967"), credit_price=dollars("9.995"))
    scenario = make_scenario(reply_rate=dollars("0.123456"), decline_rate=dollars("0.1"))
    plans = [precise, LARGE]
    inputs = list(
        vary_inputs(make_estimate(precise, scenario, "cheapest"), plans, reply_rates=None)
    )
    assert len(inputs) == 8
    for varied in inputs:
        assert varied.low <= varied.now <= varied.high
        assert varied.case_at(varied.now) == (scenario, plans)


def test_no_price_is_turned_beyond_what_a_plan_may_cost() -> None:
    terms = replace(NAVIGATOR, monthly_price=dollars("1000000"), annual_price=None)
    assert swings_of(terms, target=20)["subscription_price"].high == 1_000_000


def percents_of(swing: Swing, value: Any) -> Iterator[int]:
    """The percentages that make this price; for other inputs it does not matter."""
    if swing.input not in ("subscription_price", "credit_price"):
        yield 100
        return
    # The low end is 80 % of what it is, to the half cent that rounding may move it.
    for percent in range(50, 201):
        if abs(swing.low * percent / 80 - value) <= Decimal("0.02"):
            yield percent


def are_neighbors(swing: Swing, switch: Switch) -> bool:
    """Whether no step lies between the two ends of a switch."""
    if swing.input in ("subscription_price", "credit_price"):
        before, at = (list(percents_of(swing, value)) for value in (switch.before, switch.at))
        return any(abs(one - other) == 1 for one in before for other in at)
    if swing.input in ("target", "deadline_months", "seats"):
        return abs(int(switch.at) - int(switch.before)) == 1
    return True


def total_of(estimate: Estimate | None) -> Decimal | None:
    return None if estimate is None else estimate.total


@examples(20, many=100)
@given(
    some_plans(priced=True),
    scenarios(),
    st.lists(st.sampled_from(STRATEGIES), min_size=1, unique=True),
)
def test_every_swing_is_what_the_comparison_would_say(
    plans: list[Terms], scenario: Scenario, strategies: list[Strategy]
) -> None:
    best = compare(scenario, plans, strategies).cheapest
    swings = find_sensitivity(scenario, plans, strategies)
    assert bool(swings) == (best is not None)
    sizes = [swing.size for swing in swings]
    assert sizes == sorted(sizes, reverse=True)
    for swing in swings:
        assert (swing.total, swing.terms) == (known(best).total, known(best).terms)
        for value, percent, total, cheapest in (
            (swing.low, 80, swing.total_low, swing.best_low),
            (swing.high, 120, swing.total_high, swing.best_high),
        ):
            changed, sold = ask_anew(scenario, plans, swing, value, percent=percent)
            kept = sold[plans.index(known(best).terms)]
            assert total == total_of(compare(changed, [kept], strategies).cheapest)
            assert total_of(cheapest) == total_of(compare(changed, sold, strategies).cheapest)


@examples(20, many=150)
@given(some_plans(priced=True), scenarios())
def test_at_a_switch_another_plan_is_the_cheapest_and_just_before_it_the_baseline(
    plans: list[Terms], scenario: Scenario
) -> None:
    def cheapest_at(
        swing: Swing, value: Any, strategies: Sequence[Strategy] = STRATEGIES
    ) -> list[Estimate | None]:
        return [
            compare(*ask_anew(scenario, plans, swing, value, percent=percent), strategies).cheapest
            for percent in percents_of(swing, value)
        ]

    for swing in find_sensitivity(scenario, plans):
        for switch in swing.switches:
            assert are_neighbors(swing, switch)
            # Of plans with equal totals, another strategy of the baseline may buy fewer credits.
            before = cheapest_at(swing, switch.before, ["cheapest"])
            at = cheapest_at(swing, switch.at, ["cheapest"])
            assert any(best and best.terms.slug == swing.terms.slug for best in before)
            assert any(not best or best.terms.slug != swing.terms.slug for best in at)
            totals = [total_of(best) for best in cheapest_at(swing, switch.at)]
            assert total_of(switch.estimate) in totals
        wins = [
            best is not None and best.terms.slug == swing.terms.slug
            for best in (swing.best_low, swing.best_high)
        ]
        assert swing.switches or all(wins)


class TestSwitches:
    def test_a_dearer_subscription_loses_at_the_first_step_where_another_is_cheaper(self) -> None:
        """Navigator needs 5 months, Large 2 for $480.00: $96.00 a month are as much."""
        (switch,) = swings_of(replace(NAVIGATOR, annual_price=None), LARGE)[
            "subscription_price"
        ].switches
        assert (switch.before, switch.at) == (dollars("95.99"), dollars("96.79"))
        assert switch.estimate is not None
        assert switch.estimate.terms == LARGE
        assert switch.estimate.total == dollars("480.00")

    def test_a_dearer_credit_makes_the_larger_plan_win(self) -> None:
        """In 2 months, Navigator and 60 bought cost $759.98; 100 of Large cost $780.00."""
        large = replace(LARGE, monthly_price=Decimal("390.00"))
        (switch,) = swings_of(NAVIGATOR, large, deadline_months=2)["credit_price"].switches
        assert (switch.before, switch.at) == (dollars("10.30"), dollars("10.40"))

    def test_a_tighter_deadline_does_too(self) -> None:
        (switch,) = swings_of(NAVIGATOR, LARGE)["deadline_months"].switches
        assert (switch.before, switch.at) == (5, 4)

    def test_more_leads_do_but_more_seats_do_not(self) -> None:
        """In 5 months Navigator sends 100 and buys the others; Large sends 150 in 3 for $720.00."""
        swings = swings_of(NAVIGATOR, LARGE, deadline_months=5)
        assert [switch.at for switch in swings["target"].switches] == [133]
        assert swings["seats"].switches == ()

    def test_fewer_replies_leave_too_few_credits(self) -> None:
        """Navigator sends 100 within 4 months only if enough of them return."""
        swings = swings_of(
            replace(NAVIGATOR, purchase_limit=0),
            LARGE,
            reply_rate=Decimal("0.3"),
            deadline_months=4,
        )
        (switch,) = swings["reply_rate"].switches
        assert (switch.before, switch.at) == (dollars("0.28"), dollars("0.27"))

    def test_a_longer_life_makes_the_held_credits_enough(self) -> None:
        large = replace(LARGE, monthly_price=Decimal("125.00"))
        swing = swings_of(SHORT_LIVED, large, **TWENTY_A_MONTH)["credit_lifetime_days"]
        assert [(switch.before, switch.at) for switch in swing.switches] == [(0, 90), (0, 120)]
        assert explain_switch(swing, swing.switches[0]) == (
            "If credits live 90 days, Short is the cheapest, at $319.96."
        )

    def test_one_plan_alone_can_only_miss_the_deadline(self) -> None:
        swings = swings_of(replace(NAVIGATOR, purchase_limit=0), deadline_months=5)
        (switch,) = swings["deadline_months"].switches
        assert (switch.before, switch.at, switch.estimate) == (5, 4, None)
        assert explain_switch(swings["deadline_months"], switch) == (
            "If the time allowed falls to 4 months, nothing that is compared makes the deadline "
            "at a known price."
        )


@pytest.mark.parametrize(
    ("field", "before", "at", "condition"),
    [
        ("reply_rate", "0.22", "0.23", "the reply rate rises to 23 %"),
        ("reply_rate", "0.13", "0.125", "the reply rate falls to 12.5 %"),
        ("reply_rate", "0.99", "1", "the reply rate rises to 100 %"),
        ("subscription_price", "79", "1080", "the subscription price of Few rises to $1,080.00"),
        ("credit_price", "9", "8", "the price of a credit falls to $8.00"),
        ("target", 999, 1_000, "the target rises to 1,000 people"),
        ("deadline_months", 2, 1, "the time allowed falls to 1 month"),
        ("seats", 1, 2, "you take 2 seats"),
        ("credit_lifetime_days", 0, 120, "credits live 120 days"),
        ("declines_return_credit", True, False, "a decline returns no credit"),
        ("declines_return_credit", False, True, "a decline returns a credit"),
    ],
)
def test_a_switch_in_words(
    field: Input, before: bool | int | str, at: bool | int | str, condition: str
) -> None:
    some = swings_of(replace(NAVIGATOR, name="Few"))["target"]
    switch = Switch(
        before=Decimal(before) if isinstance(before, str) else before,
        at=Decimal(at) if isinstance(at, str) else at,
        estimate=make_estimate(LARGE, make_scenario(), "as_granted"),
    )
    assert explain_switch(replace(some, input=field), switch) == (
        f"If {condition}, Large is the cheapest, at $480.00."
    )


@pytest.mark.parametrize(
    ("plans", "answers"),
    [
        ([NAVIGATOR], [True, True, False]),
        # Before a look at whether the second plan may cost as little as the first.
        ([NAVIGATOR, LARGE], [True, False]),
    ],
)
def test_the_search_stops_where_the_time_budget_is_used_up(
    plans: list[Terms], answers: list[bool]
) -> None:
    left = iter(answers)
    with pytest.raises(TimeBudgetExceeded):
        find_sensitivity(make_scenario(), plans, has_time_left=lambda: next(left))
