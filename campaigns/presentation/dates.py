"""The dates of an estimate as its query asks for them."""

from campaigns.query.query import Query
from planner.planning.estimate import Estimate
from planner.planning.key_dates import KeyDates, find_key_dates


def dates_of(query: Query, estimate: Estimate) -> KeyDates:
    """The dates of one of a query's estimates, its deadline the day that was entered."""
    return find_key_dates(estimate)
