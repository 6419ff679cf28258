"""Every clause on plans over channels, and what it claims, by the second implementation."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import ceil, floor

from planner.planning.channels import Channel, ChannelPlan, ChannelRequest, InMail
from planner.planning.wording import dollars, show_day
from tests.planning.channel_oracle import (
    MOST_UNITS,
    Formulation,
    all_months,
    answer_share,
    exact_touches,
    minutes_of_person,
    price_inmail,
    price_people,
    price_units,
    share_of,
    taking_part,
    touches_of_a_unit,
)
from tests.planning.claims import Claim, Said, claim, money, number
from tests.planning.sequence_cases import put_in_its_part, search_with_sequences

AnyChannel = Channel | InMail
DAY = timedelta(days=1)
RATE_STEP = Decimal("0.0001")
NAME = r"(?:Channel \d|InMail)"


@cache
def least_cost(request: ChannelRequest) -> Decimal | None:
    """The least dollars of all plans, to the cent's hundredth; `None` where none is in time."""
    if request.sequences:
        return search_with_sequences(request)
    return Formulation(request).solve()


@dataclass(frozen=True)
class OfPlan:
    """A plan over channels."""

    plan: ChannelPlan

    @property
    def request(self) -> ChannelRequest:
        return self.plan.request

    @property
    def steps(self) -> tuple[str, ...]:
        return self.plan.sequences[0].sequence.steps if self.plan.sequences else ()

    @property
    def loads(self) -> dict[str, int]:
        return {share.channel.slug: share.people for share in self.plan.shares}

    @property
    def minutes(self) -> Fraction:
        by_slug = {one.slug: one for one in self.request.all_channels}
        return sum(
            (people * minutes_of_person(by_slug[slug]) for slug, people in self.loads.items()),
            Fraction(0),
        )


@dataclass(frozen=True)
class OfChannel:
    """A channel alone, for the goal of its request."""

    request: ChannelRequest
    channel: AnyChannel

    @property
    def people(self) -> int:
        """The people that it takes, tried one after the other."""
        share, people = share_of(self.request, self.channel), 1
        while people * share < self.request.target:
            people += 1
        return max(people, getattr(self.channel, "least_audience", 0))

    @property
    def reachable(self) -> int:
        return floor(self.request.people * Fraction(self.channel.reach))

    @property
    def most_people(self) -> int:
        """The most people that all units, or seats, reach by the deadline; InMail of the list's."""
        if isinstance(self.channel, InMail):
            wanted, inmail = min(self.people, self.reachable), self.channel
            in_time = (n for n in range(1, wanted + 1) if price_inmail(self.request, inmail, n))
            return max(in_time, default=0)
        units = MOST_UNITS if self.channel.most_units is None else self.channel.most_units
        months = all_months(self.request)[-1]
        each = touches_of_a_unit(self.request, self.channel, months)
        return units * each // self.channel.touches


@dataclass(frozen=True)
class OfTwo:
    """Two channels of a request that reach the same people."""

    request: ChannelRequest
    first: AnyChannel
    second: AnyChannel

    def cost(self, channel: AnyChannel, people: int) -> Fraction | None:
        """Dollars for each answer of so many people."""
        price = price_people(replace(self.request, has_consent=True), channel, people)
        share = answer_share(channel)
        return None if price is None or not share else Fraction(price) / people / share

    def is_cheaper(self, people: int, first: AnyChannel | None = None) -> bool:
        one = self.cost(first or self.first, people)
        other = self.cost(self.second, people)
        return one is not None and (other is None or one < other)

    def is_cheaper_at(self, rate: Decimal) -> bool:
        """Whether the first costs less for all people of the list at another answer rate."""
        first = self.first
        if isinstance(first, InMail):
            changed: AnyChannel = replace(first, rates=replace(first.rates, reply_rate=rate))
        else:
            changed = replace(first, reply_rate=rate)
        return self.is_cheaper(self.request.people, changed)

    @property
    def fewest(self) -> int:
        """The least people for which both can be used; the first, where the second never is."""
        first, second = (getattr(one, "least_audience", 0) for one in (self.first, self.second))
        return max(1, first, second if second <= self.request.people else 0)


