"""Audiences: people with a deadline and rates of their own, written to from the same seats (§11).

Messages go out in the order of priority, then deadline, then entry. Counts are added up over the
audiences in that order before they are rounded, so an audience divided in two changes no total.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from planner.planning.errors import InvalidInput, require_whole
from planner.planning.shares import require_share

MOST_AUDIENCES = 20
MOST_PEOPLE = 1_000_000
LONGEST_NAME = 80
# The rates that an audience may have of its own, instead of the scenario's.
OWN_RATES = ("reply_rate", "decline_rate", "open_profile_share")


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Some of the people of a scenario. Raises `InvalidInput` for a value out of range.

    `target` counts the leads of this audience, `deadline_on` is the last day on which its messages
    are in time. The deadline and the rates are the scenario's where they are `None`. Of two
    audiences that with the lower `priority` goes first (1 to 20).
    """

    name: str
    target: int
    deadline_on: date | None = None
    reply_rate: Decimal | None = None
    decline_rate: Decimal | None = None
    open_profile_share: Decimal | None = None
    priority: int = 1

    def __post_init__(self) -> None:
        if not 0 < len(self.name.strip()) <= LONGEST_NAME:
            allowed = f"a name of at most {LONGEST_NAME} characters"
            raise InvalidInput("audiences.name", self.name, allowed)
        require_whole("audiences.target", self.target, 1, MOST_PEOPLE)
        require_whole("audiences.priority", self.priority, 1, MOST_AUDIENCES)
        for field in OWN_RATES:
            if (share := getattr(self, field)) is not None:
                require_share(f"audiences.{field}", share)


class Rates(NamedTuple):
    """The rates of one audience, its own or the scenario's.

    `goal_share` is the share of its people that the goal counts, `return_rate` is ρ (RULES.md §3).
    """

    reply_rate: Fraction
    goal_share: Fraction
    return_rate: Fraction
    open_profile_share: Fraction


class Prefix(NamedTuple):
    """An audience, and all messages through it, in the order in which they are sent.

    `messages` are `free` ones, to open profiles, and those `on_credits`. `deadline`, `rates` and
    the messages that are its `own` are those of the audience alone.
    """

    audience: Audience
    deadline: date
    rates: Rates
    messages: int
    free: int
    own_messages: int
    own_free: int

    @property
    def on_credits(self) -> int:
        """The messages through this audience that cost a credit each."""
        return self.messages - self.free

    @property
    def own_on_credits(self) -> int:
        """Those of this audience alone."""
        return self.own_messages - self.own_free

    def is_sent_with(self, on_credits: int, free: int) -> bool:
        """Whether the first so many messages of the two queues have all of this audience."""
        return (not self.own_on_credits or self.on_credits <= on_credits) and (
            not self.own_free or self.free <= free
        )


def line_up(audiences: Iterable[tuple[Audience, date, Rates]]) -> tuple[Prefix, ...]:
    """The audiences in the order in which they are written to, with running totals (§11)."""
    # By deadlines of their own, so that another deadline of the scenario changes no order. Python's
    # sort is stable: of the same priority and deadline the one entered first is first.
    order = sorted(audiences, key=lambda one: (one[0].priority, one[0].deadline_on or date.max))
    queue: list[Prefix] = []
    people = to_open_profiles = Fraction(0)
    messages = free = 0
    for audience, deadline, rates in order:
        people += audience.target / rates.goal_share
        own_messages = ceil(people) - messages
        to_open_profiles += own_messages * rates.open_profile_share
        own_free = floor(to_open_profiles) - free
        messages, free = messages + own_messages, free + own_free
        queue.append(Prefix(audience, deadline, rates, messages, free, own_messages, own_free))
    return tuple(queue)


def last_deadline(queue: Sequence[Prefix]) -> date:
    """The day by which everything has to be sent: that of the last audience.

    Messages on credits and those to open profiles are two queues, each with a last audience of its
    own; the later day counts.
    """
    on_credits = [prefix.deadline for prefix in queue if prefix.own_on_credits]
    free = [prefix.deadline for prefix in queue if prefix.own_free]
    return max(days[-1] for days in (on_credits, free) if days)


def find_target(audiences: Sequence[Audience]) -> int:
    """The leads of all audiences together."""
    return sum(audience.target for audience in audiences)


def check_names(audiences: Sequence[Audience]) -> None:
    """Raise `InvalidInput` for too many audiences, or for two of one name."""
    if len(audiences) > MOST_AUDIENCES:
        raise InvalidInput("audiences", len(audiences), f"at most {MOST_AUDIENCES} entries")
    taken: set[str] = set()
    for audience in audiences:
        name = audience.name.strip().casefold()
        if name in taken:
            raise InvalidInput("audiences.name", audience.name, "a name of its own")
        taken.add(name)
