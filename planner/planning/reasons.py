"""The reasons that explanations give, found by running the ledger again (RULES.md §3 and §4).

A reason holds only if the estimate is another without it, so each is tried: without the limit,
without buying, with one month less; always with the estimate's own number of seats. Messages and
credits are those of all seats together.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from planner.planning.billing import bill, months_due
from planner.planning.days import last_day_of
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.groups import list_groups
from planner.planning.layout import GroupSchedule
from planner.planning.ledger import Ledger, run_ledger
from planner.planning.ranges import HORIZON
from planner.planning.scenario import Scenario
from planner.planning.sending import sending_of
from planner.planning.strategies import Strategy
from planner.planning.timeline import Timeline, timeline_of

Limit = Literal["purchases", "sends", "seat_days", "seat_months"]
# The scenario without each limit that is one of its fields.
WITHOUT: dict[Limit, dict[str, Any]] = {
    "sends": {"monthly_send_limit": None},
    "seat_days": {"seat_daily_limit": None},
    "seat_months": {"seat_monthly_limit": None},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitute:
    """The credits that the price of a month buys, and the `messages` more that they send.

    One message more takes credits that cost more than the month.
    """

    messages: int
    bought: int


def find_pacing_limits(estimate: Estimate, strategy: Strategy) -> tuple[Limit, ...]:
    """The limits without which `strategy` takes fewer months; empty where none shortens it.

    Several limits are also named where only all together shorten it. A plan that sells no credit
    has a purchase limit; a strategy that never buys has none.
    """
    scenario, terms = estimate.scenario, estimate.terms
    limits: dict[Limit, bool] = {
        "purchases": terms.purchase_limit is not None and strategy != "as_granted",
        "sends": scenario.monthly_send_limit is not None,
        "seat_days": scenario.seat_daily_limit is not None,
        "seat_months": scenario.seat_monthly_limit is not None,
    }
    present = [limit for limit, is_there in limits.items() if is_there]
    alone = tuple(limit for limit in present if is_shorter_without([limit], estimate, strategy))
    if alone or len(present) < 2:
        return alone
    return tuple(present) if is_shorter_without(present, estimate, strategy) else ()


def is_shorter_without(limits: list[Limit], estimate: Estimate, strategy: Strategy) -> bool:
    """Whether `strategy` takes fewer months than the estimate without `limits`."""
    terms, scenario = estimate.terms, with_its_seats(estimate)
    if "purchases" in limits:
        terms = replace(terms, purchase_limit=None)
    for limit in limits:
        scenario = replace(scenario, **WITHOUT.get(limit, {}))
    months = make_estimate(terms, scenario, strategy).months
    return months is not None and months < (estimate.months or HORIZON)


def with_its_seats(estimate: Estimate) -> Scenario:
    """The scenario with the estimate's number of seats."""
    return replace(estimate.scenario, seats=estimate.seats, max_seats=None)


def without_audience_deadlines(estimate: Estimate) -> Estimate | None:
    """The estimate where no audience has a deadline of its own; `None` where none has one.

    The seats are chosen anew where the scenario leaves them open: the deadlines may take more.
    """
    scenario = estimate.scenario
    if all(one.deadline_on is None for one in scenario.audiences):
        return None
    # In the same order, so that the same messages are sent first.
    audiences = tuple(replace(prefix.audience, deadline_on=None) for prefix in scenario.queue)
    return make_estimate(estimate.terms, replace(scenario, audiences=audiences), estimate.strategy)


def unsent_without_buying(estimate: Estimate, months: int) -> int:
    """Messages on credits that are unsent after `months` months of sending as granted."""
    timeline = _timeline_of(estimate)
    return _run(estimate, timeline, end=_slices_of(estimate, timeline, months)).unsent


def unsent_by_these_seats(estimate: Estimate) -> int:
    """Messages on credits that its seats leave unsent, each until its end, if nothing is bought."""
    groups = [one.group for one in estimate.groups]
    timeline = timeline_of(estimate.scenario, [group.calendar for group in groups])
    return run_ledger(groups, sending_of(estimate.scenario), timeline).unsent


def price_of_months(estimate: Estimate, first: int, last: int) -> Decimal | None:
    """Dollars that months `first` to `last` of the campaign add to the subscriptions of all seats.

    0 where a year that is paid for covers them; `None` where a price is unknown.
    """
    through, before = _price_through(estimate, last), _price_through(estimate, first - 1)
    return None if through is None or before is None else through - before


