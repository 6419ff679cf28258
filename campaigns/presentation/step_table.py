"""The table “Schedule” of a shared decision: what is to do and to pay on each day, as texts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from campaigns.presentation.schedule import Step, add_up
from campaigns.wording import day, write_dollars
from planner.planning.layout import ScheduleRow
from planner.planning.wording import count

# Rows of a schedule that one sheet of paper has room for beside the rest.
MOST_STEPS = 14
# Columns that a phone has room for beside each other.
MOST_COLUMNS = 6

OF_BEFORE = "“Credits” are new ones and those from before that can still be sent."


class StepCell(NamedTuple):
    """A text under the head of its column."""

    head: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTable:
    """The heads of the columns, and each row: its days, its cells. `hint` explains the credits."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[StepCell, ...]], ...]
    hint: str

    @property
    def folds(self) -> bool:
        """Whether each row is a block of its own on a phone."""
        return len(self.heads) > MOST_COLUMNS


def draw_step_table(schedule: Sequence[ScheduleRow]) -> StepTable | None:
    """The table of a schedule; `None` where nothing is to do.

    Each row can be checked: credits + back + buy - send = left. What never happens, such as a
    purchase, has no column.
    """
    steps = list(_list_steps(schedule))
    if not steps:
        return None
    columns = list(_list_columns(steps))
    names = [_name_days(step) for step in steps]
    return StepTable(
        heads=("From", *(column[0].head for column in columns)),
        rows=tuple(zip(names, zip(*columns, strict=True), strict=True)),
        hint=OF_BEFORE if any(step.credits != step.granted for step in steps) else "",
    )


def _list_steps(schedule: Sequence[ScheduleRow]) -> Iterator[Step]:
    """The days of a schedule; the last of many are added up in one step."""
    last = len(schedule) if len(schedule) <= MOST_STEPS else MOST_STEPS - 1
    yield from (add_up([row]) for row in schedule[:last])
    if schedule[last:]:
        yield add_up(schedule[last:])


def _name_days(step: Step) -> str:
    further = f" and {count(step.days - 1, 'further day')}" if step.days > 1 else ""
    return f"{day(step.on)}{further}"


def _list_columns(steps: Sequence[Step]) -> Iterator[list[StepCell]]:
    yield _count("Credits", [step.credits for step in steps])
    if any(step.returned for step in steps):
        yield _count("Back", [step.returned for step in steps])
    if any(step.bought for step in steps):
        yield _count("Buy", [step.bought for step in steps])
    yield _count("Send", [step.sent - step.free for step in steps])
    if any(step.free for step in steps):
        yield _count("To open profiles", [step.free for step in steps])
    yield _count("Left", [step.left for step in steps])
    yield [StepCell("Pay", write_dollars(step.due)) for step in steps]


def _count(head: str, numbers: Sequence[int]) -> list[StepCell]:
    return [StepCell(head, f"{number:,}") for number in numbers]
