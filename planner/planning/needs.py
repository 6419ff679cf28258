"""What has to be sent before the deadline of everything: the needs of audiences (RULES.md §11).

All messages through an audience, in the order in which they are sent, have to go out by its
deadline. A need that follows from a later one is left out.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from planner.planning.answer_queue import return_rates
from planner.planning.free_messages import FreeMessages
from planner.planning.ledger import Ledger
from planner.planning.scenario import Scenario
from planner.planning.timeline import Timeline


class Need(NamedTuple):
    """Messages that have to be sent before a slice: those on credits, and to open profiles.

    `return_rate` is the greatest ρ of the audiences that they are for.
    """

    slice: int
    on_credits: int
    free: int
    return_rate: Fraction

    @property
    def messages(self) -> int:
        """All of them."""
        return self.on_credits + self.free


def list_needs(scenario: Scenario, timeline: Timeline) -> tuple[Need, ...]:
    """The needs of a scenario that come before its deadline, the earliest first."""
    if not scenario.audiences:
        return ()
    needs: list[Need] = []
    for day in sorted({prefix.deadline for prefix in scenario.queue}):
        due = [prefix for prefix in scenario.queue if prefix.deadline <= day]
        on_credits = max((one.on_credits for one in due if one.own_on_credits), default=0)
        free = max((one.free for one in due if one.own_free), default=0)
        before = needs[-1] if needs else None
        is_new = before is None or on_credits > before.on_credits or free > before.free
        if day < scenario.deadline and is_new:
            through = [one for one in scenario.queue if one.on_credits <= on_credits]
            rate = max(return_rates(through), default=Fraction(0))
            needs.append(Need(timeline.slice_after(day), on_credits, free, rate))
    return tuple(needs)


def find_shortfall(ledger: Ledger, needs: Sequence[Need]) -> int:
    """The most messages on credits that are lacking for a need; 0 where all are met."""
    sent = sorted((row.slice, row.sent) for rows in ledger.rows for row in rows if row.sent)
    shortfall = total = place = 0
    for need in needs:
        while place < len(sent) and sent[place][0] < need.slice:
            total += sent[place][1]
            place += 1
        shortfall = max(shortfall, need.on_credits - total)
    return shortfall


def are_free_in_time(free: FreeMessages, needs: Sequence[Need]) -> bool:
    """Whether the messages to open profiles are as early as the needs say."""
    return all(
        sum(
            number
            for sent in free.by_group
            for position, number in sent.items()
            if position < need.slice
        )
        >= need.free
        for need in needs
    )
