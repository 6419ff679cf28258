"""What the planner page shows of an answer: cards, table rows, the estimate shown in full."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from campaigns.bridge import CHOSEN_ESTIMATE, Question
from campaigns.forms import STRATEGY_NAMES
from campaigns.models import Plan
from planner.planning.estimate import Estimate
from planner.planning.explain import count, dollars, explain, explain_status

# The example that the article works out: save up for three months, buy the rest.
ARTICLE_BOOK = "article"
ARTICLE_EXAMPLE = "sales-navigator-professional.accumulate"


def key_of(estimate: Estimate) -> str:
    """The estimate's name in an address: "plan-slug.strategy"."""
    return f"{estimate.terms.slug}.{estimate.strategy}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the comparison: estimates of one plan that come to the same thing."""

    estimates: tuple[Estimate, ...]
    plan: Plan | None
    address: str
    is_chosen: bool
    is_cheapest: bool
    is_article_example: bool
    more_than_cheapest: Decimal | None

    @property
    def estimate(self) -> Estimate:
        return self.estimates[0]

    @property
    def way(self) -> str:
        """The strategies that come to this, in words, but for the search for the cheapest."""
        if self.estimate.status == "no_inmail" and len(self.estimates) > 1:
            return "Any way"
        named = [estimate.strategy for estimate in self.estimates]
        plain = [strategy for strategy in named if strategy != "cheapest"]
        first, *others = [STRATEGY_NAMES[strategy] for strategy in plain or named]
        return " or ".join([first, *(name.lower() for name in others)])

    @property
    def is_cheapest_of_plan(self) -> bool:
        """Whether the search for the plan's cheapest way ended here, too."""
        return len(self.estimates) > 1 and any(e.strategy == "cheapest" for e in self.estimates)

    @property
    def why(self) -> str:
        """The reason; where the search for the cheapest way ended here, why nothing is cheaper."""
        return explain(next((e for e in self.estimates if e.strategy == "cheapest"), self.estimate))

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
        return f"{count(estimate.months - estimate.scenario.deadline_months, 'month')} late"

    @property
    def price_note(self) -> str:
        """What has to be said of the plan's price: "not in the article"."""
        return self.plan.price.note if self.plan and self.plan.price else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One way that is worth knowing, in full words."""

    title: str
    row: Row


class Answer:
    """The answer to a valid question, ready to be shown."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.comparison = question.comparison
        estimates = self.comparison.estimates
        asked = question.chosen
        self.shows_article_example = question.is_untouched and (
            question.form.said["price_book"] == ARTICLE_BOOK
        )
        wanted = asked or (ARTICLE_EXAMPLE if self.shows_article_example else "")
        best = estimates[0] if estimates else None
        self.chosen = next((e for e in estimates if key_of(e) == wanted), best)
        self.is_chosen_by_hand = self.chosen is not None and key_of(self.chosen) == asked
        self.rows = list(self._rows())

    def _rows(self) -> Iterator[Row]:
        cheapest = self.comparison.cheapest
        for estimates in _gather(self.comparison.estimates):
            first = estimates[0]
            total = first.total
            yield Row(
                estimates=tuple(estimates),
                plan=self.question.plan_rows.get(first.terms.slug),
                address=self.question.address(**{CHOSEN_ESTIMATE: key_of(first)}),
                is_chosen=self.chosen in estimates,
                is_cheapest=cheapest in estimates,
                is_article_example=self.shows_article_example
                and any(key_of(estimate) == ARTICLE_EXAMPLE for estimate in estimates),
                more_than_cheapest=None
                if total is None or cheapest is None or cheapest.total is None
                else total - cheapest.total,
            )

    def row_of(self, estimate: Estimate) -> Row:
        """The row that holds `estimate`."""
        return next(row for row in self.rows if estimate in row.estimates)

    @property
    def chosen_key(self) -> str:
        """The chosen estimate as an address names it; empty where nobody chose."""
        return "" if self.chosen is None or not self.is_chosen_by_hand else key_of(self.chosen)

    @property
    def chosen_row(self) -> Row | None:
        return None if self.chosen is None else self.row_of(self.chosen)

    @property
    def cards(self) -> list[Card]:
        """The cheapest of all, then the chosen one, then its plan's own cheapest way."""
        chosen, cheapest = self.chosen, self.comparison.cheapest
        if chosen is None:
            return []
        same_plan = next(e for e in self.comparison.estimates if e.terms is chosen.terms)
        plan_name = chosen.terms.name
        titled = [
            (cheapest, f"Cheapest within {count(chosen.scenario.deadline_months, 'month')}"),
            (chosen, "The article’s example" if self.shows_article_example else "Your choice"),
            (same_plan, f"The cheapest way with {plan_name}"),
        ]
        if cheapest is None:
            titled[1:] = [(chosen, "Nearest to it")]
        cards: list[Card] = []
        for estimate, title in titled:
            row = self.row_of(estimate) if estimate else None
            if row and estimate and estimate.is_done and row not in [card.row for card in cards]:
                cards.append(Card(title=title, row=row))
        return cards

    @property
    def headline(self) -> str:
        """The answer in one sentence, for the page's title and for those who listen to it."""
        best, scenario = self.comparison.cheapest, self.comparison.scenario
        people = "1 person" if scenario.target == 1 else f"{scenario.target:,} people"
        if best is None or best.total is None or best.months is None:
            return f"{people}: no plan with a known price makes the deadline"
        return f"{people} for {dollars(best.total)} in {count(best.months, 'month')}"


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
        and one.status != "out_of_reach"
        and one.schedule == other.schedule
    )
