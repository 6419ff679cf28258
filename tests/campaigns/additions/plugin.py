"""A plugin of pytest that adds a term, a figure and a study to their lists, as a change would.

The term gets its field of `Terms` and its column, too: the rule and the migration that a change
would bring. It is loaded before Django is set up, and tables are made without migrations.
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.db import models
from django.db.models.signals import class_prepared

import campaigns.plan_terms
import campaigns.studies.registry
import planner.planning.terms
from campaigns.plan_terms import PlanTerm
from campaigns.studies.registry import Study

TERM = PlanTerm(
    name="credit_pack_size",
    label="Credits in a pack",
    head="Sold in packs of",
    phrase="packs of {}",
    kind="whole",
    is_for_buying=True,
)
STUDY = Study(
    name="echo",
    title="Echo",
    waiting="Listening …",
    offer="Is there an echo?",
    promise="The target again.",
    help="add an echo",
    outputs="tests.campaigns.additions.echo.EchoOutputs",
    template="studies/_echo.html",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms(planner.planning.terms.Terms):
    credit_pack_size: int = 1


planner.planning.terms.Terms = Terms  # type: ignore[misc]
planner.planning.terms.WHOLE_NUMBERS[TERM.name] = (1, 1_000)


def replace_everywhere(name: str, old: tuple[Any, ...], new: tuple[Any, ...]) -> None:
    """Give `new` to every module that has taken `old` under its name."""
    for module in [*sys.modules.values()]:
        if getattr(module, name, None) is old:
            setattr(module, name, new)


def add_column(sender: type[models.Model], **_: Any) -> None:
    """Give the column to plans; the plans of campaigns are defined later and inherit it."""
    if sender.__name__ == "Plan":
        from campaigns.models.sold_plan import SoldPlan

        for model in (SoldPlan, sender):
            field: models.PositiveIntegerField[int, int] = models.PositiveIntegerField(
                default=1, help_text="Credits in a pack."
            )
            field.contribute_to_class(model, TERM.name)


terms = campaigns.plan_terms.PLAN_TERMS
replace_everywhere("PLAN_TERMS", terms, (*terms, TERM))
studies = campaigns.studies.registry.STUDIES
replace_everywhere("STUDIES", studies, (*studies, STUDY))
class_prepared.connect(add_column)


def pytest_configure() -> None:
    """Once Django is set up."""
    from campaigns.figure import Figure
    from campaigns.figures import FIGURES

    added = Figure(
        key="credits_needed",
        head="Credits needed",
        kind="whole",
        width=9,
        value=lambda estimate, dates: estimate.scenario.to_send,
        is_fact=True,
        column="needed",
        column_head="Needed",
    )
    replace_everywhere("FIGURES", FIGURES, (*FIGURES, added))
    template_folders = cast("list[Path]", settings.TEMPLATES[0]["DIRS"])
    template_folders.append(Path(__file__).parent / "templates")
