"""What a scenario sends on credits, and what limits it (RULES.md §3)."""

from dataclasses import dataclass
from fractions import Fraction

from planner.planning.answer_queue import AnswerQueue, queue_of, return_rates
from planner.planning.scenario import Scenario

UNLIMITED = 10**18


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What is to be sent on credits, and what limits it.

    `to_send` counts messages, `return_rate` is ρ (0 to 1). The limits are messages: a month of the
    campaign, and of one seat a sending day and a billing month; `None` is no limit. Credits come
    back `at_once`, or at the next refresh. Where audiences answer at different rates, `queue` has
    them, and `return_rate` is the greatest.
    """

    to_send: int
    return_rate: Fraction
    monthly_limit: int | None = None
    seat_daily_limit: int | None = None
    seat_monthly_limit: int | None = None
    at_once: bool = False
    queue: AnswerQueue | None = None


def sending_of(scenario: Scenario) -> Sending:
    """What the scenario sends on credits."""
    queue, return_rate = None, scenario.return_rate
    if scenario.audiences:
        queue = queue_of(scenario.queue)
        return_rate = max(return_rates(scenario.queue), default=return_rate)
    return Sending(
        to_send=scenario.to_send,
        return_rate=return_rate,
        monthly_limit=scenario.monthly_send_limit,
        seat_daily_limit=scenario.seat_daily_limit,
        seat_monthly_limit=scenario.seat_monthly_limit,
        at_once=scenario.answers_come == "same",
        queue=queue,
    )
