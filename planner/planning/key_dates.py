"""The dates that a person acts on: deadline, done by, cancel before (RULES.md §1 and §5).

Every page and every file takes its dates from this module, so that all state the same days.
"""

from dataclasses import dataclass
from datetime import date

from planner.planning.credits import LedgerMonth
from planner.planning.estimate import Estimate, last_day_of, month_starts_on
from planner.planning.days import MONTHS_IN_A_YEAR
from planner.planning.money import Subscription
from planner.planning.terms import Pool, pool_seats


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyDates:
    """The days of one estimate; `None` where it is not done, or where no charge is to be avoided.

    `deadline` is a given day (`is_deadline_a_day`), or the last day of a given number of months.
    `last_messages_from` is the first day of the last billing month, `done_by` its last day, or the
    deadline where that is earlier. `change_before` is the day on which another year is charged
    although single months follow, `cancel_before` the day of the first charge that the campaign
    does not need; `left_on_cancelling` counts the credits that are unused by then.
    """

    deadline: date
    is_deadline_a_day: bool = False
    last_messages_from: date | None = None
    done_by: date | None = None
    change_before: date | None = None
    cancel_before: date | None = None
    left_on_cancelling: int = 0


def find_key_dates(estimate: Estimate, *, deadline_on: date | None = None) -> KeyDates:
    """The dates of an estimate; `deadline_on` is the deadline where that is a day.

    Source: RULES.md §1 for the deadline, §5 for the months paid.
    """
    scenario = estimate.scenario
    deadline = deadline_on or last_day_of(scenario.start_on, scenario.deadline_months)
    is_a_day = deadline_on is not None
    done_on, subscription = estimate.done_on, estimate.subscription
    if done_on is None or subscription is None:
        return KeyDates(deadline=deadline, is_deadline_a_day=is_a_day)
    years_end, paid_until = _find_paid_months(estimate, subscription)
    start_on = scenario.start_on
    return KeyDates(
        deadline=deadline,
        is_deadline_a_day=is_a_day,
        last_messages_from=estimate.last_messages_from,
        done_by=min(done_on, deadline) if estimate.status == "ok" else done_on,
        change_before=month_starts_on(start_on, years_end + 1) if years_end else None,
        cancel_before=month_starts_on(start_on, paid_until + 1) if paid_until else None,
        left_on_cancelling=count_credits_after(estimate, paid_until) if paid_until else 0,
    )


def _find_paid_months(
    estimate: Estimate, subscription: Subscription
) -> tuple[int | None, int | None]:
    """The last month paid by the year, where single months follow, and the last month paid.

    Both are `None` where no charge falls due: what costs nothing renews at no cost.
    """
    free_months = estimate.terms.trial_months if estimate.scenario.use_trial else 0
    if subscription.spend == 0 and not free_months:
        return None, None
    years_end = free_months + subscription.years * MONTHS_IN_A_YEAR
    changes = subscription.years > 0 and subscription.single_months > 0
    return years_end if changes else None, years_end + subscription.single_months


def count_credits_after(estimate: Estimate, month: int) -> int:
    """Unused credits at the end of billing month `month`, with nothing sent after the last message.

    Months paid for after the last message grant further credits, up to the cap; the credits back
    of the last messages come in the month after them. Source: RULES.md §3.
    """
    rows = [row.ledger for row in estimate.schedule]
    pool = pool_seats(estimate.terms, estimate.scenario.seats)
    rate, sent = estimate.scenario.return_rate, sum(row.sent for row in rows)
    for number in range(len(rows) + 1, month + 1):
        returned_before = sum(row.returned for row in rows)
        returned = rate.numerator * sent // rate.denominator - returned_before
        rows.append(_idle_month(number, rows, pool, returned=returned))
    return rows[-1].closing


def _idle_month(month: int, rows: list[LedgerMonth], pool: Pool, *, returned: int) -> LedgerMonth:
    """The month after `rows` in which nothing is bought or sent."""
    opening = rows[-1].closing
    # The soonest to expire are sent first, so the newest credits are left (RULES.md §3).
    alive = rows[max(0, len(rows) - pool.life + 1) :]
    available = sum(row.granted + row.returned + row.bought for row in alive)
    if month <= pool.life:
        available += rows[0].opening
    balance = min(opening, available, pool.cap)
    granted = min(pool.grant, pool.cap - balance)
    return LedgerMonth(
        month=month,
        opening=opening,
        expired=opening - balance,
        forfeited=pool.grant - granted,
        granted=granted,
        returned=returned,
        bought=0,
        sent=0,
        closing=balance + granted + returned,
    )
