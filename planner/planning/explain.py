"""The explanation of an estimate, in one or two sentences for sales people.

Every number is the estimate's own, or found by running the ledger again without the reason that is
given (`reasons`); none comes from a formula that holds only in the usual case.

A sentence is put together from clauses that depend on each other, so there is no table of
templates: the clauses stand here, in `explain_cheapest` and, where several sentences share one, in
`phrases`. Their one list is tests/planning/claims_of_explanations.py, which says of each what it
claims: tests/planning/test_claims_of_explanations.py checks every clause against figures counted
anew, and fails for a clause that is not listed and for an entry that nothing says any more. Clauses
on audiences are checked in tests/planning/test_audiences_explained.py.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import islice

from planner.planning.estimate import Estimate
from planner.planning.explain_cheapest import explain_as_granted, explain_cheapest
from planner.planning.layout import CreditTotals, GroupSchedule
from planner.planning.phrases import (
    NOTHING_TO_BUY,
    are,
    count_all_messages,
    count_credits,
    count_grant,
    count_messages,
    describe_pacing_limits,
    describe_purchase,
    describe_unknown_price,
    join,
    limit_of_purchases,
    limit_of_sends,
    limits_of_seats,
    name_held,
    name_seats,
    name_trials,
)
from planner.planning.ranges import HORIZON
from planner.planning.reasons import (
    credits_at_the_start,
    credits_held,
    expires_next,
    held_within_cap,
    sees_the_start,
    sent_within_horizon,
)
from planner.planning.wording import count, dollars, show_day


def explain_status(estimate: Estimate) -> str | None:
    """What is wrong with an estimate, in a sentence; `None` where nothing is (RULES.md §4)."""
    name = estimate.terms.name
    if estimate.status == "no_inmail":
        nothing = f"{name} has no InMail: it brings no credits and none can be bought"
        return f"{nothing}{_count_held(estimate)}."
    if estimate.status == "out_of_reach":
        what = count_all_messages(estimate)
        return f"Out of reach this way: {HORIZON} months of {name} are not enough for {what}."
    if estimate.status == "misses_deadline" and estimate.audiences:
        return _name_late_audiences(estimate)
    if estimate.status == "misses_deadline" and estimate.months is not None:
        return f"Done in month {estimate.months}, {write_delay(estimate)} after the deadline."
    if not estimate.price_known:
        return f"For {name}, {describe_unknown_price(estimate)}."
    return None


def write_delay(estimate: Estimate) -> str:
    """The months from the deadline to the last message; days where the deadline is a day.

    With audiences the days of the one that is late by the most.
    """
    scenario, done_on = estimate.scenario, estimate.done_on or estimate.scenario.deadline
    if estimate.audiences:
        return count(max(one.days_late for one in estimate.audiences), "day")
    if scenario.deadline_on is not None:
        return count((done_on - scenario.deadline).days, "day")
    return count((estimate.months or 0) - scenario.deadline_months, "month")


def _name_late_audiences(estimate: Estimate) -> str:
    """The audiences that are late, each with its days."""
    late = [one for one in estimate.audiences if one.days_late]
    first, *others = [
        f"{one.audience.name} is done on {show_day(one.done_on)}, "
        f"{count(one.days_late, 'day')} after its deadline"
        for one in late
    ]
    of_all = f"{len(late)} of {count(len(estimate.audiences), 'audience')}"
    verb = "is" if len(late) == 1 else "are"
    return f"{of_all} {verb} late: {'; '.join([first, *others])}."


def explain(estimate: Estimate) -> str:
    """The reason for the months and the purchases, up to two further remarks, the free trials."""
    credits = estimate.credits
    if credits is None:
        return _explain_failure(estimate)
    if not estimate.groups:
        return (
            "Every message goes to an open profile, which costs no credit, "
            "so no subscription is needed."
        )
    reason = {
        "accumulate": _explain_saving_up,
        "as_granted": explain_as_granted,
        "buy_now": _explain_buying_now,
        "cheapest": explain_cheapest,
    }[estimate.strategy](estimate, bought=credits.bought)
    named = name_held(estimate)
    names_held = bool(named) and named in reason
    remarks = "; ".join(islice(_remarks(estimate, credits, names_held=names_held), 2))
    sentences = [
        f"{reason}.",
        f"{remarks[0].upper()}{remarks[1:]}." if remarks else "",
        name_trials(estimate.groups),
    ]
    return " ".join(filter(None, sentences))


def _explain_failure(estimate: Estimate) -> str:
    # Credits may suffice where limits leave no time for the messages to open profiles.
    lacks_credits = sent_within_horizon(estimate) < estimate.scenario.to_send
    if estimate.status == "no_inmail" and lacks_credits:
        return _explain_no_inmail(estimate)
    brings = f"A month{name_seats(estimate)} brings {count_grant(estimate)}"
    buys = (
        "nothing is bought" if estimate.strategy == "as_granted" else limit_of_purchases(estimate)
    )
    facts = join(brings, buys, limit_of_sends(estimate), *limits_of_seats(estimate))
    return f"{facts}: {HORIZON} months this way are not enough for {count_all_messages(estimate)}."


def _explain_no_inmail(estimate: Estimate) -> str:
    held = _count_held(estimate) or ", so nothing can be sent"
    return f"{estimate.terms.name} brings no credits and sells none{held}."


def _count_held(estimate: Estimate) -> str:
    """What the credits held send on a plan without InMail; empty where they are none or enough."""
    held = credits_held(estimate)
    if not held:
        return ""
    within_cap, credits = held_within_cap(estimate), f"the {count(held, 'credit')} held"
    if not within_cap:
        return f", and its cap leaves none of {credits} at the start"
    sends = sent_within_horizon(estimate)
    if sends == estimate.scenario.to_send:
        return ""
    sent = f"{sends:,} of {count_messages(estimate)}"
    if within_cap < held:
        return f"; its cap leaves {within_cap:,} of {credits} at the start, to send {sent}"
    return f"; {credits} at the start can only send {sent}"


def _explain_saving_up(estimate: Estimate, *, bought: int) -> str:
    terms, to_send = estimate.terms, estimate.scenario.to_send
    row = next(row for row in estimate.schedule if row.ledger.sent)
    first = row.ledger
    saved = first.opening - first.expired + first.granted
    if not saved:
        return f"{terms.name} brings no credits to save up; {describe_purchase(estimate, bought)}"
    verb = "Month 1 has" if row.month == 1 else f"Saving up until month {row.month} gathers"
    reason = f"{verb} {count_credits(saved)}"
    if saved == terms.rollover_cap * estimate.seats:
        reason += ", the most that the plan lets you hold"
    elif saved < to_send and terms.monthly_credits and expires_next(estimate, row.ledger.slice):
        reason += ", after which the oldest expire"
    if bought:
        return f"{reason}; {describe_purchase(estimate, bought, besides=saved)}"
    if saved < to_send:
        return f"{reason}; later months bring the rest, so nothing is bought"
    return f"{reason}: enough for everything, so nothing is bought"


def _explain_buying_now(estimate: Estimate, *, bought: int) -> str:
    months, held = estimate.months or 0, estimate.scenario.to_send - bought
    if months == 1:
        if not bought:
            return (
                f"The first month has credits for {count_messages(estimate)}, so nothing is bought"
            )
        rest = describe_purchase(estimate, bought, besides=held, when=" at once")
        return f"The first month has {count_credits(held)}; {rest}"
    first = estimate.first_send_on or estimate.schedule_start
    start = "at once" if first == estimate.schedule_start else f"on {show_day(first)}"
    # Without any limit, everything is bought and sent at once.
    limits = describe_pacing_limits(estimate, "buy_now")
    takes = f"Sending starts {start} and takes {months} months, because {limits}"
    if bought:
        return f"{takes}; {describe_purchase(estimate, bought)}"
    return f"{takes}; {NOTHING_TO_BUY}" if estimate.terms.sells_credits else takes


def _remarks(estimate: Estimate, credits: CreditTotals, *, names_held: bool) -> Iterator[str]:
    """What else changes the result, most important first.

    `names_held`: the reason before them has named the credits of the start.
    """
    free = estimate.scenario.free_messages
    held = credits_at_the_start(estimate)
    if not estimate.price_known:
        yield describe_unknown_price(estimate)
    if estimate.left_behind:
        left = estimate.left_behind
        yield f"{count_credits(left)} held on other plans {are(left)} left behind"
    yield from _remarks_on_lost_credits(estimate)
    yield from _remarks_on_seats(estimate)
    if credits.returned:
        yield f"answers bring back {count_credits(credits.returned)}"
    if credits.forfeited:
        lost = f"{count_credits(credits.forfeited)} {are(credits.forfeited)} lost at the cap"
        yield f"{lost}{_worth_of_forfeited(estimate)}"
    if credits.expired:
        verb = "expires" if credits.expired == 1 else "expire"
        yield f"{count_credits(credits.expired)} {verb} unused"
    if estimate.free_months:
        yield f"the trial makes {count(estimate.free_months, 'month')} free"
    yield from _remark_on_unused_months(estimate)
    if held and not names_held:
        yield f"{count_credits(held)} {are(held)} there at the start"
    if free:
        profiles = "an open profile costs" if free == 1 else "open profiles cost"
        yield f"{count(free, 'message')} to {profiles} no credit"


def _remarks_on_lost_credits(estimate: Estimate) -> Iterator[str]:
    """The credits of held seats that are not renewed and end before the campaign begins."""
    ended = [one for one in estimate.groups if one.group.credits and not sees_the_start(one)]
    if not ended:
        return
    lost, seats = sum(one.group.credits for one in ended), sum(one.seats for one in ended)
    whose = "the seat" if seats == 1 else f"the {seats:,} seats"
    until = show_day(ended[0].paid_until)
    yield (
        f"the {count(lost, 'credit')} of {whose} paid for until {until} "
        f"{are(lost)} lost before the start"
    )


def _remarks_on_seats(estimate: Estimate) -> Iterator[str]:
    """Which seats are paid for already, and which end before the others."""
    start_on, last = estimate.scenario.start_on, _last_credit_on(estimate)
    paid = [
        one
        for one in estimate.groups
        if one.group.is_held and not one.group.last_month and one.paid_until >= start_on
    ]
    if paid:
        seats = sum(one.seats for one in paid)
        until = min(one.paid_until for one in paid)
        yield f"{count(seats, 'seat')} {are(seats)} paid for until {show_day(until)} already"
    stay = sum(one.seats for one in estimate.groups if one.paid_until >= last)
    if stay < estimate.seats and not paid:
        verb = "stays" if stay == 1 else "stay"
        yield f"{stay:,} of the {estimate.seats:,} seats {verb} to the end"


def _last_credit_on(estimate: Estimate) -> date:
    """The first day of the slice of the last message on a credit."""
    return max(row.starts_on for row in estimate.schedule if row.ledger.sent)


def _remark_on_unused_months(estimate: Estimate) -> Iterator[str]:
    """The months of a year that seats leave unused, and how many seats, unless it is all alike."""
    seats = Counter[int]()
    for group in estimate.groups:
        seats[_unused_months(group)] += group.seats
    if not any(seats):
        return
    if len(seats) == 1:
        left = [count(max(seats), "month")]
    else:
        left = [
            f"{count(months, 'month')} of {count(seats[months], 'seat')}"
            for months in sorted(seats, reverse=True)
            if months
        ]
    yield f"paying by the year leaves {' and '.join(left)} unused"


def _unused_months(schedule: GroupSchedule) -> int:
    """Months of an annual block that a group does not use."""
    subscription = schedule.subscription
    return max(
        0,
        subscription.months_paid + subscription.free_months - max(schedule.group.last_month, 0),
    )


def _worth_of_forfeited(estimate: Estimate) -> str:
    """The worth of the credits lost at the cap; empty where they are not paid for."""
    credits, losses = estimate.credits, estimate.losses
    if credits is None or losses is None or not losses.forfeited_worth:
        return ""
    worth = f"worth {dollars(losses.forfeited_worth)}"
    if losses.forfeited == credits.forfeited:
        return f", {worth}"
    return f", of which {losses.forfeited:,} {are(losses.forfeited)} paid for, {worth}"
