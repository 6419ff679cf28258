"""Channels one after the other to the same people, as a person gives them (RULES.md §10)."""

from dataclasses import dataclass

from planner.planning.errors import InvalidInput

FEWEST_STEPS, MOST_STEPS, MOST_SEQUENCES = 2, 3, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSequence:
    """Steps by the slugs of their channels: each goes to those without an answer so far.

    It has no units and no capacity of its own: its steps take those of their channels. Raises
    `InvalidInput` for too few or too many steps, and for a channel that is there twice.
    """

    steps: tuple[str, ...]

    def __post_init__(self) -> None:
        if not FEWEST_STEPS <= len(self.steps) <= MOST_STEPS:
            allowed = f"{FEWEST_STEPS} to {MOST_STEPS} channels"
            raise InvalidInput("steps", len(self.steps), allowed)
        if len(set(self.steps)) < len(self.steps):
            raise InvalidInput("steps", ", ".join(self.steps), "each channel once")

    @property
    def slug(self) -> str:
        """Its own short name: "invitations>email", which no channel can have."""
        return ">".join(self.steps)
