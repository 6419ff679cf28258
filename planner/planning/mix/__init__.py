"""Seats of several plans together: the least-cost mix that sends everything in time (§6).

    seats        seats kept for so many months, and what they cost
    ledger       the months of a mix, lot by lot: the last word on its credits
    program      a whole-number program, solved with HiGHS
    formulation  what a mix may do, as such a program
    result       what is found, month by month
    search       the mix for one deadline, and for every deadline
    explanation  why it is this mix, in plain words

Months are billing months from 1, money is exact dollars. Time decides how far a proof goes, never
what is true.
"""

from planner.planning.mix.explanation import explain_mix
from planner.planning.mix.ledger import run_mix_ledger
from planner.planning.mix.program import UNSOLVED, Program, Solved, Solver, solve
from planner.planning.mix.result import Mix, MixMonth, MixStatus, PlanMonth
from planner.planning.mix.search import Mixes, find_mix, find_mixes
from planner.planning.mix.seats import SeatGroup

__all__ = [
    "UNSOLVED",
    "Mix",
    "MixMonth",
    "MixStatus",
    "Mixes",
    "PlanMonth",
    "Program",
    "SeatGroup",
    "Solved",
    "Solver",
    "explain_mix",
    "find_mix",
    "find_mixes",
    "run_mix_ledger",
    "solve",
]
