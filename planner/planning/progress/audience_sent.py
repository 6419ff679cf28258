"""How many messages each audience got by a record, those of no audience shared out (RULES.md §12).

Audiences are named by their names and stand in the order of the queue.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from planner.planning.progress.pace import sent_by
from planner.planning.progress.record import Record


class AudienceRecords:
    """A record, divided once into the entries of each audience and those of none of them."""

    def __init__(self, record: Record, names: Sequence[str]) -> None:
        self.whole = record
        self._of = {name: record.of_audiences([name]) for name in names}
        self._others = record.of_audiences(names, others=True)

    def sent_by(self, wanted: Iterable[Mapping[str, int]], day: date = date.max) -> dict[str, int]:
        """The messages to each audience by the end of a day.

        Those of no audience fill up what is `wanted` of each: the first numbers of all audiences in
        their order, then the next ones. What is left of them counts for none.
        """
        sent = {name: sent_by(record, day) for name, record in self._of.items()}
        return fill_up(sent, sent_by(self._others, day), wanted)


def fill_up(
    sent: Mapping[str, int], others: int, wanted: Iterable[Mapping[str, int]]
) -> dict[str, int]:
    """The messages `sent` to each audience, with `others`, of no audience, where they are wanted.

    They fill up the first numbers `wanted` of all audiences in their order, then the next ones.
    Source: RULES.md §12.
    """
    filled = dict(sent)
    for numbers in wanted:
        for name, number in numbers.items():
            more = min(others, max(0, number - filled[name]))
            filled[name] += more
            others -= more
    return filled
