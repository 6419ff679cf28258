"""What an estimate's own scenario asks of worth: its funnel, outcome, break-evens (RULES.md §9).

A scenario has the rates, the value and the time as fields of its own; a rate of replies of 0 is an
unknown one, as the default is.
"""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from planner.planning.estimate import Estimate
from planner.planning.forecast.rates import FixedRate, RateBelief
from planner.planning.ranges import MOST_LEADS
from planner.planning.scenario import Scenario
from planner.planning.unit_costs import UnitCosts
from planner.planning.worth.audience_share import find_least_share
from planner.planning.worth.break_evens import BreakEvens, find_break_evens
from planner.planning.worth.chances import GoalChance, find_goal_chance
from planner.planning.worth.funnel import STAGE_OF, STAGES, Effort, Funnel, Rates, Stage
from planner.planning.worth.outcome import Outcome, SharesOfGoal, expect
from planner.planning.worth.swings import WorthSwing, find_worth_swings


def rates_of(scenario: Scenario) -> Rates:
    """The rates from stage to stage of a scenario."""
    return Rates(
        reply_rate=scenario.reply_rate or None,
        positive_share=scenario.positive_share,
        meeting_rate=scenario.meeting_rate,
        win_rate=scenario.win_rate,
    )


def effort_of(scenario: Scenario) -> Effort:
    """The person's own minutes that a scenario names."""
    return Effort(
        minutes_per_message=Decimal(scenario.minutes_per_message),
        minutes_per_answer=Decimal(scenario.minutes_per_answer),
        minutes_per_meeting=Decimal(scenario.minutes_per_meeting),
    )


def outcome_of(answer: UnitCosts) -> Outcome:
    """What the messages of an estimate, or of a mix, are expected to bring and cost."""
    scenario = answer.scenario
    if scenario.audiences:
        return _outcome_of_audiences(scenario, answer.total)
    return expect(
        scenario.messages,
        SharesOfGoal(
            shares=rates_of(scenario),
            people=scenario.messages,
            goal=STAGE_OF[scenario.goal],
            target=scenario.target,
        ),
        effort_of(scenario),
        cash=answer.total,
        value_per_customer=scenario.value_per_customer,
        hour_cost=scenario.hour_cost,
        with_time=scenario.with_time,
    )


def _outcome_of_audiences(scenario: Scenario, cash: Decimal | None) -> Outcome:
    """The same where each audience answers at a rate of its own (RULES.md §11)."""
    rates, effort = rates_of(scenario), effort_of(scenario)
    # A rate of 0 is an unknown one only where it is the scenario's default.
    knows_answers = all(
        prefix.rates.reply_rate or prefix.audience.reply_rate is not None
        for prefix in scenario.queue
    )
    replies = scenario.replies if knows_answers else None
    goal = STAGE_OF[scenario.goal]
    # Messages are rounded up over the whole queue, so that one audience's may be too few by part
    # of a message and another's too many.
    rounding = sum((prefix.rates.goal_share for prefix in scenario.queue), Fraction(0))

    def expected(stage: Stage) -> Fraction | None:
        share = rates.share_between("answers", stage)
        if not replies or share is None:
            return replies if share is not None else None
        to_goal = rates.share_between("answers", goal) or Fraction(0)
        number = replies * to_goal
        is_counted = STAGES.index(stage) >= STAGES.index(goal) > 0
        if is_counted and abs(number - scenario.target) < rounding:
            return scenario.target * share / to_goal
        return replies * share

    answers, meetings = expected("answers"), expected("meetings")
    return Outcome(
        people=scenario.messages,
        answers=answers,
        positive=expected("positive"),
        meetings=meetings,
        customers=expected("customers"),
        cash=cash,
        minutes=effort.minutes_of(scenario.messages, answers, meetings),
        value_per_customer=scenario.value_per_customer,
        hour_cost=scenario.hour_cost,
        with_time=scenario.with_time,
    )


def funnel_of(scenario: Scenario) -> Funnel | None:
    """The scenario's goal and what stands before it.

    `None` where it takes too many messages, or where audiences have rates of their own.
    """
    if scenario.messages > MOST_LEADS or scenario.audiences:
        return None
    return Funnel(
        target=scenario.target,
        goal=STAGE_OF[scenario.goal],
        rates=rates_of(scenario),
        effort=effort_of(scenario),
        value_per_customer=scenario.value_per_customer,
        hour_cost=scenario.hour_cost,
    )


def break_evens_of(estimate: Estimate) -> BreakEvens | None:
    """From where on an estimate pays; `None` where it takes too many messages."""
    if estimate.scenario.audiences:
        return _break_evens_of_audiences(estimate)
    funnel = funnel_of(estimate.scenario)
    with_time = estimate.scenario.with_time
    return None if funnel is None else find_break_evens(estimate, funnel, with_time=with_time)


def worth_swings_of(
    estimate: Estimate,
    *,
    reply_rates: tuple[Decimal, Decimal] | None = None,
    has_time_left: Callable[[], bool] = lambda: True,
) -> tuple[WorthSwing, ...]:
    """What moves the return of an estimate; none where `funnel_of` is `None`."""
    funnel = funnel_of(estimate.scenario)
    if funnel is None:
        return ()
    return find_worth_swings(
        estimate,
        funnel,
        with_time=estimate.scenario.with_time,
        reply_rates=reply_rates,
        has_time_left=has_time_left,
    )


def _break_evens_of_audiences(estimate: Estimate) -> BreakEvens:
    """The same for audiences together (RULES.md §11)."""
    outcome = outcome_of(estimate)
    return BreakEvens(
        outcome=outcome,
        least_reply_rate=None,
        least_value=outcome.least_value,
        most_per_message=outcome.most_per_message,
        least_share=find_least_share(estimate, _outcome_of_audiences),
        is_of_audiences=True,
    )


def chance_of(scenario: Scenario, belief: RateBelief) -> GoalChance | None:
    """The chance that the scenario's messages reach its target; `None` where it is certain.

    `belief` is what is known of the reply rate; the later rates are taken for known.
    """
    funnel = funnel_of(scenario)
    if funnel is None or scenario.goal == "contacted":
        return None
    return find_goal_chance(
        funnel, beliefs=None if isinstance(belief, FixedRate) else {"answers": belief}
    )


def scenario_of_sure(scenario: Scenario, chance: GoalChance | None) -> Scenario | None:
    """The scenario of the people to write to for 90 %; `None` where they are no more, or none.

    `chance` is that of the scenario's own messages. Source: RULES.md §9.
    """
    if chance is None or not chance.sure_messages or chance.sure_messages <= chance.messages:
        return None
    return replace(scenario, goal="contacted", target=chance.sure_messages)
