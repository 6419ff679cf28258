"""Searches among whole numbers whose bound is convex: it falls, then rises."""

from collections.abc import Callable, Iterator
from math import inf


def promising(
    bound: Callable[[int], float],
    low: int,
    high: int,
    is_open: Callable[[int, float], bool],
    *,
    start: int | None = None,
) -> Iterator[int]:
    """The numbers from `low` to `high` whose bound is open, the least first.

    `bound` is convex: it falls, then rises. Where it is not open for a number, it is not beyond.
    `start`, where it is known, has the least bound.
    """

    if low > high:
        return
    below = least_place(bound, low, high) if start is None else start
    above = below + 1
    of_below, of_above = bound(below), inf
    if of_below < inf and above <= high:
        of_above = bound(above)
    while True:
        if of_below <= of_above:
            if of_below == inf:
                return
            if is_open(below, of_below):
                yield below
                below -= 1
                of_below = bound(below) if below >= low else inf
            else:
                of_below = inf
        elif is_open(above, of_above):
            yield above
            above += 1
            of_above = bound(above) if above <= high else inf
        else:
            of_above = inf


def first_that(is_enough: Callable[[int], bool], too_few: int, enough: int) -> int:
    """The first number that is enough, above `too_few`, which is not, up to `enough`, which is."""
    while enough - too_few > 1:
        middle = (too_few + enough) // 2
        too_few, enough = (too_few, middle) if is_enough(middle) else (middle, enough)
    return enough


def first_above(is_enough: Callable[[int], bool], too_few: int, enough: int) -> int:
    """The same where it is rather near the number that is too few."""
    step = 1
    while too_few + step < enough and not is_enough(too_few + step):
        too_few, step = too_few + step, 2 * step
    return first_that(is_enough, too_few, min(too_few + step, enough))


def least_place(bound: Callable[[int], float], low: int, high: int) -> int:
    """The number from `low` to `high` with the least bound; the bound is convex."""
    # Where too few are impossible, the bound is infinite: the first possible number comes first.
    if low < high and bound(low) == inf:
        impossible, possible = low, high
        while possible - impossible > 1:
            middle = (impossible + possible) // 2
            impossible, possible = (
                (middle, possible) if bound(middle) == inf else (impossible, middle)
            )
        low = possible
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if bound(middle) <= bound(middle + 1) else (middle + 1, high)
    return low
