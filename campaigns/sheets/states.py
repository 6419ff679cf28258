"""What the state of a message means: not sent, sent, answered, declined.

The words are those of plain trackers and the default states of HubSpot (lead status), Apollo
(contact stages) and Salesforce (tasks, leads, campaign members). Those of other languages stand in
`languages`.
"""

import re
from typing import Literal

from campaigns.sheets import languages

State = Literal["not sent", "sent", "answered", "declined"]

# More signs are a text, and no state.
LONGEST_STATE = 60
# In this order: "not interested" is no interest, "no reply" no reply, and where a meeting is
# scheduled its message is sent and answered.
PHRASES: tuple[tuple[State, tuple[str, ...]], ...] = (
    ("answered", (
        "meeting scheduled", "meeting planned", "call scheduled", "call planned",
        "demo scheduled", "demo planned", "scheduled a meeting", "scheduled a call",
    )),
    ("not sent", (
        "not sent", "not yet sent", "not contacted", "not started", "to contact", "to send",
        "to do", "todo", "uncontacted", "draft", "planned", "scheduled", "queued", "backlog",
        "skipped", "bounced", "bounce", "failed", "bad data", "changed job", "deferred", "on hold",
        *languages.NOT_SENT,
    )),
    ("sent", (
        "no reply", "no response", "no answer", "not replied", "not answered", "not responded",
        "unanswered", "unresponsive", "without reply", "awaiting", "waiting", "ghosted",
        "not converted", "not opened", *languages.NO_ANSWER,
    )),
    ("declined", (
        "not interested", "no interest", "no thanks", "no thank you", "declined", "decline",
        "rejected", "refused", "negative", "said no", "unsubscribed", "opted out", "opt out",
        "do not contact", "unqualified", "disqualified", "not a fit", "no fit", "bad timing",
        "not now", "lost", *languages.DECLINED,
    )),
    ("answered", (
        "replied", "reply", "answered", "responded", "response received", "interested",
        "positive", "meeting", "booked", "demo", "call", "qualified", "converted", "customer",
        "won", "open deal", "connected", "in conversation", "accepted", "said yes",
        *languages.ANSWERED,
    )),
    ("sent", (
        "sent", "contacted", "messaged", "delivered", "opened", "seen", "read", "invited",
        "approaching", "in progress", "completed", "pending", "followed up", "follow up",
        *languages.SENT,
    )),
)  # fmt: skip
# Only as the whole text.
WHOLE: dict[str, State] = {
    "new": "not sent",
    "cold": "not sent",
    "attempted to contact": "sent",
    "yes": "answered",
    "done": "sent",
    **dict.fromkeys(languages.WHOLE_NOT_SENT, "not sent"),
    **dict.fromkeys(languages.WHOLE_SENT, "sent"),
}
# The first stages of a person, in which one that is written to may be left.
FIRST_STAGES = frozenset({"new", "cold"})
# Of a task it is to be done, of a person it can be either.
UNCLEAR = frozenset({"open"})
YES = frozenset(
    {"yes", "y", "true", "1", "x", "\N{CHECK MARK}", "\N{HEAVY CHECK MARK}"} | {*languages.YES}
)
NO = frozenset({"no", "n", "false", "0", "-", "–", *languages.NO})

_WORDS = re.compile(r"[a-z]+")


def find_state(text: str) -> State | None:
    """What a state means; `None` where it is not known, as "no" is, which can mean two things."""
    if len(text) > LONGEST_STATE:
        return None
    words = _words_of(text)
    if words in WHOLE:
        return WHOLE[words]
    for state, phrases in PHRASES:
        if any(f" {phrase} " in f" {words} " for phrase in phrases):
            return state
    return None


def is_first_stage(text: str) -> bool:
    """Whether a state is that of a person before the first message, or of one left there."""
    return _words_of(text) in FIRST_STAGES


def is_unclear(text: str) -> bool:
    """Whether a state can mean that a message is sent, or that it is not."""
    return _words_of(text) in UNCLEAR


def _words_of(text: str) -> str:
    return " ".join(_WORDS.findall(languages.without_accents(text)))


def find_answer(text: str) -> bool | None:
    """Yes or no; `None` where it is neither. Empty is no."""
    text = languages.without_accents(text.strip())
    if not text or text in NO:
        return False
    return True if text in YES else None
