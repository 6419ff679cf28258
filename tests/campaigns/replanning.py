"""Questions of campaigns that are replanned, and what is found for them."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from campaigns.models import Campaign
from campaigns.replanning import Replanning, find_replanning
from campaigns.views.roots import CampaignRoot
from planner.planning.progress.record import Entry, Record
from tests.campaigns.revising import fresh

# The tests' clock stands on 1 December 2026.
TODAY = date(2027, 1, 5)


def record(until: date = TODAY - timedelta(days=1), **counts: Any) -> Record:
    return Record.of([Entry(first_on=date(2026, 12, 1), last_on=until, **counts)])


def find(
    campaign: Campaign,
    what: Record,
    *,
    today: date = TODAY,
    takes_learned: bool = True,
    **more: Any,
) -> Replanning:
    root = CampaignRoot(fresh(campaign))
    query = root.saved.query
    assert query
    found = find_replanning(
        query, root.revision, what, today=today, takes_learned=takes_learned, **more
    )
    assert found
    return found


queries = st.fixed_dictionaries(
    {
        "target": st.integers(1, 300),
        "deadline_months": st.integers(1, 12),
        "seats": st.sampled_from(["best", "1", "2"]),
        "goal": st.sampled_from(["contacted", "replied", "meetings"]),
        "reply_rate": st.sampled_from(["10%25", "33.3%25"]),
        "meeting_rate": st.just("50%25"),
        "decline_rate": st.sampled_from(["0", "20%25"]),
        "open_profile_share": st.sampled_from(["0", "30%25"]),
        "sends_on": st.sampled_from(["every_day", "weekdays"]),
        "use_trial": st.sampled_from(["true", "false"]),
        "budget": st.sampled_from(["", "500", "99.99"]),
        "held_seats-0-plan": st.sampled_from(["", "solo", "team"]),
        "held_seats-0-paid_until": st.just("2026-12-15"),
        "estimate": st.sampled_from(["", "solo.accumulate"]),
        "audiences-0-name": st.sampled_from(["", "", "Ann"]),
        "audiences-0-target": st.integers(1, 60),
        "audiences-0-deadline_on": st.sampled_from(["", "2027-02-15", "2027-04-30"]),
        "audiences-1-name": st.just("Bob"),
        "audiences-1-target": st.integers(1, 60),
    }
)


def write(asked: dict[str, Any]) -> str:
    """The words of an address, without the entries that were not drawn."""
    for leading, entry in (("held_seats-0-plan", "held_seats"), ("audiences-0-name", "audiences")):
        if not asked[leading]:
            asked = {name: text for name, text in asked.items() if not name.startswith(entry)}
    return "&".join(f"{name}={value}" for name, value in asked.items() if value != "")
