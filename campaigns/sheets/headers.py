"""Which column has what, by the names that trackers and exports give it.

A name is compared in small letters, without accents and signs and without what stands in
parentheses. Of two columns with names for the same thing the one whose name is listed first counts.
The English names stand here, those of other languages in `languages`.

LinkedIn's own names: messages.csv and Invitations.csv of "Get a copy of your data". HubSpot, Apollo
and Salesforce: the labels of their default fields, as their exports of contacts, of activities and
of campaign members have them.
"""

import re
from typing import NamedTuple

from campaigns.sheets import languages
from campaigns.sheets.cells import Cell, Row, Table

# A header stands in one of the first rows: some exports begin with remarks.
MOST_REMARKS = 15

ENGLISH: dict[str, tuple[str, ...]] = {
    # The day of a message, or of a sum.
    "date": (
        "sent at", "sent on", "sent date", "date sent", "send date", "inmail sent on",
        "inmail sent date", "inmail date", "message sent on", "message date", "messaged on",
        "invited on", "email sent at", "contacted on", "contacted at", "date contacted",
        "contact date", "contacted date", "outreach date", "date of outreach", "first contacted",
        "first contacted on", "first outreach date", "last contacted", "last contacted date",
        "last contact", "member first associated date", "activity date", "date", "day", "sent",
        "contacted", "due date", "date completed", "completed date", "completed date time",
        "last activity date", "last activity", "created date", "create date", "created on",
        "created", "timestamp",
    ),
    # The day of the answer.
    "replied_on": (
        "replied at", "replied on", "reply date", "date replied", "replied date", "answered on",
        "answered at", "answer date", "date answered", "responded on", "responded at",
        "response date", "first responded date", "recent sales email replied date",
        "last replied", "replied", "answered", "responded",
    ),
    "state": (
        "status", "state", "outcome", "result", "reply status", "response status",
        "message status", "inmail status", "campaign member status", "member status",
        "contact stage", "stage", "lead status", "response", "reply", "answer", "task status",
    ),
    # Yes or no.
    "is_sent": ("email sent", "inmail sent", "message sent", "sent", "contacted"),
    "is_answered": (
        "replied", "answered", "responded", "got reply", "has replied", "reply received",
        "reply", "response", "answer",
    ),
    "is_declined": ("declined", "not interested", "said no", "rejected", "opted out"),
    # Sums of a day, a week or a month.
    "sent": (
        "sent", "messages sent", "inmails sent", "sent messages", "sent inmails", "inmails",
        "messages", "number sent", "total sent", "emails sent",
    ),
    "answered": (
        "answered", "answers", "replies", "replied", "responses", "responded",
        "replies received", "responses received", "total replies",
    ),
    "declined": (
        "of these no", "declined", "declines", "no", "nos", "not interested", "negative",
        "negative replies", "rejected", "rejections",
    ),
    "bought": ("credits bought", "bought", "bought credits", "credits purchased", "purchased"),
    "paid": (
        "paid", "amount paid", "cost", "costs", "spend", "spent", "total cost", "amount",
        "price", "dollars", "usd",
    ),
    "credits_now": (
        "credits now", "credits left", "credits remaining", "remaining credits",
        "credit balance", "balance", "inmails left", "inmail credits", "credits",
    ),
    "month": ("month", "period"),
    "week": ("week", "week of", "week starting", "week beginning", "calendar week"),
    "week_end": ("week ending", "week ended"),
    "first_on": ("from", "first day", "start", "start date", "begin"),
    "last_on": ("until", "to", "last day", "end", "end date", "through"),
    # What a row for each person has, and no sum.
    "person": (
        "name", "first name", "last name", "full name", "email", "email address", "lead",
        "contact", "prospect", "person", "recipient", "linkedin url", "person linkedin url",
        "profile url", "linkedin profile", "linkedin", "company", "company account", "title",
        "job title", "record id", "lead owner", "contact owner",
    ),
    # Which of a campaign's audiences it is.
    "audience": (
        "audience", "audience name", "target group", "campaign", "campaign name", "segment",
        "list", "list name", "client", "client name", "customer", "project",
    ),
    # LinkedIn's own.
    "conversation": ("conversation id",),
    "from_name": ("from",),
    "from_profile": ("sender profile url",),
    "to_name": ("to",),
    "direction": ("direction",),
    "is_draft": ("is message draft",),
}  # fmt: skip
NAMES = {role: (*names, *languages.NAMES.get(role, ())) for role, names in ENGLISH.items()}
KNOWN = frozenset(name for names in NAMES.values() for name in names)
# One of these makes a row of names a header.
DAYS = frozenset(
    name for role in ("date", "month", "week", "week_end", "first_on") for name in NAMES[role]
)

_PARENTHESES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SIGNS = re.compile(r"[^\w%]+|_")


class Header(NamedTuple):
    """The row of the names, counted from 0, and the names as they are compared."""

    row: int
    names: tuple[str, ...]

    def find(self, role: str) -> int | None:
        """The column of a role; `None` where there is none."""
        return next(iter(self.find_all(role)), None)

    def find_all(self, role: str) -> list[int]:
        """Every column that has a name of the role, in the order of the role's list."""
        return [self.names.index(name) for name in NAMES[role] if name in self.names]

    @property
    def is_of_people(self) -> bool:
        """Whether the rows are people or messages: sums have neither names nor states."""
        return self.find("person") is not None or self.find("state") is not None

    @property
    def known(self) -> int:
        """How many names are known."""
        return sum(name in KNOWN for name in self.names)


def find_header(table: Table) -> Header | None:
    """The row with the most known names, one of them of a day; `None` where there is none."""
    headers = [
        Header(number, tuple(map(plain, row))) for number, row in enumerate(table[:MOST_REMARKS])
    ]
    fitting = [one for one in headers if not DAYS.isdisjoint(one.names) and one.known >= 2]
    return max(fitting, key=lambda one: one.known, default=None)


def plain(cell: Cell) -> str:
    """A header's name as it is compared."""
    text = _PARENTHESES.sub(" ", languages.without_accents(f"{cell}"))
    return " ".join(_SIGNS.sub(" ", text).split())


def cell_of(row: Row, column: int | None) -> Cell:
    """The cell of a row in a column; empty where there is none."""
    return row[column] if column is not None and column < len(row) else ""
