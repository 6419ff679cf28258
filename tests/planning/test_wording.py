"""How figures are written, and that what is written can be read back as what it is."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.planning.goals import Goal
from planner.planning.money import cents
from planner.planning.wording import (
    chance,
    count,
    count_leads,
    dollars,
    exact_dollars,
    exact_percent,
    percent,
    rounded_percent,
)

quotients = st.integers(1, 100_000).flatmap(
    lambda sent: st.integers(0, sent).map(lambda replied: Decimal(replied) / sent)
)
amounts = st.decimals(0, 1_000_000, places=4)


@pytest.mark.parametrize(
    ("amount", "exact"),
    [
        ("10", "$10.00"),
        ("79.9900", "$79.99"),
        ("9.999", "$9.999"),
        ("0", "$0.00"),
        ("1234567.5", "$1,234,567.50"),
        ("1000", "$1,000.00"),
        ("0.0001", "$0.0001"),
    ],
)
def test_exact_dollars_have_as_many_decimals_as_they_need(amount: str, exact: str) -> None:
    assert exact_dollars(Decimal(amount)) == exact


@given(amounts)
def test_an_amount_can_be_read_back(amount: Decimal) -> None:
    assert Decimal(exact_dollars(amount).strip("$").replace(",", "")) == amount
    assert Decimal(dollars(amount).strip("$").replace(",", "")) == cents(amount)


@pytest.mark.parametrize(
    ("share", "written"),
    [
        (Decimal(4) / 35, "11.4 %"),
        (Decimal(1) / 3, "33.3 %"),
        (Decimal(1) / 700, "0.143 %"),
        (Decimal(699) / 700, "99.857 %"),
        (Decimal("0.125"), "12.5 %"),
        (Decimal("0.012345"), "1.2345 %"),
        (Decimal("0.000000000001"), "0.0000000001 %"),
        (Decimal(0), "0 %"),
        (Decimal(1), "100 %"),
    ],
)
def test_a_share_is_written_as_people_write_it(share: Decimal, written: str) -> None:
    assert percent(share) == written


@given(quotients)
def test_a_share_is_never_rounded_to_nothing_or_to_everything(share: Decimal) -> None:
    shown = Decimal(percent(share).removesuffix(" %")) / 100
    assert (shown == 0, shown == 1) == (share == 0, share == 1)
    assert abs(shown - share) <= min(share, 1 - share) / 100
    assert Decimal(exact_percent(share).removesuffix(" %")) / 100 == share


@pytest.mark.parametrize(
    ("share", "written"),
    [
        (Fraction(0), "0 %"),
        (Fraction(1), "100 %"),
        (Fraction(4, 100), "4 %"),
        (Fraction(72_928, 1_000_000), "7.29 %"),
        (Fraction(99_999, 100_000), "99.999 %"),
    ],
)
def test_a_calculated_share_has_three_digits(share: Fraction, written: str) -> None:
    assert rounded_percent(share) == written


@pytest.mark.parametrize(
    ("share", "written"),
    [(0, "0 %"), (0.001, "below 1 %"), (0.5, "50 %"), (0.999, "above 99 %"), (1, "100 %")],
)
def test_a_chance_is_never_rounded_to_none_or_to_certainty(share: float, written: str) -> None:
    assert chance(share) == chance(Decimal(str(share))) == written


@pytest.mark.parametrize(
    ("number", "goal", "written"),
    [
        (1, "contacted", "1 person"),
        (1_200, "contacted", "1,200 people"),
        (1, "replied", "1 reply"),
        (46, "replied", "46 replies"),
    ],
)
def test_leads_are_counted_as_what_the_goal_counts(number: int, goal: Goal, written: str) -> None:
    assert count_leads(number, goal) == written


def test_a_noun_that_ends_in_a_hiss_gets_another_ending() -> None:
    assert [count(1, "mailbox"), count(5, "mailbox")] == ["1 mailbox", "5 mailboxes"]
    assert count(2, "branch") == "2 branches"
    assert count(2, "credit") == "2 credits"
