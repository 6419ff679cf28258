"""Worth, break-evens and chances in plain words (RULES.md §9)."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from planner.planning.wording import LEADS, chance, count, dollars, exact_percent
from planner.planning.worth.break_evens import BreakEvens
from planner.planning.worth.chances import GoalChance
from planner.planning.worth.funnel import STAGE_OF, STAGES, Stage
from planner.planning.worth.outcome import Outcome

# One of a stage, and several.
NOUNS: dict[Stage, tuple[str, str]] = {stage: LEADS[goal] for goal, stage in STAGE_OF.items()}
TENTH = Decimal("0.1")


def count_stage(number: Fraction | int, stage: Stage) -> str:
    """An expected number of a stage to one decimal: "10 customers", "0.4 meetings"."""
    one, many = NOUNS[stage]
    exact = Fraction(number)
    decimal = Decimal(exact.numerator) / exact.denominator
    shown = decimal.quantize(TENTH, rounding=ROUND_HALF_UP)
    if 0 < decimal < TENTH / 2:
        return f"fewer than {TENTH} {many}"
    figure = f"{int(shown):,}" if shown == int(shown) else f"{shown:,}"
    return f"{figure} {one if shown == 1 else many}"


def explain_worth(outcome: Outcome) -> str:
    """What is expected, what it is worth, and what is left, in words."""
    stages = [stage for stage in STAGES[1:] if outcome.expected(stage) is not None]
    if outcome.positive == outcome.answers and "positive" in stages:
        stages.remove("positive")
    numbers = [count_stage(outcome.expected(stage) or 0, stage) for stage in stages]
    written = count(outcome.people, "message")
    *firsts, last = numbers or ["an unknown number of replies"]
    brings = f"{', '.join(firsts)} and {last}" if firsts else last
    first = f"{written} {'is' if outcome.people == 1 else 'are'} expected to bring {brings}."
    return " ".join([first, *_explain_money(outcome)])


def _explain_money(outcome: Outcome) -> list[str]:
    revenue, cost, left = outcome.revenue, outcome.cost, outcome.left
    if revenue is None or cost is None or left is None:
        return []
    costs = f"{dollars(cost)}{', time included' if outcome.with_time else ''}"
    if left < 0:
        return [f"They are worth {dollars(revenue)}, {dollars(-left)} less than the {costs}."]
    return [f"They are worth {dollars(revenue)}: {dollars(left)} are left after the {costs}."]


def explain_break_evens(found: BreakEvens) -> tuple[str, ...]:
    """The break-evens that are known, a sentence each."""
    outcome = found.outcome
    if outcome.exact_cost is None:
        return ()
    sentences = []
    if outcome.exact_revenue is not None:
        if found.is_of_audiences:
            sentences.append(_explain_share(found.least_share))
        elif found.least_reply_rate is None:
            sentences.append("No answer rate makes it pay.")
        else:
            rate = exact_percent(found.least_reply_rate)
            sentences.append(f"It pays if at least {rate} of the people answer.")
    if found.least_value is not None:
        sentences.append(f"It pays if a customer is worth at least {dollars(found.least_value)}.")
    if found.most_per_message is not None:
        most = dollars(found.most_per_message)
        sentences.append(f"It pays as long as a message costs at most {most}.")
    elif outcome.exact_revenue is not None:
        sentences.append("It does not pay even if the messages cost nothing: the time costs more.")
    return tuple(sentences)


def _explain_share(share: int | None) -> str:
    """The least percentage of the answers of all audiences."""
    if share is None:
        return "No number of answers makes it pay."
    return f"It pays if at least {share:,} % of the answers come, of each audience the same."


def explain_chance(found: GoalChance) -> str:
    """The chance of the messages, and the messages for 90 %, in words."""
    funnel = found.funnel
    goal = count_stage(funnel.target, funnel.goal)
    people = f"{found.messages:,} {'person' if found.messages == 1 else 'people'}"
    least = f"at least {goal}"
    if found.sure_messages is None or found.sure_messages <= found.messages:
        return f"Writing to {people} brings {least} with a chance of {chance(found.chance)}."
    return (
        f"To be 90 % sure of {goal}, write to {found.sure_messages:,}, not {found.messages:,}: "
        f"these give {chance(found.chance)}."
    )
