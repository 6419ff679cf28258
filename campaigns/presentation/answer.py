"""The planner page's answer: cards, alternatives, the comparison, the estimate shown in full."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from campaigns.bridge import VIEW_KEYS, Question
from campaigns.charts import FrontierChart, draw_frontier
from campaigns.forms import BILLING_NAMES, GOAL_NAMES
from campaigns.presentation.alternatives import Suggestion, suggest
from campaigns.presentation.comparison import ComparisonTable, Row, key_of
from campaigns.presentation.obstacles import Obstacles
from campaigns.wording import day
from planner.planning.alternatives import find_cheapest_by, try_further_seats
from planner.planning.comparison import Comparison
from planner.planning.estimate import Estimate
from planner.planning.phrases import reach
from planner.planning.scenario import MOST_MONTHS
from planner.planning.wording import count, dollars, exact_dollars, percent

# The example that the article works out: save up for three months, buy the rest.
ARTICLE_BOOK = "article"
ARTICLE_EXAMPLE = "sales-navigator-professional.accumulate"

SAID_OF_ARTICLE_EXAMPLE = {"price_book", "start_on", *VIEW_KEYS}

ALWAYS_SAID = ("start_on", "deadline_months", "seats")


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
    is_asked: bool


class Answer:
    """The answer to a valid question, ready to be shown."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.comparison = question.comparison
        estimates = self.comparison.estimates
        asked = question.view("estimate")
        # Whichever book is the default: a saved page goes on to show what it showed.
        said = {name for name, _ in question.said_in_address()}
        self.shows_article_example = (
            question.form.said["price_book"] == ARTICLE_BOOK and said <= SAID_OF_ARTICLE_EXAMPLE
        )
        wanted = asked or (ARTICLE_EXAMPLE if self.shows_article_example else "")
        best = estimates[0] if estimates else None
        self.chosen = next((e for e in estimates if key_of(e) == wanted), best)
        self.table = ComparisonTable(question, self.chosen)
        self.obstacles = Obstacles(question, self.table)

    @property
    def is_chosen_by_address(self) -> bool:
        """Whether the address names an estimate that there is."""
        return self.chosen is not None and key_of(self.chosen) == self.question.view("estimate")

    @property
    def key_of_chosen(self) -> str:
        """The name, in an address, of the estimate that a person chose; empty where none did.

        What the page shows of its own accord must not be kept as somebody's choice: it follows
        from the question, and is another one as soon as the question is.
        """
        return key_of(self.chosen) if self.chosen and self.is_chosen_by_address else ""

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
        picked = "The article’s example" if self.is_article_example else "The way chosen"
        titled = [
            (cheapest, self._title_of_cheapest),
            (chosen, picked),
            (same_plan, self._title_of_plan(same_plan)),
        ]
        if cheapest is None:
            nearest = self.comparison.estimates[0]
            titled = [(nearest, self._title_of_nearest(nearest)), (chosen, picked)]
        cards: list[Card] = []
        for estimate, title in titled:
            row = self.table.row_of(estimate) if estimate else None
            if row and estimate and estimate.is_done and row not in [card.row for card in cards]:
                cards.append(Card(title=title, row=row))
        return cards

    @property
    def _title_of_cheapest(self) -> str:
        deadline = count(self.comparison.scenario.deadline_months, "month")
        if self.comparison.has_the_least:
            return f"Cheapest within {deadline}"
        return f"Cheapest of the ways compared, within {deadline}"

    def _title_of_plan(self, best: Estimate) -> str:
        """What the best-ranked way of its plan is (RULES.md §4)."""
        measure = "cheapest" if best.status == "ok" and best.price_known else "soonest"
        way = "way" if "cheapest" in self.question.strategies else "way compared"
        of_plan = [e for e in self.comparison.estimates if e.terms is best.terms]
        known = "" if measure == "cheapest" or _is_soonest(best, of_plan) else " at a known price"
        return f"The {measure} {way} with {best.terms.name}{known}"

    def _title_of_nearest(self, nearest: Estimate) -> str:
        """What the first of a comparison is in which nothing is in time at a known price."""
        if nearest.status == "ok":
            return "In time at an unknown price"
        is_soonest = _is_soonest(nearest, self.comparison.estimates)
        return "Nearest to it" if is_soonest else "Nearest to it at a known price"

    @property
    def most_months(self) -> int:
        """The longest deadline, which the ways out are looked for up to."""
        return MOST_MONTHS

    @cached_property
    def least_of_all(self) -> LeastOfAll | None:
        """The cheapest way of all where it is not compared; `None` where nothing costs less."""
        least = self.comparison.least
        if self.comparison.has_the_least or least is None or least.option is None:
            return None
        if least.terms is None or least.option.total is None:
            return None
        return LeastOfAll(
            plan=least.terms.name,
            total=least.option.total,
            months=least.option.months,
            address=self.question.address_of_cheapest(estimate=""),
        )

    @cached_property
    def suggestions(self) -> list[Suggestion]:
        """The alternatives worth knowing, one click away each."""
        return suggest(self.question, self._with_further_seats)

    @cached_property
    def _with_further_seats(self) -> dict[int, Estimate | None]:
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
            for seats, estimate in {scenario.seats: with_these, **self._with_further_seats}.items()
        ]

    @property
    def assumptions(self) -> list[str]:
        """What the answer rests on, for those who see it without the form: on paper."""
        form, scenario = self.question.form, self.comparison.scenario
        said = [f"{count(scenario.target, 'lead')}, counted when {GOAL_NAMES[scenario.goal]}"]
        told_before = {"target", "goal", "plans", "strategies", "price_book"}
        if form.cleaned_data["deadline_on"]:
            told_before.add("deadline_months")
        for name in form.fields:
            if name in told_before or not (name in ALWAYS_SAID or self._is_assumed(name)):
                continue
            label = "By" if name == "deadline_on" else form.fields[name].label
            said.append(f"{label}: {self._write(name)}")
        if form.book:
            said.append(f"Prices: {form.book.name}, as of {day(form.book.as_of)}")
        return said

    def _is_assumed(self, name: str) -> bool:
        """Whether a field's value is another than the usual one, or stands for it."""
        form = self.question.form
        text = str(form.said.get(name) or "")
        if name == "reply_rate" and form.cleaned_data[name]:
            return True
        return text not in ("", form.defaults.get(name))

    def _write(self, name: str) -> str:
        """What a field says, as it is written elsewhere on the page."""
        match self.question.form.cleaned_data[name]:
            case bool(yes):
                return "yes" if yes else "no"
            case date() as on:
                return day(on)
            case str(billing):
                return BILLING_NAMES[billing].lower()
            case Decimal() as amount:
                return exact_dollars(amount) if name == "budget" else percent(amount)
            case number:
                return f"{number:,}"

    @property
    def reach(self) -> str:
        """Whom it reaches: "100 people", "40 replies"."""
        return reach(self.comparison.scenario)

    @property
    def headline(self) -> str:
        """The answer in one sentence, for the page's title and for those who listen to it."""
        best = self.comparison.cheapest
        if best and best.total is not None and best.months is not None:
            return f"{self.reach} for {dollars(best.total)} in {count(best.months, 'month')}"
        if unpriced := self.obstacles.in_time_unpriced:
            name = unpriced.row.estimate.terms.name
            return f"{self.reach}: {name} makes the deadline, but its price is not known"
        return f"{self.reach}: {describe_absence(self.comparison)}"


def describe_absence(comparison: Comparison) -> str:
    """That nothing is in time at a known price: no plan, or no way that is compared."""
    if comparison.has_the_least:
        return "no plan with a known price makes the deadline"
    return "no way that is compared makes the deadline at a known price"


def _is_soonest(estimate: Estimate, others: Iterable[Estimate]) -> bool:
    """Whether none of `others` is done in fewer months."""
    months = [other.months for other in others if other.months is not None]
    return estimate.months is not None and estimate.months <= min(months)
