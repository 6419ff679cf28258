"""Labels: broken into short lines by how broad their letters are, and spread until none collide."""

import unicodedata
from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

NARROW_LETTERS, BROAD_LETTERS = frozenset("fijlrtI.,:;'|!()[] "), frozenset("mwMWGOQ@%&")


def measure(text: str) -> float:
    """About how broad `text` is, in ordinary letters."""
    return sum(map(_breadth_of, text))


def _breadth_of(letter: str) -> float:
    if letter in NARROW_LETTERS:
        return 0.6
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.9
    if letter in BROAD_LETTERS:
        return 1.6
    return 1.2 if letter.isupper() else 1


def wrap(text: str, *, breadth: float, most_lines: int = 2) -> tuple[str, ...]:
    """`text` in lines of at most `breadth` ordinary letters; what does not fit becomes "…"."""
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and measure(joined) <= breadth:
            lines[-1] = joined
        else:
            lines.append(word)
    kept = lines[:most_lines]
    if len(lines) > most_lines:
        kept[-1] += " …"
    return tuple(_cut(line, breadth) for line in kept)


def _cut(line: str, breadth: float) -> str:
    if measure(line) <= breadth:
        return line
    stem = line.rstrip(" …")
    while stem and measure(f"{stem}…") > breadth:
        stem = stem[:-1].rstrip()
    return f"{stem}…"


def spread(
    wanted: Sequence[float], heights: Sequence[float], *, low: float, high: float
) -> list[float]:
    """Middles as near to those `wanted` as can be, so that labels so high never overlap.

    They stay from `low` to `high` where they fit in at all, else they share the room evenly. The
    order is kept; of two that want the same place the later stands above. Least squares: labels
    that would overlap move as one block (pool adjacent violators).
    """
    if not wanted:
        return []
    order = sorted(range(len(wanted)), key=lambda index: (wanted[index], -index))
    squeeze = min(1.0, (high - low) / sum(heights))
    # Without the heights of those above it, a label may stand wherever its neighbours do.
    above, offsets = 0.0, []
    for index in order:
        offsets.append(above + heights[index] * squeeze / 2)
        above += heights[index] * squeeze
    blocks: list[tuple[float, int]] = []  # mean place, labels
    for index, offset in zip(order, offsets, strict=True):
        mean, size = wanted[index] - offset, 1
        while blocks and blocks[-1][0] > mean:
            other, others = blocks.pop()
            mean, size = (mean * size + other * others) / (size + others), size + others
        blocks.append((mean, size))
    free = [min(max(mean, low), high - above) for mean, size in blocks for _ in range(size)]
    placed = [0.0] * len(order)
    for index, place, offset in zip(order, free, offsets, strict=True):
        placed[index] = place + offset
    return placed


class Flag(NamedTuple):
    """A label beside a mast at `at`, in a `row` from the top; all in pixels but the row."""

    at: float
    breadth: float
    row: int
    points_left: bool

    @property
    def cloth(self) -> tuple[float, float]:
        """From where to where the label reaches."""
        if self.points_left:
            return self.at - MAST_GAP - self.breadth, self.at - MAST_GAP
        return self.at + MAST_GAP, self.at + MAST_GAP + self.breadth


# Between a mast and its label, and between two labels in one row.
MAST_GAP, FLAG_GAP = 4.0, 8.0


def hoist(places: Sequence[float], breadths: Sequence[float], *, room: float) -> list[Flag]:
    """Flags on masts at `places` that neither overlap nor hang across each other's masts.

    In as few rows as can be, within `room` pixels. A mast goes down from its flag's row through
    all rows below. Where there is no such way, each has a row to itself.
    """
    for rows in range(1, len(places) + 1):
        if flags := _hoist(list(zip(places, breadths, strict=True)), [], rows, room):
            return flags
    return [
        Flag(at, breadth, row, at + MAST_GAP + breadth > room)
        for row, (at, breadth) in enumerate(zip(places, breadths, strict=True))
    ]


def _hoist(
    masts: Sequence[tuple[float, float]], flags: list[Flag], rows: int, room: float
) -> list[Flag]:
    """Flags for the masts beyond those hoisted already; none where that cannot be."""
    if len(flags) == len(masts):
        return flags
    at, breadth = masts[len(flags)]
    for row, points_left in product(range(rows), (False, True)):
        flag = Flag(at, breadth, row, points_left)
        start, end = flag.cloth
        if start < -MAST_GAP or end > room + MAST_GAP:
            continue
        if any(_collide(flag, other) for other in flags):
            continue
        if found := _hoist(masts, [*flags, flag], rows, room):
            return found
    return []


def _collide(one: Flag, other: Flag) -> bool:
    (start, end), (other_start, other_end) = one.cloth, other.cloth
    if one.row == other.row and start < other_end + FLAG_GAP and other_start < end + FLAG_GAP:
        return True
    return any(_crosses(*pair) for pair in ((one, other), (other, one)))


def _crosses(upper: Flag, lower: Flag) -> bool:
    """Whether the mast of the one goes through the label of the other."""
    start, end = lower.cloth
    return upper.row <= lower.row and start - 2 < upper.at < end + 2
