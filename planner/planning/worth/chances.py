"""The chance to reach a goal, and the messages for which it is 90 % (RULES.md §9).

Each stage is a share of the one before it, so that the number of N people that reach the goal is
Binomial(N, the product of the rates). Where a rate is uncertain, it is drawn anew in each trial,
as in a forecast. Chances are shares from 0 to 1. Uncertain rates load NumPy; importing this module
does not.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import exp, lgamma, log, log1p

from planner.planning.errors import require_whole
from planner.planning.forecast.outcome import MOST_SEED, SEED, SURE_PERCENT
from planner.planning.forecast.percentiles import index_of
from planner.planning.forecast.rates import RateBelief
from planner.planning.ranges import MOST_LEADS
from planner.planning.worth.funnel import STAGES, Funnel, Stage

TRIALS = 100_000
# A term of a sum that is smaller than this part of it is as good as none.
NEGLIGIBLE = 1e-17
# More messages than this are too many whatever their number is.
FAR_TOO_MANY = 1e12


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalChance:
    """The chance that `messages` messages reach the funnel's target.

    `sure_messages` is the least number for which the chance is 90 %, `None` where that is more
    than 1,000,000. `is_uncertain` is whether a rate was drawn rather than known.
    """

    funnel: Funnel
    messages: int
    chance: float
    sure_messages: int | None
    is_uncertain: bool


def find_goal_chance(
    funnel: Funnel,
    *,
    messages: int | None = None,
    beliefs: Mapping[Stage, RateBelief] | None = None,
    seed: int = SEED,
) -> GoalChance:
    """The chance of `messages` messages, those of the funnel by default, to reach its target.

    `beliefs` are those in the rates that lead to a stage, "answers" to "customers", in place of
    the funnel's; a track record counts both sides of its share. The same seed gives the same
    answer. Raises `InvalidInput`. Source: RULES.md §9.
    """
    messages = funnel.messages if messages is None else messages
    require_whole("messages", messages, 0, MOST_LEADS)
    require_whole("seed", seed, 0, MOST_SEED)
    stages = STAGES[1 : STAGES.index(funnel.goal) + 1]
    uncertain = {stage: one for stage, one in (beliefs or {}).items() if stage in stages}
    if uncertain:
        chance_of, sure = _draw(funnel, uncertain, seed=seed)
    else:
        chance_of, sure = _calculate(funnel)
    return GoalChance(
        funnel=funnel,
        messages=messages,
        chance=chance_of(messages),
        sure_messages=sure,
        is_uncertain=bool(uncertain),
    )


def binomial_chance(least: int, trials: int, share: float) -> float:
    """The chance of at least `least` successes in `trials` trials, each with chance `share`.

    Sums the terms of the smaller side from `least` outward until they are negligible: correct to
    about eight digits up to a million trials.
    """
    if least <= 0:
        return 1.0
    if least > trials or share <= 0:
        return 0.0
    if share >= 1:
        return 1.0
    odds = share / (1 - share)
    is_upper = least > trials * share
    number = least if is_upper else least - 1
    term = exp(
        lgamma(trials + 1)
        - lgamma(number + 1)
        - lgamma(trials - number + 1)
        + number * log(share)
        + (trials - number) * log1p(-share)
    )
    total = 0.0
    while term > NEGLIGIBLE * total and 0 <= number <= trials:
        total += term
        if is_upper:
            term *= (trials - number) / (number + 1) * odds
            number += 1
        else:
            term *= number / (trials - number + 1) / odds
            number -= 1
    return total if is_upper else 1 - total


def _calculate(funnel: Funnel) -> tuple[Callable[[int], float], int | None]:
    share, target = float(funnel.share), funnel.target

    def chance_of(messages: int) -> float:
        return binomial_chance(target, messages, share)

    def is_sure(messages: int) -> bool:
        return chance_of(messages) >= SURE_PERCENT / 100

    if not is_sure(MOST_LEADS):
        return chance_of, None
    fails, sure = target - 1, MOST_LEADS
    while sure - fails > 1:
        middle = (fails + sure) // 2
        fails, sure = (fails, middle) if is_sure(middle) else (middle, sure)
    return chance_of, sure


def _draw(
    funnel: Funnel, beliefs: Mapping[Stage, RateBelief], *, seed: int
) -> tuple[Callable[[int], float], int | None]:
    """As many trials as `TRIALS`, each with its own rates and the messages that it then takes.

    The messages until the target is reached are the target and a negative binomial number of
    others, drawn as a Poisson number with a Gamma mean.
    """
    import numpy as np

    generator = np.random.default_rng(seed)
    shares = np.ones(TRIALS)
    known = 1.0
    for first, stage in pairwise(STAGES[: STAGES.index(funnel.goal) + 1]):
        if stage in beliefs:
            shares *= beliefs[stage].draw(generator, TRIALS)
        else:
            known *= float(funnel.rates.share_between(first, stage) or 0)
    shares *= known
    with np.errstate(divide="ignore"):
        means = generator.gamma(funnel.target, size=TRIALS) * (1 / shares - 1)
    needed = np.sort(funnel.target + generator.poisson(np.minimum(means, FAR_TOO_MANY)))
    sure = int(needed[index_of(SURE_PERCENT, TRIALS)])

    def chance_of(messages: int) -> float:
        return float(np.searchsorted(needed, messages, side="right")) / TRIALS

    return chance_of, sure if sure <= MOST_LEADS else None
