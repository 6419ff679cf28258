"""The ways that are compared as rows: estimates of one plan that come to the same together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from campaigns.decision import Decision, key_of
from campaigns.figure import NONE, Figure
from campaigns.figures import columns, facts
from campaigns.forms import STRATEGY_NAMES
from campaigns.models import SoldPlan
from campaigns.presentation.judgement import write_span
from campaigns.presentation.month_table import MonthTable, draw_month_table
from campaigns.presentation.seat_lines import SeatLine, list_seats
from campaigns.query.links import Links
from campaigns.wording import difference, name_cheapest, signed, unbroken
from planner.planning.estimate import Estimate
from planner.planning.explain import explain, explain_status
from planner.planning.key_dates import KeyDates, find_key_dates
from planner.planning.strategies import Strategy
from planner.planning.wording import dollars

# Of strategies that come to the same, the one to name: no buying or saving up without need.
SIMPLEST_FIRST: tuple[Strategy, ...] = ("as_granted", "buy_now", "accumulate")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A figure in a row, its note in small print, and how it compares."""

    figure: Figure
    head: str
    text: str
    note: str
    beside: str
    is_bad: bool


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the comparison: estimates of one plan that come to the same thing.

    `cheapest_of_what` names the cheapest of the comparison ("cheapest single plan"), and is empty
    for every other line. Few lines are shown: what only these need is worked out when asked for.
    """

    estimates: tuple[Estimate, ...]
    plan: SoldPlan | None
    links: Links
    is_chosen: bool
    cheapest_of_what: str
    more_than_cheapest: Decimal | None
    months_more_than_cheapest: int | None

    @property
    def estimate(self) -> Estimate:
        return self.estimates[0]

    @cached_property
    def dates(self) -> KeyDates:
        """The days that a person acts on."""
        return find_key_dates(self.estimate)

    @cached_property
    def month_table(self) -> MonthTable | None:
        """Its months one by one; `None` where nothing is sent."""
        return draw_month_table(self.estimate)

    @property
    def address(self) -> str:
        """The page that shows it in full."""
        return self.links.address(estimate=self.key)

    @property
    def detail_address(self) -> str:
        """The page of its every figure."""
        return self.links.address("estimate/", estimate=self.key)

    @property
    def seats(self) -> list[SeatLine]:
        """Its seats, those that are paid for alike in one line."""
        return list(list_seats(self.estimate.groups))

    @property
    def is_cheapest(self) -> bool:
        """Whether the cheapest of the comparison is among its estimates."""
        return bool(self.cheapest_of_what)

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
        """By how much it misses the deadline: "20 days late"."""
        estimate = self.estimate
        if estimate.status != "misses_deadline" or estimate.tightest is None:
            return ""
        return f"{write_span(*estimate.tightest)} late"

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
                    note=figure.note(self.estimate, self.dates),
                    beside=self._note_beside(figure),
                    is_bad=figure.key == "months" and self.late != "",
                )

    @property
    def facts(self) -> Iterator[tuple[str, str, str]]:
        """What is listed of it beside its total: a name, the figure, a note in small print."""
        for figure in facts():
            is_shown_apart = figure.is_main or figure.kind in ("word", "sentence")
            if is_shown_apart or figure.is_absent(self.estimate):
                continue
            if figure.value(self.estimate, self.dates) is None:
                continue
            text = figure.text_of(self.estimate, self.dates)
            text = unbroken(text) if figure.kind == "day" else text
            yield (
                figure.head_for(self.estimate.scenario.goal),
                text,
                figure.note(self.estimate, self.dates),
            )

    def _note_beside(self, figure: Figure) -> str:
        """How late it is, and how much it differs from the cheapest."""
        if figure.key == "months":
            months = self.months_more_than_cheapest
            return self.late or (signed(months) if months else "")
        if not figure.is_main:
            return ""
        if self.more_than_cheapest:
            return difference(self.more_than_cheapest)
        return "" if self.estimate.price_known else "price unknown"

    @property
    def price_note(self) -> str:
        """The remark on the plan's price: "not in the article"."""
        return self.plan.price.note if self.plan and self.plan.price else ""


class ComparisonTable:
    """The rows of a comparison, best first."""

    def __init__(self, decision: Decision, links: Links) -> None:
        self.query, self.comparison = decision.query, decision.comparison
        self.chosen, self.links = decision.chosen, links
        self._plan_rows = decision.query.plan_rows

    @cached_property
    def ranked_rows(self) -> list[Row]:
        """The rows, best first."""
        return [self._make_row(group) for group in _gather(self.comparison.estimates)]

    def row_of(self, estimate: Estimate) -> Row:
        """The row that holds `estimate`."""
        return next(row for row in self.ranked_rows if estimate in row.estimates)

    def _make_row(self, estimates: Sequence[Estimate]) -> Row:
        first, cheapest = estimates[0], self.comparison.cheapest
        return Row(
            estimates=tuple(estimates),
            plan=self._plan_rows.get(first.terms.slug),
            links=self.links,
            is_chosen=self.chosen in estimates,
            cheapest_of_what=name_cheapest(self.comparison) if cheapest in estimates else "",
            more_than_cheapest=None
            if cheapest is None or cheapest.total is None or first.total is None
            else first.total - cheapest.total,
            months_more_than_cheapest=None
            if cheapest is None or cheapest.months is None or first.months is None
            else first.months - cheapest.months,
        )


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
        one.terms == other.terms
        and one.status == other.status
        and (one.status != "out_of_reach" or not one.terms.sells_credits)
        and one.schedule == other.schedule
    )
