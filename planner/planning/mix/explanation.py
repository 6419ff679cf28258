"""The explanation of a mix, in one or two sentences for sales people."""

from decimal import Decimal

from planner.planning.estimate import Estimate
from planner.planning.mix.result import Mix
from planner.planning.mix.seats import SeatGroup
from planner.planning.mix.single_plans import EVERY_SEAT_COUNT
from planner.planning.wording import count, dollars, percent


def explain_mix(mix: Mix, best_single: Estimate | None) -> str:
    """What the mix is, how it compares with the best single plan, and how far that is proven.

    `best_single` is the cheapest estimate of one plan that makes the deadline, if there is one.
    """
    if mix.total is None:
        return _explain_failure(mix)
    if not mix.groups:
        return (
            "Every message goes to an open profile, which costs no credit, "
            "so no subscription is needed."
        )
    return f"{_describe(mix, mix.total)}, {_compare(mix, mix.total, best_single)}. {_prove(mix)}."


def _explain_failure(mix: Mix) -> str:
    what = count(mix.scenario.to_send, "message")
    when = count(mix.scenario.deadline_months, "month")
    if mix.status == "infeasible":
        return f"No mix {_within(mix)} with known prices sends {what} within {when}."
    return (
        f"No mix {_within(mix)} was found that sends {what} within {when}, "
        "nor a proof that there is none."
    )


def _describe(mix: Mix, total: Decimal) -> str:
    *firsts, last = [_describe_group(group) for group in mix.groups]
    seats = f"{', '.join(firsts)} and {last}" if firsts else last
    bought = sum(row.ledger.bought for row in mix.schedule)
    purchase = f" with {count(bought, 'bought credit')}" if bought else ""
    verb = "costs" if mix.seats == 1 else "cost"
    return f"{seats}{purchase} {verb} {dollars(total)}"


def _describe_group(group: SeatGroup) -> str:
    seats, months = count(group.seats, "seat"), count(group.months, "month")
    return f"{seats} of {group.terms.name} for {months}"


def _compare(mix: Mix, total: Decimal, best_single: Estimate | None) -> str:
    if best_single is None or best_single.total is None:
        return "and no single plan with known prices makes the deadline"
    seats = count(best_single.scenario.seats, "seat")
    # Above this, not every number of seats is tried: another may cost less (RULES.md §6).
    tried = "" if mix.max_seats <= EVERY_SEAT_COUNT else " tried"
    single = f"the best single plan{tried}, {seats} of {best_single.terms.name}"
    saved = best_single.total - total
    if not saved:
        return f"no less than {single}"
    return f"{dollars(abs(saved))} {'less' if saved > 0 else 'more'} than {single}"


def _prove(mix: Mix) -> str:
    if not mix.gap or not mix.total:
        return f"No mix {_within(mix)} costs less: that is proven"
    return (
        f"Whether a mix {_within(mix)} costs less is not proven; "
        f"it would save at most {dollars(mix.gap)} ({percent(mix.gap / mix.total)})"
    )


def _within(mix: Mix) -> str:
    return f"of at most {count(mix.max_seats, 'seat')}"
