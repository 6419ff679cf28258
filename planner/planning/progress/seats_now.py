"""The seats of a plan on a day, and their credits, as far as a record goes (RULES.md §13)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from planner.planning.days import DAY, MONTHS_IN_A_YEAR, add_months, count_sending_days, month_of
from planner.planning.days import sending_day as nth_sending_day
from planner.planning.estimate import Estimate
from planner.planning.groups import SeatGroup
from planner.planning.layout import GroupSchedule, ScheduleRow
from planner.planning.ledger import run_ledger
from planner.planning.progress.record import Record
from planner.planning.ranges import MOST_CREDITS_HELD, MOST_HELD
from planner.planning.scenario import HeldSeats, Scenario
from planner.planning.sending import Sending
from planner.planning.terms import Terms
from planner.planning.timeline import Calendar, timeline_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatsNow:
    """A group of the plan's seats that is there on a day.

    `months` are its billing months that are paid for by then or free, `paid_until` the last day of
    them, `credits` those of all its seats together on the eve of that day.
    """

    schedule: GroupSchedule
    months: int
    paid_until: date
    credits: int

    @property
    def seats(self) -> int:
        """The seats of the group."""
        return self.schedule.seats


def list_seats_now(
    plan: Estimate, record: Record, *, on: date, paid_until: date | None = None
) -> list[SeatsNow]:
    """The groups of the plan whose seats are there on the day `on`, with the credits of its eve.

    `on` is after the plan's start. `paid_until` replaces the last paid day that the schedule gives;
    where the schedule has no seats any more, those that were there last are there.
    """
    there = [
        SeatsNow(schedule=group, months=months, paid_until=last, credits=0)
        for group in plan.groups
        if (months := _months_paid(group, on - DAY)) is not None
        and (last := _last_day(group, months))
    ]
    if paid_until is not None:
        there = there or _those_there_last(plan)
        there = [replace(one, paid_until=max(paid_until, on - DAY)) for one in there]
    planned = [_planned_balance(plan, one.schedule, on) for one in there]
    corrected = _count_credits(plan, record, there, on=on, planned=sum(planned))
    return [
        replace(one, credits=credits)
        for one, credits in zip(there, _share_out(corrected, planned, there), strict=True)
    ]


def list_held(
    plan: Estimate, seats_now: Sequence[SeatsNow], *, on: date, plans: Sequence[Terms] = ()
) -> tuple[HeldSeats, ...]:
    """The seats held on a day: the plan's, then those of other plans that are still paid for.

    Seats of one plan that are paid until the same day are one entry. Those of other plans are
    taken as unused since the start; where `plans` lack their terms, with the credits that they had
    then. Source: RULES.md §13.
    """
    terms_of = {terms.slug: terms for terms in plans}
    of_plan = [
        HeldSeats(
            plan=plan.terms.slug, seats=one.seats, credits=one.credits, paid_until=one.paid_until
        )
        for one in seats_now
    ]
    others = [
        _hold_unused(held, terms_of.get(held.plan), since=plan.scenario.start_on, on=on)
        for held in plan.scenario.held_seats
        if (held.plan != plan.terms.slug or not plan.groups) and held.paid_until >= on
    ]
    return tuple(_merge([*of_plan, *others]))


def planned_sent(plan: Estimate, *, before: date) -> tuple[int, int]:
    """The messages on credits, and to open profiles, that the plan has before a day.

    Within a slice as early as the limits allow (RULES.md §3, "The last day").
    """
    scenario, on_credits, free = plan.scenario, 0, 0
    for group in plan.groups:
        for row, is_last in _rows_before(group.schedule, before):
            sent = _sent_of(plan, group.seats, row, before, is_last=is_last)
            most = _most_before(scenario, group.seats, row, before) if is_last else None
            on_credits += sent
            free += row.free if most is None else min(row.free, max(0, most - row.ledger.sent))
    # Messages to open profiles go on after a seat has ended.
    with_seats = Counter[date]()
    for group in plan.groups:
        with_seats.update({row.starts_on: row.free for row in group.schedule})
    for row, is_last in _rows_before(plan.schedule, before):
        most = _most_before(scenario, plan.seats, row, before) if is_last else None
        left = row.free - with_seats[row.starts_on]
        free += left if most is None else min(left, most)
    return on_credits, free


def planned_purchases(plan: Estimate, *, before: date | None = None) -> int:
    """The credits that the plan buys in all, or before a day."""
    rows = plan.schedule
    return sum(row.ledger.bought for row in rows if before is None or row.starts_on < before)


def _rows_before(schedule: Sequence[ScheduleRow], day: date) -> Iterator[tuple[ScheduleRow, bool]]:
    """The rows that start before a day, and whether each is the last of them."""
    rows = [row for row in schedule if row.starts_on < day]
    for number, row in enumerate(rows, start=1):
        yield row, number == len(rows)


def _sent_of(plan: Estimate, seats: int, row: ScheduleRow, day: date, *, is_last: bool) -> int:
    """The messages on credits that a group's row sends before a day."""
    most = _most_before(plan.scenario, seats, row, day) if is_last else None
    return row.ledger.sent if most is None else min(most, row.ledger.sent)


