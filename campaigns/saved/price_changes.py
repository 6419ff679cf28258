"""Differences between a campaign's snapshot and today's price book, and their effect.

A saved campaign never changes its numbers by itself; this module computes what today's give. Totals
are compared only where both are done in time: an estimate that misses the deadline may cost less,
and is no gain.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from django.http import QueryDict

from campaigns.decision import Decision, decide
from campaigns.models import BookSnapshot, Plan, PriceBook
from campaigns.plan_terms import PLAN_TERMS
from campaigns.query.form import QueryForm
from campaigns.query.query import Query
from campaigns.wording import difference, write_deadline
from planner.planning.comparison import Comparison
from planner.planning.estimate import Estimate
from planner.planning.money import cents
from planner.planning.terms import Terms
from planner.planning.wording import count, dollars


class Figure(NamedTuple):
    """One figure of a plan, as it was saved and as it is."""

    name: str
    was: str
    now: str


class Total(NamedTuple):
    """The best total of something as it was saved and as it is today; `None` where it has none."""

    was: Decimal | None
    now: Decimal | None
    was_late: int = 0  # months after the deadline
    now_late: int = 0

    @property
    def more(self) -> Decimal | None:
        """Dollars more today, of the totals as they are shown, below 0 where it is less.

        `None` where one is unknown or late.
        """
        if self.was is None or self.now is None or self.was_late or self.now_late:
            return None
        return cents(self.now) - cents(self.was)


class Outcome(NamedTuple):
    """An estimate as a table shows it: its total or why it has none, and "2 months late"."""

    text: str
    late: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChange:
    """What has changed of one plan, and its best estimate then and today, `None` where not sold."""

    name: str
    figures: tuple[Figure, ...]
    was: Estimate | None
    now: Estimate | None

    @property
    def total(self) -> Total:
        """What the plan comes to at its best."""
        return _total_of(self.was, self.now)

    @property
    def outcomes(self) -> tuple[Outcome, Outcome]:
        """The two as a table shows them."""
        return _describe(self.was), _describe(self.now)


class TodaysPrices:
    """The price books as they are today, each read once for all campaigns that ask for it."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, date], BookSnapshot | None] = {}

    def book_of(self, query: Query) -> BookSnapshot | None:
        """The query's book as it is today; `None` where it has no plan, or is deleted."""
        key = query.book.slug, max(query.scenario.start_on, query.today)
        if key not in self._read:
            self._read[key] = _read_book(*key, today=query.today)
        return self._read[key]


class PriceChanges:
    """What has changed since a campaign was saved; `live` is the same query's decision today.

    `saved` is a decision at snapshot prices, `books` are all price books.
    """

    def __init__(
        self, saved: Decision, *, books: Sequence[PriceBook], prices: TodaysPrices | None = None
    ) -> None:
        self.saved = saved
        live = _query_at_todays_prices(saved.query, books, prices or TodaysPrices())
        self.live = None if live is None else _decide_again(saved, live)

    @property
    def book_is_missing(self) -> bool:
        """Whether the price book, or every plan that was compared, does not exist any more."""
        return self.live is None

    @property
    def has_changes(self) -> bool:
        """Whether today's prices or terms differ anywhere in what is compared."""
        return self.book_is_missing or bool(self.changes)

    @cached_property
    def changes(self) -> list[PlanChange]:
        """The plans that differ, in the book's order; with those removed and added."""
        if self.live is None:
            return []
        was, now = _by_slug(self.saved.query.plans), _by_slug(self.live.query.plans)
        return [
            PlanChange(
                name=(was.get(slug) or now[slug]).name,
                figures=figures,
                was=_best_of(self.saved.comparison, slug),
                now=_best_of(self.live.comparison, slug),
            )
            for slug in dict.fromkeys([*was, *now])
            if (figures := tuple(_compare(was.get(slug), now.get(slug))))
        ]

    @property
    def cheapest(self) -> Total:
        """The least total of the whole comparison that is in time."""
        return _total_of(self._cheapest_then, self._cheapest_now)

    @property
    def cheapest_plan_changes(self) -> str:
        """The plan that is cheapest today, where it is another one than then."""
        was, now = self._cheapest_then, self._cheapest_now
        if was is None or now is None or was.terms.slug == now.terms.slug:
            return ""
        return now.terms.name

    @property
    def answer_stays(self) -> bool:
        """Whether the cheapest is the same plan for the same money in the same time."""
        was, now = self._cheapest_then, self._cheapest_now
        if was is None or now is None:
            return was is now
        return (was.terms.slug, was.total, was.months) == (now.terms.slug, now.total, now.months)

    @property
    def verdict(self) -> str:
        """How many plans have changed, and what that does to the answer."""
        was, now = self._cheapest_then, self._cheapest_now
        if self.answer_stays:
            return f"{self._count_changes()}; {_describe_unchanged(was, self.saved.query)}."
        first = f"{self._count_changes()}; the numbers below stay as they were saved."
        if was is None and now is not None:
            return f"{first} Today {_name(now)} would do; as saved, nothing did at a known price."
        if was is not None and now is None:
            within = write_deadline(self.saved.query.scenario)
            return f"{first} Today nothing makes it {within} at a known price; saved: {_name(was)}."
        return f"{first} {self._compare_cheapest()}"

    @property
    def _cheapest_then(self) -> Estimate | None:
        return self.saved.comparison.cheapest

    @property
    def _cheapest_now(self) -> Estimate | None:
        return self.live.comparison.cheapest if self.live else None

    def _count_changes(self) -> str:
        """How many plans, other ones than the cheapest where that is not among them."""
        number, cheapest = len(self.changes), self._cheapest_then
        changed = {change.was.terms.slug for change in self.changes if change.was}
        is_other = self.answer_stays and cheapest is not None and cheapest.terms.slug not in changed
        noun = "other plan" if is_other else "plan"
        return f"One {noun} has changed" if number == 1 else f"{count(number, noun)} have changed"

    def _compare_cheapest(self) -> str:
        """What is the cheapest today, where there is one as there was: "$50.00 instead of …"."""
        total, was, now = self.cheapest, self._cheapest_then, self._cheapest_now
        if was is None or now is None or total.was is None or total.now is None:
            return ""
        plan = f", with {self.cheapest_plan_changes}" if self.cheapest_plan_changes else ""
        months = ""
        if was.months != now.months:
            months = f" It takes {count(now.months or 0, 'month')} instead of {was.months}."
        if not total.more:
            return f"Today the cheapest would still be {dollars(total.now)}{plan}.{months}"
        return (
            f"Today the cheapest would be {dollars(total.now)} instead of {dollars(total.was)} "
            f"({difference(total.more)}){plan}.{months}"
        )


