"""The planner page's answer: cards, alternatives, the comparison, the estimate shown in full."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from campaigns.charts import FrontierChart, draw_frontier
from campaigns.decision import Decision
from campaigns.presentation.alternatives import Suggestion, suggest
from campaigns.presentation.assumptions import list_assumptions
from campaigns.presentation.comparison import ComparisonTable, Row
from campaigns.presentation.grant_day import explain_other_reading
from campaigns.presentation.obstacles import Obstacles, find_obstacles
from campaigns.query.links import Links
from campaigns.query.query import Query
from campaigns.wording import write_deadline
from planner.planning.alternatives import try_seats
from planner.planning.comparison import Comparison
from planner.planning.estimate import Estimate
from planner.planning.phrases import reach
from planner.planning.scenario import MOST_MONTHS


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One way that is worth knowing, in full words."""

    title: str
    row: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class LeastOfAll:
    """A way that the strategies compared leave out and that costs less, and where it is shown."""

    plan: str
    total: Decimal
    months: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatCount:
    """What a number of seats comes to at its cheapest; `estimate` is `None` where nothing does."""

    seats: int
    estimate: Estimate | None
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A decision as the page shows it.

    `reach` is its target ("100 people"); `chosen_row` is the row of the estimate shown in
    full; `frontier_chart` is the least cost for every deadline, each month a link to the page with
    that deadline; `most_months` is the longest deadline that alternatives are looked for up to.
    """

    headline: str
    reach: str
    comparison: Comparison
    chosen: Estimate | None
    is_article_example: bool
    table: ComparisonTable
    chosen_row: Row | None
    obstacles: Obstacles
    cards: tuple[Card, ...]
    least_of_all: LeastOfAll | None
    suggestions: tuple[Suggestion, ...]
    seat_counts: tuple[SeatCount, ...]
    frontier_chart: FrontierChart | None
    other_reading: str
    assumptions: tuple[str, ...]
    most_months: int = MOST_MONTHS


def make_answer(decision: Decision, links: Links, *, free_prefix: str) -> Answer:
    """Everything that the page shows of a decision, worked out once.

    `free_prefix` is that of a custom plan which is not filled in yet.
    """
    query, comparison = decision.query, decision.comparison
    table = ComparisonTable(decision, links)
    suggestions = suggest(decision, links)
    return Answer(
        headline=decision.headline,
        reach=reach(query.scenario),
        comparison=comparison,
        chosen=decision.chosen,
        is_article_example=decision.is_article_example,
        table=table,
        chosen_row=row_of_chosen(decision, table),
        obstacles=find_obstacles(decision, table, links, free_prefix=free_prefix),
        cards=tuple(_list_cards(decision, table)),
        least_of_all=_find_least(comparison, links),
        suggestions=tuple(suggestions),
        seat_counts=tuple(_count_seats(query, comparison, links)),
        frontier_chart=_draw_frontier(comparison, links) if comparison.estimates else None,
        other_reading=explain_other_reading(decision.chosen) if decision.chosen else "",
        assumptions=tuple(list_assumptions(query)),
    )


def row_of_chosen(decision: Decision, table: ComparisonTable) -> Row | None:
    """The row of the estimate that is shown in full; `None` where no plan is compared."""
    return None if decision.chosen is None else table.row_of(decision.chosen)


def _list_cards(decision: Decision, table: ComparisonTable) -> list[Card]:
    """The cheapest of all, then the chosen one, then its plan's own cheapest way."""
    chosen, comparison = decision.chosen, decision.comparison
    if chosen is None:
        return []
    cheapest, same_plan = comparison.cheapest, _of_plan(comparison, chosen)[0]
    picked = "The article’s example" if decision.is_article_example else "The way chosen"
    if cheapest is None:
        nearest = comparison.estimates[0]
        titled = [(nearest, _title_of_nearest(nearest, comparison)), (chosen, picked)]
    else:
        titled = [
            (cheapest, _title_of_cheapest(comparison)),
            (chosen, picked),
            (same_plan, _title_of_plan(same_plan, decision)),
        ]
    cards: list[Card] = []
    for estimate, title in titled:
        row = table.row_of(estimate)
        if estimate.is_done and row not in [card.row for card in cards]:
            cards.append(Card(title=title, row=row))
    return cards


def _of_plan(comparison: Comparison, estimate: Estimate) -> list[Estimate]:
    """The estimates of the same plan, best first."""
    return [one for one in comparison.estimates if one.terms is estimate.terms]


def _title_of_cheapest(comparison: Comparison) -> str:
    within = write_deadline(comparison.scenario)
    if comparison.has_the_least:
        return f"Cheapest {within}"
    return f"Cheapest of the ways compared, {within}"


def _title_of_plan(best: Estimate, decision: Decision) -> str:
    """What the best-ranked way of its plan is (RULES.md §4)."""
    measure = "cheapest" if best.status == "ok" and best.price_known else "soonest"
    way = "way" if "cheapest" in decision.query.strategies else "way compared"
    of_plan = _of_plan(decision.comparison, best)
    known = "" if measure == "cheapest" or _is_soonest(best, of_plan) else " at a known price"
    return f"The {measure} {way} with {best.terms.name}{known}"


def _title_of_nearest(nearest: Estimate, comparison: Comparison) -> str:
    """What the first of a comparison is in which nothing is in time at a known price."""
    if nearest.status == "ok":
        return "In time at an unknown price"
    is_soonest = _is_soonest(nearest, comparison.estimates)
    return "Nearest to it" if is_soonest else "Nearest to it at a known price"


def _is_soonest(estimate: Estimate, others: Iterable[Estimate]) -> bool:
    """Whether none of `others` is done in fewer months."""
    months = [other.months for other in others if other.months is not None]
    return estimate.months is not None and estimate.months <= min(months)


def _find_least(comparison: Comparison, links: Links) -> LeastOfAll | None:
    """The cheapest way of all where it is not compared; `None` where nothing costs less."""
    least = comparison.least
    if comparison.has_the_least or least is None or least.option is None:
        return None
    if least.terms is None or least.option.total is None:
        return None
    return LeastOfAll(
        plan=least.terms.name,
        total=least.option.total,
        months=least.option.months,
        address=links.address_of_cheapest(estimate=""),
    )


def _draw_frontier(comparison: Comparison, links: Links) -> FrontierChart:
    """The chart of the least costs; its last deadline is the one of the page."""
    last = comparison.scenario.months_until_deadline

    def address_of(months: int) -> str:
        if months == last:
            return links.address_of_cheapest(estimate="")
        return links.address_of_cheapest(deadline_months=str(months), deadline_on="", estimate="")

    return draw_frontier(comparison, addresses=address_of)


def _count_seats(query: Query, comparison: Comparison, links: Links) -> Iterator[SeatCount]:
    """What other numbers of seats do to time and money, at the cheapest of the plans compared."""
    best = comparison.cheapest
    if best is None or not best.groups:
        return
    for seats, estimate in try_seats(query.scenario, query.plans, best.seats).items():
        yield SeatCount(
            seats=seats,
            estimate=estimate,
            address=links.address_of_cheapest(seats=str(seats)),
            is_current=seats == best.seats,
        )