# Plans


def share_is_enough(facts: OfPlan, said: Said) -> bool:
    """The units do it by the day that is named, on no earlier one, for that much cash."""
    channel = next(one for one in facts.request.all_channels if one.name == said["name"])
    people, units, months = (number(said[name]) for name in ("people", "units", "months"))
    own = put_in_its_part(facts.request, channel, facts.steps)
    if facts.loads[channel.slug] != people:
        return False
    if isinstance(channel, InMail):
        price = price_inmail(own, channel, people)
        # No plan of these cases has a price for a year.
        assert not any(plan.annual_price for plan in channel.plans)
        is_named = said.get("plan") in {plan.name for plan in channel.plans}
        is_named &= said.get("paid") == "month" and said["unit"] == "seat"
        return is_named and price is not None and said["cash"] == dollars(price)

    def is_done(on: date) -> bool:
        touches = exact_touches(replace(own, deadline=on), channel, months)
        return touches * units >= people * channel.touches

    done_on = next(
        (day for n in range(999) if is_done(day := own.start_on + n * DAY)), own.deadline
    )
    each = (channel.contact_price or 0) + channel.touches * (channel.touch_price or 0)
    price = price_units(channel, units, months) + people * each
    if "plan" in said or "paid" in said:
        return False
    return (said["unit"], said["day"], said["cash"]) == (
        channel.unit,
        show_day(done_on),
        dollars(price),
    ) and done_on <= own.deadline


def sequence_is_taken(facts: OfPlan, said: Said) -> bool:
    """Its steps in their order; those without an answer so far are among each channel's people."""
    channels = {one.slug: one for one in facts.request.all_channels}
    left = Fraction(number(said["people"]))
    for slug in facts.steps:
        if facts.loads[slug] < ceil(left):
            return False
        left *= 1 - answer_share(channels[slug])
    return said["steps"] == ", then ".join(channels[slug].name for slug in facts.steps)


def hours_are_counted(facts: OfPlan, said: Said) -> bool:
    """The own time is in the cost, beside it, or there is none; hours to a tenth."""
    if facts.request.with_time:
        return said.get("time") == ", time included"
    hours = facts.minutes / 60
    if "hours" in said:
        return abs(Fraction(said["hours"].replace(",", "")) - hours) <= Fraction(1, 20)
    if "time" in said:
        # Only where nothing else is paid: it would read as free.
        return said["time"] == ", own time not counted" and not hours and not facts.plan.total
    return not hours and bool(facts.plan.total)


def is_the_least(facts: OfPlan, said: Said) -> bool:
    least = least_cost(facts.request)
    assert ("single" in said) == (facts.request.inmail is not None)
    return least is not None and dollars(least) == said["cost"] and hours_are_counted(facts, said)


def is_near_the_least(facts: OfPlan, said: Said) -> bool:
    least, cost = least_cost(facts.request), facts.plan.cost
    assert least is not None
    assert cost is not None
    is_near = least <= cost <= least + money(said["gap"])
    return is_near and said["cost"] == dollars(cost) and hours_are_counted(facts, said)


TIME = r"(?P<time> and (?P<hours>[\d,.]+) own hours?|, time included|, own time not \w+)?"
PLANS = [
    claim("No plan over these channels reaches the goal by the deadline",
          lambda facts, said: least_cost(facts.request) is None),
    claim("No plan over these channels reaches the goal by the deadline that was found in time",
          lambda facts, said: facts.plan.status == "unknown" and not facts.plan.shares),
    claim(rf"(?P<name>{NAME}): <people:n> (?:person|people) with <units:n> (?P<unit>unit|seat)s?"
          r"(?: of (?P<plan>\w+))? for <months:n> months?(?:, paid by the (?P<paid>month|year))?, "
          r"done on (?P<day>\d+ \w+ \d+), <cash:money>", share_is_enough),
    claim("Of these, <people:n> (?:person gets|people get|person get) (?P<steps>.+), "
          "each step to those without an answer", sequence_is_taken),
    claim(f"In all <cost:money>{TIME}: no plan over these channels(?P<single>, InMail by a single "
          "plan,)? costs less", is_the_least),
    claim(f"In all <cost:money>{TIME}: at most <gap:money> above the least", is_near_the_least),
]  # fmt: skip


