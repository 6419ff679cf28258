"""Days and months of the reference: each rule about the calendar once, in the plainest way."""

from calendar import monthrange
from datetime import date, timedelta

SATURDAY = 5


def add_months(day: date, months: int) -> date:
    """Return the same day so many months on; a day that the month lacks becomes its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_number(anchor: date, day: date) -> int:
    """Return the k for which `day` lies from anchor + k months to the day before k + 1 months."""
    number = (day.year - anchor.year) * 12 + day.month - anchor.month
    return number if add_months(anchor, number) <= day else number - 1


def day_before(day: date) -> date:
    return day - timedelta(days=1)


def day_after(day: date) -> date:
    return day + timedelta(days=1)


def sending_days(first: date, last: date, *, weekdays_only: bool) -> list[date]:
    """Return the days from the first to the last on which messages may go."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [day for day in days if not weekdays_only or day.weekday() < SATURDAY]
