"""One term of a channel: what it is called, what it may be, how its values are written."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from planner.planning.channels.channel import MOST_CAPACITY
from planner.planning.terms import MOST_PRICE
from planner.planning.wording import exact_dollars, exact_percent
from planner.planning.worth.funnel import MOST_MINUTES

UNKNOWN = "?"
Kind = Literal[
    "dollars", "share", "touches", "minutes", "whole", "limit", "weeks", "choice", "flag"
]
# The least and the most of every kind that has no bounds of its own.
BOUNDS: dict[Kind, tuple[int, Decimal]] = {
    "dollars": (0, MOST_PRICE),
    "share": (0, Decimal(1)),
    "touches": (0, MOST_CAPACITY),
    "minutes": (0, MOST_MINUTES),
}
# A limit that is left out is none; every other figure that is left out is unknown.
NO_LIMIT = "no limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelTerm:
    """One term of a channel, for one unit of it.

    `name` is its field in the engine, its column and its name in files; `label` names it on pages.
    `may_be_empty`: an empty value is unknown (of a limit: there is none). `most` and `least` bound
    a whole number; other kinds have their own (`BOUNDS`). `words` name the values of a choice or a
    flag, and `qualifies` the term whose value they follow: "100" and "a week". `usual` is what most
    channels have, so pages leave it out where nothing is published of it.
    """

    name: str
    label: str
    kind: Kind
    help: str
    may_be_empty: bool = False
    least: int = 0
    most: int = 0
    usual: object = None
    qualifies: str = ""
    words: tuple[tuple[str, str], ...] = ()

    @property
    def bounds(self) -> tuple[int, int | Decimal] | None:
        """The least and the most that it can be; `None` for a term that is no number."""
        if self.kind in ("whole", "limit"):
            return self.least, self.most
        return BOUNDS.get(self.kind)

    @property
    def cited_as(self) -> str:
        """The engine's field that citations of this term name."""
        return "effort" if self.kind == "minutes" else self.name

    def unpack(self, packed: Any) -> Any:
        """The value that JSON held exactly: a decimal as a text, weeks as a list of them."""
        if self.kind == "weeks":
            return tuple(map(Decimal, packed))
        is_exact = self.kind in BOUNDS and packed is not None
        return Decimal(packed) if is_exact else packed

    def text_of(self, value: Any) -> str:
        """A value of the term in words: "$7.20", "3.43 %", "1,200", "no limit", "?"."""
        if self.words:
            return dict(self.words)[str(value).lower() if isinstance(value, bool) else value]
        if value is None:
            return NO_LIMIT if self.kind == "limit" else UNKNOWN
        match self.kind:
            case "dollars":
                return exact_dollars(value)
            case "share":
                return exact_percent(value)
            case "weeks":
                return ", ".join(map(_plain, value)) or "none"
            case _:
                return _plain(value)


def _plain(number: Decimal | int) -> str:
    """A number with the decimals that it has: "15", "1,200", "3.5"."""
    return f"{Decimal(number).normalize():,f}"
