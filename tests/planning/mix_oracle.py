"""The mix as an integer program that knows nothing of credits, only of whole groups.

The planner counts seats and follows their credits. Here every group that there can be, so many
seats of a plan for so many months with so many bought credits, is one thing to be taken or left.
What it sends by the deadline, or by a day before, is run by the reference. Costs are in hundredths
of a cent.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from tests.planning.mix_cases import MixCase
from tests.planning.oracle import Program
from tests.planning.seat_reference import Plan, Scenario
from tests.planning.seat_reference.days import add_months, day_before
from tests.planning.seat_reference.ledger import Group, run
from tests.planning.seat_reference.mix import months_until_deadline
from tests.planning.seat_reference.money import subscription_price
from tests.planning.second_reading import plan_of, scenario_of

COUNTED = 10_000


class Thing(NamedTuple):
    """A group that may be taken, its messages by day and its dollars."""

    group: Group
    sent: tuple[tuple[date, int], ...]
    cost: Decimal

    def messages_by(self, day: date) -> int:
        """Those on a day or before."""
        return sum(messages for on, messages in self.sent if on <= day)


def least_cost(case: MixCase) -> Decimal | None:
    """The least that any mix of new seats costs, proven; `None` where none makes the deadline."""
    return _least_cost_by(scenario_of(case.scenario).deadline, case, _list_everything(case))


def earliest_last_message(case: MixCase, least: Decimal) -> date:
    """The first day by which a mix for the least cost has sent everything.

    Where no limit spreads them, messages go on the first day of a slice.
    """
    everything = _list_everything(case)
    days = sorted({day for things in everything for one in things for day, _ in one.sent})
    first = bisect_left(days, True, key=lambda day: _least_cost_by(day, case, everything) == least)
    return days[first]


def _list_everything(case: MixCase) -> list[list[Thing]]:
    """The groups that there can be, by plan and months."""
    scenario = scenario_of(case.scenario)
    months = range(1, months_until_deadline(scenario.start_on, scenario) + 1)
    plans = [plan_of(terms) for terms in case.plans]
    return [
        list(list_things(plan, number, _most_seats(case, plan), scenario))
        for plan in plans
        for number in months
    ]


def _most_seats(case: MixCase, plan: Plan) -> int:
    return min(case.max_seats, case.most_seats_of.get(plan.name, case.max_seats))


def _least_cost_by(day: date, case: MixCase, everything: list[list[Thing]]) -> Decimal | None:
    """The least cost of sending everything by a day."""
    program = Program()
    things: dict[int, Thing] = {}
    for of_months in filter(None, everything):
        taken = {program.variable(1): thing for thing in of_months}
        things |= taken
        # The seats of a plan for as many months are one group.
        program.require((1, dict.fromkeys(taken, 1)), most=1)
    if not things:
        return None
    for variable, thing in things.items():
        program.costs[variable] = int(thing.cost * COUNTED)
    for plan in {one.group.plan for one in things.values()}:
        of_plan = {v: one.group.seats for v, one in things.items() if one.group.plan == plan}
        program.require((1, of_plan), most=_most_seats(case, plan))
    program.require((1, {v: one.group.seats for v, one in things.items()}), most=case.max_seats)
    sent = {v: one.messages_by(day) for v, one in things.items()}
    program.require((1, sent), least=scenario_of(case.scenario).on_credits)
    found = program.minimise()
    return None if found is None else Decimal(found) / COUNTED


def list_things(plan: Plan, months: int, most: int, scenario: Scenario) -> Iterator[Thing]:
    """The groups of a plan for so many months, with every number of credits bought."""
    one_seat = subscription_price(plan, scenario, months, has_trial=True)
    last_day = day_before(add_months(scenario.start_on, months))
    for seats in range(1, most + 1) if one_seat is not None else ():
        limit = plan.purchase_limit
        most_bought = scenario.on_credits if limit is None else limit * seats * months
        for bought in range(min(most_bought, scenario.on_credits) + 1):
            group = Group(plan, seats, scenario.start_on, last_day, may_buy=bought)
            price = (one_seat or 0) * seats + bought * (plan.credit_price or 0)
            yield Thing(group, list_messages(group, scenario), Decimal(price))


def list_messages(group: Group, scenario: Scenario) -> tuple[tuple[date, int], ...]:
    """What the group alone sends, by day until the deadline, at most all that there is to send."""
    alone = replace(
        scenario, target=scenario.on_credits, open_profile_share=scenario.open_profile_share * 0
    )
    rows = run([group], alone).wallets[0].rows
    return tuple((row.on, row.sent) for row in rows if row.sent and row.on <= scenario.deadline)
