"""The name that the planner proposes for a campaign, and that follows its plan.

Whether a name was typed is not stored: a name that reads as the planner would propose it for the
saved plan is a proposal. So a name that was left as proposed needs no column of its own, and one
that a person typed never changes.
"""

from campaigns.models.campaign import LONGEST_NAME
from campaigns.query.query import Query
from campaigns.saved.drafts import COPY_MARK
from planner.planning.phrases import reach


def propose_name(query: Query) -> str:
    """The proposed name of a campaign: "500 people from 1 Dec 2026"."""
    scenario = query.scenario
    return f"{reach(scenario)} from {scenario.start_on:%-d %b %Y}"


def is_proposed(name: str, query: Query | None) -> bool:
    """Whether a name is the one that is proposed for this plan, or for a copy of it."""
    if query is None or not name.startswith(propose_name(query)):
        return False
    return not _mark_of(name, query).replace(COPY_MARK, "")


def follow_plan(name: str, *, was: Query | None, now: Query) -> str:
    """The name once the plan that it was saved with becomes another; a typed one stays.

    `was` is `None` where what was saved is read no more.
    """
    if was is None or not is_proposed(name, was):
        return name
    return f"{propose_name(now)}{_mark_of(name, was)}"[:LONGEST_NAME]


def _mark_of(name: str, query: Query) -> str:
    """What a copy has after the proposed name: " (copy)", once or more often."""
    return name.removeprefix(propose_name(query))
