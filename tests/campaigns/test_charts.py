"""Charts: nothing collides, they are lean, and any figures can be drawn."""

import re
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.charts import (
    draw_balance,
    draw_money,
)
from campaigns.charts.axes import CENT, HEIGHT, make_scale, mark_months
from planner.planning.comparison import compare
from planner.planning.explain import explain
from planner.planning.terms import Terms
from planner.planning.wording import dollars
from tests.campaigns.chart_cases import (
    DIGIT,
    LEAST_PLOTS,
    STATIC,
    losses_of,
    read,
    write,
)
from tests.examples import examples
from tests.planning.arbitrary import plans, scenarios, strategies
from tests.planning.builders import estimate, make_terms


@pytest.mark.parametrize(
    ("highest", "marks"),
    [
        ("0", "$0 $1"),
        ("0.9", "$0.00 $0.25 $0.50 $0.75 $1.00"),
        ("979.99", "$0 $250 $500 $750 $1,000"),
        ("8000", "$0 $2,000 $4,000 $6,000 $8,000"),
        ("9999.01", "$0 $2.5K $5K $7.5K $10K"),
        ("29599.99", "$0 $10K $20K $30K"),
        ("1200000", "$0 $500K $1M $1.5M"),
        ("12345678.90", "$0 $5M $10M $15M"),
        ("600000000000", "$0 $200B $400B $600B"),
    ],
)
def test_money_is_marked_in_few_round_steps(highest: str, marks: str) -> None:
    scale = make_scale(Decimal(highest), unit=CENT if Decimal(highest) % 1 else Decimal(1))

    assert " ".join(tick.text for tick in scale.mark(scale.write_dollars)) == marks


@given(high=st.decimals(0, 10**12, places=2), low=st.integers(-(10**6), 0))
def test_a_scale_holds_what_it_was_made_for(high: Decimal, low: int) -> None:
    scale = make_scale(high, low=low)
    ticks = scale.mark(scale.write_count)

    assert scale.low <= low
    assert high <= scale.high
    assert 2 <= len(ticks) <= 7
    assert len({tick.text for tick in ticks if tick.at <= scale.place(0)}) >= 2
    assert all(0 <= tick.at <= HEIGHT for tick in ticks)
    assert min(one.at - other.at for one, other in pairwise(ticks)) > 12


@pytest.mark.parametrize("months", range(1, 121))
def test_the_numbers_below_months_never_collide(months: int) -> None:
    marks = list(mark_months(months))

    for plot, hidden in zip(LEAST_PLOTS, ["wide", "narrow"], strict=True):
        shown = [mark for mark in marks if mark.room != hidden]
        assert shown[-1].text == f"{months}"
        for one, other in pairwise(shown):
            digits = len(one.text) + len(other.text)
            assert (other.at - one.at) / 100 * plot >= digits / 2 * DIGIT + 4


@examples(40, many=100)
@given(terms=plans(priced=False), scenario=scenarios(), strategy=strategies)
def test_every_estimate_can_be_drawn(terms: Terms, scenario: Any, strategy: Any) -> None:
    (answer,) = compare(scenario, [terms], [strategy]).estimates
    balance, money = draw_balance(answer), draw_money(answer)
    read(write("balance", balance))
    read(write("money", money))

    assert len(balance.columns) == (len(answer.schedule) if scenario.to_send else 0)
    assert bool(money.segments) == bool(answer.total)
    if money.segments:
        assert sum(segment.width for segment in money.segments) == pytest.approx(100, abs=0.05)
        ends = [segment.x + segment.width for segment in money.segments]
        starts = [segment.x for segment in money.segments[1:]]
        assert starts == pytest.approx(ends[:-1], abs=0.02)


@examples(40, many=100)
@given(terms=plans(), scenario=scenarios(), strategy=strategies)
def test_chart_and_sentence_name_the_same_losses_and_never_more_than_was_paid(
    terms: Terms, scenario: Any, strategy: Any
) -> None:
    (answer,) = compare(scenario, [terms], [strategy]).estimates
    if answer.losses is None or not answer.total:
        return
    money = draw_money(answer)
    lost = losses_of(money)
    paid = answer.subscription_spend or Decimal(0)

    assert sum(Decimal(worth.strip("$").replace(",", "")) for worth in lost.values()) <= paid
    if lost:
        assert f"{dollars(answer.losses.worth)} of the subscription pays" in money.summary
    said = re.search(
        r"lost at the cap(?:, of which [\d,]+ (?:is|are) paid for)?, worth (\S+?)[.;]( |$)",
        explain(answer),
    )
    if said:
        assert said[1] == lost["forfeited"]
    elif "lost at the cap" in explain(answer):
        assert "forfeited" not in lost


def all_charts(name: str = "Navigator", **changes: Any) -> str:
    """The markup of both, as if they stood on one page."""
    terms = make_terms(name=name)
    answer = estimate("accumulate", terms, **changes)
    return "".join(
        [
            write("balance", draw_balance(answer)),
            write("money", draw_money(answer)),
        ]
    )


def test_there_is_neither_style_nor_script_in_a_chart() -> None:
    for element in read(f"<main>{all_charts()}</main>").iter():
        assert element.tag not in {"script", "style"}
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]


def test_no_id_is_given_twice() -> None:
    ids = re.findall(r'\sid="([^"]+)"', all_charts(target=260, opening_balance=80))

    assert len(ids) == len(set(ids))


def test_every_reference_has_its_element() -> None:
    markup = all_charts(target=260, opening_balance=80)
    ids = set(re.findall(r'\sid="([^"]+)"', markup))

    assert set(re.findall(r'aria-labelledby="([^"]+)"', markup)) <= ids
    assert set(re.findall(r"url\(#([^)]+)\)", markup)) <= ids
    assert set(re.findall(r'href="#([^"]+)"', markup)) <= ids


def read_tokens() -> dict[str, tuple[str, str]]:
    """The tokens that have a light and a dark color."""
    styles = (STATIC / "tokens.css").read_text()
    colors = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", styles)
    return {token: (light, dark) for token, light, dark in colors}


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2."""
    lighter, darker = sorted(map(luminance, [one, other]), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: str) -> float:
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(part * light for part, light in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("token", ["s1", "s2", "s3", "s4", "s5", "soft", "warn"])
def test_labels_stand_out_from_the_card(token: str, scheme: int) -> None:
    tokens = read_tokens()

    assert contrast(tokens[token][scheme], tokens["card"][scheme]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("token", ["carried", "edge", "accent"])
def test_shapes_stand_out_from_the_card(token: str, scheme: int) -> None:
    tokens = read_tokens()

    assert contrast(tokens[token][scheme], tokens["card"][scheme]) >= 3
