"""The comparison: what each plan costs at its cheapest, by deadline, number of seats or answers.

A row is a plan, a column is a value of one condition, everything else as it is asked. Each cell is
the plan's cheapest way under that condition, in time (RULES.md §4).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from campaigns.decision import Decision
from campaigns.presentation.amounts import (
    Amount,
    divide_total,
    list_amounts,
    name_amount,
    read_amount,
)
from campaigns.presentation.columns import CONDITIONS, Condition, MatrixColumn, list_columns
from campaigns.presentation.comparison import ComparisonTable, Row
from campaigns.query.choices import write_choice
from campaigns.query.links import Links
from planner.planning.comparison import list_options
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.options import PlanSearch, PurchaseOption
from planner.planning.scenario import Scenario
from planner.planning.terms import Terms
from planner.planning.wording import count


class Least(NamedTuple):
    """A plan's cheapest way in time; no `total` where the price of every one is unknown."""

    total: Decimal | None
    seats: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The head of a column; `choice` asks the question with its condition."""

    name: str
    choice: str
    is_current: bool

    @property
    def parts(self) -> tuple[str, str]:
        """A number with its unit apart, which a narrow page leaves out: "12", " months"."""
        number, space, unit = self.name.partition(" ")
        return (number, space + unit) if number.isdecimal() else (self.name, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What a plan costs in a column; empty `text` where nothing is in time at a known price.

    `is_chosen`: it is the total of the estimate that the page shows, which is in time.
    """

    text: str
    choice: str
    is_least: bool
    is_current: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """A plan of the comparison. `ways` are its strategies where the row is open, else empty."""

    terms: Terms
    note: str
    cells: tuple[Cell, ...]
    is_chosen: bool
    is_open: bool
    ways: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """Plans that are no answer to the question, folded away under what they have in common."""

    title: str
    rows: tuple[PlanRow, ...]
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """A choice of what the comparison shows."""

    name: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """The rows with a total in the current column, the cheapest first, and the folded ones.

    `limit` states the most seats among which the best number was looked for, empty where there is
    none; `unlimited` is the address without it, empty where it was not entered. A look at the best
    mix enters one, too.
    """

    heads: tuple[Head, ...]
    rows: tuple[PlanRow, ...]
    folds: tuple[Fold, ...]
    conditions: tuple[Tab, ...]
    amounts: tuple[Tab, ...]
    caption: str
    limit: str
    unlimited: str

    @property
    def width(self) -> int:
        """The number of columns, that of the plans included."""
        return len(self.heads) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Findings:
    """What rows and cells are drawn from: each plan's cheapest way in time, column by column.

    `least` are the smallest totals of the columns, `current` is the place of the current one.
    """

    decision: Decision
    table: ComparisonTable
    amount: Amount
    columns: Sequence[MatrixColumn]
    ways: Mapping[Terms, Sequence[Least | None]]
    least: Sequence[Decimal | None]
    current: int

    def best_now(self, terms: Terms) -> Least | None:
        """A plan's cheapest way in time, of the current column."""
        return self.ways[terms][self.current]


def draw_matrix(decision: Decision, table: ComparisonTable, links: Links) -> Matrix:
    """The comparison of a decision, as its address asks for it."""
    query = decision.query
    condition = _read_condition(query.display.by)
    amount = read_amount(query.display.per, query.scenario)
    findings = _search(decision, table, condition, amount)
    totals = {terms: _total_of(findings.best_now(terms)) for terms in query.plans}
    in_time = [terms for terms in query.plans if totals[terms] is not None]
    in_time.sort(key=lambda terms: totals[terms] or Decimal(0))
    others = [terms for terms in query.plans if terms not in in_time]
    return Matrix(
        heads=tuple(_draw_head(column) for column in findings.columns),
        rows=tuple(_make_row(terms, findings) for terms in in_time),
        folds=tuple(_fold(others, findings)),
        conditions=tuple(_list_conditions(condition, links)),
        amounts=tuple(_list_amounts(amount, decision, links)),
        caption=_describe(condition, amount),
        limit=_describe_limit(query.scenario),
        unlimited=links.address(max_seats="") if query.values["max_seats"] else "",
    )


def _search(
    decision: Decision, table: ComparisonTable, condition: Condition, amount: Amount
) -> _Findings:
    query, options_of = decision.query, decision.comparison.purchase_options
    columns = list(list_columns(decision, condition))
    ways = {
        terms: _find_ways(terms, query.scenario, columns, options_of[terms])
        for terms in query.plans
    }
    return _Findings(
        decision=decision,
        table=table,
        amount=amount,
        columns=columns,
        ways=ways,
        least=[
            min((way.total for way in of_column if way and way.total is not None), default=None)
            for of_column in zip(*ways.values(), strict=True)
        ],
        current=next(place for place, column in enumerate(columns) if column.is_current),
    )


def _total_of(way: Least | None) -> Decimal | None:
    return way.total if way else None


def _draw_head(column: MatrixColumn) -> Head:
    choice = write_choice(**column.change)
    return Head(name=column.name, choice=choice, is_current=column.is_current)


def _list_conditions(current: Condition, links: Links) -> Iterator[Tab]:
    """What the columns may be; the deadline needs no name in the address."""
    for key, name in CONDITIONS.items():
        address = links.address(by="" if key == "deadline" else key)
        yield Tab(name=name, address=address, is_current=key == current)


