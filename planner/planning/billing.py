"""What groups of seats cost for the months to be paid (RULES.md §5)."""

from collections.abc import Callable
from decimal import Decimal

from planner.planning.counting import Count
from planner.planning.days import MONTHS_IN_A_YEAR
from planner.planning.groups import SeatGroup
from planner.planning.ledger import Ledger
from planner.planning.money import Subscription, spend_on, subscribe, times
from planner.planning.scenario import Scenario
from planner.planning.terms import Terms
from planner.planning.timeline import Timeline


def subscribe_for(
    terms: Terms, scenario: Scenario, *, seats: int, months: int, is_held: bool = False
) -> Subscription:
    """The subscription of `seats` seats for `months` months to be paid (RULES.md §5).

    Held seats have a trial only by legacy rules, which have held credits and no held seats.
    """
    return subscribe(
        months=months,
        trial_months=_trial_months(terms, scenario, is_held=is_held),
        billing=scenario.billing,
        monthly_price=None if terms.monthly_price is None else terms.monthly_price * seats,
        annual_price=None if terms.annual_price is None else terms.annual_price * seats,
    )


def spend_on_seat(
    terms: Terms, scenario: Scenario, *, is_held: bool = False
) -> Callable[[int], Decimal | None]:
    """The dollars of one seat by the months to be paid; `None` where they are unknown."""
    return spend_on(
        trial_months=_trial_months(terms, scenario, is_held=is_held),
        billing=scenario.billing,
        monthly_price=terms.monthly_price,
        annual_price=terms.annual_price,
    )


def least_of_a_month(terms: Terms, scenario: Scenario) -> float:
    """Dollars that no paid month of a seat is below, however many are paid for (RULES.md §5)."""
    monthly, annual = terms.monthly_price, terms.annual_price
    by_billing = {
        "monthly": (monthly, None),
        "annual": (None, annual),
        "cheapest": (monthly, annual),
    }
    one, year = by_billing[scenario.billing]
    prices = [] if one is None else [float(one)]
    if year is not None:
        prices.append(float(year) / MONTHS_IN_A_YEAR)
    return min(prices, default=0.0)


def _trial_months(terms: Terms, scenario: Scenario, *, is_held: bool) -> int:
    """The first months that are free."""
    has_trial = scenario.use_trial and (scenario.renews_all_seats or not is_held)
    return terms.trial_months if has_trial else 0


def months_due(group: SeatGroup, last_send: int, timeline: Timeline) -> int:
    """The months that a group is to be paid for, whose last message on a credit is in a slice.

    `last_send` is -1 where it sends none: held seats then cost nothing, new ones their first month.
    """
    month = timeline.tracks[group.calendar].months[last_send] if last_send >= 0 else 0
    least = 0 if group.is_held else 1
    return month if month > least else least


def bill(group: SeatGroup, scenario: Scenario, months: int) -> Subscription:
    """The subscription of a group for `months` months to be paid."""
    return subscribe_for(
        group.terms, scenario, seats=group.seats, months=months, is_held=group.is_held
    )


def price(
    ledger: Ledger | Count, scenario: Scenario
) -> tuple[tuple[SeatGroup, ...], Decimal | None]:
    """The groups, subscribed as long as they are needed, and the dollars that all costs."""
    groups: list[SeatGroup] = []
    dollars: list[Decimal | None] = []
    lives = zip(ledger.groups, ledger.bought_by_group, ledger.last_sends, strict=True)
    for group, bought, last_send in lives:
        months = months_due(group, last_send, ledger.timeline)
        groups.append(group.through(months))
        dollars.append(bill(group, scenario, months).spend)
        dollars.append(times(group.terms.credit_price, bought))
    known = [one for one in dollars if one is not None]
    return tuple(groups), sum(known, Decimal(0)) if len(known) == len(dollars) else None
