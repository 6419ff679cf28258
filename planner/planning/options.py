"""The seats, the months and the purchases that send everything at least cost (RULES.md §4).

An option ends with a billing month. It has a number of seats, of which some are staying into that
month while the others end a month sooner, and a number of credits bought. Of all these numbers the
search tries those that `bounds` does not rule out, so none that is left out costs less.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from math import ceil, inf
from typing import NamedTuple

from planner.planning.billing import months_due, price
from planner.planning.bounds import RELATIVE_SLACK, SLACK
from planner.planning.convex import first_that
from planner.planning.cost_bounds import Bound
from planner.planning.days import month_of
from planner.planning.free_messages import find_last_day, place_free_messages
from planner.planning.groups import SeatGroup
from planner.planning.ledger import Count, Ledger, Start, count_sent, run_ledger
from planner.planning.needs import (
    Need,
    are_free_in_time,
    find_shortfall,
    list_needs,
    meets_needs,
)
from planner.planning.needs_bounds import BoundOfNeeds, NeedSeats
from planner.planning.scenario import BEST, MOST_SEATS, Scenario
from planner.planning.seats import PlanSeats
from planner.planning.stages import Stage
from planner.planning.terms import Terms
from planner.planning.timeline import ends_of

# The most numbers of seats, and of those staying, that are run through the ledger for one end.
MOST_TRIED = 24
# The same for all ends of a strategy together, after which there are fewer for an end.
MOST_TRIED_IN_ALL, FEWEST_TRIED = 240, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseOption:
    """One way to send everything before the slice `end`, for `total` dollars.

    `groups` are subscribed as long as they are needed. `done_on` is the day of the last message,
    `end` the slice after it, `months` the month of the campaign in which it lies.
    """

    groups: tuple[SeatGroup, ...]
    seats: int
    end: int
    done_on: date
    months: int
    bought: int
    total: Decimal | None


class Measure(NamedTuple):
    """What an option is judged by, less is better: dollars, or bought credits, then seats."""

    is_unknown: bool
    cost: float | Decimal
    seats: int


class PlanSearch:
    """The options of one plan in a scenario; what several of them need is calculated once."""

    def __init__(
        self, terms: Terms, scenario: Scenario, *, needs: Sequence[Need] | None = None
    ) -> None:
        self.terms, self.scenario = terms, scenario
        self.plan_seats = seats = PlanSeats(terms, scenario)
        self.sending, self.held, self.kinds = seats.sending, seats.held, seats.kinds
        self.timeline, self.tracks = seats.timeline, seats.tracks
        # The ends of billing months, and of the time until the deadline.
        self.ends = ends_of(self.timeline)
        self.groups_of, self.divide, self.stage = seats.groups_of, seats.divide, seats.stage
        self.fewest = max(1, self.held, 0 if scenario.seats == BEST else scenario.seats)
        # What audiences need before the deadline of everything; none by default, or as given.
        self.needs = list_needs(scenario, self.timeline) if needs is None else needs
        # Whether a limit may leave credits unsent, or credits come back at once.
        self.is_limited = scenario.is_paced or self.sending.at_once
        # Whether only the rows of a ledger tell what is sent.
        self.needs_rows = self.is_limited or bool(self.needs) or self.sending.queue is not None
        self.has_unknown_prices = seats.is_unpriced or terms.credit_price is None
        # Numbers of seats tried in all, with purchases and without.
        self._tried = Counter[bool]()
        self._fewest: dict[int, int | None] = {}
        self._sending_all: dict[tuple[int, int, bool], bool] = {}

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

    def option(self, ledger: Ledger | Count) -> PurchaseOption | None:
        """The option of a ledger that sends everything; `None` where free messages do not fit."""
        last = self.last_message(ledger)
        return last and self.option_of(ledger, *last)

    def option_of(self, ledger: Ledger | Count, last_slice: int, done_on: date) -> PurchaseOption:
        """The option of a ledger that sends everything, the last message in a slice and on a day"""
        lives = zip(ledger.groups, ledger.last_sends, strict=True)
        groups = [group.through(months_due(group, last, self.timeline)) for group, last in lives]
        return PurchaseOption(
            groups=tuple(groups),
            seats=sum([group.seats for group in groups]),
            end=last_slice + 1,
            done_on=done_on,
            months=month_of(self.scenario.start_on, done_on),
            bought=ledger.bought,
            total=self._total_of(ledger),
        )

    # The search

    def find_options(
        self, *, buys: bool = True, at_most: Decimal | None = None, after_months: int = 0
    ) -> Iterator[PurchaseOption]:
        """Options by the deadline with later and later ends, each better than the ones before.

        The last is the best. `buys` is whether credits may be bought. Options that cost more than
        `at_most` dollars, or an unknown amount, are left out where that is given, and so are those
        with an end within `after_months` months of the campaign.
        """
        # A limit of all seats may leave one without messages, which ends sooner than bounds know.
        least = None
        if at_most is not None and self.scenario.monthly_send_limit is None:
            least = Measure(False, at_most, MOST_SEATS + 1)
        # The first slice after those months is their end.
        since = bisect_right(self.timeline.months, after_months) + 1 if after_months else 0
        until = self.timeline.deadline
        for option in self._list_options(until, buys=buys, least=least, since=since):
            if at_most is None or (option.total is not None and option.total <= at_most):
                yield option

    def _list_options(
        self, until: int, *, buys: bool, least: Measure | None, since: int = 0
    ) -> Iterator[PurchaseOption]:
        """Options that send everything before the slice `until`, each better than `least`.

        Ends before `since` are known to have none.
        """
        if not self.plan_seats.has_credits(buys=buys):
            return
        for end in self.ends:
            if end < since:
                continue
            if end > until:
                return
            if best := self._best_at(end, buys=buys, least=least, until=until):
                least = _measure(best)
                yield best
            if least and not least.is_unknown and self._cost_at_least(end) > least.cost:
                return

    def _cost_at_least(self, end: int) -> float:
        """Dollars that no option with this end or a later one is below."""
        return self.stage(self.fewest, end).dollars * (1 - RELATIVE_SLACK) - SLACK

    def cost_at_least(self, seats: int) -> float:
        """Dollars that no way to use so many seats is below."""
        return self.stage(seats, self.ends[0]).dollars * (1 - RELATIVE_SLACK) - SLACK

    def find_first(self, *, buys: bool = True) -> PurchaseOption | None:
        """The best option of those that end first, whatever the deadline.

        For a given number of seats by the earliest end with which everything can be sent. The best
        number is that of the options with the fewest months (RULES.md §4).
        """
        if self.needs:
            # Where an audience is late in any case, everything is done as soon as it can be.
            without = PlanSearch(self.terms, self.scenario, needs=())
            return without.find_first(buys=buys)
        ledger = self.run(self.groups_of(self.most), purchase_cap=None if buys else 0)
        first = None if ledger.unsent else self.option(ledger)
        if first is None:
            return None
        if self.scenario.seats == BEST:
            until = bisect_right(self.timeline.months, first.months)
        else:
            until = next(end for end in self.ends if end >= first.end)
        # Messages to open profiles may go on after the last one on a credit.
        last_credit = self.timeline.months[max(ledger.last_sends)]
        since = bisect_left(self.timeline.months, last_credit) + 1
        return [first, *self._list_options(until, buys=buys, least=None, since=since)][-1]

    def _best_at(
        self, end: int, *, buys: bool, least: Measure | None, until: int
    ) -> PurchaseOption | None:
        """The best option with this end, if it is better than `least`."""
        most = MOST_TRIED if self._tried[buys] < MOST_TRIED_IN_ALL else FEWEST_TRIED
        tries = _Tries(most)
        best = self._best_of(end, tries, buys=buys, least=least, until=until)
        self._tried[buys] += most - tries.left
        return best

    def _best_of(
        self, end: int, tries: "_Tries", *, buys: bool, least: Measure | None, until: int
    ) -> PurchaseOption | None:
        """The same, within so many tries."""
        if self.plan_seats.is_unpriced:
            return self._search(end, tries, buys=buys, by_credits=True, least=least, until=until)
        buys_at_a_price = buys and self.terms.credit_price is not None
        best = self._search(
            end, tries, buys=buys_at_a_price, by_credits=False, least=least, until=until
        )
        if best or buys_at_a_price or not buys:
            return best
        return self._search(end, tries, buys=True, by_credits=True, least=least, until=until)

    def _search(
        self,
        end: int,
        tries: "_Tries",
        *,
        buys: bool,
        by_credits: bool,
        least: Measure | None,
        until: int,
    ) -> PurchaseOption | None:
        """The best option with this end, if it is better than `least`.

        Where they have no known total, options are searched `by_credits`: the fewest bought.
        """
        if by_credits and least and not (least.is_unknown or self._may_be_known(self.held, end)):
            return None
        best = _Best(least)
        bound = self._bound(end, buys=buys, by_credits=by_credits)
        if not by_credits and best.is_beyond(bound.of_any(self.fewest, self.most)):
            return None

        def is_open(seats: int, cost: float, staying: int = 0) -> bool:
            """Whether such an option, at this cost or more, may be better than what is found."""
            if by_credits and best.measure and self._may_be_known(seats, end):
                # Its total may be known, and is that of its credits at least.
                if best.measure.is_unknown:
                    return True
                cost *= self.plan_seats.credit_price
            return best.is_open(seats, cost, staying)

        with_room = self._fewest_with_room(until)
        if with_room is None:
            return None
        # Elsewhere the bound tells how many are too few.
        is_limited = self.needs_rows or self.terms.purchase_limit
        is_limited = is_limited and self._may_be_open(bound, is_open)
        fewest = self._fewest_that_send_all(end, buys=buys) if is_limited else self.fewest
        fewest = max(fewest, with_room)
        for seats in bound.list_seats(fewest, self.most, is_open):
            stage = self.stage(seats, end)

            def is_open_for_staying(staying: int, cost: float, seats: int = seats) -> bool:
                return is_open(seats, cost, staying)

            too_few = -1
            for staying in bound.splits_of(seats, is_open_for_staying):
                if not tries.left:
                    break
                if sum(staying) <= too_few:
                    continue
                tries.left -= 1
                is_all = sum(staying) == stage.most_staying
                may_fail = not (is_all and self._sending_all.get((seats, end, True)))
                ledger = self._complete(
                    self.divide(seats, staying, end), end, buys=buys, may_fail=may_fail
                )
                if ledger is None:
                    too_few = max(too_few, self._too_few_staying(seats, stage, end, buys=buys))
                    continue
                measure = self.measure(ledger, seats)
                if best.is_worse_than(ledger, staying, measure) and self._fits(ledger, until):
                    best.take(ledger, staying, measure)
            if not tries.left:
                break
        if not tries.left and best.measure is None:
            fewest = max(with_room, self._fewest_that_send_all(end, buys=buys))
            return self._with_all_staying(fewest, end, buys=buys, until=until)
        return None if best.ledger is None else self.option(best.ledger)

    def _bound(self, end: int, *, buys: bool, by_credits: bool) -> Bound | BoundOfNeeds:
        """What no option with this end is below."""
        bound = Bound(self.plan_seats, end, buys=buys, by_credits=by_credits)
        if not self.needs:
            return bound
        of_needs = [
            Bound(seats, end, buys=buys, by_credits=by_credits) for seats in self._need_seats
        ]
        return BoundOfNeeds([bound, *of_needs])

    @cached_property
    def _need_seats(self) -> list[NeedSeats]:
        """The seats as far as they send for each need."""
        return [
            NeedSeats(self.terms, self.scenario, need) for need in self.needs if need.on_credits
        ]

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

    def _with_all_staying(
        self, fewest: int, end: int, *, buys: bool, until: int
    ) -> PurchaseOption | None:
        """The fewest seats that send everything if all are staying; `fewest`, or one more."""
        ledgers = (
            self._complete(self.divide(seats, self._all_staying(seats, end), end), end, buys=buys)
            for seats in range(fewest, min(fewest + 1, self.most) + 1)
        )
        done = (ledger for ledger in ledgers if ledger and self._fits(ledger, until))
        return next(map(self.option, done), None)

    def _all_staying(self, seats: int, end: int) -> list[int]:
        """All of so many seats, by piece of their stage."""
        return [piece.seats for piece in self.stage(seats, end).pieces]

    def _may_be_open(
        self, bound: Bound | BoundOfNeeds, is_open: Callable[[int, float], bool]
    ) -> bool:
        """Whether the number of seats with the least bound is open."""
        seats = bound.least_seats(self.fewest, self.most)
        cost = bound.of_seats(seats)
        return cost < inf and is_open(seats, cost)

    def _fewest_that_send_all(self, end: int, *, buys: bool) -> int:
        """The fewest seats that send everything before `end` if all of them are staying.

        One more than `most` where not even those do. Found by halving, with a seat to spare, as
        rounding may bring back a credit less with a seat more.
        """

        def sends_all(seats: int) -> bool:
            return self._sends_all(seats, end, buys=buys)

        if sends_all(self.fewest):
            return self.fewest
        if not sends_all(self.most):
            return self.most + 1
        return max(self.fewest, first_that(sends_all, self.fewest, self.most) - 1)

    def _sends_all(self, seats: int, end: int, *, buys: bool) -> bool:
        """Whether so many seats send everything before `end` if all of them are staying."""
        key = seats, end, buys
        if key not in self._sending_all:
            groups = self.divide(seats, self._all_staying(seats, end), end)
            totals = self.count(groups, purchase_cap=None if buys else 0, end=end)
            self._sending_all[key] = not self.lacks(totals)
        return self._sending_all[key]

    def _too_few_staying(self, seats: int, stage: Stage, end: int, *, buys: bool) -> int:
        """A number of seats staying with which, and with fewer, not everything is sent."""

        def sends_all(staying: int) -> bool:
            groups = self.divide(seats, stage.first(staying), end)
            cap = None if buys else 0
            return not self.lacks(self.count(groups, purchase_cap=cap, end=end))

        if len(stage.pieces) != 1 or not sends_all(stage.most_staying):
            return -1
        return first_that(sends_all, stage.fewest_staying - 1, stage.most_staying) - 2

    def measure(self, ledger: Ledger | Count, seats: int) -> Measure:
        """What the ledger of so many seats is judged by."""
        total = self._total_of(ledger)
        return Measure(total is None, ledger.bought if total is None else total, seats)

    def _total_of(self, ledger: Ledger | Count) -> Decimal | None:
        """The dollars that all costs; `None` where a price is unknown."""
        if self.has_unknown_prices:
            return price(ledger, self.scenario)[1]
        total = Decimal(0)
        for group, last_send in zip(ledger.groups, ledger.last_sends, strict=True):
            months = months_due(group, last_send, self.timeline)
            total += self.plan_seats.price_of(group, months) * group.seats
        bought = ledger.bought
        return total + (self.terms.credit_price or Decimal(0)) * bought if bought else total

    def _fewest_with_room(self, until: int) -> int | None:
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

    def _may_be_known(self, seats: int, end: int) -> bool:
        """Whether an option may cost nothing for seats, as they are paid for or in their trial."""
        if self.held and seats == self.held:
            return True
        trial = self.terms.trial_months if self.scenario.use_trial else 0
        return bool(trial) and self.tracks[-1].months[end - 1] <= trial + 1

    def _fits(self, ledger: Ledger | Count, until: int) -> bool:
        """Whether the messages to open profiles fit before the slice `until` as well."""
        if isinstance(ledger, Count) or not self.scenario.free_messages:
            return True
        free = place_free_messages(self.scenario, ledger)
        if free.unsent or free.last_slice >= until:
            return False
        return are_free_in_time(free, self.needs)

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

    def _complete(
        self, groups: Sequence[SeatGroup], end: int, *, buys: bool, may_fail: bool = True
    ) -> Ledger | Count | None:
        """The ledger with the fewest bought credits that sends everything by then.

        `may_fail` is whether any number of credits may be too few.
        """
        ledger = self.count(groups, end=end)
        lacking = self.lacks(ledger)
        if not lacking:
            return ledger
        if not (buys and self.terms.sells_credits):
            return None
        return self._buy_fewest(groups, end, lacking, may_fail=may_fail)

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


@dataclass(slots=True)
class _Tries:
    """How many numbers of seats, and of those staying, may still be run for an end."""

    left: int


class _Best:
    """The best option of an end so far, or the measure that one has to be better than."""

    def __init__(self, least: Measure | None) -> None:
        self.measure = least
        self.ledger: Ledger | Count | None = None
        self._staying: tuple[int, ...] = ()
        self._cost = inf if least is None else float(least.cost)
        self._slack = SLACK + RELATIVE_SLACK * self._cost

    def is_open(self, seats: int, cost: float, staying: int) -> bool:
        """Whether an option with so many seats, at this cost or more, may be better."""
        if self.measure is None:
            return True
        more = cost - self._cost
        if abs(more) > self._slack:
            return more < 0
        most_staying = sum(self._staying) if self.ledger else staying
        return (seats, staying) <= (self.measure.seats, most_staying)

    def is_beyond(self, cost: float) -> bool:
        """Whether an option at this cost or more is worse."""
        return self.measure is not None and cost > self._cost + self._slack

    def take(self, ledger: Ledger | Count, staying: tuple[int, ...], measure: Measure) -> None:
        """Take this option for the best."""
        self.measure, self.ledger, self._staying = measure, ledger, staying
        self._cost = float(measure.cost)
        self._slack = SLACK + RELATIVE_SLACK * self._cost

    def is_worse_than(
        self, ledger: Ledger | Count, staying: tuple[int, ...], measure: Measure
    ) -> bool:
        """Whether it costs more; if as much, whether more seats stay, or the end is later."""
        if self.measure is None:
            return True
        if self.ledger is None or measure != self.measure:
            return measure < self.measure
        return _tie_rank(ledger, staying) < _tie_rank(self.ledger, self._staying)


def _tie_rank(ledger: Ledger | Count, staying: tuple[int, ...]) -> tuple[int, int, tuple[int, ...]]:
    """Of options that cost the same: fewer seats staying, then the earlier last message."""
    return sum(staying), max(ledger.last_sends), staying


def _measure(option: PurchaseOption) -> Measure:
    if option.total is None:
        return Measure(True, option.bought, option.seats)
    return Measure(False, option.total, option.seats)
