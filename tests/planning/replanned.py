"""What now, of the plan of the worked examples."""

from datetime import date

from planner.planning.progress.record import Record
from planner.planning.progress.replan import Replan, replan
from tests.planning.replan_cases import (
    TODAY,
    make_core,
    plan_core,
)

CORE = make_core()


def answer(what: Record, *, today: date = TODAY) -> Replan:
    return replan(plan_core(), [CORE], what, today=today)
