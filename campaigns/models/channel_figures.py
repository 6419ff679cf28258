"""A channel's dated figures: a column for each term of `CHANNEL_TERMS`, in its order."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models

from campaigns.channel_terms import CHANNEL_TERMS, NUMBERS, TERMS_BY_NAME
from campaigns.channel_values import make_channel
from campaigns.models.rows import require_range
from planner.planning.channels import Channel, Citation
from planner.planning.errors import InvalidInput
from planner.planning.ranges import MOST_RATE_DECIMALS

# Enough for the most weeks of a ramp with the largest capacity in each.
LONGEST_RAMP = 1_000
ZERO = Decimal(0)


class ChannelFiguresQuerySet(models.QuerySet["ChannelFigures"]):
    def in_force_on(self, day: date) -> Self:
        """Of each channel the newest figures that are effective by `day`."""
        return self._first_of_each_channel(
            ChannelFigures.objects.filter(effective_on__lte=day).order_by("-effective_on")
        )

    def next_after(self, day: date) -> Self:
        """Of each channel the first figures that are effective after `day`."""
        return self._first_of_each_channel(
            ChannelFigures.objects.filter(effective_on__gt=day).order_by("effective_on")
        )

    def _first_of_each_channel(self, figures: models.QuerySet["ChannelFigures"]) -> Self:
        of_the_channel = figures.filter(channel=models.OuterRef("channel"))
        return self.filter(pk=models.Subquery(of_the_channel.values("pk")[:1]))


def _describe(name: str, *, default: object = models.NOT_PROVIDED) -> dict[str, Any]:
    """What every column takes from its term; an empty one is unknown unless it has a default."""
    term = TERMS_BY_NAME[name]
    empty: dict[str, Any] = (
        {"null": True, "blank": True} if term.may_be_empty else {"default": default}
    )
    return {"verbose_name": term.label, "help_text": term.help} | empty


def _dollars(name: str) -> "models.DecimalField[Any, Any]":
    return models.DecimalField(max_digits=12, decimal_places=4, **_describe(name))


def _share(name: str, default: Decimal = ZERO) -> "models.DecimalField[Any, Any]":
    return models.DecimalField(
        max_digits=MOST_RATE_DECIMALS + 1,
        decimal_places=MOST_RATE_DECIMALS,
        **_describe(name, default=default),
    )


def _number(name: str) -> "models.DecimalField[Any, Any]":
    return models.DecimalField(max_digits=12, decimal_places=4, **_describe(name, default=ZERO))


def _whole(name: str, default: int = 0) -> "models.PositiveIntegerField[Any, Any]":
    return models.PositiveIntegerField(**_describe(name, default=default))


def _choice(name: str, default: str) -> "models.CharField[Any, Any]":
    words = list(TERMS_BY_NAME[name].words)
    return models.CharField(max_length=20, choices=words, **_describe(name, default=default))


class ChannelFigures(models.Model):
    """What a unit of a channel costs, does and brings from a day on (RULES.md §10).

    An empty price, capacity or rate is unknown, neither free nor none.
    """

    channel = models.ForeignKey("Channel", on_delete=models.CASCADE, related_name="dated_figures")
    effective_on = models.DateField(
        help_text=(
            "The first day of these figures. A row sets all of them from its day on; rows from "
            "before today are history and stay as they are."
        )
    )
    capacity = _number("capacity")
    capacity_per = _choice("capacity_per", "day")
    ramp = models.CharField(max_length=LONGEST_RAMP, blank=True, **_describe("ramp", default=""))
    lead_days = _whole("lead_days")
    loss_rate = _share("loss_rate")
    most_units = _whole("most_units")
    unit_is_person = models.BooleanField(**_describe("unit_is_person", default=False))
    unit_price = _dollars("unit_price")
    set_up_price = _dollars("set_up_price")
    units_per_set_up = _whole("units_per_set_up", 1)
    tool_price = _dollars("tool_price")
    touch_price = _dollars("touch_price")
    contact_price = _dollars("contact_price")
    touches = _whole("touches", 1)
    reach = _share("reach", Decimal(1))
    least_audience = _whole("least_audience")
    acceptance_rate = _share("acceptance_rate")
    reply_rate = _share("reply_rate")
    reply_of = _choice("reply_of", "people")
    positive_share = _share("positive_share")
    meeting_rate = _share("meeting_rate")
    win_rate = _share("win_rate")
    minutes_per_message = _number("minutes_per_message")
    minutes_per_answer = _number("minutes_per_answer")
    minutes_per_meeting = _number("minutes_per_meeting")
    sends_on = _choice("sends_on", "weekdays")
    needs_consent = models.BooleanField(**_describe("needs_consent", default=False))
    note = models.CharField(max_length=300, blank=True)

    objects = ChannelFiguresQuerySet.as_manager()

    class Meta:
        ordering = ["effective_on"]
        verbose_name_plural = "channel figures"
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "effective_on"],
                name="channel_figures_one_a_day",
                violation_error_message=(
                    "Effective on: this channel already has figures for this day."
                ),
            ),
            *(
                require_range(model="channel_figures", field=field, low=low, high=high)
                for field, (low, high) in NUMBERS.items()
            ),
            *(
                models.CheckConstraint(
                    condition=models.Q((f"{term.name}__in", [value for value, _ in term.words])),
                    name=f"channel_figures_{term.name}_is_known",
                    violation_error_message=f"{term.label}: one of those offered.",
                )
                for term in CHANNEL_TERMS
                if term.kind == "choice"
            ),
            models.CheckConstraint(
                condition=models.Q(ramp="") | models.Q(capacity_per__in=["day", "week"]),
                name="channel_figures_ramp_is_of_days_or_weeks",
                violation_error_message=(
                    "Touches in the first weeks: none, unless touches are counted by the day or "
                    "the week."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"from {self.effective_on}"

    def clean(self) -> None:
        """Raise `ValidationError` for what the engine does not allow, at the field it names."""
        required = [term.name for term in CHANNEL_TERMS if not term.may_be_empty]
        if any(getattr(self, name) is None for name in required):
            return  # Each of them is complained of already.
        try:
            self.to_channel(slug="", name="", unit="")
        except InvalidInput as error:
            label = TERMS_BY_NAME[error.field].label
            raise ValidationError({error.field: f"{label}: {error.allowed}."}) from error

    def to_channel(self, citations: Iterable[Citation] = (), **names: str) -> Channel:
        """The engine's channel with these figures; `names` are its slug, name and unit.

        Raises `InvalidInput` for a figure that the rules do not allow.
        """
        values = {term.name: getattr(self, term.name) for term in CHANNEL_TERMS}
        return make_channel(names, values | {"ramp": read_weeks(self.ramp)}, citations)


def read_weeks(text: str) -> tuple[Decimal, ...]:
    """The numbers of a ramp, one a week: "0 5 10.5", with spaces or commas between them.

    Raises `InvalidInput` for anything else.
    """
    try:
        return tuple(Decimal(number) for number in re.split(r"[\s,;]+", text.strip()) if number)
    except InvalidOperation as error:
        allowed = "numbers with spaces between them, one for each week"
        raise InvalidInput("ramp", text, allowed) from error
