"""The inputs of a plan over channels, and what a person of each channel costs (RULES.md §10)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from planner.planning.channels.channel import Channel
from planner.planning.channels.inmail import InMail
from planner.planning.channels.sequence import MOST_SEQUENCES, ChannelSequence
from planner.planning.days import DAY, add_months
from planner.planning.errors import InvalidInput, require_dollars, require_whole
from planner.planning.ranges import (
    FIRST_START,
    LAST_START,
    MOST_HOUR_COST,
    MOST_LEADS,
    MOST_MONTHS,
    MOST_VALUE,
)
from planner.planning.worth import STAGES, Outcome, Stage, expect
from planner.planning.worth.funnel import MINUTES_IN_AN_HOUR

MOST_CHANNELS = 20
MOST_HOURS = Decimal(1_000_000)
# The worth of a person's own time is rounded to this part of a dollar for each person touched.
FINEST_TIME = Decimal("0.0001")

AnyChannel = Channel | InMail


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRequest:
    """A goal over one list of people by a day, and the channels to choose from.

    `target` counts what the stage `goal` names, `people` the list. `has_consent` is whether the
    people have agreed to be written to: without it, channels that need it are left out.
    `sequences` are channels one after the other, of which a plan can have one, for some of the
    people; `sequence` is the one of it, with `only_by_sequence` for all that are reached.
    `most_hours` is the person's own time in all. With `with_time` the time counts as a cost, at
    `hour_cost` dollars an hour. Raises `InvalidInput` for a value out of range.
    """

    goal: Stage
    target: int
    people: int
    start_on: date
    deadline: date
    channels: tuple[Channel, ...] = ()
    inmail: InMail | None = None
    has_consent: bool = False
    most_hours: Decimal | None = None
    value_per_customer: Decimal | None = None
    hour_cost: Decimal | None = None
    with_time: bool = False
    sequences: tuple[ChannelSequence, ...] = ()
    sequence: ChannelSequence | None = None
    only_by_sequence: bool = False

    def __post_init__(self) -> None:
        if self.goal not in STAGES:
            raise InvalidInput("goal", self.goal, " or ".join(STAGES))
        require_whole("target", self.target, 1, MOST_LEADS)
        require_whole("people", self.people, 1, MOST_LEADS)
        if not FIRST_START <= self.start_on <= LAST_START:
            raise InvalidInput("start_on", self.start_on, f"a day {FIRST_START} to {LAST_START}")
        last = add_months(self.start_on, MOST_MONTHS) - DAY
        if not self.start_on <= self.deadline <= last:
            allowed = f"a day from the start, {self.start_on}, to {last}"
            raise InvalidInput("deadline", self.deadline, allowed)
        for field, most in (
            ("most_hours", MOST_HOURS),
            ("value_per_customer", MOST_VALUE),
            ("hour_cost", MOST_HOUR_COST),
        ):
            if (amount := getattr(self, field)) is not None:
                require_dollars(field, amount, most)
        if self.with_time and self.hour_cost is None:
            raise InvalidInput("hour_cost", None, "dollars an hour, where time is added")
        slugs = [channel.slug for channel in self.all_channels]
        if len(set(slugs)) < len(slugs) or len(slugs) > MOST_CHANNELS:
            allowed = f"at most {MOST_CHANNELS}, each with its own slug"
            raise InvalidInput("channels", ", ".join(slugs), allowed)
        own = [sequence.slug for sequence in self.sequences]
        if len(set(own)) < len(own) or len(own) > MOST_SEQUENCES:
            allowed = f"at most {MOST_SEQUENCES}, each with other steps"
            raise InvalidInput("sequences", ", ".join(own), allowed)

    @property
    def all_channels(self) -> tuple[AnyChannel, ...]:
        """InMail first, if it is one of them, then the others in their order."""
        return (*((self.inmail,) if self.inmail else ()), *self.channels)

    @property
    def most_minutes(self) -> Fraction | None:
        """The person's own minutes in all; `None` for any number."""
        hours = self.most_hours
        return None if hours is None else Fraction(hours) * MINUTES_IN_AN_HOUR

    def only(self, channel: AnyChannel) -> "ChannelRequest":
        """The same request with one channel to choose from."""
        alone = replace(self, sequences=(), sequence=None, only_by_sequence=False)
        if isinstance(channel, InMail):
            return replace(alone, channels=(), inmail=channel)
        return replace(alone, channels=(channel,), inmail=None)

    def only_by(self, sequence: ChannelSequence) -> "ChannelRequest":
        """The same request with one sequence as the only way."""
        return replace(self, sequences=(sequence,), only_by_sequence=True)

    def list_cases(self) -> list["ChannelRequest"]:
        """The request without a sequence, and with each that can take part."""
        without = [] if self.only_by_sequence else [replace(self, sequence=None)]
        return without + [replace(self, sequence=one) for one in self.usable_sequences()]

    def window_of(self, channel: AnyChannel) -> tuple[date, date]:
        """The days from the order, and until the last touch, of a channel.

        As a step of the plan's sequence, its part of the time, all of which are equally long.
        """
        steps = self.sequence.steps if self.sequence else ()
        if channel.slug not in steps:
            return self.start_on, self.deadline
        days, part = (self.deadline - self.start_on).days + 1, steps.index(channel.slug)
        first, end = (days * number // len(steps) for number in (part, part + 1))
        # What warms up does so before its part begins.
        lead = channel.lead_days if isinstance(channel, Channel) else 0
        return self.start_on + max(0, first - lead) * DAY, self.start_on + (end - 1) * DAY

    def usable(self) -> Iterator[AnyChannel]:
        """The channels that can take part: allowed, and with all that a plan needs known."""
        for channel in self.all_channels:
            if not self.is_forbidden(channel) and not self.missing_for(channel):
                yield channel

    def usable_sequences(self) -> Iterator[ChannelSequence]:
        """The sequences all of whose channels can take part, and have a known answer rate."""
        known = {one.slug for one in self.usable() if one.share_of("answers") is not None}
        days = (self.deadline - self.start_on).days + 1
        for sequence in self.sequences:
            # InMail's scenario begins with the campaign.
            is_in_order = self.inmail is None or self.inmail.slug not in sequence.steps[1:]
            if known.issuperset(sequence.steps) and is_in_order and days >= len(sequence.steps):
                yield sequence

    def used_sequences(self) -> list[ChannelSequence]:
        """The sequence of the plan, in a list; none without one."""
        return [self.sequence] if self.sequence else []

    def step_shares(self, sequence: ChannelSequence) -> dict[str, Fraction]:
        """By channel, the share of the people of a usable sequence that its step goes to."""
        channels = {channel.slug: channel for channel in self.usable()}
        shares, left = {}, Fraction(1)
        for slug in sequence.steps:
            shares[slug] = left
            left *= 1 - (channels[slug].share_of("answers") or Fraction(0))
        return shares

    def share_by(self, sequence: ChannelSequence) -> Fraction:
        """The share of the people of a usable sequence that reach the goal by any of its steps."""
        if self.goal == "people":
            return Fraction(1)
        channels = {channel.slug: channel for channel in self.usable()}
        shares = self.step_shares(sequence).items()
        return sum((left * self.share_of(channels[slug]) for slug, left in shares), Fraction(0))

    def reachable_by(self, sequence: ChannelSequence) -> int:
        """The people that all channels of a usable sequence reach, however these overlap."""
        channels = {channel.slug: channel for channel in self.usable()}
        missed = sum(self.people - channels[slug].reachable(self.people) for slug in sequence.steps)
        return max(0, self.people - missed)

    @property
    def forbidden(self) -> tuple[Channel, ...]:
        """The channels that could take part if the people agreed to be written to."""
        return tuple(
            channel
            for channel in self.channels
            if self.is_forbidden(channel) and not self.missing_for(channel)
        )

    def is_forbidden(self, channel: AnyChannel) -> bool:
        """Whether the channel needs a consent that there is not."""
        return isinstance(channel, Channel) and channel.needs_consent and not self.has_consent

    def missing_for(self, channel: AnyChannel) -> tuple[str, ...]:
        """The fields that a plan needs and whose values are unknown, those of time included."""
        missing = channel.missing_for(self.goal)
        needs_time = self.with_time or self.most_hours is not None
        if needs_time and channel.minutes_per_person() is None:
            missing += channel.missing_for(
                "meetings" if channel.effort.minutes_per_meeting else "answers"
            )
        return tuple(dict.fromkeys(missing))

    def share_of(self, channel: AnyChannel) -> Fraction:
        """The share of the people of a usable channel that reach the goal."""
        return channel.share_of(self.goal) or Fraction(0)

    def minutes_of(self, channel: AnyChannel) -> Fraction:
        """The person's own minutes for each of the people of a usable channel."""
        return channel.minutes_per_person() or Fraction(0)

    def time_per_person(self, channel: AnyChannel) -> Decimal:
        """Dollars of own time for each person, where that counts (RULES.md §10)."""
        if not self.with_time or self.hour_cost is None:
            return Decimal(0)
        exact = self.minutes_of(channel) * Fraction(self.hour_cost) / MINUTES_IN_AN_HOUR
        # Half up, by whole numbers.
        return (exact / Fraction(FINEST_TIME) + Fraction(1, 2)) // 1 * FINEST_TIME

    def price_per_person(self, channel: AnyChannel) -> Decimal:
        """Dollars in cash for each person beside units, tools and credits."""
        return (
            (channel.price_per_person or Decimal(0)) if isinstance(channel, Channel) else Decimal(0)
        )

    def expect(self, channel: AnyChannel, people: int, *, cash: Decimal | None) -> Outcome:
        """What so many people of a channel are expected to bring, for `cash` dollars."""
        return expect(
            people,
            channel,
            channel.effort,
            cash=cash,
            messages_per_person=channel.touches if isinstance(channel, Channel) else 1,
            value_per_customer=self.value_per_customer,
            hour_cost=self.hour_cost,
            with_time=self.with_time,
        )
