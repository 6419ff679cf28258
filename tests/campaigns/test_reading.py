"""Texts of numbers: every plain notation reads back exactly, two readings are found, no others."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.reading import (
    Ambiguous,
    Unreadable,
    read_count,
    read_money,
    read_share,
    show_money,
    show_share,
    write_money,
    write_share,
)
from campaigns.reading.shares import is_shown_exactly

HIGH = Decimal(1_000_000)
MOST_DECIMALS = 12
amounts = (
    st.decimals(0, HIGH, places=4)
    | st.decimals(0, HIGH, places=2)
    | st.integers(0, 10**6).map(Decimal)
)
shares = st.decimals(0, 1, places=MOST_DECIMALS) | st.decimals(0, 1, places=2)
group_signs = st.sampled_from([*" _'\u00a0\u2009\u202f\u2019"])
around = st.sampled_from(["{}", "${}", "$ {}", "{} USD", "USD {}", "{}$", "US${}", "{} dollars"])
# Texts that look like numbers, and any others.
texts = st.text("0123456789.,$%€ /-in1", max_size=12) | st.text(max_size=60)


def money(text: str) -> Decimal | Ambiguous | Unreadable:
    return read_money(text, high=HIGH)


def share(text: str) -> Decimal | Ambiguous | Unreadable:
    return read_share(text, most_decimals=MOST_DECIMALS)


@given(amounts, around)
def test_an_amount_reads_back_from_what_is_written(amount: Decimal, form: str) -> None:
    assert money(form.format(write_money(amount))) == amount


@given(amounts, around, group_signs, st.sampled_from(".,"))
def test_an_amount_reads_back_from_every_notation(
    amount: Decimal, form: str, group: str, point: str
) -> None:
    for sign in (group, ",."[point == ","]):
        text = f"{amount:,.4f}".translate({ord(","): sign, ord("."): point})
        assert money(form.format(text)) == amount


@given(amounts)
def test_an_amount_reads_back_from_what_a_page_shows(amount: Decimal) -> None:
    shown = show_money(amount)
    understood = money(shown)
    if isinstance(understood, Ambiguous):
        assert re.fullmatch(r"\$[1-9][0-9]{0,2}\.[0-9]{3}", shown)
    else:
        assert understood == amount


@given(texts)
def test_an_amount_has_two_readings_where_a_point_stands_before_three_digits(text: str) -> None:
    assert isinstance(money(text), Ambiguous) == bool(
        re.fullmatch(
            r" *(?:\$ ?|us ?\$ ?|usd ?)?[1-9][0-9]{0,2}\.[0-9]{3}"
            r"(?: ?\$| ?us ?\$| ?usd| ?(?:us )?dollars?)? *",
            text,
            re.IGNORECASE | re.ASCII,
        )
    )


@given(st.integers(1, 999), st.integers(0, 999))
def test_both_readings_of_an_amount_read_back(whole: int, rest: int) -> None:
    understood = money(f"{whole}.{rest:03}")
    assert isinstance(understood, Ambiguous)
    assert [money(reading.written) for reading in understood.readings] == [
        whole * 1000 + rest,
        Decimal(f"{whole}.{rest:03}"),
    ]


@given(shares)
def test_a_share_reads_back_from_what_is_written(part: Decimal) -> None:
    assert share(write_share(part)) == part
    percent = f"{part * 100:f}"
    for text in (f"{percent}%", f"{percent.replace('.', ',')} %", f"{percent} percent"):
        assert share(text) == part
    if is_shown_exactly(part):
        assert share(show_share(part)) == part


@given(st.integers(0, 9_999), st.integers(1, 9_999), st.sampled_from(["/ ", " / ", " in ", " of "]))
def test_a_part_of_a_whole_is_their_quotient(part: int, whole: int, between: str) -> None:
    understood = share(f"{part}{between}{whole}")
    if part > whole:
        assert understood == Unreadable()
    else:
        assert understood == round(Decimal(part) / whole, MOST_DECIMALS)


@given(texts)
def test_a_share_has_two_readings_where_the_text_is_the_number_one(text: str) -> None:
    is_one = re.fullmatch(r"0*1(?:[.,]0*)?", text.strip(" \u00a0\u202f"), re.ASCII)
    assert isinstance(share(text), Ambiguous) == bool(is_one)


@given(st.decimals(Decimal("1.01"), 100, places=2))
def test_a_number_above_one_is_a_percentage(number: Decimal) -> None:
    assert share(str(number)) == number / 100


@given(st.integers(1, 1_000_000), group_signs | st.sampled_from(",."))
def test_a_count_reads_back_from_every_notation(count: int, group: str) -> None:
    understood = read_count(f"{count:,}".replace(",", group), low=1, high=1_000_000)
    if group == "." and 1000 <= count < 1_000_000 and count % 1000 == 0:
        assert isinstance(understood, Ambiguous)
        count = int(understood.readings[0].written)
    else:
        assert understood == count


@given(texts)
def test_any_text_is_read_asked_about_or_refused(text: str) -> None:
    for outcome in (money(text), share(text), read_count(text, low=0, high=10**9)):
        match outcome:
            case Ambiguous(readings):
                assert len({reading.written for reading in readings}) == 2
            case Unreadable():
                pass
            case number:
                assert 0 <= number <= 10**9


@pytest.mark.parametrize("text", ["1" * 5_000, "1." + "0" * 5_000, " " * 5_000, "%" * 5_000])
def test_a_long_text_is_refused(text: str) -> None:
    for outcome in (money(text), share(text), read_count(text, low=0, high=10**9)):
        assert outcome == Unreadable()


@pytest.mark.parametrize("exact", ["0.0000000000001", "10.00000000000000000000000000000000001"])
def test_a_share_with_too_many_decimals_is_refused_however_many(exact: str) -> None:
    assert share(exact) == Unreadable()
    assert share(f"{exact} %") == Unreadable()


def test_the_two_words_for_all_of_them() -> None:
    assert write_share(Decimal(1)) == "100%"
    assert share("100%") == share("100") == share("1/1") == Decimal(1)