def _most_before(scenario: Scenario, seats: int, row: ScheduleRow, day: date) -> int | None:
    """The most messages that go from a row's first day on before a day; `None`: any number."""
    if nth_sending_day(row.starts_on, 1, scenario.sends_on) >= day:
        return 0
    if scenario.seat_daily_limit is None:
        return None
    days = count_sending_days(row.starts_on, day, scenario.sends_on)
    return days * scenario.seat_daily_limit * seats


def _months_paid(group: GroupSchedule, eve: date) -> int | None:
    """The billing months that are paid for, or free, by a day; `None` where the seats have ended.

    0 where only what was paid before the campaign covers it. Seats whose last planned day is that
    day have ended.
    """
    subscription, terms = group.subscription, group.terms
    free = subscription.free_months
    planned = free + subscription.months_paid
    month = month_of(group.group.calendar.pays_from, eve)
    if month <= 0:
        months = 0
    elif free and month <= terms.trial_months:
        months = terms.trial_months
    elif month > planned:
        return None
    elif month - free <= subscription.years * MONTHS_IN_A_YEAR:
        months = free + -(-(month - free) // MONTHS_IN_A_YEAR) * MONTHS_IN_A_YEAR
    else:
        months = month
    if months >= planned and _last_day(group, months) <= eve:
        return None
    return months


def _last_day(group: GroupSchedule, months: int) -> date:
    return add_months(group.group.calendar.pays_from, months) - DAY


def _those_there_last(plan: Estimate) -> list[SeatsNow]:
    last = max((group.paid_until for group in plan.groups), default=None)
    return [
        SeatsNow(
            schedule=group,
            months=group.subscription.free_months + group.months_paid,
            paid_until=group.paid_until,
            credits=0,
        )
        for group in plan.groups
        if group.paid_until == last
    ]


def _planned_balance(plan: Estimate, group: GroupSchedule, on: date) -> int:
    """The credits that a group has by plan on the eve of a day.

    After the plan's last message nothing is sent: what is granted then stays as §3 leaves it.
    """
    balance, since = group.group.credits, plan.scenario.start_on
    for row, is_last in _rows_before(group.schedule, on):
        sent = _sent_of(plan, group.seats, row, on, is_last=is_last)
        balance, since = row.ledger.closing + row.ledger.sent - sent, row.starts_on + DAY
    if group.schedule and group.schedule[-1].starts_on < on:
        return _leave_unused(group.group, balance, since=since, on=on)
    return balance


def _hold_unused(held: HeldSeats, terms: Terms | None, *, since: date, on: date) -> HeldSeats:
    """Held seats on a later day, if none of their credits is sent meanwhile."""
    if terms is None:
        return held
    calendar = Calendar(held.paid_until + DAY, terms.grant_day, grants_on_start=False)
    group = SeatGroup(
        terms=terms, seats=held.seats, calendar=calendar, is_held=True, credits=held.credits
    )
    return replace(held, credits=_leave_unused(group, held.credits, since=since, on=on))


def _leave_unused(group: SeatGroup, credits: int, *, since: date, on: date) -> int:
    """What is left of a group's credits on the eve of a day if none is sent from `since` on."""
    if since >= on:
        return credits
    calendar = Calendar(group.calendar.pays_from, group.terms.grant_day, grants_on_start=False)
    held = SeatGroup(
        terms=group.terms, seats=group.seats, calendar=calendar, is_held=True, credits=credits
    )
    timeline = timeline_of(Scenario(target=1, start_on=since), [calendar])
    nothing = Sending(to_send=0, return_rate=Fraction(0))
    end = timeline.slice_of(on - DAY) + 1
    ledger = run_ledger([held], nothing, timeline, end=end, goes_on=True)
    return ledger.rows[0][-1].closing


def _count_credits(
    plan: Estimate, record: Record, there: Sequence[SeatsNow], *, on: date, planned: int
) -> int:
    """The credits of all groups together on the eve of a day (RULES.md §13).

    The newest balance noted, brought forward; or the plan's, corrected by what was really sent,
    bought and come back.
    """
    noted = next(
        (entry for entry in reversed(record.entries) if entry.credits_now is not None), None
    )
    if noted is not None and noted.credits_now is not None:
        since = noted.last_on
        before = _share_of_those_there(plan, there, noted.credits_now, since)
        if since >= on - DAY:
            return before
        entries = [entry for entry in record.entries if entry.last_on > since]
        until = Record(tuple(entry for entry in record.entries if entry.last_on <= since))
        sent, _ = split_sent(plan, record, on=on)
        sent_until, _ = split_sent(plan, until, on=since + DAY)
        flows = sum(entry.bought for entry in entries) - max(0, sent - sent_until)
        flows += sum(_come_back(plan, entry.answered, entry.declined) for entry in entries)
        granted = sum(_planned_net_grants(one.schedule, since, on) for one in there)
        credits = before + granted + flows
        most = max(before, planned)
    else:
        sent, _ = split_sent(plan, record, on=on)
        planned_on_credits, _ = planned_sent(plan, before=on)
        credits = planned + planned_on_credits - sent
        credits += record.bought - planned_purchases(plan, before=on)
        returned = _come_back(plan, record.answered, record.declined)
        credits += returned - _planned_returns(plan, on)
        most = planned
    cap = sum(one.seats for one in there) * plan.terms.rollover_cap
    return max(0, min(credits, max(most, cap), MOST_CREDITS_HELD))


def split_sent(plan: Estimate, record: Record, *, on: date) -> tuple[int, int]:
    """The messages of a record on credits, and those to open profiles (RULES.md §13).

    As many went to open profiles as the plan has sent there by then, at most all of them.
    """
    _, planned_free = planned_sent(plan, before=on)
    free = min(planned_free, record.sent)
    return record.sent - free, free


def _come_back(plan: Estimate, answered: int, declined: int) -> int:
    """The credits that answers bring back."""
    return answered if plan.scenario.declines_return_credit else answered - declined


def _planned_returns(plan: Estimate, on: date) -> int:
    rows = [row for group in plan.groups for row in group.schedule if row.starts_on < on]
    return sum(row.ledger.returned for row in rows)


def _planned_net_grants(group: GroupSchedule, since: date, on: date) -> int:
    """What the plan is granted after a day and before another, less what expires then."""
    rows = [row.ledger for row in group.schedule if since < row.starts_on < on]
    return sum(row.granted - row.expired for row in rows)


def _share_of_those_there(
    plan: Estimate, there: Sequence[SeatsNow], credits: int, noted_on: date
) -> int:
    """Of a balance noted on a day what the seats hold that are still there, rounded down."""
    then = sum(group.seats for group in plan.groups if group.paid_until >= noted_on)
    now = sum(one.seats for one in there)
    return credits * now // then if now < then else credits


def _share_out(credits: int, planned: Sequence[int], there: Sequence[SeatsNow]) -> list[int]:
    """The credits by group: the plan's, with what is more by seats, what is less by balances."""
    difference = credits - sum(planned)
    weights = [one.seats for one in there] if difference > 0 else list(planned)
    shares = [abs(difference) * weight // (sum(weights) or 1) for weight in weights]
    rest = abs(difference) - sum(shares)
    for number, weight in enumerate(weights):
        # Each share was rounded down by less than one credit.
        if rest and weight and (difference > 0 or shares[number] < planned[number]):
            shares[number] += 1
            rest -= 1
    sign = 1 if difference > 0 else -1
    return [balance + sign * share for balance, share in zip(planned, shares, strict=True)]


def _merge(listed: Sequence[HeldSeats]) -> Iterator[HeldSeats]:
    """One entry for the seats of a plan with the same last paid day; at most as many as may be.

    Beyond that the last entries of a plan are joined, paid until the earlier of their days, and one
    that no other is of the same plan is left out.
    """
    merged: dict[tuple[str, date], HeldSeats] = {}
    for held in listed:
        before = merged.get((held.plan, held.paid_until))
        merged[held.plan, held.paid_until] = held if before is None else _join(before, held)
    entries = list(merged.values())
    while len(entries) > MOST_HELD:
        last = entries.pop()
        partner = next(
            (
                number
                for number in reversed(range(len(entries)))
                if entries[number].plan == last.plan
            ),
            None,
        )
        if partner is not None:
            entries[partner] = _join(entries[partner], last)
    yield from entries


def _join(one: HeldSeats, other: HeldSeats) -> HeldSeats:
    return HeldSeats(
        plan=one.plan,
        seats=one.seats + other.seats,
        credits=one.credits + other.credits,
        paid_until=min(one.paid_until, other.paid_until),
    )
