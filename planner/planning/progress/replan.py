"""What is left of a campaign, and the cheapest way to still make it (RULES.md §13)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_DOWN, Decimal

from planner.planning.comparison import rank
from planner.planning.days import DAY, add_months
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.layout import add_dollars
from planner.planning.money import CENT
from planner.planning.progress.audiences_left import (
    count_left_by_audience,
    count_reached,
    list_audiences_left,
    list_overdue,
    without_deadlines,
)
from planner.planning.progress.carried_on import CarriedOn, carry_on
from planner.planning.progress.payments import list_costs_left, pay_before, pay_since
from planner.planning.progress.record import Record
from planner.planning.progress.seats_now import (
    SeatsNow,
    list_held,
    list_seats_now,
    split_sent,
)
from planner.planning.ranges import MOST_MONTHS, MOST_RATE_DECIMALS
from planner.planning.scenario import BEST, HeldSeats, Scenario
from planner.planning.shares import exact
from planner.planning.terms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """What is left of a plan from the day `on`, the first that no entry covers.

    `left` counts leads, 0 where the target is reached; then `scenario` is `None`. Where the
    deadline is over, that of `scenario` is `on`. `paid` are dollars before `on`: those noted
    and `paid_since`, the seats' payments by the plan after the last entry; where none were noted,
    all of these and the credits really bought at its price;
    `plan_left` is what the plan has to pay from `on` on. Both are `None` where a price is unknown.
    `overdue` are the audiences whose own deadline is over.
    """

    plan: Estimate
    record: Record
    on: date
    left: int
    scenario: Scenario | None
    seats_now: tuple[SeatsNow, ...]
    credits: int
    paid: Decimal | None
    paid_since: Decimal | None
    plan_left: Decimal | None
    still_to_buy: int
    deadline_is_over: bool
    overdue: tuple[str, ...]

    @property
    def paid_is_noted(self) -> bool:
        """Whether a payment is noted."""
        return bool(self.record.paid)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replan:
    """The answers to "what now?" (RULES.md §13); all but `rest` are `None` where nothing is left.

    `best` is the cheapest way to still make the deadline; where none does, the cheapest by the
    soonest day, and `is_late`. `cheapest_late` is then the cheapest whenever it ends. With
    `frees_seats` it takes another number of seats than the scenario asks for, as that does not
    make it. `carried_on` is the plan as it is.
    """

    rest: Rest
    best: Estimate | None
    is_late: bool
    frees_seats: bool
    cheapest_late: Estimate | None
    carried_on: CarriedOn | None

    @property
    def more(self) -> Decimal | None:
        """Dollars that the best way costs more than the plan has left; below 0 where it is less."""
        total = self.best.total if self.best else None
        return None if total is None or self.rest.plan_left is None else total - self.rest.plan_left

    @property
    def whole_cost(self) -> Decimal | None:
        """Dollars of the whole campaign with the best way: paid and planned."""
        planned = self.best.total if self.best else Decimal(0)
        return add_dollars([self.rest.paid, planned if self.best or not self.rest.left else None])

    @property
    def whole_cost_carried_on(self) -> Decimal | None:
        """Dollars of the whole campaign with the plan as it is; `None` where it is never done."""
        return add_dollars([self.rest.paid, self.carried_on.total]) if self.carried_on else None


def remaining_scenario(
    plan: Estimate,
    record: Record,
    *,
    today: date,
    rate: Decimal | None = None,
    rates: Mapping[str, Decimal] | None = None,
    paid_until: date | None = None,
    plans: Sequence[Terms] = (),
) -> Scenario | None:
    """The scenario of what is left to do (see `find_rest`); `None` where nothing is."""
    rest = find_rest(
        plan, record, today=today, rate=rate, rates=rates, paid_until=paid_until, plans=plans
    )
    return rest.scenario


def find_rest(
    plan: Estimate,
    record: Record,
    *,
    today: date,
    rate: Decimal | None = None,
    rates: Mapping[str, Decimal] | None = None,
    paid_until: date | None = None,
    plans: Sequence[Terms] = (),
) -> Rest:
    """What is left of the plan from today, or from the day after the last entry, on.

    `rate` replaces the planned reply rate, `rates` those that audiences have of their own, by their
    names. `paid_until` replaces the last paid day of the plan's
    seats that its schedule gives. `plans` have the terms of other plans whose seats are held.
    Raises `InvalidInput` where what is left is no scenario, as with a rate that takes more messages
    than there may be. Source: RULES.md §13.
    """
    scenario = plan.scenario
    on = begins_on(scenario, record, today=today)
    has_begun = on > scenario.start_on
    seats_now: tuple[SeatsNow, ...] = ()
    if has_begun:
        seats_now = tuple(list_seats_now(plan, record, on=on, paid_until=paid_until))
    held = (
        list_held(plan, seats_now, on=on, plans=plans)
        if has_begun
        else _held_at_start(plan, record)
    )
    plan_left, still_to_buy = list_costs_left(plan, record, on)
    paid_since = pay_since(plan, record, on=on, paid_until=paid_until)
    paid = pay_before(plan, record, on, since=paid_since)
    left = count_left(scenario, record)
    asked = None
    if left:
        asked = _rest_of(
            plan, record, on=on, left=left, held=held, rate=rate, rates=rates, paid=paid
        )
    return Rest(
        plan=plan,
        record=record,
        on=on,
        left=left,
        scenario=asked,
        seats_now=seats_now,
        credits=sum(one.credits for one in held if one.plan == plan.terms.slug),
        paid=paid,
        paid_since=paid_since,
        plan_left=plan_left,
        still_to_buy=still_to_buy,
        deadline_is_over=on > scenario.own_deadline,
        overdue=tuple(list_overdue(scenario, record, on=on)) if scenario.audiences else (),
    )


def begins_on(scenario: Scenario, record: Record, *, today: date) -> date:
    """The first day that no entry covers: today or later, and not before the start."""
    after = today if record.last_on is None else record.last_on + DAY
    return max(today, after, scenario.start_on)


def count_left(scenario: Scenario, record: Record) -> int:
    """The leads of the target that are not reached yet, 0 or more (RULES.md §13).

    A goal behind a reply is not recorded: of the replies its planned share counts as reached. With
    audiences those that each of them lacks.
    """
    if scenario.audiences:
        return sum(count_left_by_audience(scenario, record).values())
    return max(0, scenario.target - count_reached(scenario, record))


def replan(
    plan: Estimate,
    plans: Sequence[Terms],
    record: Record,
    *,
    today: date,
    rate: Decimal | None = None,
    rates: Mapping[str, Decimal] | None = None,
    paid_until: date | None = None,
) -> Replan:
    """The cheapest of the `plans` for what is left, and the plan carried on as it is.

    Raises `InvalidInput` as `find_rest` does. Source: RULES.md §13.
    """
    rest = find_rest(
        plan, record, today=today, rate=rate, rates=rates, paid_until=paid_until, plans=plans
    )
    if rest.scenario is None:
        return Replan(
            rest=rest,
            best=None,
            is_late=False,
            frees_seats=False,
            cheapest_late=None,
            carried_on=None,
        )
    carried = carry_on(plan, rest.scenario, rest.seats_now, still_to_buy=rest.still_to_buy)
    best = _cheapest(rest.scenario, plans)
    frees_seats = False
    if not _is_in_time(best, rest) and rest.scenario.seats != BEST:
        freed = _cheapest(replace(rest.scenario, seats=BEST), plans)
        if _is_in_time(freed, rest):
            best, frees_seats = freed, True
    late = None
    is_late = not _is_in_time(best, rest)
    if is_late and best is not None and best.done_on is not None:
        late = _cheapest_whenever(rest.scenario, plans)
        best = _cheapest(_due_by(rest.scenario, best.done_on), plans)
    return Replan(
        rest=rest,
        best=best if best is not None and best.is_done else None,
        is_late=is_late,
        frees_seats=frees_seats,
        cheapest_late=late if late is not None and late.status == "ok" else None,
        carried_on=carried,
    )


def _cheapest(scenario: Scenario, plans: Sequence[Terms]) -> Estimate | None:
    found = rank([make_estimate(terms, scenario, "cheapest") for terms in plans])
    return found[0] if found else None


def _cheapest_whenever(scenario: Scenario, plans: Sequence[Terms]) -> Estimate | None:
    """The cheapest with the latest deadline that there may be, due by the day it is done on."""
    found = _cheapest(_due_by(scenario, None), plans)
    return _cheapest(_due_by(scenario, found.done_on if found else None), plans)


def _is_in_time(estimate: Estimate | None, rest: Rest) -> bool:
    return estimate is not None and estimate.status == "ok" and not rest.deadline_is_over


def _due_by(scenario: Scenario, deadline: date | None) -> Scenario:
    """The scenario with another deadline; `None`, or a day beyond it: the latest that may be.

    Audiences have no deadline of their own then.
    """
    last = add_months(scenario.start_on, MOST_MONTHS) - DAY
    return replace(
        scenario,
        deadline_on=last if deadline is None else min(deadline, last),
        audiences=without_deadlines(scenario),
    )


def _rest_of(
    plan: Estimate,
    record: Record,
    *,
    on: date,
    left: int,
    held: tuple[HeldSeats, ...],
    rate: Decimal | None,
    rates: Mapping[str, Decimal] | None,
    paid: Decimal | None,
) -> Scenario:
    scenario = plan.scenario
    reply_rate = scenario.reply_rate if rate is None else rate
    audiences = scenario.audiences and list_audiences_left(
        scenario, record, on=on, reply_rate=reply_rate, rates=rates
    )
    rest = replace(
        scenario,
        target=left,
        audiences=audiences,
        reply_rate=reply_rate,
        decline_rate=min(scenario.decline_rate, 1 - reply_rate),
        held_seats=held,
    )
    if on > scenario.start_on:
        if scenario.seats != BEST and plan.groups:
            # Those that have ended as planned are not to be taken anew.
            there = sum(one.seats for one in held if one.plan == plan.terms.slug)
            rest = replace(rest, seats=max(1, there))
        had_trial = any(group.subscription.free_months for group in plan.groups)
        rest = replace(
            rest,
            start_on=on,
            deadline_on=max(scenario.own_deadline, on),
            use_trial=scenario.use_trial and not had_trial,
        )
    if scenario.budget is not None and paid:
        left_of_it = (scenario.budget - paid).quantize(CENT, rounding=ROUND_DOWN)
        rest = replace(rest, budget=max(Decimal(0), left_of_it))
    if record.sent and scenario.open_profile_share and not scenario.audiences:
        _, free = split_sent(plan, record, on=on)
        rest = replace(rest, open_profile_share=_share_left(rest, record.sent, free))
    return rest


def _share_left(rest: Scenario, sent: int, free: int) -> Decimal:
    """The share of open profiles among those left, if `free` of those `sent` had one.

    The fewest decimals that give the number of messages left to open profiles.
    """
    messages = rest.messages
    of_all = (sent + messages) * exact(rest.open_profile_share) // 1
    left = min(messages, max(0, of_all - free))
    shares = (
        (Decimal(left) / messages).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_CEILING)
        for decimals in range(MOST_RATE_DECIMALS + 1)
    )
    return next(share for share in shares if messages * exact(share) // 1 == left)


def _held_at_start(plan: Estimate, record: Record) -> tuple[HeldSeats, ...]:
    """The seats held at the start, with a balance noted since for the plan's seats."""
    held = plan.scenario.held_seats
    balance = record.credits_now
    mine = [number for number, one in enumerate(held) if one.plan == plan.terms.slug]
    if balance is None or not mine:
        return held
    seats = sum(held[number].seats for number in mine)
    shares = {number: balance * held[number].seats // seats for number in mine}
    shares[mine[0]] += balance - sum(shares.values())
    return tuple(
        replace(one, credits=shares.get(number, one.credits)) for number, one in enumerate(held)
    )
