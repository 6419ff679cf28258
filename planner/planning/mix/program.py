"""A whole-number program: the least cost of whole variables within linear limits, by HiGHS.

Costs are exact `Decimal` dollars. The solver reckons in floats, so what it says is used with care:
its values are rounded and then checked by the ledger, its bound is rounded down first.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from highspy import HighsLp

Sum = dict[int, float]  # coefficients by variable

# A finer price than this is rounded down for the solver, so that its bound stays a bound.
FINEST_PRICE = Fraction(1, 10_000)
# By how much the solver's tolerances may raise its bound, in units of money and relatively.
BOUND_ERROR, RELATIVE_BOUND_ERROR = 0.25, 1e-9
# What the solver looks through, as often as it likes, before it first thinks of its time limit.
SECONDS_AN_ENTRY, SECONDS_A_LIMIT = 6e-6, 250e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """What the solver says: `values` of the best answer it knows, if any, and the proven `bound`.

    `bound` is the least dollars that any answer can cost, 0 where nothing is proven. Where
    `is_infeasible`, there is proof that there is no answer. `seconds` is the time it took.
    """

    values: tuple[int, ...] | None
    bound: Decimal
    is_infeasible: bool
    seconds: float


UNSOLVED = Solved(values=None, bound=Decimal(0), is_infeasible=False, seconds=0.0)


@dataclass(slots=True)
class Program:
    """Variables from 0 up, whole unless said otherwise, and linear limits on sums of them."""

    most: list[float] = field(default_factory=list)
    costs: list[Decimal] = field(default_factory=list)
    is_whole: list[bool] = field(default_factory=list)
    limits: list[tuple[Sum, float, float]] = field(default_factory=list)

    def variable(self, most: float, *, cost: Decimal = Decimal(0), is_whole: bool = True) -> int:
        """A new variable from 0 to `most` at so many dollars for each 1 of it."""
        self.most.append(most)
        self.costs.append(cost)
        self.is_whole.append(is_whole)
        return len(self.most) - 1

    def require(
        self,
        *terms: tuple[float, Mapping[int, float]],
        least: float = -math.inf,
        most: float = math.inf,
    ) -> None:
        """The sum of `factor × sum` over `terms` keeps between `least` and `most`."""
        self.limits.append((add(*terms), least, most))

    @property
    def least_seconds(self) -> float:
        """About as long as the solver takes with it at least, whatever its time limit."""
        entries = sum(len(total) for total, _, _ in self.limits)
        return entries * SECONDS_AN_ENTRY + len(self.limits) * SECONDS_A_LIMIT

    @property
    def unit(self) -> Fraction:
        """Dollars that every cost is a multiple of, prices finer than the finest rounded down."""
        return FINEST_PRICE * (math.gcd(*(_count(cost, FINEST_PRICE) for cost in self.costs)) or 1)


class Solver(Protocol):
    """What solves a program in about `time_limit` seconds: `solve`, or what calls it elsewhere."""

    def __call__(self, program: Program, *, time_limit: float) -> Solved: ...


def add(*terms: tuple[float, Mapping[int, float]]) -> Sum:
    """The sum of `factor × sum` over `terms`."""
    total: Sum = {}
    for factor, part in terms:
        for variable, coefficient in part.items():
            total[variable] = total.get(variable, 0) + factor * coefficient
    return total


def total_of(variables: Iterable[int]) -> Sum:
    """The sum of variables, each once."""
    return dict.fromkeys(variables, 1)


def solve(program: Program, *, time_limit: float) -> Solved:
    """The least cost of the program, as far as HiGHS gets with it in `time_limit` seconds.

    HiGHS heeds the limit between the phases of its work only, and may take a few times as long.
    """
    if program.least_seconds > time_limit:
        return UNSOLVED
    # Loaded where it is needed: most of what the planner does needs no solver.
    from highspy import Highs, HighsModelStatus, SolutionStatus

    solver = Highs()
    for option, value in {
        "output_flag": False,
        "threads": 1,
        "time_limit": max(0.0, time_limit),
        # Costs are whole numbers of units: what is nearer than one unit is the least.
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 0.5,
    }.items():
        solver.setOptionValue(option, value)
    solver.passModel(_as_model(program))
    solver.run()
    if solver.getModelStatus() == HighsModelStatus.kInfeasible:
        # The solver's first look has been seen to call a program infeasible that was not.
        solver.setOptionValue("presolve", "off")
        solver.run()

    info, status = solver.getInfo(), solver.getModelStatus()
    found = info.primal_solution_status == SolutionStatus.kSolutionStatusFeasible
    return Solved(
        values=tuple(round(value) for value in solver.getSolution().col_value) if found else None,
        bound=_bound(info.mip_dual_bound, program.unit),
        is_infeasible=status == HighsModelStatus.kInfeasible,
        seconds=solver.getRunTime(),
    )


def _as_model(program: Program) -> "HighsLp":
    """The program as HiGHS reads it, its costs in units."""
    from highspy import HighsLp, HighsVarType, MatrixFormat, kHighsInf

    unit = program.unit
    model = HighsLp()
    model.num_col_, model.num_row_ = len(program.most), len(program.limits)
    model.col_cost_ = [_count(cost, unit) for cost in program.costs]
    model.col_lower_ = [0] * len(program.most)
    model.col_upper_ = [min(most, kHighsInf) for most in program.most]
    model.row_lower_ = [max(least, -kHighsInf) for _, least, _ in program.limits]
    model.row_upper_ = [min(most, kHighsInf) for _, _, most in program.limits]
    matrix = model.a_matrix_
    matrix.format_ = MatrixFormat.kRowwise
    matrix.start_ = [0, *accumulate(len(total) for total, _, _ in program.limits)]
    matrix.index_ = [variable for total, _, _ in program.limits for variable in total]
    matrix.value_ = [factor for total, _, _ in program.limits for factor in total.values()]
    model.integrality_ = [
        HighsVarType.kInteger if is_whole else HighsVarType.kContinuous
        for is_whole in program.is_whole
    ]
    return model


def _count(cost: Decimal, unit: Fraction) -> int:
    """How many whole units a cost is."""
    return Fraction(cost) // unit


def _bound(units: float, unit: Fraction) -> Decimal:
    """The dollars that so many proven units stand for, on the safe side of float arithmetic."""
    if not math.isfinite(units):
        return Decimal(0)
    proven = math.ceil(units - BOUND_ERROR - RELATIVE_BOUND_ERROR * abs(units))
    return Decimal(max(0, proven) * unit.numerator) / unit.denominator
