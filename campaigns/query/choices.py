"""A cell of the comparison that a person presses: a plan's cheapest way under another condition.

The cell is one button of a form that carries the question, so a page has the question once and not
in the address of each cell.
"""

import re

from django.http import QueryDict

CHOOSE = "choose"
# A condition, and what else an address may have in its place.
CONDITIONS: dict[str, tuple[str, ...]] = {
    "deadline_months": ("deadline_on",),
    "seats": (),
    "reply_rate": (
        "track_record_sent",
        "track_record_replied",
        "reply_rate_low",
        "reply_rate_high",
    ),
}
_CHOICE = re.compile(r"(?P<plan>[\w-]{0,80})(?:\|(?P<name>[a-z_]+)=(?P<text>[^=|]{1,20}))?")


def write_choice(plan: str = "", **condition: str) -> str:
    """The value of the button of a cell: "recruiter-lite|deadline_months=3"."""
    return "|".join([plan, *(f"{name}={text}" for name, text in condition.items())])


def follow_choice(data: QueryDict) -> QueryDict:
    """The query with the choice that it carries followed; one that nothing wrote changes nothing.

    A plan is shown with its cheapest way, also where that strategy was left out.
    """
    chosen = _CHOICE.fullmatch(data.get(CHOOSE, ""))
    if CHOOSE not in data:
        return data
    changed = data.copy()
    del changed[CHOOSE]
    if chosen is None or (chosen["name"] and chosen["name"] not in CONDITIONS):
        return changed
    if name := chosen["name"]:
        for other in CONDITIONS[name]:
            changed.pop(other, None)
        changed[name] = chosen["text"]
    changed.pop("estimate", None)
    if plan := chosen["plan"]:
        changed["estimate"] = f"{plan}.cheapest"
        picked = changed.getlist("strategies")
        if any(picked) and "cheapest" not in picked:
            changed.setlist("strategies", [*picked, "cheapest"])
    return changed
