"""The dates of an estimate as its question asked for them."""

from campaigns.bridge import Question
from planner.planning.estimate import Estimate
from planner.planning.key_dates import KeyDates, find_key_dates


def dates_of(question: Question, estimate: Estimate) -> KeyDates:
    """The dates of one of a valid question's estimates, its deadline the day that was entered."""
    return find_key_dates(estimate, deadline_on=question.form.cleaned_data["deadline_on"])
