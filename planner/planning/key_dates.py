"""The dates that a person acts on: deadline, done by, cancel before (RULES.md §1 and §5).

Every page and every file takes its dates from this module, so that all state the same days.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from planner.planning.days import MONTHS_IN_A_YEAR, add_months
from planner.planning.estimate import Estimate
from planner.planning.layout import GroupSchedule
from planner.planning.ledger import run_ledger
from planner.planning.sending import sending_of
from planner.planning.timeline import timeline_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancellation:
    """The day before which seats are to be cancelled, or their payment is to be changed.

    On `before` the first charge falls due that the campaign does not need; `left` counts the
    credits that are unused by then. On `change_before` another year is charged although
    `single_months` follow; `None` where none is. `ends_trial`: nothing was charged before.
    """

    seats: int
    before: date
    left: int
    change_before: date | None = None
    single_months: int = 0
    ends_trial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyDates:
    """The days of one estimate; `None` where it is not done.

    `deadline` is a given day (`is_deadline_a_day`), or the last day of a given number of months.
    `done_by` is the day of the last message. `cancellations` are those of the seats for which a
    charge is to be avoided, the earliest first.
    """

    deadline: date
    is_deadline_a_day: bool = False
    done_by: date | None = None
    cancellations: tuple[Cancellation, ...] = ()

    @property
    def change_before(self) -> date | None:
        """The first day on which another year is charged although single months follow."""
        days = (one.change_before for one in self.cancellations)
        return min((day for day in days if day), default=None)

    @property
    def cancel_before(self) -> date | None:
        """The day of the last of the charges to be avoided: by then every seat is cancelled."""
        return max((one.before for one in self.cancellations), default=None)

    @property
    def left_on_cancelling(self) -> int:
        """Credits that are unused when the seats are cancelled."""
        return sum(one.left for one in self.cancellations)


def find_key_dates(estimate: Estimate) -> KeyDates:
    """The dates of an estimate. Source: RULES.md §1 for the deadline, §5 for the months paid."""
    scenario = estimate.scenario
    cancellations = filter(None, (_cancellation(estimate, one) for one in estimate.groups))
    return KeyDates(
        deadline=scenario.deadline,
        is_deadline_a_day=scenario.is_deadline_a_day,
        done_by=estimate.done_on,
        cancellations=tuple(sorted(cancellations, key=lambda one: one.before)),
    )


def _cancellation(estimate: Estimate, schedule: GroupSchedule) -> Cancellation | None:
    """The cancellation of one group; `None` where no charge falls due: it renews at no cost."""
    subscription = schedule.subscription
    by_the_year = subscription.years or subscription.monthly_price is None
    if (subscription.annual_price if by_the_year else subscription.monthly_price) == 0:
        return None
    pays_from = schedule.group.calendar.pays_from
    has_trial = estimate.scenario.use_trial and not schedule.group.is_held
    # A trial goes on after the last message.
    free_months = estimate.terms.trial_months if has_trial else 0
    years_end = free_months + subscription.years * MONTHS_IN_A_YEAR
    paid_through = years_end + subscription.single_months
    changes = subscription.years > 0 and subscription.single_months > 0
    return Cancellation(
        seats=schedule.seats,
        before=add_months(pays_from, paid_through),
        left=_count_left(estimate, schedule, paid_through),
        change_before=add_months(pays_from, years_end) if changes else None,
        single_months=subscription.single_months if changes else 0,
        ends_trial=not (schedule.months_paid or schedule.group.is_held),
    )


def _count_left(estimate: Estimate, schedule: GroupSchedule, month: int) -> int:
    """Unused credits of a group at the end of billing month `month`, with nothing more sent.

    Months paid for after the last message grant further credits, up to the cap; the credits back
    of the last messages come with the next refresh. Source: RULES.md §3.
    """
    scenario = estimate.scenario
    groups = [one.group for one in estimate.groups]
    timeline = timeline_of(scenario, [group.calendar for group in groups])
    end = timeline.tracks[schedule.group.calendar].last_slice_of(month) + 1
    if schedule.schedule and schedule.schedule[-1].ledger.slice == end - 1:
        # No month more than planned: the rows are there.
        return schedule.schedule[-1].ledger.closing
    number = estimate.groups.index(schedule)
    longer = [*groups[:number], schedule.group.through(month), *groups[number + 1 :]]
    # What is paid for, or free, beyond the planned months sends nothing: the others do (§5).
    send_ends = [timeline.tracks[one.calendar].last_slice_of(one.last_month) + 1 for one in groups]
    first_slice = 0
    if estimate.strategy == "accumulate" and estimate.first_send_on:
        first_slice = timeline.slice_of(estimate.first_send_on)
    bought = estimate.credits.bought if estimate.credits else 0
    ledger = run_ledger(
        longer,
        sending_of(scenario),
        timeline,
        first_slice=first_slice,
        purchase_cap=bought,
        end=max(end, 0),
        goes_on=True,
        send_ends=send_ends,
    )
    rows: Iterator[int] = (row.closing for row in reversed(ledger.rows[number]))
    return next(rows, schedule.group.credits)
