"""The three outcomes of reading a text: a value, a question between two readings, a refusal."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One thing that an ambiguous text can stand for.

    `shown` is for the eyes ("$1,680.00"); `written` is a text with this reading only ("1680").
    """

    shown: str
    written: str


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A text with two readings, the likelier one first."""

    readings: tuple[Reading, Reading]

    @property
    def question(self) -> str:
        """What to ask: "Do you mean $1,680.00 or $1.68?"."""
        first, second = self.readings
        return f"Do you mean {first.shown} or {second.shown}?"

    @property
    def hint(self) -> str:
        """What to write instead, beside the question: "Write 1680 or 1.68."."""
        first, second = self.readings
        if (first.written, second.written) == (first.shown, second.shown):
            return ""
        return f"Write {first.written} or {second.written}."

    @property
    def allowed(self) -> str:
        """What to write instead, by itself: "1680 for $1,680.00 or 1.68 for $1.68"."""
        first, second = (
            reading.written
            if reading.written == reading.shown
            else f"{reading.written} for {reading.shown}"
            for reading in self.readings
        )
        return f"{first} or {second}"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A text that stands for nothing allowed; `reason` where there is a more precise one."""

    reason: str = ""
