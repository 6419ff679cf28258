"""The seats of one plan in a scenario: what they send and cost by an end (RULES.md §4).

They are of one kind for each entry of held seats, and of one for the new seats. Only the number of
the new ones varies. What several numbers and ends need is calculated once.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import accumulate
from math import floor, inf

from planner.planning.billing import least_of_a_month, spend_on_seat
from planner.planning.bounds import RELATIVE_SLACK, SLACK, find_reach
from planner.planning.groups import SeatGroup, count_held, divide, list_groups
from planner.planning.scenario import Scenario
from planner.planning.sending import UNLIMITED, Sending, sending_of
from planner.planning.stages import Piece, SeatLife, Stage
from planner.planning.terms import Terms
from planner.planning.timeline import Timeline, timeline_of


class PlanSeats:
    """The seats of a plan, however many of them are new, and the stages of their lives."""

    def __init__(self, terms: Terms, scenario: Scenario) -> None:
        self.terms, self.scenario = terms, scenario
        self.sending: Sending = sending_of(scenario)
        self.held = count_held(terms, scenario)
        # Every kind of seats, the new ones last.
        self.kinds = list_groups(terms, scenario, self.held + 1)
        self.timeline: Timeline = timeline_of(scenario, [kind.calendar for kind in self.kinds])
        self.tracks = [self.timeline.tracks[kind.calendar] for kind in self.kinds]
        self.reaches = [find_reach(kind, self.sending, self.timeline) for kind in self.kinds]
        self.credit_price = float(terms.credit_price or 0)
        self.sells_credits = terms.sells_credits
        # Whether some seats may send nothing while others do: they are paid for less long. Groups
        # send in their order, so those behind may find no message left to send, of what there is in
        # all or of what the limit of the whole campaign allows.
        self.may_idle = len(self.kinds) > 1 or self.sending.monthly_limit is not None
        # Whether all seats are new ones that get credits in each month of the limit of all.
        self.has_limited_months = self._has_limited_months()
        self._groups: dict[int, tuple[SeatGroup, ...]] = {}
        self._stages: dict[tuple[int, int], Stage] = {}
        self._lives: dict[tuple[int, int], SeatLife] = {}
        self._spend_on = {
            is_held: spend_on_seat(terms, scenario, is_held=is_held)
            for is_held in ((False, True) if self.held else (False,))
        }
        self._spends: dict[tuple[bool, int], Decimal | None] = {}
        # Whether the subscription has no known price: then options differ by bought credits.
        self.is_unpriced = self._spend_on[False](max(1, self.timeline.months[-1])) is None
        self._costs: dict[tuple[bool, int], float] = {}

    def groups_of(self, seats: int) -> tuple[SeatGroup, ...]:
        """The groups of `seats` seats in all, without an end."""
        if seats not in self._groups:
            *held, new = self.kinds
            number = max(seats - self.held, 0 if held else 1)
            self._groups[seats] = (*held, new.with_seats(number)) if number else (*held,)
        return self._groups[seats]

    def has_credits(self, *, buys: bool) -> bool:
        """Whether the seats hold, are granted or, if that is allowed, may buy a credit."""
        if self.terms.monthly_credits or (buys and self.terms.sells_credits):
            return True
        return any(kind.credits for kind in self.kinds)

    def divide(self, seats: int, staying: Sequence[int], end: int) -> list[SeatGroup]:
        """The groups of `seats` seats, some of them subscribed to the billing month before `end`.

        `staying` has a number for each piece of the stage; the others end a month sooner.
        """
        if len(self.kinds) == 1:
            remain, month = staying[0] if staying else seats, self.tracks[0].months[end - 1]
            parts = (seats - remain, month - 1), (remain, month)
            return [self.kinds[0].with_seats(number, last) for number, last in parts if number]
        divided: list[SeatGroup] = []
        stay = iter(staying)
        for group, kind in self._with_kinds(seats):
            month = self.tracks[kind].months[end - 1]
            if self._may_end_sooner(group, month):
                divided.extend(divide(group, next(stay), month))
            else:
                divided.append(group.through(month))
        return divided

    def stage(self, seats: int, end: int) -> Stage:
        """So many seats at the end of a billing month, as the bounds see them."""
        if (seats, end) not in self._stages:
            self._stages[seats, end] = self._make_stage(seats, end)
        return self._stages[seats, end]

    def _make_stage(self, seats: int, end: int) -> Stage:
        if len(self.kinds) == 1:
            return self._make_stage_of_new(seats, self.life_of(0, end))
        messages = dollars = 0.0
        pieces: list[Piece] = []
        stays = False
        for group, kind in self._with_kinds(seats):
            life = self.life_of(kind, end)
            if group.credits:
                # A refresh on the start day leaves no more than the cap.
                cap = self.terms.rollover_cap * group.seats
                has_cap = self.tracks[kind].refreshes[0]
                usable = min(group.credits, cap) if has_cap else group.credits
                messages += usable * self.reaches[kind].by_credit(end)
            messages += group.seats * life.messages_sooner
            dollars += group.seats * life.dollars_sooner
            if life.may_end_sooner:
                more = life.messages - life.messages_sooner, life.dollars - life.dollars_sooner
                pieces.append(Piece(group.seats, *more))
            else:
                stays = True
        return Stage(messages, dollars, pieces, 0 if stays or not pieces else 1)

    def _make_stage_of_new(self, seats: int, life: SeatLife) -> Stage:
        """The same where all seats are new ones."""
        messages, dollars = seats * life.messages_sooner, seats * life.dollars_sooner
        if not life.may_end_sooner:
            return Stage(messages, dollars, (), 0)
        more, dearer = life.messages - life.messages_sooner, life.dollars - life.dollars_sooner
        return Stage(messages, dollars, (Piece(seats, more, dearer),), 1)

    def _has_limited_months(self) -> bool:
        if len(self.kinds) > 1 or self.sending.monthly_limit is None:
            return False
        months, refreshes = self.timeline.months, self.tracks[0].refreshes
        begins = (month != before for month, before in zip(months, (0, *months), strict=False))
        return self.terms.monthly_credits > 0 and refreshes == tuple(begins)

    @cached_property
    def fewest_filling(self) -> int:
        """The fewest seats of those that, after a month in which they do not, fill the limit.

        Before, they have no credit left, or are held back by their own limits.
        """
        sending, limit = self.sending, self.sending.monthly_limit or 0
        days = Counter[int]()
        for month, number in zip(self.timeline.months, self.timeline.sending_days, strict=True):
            days[month] += number
        daily, monthly = sending.seat_daily_limit, sending.seat_monthly_limit or UNLIMITED
        rooms = [min(monthly, daily * number) if daily else monthly for number in days.values()]
        allowed = -(-limit // max(rooms))
        # At most the answers of a month in which one message less is sent, and a part of a credit.
        returned = floor(sending.return_rate * (limit - 1)) + (1 if sending.return_rate else 0)
        if allowed * min(rooms) < min(limit, allowed * self.terms.rollover_cap + returned):
            return allowed
        return max(allowed, -(-(limit - returned) // self.terms.monthly_credits))

    @cached_property
    def least_rates(self) -> list[float]:
        """By month, the least dollars for each message that a seat sends from the second one on."""
        lives = [
            self.life_of(0, self.tracks[0].last_slice_of(month) + 1)
            for month in range(1, self.timeline.months[-1] + 1)
        ]
        first = lives[0]
        rates = [
            (life.dollars - first.dollars) / more
            if (more := life.messages - first.messages) > 0
            else inf
            for life in lives
        ]
        return [inf, *accumulate(rates, min)]

    def least_dollars(self, seats: int, end: int) -> float:
        """Dollars that so many seats or more are not below whose last message is before an end.

        All that may end a month sooner, or send nothing at all where that may be, but for one.
        """
        if not self.may_idle:
            life = self.life_of(0, end)
            return (seats - 1) * life.dollars_sooner + life.dollars
        one = min([self._spent(kind, end, stays=False) for kind in range(len(self.kinds))])
        return one + sum(group.seats * self._cost(group, 0) for group in self.groups_of(seats))

    def floor(self, until: int, *, buys: bool) -> float:
        """Dollars that no option with an end until then and a known total is below.

        Everything is sent in the cheapest way there is: on the credits of a month, at the least
        that a month of a seat costs, or on bought ones. 0 where seats may be without costs, or get
        credits more often than they are paid for.
        """
        terms, calendar = self.terms, self.kinds[0].calendar
        gets_more = calendar.grant_day == "first" and calendar.grants_on_start
        has_trial = self.scenario.use_trial and terms.trial_months
        if self.held or has_trial or gets_more or self.is_unpriced:
            return 0.0
        each: list[float] = []
        if terms.monthly_credits:
            each.append(least_of_a_month(terms, self.scenario) / terms.monthly_credits)
        if buys and self.sells_credits and terms.credit_price is not None:
            each.append(self.credit_price)
        messages = (self.sending.to_send - SLACK) / self.most_uses(until)
        return messages * min(each, default=inf) * (1 - RELATIVE_SLACK) - SLACK

    def idle_saving(self, seats: int, end: int) -> float:
        """Dollars by which so many seats may cost less than their lives, as some send nothing.

        One of them sends until a month sooner: what is sent in the last one may be another's.
        """
        groups = [*self._with_kinds(seats)]
        all_stay = sum(group.seats * self._spent(kind, end, stays=True) for group, kind in groups)
        return all_stay - min([self._spent(kind, end, stays=False) for _, kind in groups])

    def _spent(self, kind: int, end: int, *, stays: bool) -> float:
        """Dollars of a seat beyond those of one that sends nothing; it may stay into the end."""
        life = self.life_of(kind, end)
        dollars = life.dollars if stays else life.dollars_sooner
        return dollars - self._cost(self.kinds[kind], 0)

    def life_of(self, kind: int, end: int) -> SeatLife:
        """The messages and the dollars of one seat of a kind before an end."""
        life = self._lives.get((kind, end))
        if life is None:
            life = self._lives[kind, end] = self._live(kind, end)
        return life

    def _live(self, kind: int, end: int) -> SeatLife:
        group, reach, track = self.kinds[kind], self.reaches[kind], self.tracks[kind]
        month = track.months[end - 1]
        messages, dollars = reach.by_seat(end), self._cost(group, month)
        if not self._may_end_sooner(group, month):
            return SeatLife(messages, messages, dollars, dollars, may_end_sooner=False)
        sooner = reach.by_seat(track.last_slice_of(month - 1) + 1)
        return SeatLife(
            sooner, messages, self._cost(group, month - 1), dollars, may_end_sooner=True
        )

    def most_uses(self, end: int) -> float:
        """The most messages of a bought credit before an end."""
        if len(self.reaches) == 1:
            return self.reaches[0].by_credit(end)
        return max([reach.by_credit(end) for reach in self.reaches])

    def _cost(self, group: SeatGroup, months: int) -> float:
        """Dollars of one seat for `months` months to be paid; 0 where they are unknown."""
        key = group.is_held, months
        cost = self._costs.get(key)
        if cost is None:
            least = 0 if group.is_held else 1
            price = self.price_of(group, months if months > least else least)
            cost = self._costs[key] = float(price)
        return cost

    def price_of(self, group: SeatGroup, months: int) -> Decimal:
        """The same, exactly."""
        spend = self.spend_of(group, months)
        return Decimal(0) if spend is None else spend

    def spend_of(self, group: SeatGroup, months: int) -> Decimal | None:
        """Exact dollars of one seat for `months` months to be paid; `None` where unknown."""
        key = group.is_held, months
        if key not in self._spends:
            self._spends[key] = self._spend_on[group.is_held](months)
        return self._spends[key]

    def _may_end_sooner(self, group: SeatGroup, month: int) -> bool:
        """Whether seats may be without a billing month: it costs, and new seats have a first."""
        return not self.scenario.renews_all_seats and month >= (1 if group.is_held else 2)

    def _with_kinds(self, seats: int) -> Iterator[tuple[SeatGroup, int]]:
        """The groups of so many seats, and the number of the kind of each."""
        groups = self.groups_of(seats)
        # Held seats come first, and all of them are used.
        first = 0 if self.held else len(self.kinds) - 1
        yield from zip(groups, range(first, len(self.kinds)), strict=False)
