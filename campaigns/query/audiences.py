"""The audiences of a question: their entries, and the target that they make up."""

from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from campaigns.forms import AUDIENCES, AudienceForm
from planner.planning.scenario import Scenario
from planner.planning.wording import show_day


def fill_target(data: MultiValueDict[str, str], rows: Iterable[int]) -> MultiValueDict[str, str]:
    """`data` with the people of these audiences together as its target.

    The page has one field for the target, which shows the sum: no person has to add up, and a
    number that stood there before is no fault. Numbers that cannot be read are faults of their own
    fields.
    """
    people = sum(_read_target(data.get(f"{AUDIENCES}-{row}-target")) for row in rows)
    if not people:
        return data
    filled = MultiValueDict({key: data.getlist(key) for key in data})
    filled["target"] = str(people)
    return filled


def _read_target(text: str | None) -> int:
    try:
        number: int | None = AudienceForm.base_fields["target"].clean(text)
    except ValidationError:
        return 0
    return number or 0


def has_own_deadlines(scenario: Scenario) -> bool:
    """Whether every audience has a deadline of its own that counts."""
    days = [one.deadline_on for one in scenario.audiences]
    return bool(days) and all(day is not None and day <= scenario.own_deadline for day in days)


def list_capped_deadlines(scenario: Scenario) -> Iterator[str]:
    """The audiences whose own deadline does not count, as it is after that of everything."""
    for one in scenario.audiences:
        if one.deadline_on is not None and one.deadline_on > scenario.own_deadline:
            yield (
                f"“{one.name}” is to be done by the deadline of everything, "
                f"{show_day(scenario.own_deadline)}, which is before its own."
            )
