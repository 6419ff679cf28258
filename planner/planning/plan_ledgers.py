"""The ledgers of one plan's seats in a scenario: what they send, buy and cost (RULES.md §4)."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from math import ceil
from typing import NamedTuple

from planner.planning.billing import months_due
from planner.planning.counting import Count, Start, count_sent
from planner.planning.days import sending_day
from planner.planning.free_messages import find_last_day, place_free_messages
from planner.planning.groups import SeatGroup
from planner.planning.ledger import Ledger, run_ledger
from planner.planning.limited_counting import count_within_limits
from planner.planning.needs import (
    Need,
    are_free_in_time,
    list_needs,
)
from planner.planning.needs_bounds import NeedSeats
from planner.planning.ranges import MOST_SEATS
from planner.planning.scenario import BEST, Scenario
from planner.planning.seats import PlanSeats
from planner.planning.terms import Terms


class Measure(NamedTuple):
    """What seats are judged by, less is better: dollars, or bought credits, then seats."""

    is_unknown: bool
    cost: float | Decimal
    seats: int


class PlanLedgers:
    """One plan's seats, run through the ledger; what several runs need is calculated once.

    `needs` are what audiences need before the deadline of everything; those of the scenario, unless
    others are given.
    """

    def __init__(
        self, terms: Terms, scenario: Scenario, *, needs: Sequence[Need] | None = None
    ) -> None:
        self.terms, self.scenario = terms, scenario
        self.plan_seats = seats = PlanSeats(terms, scenario)
        self.sending, self.held, self.kinds = seats.sending, seats.held, seats.kinds
        self.timeline, self.tracks = seats.timeline, seats.tracks
        self.groups_of, self.divide, self.stage = seats.groups_of, seats.divide, seats.stage
        self.fewest = max(1, self.held, 0 if scenario.seats == BEST else scenario.seats)
        self.needs = list_needs(scenario, self.timeline) if needs is None else needs
        has_audiences = bool(self.needs) or self.sending.queue is not None
        # Whether a limit may leave credits unsent, or credits come back at once.
        self.is_paced = scenario.is_paced or self.sending.at_once
        # Whether that is so, or one message is not as another.
        self.is_limited = self.is_paced or has_audiences
        # Whether messages to open profiles take what the limits leave beside those on credits.
        self.places_free = self.is_paced and scenario.free_messages > 0
        # Whether no limit keeps what is lacking from being bought, and sent, at once.
        self.buys_at_once = not self.is_limited and terms.purchase_limit is None
        self.has_unknown_prices = seats.is_unpriced or terms.credit_price is None
        self._staying: dict[tuple[int, bool, bool], Count] = {}
        self._fewest: dict[int, int | None] = {}

    @cached_property
    def most(self) -> int:
        """The most seats that are tried: more of them send nothing sooner (RULES.md §4)."""
        if self.scenario.seats != BEST:
            return self.fewest
        to_send, messages = self.sending.to_send, self.scenario.messages
        # What a seat may send or buy, and how many of them there are at most.
        each = [
            (to_send, self.terms.monthly_credits),
            (to_send, self.terms.purchase_limit),
            (messages, self.sending.seat_daily_limit),
            (messages, self.sending.seat_monthly_limit),
        ]
        useful = max((ceil(whole / part) for whole, part in each if part), default=1)
        # Held seats may be left to end, and new ones take their place.
        most = min(self.held + useful, self.scenario.max_seats or MOST_SEATS, MOST_SEATS)
        return max(self.fewest, most)

    @property
    def is_one_life(self) -> bool:
        """Whether the seats live one life until any end: a given number, none ending sooner."""
        if self.fewest < self.most or len(self.groups_of(self.fewest)) > 1:
            return False
        return self.fewest == 1 or self.scenario.renews_all_seats

    @cached_property
    def need_seats(self) -> list[NeedSeats]:
        """The seats as far as they send for each need."""
        return [
            NeedSeats(self.terms, self.scenario, need) for need in self.needs if need.on_credits
        ]

    def may_cost_nothing(self, seats: int, end: int) -> bool:
        """Whether so many seats may cost nothing, as they are paid for or in their trial."""
        if self.held and seats == self.held:
            return True
        trial = self.terms.trial_months if self.scenario.use_trial else 0
        return bool(trial) and self.tracks[-1].months[end - 1] <= trial + 1

    def run(
        self,
        groups: Sequence[SeatGroup],
        *,
        first_slice: int = 0,
        purchase_cap: int | None = 0,
        end: int | None = None,
    ) -> Ledger:
        """The ledger of these groups for what the scenario sends on credits."""
        return run_ledger(
            groups,
            self.sending,
            self.timeline,
            first_slice=first_slice,
            purchase_cap=purchase_cap,
            end=end,
        )

    def count(
        self,
        groups: Sequence[SeatGroup],
        *,
        purchase_cap: int | None = 0,
        end: int,
        start: Start | None = None,
    ) -> Count:
        """The totals of the ledger of these groups."""
        if not self.is_paced:
            return count_sent(
                groups, self.sending, self.timeline, purchase_cap=purchase_cap, end=end, start=start
            )
        return count_within_limits(
            groups,
            self.sending,
            self.timeline,
            first_slice=start.slice if start else 0,
            purchase_cap=purchase_cap,
            end=end,
        )

    def last_message(
        self, ledger: Ledger | Count, *, first_slice: int = 0
    ) -> tuple[int, date] | None:
        """The slice and the day of the last message of a ledger that sends everything on credits.

        Sent from `first_slice` on. `None` where free messages do not fit.
        """
        if isinstance(ledger, Count) and not self.places_free:
            # Without a limit, messages to open profiles are sent on the first day.
            last_slice = max(0, *ledger.last_sends)
            return last_slice, self._last_day(ledger, last_slice)
        ledger = self._with_rows(ledger, first_slice)
        free = place_free_messages(self.scenario, ledger)
        if free.unsent:
            return None
        last_slice = max(*ledger.last_sends, free.last_slice)
        return last_slice, find_last_day(self.scenario, ledger, free)

    def _with_rows(self, ledger: Ledger | Count, first_slice: int = 0) -> Ledger:
        """The ledger of totals that send everything."""
        if isinstance(ledger, Ledger):
            return ledger
        return self.run(ledger.groups, first_slice=first_slice, purchase_cap=ledger.bought)

    def _last_day(self, count: Count, last_slice: int) -> date:
        """The day of the last message, which is on a credit."""
        first_day, sends_on = self.timeline.days[last_slice], self.scenario.sends_on
        if not count.sent_at_last:
            return first_day
        daily, last = self.sending.seat_daily_limit, self.scenario.start_on
        for group, position, number in zip(
            count.groups, count.last_sends, count.sent_at_last, strict=True
        ):
            if number:
                days = 1 if daily is None else -(-number // (daily * group.seats))
                last = max(last, sending_day(self.timeline.days[position], days, sends_on))
        return last

    # Dollars

    def measure(self, ledger: Ledger | Count, seats: int) -> Measure:
        """What the ledger of so many seats is judged by."""
        total = self.total_of(ledger)
        return Measure(total is None, ledger.bought if total is None else total, seats)

    def total_of(self, ledger: Ledger | Count) -> Decimal | None:
        """The dollars that all costs; `None` where a price is unknown."""
        total, bought, credit_price = Decimal(0), ledger.bought, self.terms.credit_price
        for group, last_send in zip(ledger.groups, ledger.last_sends, strict=True):
            spend = self.plan_seats.spend_of(group, months_due(group, last_send, self.timeline))
            if spend is None:
                return None
            total += spend * group.seats
        if not bought:
            return total
        return None if credit_price is None else total + credit_price * bought

    # What is lacking

    def lacks(self, count: Count) -> int:
        """The messages on credits that are unsent, or lacking for an audience (RULES.md §11)."""
        if not self.needs:
            return count.unsent
        # Without a slice, as of seats that have ended, nothing is sent.
        unsent = count.unsent_by_slice or [count.unsent]
        return self._lacks_before(unsent, len(unsent))

    def _lacks_before(self, unsent: Sequence[int], end: int) -> int:
        """The same before the slice `end`, of what is `unsent`, slice by slice."""
        last = min(end, len(unsent))
        if not self.needs:
            return unsent[last - 1]
        to_send = self.sending.to_send
        lacking = [
            need.on_credits - to_send + unsent[min(need.slice, last) - 1] for need in self.needs
        ]
        return max(unsent[last - 1], *lacking)

    def makes_needs(self, count: Count, *, first_slice: int = 0) -> bool:
        """Whether all audiences before the last are done in time by totals that send everything.

        Sent from `first_slice` on.
        """
        if not self.needs:
            return True
        if self.lacks(count):
            return False
        if not self.places_free:
            # Without a limit, messages to open profiles are sent on the first day.
            return True
        free = place_free_messages(self.scenario, self._with_rows(count, first_slice))
        return are_free_in_time(free, self.needs)

    def sends_all(self, seats: int, end: int, *, buys: bool) -> bool:
        """Whether so many seats send everything before `end` if all of them are staying."""
        return not self.lacks_staying(seats, end, buys=buys)

    def lacks_staying(self, seats: int, end: int, *, buys: bool) -> int:
        """What `lacks` is before `end` if all of so many seats are staying.

        Until then, these seats send what they send without an end: one run tells it for all ends.
        """
        unsent = self._run_staying(seats, end, buys=buys).unsent_by_slice
        return self._lacks_before(unsent, end)

    def _run_staying(self, seats: int, end: int, *, buys: bool) -> Count:
        """So many seats without an end.

        Run until the deadline, or the horizon where `end` is later.
        """
        is_in_time = end <= self.timeline.deadline
        key = seats, buys, is_in_time
        if (known := self._staying.get(key)) is None:
            until = self.timeline.deadline if is_in_time else len(self.timeline)
            cap = None if buys else 0
            known = self.count(self.groups_of(seats), purchase_cap=cap, end=until)
            self._staying[key] = known
        return known

    def all_staying(self, seats: int, end: int) -> list[int]:
        """All of so many seats, by piece of their stage."""
        return [piece.seats for piece in self.stage(seats, end).pieces]

    # Room within the limits

    def fewest_with_room(self, until: int) -> int | None:
        """The fewest seats whose limits allow all messages before the slice `until`.

        `None` where those of the most seats do not.
        """
        if until not in self._fewest:
            low: int | None = self.fewest
            if self.scenario.is_paced:
                seats = range(self.fewest, self.most + 1)
                place = bisect_left(seats, True, key=lambda one: self._has_room(one, until))
                low = seats[place] if place < len(seats) else None
            self._fewest[until] = low
        return self._fewest[until]

    def _has_room(self, seats: int, until: int) -> bool:
        """Whether the limits of so many seats allow all messages before the slice `until`."""
        messages = [(need.messages, need.slice) for need in self.needs]
        groups = self.groups_of(seats)
        ledger = Ledger(groups=groups, rows=[() for _ in groups], unsent=0, timeline=self.timeline)
        for number, end in [(self.scenario.messages, until), *messages]:
            free = place_free_messages(self.scenario, ledger, as_many=number)
            if free.unsent or free.last_slice >= end:
                return False
        return True

    def fits(self, ledger: Count, until: int) -> bool:
        """Whether the messages to open profiles fit before the slice `until` as well."""
        if not self.places_free:
            return True
        free = place_free_messages(self.scenario, self._with_rows(ledger))
        if free.unsent or free.last_slice >= until:
            return False
        return are_free_in_time(free, self.needs)
