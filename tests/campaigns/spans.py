"""Spans of time in words, recomputed."""

import calendar
from datetime import date

from tests.planning.claims import Said, number

SPAN = r"(?:<days:n> days?|(?P<over>over )?<months:n> months?)"


def is_span(said: Said, first: date, last: date) -> bool:
    """Whether so many days, or calendar months, are from one day to the other."""
    days = (last - first).days
    if "days" in said:
        return 0 < days == number(said["days"]) <= 60
    return days > 60 and are_months(said, first, last)


def is_difference(said: Said, first: date, last: date) -> bool:
    """The same, with whole months also where they are few."""
    if "days" in said or "over" in said:
        return is_span(said, first, last)
    return first < last and are_months(said, first, last)


def are_months(said: Said, first: date, last: date) -> bool:
    """Whether so many calendar months are from one day to the other, more with "over"."""
    months = 12 * (last.year - first.year) + last.month - first.month
    # A day that the last month lacks is its last one.
    due = min(first.day, calendar.monthrange(last.year, last.month)[1])
    is_over = last.day != due
    if last.day < due:
        months -= 1
    return number(said["months"]) == months and ("over" in said) == is_over
