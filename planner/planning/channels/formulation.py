"""The choices of a plan over channels as an integer program (RULES.md §10).

What a channel's units, or InMail's messages, cost is a step function of the people. In the program
a channel has one of several ranges of people, at the cost of the least number in it: the program
costs at most what the plan does. The search narrows the ranges until that is exact.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

from planner.planning.channels.channel import Channel
from planner.planning.channels.choice import People, list_reach, price_of_person
from planner.planning.channels.request import AnyChannel, ChannelRequest
from planner.planning.channels.unit_costs import PeopleRange
from planner.planning.mix import Program
from planner.planning.mix.program import total_of

# Whole coefficients up to this one are exact in the solver's floats; larger ones are scaled.
MOST_EXACT = 10**6

Ranges = Mapping[str, Sequence[PeopleRange]]  # by slug, of the usable channels


@dataclass(frozen=True, slots=True, kw_only=True)
class Formulation:
    """A program, and by slug its variable for the people of each channel."""

    program: Program
    people: Mapping[str, int]

    def read(self, values: Sequence[int]) -> People:
        """The people of each channel in a solution."""
        return {slug: values[variable] for slug, variable in self.people.items()}


def formulate(
    request: ChannelRequest, ranges: Ranges, *, raised: Fraction = Fraction(0)
) -> Formulation:
    """The program of a request with these ranges.

    The goal is raised, and the hours are lowered, by the part `raised` of them.
    """
    program = Program()
    people: dict[str, int] = {}
    loads: dict[str, int] = {}
    usable, sequences = list(request.usable()), list(request.used_sequences())
    stepped = {slug for sequence in sequences for slug in sequence.steps}
    for channel in usable:
        loads[channel.slug] = _add_channel(request, channel, ranges[channel.slug], program)
        if channel.slug not in stepped and not request.only_by_sequence:
            people[channel.slug] = loads[channel.slug]
            continue
        most = 0 if request.only_by_sequence else channel.reachable(request.people)
        people[channel.slug] = program.variable(most)
    for sequence in sequences:
        people[sequence.slug] = program.variable(request.reachable_by(sequence))
    _add_loads(request, people, loads, program)
    reach = list_reach(request)
    for most in set(reach.values()):
        # No one is reached twice, however the people that each channel can reach overlap.
        within = [slug for slug, number in reach.items() if number <= most]
        program.require((1, total_of(people[slug] for slug in within)), most=most)

    def require(
        variables: Mapping[str, int], factors: Mapping[str, Fraction], least: Fraction
    ) -> None:
        scale = _scale_of([least, *factors.values()])
        terms = ((float(each * scale), {variables[slug]: 1}) for slug, each in factors.items())
        program.require(*terms, least=float((least + abs(least) * raised) * scale))

    goal = {one.slug: request.share_of(one) for one in usable}
    goal |= {one.slug: request.share_by(one) for one in sequences}
    require(people, goal, Fraction(request.target))
    if request.most_minutes is not None:
        minutes = {one.slug: -request.minutes_of(one) for one in usable}
        require(loads, minutes, -request.most_minutes)
    return Formulation(program=program, people=people)


def _add_loads(
    request: ChannelRequest, people: Mapping[str, int], loads: Mapping[str, int], program: Program
) -> None:
    """A channel touches its own people, and those that the steps of sequences go to, rounded up.

    More than these never cost less, but could pass for its least audience.
    """
    shares = {one.slug: request.step_shares(one) for one in request.used_sequences()}
    for slug, load in loads.items():
        if people[slug] == load:
            continue
        parts = {own: steps[slug] for own, steps in shares.items() if slug in steps}
        scale = _scale_of([Fraction(0), Fraction(1), *parts.values()])
        steps = ((-float(part * scale), {people[own]: 1}) for own, part in parts.items())
        is_exact = all((part * scale).denominator == 1 for part in (Fraction(1), *parts.values()))
        most = scale - 1 if is_exact else scale
        program.require(
            (float(scale), {load: 1}),
            (-float(scale), {people[slug]: 1}),
            *steps,
            least=0,
            most=float(most),
        )


def _add_channel(
    request: ChannelRequest, channel: AnyChannel, ranges: Sequence[PeopleRange], program: Program
) -> int:
    """The variable for the people that a channel touches, in one of the ranges, or 0."""
    most = max((one.most for one in ranges), default=0)
    people = program.variable(most, cost=price_of_person(request, channel))
    choices = {program.variable(1, cost=one.total): one.most for one in ranges}
    program.require((1, total_of(choices)), most=1)
    program.require((1, {people: 1}), (-1, choices), most=0)
    if isinstance(channel, Channel) and channel.least_audience:
        audience = dict.fromkeys(choices, channel.least_audience)
        program.require((1, {people: 1}), (-1, audience), least=0)
    return people


def _scale_of(numbers: Sequence[Fraction]) -> Fraction:
    """A factor that makes the numbers whole, or not larger than floats hold exactly."""
    whole = lcm(*(number.denominator for number in numbers))
    scale = Fraction(whole, gcd(*(int(number * whole) for number in numbers)) or 1)
    largest = max(map(abs, numbers[1:]), default=Fraction(0))
    return min(scale, MOST_EXACT / largest) if largest else scale
