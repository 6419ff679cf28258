"""A plan carried on as it is, with what is left to do (RULES.md §13)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from planner.planning.audience import Prefix
from planner.planning.audience_results import find_days
from planner.planning.billing import price
from planner.planning.days import DAY, add_months
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.free_messages import find_last_day, place_free_messages
from planner.planning.groups import OPEN_END, SeatGroup
from planner.planning.layout import GroupSchedule
from planner.planning.ledger import run_ledger
from planner.planning.progress.seats_now import SeatsNow
from planner.planning.scenario import Scenario
from planner.planning.sending import sending_of
from planner.planning.timeline import Calendar, timeline_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedOn:
    """When a plan that is not changed is done, and what it costs from then on.

    `done_on` and `total` are `None` where it leaves messages unsent, `total` in dollars also where
    a price is unknown. `unsent` counts messages. `late` are the audiences that are not in time, by
    their names, `audience_days` the last days of those that get all their messages.
    """

    done_on: date | None
    total: Decimal | None
    unsent: int
    late: tuple[str, ...] = ()
    audience_days: tuple[tuple[str, date], ...] = ()


def carry_on(
    plan: Estimate, rest: Scenario, seats_now: Sequence[SeatsNow], *, still_to_buy: int
) -> CarriedOn:
    """The plan's seats with what is left to do: they end as planned, the last ones go on.

    At most `still_to_buy` credits are bought, each when it is lacking. Source: RULES.md §13.
    """
    if not rest.to_send:
        free = make_estimate(plan.terms, replace(rest, seats=plan.seats), plan.strategy)
        return CarriedOn(
            done_on=free.done_on,
            total=free.total,
            unsent=_unsent_of(free),
            late=_list_late(rest, free.audience_days),
            audience_days=_name_days(rest.queue, free.audience_days),
        )
    groups = tuple(_go_on(plan, rest, seats_now))
    if not groups:
        return CarriedOn(done_on=None, total=None, unsent=rest.messages)
    timeline = timeline_of(rest, [group.calendar for group in groups])
    first_send = plan.first_send_on if plan.strategy == "accumulate" else None
    ledger = run_ledger(
        groups,
        sending_of(rest),
        timeline,
        first_slice=timeline.slice_of(max(first_send or rest.start_on, rest.start_on)),
        purchase_cap=still_to_buy,
    )
    free_messages = place_free_messages(rest, ledger)
    if unsent := ledger.unsent + free_messages.unsent:
        sent = rest.to_send - ledger.unsent
        sent_free = rest.free_messages - free_messages.unsent
        done = [one for one in rest.queue if one.is_sent_with(sent, sent_free)]
        days = find_days(rest, ledger, free_messages, queue=done)
        return CarriedOn(
            done_on=None, total=None, unsent=unsent, audience_days=_name_days(done, days)
        )
    _, total = price(ledger, rest)
    days = find_days(rest, ledger, free_messages)
    return CarriedOn(
        done_on=find_last_day(rest, ledger, free_messages),
        total=total,
        unsent=0,
        late=_list_late(rest, days),
        audience_days=_name_days(rest.queue, days),
    )


def _list_late(rest: Scenario, days: Sequence[date]) -> tuple[str, ...]:
    """The audiences that are done on these days after their deadlines."""
    queue = zip(rest.queue, days, strict=False)
    return tuple(prefix.audience.name for prefix, day in queue if day > prefix.deadline)


def _name_days(queue: Sequence[Prefix], days: Sequence[date]) -> tuple[tuple[str, date], ...]:
    """The days with the names of the audiences that are done on them."""
    return tuple((one.audience.name, day) for one, day in zip(queue, days, strict=False))


def _unsent_of(estimate: Estimate) -> int:
    return 0 if estimate.is_done else estimate.scenario.messages


def _go_on(plan: Estimate, rest: Scenario, seats_now: Sequence[SeatsNow]) -> Iterator[SeatGroup]:
    """The groups from the start of the rest on; those of the plan's last messages have no end."""
    last_send = max(
        (row.starts_on for row in plan.schedule if row.ledger.sent), default=plan.scenario.start_on
    )
    if rest.start_on == plan.scenario.start_on:
        for schedule in plan.groups:
            stays = _planned_end(schedule) >= last_send
            end = OPEN_END if stays else schedule.group.last_month
            yield replace(schedule.group, last_month=end)
        return
    for one in seats_now:
        months = max(0, one.schedule.group.last_month - one.months)
        yield SeatGroup(
            terms=plan.terms,
            seats=one.seats,
            calendar=Calendar(one.paid_until + DAY, plan.terms.grant_day, grants_on_start=False),
            is_held=True,
            credits=one.credits,
            last_month=OPEN_END if _planned_end(one.schedule) >= last_send else months,
        )


def _planned_end(schedule: GroupSchedule) -> date:
    """The last day of the months that a group is planned for."""
    group = schedule.group
    return add_months(group.calendar.pays_from, max(group.last_month, 0)) - DAY
