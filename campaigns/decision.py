"""A query's answer in short: the comparison, the estimate shown in full, the headline."""

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Self

from campaigns.query.display import DISPLAY_PARAMS, LEGACY_VIEWS, DisplayOptions
from campaigns.query.query import Query
from planner.planning.comparison import Comparison, compare
from planner.planning.estimate import Estimate
from planner.planning.phrases import reach
from planner.planning.wording import count, dollars

# A page is followed by its mix, its files and its saving: they ask what it has just compared. The
# largest comparisons take 750 KB each.
MOST_COMPARISONS = 16

# The example that the article works out: one seat, save up for three months, buy the rest.
ARTICLE_BOOK = "article"
ARTICLE_EXAMPLE = "sales-navigator-professional.accumulate"
SEATS_OF_ARTICLE_EXAMPLE = 1
ITEMS_OF_ARTICLE_EXAMPLE = {
    "price_book",
    "start_on",
    "seats",
    "rules",
    *DISPLAY_PARAMS,
    *LEGACY_VIEWS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A query, its comparison, and which estimate is shown in full.

    `chosen` is `None` where no plan is compared; `is_picked`: a person picked it in the address.
    The article's example is offered where only the number of seats keeps it from being shown.
    """

    query: Query
    comparison: Comparison
    chosen: Estimate | None
    is_picked: bool
    shows_article_example: bool
    offers_article_example: bool
    headline: str

    @property
    def is_article_example(self) -> bool:
        """Whether the estimate shown in full is the one that the article works out."""
        is_its_way = self.chosen is not None and key_of(self.chosen) == ARTICLE_EXAMPLE
        return self.shows_article_example and is_its_way

    @property
    def display_to_save(self) -> DisplayOptions:
        """How the answer is shown, with the estimate only where a person picked it.

        What a page shows of its own accord follows from the query, and is another one as soon as
        the query is.
        """
        picked = key_of(self.chosen) if self.chosen and self.is_picked else ""
        return replace(self.query.display, estimate=picked)


def decide(query: Query) -> Decision:
    """The answer to a query: this is where the plans are compared."""
    comparison = _compare(_Compared.of(query))
    estimates = comparison.estimates
    # Whichever book is the default: a saved page goes on to show what it showed.
    names = {name for name, _ in query.items}
    has_nothing_else = query.book.slug == ARTICLE_BOOK and names <= ITEMS_OF_ARTICLE_EXAMPLE
    is_example = has_nothing_else and query.scenario.seats == SEATS_OF_ARTICLE_EXAMPLE
    wanted = query.display.estimate or (ARTICLE_EXAMPLE if is_example else "")
    best = estimates[0] if estimates else None
    chosen = next((one for one in estimates if key_of(one) == wanted), best)
    return Decision(
        query=query,
        comparison=comparison,
        chosen=chosen,
        is_picked=chosen is not None and key_of(chosen) == query.display.estimate,
        shows_article_example=is_example,
        offers_article_example=has_nothing_else and not is_example,
        headline=write_headline(comparison),
    )


@dataclass(frozen=True, slots=True)
class _Compared:
    """What is compared: the same as another where it is written alike, as 0.1 and 0.10 are not."""

    query: Query = field(compare=False)
    written: str

    @classmethod
    def of(cls, query: Query) -> Self:
        return cls(query, repr((query.scenario, query.plans, query.strategies)))


@lru_cache(maxsize=MOST_COMPARISONS)
def _compare(compared: _Compared) -> Comparison:
    query = compared.query
    return compare(query.scenario, query.plans, query.strategies)


def key_of(estimate: Estimate) -> str:
    """The estimate's name in an address: "plan-slug.strategy"."""
    return f"{estimate.terms.slug}.{estimate.strategy}"


def write_headline(comparison: Comparison) -> str:
    """The answer in one sentence, for the page's title and for screen readers."""
    best, reached = comparison.cheapest, reach(comparison.scenario)
    if best and best.total is not None and best.months is not None:
        return f"{reached} for {dollars(best.total)} in {count(best.months, 'month')}"
    if best is None and (unpriced := first_in_time(comparison)):
        name = unpriced.terms.name
        return f"{reached}: {name} makes the deadline, but its price is not known"
    return f"{reached}: {describe_absence(comparison)}"


def first_in_time(comparison: Comparison) -> Estimate | None:
    """The best-ranked estimate that makes the deadline, at a known price or not."""
    return next((one for one in comparison.estimates if one.status == "ok"), None)


def describe_absence(comparison: Comparison) -> str:
    """That nothing is in time at a known price: no plan, or no way that is compared."""
    if comparison.has_the_least:
        return "no plan with a known price makes the deadline"
    return "no way that is compared makes the deadline at a known price"
