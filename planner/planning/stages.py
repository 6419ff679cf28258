"""Seats at the end of a billing month, as the bounds of a search see them (RULES.md §4)."""

from collections.abc import Iterator, Sequence
from itertools import product
from math import inf, prod
from typing import NamedTuple

# Ways to divide several groups that are all tried.
MOST_SPLITS = 64


class Stage(NamedTuple):
    """Some seats at the end of a billing month: their messages and dollars without buying.

    All seats that may end a month sooner do. `pieces` are what each that is staying adds, group by
    group; at least `fewest_staying` are.
    """

    messages: float
    dollars: float
    pieces: Sequence["Piece"]
    fewest_staying: int

    @property
    def most_staying(self) -> int:
        return sum(piece.seats for piece in self.pieces)

    def first(self, staying: int) -> tuple[int, ...]:
        """So many seats by piece, those first that add most messages for their dollars."""
        if len(self.pieces) == 1:
            return (staying,)
        numbers = [0] * len(self.pieces)
        for place in self.order:
            numbers[place] = min(staying, self.pieces[place].seats)
            staying -= numbers[place]
        return tuple(numbers)

    @property
    def order(self) -> list[int]:
        """The places of the pieces, those first that add most messages for their dollars."""
        return sorted(range(len(self.pieces)), key=lambda place: self.pieces[place].dearness)

    @property
    def has_few_splits(self) -> bool:
        """Whether every number of seats of every piece is tried with every other."""
        return len(self.pieces) != 1 and (
            prod(piece.seats + 1 for piece in self.pieces) <= MOST_SPLITS
        )

    def splits(self) -> Iterator[tuple[int, ...]]:
        """Every number of seats by piece."""
        every = product(*(range(piece.seats + 1) for piece in self.pieces))
        yield from (split for split in every if sum(split) >= self.fewest_staying)


class Piece(NamedTuple):
    """Seats of one group: how many, and what each that is staying adds."""

    seats: int
    messages: float
    dollars: float

    @property
    def dearness(self) -> float:
        """Dollars for a message more."""
        return self.dollars / self.messages if self.messages else inf


class SeatLife(NamedTuple):
    """The messages and the dollars of one seat before an end: a month sooner, and staying.

    Where it may not end a month sooner, both are the same.
    """

    messages_sooner: float
    messages: float
    dollars_sooner: float
    dollars: float
    may_end_sooner: bool
