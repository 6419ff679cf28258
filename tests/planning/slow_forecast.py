"""A slow second reading of RULES.md §7: one trial after the other, one message after the other.

It shares the plain values, the days of the slices and the estimate's schedule with the planning
module. Every lot is written out, chance comes from Python's own generator, and money is paid as the
months go by.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random
from types import MappingProxyType
from typing import NamedTuple

from planner.planning.days import add_months
from planner.planning.estimate import Estimate
from planner.planning.forecast.beta import fit_beta
from planner.planning.forecast.rates import FixedRate, RateBelief, RateBetween, TrackRecord
from planner.planning.groups import SeatGroup, count_held, list_groups
from planner.planning.layout import GroupSchedule
from planner.planning.ranges import HORIZON
from planner.planning.scenario import Scenario
from planner.planning.timeline import Calendar, Timeline, timeline_of

NO_LIMIT = 10**18
NEVER = Decimal("inf")
NO_RATES: Mapping[str, float] = MappingProxyType({})
NO_BELIEFS: Mapping[str, RateBelief] = MappingProxyType({})
# The billing month of a day, for every calendar that was asked for.
MONTHS: dict[Calendar, dict[date, int]] = {}


class Trial(NamedTuple):
    """One trial; months, dollars and credits are infinite where 120 months were not enough."""

    total: Decimal
    months: Decimal
    bought: Decimal
    replies: int
    is_on_time: bool
    replies_of: tuple[int, ...] = ()


@dataclass
class Lot:
    came_on: date
    credits: int


@dataclass
class Seats:
    """The seats of a group with their lots, and what they have sent and bought in each month."""

    group: SeatGroup
    scenario: Scenario
    goes_on: bool
    lots: list[Lot] = field(default_factory=list)
    coming_back: int = 0
    sent_in: Counter[int] = field(default_factory=Counter)
    bought_in: Counter[int] = field(default_factory=Counter)
    sent_in_slice: Counter[int] = field(default_factory=Counter)
    months: dict[date, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.lots.append(Lot(self.scenario.start_on, self.group.credits))

    @property
    def balance(self) -> int:
        return sum(lot.credits for lot in self.lots)

    def month_of(self, day: date) -> int:
        """The billing month, 1 or later from the first that is to be paid for."""
        if day not in self.months:
            month = -HORIZON
            while add_months(self.group.calendar.pays_from, month) <= day:
                month += 1
            self.months[day] = month
        return self.months[day]

    def is_there(self, day: date) -> bool:
        return self.goes_on or self.month_of(day) <= self.group.last_month

    def is_refresh(self, day: date) -> bool:
        calendar = self.group.calendar
        if calendar.grant_day == "first":
            at_start = calendar.grants_on_start and day == self.scenario.start_on
            return day.day == 1 or at_start
        return day == add_months(calendar.pays_from, self.month_of(day) - 1)

    def refresh(self, day: date) -> None:
        terms, seats = self.group.terms, self.group.seats
        self.lots = [lot for lot in self.lots if add_months(lot.came_on, terms.life) > day]
        self.take(max(0, self.balance - terms.rollover_cap * seats))
        granted = min(terms.monthly_credits * seats, terms.rollover_cap * seats - self.balance)
        self.lots.append(Lot(day, granted + self.coming_back))
        self.coming_back = 0

    def take(self, credits: int) -> None:
        """Remove credits, soonest to expire first."""
        for lot in self.lots:
            taken = min(lot.credits, credits)
            lot.credits -= taken
            credits -= taken

    def room(self, position: int, day: date, days: int) -> int:
        """The messages that these seats may still send in a slice."""
        a_month, a_day = self.scenario.seat_monthly_limit, self.scenario.seat_daily_limit
        seats, month = self.group.seats, self.month_of(day)
        return min(
            NO_LIMIT if a_month is None else a_month * seats - self.sent_in[month],
            NO_LIMIT if a_day is None else a_day * seats * days - self.sent_in_slice[position],
        )

    def purchases_left(self, day: date, further: int = 0) -> int:
        limit = self.group.terms.purchase_limit
        if limit is None:
            return NO_LIMIT
        return limit * self.group.seats * (further + 1) - self.bought_in[self.month_of(day)]


def draw_rate(belief: RateBelief, random: Random) -> float:
    if isinstance(belief, FixedRate):
        return float(belief.rate)
    if isinstance(belief, RateBetween):
        return random.betavariate(*fit_beta(float(belief.low), float(belief.high)))
    assert isinstance(belief, TrackRecord)
    return random.betavariate(1 + belief.replied, 1 + belief.sent - belief.replied)


def run_trial(
    estimate: Estimate, reply_rate: float, random: Random, own_rates: Mapping[str, float] = NO_RATES
) -> Trial:
    """One trial in which each person replies with this probability, or with that of an audience."""
    return Course(estimate, reply_rate, random, own_rates).run()


class Course:
    """One trial under way."""

    def __init__(
        self,
        estimate: Estimate,
        reply_rate: float,
        random: Random,
        own_rates: Mapping[str, float],
    ) -> None:
        self.estimate, self.scenario = estimate, estimate.scenario
        self.reply_rate, self.random, self.own_rates = reply_rate, random, own_rates
        held = count_held(estimate.terms, self.scenario)
        kinds = list_groups(estimate.terms, self.scenario, held + 1)
        self.timeline: Timeline = timeline_of(self.scenario, [kind.calendar for kind in kinds])
        sends = [row for row in estimate.schedule if row.ledger.sent]
        self.first_day = sends[0].starts_on if sends else date.min
        self.last_planned = sends[-1].starts_on if sends else date.min
        self.planned = {row.starts_on: row.ledger.bought for row in estimate.schedule}
        self.seats = [self.seats_of(one) for one in estimate.groups]
        self.unsent = self.scenario.to_send
        self.sent_in_campaign: Counter[int] = Counter()
        self.bought = self.replies = 0
        # Of each audience: its replies, and the last slices on credits and to open profiles.
        self.replies_of = [0 for _ in self.scenario.queue]
        self.last_of = [[-1, -1] for _ in self.scenario.queue]

    def rates_of(self, number: int) -> tuple[int, float, float]:
        """The audience of a message on credits, by its number from 1, and its two rates."""
        if not self.scenario.audiences:
            return 0, self.reply_rate, float(self.scenario.decline_rate)
        queue = self.scenario.queue
        place = next(place for place, one in enumerate(queue) if number <= one.on_credits)
        return place, *self.rates_at(place)

    def rates_at(self, place: int) -> tuple[float, float]:
        audience = self.scenario.queue[place].audience
        own = audience.reply_rate, audience.decline_rate
        known = self.reply_rate if own[0] is None else float(own[0])
        reply_rate = self.own_rates.get(audience.name, known)
        return reply_rate, float(self.scenario.decline_rate if own[1] is None else own[1])

    @property
    def are_in_time(self) -> bool:
        """Whether each audience has its last message by its deadline."""
        return all(
            last < 0 or self.timeline.days[last] <= prefix.deadline
            for prefix, both in zip(self.scenario.queue, self.last_of, strict=True)
            for last in both
        )

    def seats_of(self, one: GroupSchedule) -> Seats:
        """The seats of a group, which go on if they are there when the last message is due."""
        months = MONTHS.setdefault(one.group.calendar, {})
        seats = Seats(one.group, self.scenario, goes_on=False, months=months)
        seats.goes_on = seats.is_there(self.last_planned)
        return seats

    def run(self) -> Trial:
        last = -1
        for position, day in enumerate(self.timeline.days[:-1]):
            if not self.unsent:
                break
            self.run_slice(position, day)
            last = position
        if not self.scenario.audiences:
            self.replies += sum(
                self.random.random() < self.reply_rate for _ in range(self.scenario.free_messages)
            )
        for place, prefix in enumerate(self.scenario.queue):
            rate = self.rates_at(place)[0]
            replies = sum(self.random.random() < rate for _ in range(prefix.own_free))
            self.replies_of[place] += replies
            self.replies += replies
        free = self.last_free_slice()
        replies_of = tuple(self.replies_of)
        if self.unsent or free is None:
            return Trial(NEVER, NEVER, NEVER, self.replies, False, replies_of)
        total = self.pay_through(last) + (
            self.bought and self.bought * (self.estimate.terms.credit_price or 0)
        )
        end = max(last, free)
        return Trial(
            Decimal(total),
            Decimal(self.timeline.months[end]),
            Decimal(self.bought),
            self.replies,
            is_on_time=self.timeline.days[end] <= self.scenario.deadline and self.are_in_time,
            replies_of=replies_of,
        )

    def run_slice(self, position: int, day: date) -> None:
        there = [seats for seats in self.seats if seats.is_there(day)]
        for seats in there:
            if seats.is_refresh(day):
                seats.refresh(day)
        if day < self.first_day:
            return
        for seats in there:
            while self.may_send(seats, position) and seats.balance:
                self.send(seats, position)
        allowed = self.allowed(position, there)
        for seats in there:
            while self.may_send(seats, position):
                if not seats.balance:
                    if not allowed or not seats.purchases_left(day):
                        break
                    allowed -= 1
                    self.bought += 1
                    seats.bought_in[seats.month_of(day)] += 1
                    seats.lots.append(Lot(day, 1))
                self.send(seats, position)

    def room(self, position: int) -> int:
        """The messages that all together may still send in the month of the campaign."""
        limit, month = self.scenario.monthly_send_limit, self.timeline.months[position]
        return NO_LIMIT if limit is None else limit - self.sent_in_campaign[month]

    def may_send(self, seats: Seats, position: int) -> bool:
        days, day = self.timeline.sending_days[position], self.timeline.days[position]
        if not (days and self.unsent and self.room(position) > 0):
            return False
        return seats.room(position, day, days) > 0

    def count(self, seats: Seats, position: int) -> None:
        seats.sent_in[seats.month_of(self.timeline.days[position])] += 1
        seats.sent_in_slice[position] += 1
        self.sent_in_campaign[self.timeline.months[position]] += 1

    def send(self, seats: Seats, position: int) -> None:
        seats.take(1)
        self.unsent -= 1
        self.count(seats, position)
        answer = self.random.random()
        place, reply_rate, decline_rate = self.rates_of(self.scenario.to_send - self.unsent)
        is_reply = answer < reply_rate
        self.replies += is_reply
        if self.scenario.audiences:
            self.replies_of[place] += is_reply
            self.last_of[place][0] = position
        is_decline = not is_reply and answer < reply_rate + decline_rate
        if is_reply or (is_decline and self.scenario.declines_return_credit):
            if self.scenario.answers_come == "same":
                seats.lots.append(Lot(self.timeline.days[position], 1))
            else:
                seats.coming_back += 1

    def allowed(self, position: int, there: Sequence[Seats]) -> int:
        """Credits that may be bought: those of the schedule, then as many as cost least."""
        day = self.timeline.days[position]
        if day < self.last_planned:
            return self.planned.get(day, 0)
        planned = self.planned.get(day, 0) if day == self.last_planned else 0
        missing = max(0, self.unsent - sum(seats.balance for seats in there) - planned)
        return planned + self.cheapest_purchase(position, there, missing)

    def cheapest_purchase(self, position: int, there: Sequence[Seats], missing: int) -> int:
        """Of the missing credits, those to buy: the rest is waited for, where that is cheaper."""
        price, ways = self.estimate.terms.credit_price, []
        days = self.timeline.days
        for last in range(position, len(self.timeline)):
            if days[last] > self.scenario.deadline:
                break
            slices = range(position + 1, last + 1)
            granted = sum(
                seats.group.terms.monthly_credits * seats.group.seats
                for seats in there
                for later in slices
                if seats.is_refresh(days[later])
            )
            rest = max(0, missing - granted)
            further = [
                (seats, seats.month_of(days[last]) - seats.month_of(days[position]))
                for seats in there
            ]
            purchases = sum(
                seats.purchases_left(days[position], months) for seats, months in further
            )
            if self.room_through(position, last, there) >= self.unsent and purchases >= rest:
                added = self.pay_through(last) - self.pay_through(position)
                ways.append((added + rest * (price or 0), last, rest))
        return min(ways)[2] if ways else missing

    def room_through(self, position: int, last: int, there: Sequence[Seats]) -> int:
        """The messages that the limits allow from now to the end of a slice."""
        months, days = self.timeline.months, self.timeline.days
        asked = self.scenario
        of_all = self.room(position) + (months[last] - months[position]) * (
            asked.monthly_send_limit or 0
        )
        of_seats = 0
        sending_days = sum(self.timeline.sending_days[position + 1 : last + 1])
        for seats in there:
            further = seats.month_of(days[last]) - seats.month_of(days[position])
            a_month = NO_LIMIT
            if asked.seat_monthly_limit is not None:
                a_month = asked.seat_monthly_limit * seats.group.seats * (further + 1)
                a_month -= seats.sent_in[seats.month_of(days[position])]
            a_day = NO_LIMIT
            if asked.seat_daily_limit is not None:
                now = self.timeline.sending_days[position]
                a_day = asked.seat_daily_limit * seats.group.seats * (now + sending_days)
                a_day -= seats.sent_in_slice[position]
            of_seats += min(a_month, a_day)
        return min(of_all, of_seats)

    def pay_through(self, position: int) -> Decimal:
        """What falls due by the end of a slice, group by group."""
        if position < 0:
            return Decimal(0)
        due = Decimal(0)
        for one, seats in zip(self.estimate.groups, self.seats, strict=True):
            months = seats.month_of(self.timeline.days[position])
            if not seats.goes_on:
                months = min(months, one.group.last_month)
            due += pay(one, self.scenario, months)
        return due

    def last_free_slice(self) -> int | None:
        """The slice of the last message to an open profile; -1 without one, `None` for never."""
        left, last = self.scenario.free_messages, -1
        if not left or not self.seats:
            return -1
        for position, day in enumerate(self.timeline.days[:-1]):
            days = self.timeline.sending_days[position]
            for seats in self.seats if days else ():
                while left and self.room(position) > 0 and seats.room(position, day, days) > 0:
                    self.count(seats, position)
                    left -= 1
                    last = position
                    placed = self.scenario.free_messages - left
                    for place, prefix in enumerate(self.scenario.queue):
                        if prefix.free - prefix.own_free < placed <= prefix.free:
                            self.last_of[place][1] = position
            if not left:
                return last
        return None


def pay(one: GroupSchedule, scenario: Scenario, months: int) -> Decimal:
    """What falls due for a group in so many months, one after the other."""
    terms, seats = one.group.terms, one.group.seats
    trial = terms.trial_months if scenario.use_trial and not one.group.is_held else 0
    yearly_only = scenario.billing == "annual" or terms.monthly_price is None
    paid_through, years, due = trial, 0, Decimal(0)
    for month in range(1, months + 1):
        if month <= paid_through:
            continue
        if yearly_only or years < one.subscription.years:
            due += (terms.annual_price or 0) * seats
            years += 1
            paid_through += 12
        else:
            due += (terms.monthly_price or 0) * seats
            paid_through += 1
    return due


def run_trials(
    estimate: Estimate,
    belief: RateBelief,
    random: Random,
    trials: int,
    own_beliefs: Mapping[str, RateBelief] = NO_BELIEFS,
) -> Iterator[Trial]:
    """Trials, each with its own rates."""
    for _ in range(trials):
        own_rates = {name: draw_rate(one, random) for name, one in own_beliefs.items()}
        yield run_trial(estimate, draw_rate(belief, random), random, own_rates)
