"""The estimate page's sentences on buying instead of waiting are true, recomputed independently."""

from hypothesis import given
from hypothesis import strategies as st

from campaigns.presentation.detail import find_break_even, has_one_plain_seat
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.ranges import MOST_MONTHS
from tests.examples import examples
from tests.planning.arbitrary import (
    finely_priced_plans,
    plans,
    scenarios,
    sold_plans,
    strategies,
    usual_scenarios,
)
from tests.planning.claims import Said, check, claim, money, number
from tests.planning.explained import Told, shows, shows_exactly, told

estimates = st.builds(
    make_estimate,
    plans() | sold_plans() | finely_priced_plans(),
    scenarios(seats=1, sends_on="every_day", answers_come="next") | usual_scenarios(),
    strategies,
)


def is_least_of_the_sooner(facts: Told, said: Said) -> bool:
    """No way in fewer months costs less than the one that is named."""
    recount, total = facts.recount, facts.estimate.total
    assert total is not None
    ways = [
        (cost, months, bought)
        for months in range(1, facts.months)
        if (bought := recount.fewest_bought(months)) is not None
        and (cost := recount.total(months, bought)) is not None
    ]
    cost, months, bought = min(ways)
    more = money(said.get("more", "$0.00"))
    difference = cost - total
    return (
        number(said["n"]) == months < facts.months
        and number(said.get("bought", "0")) == bought
        and shows(said.get("more", "$0.00"), abs(difference))
        and ("more" not in said or more > 0)
        and (not more or ("less" in said["how"]) == (difference < 0))
    )


def pays_up_to(facts: Told, said: Said) -> bool:
    """So many messages cost at most the last month if they are bought, one more costs more."""
    recount, months, limit = facts.recount, facts.months, number(said["n"])
    adds, price = recount.adds(months, months), recount.terms.credit_price
    assert adds is not None
    assert price is not None
    granted = recount.to_send - recount.unsent(months - 1)
    enough = recount.fewest_bought(months - 1, to_send=granted + limit)
    too_many = recount.fewest_bought(months - 1, to_send=granted + limit + 1)
    return (
        enough is not None
        and price * enough <= adds
        and (too_many is None or price * too_many > adds)
        and enough <= number(said["bought"])
        and number(said["month"]) == months
        and shows(said["adds"], adds)
        and shows_exactly(said["price"], price)
        and shows(said["spent"], price * number(said["bought"]))
        and price * number(said["bought"]) <= adds
    )


def adds_so_much(facts: Told, said: Said) -> bool:
    """What the last month and a credit cost; no credit can be had for the month's price."""
    adds = facts.recount.adds(facts.months, facts.months)
    price = facts.recount.terms.credit_price
    return (
        number(said["month"]) == facts.months
        and shows(said["adds"], adds)
        and shows_exactly(said["price"], price)
        and adds is not None
        and price is not None
        and price > adds
    )


BREAK_EVEN = [
    claim("Done in <n:n> months? (?:with <bought:n> bought credits?|without buying) it costs "
          "(?P<how><more:money> (?:more|less)|the same)", is_least_of_the_sooner),
    claim("Buy in place of the last month only if <n:n> or fewer messages are missing: "
          "month <month:n> adds <adds:money> to the subscription, and <bought:n> credits? at "
          "<price:price> costs? <spent:money>", pays_up_to),
    claim("Month <month:n> adds <adds:money> to the subscription, a bought credit costs "
          "<price:price>", adds_so_much),
]  # fmt: skip


@examples(50, many=200)
@given(estimates)
def test_what_buying_instead_of_waiting_comes_to_is_true(answer: Estimate) -> None:
    text = find_break_even(answer)
    facts = told(answer)
    if text is not None:
        check(text, facts, BREAK_EVEN)
        return
    if not has_one_plain_seat(answer):
        return
    months, terms = answer.months or 0, answer.terms
    can_be_said = answer.total is not None and 1 < months <= MOST_MONTHS and terms.credit_price
    if can_be_said and terms.sells_credits:
        bought = facts.recount.fewest_bought(months - 1)
        assert bought is None or facts.recount.total(months - 1, bought) is None
