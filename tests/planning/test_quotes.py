"""The price of a quote: the worked examples of RULES.md §14, and what must hold of every quote."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.planning.audience import Audience
from planner.planning.errors import InvalidInput
from planner.planning.estimate import Estimate
from planner.planning.money import cents
from planner.planning.quotes import (
    Pricing,
    QuotedPrice,
    add_spent,
    find_paid_seats,
    list_costs,
    price_quote,
)
from tests.examples import examples
from tests.planning.audiences import CORE, asked, cheapest
from tests.planning.builders import estimate, held, make_terms

amounts = st.integers(0, 10**10).map(lambda number: Decimal(number) / 10_000)
percents = st.integers(0, 10_000_000).map(lambda number: Decimal(number) / 10_000)
fees = st.integers(0, 10**8).map(lambda number: Decimal(number) / 100)
taxes = st.integers(0, 1_000_000).map(lambda number: Decimal(number) / 10_000)
pricings = st.builds(
    lambda markup, tax: Pricing(markup_percent=markup, tax_percent=tax), percents, taxes
) | st.builds(lambda fee, tax: Pricing(fee=fee, tax_percent=tax), fees, taxes)


def quote(
    costs: list[str], tax: str, *, markup: str | None = None, fee: str | None = None
) -> QuotedPrice:
    return price_quote(
        [Decimal(cost) for cost in costs],
        Pricing(
            markup_percent=None if markup is None else Decimal(markup),
            fee=None if fee is None else Decimal(fee),
            tax_percent=Decimal(tax),
        ),
    )


def amounts_of(quoted: QuotedPrice) -> list[str]:
    shown = [*quoted.prices, quoted.subtotal, quoted.tax, quoted.total]
    return [str(amount) for amount in shown]


def test_q1_a_markup_in_percent_and_a_tax() -> None:
    assert amounts_of(quote(["639.97"], "19", markup="25")) == [
        "799.96", "799.96", "151.99", "951.95",
    ]  # fmt: skip
    assert quote(["639.97"], "19", markup="25").margin == Decimal("159.99")


def test_q2_a_fixed_fee_and_no_tax() -> None:
    assert amounts_of(quote(["639.97"], "0", fee="160")) == ["799.97", "799.97", "0.00", "799.97"]


def test_q3_a_fee_is_split_so_that_its_shares_add_up() -> None:
    quoted = quote(["0.01"] * 3, "10", fee="0.10")
    assert amounts_of(quoted) == ["0.04", "0.05", "0.04", "0.13", "0.01", "0.14"]


def test_q4_half_a_cent_is_rounded_up() -> None:
    assert amounts_of(quote(["0.10"], "7.7", markup="5")) == ["0.11", "0.11", "0.01", "0.12"]


def test_lines_that_cost_nothing_bear_equal_parts_of_a_fee() -> None:
    assert quote(["0", "0"], "0", fee="5").prices == (Decimal("2.50"), Decimal("2.50"))


def test_own_cost_is_rounded_before_the_markup() -> None:
    # Unrounded it would be 0.0075, and the price a cent.
    assert quote(["0.005"], "0", markup="50").prices == (Decimal("0.02"),)
    assert quote(["0.004"], "0", markup="50").prices == (Decimal("0.00"),)


def test_no_line_is_no_quote() -> None:
    with pytest.raises(ValueError, match="at least one line"):
        price_quote([], Pricing(fee=Decimal(1)))


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("fee", {}),
        ("fee", {"fee": "1", "markup_percent": "1"}),
        ("fee", {"fee": "-1"}),
        ("fee", {"fee": "1000000.01"}),
        ("fee", {"fee": "1.001"}),
        ("fee", {"fee": "NaN"}),
        ("markup_percent", {"markup_percent": "-0.1"}),
        ("markup_percent", {"markup_percent": "1000.1"}),
        ("markup_percent", {"markup_percent": "0.00001"}),
        ("markup_percent", {"markup_percent": "Infinity"}),
        ("tax_percent", {"fee": "1", "tax_percent": "100.1"}),
        ("tax_percent", {"fee": "1", "tax_percent": "sNaN"}),
    ],
)
def test_what_is_out_of_range_is_refused(field: str, values: dict[str, str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        Pricing(**{name: Decimal(value) for name, value in values.items()})
    assert refused.value.field == field


@examples(100, many=1000)
@given(st.lists(amounts, min_size=1, max_size=6), pricings)
def test_the_sums_add_up_and_each_amount_is_rounded_once(
    costs: list[Decimal], pricing: Pricing
) -> None:
    quoted = price_quote(costs, pricing)
    assert sum(quoted.prices) == quoted.subtotal
    assert quoted.subtotal + quoted.tax == quoted.total
    everything = [*quoted.prices, quoted.subtotal, quoted.tax, quoted.total, quoted.cost]
    assert all(amount == round(amount, 2) for amount in everything)
    assert quoted.tax == round_up(Fraction(quoted.subtotal) * Fraction(pricing.tax_percent) / 100)
    own = [round_up(Fraction(cost)) for cost in costs]
    assert quoted.cost == sum(own)
    if pricing.fee is None:
        factor = 1 + Fraction(pricing.markup_percent or 0) / 100
        assert list(quoted.prices) == [round_up(Fraction(cost) * factor) for cost in own]
    else:
        assert quoted.subtotal == quoted.cost + pricing.fee
        assert all(price >= cost for price, cost in zip(quoted.prices, own, strict=True))
    assert quoted.margin >= 0


def round_up(amount: Fraction) -> Decimal:
    """The amount in whole cents, half a cent up, from a quotient that is exact."""
    return Decimal((amount * 100 + Fraction(1, 2)) // 1) / 100


def test_the_second_rounding_is_half_up() -> None:
    for text in ("0.105", "0.104", "2.675"):
        rounded = Decimal(text).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
        assert round_up(Fraction(text)) == rounded


def test_what_was_spent_before_is_split_among_the_lines_of_a_whole_campaign() -> None:
    costs = add_spent([Decimal(100), Decimal(200)], Decimal("159.98"))
    assert costs == [Decimal("153.33"), Decimal("306.65")]
    price = price_quote(costs, Pricing(markup_percent=Decimal(0)))
    assert price.total == Decimal("459.98")
    assert add_spent([Decimal(0), Decimal(0)], Decimal(3)) == [Decimal("1.50"), Decimal("1.50")]


# What is already paid for held seats

CLIENTS = tuple(Audience(name=name, target=target) for name, target in
                (("A", 200), ("B", 500), ("C", 90)))  # fmt: skip


def on_held_seats(paid_until: date, **changes: Any) -> Estimate:
    seats = (held(2, paid_until=paid_until, plan="core"),)
    usual = {"deadline_months": 12, "seats": 2, "held_seats": seats}
    return cheapest(CORE, asked(*CLIENTS, **usual | changes))


@pytest.mark.parametrize(
    ("paid_until", "counts_paid", "prices", "total"),
    [
        (date(2027, 7, 31), True, ["607.54", "1518.86", "273.40"], "2399.80"),
        (date(2027, 7, 31), False, ["0.00", "0.00", "0.00"], "0.00"),
        (date(2027, 3, 31), True, ["607.54", "1518.86", "273.40"], "2399.80"),
        (date(2027, 3, 31), False, ["303.78", "759.43", "136.70"], "1199.91"),
    ],
)
def test_q6_and_q7_what_is_already_paid_is_a_cost(
    paid_until: date, counts_paid: bool, prices: list[str], total: str
) -> None:
    answer = on_held_seats(paid_until)
    paid = find_paid_seats(answer).plan if counts_paid else Decimal(0)
    costs = list_costs(answer, paid=paid or Decimal(0), spent=Decimal(0))
    quoted = price_quote(costs, Pricing(markup_percent=Decimal(25)))
    assert [str(one) for one in quoted.prices] == prices
    assert str(quoted.total) == total


@examples(40, many=200)
@given(st.integers(0, 40), st.integers(0, 10**7), st.integers(0, 10**7))
def test_the_costs_of_lines_add_up_to_all_that_counts(weeks: int, paid: int, spent: int) -> None:
    answer = on_held_seats(date(2026, 12, 31) + weeks * timedelta(days=7))
    counted = [Decimal(amount) / 100 for amount in (paid, spent)]
    costs = list_costs(answer, paid=counted[0], spent=counted[1])
    assert len(costs) == len(CLIENTS)
    assert all(cost >= 0 and cost == cents(cost) for cost in costs)
    assert sum(costs) == cents(answer.total or Decimal(0)) + sum(counted)


def test_without_audiences_there_is_one_line() -> None:
    answer = estimate("as_granted")
    costs = list_costs(answer, paid=Decimal(5), spent=Decimal(2))
    assert costs == [(answer.total or Decimal(0)) + 7]
    assert list_costs(answer, paid=Decimal(0), spent=Decimal(0)) == [answer.total]


def test_a_whole_replanned_campaign_counts_what_its_first_version_had_paid() -> None:
    first = on_held_seats(date(2027, 3, 31))
    # Replanned on 1 March: the seats are paid until April by now, for a month by the campaign.
    changes = {"start_on": date(2027, 3, 1), "deadline_months": 8}
    now = on_held_seats(date(2027, 4, 30), **changes)
    paid = find_paid_seats(now, first, date(2027, 3, 1))
    assert (paid.plan, paid.whole) == (Decimal("479.96"), Decimal("959.92"))
    assert paid.of(is_whole=False) == paid.plan
    assert paid.of(is_whole=True) == paid.whole
    # On another plan the seats served until the eve.
    moved = replace(now, terms=replace(CORE, slug="other"))
    paid = find_paid_seats(moved, first, date(2027, 3, 1))
    assert (paid.plan, paid.whole) == (0, Decimal("719.94"))
    assert find_paid_seats(now).whole is None
    never = estimate("as_granted", make_terms(monthly_credits=0, purchase_limit=0))
    assert find_paid_seats(never, first, date(2027, 3, 1)).whole is None