# A channel alone, and its limits


def is_needed(facts: OfChannel, said: Said) -> bool:
    return number(said["needed"]) == facts.people


def limits_people(facts: OfChannel, said: Said) -> bool:
    """What units or seats reach, with the number of units that there can be."""
    channel = facts.channel
    if isinstance(channel, InMail):
        is_named = said["who"] == "All seats and credits"
    elif channel.most_units is None:
        is_named = said["who"] == f"Every {channel.unit}"
    else:
        is_named = "units" in said and number(said["units"]) == channel.most_units
        if is_named and "rate" in said:
            per = {"a sending day": "day", "a week": "week", "a month": "month", "in all": "once"}
            is_named = per[said["per"]] == channel.capacity_per
            is_named &= Decimal(said["rate"].replace(",", "")) == channel.capacity
    return is_named and number(said["most"]) == facts.most_people and is_needed(facts, said)


def fields_are_unknown(facts: OfChannel, said: Said) -> bool:
    return fields_of(said) == unknown_of(facts.request, facts.channel)


def cannot_do_it(facts: OfChannel, said: Said) -> bool:
    return said["name"] == facts.channel.name and least_cost(facts.request) is None


NEEDED = "(?:<needed:n> (?:person is|people are) needed)"
FORBIDDEN = claim(
    rf"(?P<name>{NAME}) is not allowed without the consent of the people",
    lambda facts, said: (
        facts.channel.name == said["name"] and facts.channel not in taking_part(facts.request)
    ),
)
LIMITS = [
    FORBIDDEN,
    claim(rf"The audience: {NAME} can reach <most:n>, and {NEEDED}",
          lambda facts, said: number(said["most"]) == facts.reachable
          and number(said["needed"]) == facts.channel.least_audience),
    claim(rf"The list: {NAME} can reach <most:n>, and {NEEDED}",
          lambda facts, said: number(said["most"]) == facts.reachable and is_needed(facts, said)),
    claim(r"The hours: there are <hours:n>, and (?P<needed>[\d,.]+) are needed",
          lambda facts, said: number(said["hours"]) == facts.request.most_hours
          and abs(facts.people * minutes_of_person(facts.channel) / 60
                  - Fraction(said["needed"].replace(",", ""))) <= Fraction(1, 20)),
    claim(f"Nobody can be reached by the deadline, and {NEEDED}",
          lambda facts, said: facts.most_people == 0 and is_needed(facts, said)),
    claim(r"(?P<who>All seats and credits|Every unit|<units:n> units?(?:, at (?P<rate>[\d.,]+) "
          r"(?P<per>a sending day|a week|a month|in all) each,)?) can reach <most:n> people by the "
          f"deadline, and {NEEDED}", limits_people),
]  # fmt: skip
ALONE = [
    claim(rf"(?P<name>{NAME}): not known: (?P<fields>.+)", fields_are_unknown),
    claim(rf"(?P<name>{NAME}) alone: the goal is not reached by the deadline", cannot_do_it),
]


# Sequences that cannot be used


@dataclass(frozen=True)
class OfSequence:
    """A sequence of a request that brings no plan alone, and the parts of its reason."""

    request: ChannelRequest
    steps: tuple[str, ...]

    @property
    def channels(self) -> dict[str, AnyChannel]:
        return {one.slug: one for one in self.request.all_channels}

    def named(self, said: Said) -> AnyChannel:
        return next(one for one in self.channels.values() if one.name == said["name"])

    @property
    def reached(self) -> int:
        """The people that no channel misses, however much the missed ones differ."""
        people = self.request.people
        missed = [people - floor(people * Fraction(self.channels[s].reach)) for s in self.steps]
        return max(0, people - sum(missed))


