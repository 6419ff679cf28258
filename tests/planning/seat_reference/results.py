"""From ledgers that have run to the figures of an answer.

Readings chosen here, where the text leaves a choice:

- "Already paid" is the monthly price of each billing month of held seats that begins by
  `paid_until` and by the campaign's last day and ends on or after the start day. Seats that are
  billed by the year, or by the cheapest way without a monthly price, have a twelfth of a year.
- Held seats that go on are paid like new ones (by the scenario's billing), but have no trial.
- A campaign of free messages alone takes 0 months where all go on one day, whichever it is.
- The group's last day is that of its last message on a credit: free ones need no subscription.
"""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.planning.seat_reference.days import add_months, day_before, month_number
from tests.planning.seat_reference.free import day_of_message, place_free_messages, sent_on
from tests.planning.seat_reference.ledger import Group, Run, Wallet
from tests.planning.seat_reference.money import subscription_price
from tests.planning.seat_reference.values import Day, GroupResult, Plan, Result, Row, Scenario


def last_days_of_messages(
    ledgers: Run, placed: dict[tuple[date, int], int]
) -> tuple[list[date], dict[int, date]]:
    """Return the days of slices' last messages, and each group's last day of one on a credit."""
    every: list[date] = []
    of_group: dict[int, date] = {}
    for part in ledgers.slices:
        for number, wallet in enumerate(ledgers.wallets):
            daily = ledgers.scenario.seat_daily_limit
            daily = None if daily is None else daily * wallet.group.seats
            sent = sent_on(wallet, part.first)
            free = placed.get((part.first, number), 0)
            if sent:
                of_group[number] = day_of_message(part, sent, daily)
            if sent + free:
                every.append(day_of_message(part, sent + free, daily))
    return every, of_group


def months_to_pay(group: Group, last_message_on: date | None, scenario: Scenario) -> int:
    """Return the billing months to pay for: all of new seats, of held ones after `paid_until`."""
    if group.paid_until is not None:
        if last_message_on is None or last_message_on <= group.paid_until:
            return 0
        return month_number(group.anchor, last_message_on) + 1
    if scenario.on_credits == 0:
        return 0
    return 1 if last_message_on is None else month_number(group.anchor, last_message_on) + 1


def already_paid(group: Group, done_on: date | None, scenario: Scenario) -> Decimal | None:
    """Return what the billing months until `paid_until` that the campaign uses have cost."""
    if group.paid_until is None:
        return Decimal(0)
    last = min(group.paid_until, done_on or scenario.horizon)
    if last < scenario.start_on:
        return Decimal(0)
    price, parts = group.plan.monthly_price, 1
    if scenario.billing == "annual" or (scenario.billing == "cheapest" and price is None):
        price, parts = group.plan.annual_price, 12
    first = month_number(group.anchor, scenario.start_on)
    months = month_number(group.anchor, last) - first + 1
    return None if price is None else price * months * group.seats / parts


def _paid_through(group: Group, months: int) -> date | None:
    if months:
        return day_before(add_months(group.anchor, months))
    return group.paid_until


def _group_result(
    wallet: Wallet, last_message_on: date | None, done_on: date | None, scenario: Scenario
) -> GroupResult:
    group = wallet.group
    months = months_to_pay(group, last_message_on, scenario)
    paid_through = _paid_through(group, months)
    rows = tuple(
        row
        for row in wallet.rows
        if paid_through is not None
        and row.on <= paid_through
        and (done_on is None or row.on <= done_on)
    )
    one = subscription_price(group.plan, scenario, months, has_trial=not group.is_held)
    bought = sum(row.bought for row in rows)
    price = group.plan.credit_price
    return GroupResult(
        plan=group.plan.name,
        seats=group.seats,
        is_held=group.is_held,
        months=months,
        paid_through=paid_through,
        subscription=None if one is None else one * group.seats,
        bought=bought,
        credit_spend=Decimal(0) if bought == 0 else None if price is None else price * bought,
        already_paid=already_paid(group, done_on, scenario),
        left=rows[-1].closing if rows else group.credits,
        rows=rows,
        last_message_on=last_message_on,
    )


def _total(amounts: list[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if len(known) == len(amounts) else None


def _schedule(
    groups: tuple[GroupResult, ...], placed: dict[tuple[date, int], int]
) -> tuple[Day, ...]:
    rows: dict[date, list[Row]] = defaultdict(list)
    free: dict[date, int] = defaultdict(int)
    for group in groups:
        for row in group.rows:
            rows[row.on].append(row)
    for (day, _), count in placed.items():
        free[day] += count
    names = [name for name in Row.__dataclass_fields__ if name != "on"]
    return tuple(
        Day(Row(day, **{n: sum(getattr(row, n) for row in rows[day]) for n in names}), free[day])
        for day in sorted({*rows, *free})
    )


def result_of(ledgers: Run, *, left_behind: int = 0, kept: int = 0) -> Result:
    """Return the answer that ledgers come to; `months` is None where not everything is sent."""
    scenario = ledgers.scenario
    placed, without_place = place_free_messages(ledgers)
    every, of_group = last_days_of_messages(ledgers, placed)
    is_done = ledgers.unsent == 0 and without_place == 0
    done_on = max(every) if is_done and every else None
    groups = tuple(
        _group_result(wallet, of_group.get(number), done_on, scenario)
        for number, wallet in enumerate(ledgers.wallets)
    )
    months = None
    if done_on is not None:
        is_one_free_day = scenario.on_credits == 0 and len(set(every)) == 1
        if scenario.on_credits == 0 and scenario.seat_daily_limit is not None:
            is_one_free_day = is_one_free_day and _fits_one_day(ledgers, placed)
        months = 0 if is_one_free_day else month_number(scenario.start_on, done_on) + 1
    firsts = [
        part.days[0]
        for part in ledgers.slices
        if any(sent_on(wallet, part.first) for wallet in ledgers.wallets)
    ]
    return Result(
        status="out_of_reach"
        if done_on is None
        else "ok"
        if done_on <= scenario.deadline
        else "misses_deadline",
        groups=groups,
        schedule=_schedule(groups, placed),
        done_on=done_on,
        months=months,
        first_send_on=min(firsts, default=None),
        subscription=_total([group.subscription for group in groups]),
        credit_spend=_total([group.credit_spend for group in groups]),
        bought=sum(group.bought for group in groups),
        already_paid=_total([group.already_paid for group in groups]),
        left=sum(group.left for group in groups),
        left_behind=left_behind,
        seats=sum(group.seats for group in groups),
        kept=kept,
    )


def _fits_one_day(ledgers: Run, placed: dict[tuple[date, int], int]) -> bool:
    daily = ledgers.scenario.seat_daily_limit
    return daily is None or all(
        count <= daily * ledgers.wallets[number].group.seats
        for (_, number), count in placed.items()
    )


def without_credits(plan: Plan) -> bool:
    """Whether a plan neither grants nor sells a credit."""
    return plan.monthly_credits == 0 and plan.purchase_limit == 0


def name_status(result: Result, plan: Plan) -> Result:
    if result.status == "out_of_reach" and without_credits(plan):
        return replace(result, status="no_inmail")
    return result
