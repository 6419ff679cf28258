"""RULES.md §3: the ledger of all groups, slice by slice, with every lot written out.

Readings chosen here, where the text leaves a choice:

- A lot's order is that of the day of its grant or purchase: soonest to expire is oldest.
- Credits back at once (`answers_come = same`) are a lot of the first day of their slice: a slice
  has one date.
- Days are cut at renewal days and refresh days of ended groups, too: their free messages go on.
- Bought credits belong to the billing month of the seat in which their slice lies.
- A group takes no part in a slice that begins after its last day; days are cut so that none
  reaches beyond it.
- `accumulate`: "another refresh" is each group's next one, whether or not it lies before its last
  day. A group with no refresh left does not exist, since in `accumulate` all groups stay.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from itertools import pairwise
from math import floor

from tests.planning.seat_reference.days import (
    add_months,
    day_after,
    day_before,
    month_number,
    sending_days,
)
from tests.planning.seat_reference.values import Plan, Row, Scenario


@dataclass(frozen=True)
class Group:
    """Seats that live the same life, from the start day through `last_day`."""

    plan: Plan
    seats: int
    anchor: date
    """A renewal day: the start day, or the day after `paid_until`."""
    last_day: date
    credits: int = 0
    paid_until: date | None = None
    """Of held seats; None for new ones."""
    may_buy: int | None = None
    """The most that the group may buy in all (a mix's choice); None: as the run allows."""

    @property
    def is_held(self) -> bool:
        return self.paid_until is not None

    def refreshes_on(self, day: date, scenario: Scenario) -> bool:
        """Whether a day from the start on is a refresh, for any last day of the group."""
        if self.plan.grant_day == "renewal":
            return day == add_months(self.anchor, month_number(self.anchor, day))
        is_first_day = day == scenario.start_on and not self.is_held
        return day.day == 1 or (is_first_day and scenario.comes_on_start(self.plan))

    def next_refresh(self, day: date, scenario: Scenario) -> date:
        """Return the first refresh after a day."""
        following = day_after(day)
        while not self.refreshes_on(following, scenario):
            following = day_after(following)
        return following


@dataclass
class Lot:
    came_on: date
    credits: int


@dataclass
class Wallet:
    """A group's credits, and all that happened to them."""

    group: Group
    scenario: Scenario
    lots: list[Lot] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    sent: int = 0
    returned: int = 0
    bought: int = 0
    sent_in: dict[int, int] = field(default_factory=dict)
    """By billing month."""
    bought_in: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.group.credits:
            self.lots.append(Lot(self.scenario.start_on, self.group.credits))

    @property
    def balance(self) -> int:
        return sum(lot.credits for lot in self.lots)

    def take(self, credits: int) -> None:
        """Remove credits, oldest lots first."""
        for lot in sorted(self.lots, key=lambda lot: lot.came_on):
            taken = min(lot.credits, credits)
            lot.credits -= taken
            credits -= taken
        assert credits == 0
        self.lots = [lot for lot in self.lots if lot.credits]

    def note(self, **changes: int) -> None:
        """Add to the figures of the present row."""
        row = self.rows[-1]
        added = {name: getattr(row, name) + number for name, number in changes.items()}
        self.rows[-1] = replace(row, **added, closing=self.balance)

    def refresh(self, day: date) -> None:
        """Expire, cap, grant, credit back."""
        plan, seats = self.group.plan, self.group.seats
        before = self.balance
        self.lots = [lot for lot in self.lots if add_months(lot.came_on, plan.life) > day]
        cap = plan.rollover_cap * seats
        self.take(max(0, self.balance - cap))
        expired = before - self.balance
        grant = plan.monthly_credits * seats
        granted = min(grant, cap - self.balance)
        self.lots.append(Lot(day, granted))
        self.note(expired=expired, granted=granted, forfeited=grant - granted)
        self.credit_back(day)

    def credit_back(self, day: date) -> None:
        """Add floor(ρ·S) - R, with all messages on credits so far and all credits back so far."""
        back = floor(self.scenario.rho * self.sent) - self.returned
        if back:
            self.returned += back
            self.lots.append(Lot(day, back))
            self.note(returned=back)

    def month(self, day: date) -> int:
        return month_number(self.group.anchor, day)

    def may_send(self, day: date, days: int) -> int:
        """Return what the limits of a seat leave in the slice that begins on this day."""
        left = 10**9
        if self.scenario.seat_daily_limit is not None:
            in_slice = self.scenario.seat_daily_limit * self.group.seats * days
            left = min(left, in_slice - self.rows[-1].sent)
        if self.scenario.seat_monthly_limit is not None:
            in_month = self.scenario.seat_monthly_limit * self.group.seats
            left = min(left, in_month - self.sent_in.get(self.month(day), 0))
        return left

    def may_buy(self, day: date) -> int:
        """Return what the plan's purchase limit, and a mix's choice, leave."""
        left = 10**9
        limit = self.group.plan.purchase_limit
        if limit is not None:
            left = limit * self.group.seats - self.bought_in.get(self.month(day), 0)
        if self.group.may_buy is not None:
            left = min(left, self.group.may_buy - self.bought)
        return left

    def buy(self, day: date, credits: int) -> None:
        self.bought += credits
        self.bought_in[self.month(day)] = self.bought_in.get(self.month(day), 0) + credits
        self.lots.append(Lot(day, credits))
        self.note(bought=credits)

    def send(self, day: date, messages: int) -> None:
        self.take(messages)
        self.sent += messages
        self.sent_in[self.month(day)] = self.sent_in.get(self.month(day), 0) + messages
        self.note(sent=messages)
        if self.scenario.answers_come == "same":
            self.credit_back(day)

    def balance_after_another_refresh(self, day: date) -> int:
        """Return what the next refresh would leave, were nothing sent until then."""
        copy = Wallet(replace(self.group, credits=0), self.scenario)
        copy.lots = [Lot(lot.came_on, lot.credits) for lot in self.lots]
        copy.rows = [Row(day)]
        copy.refresh(self.group.next_refresh(day, self.scenario))
        return copy.balance


@dataclass(frozen=True)
class Slice:
    first: date
    last: date
    days: tuple[date, ...]
    """Its sending days."""


@cache
def _cuts(
    start: date, horizon: date, deadline: date, anchors: frozenset[date], *, firsts: bool
) -> list[date]:
    cuts = {start, day_after(deadline), day_after(horizon)}
    for anchor in anchors:
        first, last = month_number(anchor, start), month_number(anchor, horizon)
        cuts |= {add_months(anchor, k) for k in range(first, last + 1)}
    if firsts:
        month = date(start.year, start.month, 1)
        cuts |= {add_months(month, k) for k in range(150)}
    return sorted(cut for cut in cuts if start <= cut <= day_after(horizon))


@cache
def _slices(cuts: tuple[date, ...], *, weekdays_only: bool) -> list[Slice]:
    return [
        Slice(
            first,
            day_before(after),
            tuple(sending_days(first, day_before(after), weekdays_only=weekdays_only)),
        )
        for first, after in pairwise(cuts)
    ]


def slices_of(groups: list[Group], scenario: Scenario) -> list[Slice]:
    """Cut the days from the start to the horizon, for all groups alike."""
    anchors = {group.anchor for group in groups}
    if scenario.monthly_send_limit is not None:
        anchors.add(scenario.start_on)
    cuts = _cuts(
        scenario.start_on,
        scenario.horizon,
        scenario.deadline,
        frozenset(anchors),
        firsts=any(group.plan.grant_day == "first" for group in groups),
    )
    return _slices(tuple(cuts), weekdays_only=scenario.sends_on == "weekdays")


@dataclass
class Run:
    """The ledgers of all groups, in their order, and what could not be sent."""

    scenario: Scenario
    slices: list[Slice]
    wallets: list[Wallet]
    unsent: int
    most_bought: int | None
    is_sending: bool
    sent_in_campaign_month: dict[int, int] = field(default_factory=dict)

    def play(self) -> None:
        """Play slice after slice: refreshes, own credits, purchases."""
        for part in self.slices:
            present = [w for w in self.wallets if part.first <= w.group.last_day]
            if not present:
                break
            for wallet in present:
                wallet.rows.append(Row(part.first, opening=wallet.balance, closing=wallet.balance))
                if wallet.group.refreshes_on(part.first, self.scenario):
                    wallet.refresh(part.first)
            self.is_sending = self.is_sending or self.has_saved_enough(part.first, present)
            if self.is_sending and part.days:
                self.send_all_it_may(part, present)
            if not self.unsent and not self.scenario.free_messages:
                break

    def has_saved_enough(self, day: date, present: list[Wallet]) -> bool:
        balance = sum(wallet.balance for wallet in present)
        if balance >= self.unsent:
            return True
        return balance >= sum(w.balance_after_another_refresh(day) for w in present)

    def send_all_it_may(self, part: Slice, present: list[Wallet]) -> None:
        """Send own credits, group after group; buy only when there is none left to send."""
        day, days = part.first, len(part.days)
        while (left := min(self.unsent, self.left_in_campaign_month(day))) > 0:
            step = 1 if self.scenario.answers_come == "same" else left
            own = [w for w in present if w.balance and w.may_send(day, days) > 0]
            if own:
                sender = own[0]
                count = min(step, sender.balance, sender.may_send(day, days))
            else:
                buyers = [w for w in present if min(w.may_buy(day), w.may_send(day, days)) > 0]
                bought = sum(w.bought for w in self.wallets)
                budget = 10**9 if self.most_bought is None else self.most_bought - bought
                if not buyers or budget <= 0:
                    return
                sender = buyers[0]
                count = min(step, budget, sender.may_buy(day), sender.may_send(day, days))
                sender.buy(day, count)
            sender.send(day, count)
            self.unsent -= count
            month = month_number(self.scenario.start_on, day)
            already = self.sent_in_campaign_month.get(month, 0)
            self.sent_in_campaign_month[month] = already + count

    def left_in_campaign_month(self, day: date) -> int:
        if self.scenario.monthly_send_limit is None:
            return 10**9
        month = month_number(self.scenario.start_on, day)
        return self.scenario.monthly_send_limit - self.sent_in_campaign_month.get(month, 0)


def run(
    groups: list[Group],
    scenario: Scenario,
    *,
    most_bought: int | None = None,
    saves_up: bool = False,
) -> Run:
    """Run the ledgers of groups, which stand in the order in which they send and buy.

    `most_bought` is the most credits bought in all; None: as many as the purchase limits allow.
    """
    wallets = [Wallet(group, scenario) for group in groups]
    ledgers = Run(
        scenario,
        slices_of(groups, scenario),
        wallets,
        scenario.on_credits,
        most_bought,
        not saves_up,
    )
    ledgers.play()
    return ledgers