def _price_through(estimate: Estimate, month: int) -> Decimal | None:
    """Dollars for all seats that stay through a month of the campaign; 0 for month 0."""
    scenario, timeline, total = estimate.scenario, _timeline_of(estimate), Decimal(0)
    position = timeline.slice_of(last_day_of(scenario.start_on, month)) if month else -1
    for group in list_groups(estimate.terms, scenario, estimate.seats):
        months = months_due(group, position, timeline) if month else 0
        spend = bill(group, scenario, months).spend
        if spend is None:
            return None
        total += spend
    return total


def find_substitute(estimate: Estimate, month: int) -> Substitute | None:
    """What the price of month `month` buys before it; `None` where it sends no message.

    Compares `month - 1` months with and without that many credits, sent as they come: a credit
    that is bought early may come back and send a second message. `None` as well where a price is
    unknown or credits cost nothing.
    """
    price, credit_price = price_of_months(estimate, month, month), estimate.terms.credit_price
    if price is None or not credit_price:
        return None
    affordable = int(price // credit_price)
    timeline = _timeline_of(estimate)
    end = _slices_of(estimate, timeline, month - 1)
    # More messages than can be sent: a credit sends at most one message a slice.
    further = affordable * max(end, 1)
    ledgers = [
        _run(estimate, timeline, end=end, further=further, purchase_cap=most)
        for most in (0, affordable)
    ]
    messages = ledgers[0].unsent - ledgers[1].unsent
    return Substitute(messages=messages, bought=ledgers[1].bought) if messages else None


def can_buy_out(estimate: Estimate, months: int) -> bool:
    """Whether buying sends everything within `months` months."""
    timeline = _timeline_of(estimate)
    end = _slices_of(estimate, timeline, months)
    return months > 0 and not _run(estimate, timeline, end=end, purchase_cap=None).unsent


def sent_within_horizon(estimate: Estimate) -> int:
    """Messages on credits sent in 120 months without buying."""
    return estimate.scenario.to_send - unsent_without_buying(estimate, HORIZON)


def credits_held(estimate: Estimate) -> int:
    """Credits held on the plan at the start."""
    groups = list_groups(estimate.terms, estimate.scenario, estimate.seats)
    return sum(group.credits for group in groups)


def sees_the_start(schedule: GroupSchedule) -> bool:
    """Whether the seats are paid for on the start day: credits of others end before it."""
    return schedule.paid_until >= schedule.first_day


def credits_at_the_start(estimate: Estimate) -> int:
    """Credits held of the seats that are paid for on the start day."""
    return sum(one.group.credits for one in estimate.groups if sees_the_start(one))


def held_within_cap(estimate: Estimate) -> int:
    """Credits held at the start that the first refresh leaves (RULES.md §2)."""
    groups = list_groups(estimate.terms, estimate.scenario, estimate.seats)
    cap = estimate.terms.rollover_cap
    return sum(min(group.credits, cap * group.seats) for group in groups)


def expires_next(estimate: Estimate, position: int) -> bool:
    """Whether credits expire at the refresh after slice `position` if nothing is sent until then.

    Only where all seats are one group: others may hold credits that the sentence does not count.
    """
    if len(estimate.groups) != 1:
        return False
    groups = list_groups(estimate.terms, estimate.scenario, estimate.seats)
    timeline = _timeline_of(estimate)
    refreshes = timeline.tracks[groups[0].calendar].refreshes
    last = len(timeline) - 1
    following = next((i for i in range(position + 1, last) if refreshes[i]), last)
    end = following + 1
    idle = run_ledger(groups, sending_of(estimate.scenario), timeline, first_slice=end, end=end)
    return idle.rows[0][following].expired > 0


def _timeline_of(estimate: Estimate) -> Timeline:
    groups = list_groups(estimate.terms, estimate.scenario, estimate.seats)
    return timeline_of(estimate.scenario, [group.calendar for group in groups])


def _slices_of(estimate: Estimate, timeline: Timeline, months: int) -> int:
    """The slices that begin within the first `months` months of the campaign."""
    return sum(month <= months for month in timeline.months)


def _run(
    estimate: Estimate,
    timeline: Timeline,
    *,
    end: int,
    further: int = 0,
    purchase_cap: int | None = 0,
) -> Ledger:
    """Send `further` messages more than the scenario's before the slice `end`, with all seats."""
    groups = list_groups(estimate.terms, estimate.scenario, estimate.seats)
    sending = sending_of(estimate.scenario)
    sending = replace(sending, to_send=sending.to_send + further)
    return run_ledger(groups, sending, timeline, purchase_cap=purchase_cap, end=end)
