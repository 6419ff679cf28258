"""What the state of a message means: not sent, sent, answered, declined.

The words are those of plain trackers and the default states of HubSpot (lead status), Apollo
(contact stages) and Salesforce (tasks, leads, campaign members).
"""

import re
from typing import Literal

State = Literal["not sent", "sent", "answered", "declined"]

# More signs are a text, and no state.
LONGEST_STATE = 60
# In this order: "not interested" is no interest, and "no reply" no reply.
PHRASES: tuple[tuple[State, tuple[str, ...]], ...] = (
    ("not sent", (
        "not sent", "not yet sent", "not contacted", "not started", "to contact", "to send",
        "to do", "todo", "uncontacted", "draft", "planned", "scheduled", "queued", "backlog",
        "skipped", "bounced", "bounce", "failed", "bad data", "changed job", "deferred", "on hold",
    )),
    ("sent", (
        "no reply", "no response", "no answer", "not replied", "not answered", "not responded",
        "unanswered", "unresponsive", "without reply", "awaiting", "waiting", "ghosted",
        "not converted", "not opened",
    )),
    ("declined", (
        "not interested", "no interest", "no thanks", "no thank you", "declined", "decline",
        "rejected", "refused", "negative", "said no", "unsubscribed", "opted out", "opt out",
        "do not contact", "unqualified", "disqualified", "not a fit", "no fit", "bad timing",
        "not now", "lost",
    )),
    ("answered", (
        "replied", "reply", "answered", "responded", "response received", "interested",
        "positive", "meeting", "booked", "demo", "call", "qualified", "converted", "customer",
        "won", "open deal", "connected", "in conversation", "accepted", "said yes",
    )),
    ("sent", (
        "sent", "contacted", "messaged", "delivered", "opened", "seen", "read", "invited",
        "approaching", "in progress", "completed", "pending", "followed up", "follow up",
    )),
)  # fmt: skip
# Only as the whole text.
WHOLE: dict[str, State] = {
    "new": "not sent",
    "cold": "not sent",
    "attempted to contact": "sent",
    "open": "sent",
    "yes": "answered",
    "done": "sent",
}
YES = frozenset(
    {"yes", "y", "true", "1", "x", "\N{CHECK MARK}", "\N{HEAVY CHECK MARK}"}
    | {"ja", "oui", "si", "sí"}
)
NO = frozenset({"no", "n", "false", "0", "-", "–", "nein", "non"})

_WORDS = re.compile(r"[a-z]+")


def find_state(text: str) -> State | None:
    """What a state means; `None` where it is not known, as "no" is, which can mean two things."""
    if len(text) > LONGEST_STATE:
        return None
    words = " ".join(_WORDS.findall(text.lower()))
    if words in WHOLE:
        return WHOLE[words]
    for state, phrases in PHRASES:
        if any(f" {phrase} " in f" {words} " for phrase in phrases):
            return state
    return None


def find_answer(text: str) -> bool | None:
    """Yes or no; `None` where it is neither. Empty is no."""
    text = text.strip().lower()
    if not text or text in NO:
        return False
    return True if text in YES else None
