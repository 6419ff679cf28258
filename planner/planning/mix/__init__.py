"""The mix: the seats of several plans that send everything by the deadline at least cost (§6).

    request       the inputs, checked
    seats         seats of a plan for a number of months, and their cost
    ledger        the months of a mix, lot by lot
    single_plans  single plans, which no mix may cost more than
    program       an integer program, solved with HiGHS
    formulation   the choices of a mix as such a program
    flow, stock   its constraints on credits, without and with a send limit
    attempt       a proposal of the solver, run through the ledger
    candidate     seats and purchases that send everything
    result        the mix month by month
    search        the mix for one deadline, and for every deadline
    explanation   the mix in plain words

Months are billing months from 1, money is exact dollars. The time limit decides how far a proof
goes, not whether a statement is true.
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
