"""Plans and scenarios of the engine as those of `seat_reference`, which knows nothing of them."""

from fractions import Fraction

from planner.planning.estimate import Estimate
from planner.planning.groups import SeatGroup
from planner.planning.scenario import Scenario
from planner.planning.terms import Terms
from tests.planning import seat_reference
from tests.planning.seat_reference.days import add_months, day_before
from tests.planning.seat_reference.ledger import Group


def plan_of(terms: Terms) -> seat_reference.Plan:
    return seat_reference.Plan(
        terms.slug,
        monthly_credits=terms.monthly_credits,
        rollover_cap=terms.rollover_cap,
        monthly_price=terms.monthly_price,
        annual_price=terms.annual_price,
        credit_price=terms.credit_price,
        purchase_limit=terms.purchase_limit,
        credit_lifetime_days=terms.credit_lifetime_days,
        trial_months=terms.trial_months,
        grant_day=terms.grant_day,
        grants_on_start=terms.grants_on_start,
    )


def scenario_of(scenario: Scenario) -> seat_reference.Scenario:
    # The later goals are tested by their messages (`test_worth_of_scenarios.py`).
    assert scenario.goal in ("contacted", "replied")
    return seat_reference.Scenario(
        target=scenario.target,
        start_on=scenario.start_on,
        deadline_months=scenario.deadline_months,
        deadline_on=scenario.deadline_on,
        goal="replied" if scenario.goal == "replied" else "contacted",
        seats=scenario.seats,
        max_seats=scenario.max_seats,
        billing=scenario.billing,
        reply_rate=Fraction(scenario.reply_rate),
        decline_rate=Fraction(scenario.decline_rate),
        declines_return_credit=scenario.declines_return_credit,
        open_profile_share=Fraction(scenario.open_profile_share),
        monthly_send_limit=scenario.monthly_send_limit,
        seat_daily_limit=scenario.seat_daily_limit,
        seat_monthly_limit=scenario.seat_monthly_limit,
        sends_on=scenario.sends_on,
        answers_come=scenario.answers_come,
        use_trial=scenario.use_trial,
        grants_on_start=scenario.grants_on_start,
        held_seats=tuple(
            seat_reference.HeldSeats(one.plan, one.seats, one.credits, one.paid_until)
            for one in scenario.held_seats
        ),
    )


def group_of(group: SeatGroup) -> Group:
    """A group that ends with its last billing month, or with what is paid before the campaign."""
    anchor = group.calendar.pays_from
    return Group(
        plan_of(group.terms),
        group.seats,
        anchor,
        day_before(add_months(anchor, group.last_month)),
        group.credits,
        group.paid_until,
    )


def groups_of(estimate: Estimate) -> list[Group]:
    """The groups of an estimate, in their order."""
    return [group_of(one.group) for one in estimate.groups]
