"""What each field reads of what a person writes, and what it refuses."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.forms import Field

from campaigns.forms.day_fields import DayField
from campaigns.forms.fields import (
    AllowedField,
    FlagField,
    MoneyField,
    NameField,
    PickField,
    PickSomeField,
    SeatsField,
    ShareField,
    ShortNameField,
    TwoReadings,
    WholeNumberField,
)

PEOPLE = WholeNumberField(low=1, high=1_000_000)
SEATS = WholeNumberField(low=0, high=50, required=False)
BEST_SEATS = SeatsField(low=1, high=10_000)
PRICE = MoneyField(high=Decimal(1_000_000), required=False)
RATE = ShareField(of="", most_decimals=12)
START = DayField(first=date(2000, 1, 1), last=date(2099, 12, 31))
NAME = NameField(longest=10)
SHORT_NAME = ShortNameField(longest=10)
GOAL = PickField(choices=[("contacted", "messaged"), ("replied", "replied")])
PLANS = PickSomeField(choices=[("a", "A"), ("b", "B")])
FLAG = FlagField()


@pytest.mark.parametrize(
    ("field", "written", "meant"),
    [
        (PEOPLE, "100", 100),
        (PEOPLE, " 100 ", 100),
        (PEOPLE, "1,000", 1000),
        (PEOPLE, "1,000,000", 1_000_000),
        (PEOPLE, "10 000", 10_000),
        (PEOPLE, "10\u00a0000", 10_000),
        (PEOPLE, "10\u202f000", 10_000),
        (PEOPLE, "1_000", 1000),
        (PEOPLE, "007", 7),
        (SEATS, "0", 0),
        (SEATS, "", None),
        (BEST_SEATS, "best", "best"),
        (BEST_SEATS, " Best ", "best"),
        (BEST_SEATS, "3", 3),
        (BEST_SEATS, "10,000", 10_000),
        (PRICE, "64.50", Decimal("64.50")),
        (PRICE, "$64.5", Decimal("64.5")),
        (PRICE, "$1,234.5678", Decimal("1234.5678")),
        (PRICE, ".99", Decimal("0.99")),
        (PRICE, "5.", Decimal(5)),
        (PRICE, "0", Decimal(0)),
        (PRICE, "", None),
        (RATE, "0.1", Decimal("0.1")),
        (RATE, "10%", Decimal("0.1")),
        (RATE, "10 %", Decimal("0.1")),
        (RATE, "12.5%", Decimal("0.125")),
        (PRICE, "64,50", Decimal("64.50")),
        (PRICE, "1.000,50", Decimal("1000.50")),
        (PRICE, "500 USD", Decimal(500)),
        (RATE, "10", Decimal("0.1")),
        (RATE, "100", Decimal(1)),
        (RATE, "100%", Decimal(1)),
        (RATE, "", Decimal(0)),
        (START, "2024-02-29", date(2024, 2, 29)),
        (START, " 2026-12-01 ", date(2026, 12, 1)),
        (NAME, " Our deal ", "Our deal"),
        (NAME, "日本の計画", "日本の計画"),
        (SHORT_NAME, "our-deal", "our-deal"),
        (SHORT_NAME, "", ""),
        (GOAL, "replied", "replied"),
        (PLANS, ["b", "a"], ["b", "a"]),
        (PLANS, ["", "b"], ["b"]),
        (PLANS, [], []),
        (FLAG, "true", True),
        (FLAG, "false", False),
    ],
)
def test_it_reads_what_a_person_would_write(field: Field, written: object, meant: object) -> None:
    assert field.clean(written) == meant


@pytest.mark.parametrize(
    ("field", "written"),
    [
        (PEOPLE, ""),
        (PEOPLE, "0"),
        (PEOPLE, "1000001"),
        (PEOPLE, "-1"),
        (PEOPLE, "+1"),
        (PEOPLE, "a hundred"),
        (PEOPLE, "100 people"),
        (PEOPLE, "1e3"),
        (PEOPLE, "1e999"),
        (PEOPLE, "NaN"),
        (PEOPLE, "Infinity"),
        (PEOPLE, "0x64"),
        (PEOPLE, "1/2"),
        (PEOPLE, "１００"),  # full-width digits
        (PEOPLE, "٣"),  # an Arabic three
        (PEOPLE, "²"),
        (PEOPLE, "1\x00"),
        (PEOPLE, "1\n"),
        (PEOPLE, "0" * 40 + "1"),
        (PEOPLE, "9" * 5000),
        (PEOPLE, "."),
        (PEOPLE, "1.5"),
        (BEST_SEATS, ""),
        (BEST_SEATS, "0"),
        (BEST_SEATS, "10001"),
        (BEST_SEATS, "bests"),
        (BEST_SEATS, "1.5"),
        (BEST_SEATS, "²"),
        (PRICE, "$"),
        (PRICE, "."),
        (PRICE, "1.2.3"),
        (PRICE, "0.00001"),
        (PRICE, "1000000.01"),
        (RATE, "100.1"),
        (RATE, "101 %"),
        (RATE, "%"),
        (RATE, "10 %%"),
        (RATE, "%10"),
        (RATE, "0.0000000000001"),
        (START, ""),
        (START, "2026-02-30"),
        (START, "1999-12-31"),
        (START, "2100-01-01"),
        (START, "9999-12-31"),
        (START, "0000-00-00"),
        (START, "1 Dec 2026"),
        (START, "2026-12-01T00:00"),
        (START, "٢٠٢٦-١٢-٠١"),
        (NAME, ""),
        (NAME, "   "),
        (NAME, "x" * 11),
        (SHORT_NAME, "x" * 11),
        (SHORT_NAME, "a.b"),
        (SHORT_NAME, "ünï"),
        (GOAL, ""),
        (GOAL, "met"),
        (GOAL, "Replied"),
        (PLANS, ["c"]),
        (PLANS, ["a", "a\x00"]),
        (FLAG, ""),
        (FLAG, "on"),
        (FLAG, "1"),
    ],
)
def test_it_refuses_the_rest_and_says_what_is_allowed(field: AllowedField, written: object) -> None:
    with pytest.raises(ValidationError) as refused:
        field.clean(written)
    assert refused.value.messages == [field.allowed]


@pytest.mark.parametrize(
    ("field", "written", "question", "readings"),
    [
        (PRICE, "1.680", "Do you mean $1,680.00 or $1.68?", ["1680", "1.68"]),
        (PRICE, "2.000", "Do you mean $2,000.00 or $2.00?", ["2000", "2"]),
        (PRICE, "$9.999", "Do you mean $9,999.00 or $9.999?", ["9999", "9.9990"]),
        (RATE, "1", "Do you mean 1 % or 100 %?", ["1 %", "100 %"]),
        (RATE, "1.0", "Do you mean 1 % or 100 %?", ["1 %", "100 %"]),
        (PEOPLE, "1.000", "Do you mean 1,000 or 1?", ["1000", "1"]),
    ],
)
def test_a_text_with_two_readings_is_a_question_with_both(
    field: Field, written: str, question: str, readings: list[str]
) -> None:
    with pytest.raises(TwoReadings) as asked:
        field.clean(written)
    assert asked.value.ambiguous.question == question
    assert [reading.written for reading in asked.value.ambiguous.readings] == readings
    assert all(text in asked.value.messages[0] for text in readings)
    for text in readings:
        field.clean(text)


@pytest.mark.parametrize(
    ("written", "currency"),
    [("€500", "€"), ("64.50 €", "€"), ("CHF 500", "CHF"), ("500 euros", "euros"), ("C$5", "C$")],
)
def test_another_currency_is_refused_by_its_name(written: str, currency: str) -> None:
    with pytest.raises(ValidationError) as refused:
        PRICE.clean(written)
    reason = f"amounts are in US dollars, not in {currency}"
    assert refused.value.messages == [f"{PRICE.allowed}: {reason}"]


@pytest.mark.parametrize(
    "written", ["1,0,0", "1,00", ",100", "1000,000", "1,5", "1.5", "1.0", "5."]
)
def test_a_count_with_decimals_or_stray_signs_is_refused(written: str) -> None:
    with pytest.raises(ValidationError) as refused:
        PEOPLE.clean(written)
    assert refused.value.messages == [PEOPLE.allowed]


@pytest.mark.parametrize(
    ("field", "written", "understood"),
    [
        (PRICE, "1,680", "= $1,680.00"),
        (PRICE, "64,50", "= $64.50"),
        (PRICE, "9.9990", ""),
        (PRICE, "$1,680.00", ""),
        (PRICE, "1680", ""),
        (PRICE, "1.680", ""),
        (PRICE, "", ""),
        (RATE, "10", "= 10 %"),
        (RATE, "0.12", "= 12 %"),
        (RATE, "1 in 7", "≈ 14.29 %"),
        (RATE, "12,5 %", "= 12.5 %"),
        (RATE, "12.5%", ""),
        (RATE, "0", ""),
        (RATE, "nonsense", ""),
        (BEST_SEATS, "best", ""),
        (BEST_SEATS, "BEST", ""),
        (BEST_SEATS, "3", ""),
        (BEST_SEATS, "1_000", "= 1,000"),
        (PEOPLE, "1.500", "= 1,500"),
        (PEOPLE, "1,500", ""),
        (PEOPLE, "1500", ""),
    ],
)
def test_what_was_understood_is_echoed_where_the_text_does_not_say_it_itself(
    field: Field, written: str, understood: str
) -> None:
    form = type("AForm", (forms.Form,), {"amount": field})({"amount": written})
    assert form["amount"].understood == understood


@pytest.mark.parametrize("field", [PRICE, RATE, SEATS])
def test_no_amount_is_less_than_nothing_not_even_by_its_sign(field: Field) -> None:
    with pytest.raises(ValidationError):
        field.clean("-0")


def test_a_choice_that_may_be_left_open_is_not_named_among_those_allowed() -> None:
    assert FlagField(empty="As usual", required=False).allowed == "one of true, false"


@pytest.mark.parametrize("written", ["20261201", "2026-W49-2", "2026W492"])
def test_a_day_is_written_as_a_browser_shows_it(written: str) -> None:
    with pytest.raises(ValidationError):
        START.clean(written)


@pytest.mark.parametrize("written", ["a\nb", "a\tb", "\x1b[31mred", "a\x7fb", "a\x9bb", "a\u202eb"])
def test_a_name_holds_nothing_that_a_terminal_would_act_on(written: str) -> None:
    with pytest.raises(ValidationError):
        NAME.clean(written)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("\u202eautumn", ", without the sign U+202E, which cannot be seen"),
        ("a\x00b", ", without the sign U+0000, which cannot be seen"),
        ("a\tb", ", without the sign U+0009, which cannot be seen"),
        ("a\nb", ""),
        ("a\u2028b", ""),
        ("\u200b", ", with something to be seen"),
        ("\u2060\ufeff \u3164", ", with something to be seen"),
    ],
)
def test_what_cannot_be_seen_of_a_name_is_told(written: str, told: str) -> None:
    with pytest.raises(ValidationError) as refused:
        NAME.clean(written)
    assert refused.value.messages == [f"a text of at most 10 characters in one line{told}"]


def test_a_name_may_hold_any_script_and_signs() -> None:
    for written in (
        "Größe 2",
        "Ω & Co <b>",
        "=1+1",
        "👩‍💻 deal",
        "a\u00a0b",
        "…",
        "हिन्दी",
        "\u200bx",
    ):
        assert NAME.clean(written) == written


@pytest.mark.parametrize(
    ("written", "share"),
    [
        ("0,1", "0.1"),
        ("14,3 %", "0.143"),
        ("1/7", "0.142857142857"),
        ("1 in 8", "0.125"),
        ("3 of 4", "0.75"),
    ],
)
def test_a_share_is_read_as_people_write_it(written: str, share: str) -> None:
    assert RATE.clean(written) == Decimal(share)


@pytest.mark.parametrize("written", ["2/1", "1/0", "1 in", "in 7", "1//7", "-1/7", "1/7 %"])
def test_a_part_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        RATE.clean(written)
