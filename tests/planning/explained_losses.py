"""What explanations claim of credits and months that are paid for and of no use."""

import re
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

from tests.planning.claims import Said, number
from tests.planning.explained import CENT, Told, free_months, shows
from tests.planning.recount import replay
from tests.planning.seat_reference.days import add_months


def credits_are_lost(facts: Told, said: Said) -> bool:
    """Credits that the cap withheld, how many of them were paid for, and their share of that."""
    lost, paid, worth = 0, 0, Decimal(0)
    played = replay(facts.estimate)
    for one, group in zip(facts.estimate.groups, played.groups, strict=True):
        free = free_months(facts, one)
        since = add_months(one.group.calendar.pays_from, free)
        rows = [row for row in group.rows if row.on >= since]
        withheld = sum(row.forfeited for row in rows)
        lost, paid = lost + sum(row.forfeited for row in group.rows), paid + withheld
        if withheld and group.subscription is not None:
            unused = one.subscription.months_paid - max(group.months - free, 0)
            year = (facts.recount.terms.annual_price or Decimal(0)) * one.seats
            left_over = min((unused * year / 12).quantize(CENT, ROUND_HALF_UP), group.subscription)
            brought = sum(row.granted + row.forfeited for row in rows)
            share = (group.subscription - left_over) * withheld / brought
            worth += share.quantize(CENT, ROUND_HALF_UP)
    return (
        number(said["n"]) == lost
        and number(said.get("paid", said["n"])) == (paid if "worth" in said else lost)
        and shows(said.get("worth", "$0.00"), worth)
    )


def months_are_unused(facts: Told, said: Said) -> bool:
    """Months that a year covers beyond the last, the trial's aside, by seats where they differ."""
    unused = Counter[int]()
    for one in facts.estimate.groups:
        due = max(max(one.group.last_month, 0) - free_months(facts, one), 0)
        covered = 12 * one.subscription.years + one.subscription.single_months
        assert covered >= due
        unused[covered - due] += one.seats
    if len(unused) == 1:
        [months] = unused
        return number(said["months"].split()[0]) == months > 0
    parts = re.findall(r"([\d,]+) months? of ([\d,]+) seats?", said["months"])
    stated = {number(months): number(seats) for months, seats in parts}
    return stated == {months: seats for months, seats in unused.items() if months}
