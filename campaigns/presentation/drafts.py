"""A question as its page answers it → what is saved of it."""

from campaigns.bridge import Question
from campaigns.exports.appointments import list_appointments
from campaigns.presentation.answer import Answer
from campaigns.presentation.dates import dates_of
from campaigns.saved.drafts import Decision, Draft, make_draft


def draft_of(question: Question, *, name: str, note: str) -> Draft:
    """The draft of a valid question, with the headline and the estimate that its page shows."""
    answer = Answer(question)
    decision = Decision(
        headline=answer.headline,
        estimate=answer.key_of_chosen,
        calendar_days=list_days(answer),
    )
    return make_draft(question, decision, name=name, note=note)


def list_days(answer: Answer) -> dict[str, str]:
    """The days in the calendar of the estimate that is shown in full, by the event's key.

    They are saved so that a later calendar file can cancel the events: {"send-3": "2027-02-01"}.
    """
    if answer.chosen is None:
        return {}
    appointments = list_appointments(answer.chosen, dates_of(answer.question, answer.chosen))
    return {one.key: one.on.isoformat() for one in appointments}
