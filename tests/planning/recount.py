"""Claims of explanations, recomputed without the planner's search: RULES.md §3 to §5.

The ledger is that of `seat_reference`; money is tried out year by year. Slow, and sure.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import inf
from typing import Any

from planner.planning.estimate import Estimate
from planner.planning.scenario import Scenario
from planner.planning.strategies import Strategy
from planner.planning.terms import Terms
from tests.planning import seat_reference
from tests.planning.seat_reference.days import add_months, day_before, month_number
from tests.planning.seat_reference.estimate import (
    Search,
    ends_in_order,
    estimate_with_seats,
    every_choice,
)
from tests.planning.seat_reference.estimate import groups_of as divide
from tests.planning.seat_reference.free import sent_on
from tests.planning.seat_reference.ledger import Group, Run, Wallet, run, slices_of
from tests.planning.seat_reference.money import subscription_price
from tests.planning.seat_reference.results import result_of
from tests.planning.second_reading import groups_of, plan_of, scenario_of

HORIZON = 120


def sent_by(ledgers: Run, day: date) -> int:
    """The messages on credits that go by a day."""
    sent = 0
    for part in ledgers.slices:
        days = sum(one <= day for one in part.days)
        for wallet in ledgers.wallets if days else ():
            daily = ledgers.scenario.seat_daily_limit
            most = inf if daily is None else daily * wallet.group.seats * days
            sent += int(min(sent_on(wallet, part.first), most))
    return sent


@dataclass(frozen=True)
class Recount:
    """One plan in one scenario with a number of seats."""

    terms: Terms
    asked: Scenario
    seats: int

    @cached_property
    def plan(self) -> seat_reference.Plan:
        return plan_of(self.terms)

    @cached_property
    def scenario(self) -> seat_reference.Scenario:
        return replace(scenario_of(self.asked), seats=self.seats, max_seats=None)

    @property
    def to_send(self) -> int:
        return self.scenario.on_credits

    @cached_property
    def search(self) -> Search:
        return Search(self.plan, self.seats, self.scenario)

    @property
    def grant(self) -> int:
        return self.plan.monthly_credits * self.seats

    @property
    def cap(self) -> int:
        return self.plan.rollover_cap * self.seats

    @property
    def purchase_limit(self) -> int | None:
        limit = self.plan.purchase_limit
        return None if limit is None else limit * self.seats

    def last_day(self, months: int) -> date:
        """The last day of a month of the campaign."""
        return day_before(add_months(self.scenario.start_on, months))

    def play(self, bought: int | None, *, months: int = HORIZON, to_send: int | None = None) -> Run:
        """All seats for so many months, sending as credits come, with at most `bought` credits."""
        asked = self.scenario
        if to_send is not None:
            asked = replace(asked, target=to_send, goal="contacted", open_profile_share=Fraction(0))
        end = self.last_day(months)
        groups = [
            Group(block.plan, block.seats, block.anchor, end, block.credits, block.paid_until)
            for block in self.search.blocks
        ]
        return run(groups, asked, most_bought=bought)

    def unsent(self, months: int, bought: int | None = 0, *, to_send: int | None = None) -> int:
        """What is left of `to_send` messages after `months` months."""
        wanted = self.to_send if to_send is None else to_send
        if months < 1 or not wanted:
            return wanted
        ledgers = self.play(bought, months=months, to_send=to_send)
        return wanted - sent_by(ledgers, self.last_day(months))

    def fewest_bought(self, months: int, *, to_send: int | None = None) -> int | None:
        """The fewest credits with which all seats send everything; `None` where none is enough."""
        if months < 1 or self.unsent(months, None, to_send=to_send):
            return None
        too_few, enough = -1, self.unsent(months, 0, to_send=to_send)
        while self.unsent(months, enough, to_send=to_send):
            enough = 2 * enough
        while enough - too_few > 1:
            between = (too_few + enough) // 2
            if self.unsent(months, between, to_send=to_send):
                too_few = between
            else:
                enough = between
        return enough

    def spend(self, months: int) -> Decimal | None:
        """Dollars for all seats through a month of the campaign; `None` where unknown."""
        total = Decimal(0)
        for block in self.search.blocks:
            due = 0
            if months:
                due = max(month_number(block.anchor, self.last_day(months)) + 1, 0)
                due = max(due, 1 if block.paid_until is None else 0)
            price = subscription_price(
                self.plan, self.scenario, due, has_trial=block.paid_until is None
            )
            if price is None:
                return None
            total += price * block.seats
        return total

    def total(self, months: int, bought: int) -> Decimal | None:
        """Dollars in all; none of something unknown costs nothing."""
        spend = self.spend(months)
        if spend is None or (bought and self.terms.credit_price is None):
            return None
        return spend + (self.terms.credit_price or Decimal(0)) * bought

    def adds(self, first: int, last: int) -> Decimal | None:
        """What the months from `first` to `last` add to the subscriptions."""
        through, before = self.spend(last), self.spend(first - 1)
        return None if through is None or before is None else through - before

    @cached_property
    def waiting(self) -> seat_reference.Result:
        """These seats, sending as granted."""
        return estimate_with_seats(self.plan, "as_granted", self.seats, self.scenario)

    def least_total(self, months: int) -> Decimal | None:
        """The least dollars with which these seats are done in a month; `None` where not known."""
        end = self.last_day(months)
        totals: list[Decimal] = []
        for first, last in self.search.windows:
            if month_number(self.scenario.start_on, first) + 1 != months:
                continue
            for kept in every_choice(self.search.blocks, first):
                groups = divide(self.search.blocks, kept, first)
                found = self._least_of(groups, min(last, end))
                totals += [] if found is None else [found]
        return min(totals, default=None)

    def _least_of(self, groups: list[Group], end: date) -> Decimal | None:
        def is_done(bought: int | None) -> bool:
            return sent_by(run(groups, self.scenario, most_bought=bought), end) == self.to_send

        if not is_done(None):
            return None
        too_few, enough = -1, 1
        while not is_done(enough):
            too_few, enough = enough, 2 * enough
        while enough - too_few > 1:
            between = (too_few + enough) // 2
            too_few, enough = (too_few, between) if is_done(between) else (between, enough)
        found = result_of(run(groups, self.scenario, most_bought=enough))
        # Seats that stay but send nothing late would end first, and so ought to send first.
        return found.total if ends_in_order(found) else None

    def months_of(self, strategy: Strategy) -> int | None:
        """The months that a strategy takes; `None` where more than 120."""
        return estimate_with_seats(self.plan, strategy, self.seats, self.scenario).months

    def earliest_month(self) -> int | None:
        """The month of the last message if all seats buy all they may."""
        return self.search.to_the_horizon(None).months

    def without(self, *limits: str) -> "Recount":
        """The same without some limits."""
        terms = replace(self.terms, purchase_limit=None) if "purchases" in limits else self.terms
        fields = {
            "sends": "monthly_send_limit",
            "seat_days": "seat_daily_limit",
            "seat_months": "seat_monthly_limit",
        }
        lifted: dict[str, Any] = {field: None for limit, field in fields.items() if limit in limits}
        return Recount(terms, replace(self.asked, **lifted), self.seats)

    def is_shorter_without(self, strategy: Strategy, *limits: str) -> bool:
        """Whether a strategy takes fewer months if those limits are not there."""
        with_limits = self.months_of(strategy)
        months = self.without(*limits).months_of(strategy)
        return months is not None and months < (inf if with_limits is None else with_limits)


class SavingRun(Run):
    """A run that begins to send on a day: that is decided by all seats, also by those that end."""

    starts_on = date.max

    def has_saved_enough(self, day: date, present: list[Wallet]) -> bool:
        return day >= self.starts_on


def replay(answer: Estimate) -> seat_reference.Result:
    """The groups of an estimate, run again with its number of credits."""
    scenario, groups = scenario_of(answer.scenario), groups_of(answer)
    credits = answer.credits
    most = credits.bought if credits else None
    if answer.strategy != "accumulate":
        return result_of(run(groups, scenario, most_bought=most))
    all_seats = Recount(answer.terms, answer.scenario, answer.seats).search
    days = all_seats.to_the_horizon(None, saves_up=True).schedule
    ledgers = SavingRun(
        scenario,
        slices_of(groups, scenario),
        [Wallet(group, scenario) for group in groups],
        scenario.on_credits,
        most,
        is_sending=False,
    )
    ledgers.starts_on = min(day.row.on for day in days if day.row.sent)
    ledgers.play()
    return result_of(ledgers)


def unsent_by(answer: Estimate) -> int:
    """The messages on credits that an estimate's groups leave unsent if nothing is bought."""
    return run(groups_of(answer), scenario_of(answer.scenario), most_bought=0).unsent
