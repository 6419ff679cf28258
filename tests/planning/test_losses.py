"""What was paid for nothing: examples by hand, and every credit followed by itself."""

from collections import deque
from decimal import Decimal

import pytest
from hypothesis import given

from planner.planning.estimate import Estimate, make_estimate
from planner.planning.explain import explain
from planner.planning.losses import Losses
from planner.planning.money import cents
from planner.planning.scenario import Scenario
from planner.planning.strategies import Strategy
from planner.planning.terms import Terms
from tests.planning.arbitrary import plans, scenarios, strategies
from tests.planning.builders import NO_PRICES, estimate, make_terms


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
    terms = make_terms(trial_months=1)
    answer = estimate("as_granted", terms, target=60, opening_balance=60, use_trial=True)
    assert answer.credits is not None
    assert (answer.total, answer.credits.forfeited) == (0, 20)
    assert losses_of(answer).worth == 0
    assert "20 credits were lost at the cap" in explain(answer)
    assert "worth" not in explain(answer)


def test_the_sentence_says_how_many_of_the_lost_were_paid_for() -> None:
    terms = make_terms(trial_months=1)
    asked = {"opening_balance": 60, "use_trial": True, "monthly_send_limit": 10}
    answer = estimate("as_granted", terms, target=60, **asked, billing="monthly")
    assert answer.credits is not None
    lost = losses_of(answer)
    assert (answer.credits.forfeited, lost.forfeited) == (40, 20)
    assert lost.forfeited_worth == cents(20 * Decimal("79.99") / 20)
    said = "40 credits were lost at the cap, of which 20 were paid for, worth $79.99"
    assert said in explain(answer)


def test_without_a_price_nothing_is_said_of_worth() -> None:
    answer = estimate("accumulate", make_terms(rollover_cap=50, **NO_PRICES))
    assert answer.losses is None
    assert "worth" not in explain(answer)


def test_nothing_lost_is_worth_nothing_even_where_a_month_brings_nothing() -> None:
    assert losses_of(estimate("buy_now", make_terms(monthly_credits=0))).worth == 0


def follow_credits(answer: Estimate) -> tuple[int, int]:
    """Credits of paid months that were withheld, and that expired: one credit after the other."""
    assert answer.subscription is not None
    pile: deque[bool] = deque()
    withheld = expired = 0
    for row in (month.ledger for month in answer.schedule):
        is_paid = row.month > answer.subscription.free_months
        pile.extend([False] * (row.opening if row.month == 1 else 0))
        expired += sum(pile.popleft() for _ in range(row.expired))
        withheld += row.forfeited if is_paid else 0
        pile.extend([is_paid] * row.granted + [False] * (row.returned + row.bought))
        for _ in range(row.sent):
            pile.popleft()
    return withheld, expired


@given(plans(priced=False), scenarios(), strategies)
def test_every_loss_is_a_part_of_what_was_paid(
    terms: Terms, scenario: Scenario, strategy: Strategy
) -> None:
    answer = make_estimate(terms, scenario, strategy)
    spend = answer.subscription_spend
    assert (answer.losses is None) == (spend is None)
    if answer.losses is None or spend is None or answer.subscription is None:
        return
    lost, used = answer.losses, len(answer.schedule) - answer.subscription.free_months
    assert (lost.forfeited, lost.expired) == follow_credits(answer)
    assert 0 <= lost.worth <= spend
    year = answer.subscription.annual_price or Decimal(0)
    assert abs(lost.unused_worth - lost.unused_months * year / 12) <= Decimal("0.005")
    brought = used * terms.monthly_credits * scenario.seats
    for credits, worth in [
        (lost.forfeited, lost.forfeited_worth),
        (lost.expired, lost.expired_worth),
    ]:
        share = credits * (spend - lost.unused_months * year / 12) / brought if credits else 0
        assert abs(worth - share) <= Decimal("0.02")
