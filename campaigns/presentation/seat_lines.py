"""The seats of an estimate in lines: those that are paid for alike stand in one."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from planner.planning.layout import GroupSchedule, add_dollars


class SeatLine(NamedTuple):
    """Seats that are paid until one day; `spend` is new money, `None` where a price is unknown.

    `is_held`: they are there on the start day. `adds_nothing`: no further month of them is paid.
    """

    seats: int
    is_held: bool
    paid_until: date
    adds_nothing: bool
    spend: Decimal | None


def list_seats(groups: Sequence[GroupSchedule]) -> Iterator[SeatLine]:
    """The groups of one plan; entries of held seats may differ by their credits alone."""
    alike: dict[tuple[bool, date, bool], list[GroupSchedule]] = {}
    for group in groups:
        is_held = group.group.is_held
        adds_nothing = is_held and not group.group.last_month
        alike.setdefault((is_held, group.paid_until, adds_nothing), []).append(group)
    for (is_held, paid_until, adds_nothing), several in alike.items():
        yield SeatLine(
            seats=sum(group.seats for group in several),
            is_held=is_held,
            paid_until=paid_until,
            adds_nothing=adds_nothing,
            spend=add_dollars(group.spend for group in several),
        )
