"""The break-evens of an estimate: from where on it pays (RULES.md §9)."""

from dataclasses import dataclass, replace
from decimal import Decimal

from planner.planning.estimate import Estimate, make_estimate
from planner.planning.worth.funnel import Funnel
from planner.planning.worth.outcome import Outcome, find_worth

# An answer rate is looked for in steps of a hundredth of a percent.
RATE_STEP = Decimal("0.0001")


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakEvens:
    """What an input has to be at least, or at most, so that the estimate pays; all else stays.

    `outcome` is the estimate's. `least_reply_rate` is a multiple of 0.0001; `least_value` and
    `most_per_message` are dollars in whole cents. `least_share` is that of audiences in place of a
    rate, in percent of all their reply rates. Each is `None` where no value makes it pay or
    something that it needs is unknown.
    """

    outcome: Outcome
    least_reply_rate: Decimal | None
    least_value: Decimal | None
    most_per_message: Decimal | None
    least_share: int | None = None
    is_of_audiences: bool = False


def find_break_evens(estimate: Estimate, funnel: Funnel, *, with_time: bool = False) -> BreakEvens:
    """The three break-evens of an estimate (RULES.md §9)."""
    outcome = find_worth(estimate, funnel, with_time=with_time)
    return BreakEvens(
        outcome=outcome,
        least_reply_rate=find_least_reply_rate(estimate, funnel, with_time=with_time),
        least_value=outcome.least_value,
        most_per_message=outcome.most_per_message,
    )


def find_least_reply_rate(
    estimate: Estimate, funnel: Funnel, *, with_time: bool = False
) -> Decimal | None:
    """The least answer rate, in steps of 0.0001, at which the estimate pays; `None` for none.

    The people written to, the plan, the strategy, the deadline and the later rates stay. Credits
    back, seats, months, purchases and the cash follow from each rate that is tried: an unanswered
    message brings no credit back. An estimate that makes the deadline has to make it. Source:
    RULES.md §9.
    """
    if estimate.total is None or find_worth(estimate, funnel).revenue is None:
        return None

    def pays(steps: int) -> bool:
        outcome = expect_at_rate(estimate, funnel, steps * RATE_STEP, with_time=with_time)
        return outcome is not None and bool(outcome.pays)

    fails, most = 0, int((1 - estimate.scenario.decline_rate) / RATE_STEP)
    if pays(fails):
        return Decimal(0)
    if not pays(most):
        return None
    while most - fails > 1:
        middle = (fails + most) // 2
        fails, most = (fails, middle) if pays(middle) else (middle, most)
    return most * RATE_STEP


def expect_at_rate(
    estimate: Estimate, funnel: Funnel, rate: Decimal, *, with_time: bool = False
) -> Outcome | None:
    """What the people of an estimate bring, and cost, at another answer rate (RULES.md §9).

    The people written to, the plan, the strategy, the deadline and the later rates stay. `None`
    where not everything is sent, or late where the estimate makes the deadline.
    """
    scenario = replace(
        estimate.scenario,
        goal="contacted",
        target=estimate.scenario.messages,
        reply_rate=rate,
    )
    found = make_estimate(estimate.terms, scenario, estimate.strategy)
    if not found.is_done or (estimate.status == "ok" and found.status != "ok"):
        return None
    rates = replace(funnel.rates, reply_rate=rate)
    return find_worth(found, funnel, rates=rates, with_time=with_time)
