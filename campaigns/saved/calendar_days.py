"""The days that a campaign put into calendars, so that a later file can take them back.

A day is named as a calendar knows it, by kind and billing month: {"send-3": "2027-02-01"}.
"""

from django.http import QueryDict

from campaigns.bridge import Question
from campaigns.exports.appointments import list_appointments
from campaigns.models import Revision
from campaigns.presentation import Answer
from campaigns.presentation.dates import dates_of

Days = dict[str, str]


def list_days(answer: Answer) -> Days:
    """The days in the calendar of the estimate that a saved answer shows in full."""
    if answer.chosen is None:
        return {}
    appointments = list_appointments(answer.chosen, dates_of(answer.question, answer.chosen))
    return {one.key: one.on.isoformat() for one in appointments}


def days_of(revision: Revision) -> Days:
    """The days of a revision; worked out for one that was saved before they were recorded."""
    recorded: Days | None = revision.calendar_days
    if recorded is not None:
        return recorded
    question = Question(
        QueryDict(revision.asked), today=revision.frozen_on, frozen=revision.frozen_book
    )
    return list_days(Answer(question)) if question.is_valid else {}
