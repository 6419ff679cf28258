"""LinkedIn's own exports: messages.csv and Invitations.csv of "Get a copy of your data".

messages.csv has the messages of both sides. A conversation that the sheet's owner began counts as
one message, on the day of its first; the first message of the other side is its answer. The export
has no sign of an answer that is a no.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from campaigns.sheets.cells import Cell, Row, UnreadableSheet
from campaigns.sheets.dates import Order, find_date, settle
from campaigns.sheets.headers import Header, cell_of
from campaigns.sheets.states import find_answer
from campaigns.sheets.tally import Tally, quote

MESSAGE_FIELDS = ("sent", "answered")
INVITATION_FIELDS = ("sent",)
OUTGOING, INCOMING = "outgoing", "incoming"

_TIME = re.compile(r"[0-9]{2}:[0-9]{2}(?::[0-9]{2})?")


class Message(NamedTuple):
    """One message of an export: its row, day and time, and its sender in the words of the sheet."""

    number: int
    day: date
    time: str
    sender: str


class NameNeeded(UnreadableSheet):
    """The sheet does not show which side is its owner's."""

    def __init__(self) -> None:
        super().__init__(
            "it does not show which side is yours; enter your name as it stands under FROM"
        )


def is_messages(header: Header) -> bool:
    """Whether the sheet is LinkedIn's export of messages."""
    return {"conversation id", "from", "to", "date"} <= set(header.names)


def is_invitations(header: Header) -> bool:
    """Whether the sheet is LinkedIn's export of invitations."""
    return {"sent at", "direction"} <= set(header.names)


def tally_conversations(
    rows: Sequence[tuple[int, Row]],
    header: Header,
    tally: Tally,
    order: Order | None,
    *,
    own_name: str,
) -> None:
    """Count the conversations that the owner began, and their answers.

    Raises `NameNeeded` where neither the sheet nor `own_name` shows which side that is.
    """
    conversations: dict[str, list[Message]] = {}
    column, of = header.find("date"), header.find("conversation")
    draft = header.find("is_draft")
    for number, row in rows:
        if not any(row) or find_answer(f"{cell_of(row, draft)}"):
            continue
        sender = _sender_of(row, header)
        cell, key = cell_of(row, column), f"{cell_of(row, of)}"
        day = settle(find_date(cell), order)
        if day is None or not sender or not key:
            missing = f"{quote(cell)} is not a day" if sender and key else "it has no sender"
            tally.refuse(number, missing)
            continue
        conversations.setdefault(key, []).append(Message(number, day, _time_of(cell), sender))
    if not conversations:
        return
    owner = _find_owner(conversations, own_name, rows, header)
    for messages in conversations.values():
        _tally_conversation(messages, owner, tally)


def _time_of(cell: Cell) -> str:
    """The time of day, to sort by: the export has 24 hours with leading zeros."""
    found = _TIME.search(f"{cell}")
    return found[0] if found else ""


def _sender_of(row: Row, header: Header) -> str:
    """A sender's profile, or the name where there is none."""
    profile = f"{cell_of(row, header.find('from_profile'))}".lower()
    return profile or f"{cell_of(row, header.find('from_name'))}".lower()


def _find_owner(
    conversations: dict[str, list[Message]],
    own_name: str,
    rows: Sequence[tuple[int, Row]],
    header: Header,
) -> str:
    """The sender in more conversations than any other, or the one of that name."""
    if own_name:
        name = own_name.lower()
        for _, row in rows:
            if f"{cell_of(row, header.find('from_name'))}".lower() == name:
                return _sender_of(row, header)
        raise UnreadableSheet("no message in it is from the name that you entered")
    found = Counter[str]()
    for messages in conversations.values():
        found.update({message.sender for message in messages})
    ranked = [*found.most_common(2), ("", 0)]
    if ranked[0][1] == ranked[1][1]:
        raise NameNeeded
    return ranked[0][0]


def _tally_conversation(messages: list[Message], owner: str, tally: Tally) -> None:
    # The export has the newest first: at one time the last row is the oldest.
    in_turn = sorted(messages, key=lambda one: (one.day, one.time, -one.number))
    first = in_turn[0]
    if first.sender != owner:
        tally.leave_out("conversations that the other side began")
        return
    if not tally.is_of_time(first.number, first.day):
        return
    tally.taken += 1
    tally.add(first.day, sent=1)
    answer = next((one for one in in_turn if one.sender != owner), None)
    if answer and answer.day <= tally.today:
        tally.add(answer.day, answered=1)


def tally_invitations(
    rows: Sequence[tuple[int, Row]], header: Header, tally: Tally, order: Order | None
) -> None:
    """Count the invitations that went out."""
    column, of = header.names.index("sent at"), header.find("direction")
    for number, row in rows:
        if not any(row):
            continue
        direction, cell = f"{cell_of(row, of)}".lower(), cell_of(row, column)
        if direction == INCOMING:
            tally.leave_out("invitations that came in")
            continue
        day = settle(find_date(cell), order)
        if direction != OUTGOING:
            tally.refuse(number, f"the direction {quote(direction)} is not known")
        elif day is None:
            tally.refuse(number, f"{quote(cell)} is not a day")
        elif tally.is_of_time(number, day):
            tally.taken += 1
            tally.add(day, sent=1)
