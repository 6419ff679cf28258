"""The record of a campaign: what was sent, answered, bought and paid (RULES.md §12)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from planner.planning.errors import InvalidInput, require_dollars, require_whole
from planner.planning.ranges import MOST_BUDGET, MOST_CREDITS_HELD, MOST_LEADS


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What happened from `first_on` to `last_on`, both included: a day, a week or a month.

    `sent` counts messages, `answered` all answers and `declined` those of them that say no, so the
    replies of §3 are the others. `bought` counts credits, `paid` dollars for seats and credits.
    `credits_now` is the balance of all seats at the end of `last_on`; `None` where it is not noted.
    `audience` is the name of one of the campaign's audiences; empty: the whole campaign. Raises
    `InvalidInput` for a value out of range.
    """

    first_on: date
    last_on: date
    sent: int = 0
    answered: int = 0
    declined: int = 0
    bought: int = 0
    paid: Decimal = Decimal(0)
    credits_now: int | None = None
    audience: str = ""

    def __post_init__(self) -> None:
        if self.last_on < self.first_on:
            raise InvalidInput("last_on", self.last_on, f"{self.first_on} or later")
        require_whole("sent", self.sent, 0, MOST_LEADS)
        require_whole("answered", self.answered, 0, MOST_LEADS)
        require_whole("declined", self.declined, 0, self.answered)
        require_whole("bought", self.bought, 0, MOST_CREDITS_HELD)
        require_dollars("paid", self.paid, MOST_BUDGET)
        if self.credits_now is not None:
            require_whole("credits_now", self.credits_now, 0, MOST_CREDITS_HELD)


@dataclass(frozen=True)
class Record:
    """All entries of a campaign, in the order of their last days."""

    entries: tuple[Entry, ...] = ()

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "Record":
        """The record of the entries, in any order."""
        return cls(tuple(sorted(entries, key=lambda entry: (entry.last_on, entry.first_on))))

    def since(self, day: date | None) -> "Record":
        """The entries that end on a day or later; all where it is `None`."""
        if day is None:
            return self
        return Record(tuple(entry for entry in self.entries if entry.last_on >= day))

    def before(self, day: date) -> "Record":
        """The entries that `since` leaves out: those that end before a day."""
        return Record(tuple(entry for entry in self.entries if entry.last_on < day))

    def of_audiences(self, names: Iterable[str], *, others: bool = False) -> "Record":
        """The entries of audiences with these names, or all `others`, those of none included."""
        folded = {_fold(name) for name in names}
        return Record(
            tuple(one for one in self.entries if (_fold(one.audience) in folded) != others)
        )

    def matched(self) -> "Record":
        """The record with no more answers in all than messages, as RULES.md §12 counts them.

        The newest answers are left out, of one entry the replies before the declines.
        """
        excess, entries = self.unmatched, list(self.entries)
        for number in reversed(range(len(entries))):
            entry = entries[number]
            answered = max(0, entry.answered - excess)
            excess -= entry.answered - answered
            entries[number] = replace(
                entry, answered=answered, declined=min(entry.declined, answered)
            )
        return Record(tuple(entries))

    @property
    def unmatched(self) -> int:
        """The answers beyond the messages: some messages are missing, or the answers are wrong."""
        return max(0, self.answered - self.sent)

    @cached_property
    def sent(self) -> int:
        """Messages sent so far."""
        return sum(entry.sent for entry in self.entries)

    def sent_to(self, audience: str) -> int:
        """Messages sent so far to the audience of a name."""
        return self._sent_by_name.get(_fold(audience), 0)

    @cached_property
    def _sent_by_name(self) -> dict[str, int]:
        sent = Counter[str]()
        for entry in self.entries:
            sent[_fold(entry.audience)] += entry.sent
        return sent

    @cached_property
    def answered(self) -> int:
        """Answers so far, declines included."""
        return sum(entry.answered for entry in self.entries)

    @cached_property
    def declined(self) -> int:
        """Declines so far."""
        return sum(entry.declined for entry in self.entries)

    @property
    def replied(self) -> int:
        """Replies so far that are no declines."""
        return self.answered - self.declined

    @cached_property
    def bought(self) -> int:
        """Credits bought so far."""
        return sum(entry.bought for entry in self.entries)

    @cached_property
    def paid(self) -> Decimal:
        """Dollars paid so far, for seats and credits."""
        return sum((entry.paid for entry in self.entries), Decimal(0))

    @cached_property
    def last_on(self) -> date | None:
        """The last day that an entry covers; `None` where there is none."""
        return self.entries[-1].last_on if self.entries else None

    @cached_property
    def credits_now(self) -> int | None:
        """The newest balance that was noted; `None` where none was."""
        noted = (entry.credits_now for entry in reversed(self.entries))
        return next((credits for credits in noted if credits is not None), None)


def _fold(name: str) -> str:
    """The name of an audience as it is compared."""
    return name.strip().casefold()
