"""A mixed-integer linear program, solved with HiGHS.

Costs are exact `Decimal` dollars. The solver calculates in floats, so its results are not taken as
they are: the ledger checks its rounded values, and its bound is rounded down.
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
# The most that the solver's tolerances raise its bound, in units of money and relatively.
BOUND_ERROR, RELATIVE_BOUND_ERROR = 0.25, 1e-9
# The time that the solver takes for each entry and limit before it first checks its time limit.
SECONDS_AN_ENTRY, SECONDS_A_LIMIT = 6e-6, 250e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """The solver's result: the `values` of the best solution found, if any, and its `bound`.

    `bound` is the proven least cost of any solution in dollars, 0 where nothing is proven. Where
    `is_infeasible`, it is proven that there is no solution. `seconds` is the solver's run time.
    """

    values: tuple[int, ...] | None
    bound: Decimal
    is_infeasible: bool
    seconds: float


UNSOLVED = Solved(values=None, bound=Decimal(0), is_infeasible=False, seconds=0.0)


@dataclass(slots=True)
class Program:
    """Variables from 0 up, integer unless `is_whole` is false, and linear limits on their sums."""

    most: list[float] = field(default_factory=list)
    costs: list[Decimal] = field(default_factory=list)
    is_whole: list[bool] = field(default_factory=list)
    limits: list[tuple[Sum, float, float]] = field(default_factory=list)

    def variable(self, most: float, *, cost: Decimal = Decimal(0), is_whole: bool = True) -> int:
        """A new variable from 0 to `most`, at `cost` dollars for each unit of it."""
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
        """Require that the sum of `factor × sum` over `terms` is from `least` to `most`."""
        self.limits.append((add(*terms), least, most))

    def cost_at_most(self, dollars: Decimal) -> None:
        """Require that the cost, at prices as the solver has them, is at most `dollars`."""
        unit = self.unit
        units = {variable: _count(cost, unit) for variable, cost in enumerate(self.costs)}
        self.require((1, units), most=_count(dollars, unit) + BOUND_ERROR)

    @property
    def least_seconds(self) -> float:
        """About the least time that the solver takes, whatever its time limit."""
        entries = sum(len(total) for total, _, _ in self.limits)
        return entries * SECONDS_AN_ENTRY + len(self.limits) * SECONDS_A_LIMIT

    @property
    def unit(self) -> Fraction:
        """The dollars that every cost is a multiple of, after rounding down to the finest price."""
        return FINEST_PRICE * (math.gcd(*(_count(cost, FINEST_PRICE) for cost in self.costs)) or 1)


class Solver(Protocol):
    """Solves a program in about `time_limit` seconds: `solve`, or a call to it elsewhere."""

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
    """The solution of least cost that HiGHS finds in `time_limit` seconds, and its bound.

    HiGHS checks the limit only between the phases of its work, and may take a few times as long.
    """
    if program.least_seconds > time_limit:
        return UNSOLVED
    # Imported here, since most calculations need no solver.
    from highspy import Highs, HighsModelStatus, SolutionStatus

    solver = Highs()
    for option, value in {
        "output_flag": False,
        "threads": 1,
        "time_limit": max(0.0, time_limit),
        # Presolving anew in the middle of a proof takes longer than it saves on these programs.
        "mip_allow_restart": False,
        # Costs are whole numbers of units: a gap below one unit is none.
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 0.5,
    }.items():
        solver.setOptionValue(option, value)
    solver.passModel(_as_model(program))
    solver.run()
    if solver.getModelStatus() == HighsModelStatus.kInfeasible:
        # Presolve sometimes calls a feasible program infeasible.
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
    """The program as HiGHS's model, its costs in units."""
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
    """The number of whole units of a cost."""
    return Fraction(cost) // unit


def _bound(units: float, unit: Fraction) -> Decimal:
    """The dollars of a proven bound in units, with a margin for float arithmetic."""
    if not math.isfinite(units):
        return Decimal(0)
    proven = math.ceil(units - BOUND_ERROR - RELATIVE_BOUND_ERROR * abs(units))
    return Decimal(max(0, proven) * unit.numerator) / unit.denominator
