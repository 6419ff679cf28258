"""The result of an attack."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """Whether the planner held, and the figures that show it (ratios and counts)."""

    held: bool
    figures: str