def _describe_unchanged(cheapest: Estimate | None, query: Query) -> str:
    """That the answer is what it was, and what that is."""
    if cheapest is None:
        within = write_deadline(query.scenario)
        return f"nothing makes it {within} at a known price, then as now"
    return f"the cheapest stays as it was saved: {_name(cheapest)}"


def _name(estimate: Estimate) -> str:
    """An estimate in a few words: "Solo for $399.95 in 5 months"."""
    total = dollars(estimate.total or Decimal(0))
    return f"{estimate.terms.name} for {total} in {count(estimate.months or 0, 'month')}"


def _decide_again(saved: Decision, live: Query) -> Decision:
    """The decision at today's prices; the same comparison where they are those that were saved."""
    was = saved.query
    if (was.scenario, was.plans, was.strategies) == (live.scenario, live.plans, live.strategies):
        return replace(saved, query=live)
    return decide(live)


def _query_at_todays_prices(
    query: Query, books: Sequence[PriceBook], prices: TodaysPrices
) -> Query | None:
    """The same query at today's prices, without the deleted plans; `None` without any.

    Today's are those of the start, as for every query, unless that is over: then they are those
    in force today, given as a book that was saved today, so that saving keeps them.
    """
    snapshot = prices.book_of(query)
    data = QueryDict(query.to_query_string(query.display), mutable=True)
    picked = [slug for slug in data.getlist("plans") if slug]
    if picked:
        sold = {plan.slug for plan in snapshot.plans} if snapshot else set()
        still_sold = [slug for slug in picked if slug in sold]
        data.setlist("plans", still_sold or [""])
    live = QueryForm(data, today=query.today, books=books, snapshot=snapshot).query
    if live is None:
        return None
    return live if live.plans or not query.plans else None


def _read_book(slug: str, day: date, *, today: date) -> BookSnapshot | None:
    """A book at the prices of a day; `None` where it has no plan, or is deleted."""
    plans = Plan.objects.filter(book__slug=slug)
    rows = tuple(plans.select_related("book").in_order().with_prices_on(day))
    if not rows:
        return None
    book = rows[0].book
    return BookSnapshot(
        book_id=book.pk,
        slug=book.slug,
        name=book.name,
        as_of=book.as_of,
        taken_on=today,
        plans=rows,
    )


def _by_slug(plans: Sequence[Terms]) -> dict[str, Terms]:
    return {terms.slug: terms for terms in plans}


def _best_of(comparison: Comparison, slug: str) -> Estimate | None:
    """The plan's best estimate; `None` where it is not compared."""
    return next((e for e in comparison.estimates if e.terms.slug == slug), None)


def _total_of(was: Estimate | None, now: Estimate | None) -> Total:
    return Total(
        was.total if was else None,
        now.total if now else None,
        _months_late(was),
        _months_late(now),
    )


def _months_late(estimate: Estimate | None) -> int:
    """Months after the deadline; 0 where it is in time or never done."""
    if estimate is None or estimate.months is None:
        return 0
    return max(0, estimate.months - estimate.scenario.months_until_deadline)


def _describe(estimate: Estimate | None) -> Outcome:
    if estimate is None:
        return Outcome("–", "")
    months_late = _months_late(estimate)
    late = f"{count(months_late, 'month')} late" if months_late else ""
    if not estimate.is_done:
        return Outcome("no InMail" if estimate.status == "no_inmail" else "out of reach", "")
    return Outcome("price unknown" if estimate.total is None else dollars(estimate.total), late)


def _compare(was: Terms | None, now: Terms | None) -> Iterator[Figure]:
    """The figures in which two terms of one plan differ."""
    if was is None or now is None:
        before, after = ("not sold", "sold") if was is None else ("sold", "not sold any more")
        yield Figure("The plan", before, after)
        return
    for term in PLAN_TERMS:
        has_changed = getattr(was, term.name) != getattr(now, term.name)
        before, after = (term.text_of(terms, unknown="unknown") for terms in (was, now))
        # A price may change where nothing is sold at it.
        if has_changed and before != after:
            yield Figure(term.head, before, after)
