"""The list of a browser's campaigns: what each comes to, and what is true of it today.

The list has what is planned from today on, and where something is noted the verdict on that.
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from campaigns.decision import Decision
from campaigns.exports.appointments import list_appointments
from campaigns.presentation.dates import dates_of
from campaigns.presentation.due import DueItem, list_planned
from campaigns.presentation.judgement import Judgement, judge, write_span
from campaigns.presentation.progress import judge_progress
from campaigns.saved.price_changes import PriceChanges
from campaigns.wording import day
from planner.planning.estimate import Estimate
from planner.planning.money import cents
from planner.planning.phrases import reach
from planner.planning.progress.record import Record
from planner.planning.wording import dollars


class Facts(NamedTuple):
    """A campaign's figures and its state today; `total` in dollars, `None` where unknown.

    `status`: whether it is in time; `prices`: what today's would change; `next_step`: what the
    plan has from today on. The last two are empty where there is nothing. `planned` is all that it
    has to be done, `chosen` the estimate of which it is.
    """

    reached: str
    way: str
    total: Decimal | None
    done_on: date | None
    status: str
    is_in_time: bool
    prices: str
    next_step: str
    planned: tuple[DueItem, ...]
    chosen: Estimate | None = None

    def judge(self, record: Record, *, today: date) -> Judgement | None:
        """The verdict on what is noted; `None` where nothing is, or nothing to compare it with."""
        if not record.entries:
            return None
        judged = judge_progress(self.chosen, record, today=today)
        return judged.judgement if judged.course else None


def list_facts(decision: Decision, changes: PriceChanges | None, *, today: date) -> Facts:
    """What the list shows of a campaign's decision; `changes` of a saved price book."""
    chosen = decision.chosen
    is_done = chosen is not None and chosen.is_done
    return Facts(
        reached=reach(decision.query.scenario),
        way=chosen.terms.name if chosen else "",
        total=chosen.total if chosen and is_done else None,
        done_on=chosen.done_on if chosen else None,
        status=write_status(chosen),
        is_in_time=judge(chosen).is_in_time,
        prices=describe_prices(decision, changes) if changes else "",
        next_step=find_next_step(decision, today=today),
        planned=list_planned(chosen, dates_of(decision.query, chosen)) if chosen else (),
        chosen=chosen,
    )


def write_status(estimate: Estimate | None) -> str:
    """Whether an estimate is in time: "On time, 30 days early", "90 days late"."""
    if estimate is None or estimate.tightest is None:
        return judge(estimate).text
    deadline, done_on = estimate.tightest
    if estimate.status != "ok":
        return f"{write_span(deadline, done_on)} late"
    if done_on == deadline:
        return "On time, on the last day"
    return f"On time, {write_span(done_on, deadline)} early"


def describe_prices(decision: Decision, changes: PriceChanges) -> str:
    """What today's prices and terms do to the total that is shown; empty for nothing."""
    if changes.live is None:
        return "The price book is gone"
    if not changes.has_changes:
        return ""
    was, now = decision.chosen, changes.live.chosen
    if was is None or now is None or was.status != now.status:
        return f"Prices or terms changed. Today: {write_status(now)}"
    if was.total is None or now.total is None:
        return "Prices changed"
    more = cents(now.total) - cents(was.total)
    if not more and now.done_on == was.done_on:
        return "Prices changed, the total stays"
    other = f" with {now.terms.name}" if now.terms.slug != was.terms.slug else ""
    if now.done_on != was.done_on:
        other += f", done by {day(now.done_on)}"
    change = f"{dollars(abs(more))} {'more' if more > 0 else 'less'}" if more else "the same total"
    return f"Prices changed: now {change}{other}"


def find_next_step(decision: Decision, *, today: date) -> str:
    """The first thing that the plan has from `today` on, or its last day where that is over."""
    chosen = decision.chosen
    if chosen is None or not chosen.schedule:
        return ""
    days = sorted(list_appointments(chosen, dates_of(decision.query, chosen)), key=lambda a: a.on)
    coming = next((one for one in days if one.on >= today), None)
    if coming is None:
        return f"Planned until {day(days[-1].on)}" if days else ""
    return f"Next: {coming.title}, {day(coming.on)}"
