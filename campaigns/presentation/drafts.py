"""A question as its page answers it → what is saved of it."""

from campaigns.bridge import Question
from campaigns.presentation.answer import Answer
from campaigns.saved.calendar_days import list_days
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