def _list_amounts(current: Amount, decision: Decision, links: Links) -> Iterator[Tab]:
    """What the cells may show; the total needs no name in the address."""
    for one in list_amounts(decision.query.scenario):
        address = links.address(per="" if one == "total" else one)
        yield Tab(name=name_amount(one), address=address, is_current=one == current)


def _read_condition(text: str) -> Condition:
    return next((key for key in CONDITIONS if key == text), "deadline")


def _describe(condition: Condition, amount: Amount) -> str:
    """What the cells are, for the table's caption."""
    of = name_amount(amount)
    by = {"deadline": "by deadline", "seats": "by number of seats", "answers": "by reply rate"}
    return f"{of}, {by[condition]}: each plan’s cheapest way in time"


def _describe_limit(scenario: Scenario) -> str:
    if scenario.max_seats is None or scenario.seats != "best":
        return ""
    return f"With at most {count(scenario.max_seats, 'seat')} of a plan."


def _find_ways(
    terms: Terms,
    scenario: Scenario,
    columns: Sequence[MatrixColumn],
    options: Sequence[PurchaseOption],
) -> list[Least | None]:
    """The cheapest way of a plan in time, for each column; `options` are those of the scenario.

    Deadlines at the ends of months are one search: the ways that are done by an earlier one are
    found on the way to a later one, unless limits let messages to open profiles decide
    (RULES.md §4). Those by the deadline asked for are known, so that beyond it only cheaper ones
    are searched for.
    """
    by_months = [column for column in columns if "deadline_months" in column.change]
    if not by_months or scenario.is_paced or not scenario.to_send:
        return [_find_least(terms, column.scenario) for column in columns]
    widest = max((column.scenario for column in by_months), key=lambda one: one.deadline_months)
    known, months = options, scenario.deadline_months
    if scenario.is_deadline_a_day:
        # The end of a month is found on the way to a day in it by no search.
        known, months = (), 0
    at_most = known[-1].total if known else None
    later = PlanSearch(terms, widest).find_options(at_most=at_most, after_months=months)
    every = [*known, *later]
    return [
        _best_of(one for one in every if one.months <= column.scenario.deadline_months)
        if column in by_months
        else _best_of(options)
        for column in columns
    ]


def _find_least(terms: Terms, scenario: Scenario) -> Least | None:
    """The cheapest way of a plan in time, of all strategies; `None` where there is none."""
    if not scenario.to_send:
        estimate = make_estimate(terms, scenario, "cheapest")
        return Least(estimate.total, estimate.seats) if estimate.status == "ok" else None
    return _best_of(list_options(PlanSearch(terms, scenario)))


def _best_of(options: Iterable[PurchaseOption]) -> Least | None:
    """The last of options that are each better than those before."""
    ways = list(options)
    return Least(ways[-1].total, ways[-1].seats) if ways else None


def _make_row(terms: Terms, findings: _Findings) -> PlanRow:
    decision = findings.decision
    chosen = decision.chosen if decision.chosen and decision.chosen.terms == terms else None
    ways = tuple(row for row in findings.table.ranked_rows if row.estimate.terms == terms)
    is_open = decision.query.display.open == terms.slug
    places = range(len(findings.columns))
    return PlanRow(
        terms=terms,
        note=_note(ways, findings.best_now(terms)),
        cells=tuple(_make_cell(terms, place, chosen, findings) for place in places),
        is_chosen=chosen is not None,
        is_open=is_open,
        ways=ways if is_open else (),
    )


def _note(ways: Sequence[Row], least: Least | None) -> str:
    """The seats of the plan's cheapest way, else of its best one, and the remark on its price."""
    best = ways[0].estimate if ways else None
    seats_of_best = best.seats if best and best.is_done else 0
    seats = least.seats if least else seats_of_best
    parts = [count(seats, "seat")] if seats else []
    if ways and ways[0].price_note:
        parts.append(f"price {ways[0].price_note}")
    return ", ".join(parts)


def _make_cell(terms: Terms, place: int, chosen: Estimate | None, findings: _Findings) -> Cell:
    column, total = findings.columns[place], _total_of(findings.ways[terms][place])
    if total is None:
        return Cell(
            text="", choice="", is_least=False,
            is_current=column.is_current, is_chosen=False,
        )  # fmt: skip
    is_shown = chosen is not None and chosen.status == "ok" and chosen.total == total
    return Cell(
        text=divide_total(total, findings.amount, column.scenario),
        # What the question has already need not be chosen.
        choice=write_choice(terms.slug, **({} if column.is_current else column.change)),
        is_least=total == findings.least[place],
        is_current=column.is_current,
        is_chosen=column.is_current and is_shown,
    )


def _fold(plans: Sequence[Terms], findings: _Findings) -> Iterator[Fold]:
    """The plans without a total in time, by what stands against them."""
    kinds: dict[str, list[Terms]] = {}
    for terms in plans:
        kinds.setdefault(_obstacle_of(terms, findings.best_now(terms)), []).append(terms)
    for title, of_kind in kinds.items():
        is_open = any(terms.slug == findings.decision.query.display.open for terms in of_kind)
        yield Fold(
            title=f"{len(of_kind)} {title}",
            rows=tuple(_make_row(terms, findings) for terms in of_kind),
            is_open=is_open,
        )


def _obstacle_of(terms: Terms, least: Least | None) -> str:
    """What keeps a plan from being an answer with any strategy, compared or not."""
    if least is not None:
        return "without a known price"
    if terms.monthly_credits or terms.sells_credits:
        return "too late"
    return "without InMail"
