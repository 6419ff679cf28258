"""Every calculation that is spelled out comes out as it is written."""

import math
import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from campaigns.presentation.detail import Calculation, spell_out
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.explain import explain
from planner.planning.money import cents
from tests.examples import examples
from tests.planning.arbitrary import finely_priced_plans, scenarios, strategies
from tests.planning.builders import estimate, make_terms

NUMBER = r"[$]?([\d,]+(?:\.\d+)?)( %)?"


def steps_of(answer: Estimate) -> dict[str, Calculation]:
    return {calculation.name: calculation for calculation in spell_out(answer)}


def read(text: str) -> Fraction:
    """The first number of a text: an amount, a count, a percentage or a part of a whole."""
    if part := re.match(r"([\d,]+) in ([\d,]+)", text):
        return Fraction(int(part[1].replace(",", "")), int(part[2].replace(",", "")))
    match = re.search(NUMBER, text)
    assert match, text
    number = Fraction(match[1].replace(",", ""))
    return number / 100 if match[2] else number


def work_out(steps: str) -> Fraction:
    """What a calculation comes to, with the numbers as they are written."""
    if " ÷ (" in steps:
        total, divisor = steps.rstrip(")").split(" ÷ (")
        return work_out(total) / work_out(divisor)
    for sign in (" + ", " − "):
        if sign in steps:
            first, *others = steps.split(sign)
            rest = [work_out(other) for other in others]
            return work_out(first) + sum(rest) * (1 if sign == " + " else -1)
    if " ÷ " in steps:
        dividend, divisor = steps.split(" ÷ ")
        return work_out(dividend) / read(divisor)
    return Fraction(math.prod(read(factor) for factor in steps.split(" × ")))


def in_cents(amount: Fraction) -> Decimal:
    return cents(Decimal(math.floor(amount * 100 + Fraction(1, 2))) / 100)


def test_a_price_finer_than_a_cent_is_written_in_full() -> None:
    terms = make_terms(credit_price=Decimal("9.999"), annual_price=None)
    bought = steps_of(estimate("buy_now", terms, target=70))["Bought credits"]
    assert (bought.steps, bought.result) == ("50 credits × $9.999", "$499.95")
    assert "50 more are bought" not in explain(estimate("buy_now", terms, target=70))
    assert "at $9.999 each" in explain(estimate("buy_now", terms, target=70))


def test_a_rate_that_is_a_quotient_is_written_as_one_where_it_divides() -> None:
    """As a percentage its decimals have no end, and by hand they come out otherwise."""
    rate = round(Decimal(4) / 35, 12)
    messages = steps_of(estimate("as_granted", goal="replied", target=20, reply_rate=rate))
    assert messages["Messages"].steps == "20 replies ÷ 4 in 35 reply rate, rounded up"
    assert messages["Messages"].result == "175"


@examples(40, many=100)
@given(finely_priced_plans(), scenarios(), strategies)
def test_every_step_comes_out_as_it_is_written(terms: Any, scenario: Any, strategy: Any) -> None:
    for name, calculation in steps_of(make_estimate(terms, scenario, strategy)).items():
        steps, result = calculation.steps, calculation.result
        if name == "Subscription":
            paid = [part for part in steps.split(" + ") if " × " in part]
            assert result == f"${in_cents(sum(map(work_out, paid), Fraction(0))):,}"
        elif name == "Balance":
            held, gone = steps.split(" − ", 1)
            out = sum(read(part) for part in gone.split(" − "))
            assert read(result) == work_out(held) - out
        elif steps.endswith(", rounded up"):
            assert read(result) == math.ceil(work_out(steps))
        elif steps.endswith(", rounded down"):
            assert read(result) == math.floor(work_out(steps))
        elif name == "Credits granted":
            months, withheld = steps.split(" withheld")[0].split(" − ")
            assert read(result) == work_out(months) - read(withheld)
        elif result.startswith("$"):
            assert result == f"${in_cents(work_out(steps)):,}"
        else:
            assert read(result) == work_out(steps)


@pytest.mark.parametrize("steps", ["2 months × $10.005 + 1 year × $3.00"])
def test_the_test_itself_multiplies_before_it_adds(steps: str) -> None:
    assert work_out(steps) == Fraction("23.01")
