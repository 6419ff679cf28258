"""What was paid for nothing: examples by hand, and every credit followed by itself."""

from collections import deque
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from planner.planning.days import add_months
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.explain import explain
from planner.planning.layout import GroupSchedule
from planner.planning.losses import Losses
from planner.planning.money import cents
from planner.planning.scenario import Scenario
from planner.planning.strategies import Strategy
from planner.planning.terms import Terms
from tests.examples import examples
from tests.known import known
from tests.planning.arbitrary import plans, scenarios, strategies
from tests.planning.builders import NO_PRICES, estimate, held, make_terms


def losses_of(answer: Estimate) -> Losses:
    assert answer.losses is not None
    return answer.losses


@pytest.mark.parametrize("price", [Decimal("79.90"), Decimal(0)])
def test_what_was_lost_at_the_cap_is_worth_its_share_of_the_months(price: Decimal) -> None:
    answer = estimate("accumulate", make_terms(rollover_cap=50, monthly_price=price))
    lost = losses_of(answer)
    assert (lost.forfeited, lost.forfeited_worth) == (10, price / 2)


def test_what_is_paid_by_the_year_is_worth_its_share_of_the_year() -> None:
    """3 of 12 months, of whose 60 credits the cap withheld 10."""
    answer = estimate("accumulate", make_terms(rollover_cap=50, monthly_price=None))
    lost = losses_of(answer)
    assert (lost.unused_months, lost.unused_worth) == (9, Decimal("584.91"))
    assert (lost.forfeited, lost.forfeited_worth) == (10, Decimal("32.50"))
    assert lost.worth == Decimal("617.41")


def test_it_is_never_above_what_was_paid() -> None:
    """A year costs as much as a month or so: what is lost is a part of that year."""
    terms = make_terms(annual_price=Decimal(100), credit_lifetime_days=400)
    answer = estimate("as_granted", terms, target=60, monthly_send_limit=5)
    lost = losses_of(answer)
    assert (answer.months, answer.total) == (12, Decimal(100))
    assert answer.credits is not None
    assert lost.forfeited == answer.credits.forfeited == 125
    assert lost.forfeited_worth == cents(Decimal(100) * 125 / 240) == Decimal("52.08")
    assert "worth $52.08" in explain(answer)


def test_nothing_was_paid_for_what_a_free_month_lost() -> None:
    terms = make_terms(trial_months=2, rollover_cap=20)
    answer = estimate("as_granted", terms, target=20, monthly_send_limit=10, use_trial=True)
    assert answer.credits is not None
    assert (answer.total, answer.credits.forfeited) == (0, 10)
    assert losses_of(answer).worth == 0
    assert "10 credits are lost at the cap" in explain(answer)
    assert "worth" not in explain(answer)


def test_the_sentence_says_how_many_of_the_lost_were_paid_for() -> None:
    terms = make_terms(trial_months=2, rollover_cap=20)
    asked = {"use_trial": True, "monthly_send_limit": 10, "billing": "monthly"}
    answer = estimate("as_granted", terms, target=30, **asked)
    assert answer.credits is not None
    lost = losses_of(answer)
    assert (answer.credits.forfeited, lost.forfeited) == (20, 10)
    assert lost.forfeited_worth == cents(10 * Decimal("79.99") / 20)
    said = "20 credits are lost at the cap, of which 10 are paid for, worth $40.00"
    assert said in explain(answer)


def test_months_of_held_seats_that_are_paid_for_already_lose_nothing() -> None:
    terms = make_terms(rollover_cap=20, annual_price=None)
    seats = held(1, 20, paid_until=date(2026, 12, 31))
    answer = estimate("as_granted", terms, target=30, monthly_send_limit=10, held_seats=(seats,))
    assert answer.credits is not None
    # 20 on 1 Nov, 10 on 1 Dec and 10 on 1 Jan: only January is to be paid for.
    assert (answer.total, answer.credits.forfeited) == (Decimal("79.99"), 40)
    assert (losses_of(answer).forfeited, losses_of(answer).forfeited_worth) == (
        10,
        Decimal("40.00"),
    )


def test_without_a_price_nothing_is_said_of_worth() -> None:
    answer = estimate("accumulate", make_terms(rollover_cap=50, **NO_PRICES))
    assert answer.losses is None
    assert "worth" not in explain(answer)


def test_nothing_lost_is_worth_nothing_even_where_a_month_brings_nothing() -> None:
    assert losses_of(estimate("buy_now", make_terms(monthly_credits=0))).worth == 0


def follow_credits(one: GroupSchedule) -> tuple[int, int, int]:
    """Credits of paid months: withheld, expired, and brought in all; one credit after the other."""
    pays_from, free = one.group.calendar.pays_from, one.subscription.free_months
    pile: deque[bool] = deque([False] * one.group.credits)
    withheld = expired = brought = 0
    for month in one.schedule:
        row = month.ledger
        is_paid = month.starts_on >= add_months(pays_from, free)
        expired += sum(pile.popleft() for _ in range(row.expired))
        withheld += row.forfeited if is_paid else 0
        brought += row.forfeited + row.granted if is_paid else 0
        pile.extend([is_paid] * row.granted + [False] * (row.returned + row.bought))
        for _ in range(row.sent):
            pile.popleft()
    return withheld, expired, brought


@examples(50, many=100)
@given(plans(priced=False), scenarios(), strategies)
def test_every_loss_is_a_part_of_what_was_paid(
    terms: Terms, scenario: Scenario, strategy: Strategy
) -> None:
    answer = make_estimate(terms, scenario, strategy)
    spend = answer.subscription_spend
    assert (answer.losses is None) == (spend is None)
    if answer.losses is None or spend is None:
        return
    assert 0 <= answer.losses.worth <= spend
    followed = [follow_credits(one) for one in answer.groups]
    assert answer.losses.forfeited == sum(withheld for withheld, _, _ in followed)
    assert answer.losses.expired == sum(expired for _, expired, _ in followed)
    for one, (withheld, expired, brought) in zip(answer.groups, followed, strict=True):
        lost, paid = known(one.losses), known(one.subscription.spend)
        year = one.subscription.annual_price or Decimal(0)
        assert abs(lost.unused_worth - min(lost.unused_months * year / 12, paid)) <= Decimal("0.01")
        for credits, worth in [
            (withheld, lost.forfeited_worth),
            (expired, lost.expired_worth),
        ]:
            share = credits * (paid - lost.unused_months * year / 12) / brought if credits else 0
            assert abs(worth - share) <= Decimal("0.02")
