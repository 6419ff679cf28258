"""The seats, the months and the purchases that send everything at least cost (RULES.md §4).

An option ends with a billing month. It has a number of seats, of which some are staying into that
month while the others end a month sooner, and a number of credits bought. `end_search.py` finds the
best option with one end; here are all ends.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from planner.planning.billing import months_due
from planner.planning.bounds import RELATIVE_SLACK, SLACK
from planner.planning.counting import Count
from planner.planning.end_search import EndSearch
from planner.planning.groups import SeatGroup
from planner.planning.ledger import Ledger
from planner.planning.needs import Need
from planner.planning.plan_ledgers import Measure
from planner.planning.purchases import Purchases
from planner.planning.ranges import MOST_SEATS
from planner.planning.scenario import BEST, Scenario
from planner.planning.terms import Terms
from planner.planning.timeline import ends_of

# The most numbers of seats, and of those staying, that are run through the ledger for one end.
MOST_TRIED = 24
# The same for all ends of a strategy together, after which there are fewer for an end.
MOST_TRIED_IN_ALL, FEWEST_TRIED = 240, 3


class PurchaseOption(NamedTuple):
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


class PlanSearch(Purchases):
    """The options of one plan in a scenario."""

    def __init__(
        self, terms: Terms, scenario: Scenario, *, needs: Sequence[Need] | None = None
    ) -> None:
        super().__init__(terms, scenario, needs=needs)
        # The ends of billing months, and of the time until the deadline.
        self.ends = ends_of(self.timeline)
        # Numbers of seats tried in all, with purchases and without.
        self._tried = Counter[bool]()

    def option(self, ledger: Count, total: Decimal | None) -> PurchaseOption | None:
        """The option of a ledger that sends everything; `None` where free messages do not fit."""
        last = self.last_message(ledger)
        return last and self.option_of(ledger, *last, total)

    def option_of(
        self, ledger: Ledger | Count, last_slice: int, done_on: date, total: Decimal | None
    ) -> PurchaseOption:
        """The option of a ledger that sends everything, the last message in a slice and on a day.

        `total` is that of the ledger.
        """
        lives = zip(ledger.groups, ledger.last_sends, strict=True)
        groups = [group.through(months_due(group, last, self.timeline)) for group, last in lives]
        return PurchaseOption(
            groups=tuple(groups),
            seats=sum([group.seats for group in groups]),
            end=last_slice + 1,
            done_on=done_on,
            months=self.timeline.months[last_slice],
            bought=ledger.bought,
            total=total,
        )

    def find_options(
        self, *, buys: bool = True, at_most: Decimal | None = None, after_months: int = 0
    ) -> Iterator[PurchaseOption]:
        """Options by the deadline with later and later ends, each better than the ones before.

        The last is the best. `buys` is whether credits may be bought. Options that cost more than
        `at_most` dollars, or an unknown amount, are left out where that is given, and so are those
        with an end within `after_months` months of the campaign.
        """
        least = None if at_most is None else Measure(False, at_most, MOST_SEATS + 1)
        # The first slice after those months is their end.
        since = bisect_right(self.timeline.months, after_months) + 1 if after_months else 0
        until = self.timeline.deadline
        yield from self._list_options(until, buys=buys, least=least, since=since)

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
        last = None if ledger.unsent else self.last_message(ledger)
        first = last and self.option_of(ledger, *last, self.total_of(ledger))
        if first is None:
            return None
        if self.scenario.seats == BEST:
            until = bisect_right(self.timeline.months, first.months)
        else:
            until = next(end for end in ends_of(self.timeline) if end >= first.end)
        # Messages to open profiles may go on after the last one on a credit.
        last_credit = self.timeline.months[max(ledger.last_sends)]
        since = bisect_left(self.timeline.months, last_credit) + 1
        return [first, *self._list_options(until, buys=buys, least=None, since=since)][-1]

    def _list_options(
        self, until: int, *, buys: bool, least: Measure | None, since: int = 0
    ) -> Iterator[PurchaseOption]:
        """Options that send everything before the slice `until`, each better than `least`.

        Ends before `since` are known to have none.
        """
        seats = self.plan_seats
        if not seats.has_credits(buys=buys):
            return
        if least and not least.is_unknown and seats.floor(until, buys=buys) > least.cost:
            return
        if self.is_one_life and self._has_known_totals(buys=buys):
            yield from self._list_of_one_life(until, buys=buys, least=least, since=since)
            return
        for end in self._ends_between(since, until):
            if best := self._best_of(end, until, least, buys=buys):
                least = _measure(best)
                yield best
            if least and self._is_least_after(end, least):
                return

    def _has_known_totals(self, *, buys: bool) -> bool:
        """Whether the prices of all that options may need are known."""
        if buys and self.terms.sells_credits:
            return not self.has_unknown_prices
        return not self.plan_seats.is_unpriced

    def _list_of_one_life(
        self, until: int, *, buys: bool, least: Measure | None, since: int
    ) -> Iterator[PurchaseOption]:
        """The same where the seats live one life: there is one option with each end.

        What they send without buying and with it is run once for all ends.
        """
        if self.fewest_with_room(until) is None:
            return
        seats, months = self.fewest, self.tracks[0].months
        (group,) = self.groups_of(seats)
        credit_price = self.terms.credit_price or Decimal(0)
        before = self.ends[: bisect_left(self.ends, since)]
        if before and self.sends_all(seats, before[-1], buys=False):
            # From that end on, all options are the same.
            return
        for end in self._ends_between(since, until):
            lacking = self.lacks_staying(seats, end, buys=False)
            if lacking and not (buys and self.sends_all(seats, end, buys=True)):
                continue
            cost = self.plan_seats.price_of(group, months[end - 1]) * seats
            if least and Measure(False, cost, seats) >= least:
                return
            groups = [group.through(months[end - 1])]
            if lacking:
                cost += credit_price * self.least_bought(groups, end, lacking)
                if least and Measure(False, cost, seats) >= least:
                    continue
            ledger = self.complete_staying(groups, seats, end, buys=buys)
            option = None
            if ledger and self.fits(ledger, until):
                option = self.option(ledger, self.total_of(ledger))
            if option and (least is None or _measure(option) < least):
                least = _measure(option)
                yield option
            if not lacking:
                return

    def _ends_between(self, since: int, until: int) -> Sequence[int]:
        """The ends from a slice through another."""
        return self.ends[bisect_left(self.ends, since) : bisect_right(self.ends, until)]

    def _is_least_after(self, end: int, least: Measure) -> bool:
        """Whether no option with a later end may be better."""
        if not least.is_unknown:
            return self.cost_at_least(self.fewest, end) > least.cost
        is_least = least.cost == 0 and least.seats == self.fewest
        return is_least and not self.may_cost_nothing(self.fewest, end)

    def cost_at_least(self, seats: int, end: int | None = None) -> float:
        """Dollars that no way to use so many seats is below, with this end or a later one."""
        least = self.plan_seats.least_dollars(seats, self.ends[0] if end is None else end)
        return least * (1 - RELATIVE_SLACK) - SLACK

    def _best_of(
        self, end: int, until: int, least: Measure | None, *, buys: bool
    ) -> PurchaseOption | None:
        """The best option with an end, within the tries that are left."""
        tries = MOST_TRIED if self._tried[buys] < MOST_TRIED_IN_ALL else FEWEST_TRIED
        search = EndSearch(self, end, until=until, least=least, tries=tries)
        found = search.find(buys=buys)
        self._tried[buys] += tries - search.tries_left
        return found and self.option(*found)

    def ledger_of(self, option: PurchaseOption) -> Ledger:
        """The ledger of an option, its groups subscribed as long as they are needed."""
        return self.run(option.groups, purchase_cap=option.bought)


def _measure(option: PurchaseOption) -> Measure:
    if option.total is None:
        return Measure(True, option.bought, option.seats)
    return Measure(False, option.total, option.seats)
