"""The mix as an integer program that knows nothing of credits, only of whole groups.

The planner counts seats and follows their credits. Here every group that there can be, so many
seats of a plan for so many months with so many bought credits, is one thing to be taken or left.
What it sends by the deadline is run by the reference. Costs are in hundredths of a cent.
"""

from collections.abc import Iterator
from dataclasses import replace
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
    """A group that may be taken, its messages by the deadline and its dollars."""

    group: Group
    messages: int
    cost: Decimal


def least_cost(case: MixCase) -> Decimal | None:
    """The least that any mix of new seats costs, proven; `None` where none makes the deadline."""
    scenario = scenario_of(case.scenario)
    plans = [plan_of(terms) for terms in case.plans]
    program = Program()
    things: dict[int, Thing] = {}
    for plan in plans:
        most = min(case.max_seats, case.most_seats_of.get(plan.name, case.max_seats))
        for months in range(1, months_until_deadline(scenario.start_on, scenario) + 1):
            taken = {
                program.variable(1): thing for thing in list_things(plan, months, most, scenario)
            }
            things |= taken
            if taken:
                # The seats of a plan for as many months are one group.
                program.require((1, dict.fromkeys(taken, 1)), most=1)
        of_plan = {v: one.group.seats for v, one in things.items() if one.group.plan == plan}
        if of_plan:
            program.require((1, of_plan), most=most)
    if not things:
        return None
    for variable, thing in things.items():
        program.costs[variable] = int(thing.cost * COUNTED)
    program.require((1, {v: one.group.seats for v, one in things.items()}), most=case.max_seats)
    program.require((1, {v: one.messages for v, one in things.items()}), least=scenario.on_credits)
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
            yield Thing(group, count_messages(group, scenario), Decimal(price))


def count_messages(group: Group, scenario: Scenario) -> int:
    """What the group alone sends by the deadline, at most all that there is to send."""
    alone = replace(
        scenario, target=scenario.on_credits, open_profile_share=scenario.open_profile_share * 0
    )
    rows = run([group], alone).wallets[0].rows
    return sum(row.sent for row in rows if row.on <= scenario.deadline)
