"""The comparison as a table: rows, the base they are measured by, the order they stand in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from operator import itemgetter
from typing import Any

from campaigns.decision import Decision, key_of
from campaigns.figure import NONE, Figure
from campaigns.figures import columns, facts
from campaigns.forms import STRATEGY_NAMES
from campaigns.models import SoldPlan
from campaigns.presentation.dates import dates_of
from campaigns.query.links import Links
from campaigns.wording import difference, signed, unbroken
from planner.planning.estimate import Estimate
from planner.planning.explain import explain, explain_status, write_delay
from planner.planning.key_dates import KeyDates
from planner.planning.strategies import Strategy
from planner.planning.wording import dollars

# Of strategies that come to the same, the one to name: no buying or saving up without need.
SIMPLEST_FIRST: tuple[Strategy, ...] = ("as_granted", "buy_now", "accumulate")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column's head: its measure and name, where its link leads, how the rows stand by it."""

    measure: str
    name: str
    address: str
    order: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A figure in a row, and what stands beside it."""

    figure: Figure
    head: str
    text: str
    beside: str
    is_bad: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the comparison: estimates of one plan that come to the same thing."""

    estimates: tuple[Estimate, ...]
    plan: SoldPlan | None
    address: str
    detail_address: str
    base_address: str
    is_chosen: bool
    is_cheapest: bool
    is_base: bool
    more_than_base: Decimal | None
    months_more_than_base: int | None
    dates: KeyDates

    @property
    def estimate(self) -> Estimate:
        return self.estimates[0]

    @property
    def key(self) -> str:
        """Its name in an address and on the page."""
        return key_of(self.estimate)

    @property
    def way(self) -> str:
        """The simplest of the strategies that come to this."""
        if self.estimate.status == "no_inmail" and len(self.estimates) > 1:
            return "Any way"
        return STRATEGY_NAMES[self._strategies[0]]

    @property
    def same_ways(self) -> str:
        """That the others come to the same; empty where there are none."""
        _, *others = self._strategies
        if not others or self.estimate.status == "no_inmail":
            return ""
        if len(others) > 1:
            return "the other ways come to the same"
        return f"“{STRATEGY_NAMES[others[0]].lower()}” comes to the same"

    @property
    def _strategies(self) -> list[Strategy]:
        """The strategies that come to this, the simplest first, but for the search.

        Where the plan sells no credits, to buy now is to send what is granted.
        """
        named = {estimate.strategy for estimate in self.estimates} - {"cheapest"}
        if "buy_now" in named and not self.estimate.terms.sells_credits:
            named = named - {"buy_now"} | {"as_granted"}
        return [strategy for strategy in SIMPLEST_FIRST if strategy in named] or ["cheapest"]

    @property
    def is_cheapest_of_plan(self) -> bool:
        """Whether the search for the plan's cheapest way in time ended here, too."""
        searched = any(estimate.strategy == "cheapest" for estimate in self.estimates)
        is_in_time = self.estimate.status == "ok" and self.estimate.price_known
        return searched and len(self.estimates) > 1 and is_in_time

    @property
    def why(self) -> str:
        """The reason; where the search for the cheapest way ended here, why nothing is cheaper."""
        explained = [
            estimate
            for strategy in ("cheapest", self._strategies[0])
            for estimate in self.estimates
            if estimate.strategy == strategy
        ]
        return explain((explained or self.estimates)[0])

    @property
    def message(self) -> str | None:
        """What stands against it."""
        return explain_status(self.estimate)

    @property
    def late(self) -> str:
        """By how much it misses the deadline: "2 months late"."""
        estimate = self.estimate
        if estimate.status != "misses_deadline" or estimate.months is None:
            return ""
        return f"{write_delay(estimate)} late"

    @property
    def over_budget(self) -> str:
        """By how much it misses the budget: "$20.00 over budget"."""
        estimate = self.estimate
        if estimate.within_budget is not False or estimate.total is None:
            return ""
        budget = estimate.scenario.budget or Decimal(0)
        return f"{dollars(estimate.total - budget)} over budget"

    @property
    def cells(self) -> Iterator[Cell]:
        """The figures in the columns after the plan, each with the remark beside it."""
        for figure in columns():
            if figure.kind != "word":
                yield Cell(
                    figure=figure,
                    head=figure.column_head_for(self.estimate.scenario.goal),
                    text=NONE
                    if figure.is_absent(self.estimate)
                    else figure.text_of(self.estimate, self.dates),
                    beside=self._note_beside(figure),
                    is_bad=figure.key == "months" and self.late != "",
                )

    @property
    def facts(self) -> Iterator[tuple[str, str, str]]:
        """What is listed of it beside its total: a name, the figure, a note in small print."""
        for figure in facts():
            is_shown_apart = figure.is_main or figure.kind in ("word", "sentence")
            if is_shown_apart or figure.value(self.estimate, self.dates) is None:
                continue
            text = figure.text_of(self.estimate, self.dates)
            text = unbroken(text) if figure.kind == "day" else text
            yield (
                figure.head_for(self.estimate.scenario.goal),
                text,
                figure.note(self.estimate, self.dates),
            )

    def _note_beside(self, figure: Figure) -> str:
        """How late it is, and how much it differs from the base."""
        if figure.key == "months":
            months = self.months_more_than_base
            return self.late or (signed(months) if months else "")
        if not figure.is_main:
            return ""
        if self.more_than_base:
            return difference(self.more_than_base)
        return "" if self.estimate.price_known else "price unknown"

    @property
    def price_note(self) -> str:
        """The remark on the plan's price: "not in the article"."""
        return self.plan.price.note if self.plan and self.plan.price else ""


