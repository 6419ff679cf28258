"""What each input of a question does to the total of its cheapest plan (RULES.md §7)."""

from campaigns.bridge import Question
from campaigns.studies.kept import keep
from campaigns.studies.patience import is_patient
from planner.planning.sensitivity import Swing, find_sensitivity


def study_sensitivity(question: Question) -> tuple[Swing, ...]:
    """The swings of all inputs, largest first; empty where nothing makes the deadline.

    Raises `TimeBudgetExceeded` where there is less time than that takes.
    """
    cleaned = question.form.cleaned_data
    low, high = cleaned["reply_rate_low"], cleaned["reply_rate_high"]
    reply_rates = None if low is None else (low, high)

    def compute() -> tuple[Swing, ...]:
        return find_sensitivity(
            question.scenario,
            question.plans,
            question.strategies,
            reply_rates=reply_rates,
            has_time_left=is_patient,
        )

    return keep("sensitivity", question, compute, reply_rates)
