"""Bars that stand on each other, month by month, each kind as one SVG path."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from campaigns.charts.axes import Scale

# The part of its column that a bar fills; with fewer columns than these, bars grow no broader.
FILL, FEWEST_COLUMNS = 0.76, 8


class Stripes(NamedTuple):
    """A striped filling: pixels from one stripe to the next, and of each stripe."""

    period: float
    height: float


STRIPES = {
    "bought": Stripes(4, 3),
    "expired": Stripes(5, 2.5),
    "c2": Stripes(4, 3),
    "c4": Stripes(5, 2.5),
}


class Bars(NamedTuple):
    """All bars of one kind, in columns across; without `stripes` they have a plain color."""

    key: str
    path: str
    stripes: Stripes | None


def stack_bars(
    months: Sequence[Mapping[str, int]], kinds: Sequence[str], scale: Scale, *, direction: int = 1
) -> Iterator[Bars]:
    """The kinds with any count, each on those before it; `direction` -1 is downwards from 0."""
    breadth = round(FILL * min(1, len(months) / FEWEST_COLUMNS), 2)
    paths = dict.fromkeys(kinds, "")
    for number, month in enumerate(months):
        left = round(number + (1 - breadth) / 2, 2)
        counts = [month[kind] for kind in kinds]
        for kind, count, total in zip(kinds, counts, accumulate(counts), strict=True):
            if count:
                near = scale.place((total - count) * direction)
                far = scale.place(total * direction)
                paths[kind] += f"M{left:g} {near:g}h{breadth:g}V{far:g}h-{breadth:g}z"
    for kind, path in paths.items():
        if path:
            yield Bars(kind, path, STRIPES.get(kind))
