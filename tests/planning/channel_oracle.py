"""Plans over channels a second time: capacities day by day, every choice, another program.

Nothing here uses the modules under test but their inputs; InMail's totals are the engine's.
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import floor, inf

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from planner.planning.channels import Channel, ChannelRequest, InMail
from planner.planning.estimate import make_estimate

DAY = timedelta(days=1)
MOST_UNITS = 10_000


def month_number(start_on: date, day: date) -> int:
    """The month, from 1, of the calendar months that begin on the day of the month of the start."""
    months = (day.year - start_on.year) * 12 + day.month - start_on.month
    last_of_month = (day.replace(day=28) + 4 * DAY).replace(day=1) - DAY
    return months + (day.day >= min(start_on.day, last_of_month.day))


def exact_touches(request: ChannelRequest, channel: Channel, months: int) -> Fraction:
    """What is expected of one unit in so many months, or until the deadline, day by day."""
    total, done_months = Fraction(0), set[int]()
    usable = request.start_on + channel.lead_days * DAY
    day = usable
    while day <= request.deadline and month_number(request.start_on, day) <= months:
        month = month_number(request.start_on, day)
        left = (1 - Fraction(channel.loss_rate)) ** (month - 1)
        week = (day - usable).days // 7
        rate = channel.ramp[week] if week < len(channel.ramp) else channel.capacity or Decimal(0)
        if channel.sends_on == "every_day" or day.weekday() < 5:
            if channel.capacity_per == "day":
                total += Fraction(rate) * left
            elif channel.capacity_per == "week":
                total += Fraction(rate) * left / (7 if channel.sends_on == "every_day" else 5)
            elif channel.capacity_per == "month":
                total += 0 if month in done_months else Fraction(rate) * left
            elif channel.capacity_per == "once":
                return Fraction(rate)
            else:
                return Fraction(request.people * channel.touches)
            done_months.add(month)
        day += DAY
    return total


@cache
def touches_of_a_unit(request: ChannelRequest, channel: Channel, months: int) -> int:
    """The whole touches that one unit does in so many months, or until the deadline."""
    return floor(exact_touches(request, channel, months))


def all_months(request: ChannelRequest) -> range:
    return range(1, month_number(request.start_on, request.deadline) + 1)


def price_units(channel: Channel, units: int, months: int) -> Decimal:
    assert channel.unit_price is not None
    assert channel.set_up_price is not None
    assert channel.tool_price is not None
    set_ups = units // channel.units_per_set_up + bool(units % channel.units_per_set_up)
    running = channel.unit_price * units + channel.tool_price
    return running * months + channel.set_up_price * set_ups


def price_inmail(request: ChannelRequest, inmail: InMail, people: int) -> Decimal | None:
    if not people:
        return Decimal(0)
    totals = []
    for plan in inmail.plans:
        scenario = replace(
            inmail.scenario,
            target=people,
            start_on=request.start_on,
            deadline_on=request.deadline,
            reply_rate=inmail.rates.reply_rate or Decimal(0),
        )
        found = make_estimate(plan, scenario, "cheapest")
        if found.status == "ok" and found.total is not None:
            totals.append(found.total)
    return min(totals, default=None)


def price_people(request: ChannelRequest, channel: Channel | InMail, people: int) -> Decimal | None:
    """The least dollars for so many people by one channel, time included where that counts."""
    of_time = people * time_of_person(request, channel)
    if isinstance(channel, InMail):
        total = price_inmail(request, channel, people)
        return None if total is None else total + of_time
    if not people:
        return Decimal(0)
    if people < channel.least_audience:
        return None
    best: Decimal | None = None
    for months in all_months(request):
        can = touches_of_a_unit(request, channel, months)
        most = MOST_UNITS if channel.most_units is None else channel.most_units
        for units in range(1, min(most, people * channel.touches) + 1):
            if units * can >= people * channel.touches:
                price = price_units(channel, units, months)
                best = price if best is None else min(best, price)
    assert channel.contact_price is not None
    assert channel.touch_price is not None
    each = channel.contact_price + channel.touches * channel.touch_price
    return None if best is None else best + people * each + of_time


def share_of(request: ChannelRequest, channel: Channel | InMail) -> Fraction:
    if request.goal == "people":
        return Fraction(1)
    return answer_share(channel)


def answer_share(channel: Channel | InMail) -> Fraction:
    if isinstance(channel, InMail):
        return Fraction(channel.rates.reply_rate or 0)
    rate = Fraction(channel.reply_rate or 0)
    if channel.reply_of == "touches":
        silent = Fraction(1)
        for _ in range(channel.touches):
            silent *= 1 - rate
        return 1 - silent
    return rate * Fraction(channel.acceptance_rate or 0) if channel.reply_of == "accepted" else rate


def minutes_of_person(channel: Channel | InMail) -> Fraction:
    touches = channel.touches if isinstance(channel, Channel) else 1
    effort = channel.effort
    return touches * Fraction(effort.minutes_per_message) + answer_share(channel) * Fraction(
        effort.minutes_per_answer
    )


def time_of_person(request: ChannelRequest, channel: Channel | InMail) -> Decimal:
    if not request.with_time:
        return Decimal(0)
    exact = minutes_of_person(channel) / 60 * Fraction(request.hour_cost or 0)
    decimal = Decimal(exact.numerator) / Decimal(exact.denominator)
    return decimal.quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)


def taking_part(request: ChannelRequest) -> list[Channel | InMail]:
    every: list[Channel | InMail] = [*([request.inmail] if request.inmail else [])]
    return every + [one for one in request.channels if request.has_consent or not one.needs_consent]


def search_everything(request: ChannelRequest) -> Decimal | None:
    """The least cost of all ways to give each person of the list one channel, or none.

    Each channel reaches the first persons of the list: so they overlap as much as they can.
    """
    channels = taking_part(request)
    reach = [floor(request.people * Fraction(one.reach)) for one in channels]
    counts = {(0,) * len(channels)}
    for person in range(request.people):
        for number in range(len(channels)):
            if person < reach[number]:
                counts |= {
                    (*one[:number], one[number] + 1, *one[number + 1 :])
                    for one in counts
                    if sum(one) <= person
                }
    prices = [
        [price_people(request, one, people) for people in range(most + 1)]
        for one, most in zip(channels, reach, strict=True)
    ]
    best: Decimal | None = None
    for people in counts:
        pairs = list(zip(channels, people, strict=True))
        if sum(number * share_of(request, one) for one, number in pairs) < request.target:
            continue
        if request.most_hours is not None:
            minutes = sum(number * minutes_of_person(one) for one, number in pairs)
            if minutes > 60 * request.most_hours:
                continue
        costs = [prices[n][number] for n, number in enumerate(people)]
        known = [cost for cost in costs if cost is not None]
        if len(known) == len(costs):
            total = sum(known, Decimal(0))
            best = total if best is None else min(best, total)
    return best


class Formulation:
    """Another integer program: people by part of the list, units by months, one binary a number.

    The list falls into parts, each reached by the same channels. InMail has a binary for each
    number of messages.
    """

    def __init__(self, request: ChannelRequest) -> None:
        self.request, self.channels = request, taking_part(request)
        self.costs: list[float] = []
        self.most: list[float] = []
        self.rows: list[tuple[dict[int, float], float, float]] = []

    def variable(self, cost: Decimal | int, most: float) -> int:
        self.costs.append(float(cost))
        self.most.append(most)
        return len(self.costs) - 1

    def row(self, terms: dict[int, float], least: float, most: float) -> None:
        self.rows.append((terms, least, most))

    def solve(self) -> Decimal | None:
        request = self.request
        if not self.channels:
            return None
        reach = [floor(request.people * Fraction(one.reach)) for one in self.channels]
        ends = sorted({0, *reach})
        people: list[list[int]] = [[] for _ in self.channels]
        for start, end in pairwise(ends):
            part = []
            for number, most in enumerate(reach):
                if most >= end:
                    part.append(self.variable(0, end - start))
                    people[number].append(part[-1])
            self.row(dict.fromkeys(part, 1.0), 0, end - start)
        goal: dict[int, float] = {}
        minutes: dict[int, float] = {}
        for one, variables, most in zip(self.channels, people, reach, strict=True):
            goal |= dict.fromkeys(variables, float(share_of(request, one) * 10_000))
            minutes |= dict.fromkeys(variables, float(minutes_of_person(one) * 10_000))
            if isinstance(one, InMail):
                self._add_messages(one, variables, most)
            else:
                self._add_channel(one, variables, most)
        self.row(goal, request.target * 10_000 - 1e-3, inf)
        if request.most_hours is not None:
            self.row(minutes, -inf, float(request.most_hours) * 600_000 + 1e-3)
        return self._run()

    def _add_messages(self, inmail: InMail, people: list[int], most: int) -> None:
        numbers: dict[int, float] = {}
        for number in range(most + 1):
            price = price_people(self.request, inmail, number)
            if price is not None:
                numbers[self.variable(price, 1)] = number
        self.row(dict.fromkeys(numbers, 1.0), 1, 1)
        self.row(dict.fromkeys(people, 1.0) | {n: -v for n, v in numbers.items()}, 0, 0)

    def _add_channel(self, channel: Channel, people: list[int], most: int) -> None:
        assert channel.contact_price is not None
        assert channel.touch_price is not None
        each = channel.contact_price + channel.touches * channel.touch_price
        for variable in people:
            self.costs[variable] = float(each + time_of_person(self.request, channel))
        limit = MOST_UNITS if channel.most_units is None else channel.most_units
        limit = min(limit, most * channel.touches)
        capacity: dict[int, float] = {}
        used = []
        for months in all_months(self.request):
            units = self.variable((channel.unit_price or 0) * months, limit)
            is_used = self.variable((channel.tool_price or 0) * months, 1)
            set_ups = self.variable(channel.set_up_price or 0, limit)
            self.row({units: 1, is_used: -limit}, -inf, 0)
            self.row({units: 1, set_ups: -channel.units_per_set_up}, -inf, 0)
            capacity[units] = -touches_of_a_unit(self.request, channel, months)
            used.append(is_used)
        self.row(dict.fromkeys(used, 1.0), 0, 1)
        self.row(dict.fromkeys(people, float(channel.touches)) | capacity, -inf, 0)
        audience = dict.fromkeys(used, -float(channel.least_audience))
        self.row(dict.fromkeys(people, 1.0) | audience, 0, inf)

    def _run(self) -> Decimal | None:
        matrix = np.zeros((len(self.rows), len(self.costs)))
        for number, (terms, _, _) in enumerate(self.rows):
            for variable, factor in terms.items():
                matrix[number, variable] = factor
        found = milp(
            self.costs,
            integrality=np.ones(len(self.costs)),
            bounds=Bounds(0, self.most),
            constraints=LinearConstraint(
                matrix, [row[1] for row in self.rows], [row[2] for row in self.rows]
            ),
            options={"mip_rel_gap": 0},
        )
        return None if found.x is None else Decimal(round(found.fun * 10_000)) / 10_000
