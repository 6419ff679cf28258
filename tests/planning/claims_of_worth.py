"""Every clause on worth, break-evens and chances, and what it claims, calculated by hand."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from scipy.stats import binom

from planner.planning.audience import Audience
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.ranges import MOST_LEADS
from planner.planning.scenario import Scenario
from planner.planning.worth import GoalChance
from tests.planning.claims import Claim, Said, claim, money, number

# The stages, their rates, and what one and several of them are called; the goals in their order.
STAGES = ("people", "answers", "positive", "meetings", "customers")
GOALS = ("contacted", "replied", "positive", "meetings", "customers")
RATES = ("reply_rate", "positive_share", "meeting_rate", "win_rate")
NOUNS = {
    "people": ("person", "people"),
    "answers": ("reply", "replies"),
    "positive": ("positive reply", "positive replies"),
    "meetings": ("meeting", "meetings"),
    "customers": ("customer", "customers"),
}
HALF_A_CENT, HALF_A_TENTH = Fraction(1, 200), Fraction(1, 20)
RATE_STEP, CENT = Decimal("0.0001"), Fraction(1, 100)


@dataclass(frozen=True)
class Worth:
    """What the messages of an estimate bring and cost, from a scenario and the total alone.

    The goal is that of `asked`, the estimate's own scenario, or the one that it was made for at
    another answer rate (`is_tried`): 0 is not an unknown one then.
    """

    estimate: Estimate
    asked: Scenario
    is_tried: bool = False

    @property
    def answers(self) -> Fraction | None:
        """The expected answers before the goal counts."""
        scenario = self.estimate.scenario
        if not scenario.audiences:
            rate = scenario.reply_rate
            return Fraction(rate) * scenario.messages if rate or self.is_tried else None
        own = [(one.target, rate_of(one, scenario)) for one in scenario.audiences]
        return sum((target * Fraction(rate) for target, rate in own), Fraction(0))

    @property
    def numbers(self) -> dict[str, Fraction | None]:
        """The expected number of each stage, where the goal counts as its target (RULES.md §9)."""
        scenario, target = self.estimate.scenario, self.asked.target
        numbers: dict[str, Fraction | None] = {"people": Fraction(scenario.messages)}
        goal = STAGES[GOALS.index(self.asked.goal)]
        number = self.answers
        for stage, rate in zip(STAGES[1:], RATES, strict=True):
            if stage != "answers":
                share = getattr(scenario, rate)
                number = None if number is None or share is None else number * Fraction(share)
            if stage == goal and number is not None:
                is_target = target <= number < target + number / scenario.messages
                assert is_target or self.is_tried
                number = Fraction(target) if is_target else number
            numbers[stage] = number
        return numbers

    @property
    def time(self) -> Fraction | None:
        """Dollars of the own time where it is added, else 0; `None` where a number is unknown."""
        scenario = self.estimate.scenario
        if not scenario.with_time:
            return Fraction(0)
        minutes = Fraction(0)
        for stage, each in (
            ("people", scenario.minutes_per_message),
            ("answers", scenario.minutes_per_answer),
            ("meetings", scenario.minutes_per_meeting),
        ):
            known = self.numbers[stage]
            if each and known is None:
                return None
            minutes += (known or 0) * Fraction(each)
        return minutes / 60 * Fraction(scenario.hour_cost or 0)

    @property
    def cost(self) -> Fraction | None:
        total, time = self.estimate.total, self.time
        return None if total is None or time is None else Fraction(total) + time

    @property
    def revenue(self) -> Fraction | None:
        customers, value = self.numbers["customers"], self.estimate.scenario.value_per_customer
        return None if customers is None or value is None else customers * Fraction(value)

    @property
    def left(self) -> Fraction:
        assert self.revenue is not None
        assert self.cost is not None
        return self.revenue - self.cost

    def pays_at(self, rate: Decimal) -> bool:
        """Whether the same messages pay at another answer rate, by an estimate of their own."""
        messages = self.estimate.scenario.messages
        return self.pays_as(replace(self.asked, goal="contacted", target=messages, reply_rate=rate))

    def pays_with(self, percent: int) -> bool:
        """Whether the same audiences pay with so many percent of all their answer rates."""
        audiences = (
            replace(one, reply_rate=rate_of(one, self.asked) * percent / 100)
            for one in self.asked.audiences
        )
        return self.pays_as(replace(self.asked, audiences=tuple(audiences)))

    def pays_as(self, scenario: Scenario) -> bool:
        """Whether a scenario pays with this plan and strategy, as early as the estimate is."""
        found = make_estimate(self.estimate.terms, scenario, self.estimate.strategy)
        is_as_early = found.is_done and (self.estimate.status != "ok" or found.status == "ok")
        return is_as_early and Worth(found, self.asked, is_tried=True).left >= 0


def rate_of(audience: Audience, scenario: Scenario) -> Decimal:
    return scenario.reply_rate if audience.reply_rate is None else audience.reply_rate


def shows_stage(text: str, stage: str, exact: Fraction) -> bool:
    """Whether a number with its noun is that of the stage, rounded to a tenth."""
    one, many = NOUNS[stage]
    if text == f"fewer than 0.1 {many}":
        return 0 < exact < HALF_A_TENTH
    figure, _, noun = text.partition(" ")
    shown = Fraction(figure.replace(",", ""))
    return abs(shown - exact) <= HALF_A_TENTH and noun == (one if shown == 1 else many)


def shows_cents(text: str, exact: Fraction) -> bool:
    return abs(Fraction(money(text)) - exact) <= HALF_A_CENT


def brings_that(facts: Worth, said: Said) -> bool:
    """Every known stage in its order; the positive replies only where not all are positive."""
    numbers = dict(facts.numbers)
    if number(said["messages"]) != numbers.pop("people"):
        return False
    if numbers["positive"] == numbers["answers"]:
        del numbers["positive"]
    known = [(stage, exact) for stage, exact in numbers.items() if exact is not None]
    texts = re.split(", | and ", said["stages"])
    if not known:
        return texts == ["an unknown number of replies"]
    return len(texts) == len(known) and all(
        shows_stage(text, *one) for text, one in zip(texts, known, strict=True)
    )


def is_left_over(facts: Worth, said: Said) -> bool:
    assert facts.revenue is not None
    assert facts.cost is not None
    sign = -1 if "short" in said else 1
    return (
        shows_cents(said["revenue"], facts.revenue)
        and shows_cents(said["cost"], facts.cost)
        and shows_cents(said.get("short") or said["left"], sign * facts.left)
        and ("time" in said) == facts.estimate.scenario.with_time
    )


WORTH = [
    claim(r"<messages:n> messages? (?:is|are) expected to bring (?P<stages>.+)", brings_that),
    claim("They are worth <revenue:money>: <left:money> are left after the <cost:money>"
          "(?P<time>, time included)?", is_left_over),
    claim("They are worth <revenue:money>, <short:money> less than the <cost:money>"
          "(?P<time>, time included)?", is_left_over),
]  # fmt: skip


def pays_from_rate(facts: Worth, said: Said) -> bool:
    rate = Decimal(said["rate"]) / 100
    return facts.pays_at(rate) and not (rate and facts.pays_at(rate - RATE_STEP))


def pays_from_share(facts: Worth, said: Said) -> bool:
    percent = number(said["percent"])
    return facts.pays_with(percent) and not (percent and facts.pays_with(percent - 1))


def greatest_share_does_not(facts: Worth, said: Said) -> bool:
    """Not even with as many answers as there can be beside the declines."""
    scenario = facts.estimate.scenario
    most = [
        (1 - Fraction(one.decline_rate or scenario.decline_rate)) / Fraction(rate_of(one, scenario))
        for one in scenario.audiences
    ]
    return not facts.pays_with(int(min(most) * 100))


def pays_from_value(facts: Worth, said: Said) -> bool:
    customers, value = facts.numbers["customers"], Fraction(money(said["value"]))
    assert customers
    assert facts.cost is not None
    return customers * value >= facts.cost > customers * (value - CENT)


def pays_up_to_price(facts: Worth, said: Said) -> bool:
    messages, price = facts.estimate.scenario.messages, Fraction(money(said["price"]))
    assert facts.revenue is not None
    assert facts.time is not None
    left = facts.revenue - facts.time
    return messages * price <= left < messages * (price + CENT)


def time_costs_more(facts: Worth, said: Said) -> bool:
    assert facts.revenue is not None
    return facts.time is not None and facts.revenue < facts.time


BREAK_EVENS = [
    claim(r"It pays if at least (?P<rate>[\d.]+) % of the people answer", pays_from_rate),
    claim("No answer rate makes it pay",
          lambda facts, said: not facts.pays_at(1 - facts.estimate.scenario.decline_rate)),
    claim("It pays if at least <percent:n> % of the answers come, of each audience the same",
          pays_from_share),
    claim("No number of answers makes it pay", greatest_share_does_not),
    claim("It pays if a customer is worth at least <value:money>", pays_from_value),
    claim("It pays as long as a message costs at most <price:money>", pays_up_to_price),
    claim("It does not pay even if the messages cost nothing: the time costs more",
          time_costs_more),
]  # fmt: skip


def chance_of(facts: GoalChance, messages: int) -> float:
    """The chance of the target, by SciPy's binomial."""
    return float(binom.sf(facts.funnel.target - 1, messages, float(facts.funnel.share)))


