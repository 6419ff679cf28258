"""Which of a campaign's audiences a row is of, by a column that names it.

A name is compared without case, accents and signs. A column with other names than those of the
campaign counts where they are few; else it has something else, such as people.
"""

from collections.abc import Sequence
from typing import NamedTuple

from campaigns.sheets.cells import Row
from campaigns.sheets.headers import Header, cell_of, plain
from planner.planning.audience import LONGEST_NAME, MOST_AUDIENCES


class AudienceColumn(NamedTuple):
    """The column that names audiences, and what each of its names, as compared, stands for.

    `unknown` are the names that are no audience of the campaign, as they are written first.
    """

    column: int
    names: dict[str, str]
    unknown: tuple[str, ...]

    def name_of(self, row: Row) -> str:
        """The audience of a row, or the unknown name that it has; empty where it has none."""
        return self.names.get(plain(cell_of(row, self.column)), "")


def find_audience_column(
    header: Header, rows: Sequence[Row], audiences: Sequence[str]
) -> AudienceColumn | None:
    """The column whose names are those of `audiences`, or few; `None` where there is none."""
    if not audiences:
        return None
    found = [_read_column(one, rows, audiences) for one in header.find_all("audience")]
    fitting = [one for one in found if one.names]
    known = [one for one in fitting if len(one.unknown) < len(one.names)]
    few = [one for one in fitting if len(one.unknown) <= MOST_AUDIENCES]
    return next(iter([*known, *few]), None)


def _read_column(column: int, rows: Sequence[Row], audiences: Sequence[str]) -> AudienceColumn:
    known = {plain(name): name for name in audiences}
    names: dict[str, str] = {}
    unknown: list[str] = []
    for row in rows:
        text = " ".join(f"{cell_of(row, column)}".split())[:LONGEST_NAME]
        key = plain(cell_of(row, column))
        if not key or key in names:
            continue
        names[key] = known.get(key, text)
        if key not in known:
            unknown.append(text)
    return AudienceColumn(column, names, tuple(unknown))
