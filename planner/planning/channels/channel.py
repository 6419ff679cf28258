"""A channel as data: prices, capacity, reach, rates with denominators, time (RULES.md §10).

Every figure is for one unit: a mailbox, a person that sends, a caller. Prices are dollars, `None`
where unknown; rates and shares are exact decimals from 0 to 1. A *touch* is what is sent or done
once: an e-mail, an invitation, a call.
"""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from planner.planning.days import SENDS_ON, SendsOn
from planner.planning.errors import InvalidInput, require_dollars, require_whole
from planner.planning.shares import exact, require_share
from planner.planning.terms import MOST_PRICE
from planner.planning.worth import NO_EFFORT, Effort, Rates, Stage

# What limits the touches of a unit: a sending day, a week, a quota of each month that does not
# roll over, a stock that does not come again, or nothing.
CapacityPer = Literal["day", "week", "month", "once", "unlimited"]
CAPACITY_PER: tuple[CapacityPer, ...] = ("day", "week", "month", "once", "unlimited")
# What the answer rate is a share of: the people, the touches, or the people that accepted.
ReplyOf = Literal["people", "touches", "accepted"]
REPLY_OF: tuple[ReplyOf, ...] = ("people", "touches", "accepted")
# The platform's or an authority's own words; a named third party with a sample; repeated claims.
Grade = Literal["A", "B", "C"]
GRADES: tuple[Grade, ...] = ("A", "B", "C")