def unknown_of(request: ChannelRequest, channel: AnyChannel) -> set[str]:
    """The fields without a value that a plan needs: rates for a goal, or for answers' time."""
    if isinstance(channel, InMail):
        return set() if request.goal == "people" or channel.rates.reply_rate else {"reply_rate"}
    prices = ("unit_price", "set_up_price", "tool_price", "touch_price", "contact_price")
    fields = [*prices, *(["capacity"] if channel.capacity_per != "unlimited" else [])]
    needs_time = request.with_time or request.most_hours is not None
    if request.goal != "people" or (needs_time and channel.effort.minutes_per_answer):
        fields += ["reply_rate", *(["acceptance_rate"] if channel.reply_of == "accepted" else [])]
    return {name for name in fields if getattr(channel, name) is None}


def fields_of(said: Said) -> set[str]:
    return {field.replace(" ", "_") for field in said["fields"].split(", ")}


SEQUENCES = [
    claim("Too little by the deadline: all of its channels reach <n:n> (?:person|people) of the "
          "list for sure", lambda facts, said: number(said["n"]) == facts.reached),
    claim(r"(?P<slug>[\w-]+) is not among these channels",
          lambda facts, said: said["slug"] in facts.steps
          and said["slug"] not in facts.channels),
    claim(rf"(?P<name>{NAME}) is not allowed without the consent of the people",
          lambda facts, said: facts.named(said) not in taking_part(facts.request)),
    claim(rf"(?P<name>{NAME}) takes no part",
          lambda facts, said: bool(unknown_of(facts.request, facts.named(said)))),
    claim("not known: (?P<fields>.+)",
          lambda facts, said: fields_of(said)
          in [unknown_of(facts.request, facts.channels[slug]) for slug in facts.steps]),
    claim(rf"How many answer (?P<name>{NAME}) is not known",
          lambda facts, said: not unknown_of(facts.request, facts.named(said))
          and facts.named(said).reply_rate is None),
    claim("InMail can be the first step alone", lambda facts, said: "inmail" in facts.steps[1:]),
    claim("There are fewer days until the deadline than steps",
          lambda facts, said: (facts.request.deadline - facts.request.start_on).days + 1
          < len(facts.steps)),
]  # fmt: skip


# One more of a limit


def saves(facts: OfPlan, said: Said) -> bool:
    before, after = least_cost(facts.request), least_cost(relax(facts.request, said))
    if said["what"] == "makes it possible":
        return before is None and after is not None
    if said["what"] == "saves nothing":
        if before is None or after is None:
            return before is after
        return dollars(before) == dollars(after)
    assert before is not None
    assert after is not None
    return money(said["saved"]) > 0 and dollars(before - after) == said["saved"]


def relax(request: ChannelRequest, said: Said) -> ChannelRequest:
    """The request with one more of what the sentence names."""
    if "name" in said:
        channel = next(one for one in request.all_channels if one.name == said["name"])
        if isinstance(channel, InMail):
            seats = channel.scenario.max_seats
            assert seats is not None
            scenario = replace(channel.scenario, max_seats=seats + 1)
            return replace(request, inmail=replace(channel, scenario=scenario))
        assert channel.most_units is not None
        more = replace(channel, most_units=channel.most_units + 1)
        channels = tuple(more if one is channel else one for one in request.channels)
        return replace(request, channels=channels)
    if "noun" in said:
        assert said["noun"] == {"people": "person", "answers": "reply"}[request.goal]
        return replace(request, target=request.target - 1)
    more_of: dict[str, Callable[[], ChannelRequest]] = {
        "person on the list": lambda: replace(request, people=request.people + 1),
        "week": lambda: replace(request, deadline=request.deadline + 7 * DAY),
        "hour": lambda: replace(request, most_hours=(request.most_hours or 0) + Decimal(1)),
    }
    return more_of[said["one"]]()


MARGINALS = [
    claim(rf"(?:One more (?:(?P<one>person on the list|week|hour)|\w+ for (?P<name>{NAME}))"
          r"|A goal of one (?P<noun>person|reply) less) "
          "(?P<what>makes it possible|saves nothing|saves <saved:money>)", saves),
]  # fmt: skip


