"""Bars over the months of a chart: how long seats, or a channel, are at work."""

from typing import NamedTuple


class Row(NamedTuple):
    """A bar in percent of the width, with what it is, when, and what it costs.

    `warm_width` is what lies before it, from `warm_x` on, where units of a channel warm up, or
    seats have no credits yet; `key` is the CSS class of a color.
    """

    name: str
    period: str
    cash: str
    width: float
    x: float = 0
    key: str = ""
    warm_x: float = 0
    warm_width: float = 0