MOST_CAPACITY = Decimal(1_000_000)
MOST_UNITS = 10_000
MOST_TOUCHES = 100
MOST_AUDIENCE = 1_000_000
MOST_LEAD_DAYS = 365
MOST_RAMP_WEEKS = 104
PRICES = ("unit_price", "set_up_price", "tool_price", "touch_price", "contact_price")
SHARES = (
    "loss_rate",
    "reach",
    "reply_rate",
    "acceptance_rate",
    "positive_share",
    "meeting_rate",
    "win_rate",
)
CHOICES: dict[str, tuple[str, ...]] = {
    "capacity_per": CAPACITY_PER,
    "reply_of": REPLY_OF,
    "sends_on": SENDS_ON,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where a figure of a channel comes from. Raises `InvalidInput` for an unknown grade.

    `field` is a field of `Channel`. Citations of one field that differ in `value` are a
    contradiction: they stand side by side, and the channel's own figure is the choice. `number` is
    what a person's own figure (`ChannelFigures`) becomes where this one is taken: of replies a
    share of the people; `None` where it cannot be taken.
    """

    field: str
    value: str
    source: str
    grade: Grade
    read_on: date | None = None
    sample: str = ""
    number: Decimal | None = None

    def __post_init__(self) -> None:
        if self.grade not in GRADES:
            raise InvalidInput("grade", self.grade, " or ".join(GRADES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One way to reach people, other than InMail. Raises `InvalidInput` for a value out of range.

    Prices: `unit_price` of a unit a month; `set_up_price` once for every `units_per_set_up` units;
    `tool_price` a month in which a unit is there; `touch_price`; `contact_price` of a person.
    Capacity: `capacity` touches of a unit per `capacity_per`, `ramp` instead in the first weeks
    after the `lead_days` from order to use; `loss_rate` is the share of the units that a month
    takes; `most_units` there can be (`None` for any number); `unit_is_person` is whether a unit
    is a person that sends or calls. People: each takes `touches` touches,
    `reach` is the share of a list that the channel can reach, `least_audience` the fewest people
    it can be used for. `reply_rate` is a share of what `reply_of` names. `needs_consent` is
    whether it is only allowed with the person's consent. `None` is unknown for every other figure.
    """

    slug: str
    name: str
    unit: str
    capacity_per: CapacityPer
    capacity: Decimal | None = None
    unit_price: Decimal | None = Decimal(0)
    set_up_price: Decimal | None = Decimal(0)
    units_per_set_up: int = 1
    tool_price: Decimal | None = Decimal(0)
    touch_price: Decimal | None = Decimal(0)
    contact_price: Decimal | None = Decimal(0)
    ramp: tuple[Decimal, ...] = ()
    lead_days: int = 0
    loss_rate: Decimal = Decimal(0)
    most_units: int | None = None
    unit_is_person: bool = False
    touches: int = 1
    reach: Decimal = Decimal(1)
    least_audience: int = 0
    reply_rate: Decimal | None = None
    reply_of: ReplyOf = "people"
    acceptance_rate: Decimal | None = None
    positive_share: Decimal | None = Decimal(1)
    meeting_rate: Decimal | None = None
    win_rate: Decimal | None = None
    effort: Effort = NO_EFFORT
    sends_on: SendsOn = "weekdays"
    needs_consent: bool = False
    citations: tuple[Citation, ...] = ()

    def __post_init__(self) -> None:
        for field, allowed in CHOICES.items():
            if getattr(self, field) not in allowed:
                raise InvalidInput(field, getattr(self, field), " or ".join(allowed))
        for field in PRICES:
            if (price := getattr(self, field)) is not None:
                require_dollars(field, price, MOST_PRICE)
        for field in SHARES:
            if (share := getattr(self, field)) is not None:
                require_share(field, share)
        for touches in (self.capacity, *self.ramp):
            if touches is not None and not (touches.is_finite() and 0 <= touches <= MOST_CAPACITY):
                raise InvalidInput("capacity", touches, f"touches from 0 to {MOST_CAPACITY:,}")
        require_whole("units_per_set_up", self.units_per_set_up, 1, MOST_UNITS)
        require_whole("touches", self.touches, 1, MOST_TOUCHES)
        require_whole("least_audience", self.least_audience, 0, MOST_AUDIENCE)
        require_whole("lead_days", self.lead_days, 0, MOST_LEAD_DAYS)
        require_whole("ramp", len(self.ramp), 0, MOST_RAMP_WEEKS)
        if self.most_units is not None:
            require_whole("most_units", self.most_units, 0, MOST_UNITS)
        if self.ramp and self.capacity_per not in ("day", "week"):
            raise InvalidInput(
                "ramp", len(self.ramp), "none, unless the capacity is a day's or week's"
            )
        known = {field.name for field in fields(self)}
        for citation in self.citations:
            if citation.field not in known:
                raise InvalidInput("citations", citation.field, "a field of a channel")

    def share_of(self, stage: Stage) -> Fraction | None:
        """The share of the people touched that reach a stage; `None` where a rate is unknown."""
        if stage == "people":
            return Fraction(1)
        answers, later = self.reply_share, self._later.share_between("answers", stage)
        return None if answers is None or later is None else answers * later

    @property
    def reply_share(self) -> Fraction | None:
        """The share of the people touched that answer (RULES.md §10).

        Of touches, each may be the one that is answered; of accepted ones, first the share that
        accepts.
        """
        if self.reply_rate is None:
            return None
        rate = exact(self.reply_rate)
        if self.reply_of == "touches":
            return 1 - (1 - rate) ** self.touches
        if self.reply_of == "accepted":
            return None if self.acceptance_rate is None else rate * exact(self.acceptance_rate)
        return rate

    @property
    def _later(self) -> Rates:
        return Rates(
            positive_share=self.positive_share,
            meeting_rate=self.meeting_rate,
            win_rate=self.win_rate,
        )

    def missing_for(self, goal: Stage) -> tuple[str, ...]:
        """The fields whose values are unknown and that a plan for `goal` needs."""
        missing = [field for field in PRICES if getattr(self, field) is None]
        if self.capacity is None and self.capacity_per != "unlimited":
            missing.append("capacity")
        if goal != "people":
            rates = (
                ("reply_rate", "acceptance_rate")
                if self.reply_of == "accepted"
                else ("reply_rate",)
            )
            missing += [field for field in rates if getattr(self, field) is None]
            later = self._later.missing_for(goal)
            missing += [field for field in later if field != "reply_rate"]
        return tuple(missing)

    def reachable(self, people: int) -> int:
        """The people of a list that the channel can reach, rounded down."""
        return int(people * Fraction(self.reach))

    @property
    def price_per_person(self) -> Decimal | None:
        """Dollars for a person: the contact and all touches; `None` where a price is unknown."""
        if self.contact_price is None or self.touch_price is None:
            return None
        return self.contact_price + self.touch_price * self.touches

    def minutes_per_person(self) -> Fraction | None:
        """A person's own minutes for everybody reached, on average."""
        return self.effort.minutes_of(
            self.touches, self.share_of("answers"), self.share_of("meetings")
        )
