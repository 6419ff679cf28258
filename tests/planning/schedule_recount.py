"""What an estimate's groups of seats pay for, keep and lose, counted again (RULES.md §3 and §5)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import floor

from planner.planning.estimate import Estimate
from planner.planning.layout import GroupSchedule, ScheduleRow
from tests.planning.progress_recount import charged_on, is_monthly, last_day_of
from tests.planning.seat_reference.days import add_months

DAY = timedelta(days=1)


@dataclass
class Lot:
    """Credits of one day."""

    begins_on: date
    credits: int


@dataclass(frozen=True)
class Seats:
    """A group of an estimate: its free months, years and single months, by the prices alone."""

    plan: Estimate
    one: GroupSchedule

    @property
    def is_held(self) -> bool:
        return self.one.group.is_held

    @property
    def seats(self) -> int:
        return self.one.seats

    @property
    def begins_on(self) -> date:
        return self.one.group.calendar.pays_from

    @property
    def trial(self) -> int:
        has_trial = self.plan.scenario.use_trial and not self.is_held
        return self.plan.terms.trial_months if has_trial else 0

    @cached_property
    def payments(self) -> tuple[int, int]:
        """Years and single months: the cheapest, then those of fewer months, then fewer years."""
        terms, billing = self.plan.terms, self.plan.scenario.billing
        months = max(self.one.group.last_month, 0 if self.is_held else 1)
        due = max(0, months - self.trial)
        most = -(-due // 12)
        year, month = terms.annual_price, terms.monthly_price
        if billing == "annual" or (billing == "cheapest" and month is None and year is not None):
            return most, 0
        if billing == "monthly" or year is None or month is None:
            return 0, due
        ways = []
        for years in range(most + 1):
            single = max(0, due - 12 * years)
            ways.append((years * year + single * month, 12 * years + single, years, single))
        _, _, years, single = min(ways)
        return years, single

    @property
    def renewal_price(self) -> Decimal | None:
        """Dollars of a seat when it renews; `None` where that is unknown."""
        terms, (years, _) = self.plan.terms, self.payments
        by_the_year = years or terms.monthly_price is None
        return terms.annual_price if by_the_year else terms.monthly_price

    @property
    def ends_before(self) -> date:
        """The day of the first charge that is not needed."""
        years, single = self.payments
        return add_months(self.begins_on, self.trial + 12 * years + single)

    @property
    def changes_before(self) -> date | None:
        """The day on which another year would begin where single months follow."""
        years, single = self.payments
        return add_months(self.begins_on, self.trial + 12 * years) if years and single else None

    def is_refresh(self, day: date) -> bool:
        if self.plan.terms.grant_day == "first":
            return day.day == 1
        return is_monthly(day, self.begins_on)

    @property
    def knows_returns(self) -> bool:
        """Whether it is known which messages are this group's."""
        return len(self.plan.groups) == 1 or not self.plan.scenario.audiences

    def count_left(self) -> int:
        """Credits that are unused on its end: counted lot by lot."""
        terms, group = self.plan.terms, self.one.group
        lots = [Lot(self.plan.scenario.start_on, group.credits)]
        sent = returned = 0
        since = self.plan.scenario.start_on - DAY
        for row in self.one.schedule:
            ledger, since = row.ledger, row.starts_on
            take(lots, ledger.expired)
            lots.append(Lot(since, ledger.granted + ledger.returned + ledger.bought))
            take(lots, ledger.sent)
            sent, returned = sent + ledger.sent, returned + ledger.returned
        cap = terms.rollover_cap * group.seats
        day = since + DAY
        while day < self.ends_before:
            if self.is_refresh(day):
                for lot in lots:
                    if add_months(lot.begins_on, terms.life) <= day:
                        lot.credits = 0
                take(lots, max(0, balance_of(lots) - cap))
                granted = min(terms.monthly_credits * group.seats, cap - balance_of(lots))
                back = self.count_returned(sent) - returned
                lots.append(Lot(day, granted + back))
                returned += back
            day += DAY
        return balance_of(lots)

    def count_returned(self, sent: int) -> int:
        """What comes back in all for the first so many messages on credits."""
        asked = self.plan.scenario
        if not asked.audiences:
            declines = asked.decline_rate if asked.declines_return_credit else 0
            return floor(sent * (Fraction(asked.reply_rate) + Fraction(declines)))
        back, left = Fraction(0), sent
        for result in self.plan.audiences:
            own = result.audience
            replies = asked.reply_rate if own.reply_rate is None else own.reply_rate
            declines = asked.decline_rate if own.decline_rate is None else own.decline_rate
            rate = Fraction(replies) + Fraction(declines if asked.declines_return_credit else 0)
            number = min(left, result.on_credits)
            back, left = back + number * rate, left - number
        return floor(back)


def take(lots: list[Lot], number: int) -> None:
    """Remove credits from the oldest lots."""
    for lot in lots:
        taken = min(number, lot.credits)
        lot.credits -= taken
        number -= taken
    assert not number


def balance_of(lots: list[Lot]) -> int:
    return sum(lot.credits for lot in lots)


class ScheduleRecount:
    """The days of an estimate."""

    def __init__(self, plan: Estimate) -> None:
        self.plan = plan
        self.groups = [Seats(plan, one) for one in plan.groups]

    @cached_property
    def charged(self) -> list[Seats]:
        """Those whose renewal costs something, or an unknown price."""
        return [one for one in self.groups if one.renewal_price != 0]

    def row_on(self, day: date) -> ScheduleRow:
        return next(row for row in self.plan.schedule if row.starts_on == day)

    def rows_from(self, day: date) -> list[ScheduleRow]:
        return [row for row in self.plan.schedule if row.starts_on >= day]

    def charge_on(self, day: date, seats: Sequence[Seats] | None = None) -> Decimal | None:
        """Dollars for all seats, or for some, on a day; `None` at an unknown price."""
        counted = self.groups if seats is None else seats
        charges = [charged_on(one.one, day) for one in counted]
        return None if None in charges else sum(filter(None, charges), Decimal(0))

    def last_sending_day(self, row: ScheduleRow) -> date:
        """The last day for the messages of a row."""
        last = last_day_of(self.plan, row.starts_on)
        if self.plan.status != "ok" and not self.plan.groups and self.plan.done_on:
            last = min(last, self.plan.done_on)
        return max(row.starts_on, last)

    def sends_on(self, day: date) -> bool:
        return self.plan.scenario.sends_on == "every_day" or day.weekday() < 5

    def first_sending_day(self, row: ScheduleRow) -> date:
        day = row.starts_on
        while not self.sends_on(day):
            day += DAY
        return day

    def parts(self) -> Iterator[dict[str, tuple[int, int]]]:
        """By row: the messages to each audience, on credits and to open profiles."""
        paid = {one.audience.name: one.on_credits for one in self.plan.audiences}
        free = {one.audience.name: one.messages - one.on_credits for one in self.plan.audiences}
        for row in self.plan.schedule:
            left = [row.ledger.sent, row.free]
            shares = {}
            for name in paid:
                share = min(left[0], paid[name]), min(left[1], free[name])
                paid[name], free[name] = paid[name] - share[0], free[name] - share[1]
                left = [left[0] - share[0], left[1] - share[1]]
                shares[name] = share
            yield shares
