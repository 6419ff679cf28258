"""What a figure of an estimate is: its names, where it stands, how it is written."""

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from campaigns.wording import day, lead_label
from planner.planning.estimate import Estimate
from planner.planning.goals import Goal
from planner.planning.key_dates import KeyDates
from planner.planning.wording import dollars

# A "number" has decimals: what is expected, which need not be whole.
Kind = Literal["word", "money", "whole", "number", "day", "flag", "sentence"]
# The order of the kinds where the facts of one estimate are listed.
KINDS: tuple[Kind, ...] = ("word", "money", "whole", "number", "day", "flag", "sentence")
UNKNOWN, NONE = "?", "–"


def _no_note(estimate: Estimate, dates: KeyDates) -> str:
    return ""


def _never(estimate: Estimate) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of an estimate.

    `key` is its name in JSON and CSV, `head` what people call it, `width` its column's in the
    workbook, in signs. `is_printed`: paper is wide enough for it. `is_owed`: it is unknown, not
    nothing, where an estimate that is done has no value. `column` is its name in an address that
    sorts by it and in the style sheet, `column_head` its narrow head; a figure `of_lead` is called
    by what the goal counts, where that is not people. `words` are names for its
    values, `note` adds something in small print. Where it `is_absent` a dash stands in its column
    of the page, and it is no fact.
    """

    key: str
    head: str
    kind: Kind
    width: float
    value: Callable[[Estimate, KeyDates], Any]
    _: KW_ONLY
    is_printed: bool = False
    is_owed: bool = False
    is_fact: bool = False
    is_main: bool = False
    of_credits: bool = False
    column: str = ""
    column_head: str = ""
    of_lead: bool = False
    words: Mapping[str, str] | None = None
    note: Callable[[Estimate, KeyDates], str] = _no_note
    is_absent: Callable[[Estimate], bool] = _never

    def head_for(self, goal: Goal) -> str:
        """Its name where leads are what `goal` counts."""
        is_renamed = self.of_lead and goal != "contacted"
        return f"{lead_label(goal)} of the target" if is_renamed else self.head

    def column_head_for(self, goal: Goal) -> str:
        """The same, as narrow as a column of the page."""
        return lead_label(goal) if self.of_lead else self.column_head

    def cell_of(self, estimate: Estimate, dates: KeyDates) -> object:
        """The value for people: named where it is a key, "?" where it should be known."""
        value = self.value(estimate, dates)
        if value is None and self.is_owed and estimate.is_done:
            return UNKNOWN
        return self.words[value] if self.words else value

    def text_of(self, estimate: Estimate, dates: KeyDates) -> str:
        """The value in words: "$639.97", "1,200", "1 Dec 2026"; a dash where there is none."""
        match self.cell_of(estimate, dates):
            case None:
                return NONE
            case bool() as flag:
                return "yes" if flag else "no"
            case Decimal() as number if self.kind == "number":
                return f"{number:,.1f}"
            case Decimal() as amount:
                return dollars(amount)
            case date() as on:
                return day(on)
            case int() as number:
                return f"{number:,}"
            case text:
                return str(text)