def shows_chance(text: str, exact: float) -> bool:
    if text.startswith(("below", "above")):
        return exact < 0.01 if text.startswith("below") else exact > 0.99
    return abs(float(text.removesuffix(" %")) / 100 - exact) <= 0.005 + 1e-9


def is_sure(facts: GoalChance, said: Said) -> bool:
    sure = number(said["sure"])
    return (
        shows_stage(said["goal"], facts.funnel.goal, Fraction(facts.funnel.target))
        and number(said["messages"]) == facts.messages < sure
        and shows_chance(said["chance"], chance_of(facts, facts.messages))
        and chance_of(facts, sure) >= 0.9 > chance_of(facts, sure - 1)
    )


def has_chance(facts: GoalChance, said: Said) -> bool:
    """Nothing more has to be written for 90 %, or a million messages do not do for it."""
    chance = chance_of(facts, facts.messages)
    return (
        shows_stage(said["goal"], facts.funnel.goal, Fraction(facts.funnel.target))
        and number(said["messages"]) == facts.messages
        and shows_chance(said["chance"], chance)
        and (chance >= 0.9 or chance_of(facts, MOST_LEADS) < 0.9)
    )


SHARE = r"(?P<chance>(?:below |above )?\d+ %)"
CHANCES = [
    claim(f"To be 90 % sure of (?P<goal>.+), write to <sure:n>, not <messages:n>: these give "
          f"{SHARE}", is_sure),
    claim("Writing to <messages:n> (?:person|people) brings at least (?P<goal>.+) with a chance of "
          f"{SHARE}", has_chance),
]  # fmt: skip

EVERY: list[Claim] = [*WORTH, *BREAK_EVENS, *CHANCES]
