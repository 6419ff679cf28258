"""A decision as its page shows it → what is saved of it."""

from campaigns.decision import Decision
from campaigns.exports.appointments import list_appointments
from campaigns.presentation.dates import dates_of
from campaigns.saved.drafts import Draft, make_draft


def draft_of(decision: Decision, *, name: str, note: str) -> Draft:
    """The draft of a decision, with the days of its calendar."""
    return make_draft(decision, calendar_days=list_days(decision), name=name, note=note)


def list_days(decision: Decision) -> dict[str, str]:
    """The days in the calendar of the estimate that is shown in full, by the event's key.

    They are saved so that a later calendar file can cancel the events: {"send-3": "2027-02-01"}.
    """
    chosen = decision.chosen
    if chosen is None:
        return {}
    appointments = list_appointments(chosen, dates_of(decision.query, chosen))
    return {one.key: one.on.isoformat() for one in appointments}