# The consent


def is_cheaper_with_consent(facts: OfPlan, said: Said) -> bool:
    before, after = least_cost(facts.request), least_cost(replace(facts.request, has_consent=True))
    assert before is not None
    assert after is not None
    return dollars(before - after) == said["saved"]


def costs_less_with_consent(facts: OfPlan) -> bool:
    before, after = least_cost(facts.request), least_cost(replace(facts.request, has_consent=True))
    return before is not None and after is not None and after < before


CONSENTS = [
    claim(r"(?P<names>.+): left out without the consent of the people",
          lambda facts, said: said["names"].split(" and ")
          == [one.name for one in facts.request.channels if one.needs_consent]
          and not facts.request.has_consent),
    claim("With it, too, no plan was found that is in time",
          lambda facts, said: least_cost(replace(facts.request, has_consent=True)) is None),
    claim("With it the goal is reached for <cost:money>",
          lambda facts, said: least_cost(facts.request) is None and said["cost"]
          == dollars(least_cost(replace(facts.request, has_consent=True)) or Decimal(0))),
    claim("With it no plan was found that costs less",
          lambda facts, said: least_cost(facts.request) is not None
          and not costs_less_with_consent(facts)),
    claim("With it the cheapest plan costs <saved:money> less", is_cheaper_with_consent),
]  # fmt: skip


# Break-evens


def crosses_there(facts: OfTwo, said: Said) -> bool:
    """The rate is the least that does, the people the first that do not."""
    if (said["first"], said["second"]) != (facts.first.name, facts.second.name):
        return False
    if "rate" in said:
        rate = Decimal(said["rate"]) / 100
        is_least = facts.is_cheaper_at(rate) and not facts.is_cheaper_at(rate - RATE_STEP)
    else:
        is_least = not facts.is_cheaper_at(Decimal(1))
    people = number(said.get("people", "1"))
    last = people if "all" in said else people - 1
    if "all" in said and people != facts.request.people:
        return False
    # With no number of people there is none that both can be used for, or not even the least does.
    first_that_does_not = max(people, facts.fewest)
    is_first = (
        "all" in said
        or first_that_does_not > facts.request.people
        or not facts.is_cheaper(first_that_does_not)
    )
    return (
        is_least
        and is_first
        and all(facts.is_cheaper(n) for n in range(facts.fewest, last + 1))
        and ("none" in said) == ("rate" not in said and "people" not in said)
    )


def rate_of_second(facts: OfTwo, said: Said) -> bool:
    if isinstance(facts.second, InMail):
        rate, base = facts.second.rates.reply_rate, "people"
    else:
        rate, base = facts.second.reply_rate, facts.second.reply_of
    return (Decimal(said["other"]) / 100, said["base"]) == (rate, base)


def both_cost(facts: OfTwo, said: Said) -> bool:
    people = number(said["people"])
    costs = [facts.cost(channel, people) for channel in (facts.first, facts.second)]
    return people == facts.request.people and all(
        cost is not None and abs(Fraction(money(said[name])) - cost) <= Fraction(1, 200)
        for name, cost in zip(("one", "other"), costs, strict=True)
    )


BREAK_EVENS = [
    claim(rf"(?P<first>{NAME}) costs less for each reply than (?P<second>{NAME})"
          r" \((?P<other>[\d.]+) % of (?P<base>\w+) answer\)"
          "(?P<none> at no answer rate and for no number of people)?"
          r"(?: if at least (?P<rate>[\d.]+) % answer (?P=first))?"
          "(?:(?:, or)? (?:(?P<all>for up to)|below) <people:n> (?:person|people))?",
          lambda facts, said: rate_of_second(facts, said) and crosses_there(facts, said)),
    claim(rf"for <people:n> (?:person|people) {NAME} costs <one:money>, {NAME} <other:money>",
          both_cost),
]  # fmt: skip

EVERY: list[Claim] = [
    *PLANS, *LIMITS, *ALONE, *SEQUENCES, *MARGINALS, *CONSENTS, *BREAK_EVENS,
]  # fmt: skip
