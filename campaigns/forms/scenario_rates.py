"""The rates of a scenario: entered, from the person's own numbers or a range, or usual ones."""

from decimal import Decimal
from typing import cast

from django.utils.datastructures import MultiValueDict

from campaigns.forms.fields import ShareField
from campaigns.forms.scenario_fields import ScenarioFields
from campaigns.reading import show_share
from campaigns.reply_rate_presets import USUAL_LATER_RATES, USUAL_REPLY_RATE
from planner.planning import ranges as limits
from planner.planning.errors import InvalidInput
from planner.planning.forecast.rates import RateBetween
from planner.planning.goals import GOALS, RATES
from planner.planning.wording import percent


class ScenarioRates(ScenarioFields):
    """The part of the form that decides with which rates is calculated.

    `texts` are what was entered, by field; `echoes` what was understood, where that differs, and
    `shown` what a field has in place of its text, `assumed` in place of an empty one.
    """

    texts: MultiValueDict[str, str]
    echoes: dict[str, str]
    shown: dict[str, str]
    assumed: dict[str, str]

    # Whether the reply rate is a usual one, as none was entered (`campaigns.reply_rate_presets`).
    assumes_reply_rate = False
    # The later rates that are usual ones for the same reason, by their fields.
    assumed_rates: tuple[str, ...] = ()

    def _read_track_record(self) -> None:
        """The person's own numbers stand for the reply rate that they show."""
        sent = self.cleaned_data["track_record_sent"]
        replied = self.cleaned_data["track_record_replied"]
        if sent is None and replied is None:
            return
        if sent is None or replied is None:
            missing = "track_record_sent" if sent is None else "track_record_replied"
            self.add_error(missing, "both numbers, or neither")
        elif replied > sent:
            self.add_error("track_record_replied", f"at most the {sent:,} that were sent")
        else:
            rate = round(Decimal(replied) / Decimal(sent), limits.MOST_RATE_DECIMALS)
            self.cleaned_data["reply_rate"] = rate
            self.texts["reply_rate"] = percent(rate)  # the field shows what is calculated with

    def _read_range(self) -> None:
        """A range whose middle stands for a reply rate outside of it."""
        low, high = self.cleaned_data["reply_rate_low"], self.cleaned_data["reply_rate_high"]
        if low is None and high is None:
            return
        if low is None or high is None:
            missing = "reply_rate_low" if low is None else "reply_rate_high"
            self.add_error(missing, "both ends of the range, or neither")
            return
        try:
            RateBetween(low=low, high=high)
        except InvalidInput as fault:
            self.add_error(fault.field, fault.allowed)
            return
        if not low <= self.cleaned_data["reply_rate"] <= high:
            middle = round((low + high) / 2, limits.MOST_RATE_DECIMALS)
            self.cleaned_data["reply_rate"] = middle
            self.echoes["reply_rate"] = f"= {show_share(middle)}, the middle of your range"
            self._show_no_rate(middle)

    def _assume_reply_rate(self) -> None:
        """A usual rate where replies are the goal and none was entered.

        The person's own numbers are no guess: without a reply they are a fault.
        """
        if self.errors or self.cleaned_data["goal"] == "contacted":
            return
        if self.cleaned_data["reply_rate"]:
            return
        if self.cleaned_data["track_record_sent"] is not None:
            why = "the goal is people who reply, so somebody has to"
            self.add_error("track_record_replied", f"at least 1: {why}")
        else:
            self.assumes_reply_rate = True
            self.cleaned_data["reply_rate"] = USUAL_REPLY_RATE
            self.echoes["reply_rate"] = f"= {show_share(USUAL_REPLY_RATE)}, a usual rate"
            self._show_no_rate(USUAL_REPLY_RATE)

    def _show_no_rate(self, assumed: Decimal) -> None:
        """A rate of 0 would contradict the one that takes its place."""
        if self.enters_no_rate:
            self.shown["reply_rate"] = ""
            self.assumed["reply_rate"] = show_share(assumed)

    def _assume_later_rates(self) -> None:
        """Usual rates where meetings or customers are the goal and none was entered."""
        if self.errors:
            return
        goal = GOALS.index(self.cleaned_data["goal"])
        for of_goal, usual in USUAL_LATER_RATES.items():
            name = RATES[of_goal]
            if self.cleaned_data[name] is None and GOALS.index(of_goal) <= goal:
                self.assumed_rates = (*self.assumed_rates, name)
                self.cleaned_data[name] = usual
                self.echoes[name] = f"= {show_share(usual)}, assumed"

    @property
    def rate_from_range(self) -> Decimal | None:
        """The reply rate that the middle of a range stands for; `None` where none does."""
        low = None if self.errors else self.cleaned_data["reply_rate_low"]
        if low is None or self.cleaned_data["track_record_sent"] is not None:
            return None
        rate: Decimal = self.cleaned_data["reply_rate"]
        return None if rate == self._entered_rate else rate

    @property
    def enters_no_rate(self) -> bool:
        """Whether the field of the reply rate has none."""
        return not self._entered_rate

    @property
    def _entered_rate(self) -> Decimal | None:
        field = cast(ShareField, self.fields["reply_rate"])
        return field.clean(self.texts.get("reply_rate"))  # type: ignore[no-any-return]

    @property
    def measured_reply_rate(self) -> Decimal | None:
        """The reply rate of the person's own numbers; `None` where they gave none."""
        rate: Decimal | None = None
        if not self.errors and self.cleaned_data["track_record_sent"] is not None:
            rate = self.cleaned_data["reply_rate"]
        return rate
