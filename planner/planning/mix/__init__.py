"""The mix: the seats of several plans that send everything by the deadline at least cost (§6).

    request       the inputs, checked
    kinds         seats of a plan for a number of months, and what they send
    program       an integer program, solved with HiGHS
    formulation   the choices of a mix as such a program
    candidate     a choice run through the ledger
    single_plans  single plans, which no mix may cost more than
    proposals     what the solver proposes, repaired and proposed anew
    earliest      of the least total, the earliest last message
    result        the mix, slice by slice
    search        the mix for one deadline, and for every deadline
    explanation   the mix in plain words

Money is exact dollars. The time limit decides how far a proof
goes, not whether a statement is true.
"""

from planner.planning.mix.explanation import explain_mix
from planner.planning.mix.program import UNSOLVED, Program, Solved, Solver, solve
from planner.planning.mix.result import Mix, MixStatus
from planner.planning.mix.search import Mixes, find_mix, find_mixes

__all__ = [
    "UNSOLVED",
    "Mix",
    "MixStatus",
    "Mixes",
    "Program",
    "Solved",
    "Solver",
    "explain_mix",
    "find_mix",
    "find_mixes",
    "solve",
]
