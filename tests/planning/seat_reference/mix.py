"""RULES.md §6: seats of several plans, each group with its own wallet, by trying every mix.

Readings chosen here, where the text leaves a choice:

- New seats stay for any number of billing months that begin by the deadline, held ones for any
  number after `paid_until` that does. Seats of a plan with as many months are one group.
- Every group may buy its own number of credits, each as early as the group lacks one; a group
  without purchases and one with them are not parted (ten of twenty equal seats buy within the limit
  of all twenty).
- Held credits that are divided: each seat has floor(credits / seats), the rest stays with the seats
  that stay longest.
- Seats are counted on the start day: held ones if they are paid then or go on, new ones all. Later
  there are never more.
- A plan whose subscription has no known price for those months takes no part with new seats, nor
  beyond `paid_until`; credits without a known price are not bought.
- Without a message on credits nothing is subscribed, and there are no persons but those of held
  seats; without held seats the free messages have one person.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import product

from tests.planning.seat_reference.days import add_months, day_after, day_before, month_number
from tests.planning.seat_reference.ledger import Group, run
from tests.planning.seat_reference.money import subscription_price
from tests.planning.seat_reference.results import result_of
from tests.planning.seat_reference.values import HeldSeats, Plan, Result, Scenario


@dataclass(frozen=True)
class Part:
    """A group of a mix, and what its subscription costs until its last day, at most."""

    group: Group
    price: Decimal


def months_until_deadline(anchor: date, scenario: Scenario) -> int:
    """Return the number of billing months from a renewal day on that begin by the deadline."""
    return max(0, month_number(anchor, scenario.deadline) + 1)


def new_parts(plan: Plan, months: int, scenario: Scenario, most: int) -> list[Part | None]:
    """Return no seat, one seat, two seats … of a plan for so many months."""
    one = subscription_price(plan, scenario, months, has_trial=True)
    parts: list[Part | None] = [None]
    if one is None:
        return parts
    last_day = day_before(add_months(scenario.start_on, months))
    for seats in range(1, most + 1):
        parts.append(Part(Group(plan, seats, scenario.start_on, last_day), one * seats))
    return parts


def held_parts(held: HeldSeats, plan: Plan, scenario: Scenario) -> Iterator[list[Part]]:
    """Yield every way to divide held seats by the months for which they go on."""
    anchor = day_after(held.paid_until)
    most = months_until_deadline(anchor, scenario)
    prices = [subscription_price(plan, scenario, m, has_trial=False) for m in range(most + 1)]
    for counts in divisions(held.seats, most + 1):
        parts: list[Part] = []
        credits = held.credits
        used = [months for months, seats in enumerate(counts) if seats]
        if any(prices[months] is None for months in used):
            continue
        for months in used:
            stays_longest = months == used[-1]
            theirs = credits if stays_longest else held.credits // held.seats * counts[months]
            credits -= theirs
            last_day = day_before(add_months(anchor, months))
            group = Group(plan, counts[months], anchor, last_day, theirs, held.paid_until)
            parts.append(Part(group, (prices[months] or Decimal(0)) * counts[months]))
        yield parts


def divisions(seats: int, places: int) -> Iterator[tuple[int, ...]]:
    """Yield every way to put seats into places."""
    if places == 1:
        yield (seats,)
        return
    for first in range(seats + 1):
        for others in divisions(seats - first, places - 1):
            yield (first, *others)


def is_there_on_start(group: Group, scenario: Scenario) -> bool:
    return group.last_day >= scenario.start_on


@cache
def most_sent(group: Group, wide: "WideScenario") -> int:
    """Return what a group alone sends by the deadline, as if there were no end of persons."""
    scenario = wide.scenario
    return sum(
        row.sent for row in run([group], scenario).wallets[0].rows if row.on <= scenario.deadline
    )


@dataclass(frozen=True, eq=False)
class WideScenario:
    """The scenario with persons without end and no limit for all groups together."""

    scenario: Scenario


class MixSearch:
    def __init__(self, plans: Sequence[Plan], scenario: Scenario) -> None:
        self.plans, self.scenario = plans, scenario
        self.wide = WideScenario(
            replace(
                scenario,
                goal="contacted",
                target=10**6,
                open_profile_share=scenario.open_profile_share * 0,
                monthly_send_limit=None,
            )
        )
        self.best: Result | None = None

    def most_seats(self, plan: Plan) -> int:
        limits = [self.scenario.max_seats, self.scenario.max_seats_per_plan.get(plan.name)]
        return min(limit for limit in [*limits, self.scenario.messages] if limit is not None)

    def all_held(self) -> Iterator[list[Part]]:
        by_name = {plan.name: plan for plan in self.plans}
        each = [
            list(held_parts(held, by_name[held.plan], self.scenario))
            for held in self.scenario.held_seats
            if held.plan in by_name
        ]
        for choice in product(*each):
            yield [part for parts in choice for part in parts]

    def all_mixes(self) -> Iterator[list[Part]]:
        """Yield every mix that the limits on seats allow and that may be among the best."""
        months = months_until_deadline(self.scenario.start_on, self.scenario)
        kinds = [
            new_parts(plan, number, self.scenario, self.most_seats(plan))
            for plan in self.plans
            for number in range(1, months + 1)
        ]
        for held in self.all_held():
            if self.may_stand(held):
                yield from self.add_kinds(held, kinds)

    def add_kinds(self, chosen: list[Part], kinds: list[list[Part | None]]) -> Iterator[list[Part]]:
        if not kinds:
            yield chosen
            return
        for part in kinds[0]:
            more = chosen if part is None else [*chosen, part]
            if not self.may_stand(more):
                break
            yield from self.add_kinds(more, kinds[1:])

    def may_stand(self, parts: list[Part]) -> bool:
        if self.best is not None and self.price(parts) > (self.best.total or 0):
            return False
        groups = [p.group for p in parts if is_there_on_start(p.group, self.scenario)]
        new = [group for group in groups if not group.is_held]
        most = self.scenario.max_seats
        if new and most is not None and sum(group.seats for group in groups) > most:
            return False
        for plan in {group.plan for group in new}:
            limit = self.scenario.max_seats_per_plan.get(plan.name)
            if limit is not None and limit < sum(g.seats for g in groups if g.plan == plan):
                return False
        return True

    def price(self, parts: list[Part]) -> Decimal:
        return sum((part.price for part in parts), Decimal(0))

    def try_without_purchases(self, parts: list[Part]) -> None:
        self.try_groups([replace(part.group, may_buy=0) for part in parts])

    def try_purchases(self, parts: list[Part]) -> None:
        """Try every number of credits for every group, as far as it may cost no more."""
        self.add_purchases([], [part.group for part in parts], self.price(parts))

    def add_purchases(self, chosen: list[Group], groups: list[Group], cost: Decimal) -> None:
        """Choose for one group after the other; stop where too little could be sent at all."""
        most = [replace(group, may_buy=self.most_to_buy(group, cost)) for group in groups]
        if sum(most_sent(g, self.wide) for g in [*chosen, *most]) < self.scenario.on_credits:
            return
        if not groups:
            self.try_groups(chosen)
            return
        for bought in range((most[0].may_buy or 0) + 1):
            price = bought * (groups[0].plan.credit_price or Decimal(0))
            group = replace(groups[0], may_buy=bought)
            self.add_purchases([*chosen, group], groups[1:], cost + price)

    def most_to_buy(self, group: Group, cost: Decimal) -> int:
        """Return the credits that a group may buy within its limits and for the best's total."""
        if group.plan.credit_price is None:
            return 0
        most = self.scenario.on_credits
        if group.plan.purchase_limit is not None:
            first = month_number(group.anchor, self.scenario.start_on)
            last = month_number(group.anchor, min(group.last_day, self.scenario.deadline))
            limit = group.plan.purchase_limit * group.seats
            most = min(most, max(0, last - first + 1) * limit)
        if self.best is not None and group.plan.credit_price:
            left = (self.best.total or Decimal(0)) - cost
            most = min(most, max(0, int(left / group.plan.credit_price)))
        return most

    def try_groups(self, groups: list[Group]) -> None:
        if sum(most_sent(group, self.wide) for group in groups) < self.scenario.on_credits:
            return
        order = {plan.name: number for number, plan in enumerate(self.plans)}
        groups = sorted(groups, key=lambda g: (not g.is_held, order[g.plan.name], g.last_day))
        result = result_of(run(groups, self.scenario))
        if result.status != "ok" or result.total is None or result.done_on is None:
            return
        if self.best is None or (result.total, result.done_on) < (
            self.best.total,
            self.best.done_on,
        ):
            self.best = result

    def search(self) -> Result | None:
        if self.scenario.on_credits == 0:
            return self.free_only()
        for parts in self.all_mixes():
            self.try_without_purchases(parts)
        if any(plan.credit_price is not None and plan.purchase_limit != 0 for plan in self.plans):
            for parts in self.all_mixes():
                self.try_purchases(parts)
        return self.best

    def free_only(self) -> Result | None:
        before = day_before(self.scenario.start_on)
        by_name = {plan.name: plan for plan in self.plans}
        groups = [
            Group(
                by_name[held.plan],
                held.seats,
                day_after(held.paid_until),
                held.paid_until,
                held.credits,
                held.paid_until,
            )
            for held in self.scenario.held_seats
            if held.plan in by_name
        ] or [Group(self.plans[0], 1, self.scenario.start_on, before)]
        result = result_of(run(groups, self.scenario))
        return result if result.status == "ok" else None


def least_mix(plans: Sequence[Plan], scenario: Scenario) -> Result | None:
    """Return the mix that costs least, then ends first; None where none makes the deadline.

    Plans come in their order. Only small questions: it tries every number of seats and months.
    """
    return MixSearch(plans, scenario).search()
