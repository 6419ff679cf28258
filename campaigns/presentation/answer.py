"""The planner page's answer: the verdict, alternatives, the comparison, what it rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from campaigns.decision import Decision
from campaigns.figures import columns
from campaigns.presentation.alternatives import Suggestion, suggest
from campaigns.presentation.assumptions import list_assumptions
from campaigns.presentation.audiences import Audiences, draw_audiences
from campaigns.presentation.comparison import ComparisonTable, Row
from campaigns.presentation.grant_day import explain_other_reading
from campaigns.presentation.matrix import Matrix, draw_matrix
from campaigns.presentation.obstacles import Obstacles, find_obstacles
from campaigns.presentation.other_books import OtherBook, compare_books
from campaigns.presentation.verdict import Verdict, draw_verdict
from campaigns.presentation.worth import Worth, draw_worth
from campaigns.query.links import Links
from campaigns.query.query import Book
from campaigns.wording import write_deadline
from planner.planning.comparison import Comparison
from planner.planning.estimate import Estimate
from planner.planning.phrases import reach
from planner.planning.ranges import MOST_MONTHS


@dataclass(frozen=True, slots=True, kw_only=True)
class LeastOfAll:
    """A way that the strategies compared leave out and that costs less, and where it is shown."""

    plan: str
    total: Decimal
    months: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A decision as the page shows it.

    `reach` is its target ("100 people"), `deadline` when it is due ("within 12 months", "by 31 Oct
    2026"); `chosen_row` is the row of the estimate shown in full;
    `columns` are the heads of the figures of a way; `most_months` is the longest deadline that
    alternatives are looked for up to.
    """

    headline: str
    reach: str
    deadline: str
    comparison: Comparison
    chosen: Estimate | None
    is_article_example: bool
    verdict: Verdict | None
    matrix: Matrix | None
    chosen_row: Row | None
    obstacles: Obstacles
    least_of_all: LeastOfAll | None
    suggestions: tuple[Suggestion, ...]
    worth: Worth | None
    audiences: Audiences | None
    other_reading: str
    other_books: tuple[OtherBook, ...]
    assumptions: tuple[str, ...]
    columns: tuple[str, ...]
    most_months: int = MOST_MONTHS


def make_answer(
    decision: Decision, links: Links, *, free_prefix: str, books: Sequence[Book]
) -> Answer:
    """Everything that the page shows of a decision, worked out once.

    `free_prefix` is that of a custom plan which is not filled in yet, `books` are those offered.
    """
    query, comparison = decision.query, decision.comparison
    table = ComparisonTable(decision, links)
    suggestions = suggest(decision, links)
    return Answer(
        headline=decision.headline,
        reach=reach(query.scenario),
        deadline=write_deadline(query.scenario),
        comparison=comparison,
        chosen=decision.chosen,
        is_article_example=decision.is_article_example,
        verdict=draw_verdict(decision, table, links, suggestions=suggestions),
        matrix=draw_matrix(decision, table, links) if query.plans else None,
        chosen_row=row_of_chosen(decision, table),
        obstacles=find_obstacles(decision, table, links, free_prefix=free_prefix),
        least_of_all=_find_least(comparison, links),
        suggestions=tuple(suggestions),
        worth=draw_worth(query, decision.chosen, links),
        audiences=draw_audiences(decision),
        other_reading=explain_other_reading(decision),
        other_books=tuple(compare_books(decision, links, books)),
        assumptions=tuple(list_assumptions(query)),
        columns=tuple(figure.column_head_for(query.scenario.goal) for figure in columns()),
    )


def row_of_chosen(decision: Decision, table: ComparisonTable) -> Row | None:
    """The row of the estimate that is shown in full; `None` where no plan is compared."""
    return None if decision.chosen is None else table.row_of(decision.chosen)


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
        # Picked, as the article's example is shown where nothing is.
        address=links.address_of_cheapest(estimate=f"{least.terms.slug}.cheapest"),
    )
