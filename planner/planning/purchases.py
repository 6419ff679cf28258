"""The fewest credits that seats of a plan have to buy to send everything (RULES.md §4)."""

from collections.abc import Sequence
from math import ceil, floor

from planner.planning.bounds import SLACK
from planner.planning.counting import Count
from planner.planning.groups import SeatGroup
from planner.planning.plan_ledgers import PlanLedgers
from planner.planning.sending import UNLIMITED


class Purchases(PlanLedgers):
    """The ledgers of one plan's seats that send everything before an end."""

    def complete(self, groups: Sequence[SeatGroup], end: int, *, buys: bool) -> Count | None:
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
    ) -> Count | None:
        """The same for the groups of so many seats that are all staying."""
        lacking = self.lacks_staying(seats, end, buys=False)
        if not lacking:
            return self._run_staying(seats, end, buys=False).with_groups(groups)
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
    ) -> Count | None:
        """The ledger in which these groups buy the fewest credits that are enough."""

        def buy(credits: int | None) -> Count:
            return self.count(groups, purchase_cap=credits, end=end)

        if may_fail and self._is_buying_limited(groups) and self.lacks(buy(None)):
            return None
        least = self.least_bought(groups, end, unsent)
        bought, step = self._likely_bought(groups, end, unsent), 1
        found: Count | None = None
        most = UNLIMITED
        while least < most:
            ledger = buy(bought)
            if lacking := self.lacks(ledger):
                least = bought + self.least_bought(groups, end, lacking)
                if found:
                    bought = (least + most) // 2
                else:
                    # As many more as those so far were for each message, and farther each time.
                    more = lacking * bought // max(bought, unsent - lacking)
                    bought = max(least + step - 1, bought + more)
            else:
                found, most = ledger, bought
                bought = max(least, most - step)
            step *= 2
        return found

    def _is_buying_limited(self, groups: Sequence[SeatGroup]) -> bool:
        """Whether a limit may keep the groups from buying all that is lacking on the first day."""
        if self.is_limited or self.terms.purchase_limit is not None:
            return True
        return all(group.last_month < 1 for group in groups)

    def least_bought(self, groups: Sequence[SeatGroup], end: int, unsent: int) -> int:
        """A lower bound on the credits that send `unsent` more messages before `end`."""
        if self.sending.queue is not None and len(groups) > 1:
            # A credit more for one group can change which audience another one writes to.
            return 1
        return self._likely_bought(groups, end, unsent)

    def _likely_bought(self, groups: Sequence[SeatGroup], end: int, unsent: int) -> int:
        """The same if each message brings back as much of a credit as any does.

        A credit sends at most one message between two refreshes, as its answers return it. So n
        credits more send at most n times the uses of one, and what rounding adds: less than a
        credit at each refresh of each group, which is used as often as it still comes back.
        """
        rate = self.sending.return_rate
        if not rate:
            return unsent
        uses = self.plan_seats.most_uses(end)
        rounding = len(groups) * (uses - 1) / float(rate)
        by_uses = floor((unsent - rounding) / uses - SLACK) + 1
        if self.sending.at_once:
            return max(1, by_uses)
        most_uses = max([1 + sum(track.refreshes[:end]) for track in self.tracks])
        return max(1, by_uses, ceil(unsent / most_uses))
