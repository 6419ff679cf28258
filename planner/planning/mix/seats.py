"""Seats of a plan that are subscribed from month 1 on, and what they cost (RULES.md §5, §6)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from planner.planning.money import Subscription
from planner.planning.scenario import Scenario
from planner.planning.strategies import subscribe_for
from planner.planning.terms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatGroup:
    """`seats` seats of one plan, each subscribed for the months 1 to `months`.

    `subscription` is that of all these seats; its price is known.
    """

    terms: Terms
    seats: int
    months: int
    subscription: Subscription

    @property
    def spend(self) -> Decimal:
        """Dollars for all seats and months."""
        return self.subscription.spend or Decimal(0)

    def spend_in(self, month: int) -> Decimal:
        """Dollars that fall due at the start of a month in which the seats are subscribed."""
        return self.subscription.spend_in(month) or Decimal(0)


def make_seat_group(terms: Terms, scenario: Scenario, *, seats: int, months: int) -> SeatGroup:
    """`seats` seats of a plan, subscribed for `months` months as the scenario pays for them."""
    subscription = subscribe_for(terms, replace(scenario, seats=seats), months)
    return SeatGroup(terms=terms, seats=seats, months=months, subscription=subscription)


def list_choices(
    plans: Sequence[Terms], scenario: Scenario, *, deadline: int
) -> Iterator[SeatGroup]:
    """The choices for a single seat: a plan that takes part, for months whose price is known.

    Of the numbers of months that cost the same only the largest is a choice: it grants as many
    credits or more.
    """
    for terms in filter(takes_part, plans):
        longer: SeatGroup | None = None
        for months in range(deadline, 0, -1):
            choice = make_seat_group(terms, scenario, seats=1, months=months)
            is_priced = choice.subscription.spend is not None
            if is_priced and (longer is None or choice.spend < longer.spend):
                yield choice
                longer = choice


def takes_part(terms: Terms) -> bool:
    """Whether a seat of the plan can hold or buy a credit, and so send a message."""
    return terms.rollover_cap > 0 or can_buy(terms)


def can_buy(terms: Terms) -> bool:
    """Whether a seat of the plan sells credits at a known price."""
    return terms.sells_credits and terms.credit_price is not None
