"""Whether it is worth it: from messages to customers, and from where on it pays (RULES.md §9).

    funnel       goals, rates with their denominators, time, messages for a target
    outcome      what messages are expected to bring and cost
    break_evens  the least answer rate, the least value of a customer, the most for a message
    swings       what moves the return
    chances      the chance to reach the target, and the messages for 90 %
    amounts      exact fractions of dollars, rounded to the cent
    explanation  the same in plain words

A funnel stands beside a scenario: `Funnel.scenario_for` gives the scenario that sends its
messages, `find_worth` what an estimate or a mix of that scenario is expected to bring.
"""

from planner.planning.worth.break_evens import BreakEvens, find_break_evens
from planner.planning.worth.chances import GoalChance, find_goal_chance
from planner.planning.worth.explanation import (
    count_stage,
    explain_break_evens,
    explain_chance,
    explain_worth,
)
from planner.planning.worth.funnel import NO_EFFORT, STAGES, Effort, Funnel, Rates, Stage
from planner.planning.worth.outcome import Outcome, add_outcomes, expect, find_worth
from planner.planning.worth.swings import WorthInput, WorthSwing, find_worth_swings

__all__ = [
    "NO_EFFORT",
    "STAGES",
    "BreakEvens",
    "Effort",
    "Funnel",
    "GoalChance",
    "Outcome",
    "Rates",
    "Stage",
    "WorthInput",
    "WorthSwing",
    "add_outcomes",
    "count_stage",
    "expect",
    "explain_break_evens",
    "explain_chance",
    "explain_worth",
    "find_break_evens",
    "find_goal_chance",
    "find_worth",
    "find_worth_swings",
]
