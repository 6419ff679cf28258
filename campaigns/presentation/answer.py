"""The planner page's answer: cards, alternatives, the comparison, the estimate shown in full."""

from dataclasses import dataclass
from functools import cached_property

from campaigns.bridge import Question
from campaigns.charts import FrontierChart, draw_frontier
from campaigns.forms import GOAL_NAMES
from campaigns.presentation.alternatives import Suggestion, suggest
from campaigns.presentation.comparison import ComparisonTable, Row, key_of
from planner.planning.alternatives import find_cheapest_by, try_further_seats
from planner.planning.estimate import Estimate
from planner.planning.explain import count, dollars

# The example that the article works out: save up for three months, buy the rest.
ARTICLE_BOOK = "article"
ARTICLE_EXAMPLE = "sales-navigator-professional.accumulate"

ALWAYS_SAID = ("start_on", "deadline_months", "seats")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One way that is worth knowing, in full words."""

    title: str
    row: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatCount:
    """What a number of seats comes to at its cheapest; `estimate` is `None` where nothing does."""

    seats: int
    estimate: Estimate | None
    address: str
    is_asked: bool


class Answer:
    """The answer to a valid question, ready to be shown."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.comparison = question.comparison
        estimates = self.comparison.estimates
        asked = question.view("estimate")
        self.shows_article_example = question.is_untouched and (
            question.form.said["price_book"] == ARTICLE_BOOK
        )
        wanted = asked or (ARTICLE_EXAMPLE if self.shows_article_example else "")
        best = estimates[0] if estimates else None
        self.chosen = next((e for e in estimates if key_of(e) == wanted), best)
        self.table = ComparisonTable(question, self.chosen)

    @property
    def is_chosen_by_address(self) -> bool:
        """Whether the address names an estimate that there is."""
        return self.chosen is not None and key_of(self.chosen) == self.question.view("estimate")

    @property
    def key_of_chosen(self) -> str:
        """The name, in an address, of the estimate that is shown in full; empty without one."""
        return key_of(self.chosen) if self.chosen else ""

    @property
    def is_article_example(self) -> bool:
        """Whether the estimate shown in full is the one that the article works out."""
        return (
            self.shows_article_example
            and self.chosen is not None
            and key_of(self.chosen) == ARTICLE_EXAMPLE
        )

    @property
    def chosen_row(self) -> Row | None:
        """The row of the estimate that is shown in full."""
        return None if self.chosen is None else self.table.row_of(self.chosen)

    @cached_property
    def cards(self) -> list[Card]:
        """The cheapest of all, then the chosen one, then its plan's own cheapest way."""
        chosen, cheapest = self.chosen, self.comparison.cheapest
        if chosen is None:
            return []
        same_plan = next(e for e in self.comparison.estimates if e.terms is chosen.terms)
        titled = [
            (cheapest, f"Cheapest within {count(chosen.scenario.deadline_months, 'month')}"),
            (chosen, "The article’s example" if self.is_article_example else "Your choice"),
            (same_plan, f"The cheapest way with {chosen.terms.name}"),
        ]
        if cheapest is None:
            titled = [(chosen, "Nearest to it")]
        cards: list[Card] = []
        for estimate, title in titled:
            row = self.table.row_of(estimate) if estimate else None
            if row and estimate and estimate.is_done and row not in [card.row for card in cards]:
                cards.append(Card(title=title, row=row))
        return cards

    @cached_property
    def suggestions(self) -> list[Suggestion]:
        """The alternatives worth knowing, one click away each."""
        return suggest(self.question, self._with_further_seats)

    @cached_property
    def _with_further_seats(self) -> list[Estimate | None]:
        return try_further_seats(self.comparison.scenario, self.question.plans)

    @cached_property
    def frontier_chart(self) -> FrontierChart:
        """The least cost for every deadline, each month a link to the page with that deadline."""
        return draw_frontier(
            self.comparison,
            addresses=lambda months: self.question.address_of_cheapest(
                deadline_months=str(months), deadline_on="", estimate=""
            ),
        )

    @cached_property
    def seat_counts(self) -> list[SeatCount]:
        """What each further seat does to time and money, at the cheapest of the plans compared."""
        scenario = self.comparison.scenario
        with_these = find_cheapest_by(self.comparison, scenario.deadline_months)
        return [
            SeatCount(
                seats=seats,
                estimate=estimate,
                address=self.question.address_of_cheapest(seats=str(seats)),
                is_asked=seats == scenario.seats,
            )
            for seats, estimate in enumerate(
                [with_these, *self._with_further_seats], scenario.seats
            )
        ]

    @property
    def assumptions(self) -> list[str]:
        """What the answer rests on, for those who see it without the form: on paper."""
        form, scenario = self.question.form, self.comparison.scenario
        said = [f"{count(scenario.target, 'lead')}, counted when {GOAL_NAMES[scenario.goal]}"]
        shares = ("reply_rate", "decline_rate", "open_profile_share")
        for name in form.fields:
            text = str(form.said.get(name) or "")
            if not text or name in ("target", "goal", "plans", "strategies", "price_book"):
                continue
            if name in shares or text != form.defaults.get(name) or name in ALWAYS_SAID:
                said.append(f"{form.fields[name].label}: {text}")
        if form.book:
            said.append(f"Prices: {form.book.name}, as of {form.book.as_of}")
        return said

    @property
    def headline(self) -> str:
        """The answer in one sentence, for the page's title and for those who listen to it."""
        best, scenario = self.comparison.cheapest, self.comparison.scenario
        people = "1 person" if scenario.target == 1 else f"{scenario.target:,} people"
        if best is None or best.total is None or best.months is None:
            return f"{people}: no plan with a known price makes the deadline"
        return f"{people} for {dollars(best.total)} in {count(best.months, 'month')}"
