"""The ledgers of one plan's seats in a scenario: what they send, buy and cost (RULES.md §4)."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from math import ceil
from typing import NamedTuple

from planner.planning.billing import months_due, price
from planner.planning.counting import Count, Start, count_sent
from planner.planning.free_messages import find_last_day, place_free_messages
from planner.planning.groups import SeatGroup
from planner.planning.ledger import Ledger, run_ledger
from planner.planning.needs import (
    Need,
    are_free_in_time,
    find_shortfall,
    list_needs,
    meets_needs,
)
from planner.planning.needs_bounds import NeedSeats
from planner.planning.scenario import BEST, MOST_SEATS, Scenario
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
        # Whether a limit may leave credits unsent, or credits come back at once.
        is_limited = scenario.is_paced or self.sending.at_once
        # Whether only the rows of a ledger tell what is sent.
        self.needs_rows = is_limited or bool(self.needs) or self.sending.queue is not None
        # Whether no limit keeps what is lacking from being bought, and sent, at once.
        self.buys_at_once = not self.needs_rows and terms.purchase_limit is None
        self.has_unknown_prices = seats.is_unpriced or terms.credit_price is None
        self._staying: dict[tuple[int, bool, bool], tuple[Ledger | Count, Sequence[int]]] = {}
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

    @cached_property
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
    ) -> Ledger | Count:
        """The ledger of these groups, or its totals where they are found without its rows."""
        if self.needs_rows:
            first_slice = start.slice if start else 0
            return self.run(groups, first_slice=first_slice, purchase_cap=purchase_cap, end=end)
        return count_sent(
            groups, self.sending, self.timeline, purchase_cap=purchase_cap, end=end, start=start
        )

    def last_message(self, ledger: Ledger | Count) -> tuple[int, date] | None:
        """The slice and the day of the last message of a ledger that sends everything on credits.

        `None` where free messages do not fit.
        """
        if isinstance(ledger, Count):
            # No limit: messages to open profiles are sent on the first day.
            last_slice = max(0, *ledger.last_sends)
            return last_slice, self.timeline.days[last_slice]
        free = place_free_messages(self.scenario, ledger)
        if free.unsent:
            return None
        last_slice = max(*ledger.last_sends, free.last_slice)
        return last_slice, find_last_day(self.scenario, ledger, free)

    # Dollars

    def measure(self, ledger: Ledger | Count, seats: int) -> Measure:
        """What the ledger of so many seats is judged by."""
        total = self.total_of(ledger)
        return Measure(total is None, ledger.bought if total is None else total, seats)

    def total_of(self, ledger: Ledger | Count) -> Decimal | None:
        """The dollars that all costs; `None` where a price is unknown."""
        if self.has_unknown_prices:
            return price(ledger, self.scenario)[1]
        total = Decimal(0)
        for group, last_send in zip(ledger.groups, ledger.last_sends, strict=True):
            months = months_due(group, last_send, self.timeline)
            total += self.plan_seats.price_of(group, months) * group.seats
        bought = ledger.bought
        return total + (self.terms.credit_price or Decimal(0)) * bought if bought else total

    # What is lacking

    def lacks(self, ledger: Ledger | Count) -> int:
        """The messages on credits that are unsent, or lacking for an audience (RULES.md §11)."""
        if not self.needs or isinstance(ledger, Count):
            return ledger.unsent
        return max(ledger.unsent, find_shortfall(ledger, self.needs))

    def makes_needs(self, ledger: Ledger | Count) -> bool:
        """Whether all audiences before the last are done in time."""
        if not self.needs or isinstance(ledger, Count):
            return True
        return meets_needs(self.scenario, ledger, self.needs)

    def sends_all(self, seats: int, end: int, *, buys: bool) -> bool:
        """Whether so many seats send everything before `end` if all of them are staying."""
        return not self.lacks_staying(seats, end, buys=buys)

    def lacks_staying(self, seats: int, end: int, *, buys: bool) -> int:
        """What `lacks` is before `end` if all of so many seats are staying.

        Until then, these seats send what they send without an end: one run tells it for all ends.
        """
        _, unsent = self._run_staying(seats, end, buys=buys)
        lacking = unsent[min(end, len(unsent)) - 1]
        for need in self.needs:
            sent = self.sending.to_send - unsent[min(end, need.slice, len(unsent)) - 1]
            lacking = max(lacking, need.on_credits - sent)
        return lacking

    def _run_staying(
        self, seats: int, end: int, *, buys: bool
    ) -> tuple[Ledger | Count, Sequence[int]]:
        """So many seats without an end: their ledger, and what is unsent, slice by slice.

        Run until the deadline, or the horizon where `end` is later.
        """
        is_in_time = end <= self.timeline.deadline
        key = seats, buys, is_in_time
        if (known := self._staying.get(key)) is None:
            until = self.timeline.deadline if is_in_time else len(self.timeline)
            cap = None if buys else 0
            ledger = self.count(self.groups_of(seats), purchase_cap=cap, end=until)
            known = self._staying[key] = ledger, ledger.list_unsent(self.sending.to_send)
        return known

    def all_staying(self, seats: int, end: int) -> list[int]:
        """All of so many seats, by piece of their stage."""
        return [piece.seats for piece in self.stage(seats, end).pieces]

    # Purchases

    def complete(
        self, groups: Sequence[SeatGroup], end: int, *, buys: bool
    ) -> Ledger | Count | None:
        """The ledger with the fewest bought credits that sends everything before `end`."""
        ledger = self.count(groups, end=end)
        lacking = self.lacks(ledger)
        if not lacking:
            return ledger
        if not (buys and self.terms.sells_credits):
            return None
        return self._buy_fewest(groups, end, lacking)

    def complete_staying(
        self, groups: Sequence[SeatGroup], seats: int, end: int, *, buys: bool
    ) -> Ledger | Count | None:
        """The same for the groups of so many seats that are all staying."""
        lacking = self.lacks_staying(seats, end, buys=False)
        if not lacking:
            return self._run_staying(seats, end, buys=False)[0].with_groups(groups)
        if not (buys and self.terms.sells_credits and self.sends_all(seats, end, buys=True)):
            return None
        return self._buy_fewest(groups, end, lacking, may_fail=False)

    def fewest_bought(self, groups: Sequence[SeatGroup], end: int, unsent: int) -> int | None:
        """The fewest credits that have to be bought to send everything before `end`.

        `unsent` are the messages that remain if nothing is bought. `None` where no number of
        credits is enough. Source: RULES.md §4.
        """
        ledger = self._buy_fewest(groups, end, unsent)
        return None if ledger is None else ledger.bought

    def _buy_fewest(
        self, groups: Sequence[SeatGroup], end: int, unsent: int, *, may_fail: bool = True
    ) -> Ledger | Count | None:
        """The ledger in which these groups buy the fewest credits that are enough."""

        def buy(credits: int | None) -> Ledger | Count:
            return self.count(groups, purchase_cap=credits, end=end)

        if may_fail and self._is_buying_limited(groups) and self.lacks(buy(None)):
            return None
        least, most, stride = self._least_bought(end, unsent), unsent, 1
        found = buy(most)
        # Under a limit on sending, credits bought early leave others unsent, which may expire.
        while self.lacks(found):
            least, most = most + 1, 2 * most
            found = buy(most)
        while least < most:
            # The bound is mostly tight: search near it, with a stride that doubles while too few.
            bought = min(least + stride - 1, (least + most) // 2)
            ledger = buy(bought)
            if lacking := self.lacks(ledger):
                least = bought + self._least_bought(end, lacking)
                stride *= 2
            else:
                most, found = bought, ledger
        return found

    def _is_buying_limited(self, groups: Sequence[SeatGroup]) -> bool:
        """Whether a limit may keep the groups from buying all that is lacking on the first day."""
        if self.needs_rows or self.terms.purchase_limit is not None:
            return True
        return all(group.last_month < 1 for group in groups)

    def _least_bought(self, end: int, unsent: int) -> int:
        """A lower bound on the credits that send `unsent` more messages before `end`.

        A credit sends at most one message between two refreshes, as its answers return it; and n
        credits more of one group send fewer than (n + 1) / (1 - rate) messages more, rounding
        included.
        """
        rate, groups = self.sending.return_rate, 2 * len(self.kinds)
        if self.sending.queue is not None:
            # A credit more for one group can change which audience another one writes to.
            return 1
        if not rate:
            return unsent
        by_rate = unsent * (rate.denominator - rate.numerator) // rate.denominator - (groups - 1)
        if self.sending.at_once:
            return max(1, by_rate)
        most_uses = max(1 + sum(track.refreshes[:end]) for track in self.tracks)
        return max(1, by_rate, ceil(unsent / most_uses))

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

    def fits(self, ledger: Ledger | Count, until: int) -> bool:
        """Whether the messages to open profiles fit before the slice `until` as well."""
        if isinstance(ledger, Count) or not self.scenario.free_messages:
            return True
        free = place_free_messages(self.scenario, ledger)
        if free.unsent or free.last_slice >= until:
            return False
        return are_free_in_time(free, self.needs)