class ComparisonTable:
    """The rows of a comparison, the columns' heads, the base of the differences."""

    def __init__(self, decision: Decision, links: Links) -> None:
        self.query, self.comparison = decision.query, decision.comparison
        self.chosen, self.links = decision.chosen, links
        wanted = self.query.display.base
        estimates = self.comparison.estimates
        self.is_pinned = any(key_of(estimate) == wanted for estimate in estimates)
        self.base = next(
            (estimate for estimate in estimates if key_of(estimate) == wanted),
            self.comparison.cheapest,
        )

    @cached_property
    def ranked_rows(self) -> list[Row]:
        """The rows, best first."""
        return [self._make_row(group) for group in _gather(self.comparison.estimates)]

    @cached_property
    def rows(self) -> list[Row]:
        """The rows in the order that the address asks for; what has no value stands last."""
        _, descending = self._sort
        figure = self._sorted_by
        if figure is None:
            return self.ranked_rows
        values = [(_rank(figure.value(row.estimate, row.dates)), row) for row in self.ranked_rows]
        with_value = [pair for pair in values if pair[0] is not None]
        with_value.sort(key=itemgetter(0), reverse=descending)
        return [row for _, row in with_value] + [row for value, row in values if value is None]

    @property
    def _sort(self) -> tuple[str, bool]:
        sort = self.query.display.sort
        return sort.removeprefix("-"), sort.startswith("-")

    @property
    def _sorted_by(self) -> Figure | None:
        """The figure that the address sorts by; `None` where that is none of the columns."""
        name = self._sort[0]
        return next((figure for figure in columns() if figure.column == name), None)

    @property
    def is_sorted(self) -> bool:
        """Whether the rows stand in another order than best first."""
        return self._sorted_by is not None

    @property
    def columns(self) -> Iterator[Column]:
        """The heads of the columns that can be sorted by."""
        name, descending = self._sort
        for figure in columns():
            measure = figure.column
            is_sorted = measure == name
            yield Column(
                measure=measure,
                name=figure.column_head_for(self.query.scenario.goal),
                address=self.links.address(
                    sort=f"-{measure}" if is_sorted and not descending else measure
                ),
                order=("descending" if descending else "ascending") if is_sorted else "",
            )

    def row_of(self, estimate: Estimate) -> Row:
        """The row that holds `estimate`."""
        return next(row for row in self.ranked_rows if estimate in row.estimates)

    def _make_row(self, estimates: Sequence[Estimate]) -> Row:
        first, base, address = estimates[0], self.base, self.links.address
        key = key_of(first)
        return Row(
            estimates=tuple(estimates),
            plan=self.query.plan_rows.get(first.terms.slug),
            address=address(estimate=key),
            detail_address=address("estimate/", estimate=key),
            base_address=address(base=key),
            is_chosen=self.chosen in estimates,
            is_cheapest=self.comparison.cheapest in estimates,
            is_base=base in estimates,
            more_than_base=None
            if base is None or base.total is None or first.total is None
            else first.total - base.total,
            months_more_than_base=None
            if base is None or base.months is None or first.months is None
            else first.months - base.months,
            dates=dates_of(self.query, first),
        )

    @property
    def width(self) -> int:
        """How many columns there are after the plan's."""
        return len(columns()) - 1

    @property
    def unpinned_address(self) -> str:
        """The page with the cheapest as the base again."""
        return self.links.address(base="")

    @property
    def ranked_address(self) -> str:
        """The page with the best row first again."""
        return self.links.address(sort="")


def _rank(value: Any) -> Any:
    """A value to sort by: names stand in the order of their letters."""
    return value.casefold() if isinstance(value, str) else value


def _gather(estimates: Sequence[Estimate]) -> list[list[Estimate]]:
    """The estimates in their order, those of one plan that come to the same thing together."""
    groups: list[list[Estimate]] = []
    for estimate in estimates:
        for group in groups:
            if _come_to_the_same(group[0], estimate):
                group.append(estimate)
                break
        else:
            groups.append([estimate])
    return groups


def _come_to_the_same(one: Estimate, other: Estimate) -> bool:
    return (
        one.terms is other.terms
        and one.status == other.status
        and (one.status != "out_of_reach" or not one.terms.sells_credits)
        and one.schedule == other.schedule
    )
