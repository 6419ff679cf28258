"""Since then: what the price book says today of the plans that a campaign saved (DESIGN: Campaign).

A saved campaign never changes its numbers by itself; this tells what today's would give.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from django.http import QueryDict

from campaigns.bridge import Question
from campaigns.models import FrozenBook, Plan
from planner.planning.comparison import Comparison
from planner.planning.estimate import Estimate
from planner.planning.explain import count, dollars
from planner.planning.terms import Terms


class Figure(NamedTuple):
    """One figure of a plan, as it was saved and as it is."""

    name: str
    was: str
    now: str


class Total(NamedTuple):
    """What something came to, and what it comes to today; `None` where nobody knows."""

    was: Decimal | None
    now: Decimal | None

    @property
    def more(self) -> Decimal | None:
        """Dollars more today, below 0 where it is less."""
        return None if self.was is None or self.now is None else self.now - self.was


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChange:
    """What has changed of one plan, and what that does to its cheapest total."""

    name: str
    figures: tuple[Figure, ...]
    total: Total


class SinceThen:
    """What has changed since a campaign was saved, told from a frozen and valid question."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.live = _ask_today(question)

    @property
    def book_is_gone(self) -> bool:
        """Whether the price book, or every plan that was compared, does not exist any more."""
        return self.live is None

    @property
    def has_changes(self) -> bool:
        """Whether today's prices or terms differ anywhere in what is compared."""
        return self.book_is_gone or bool(self.changes)

    @cached_property
    def changes(self) -> list[PlanChange]:
        """The plans that differ, in the book's order; plans gone and plans added, too."""
        if self.live is None:
            return []
        was, now = _by_slug(self.question.plans), _by_slug(self.live.plans)
        return [
            PlanChange(
                name=(was.get(slug) or now[slug]).name,
                figures=figures,
                total=Total(
                    _least_of(self.question.comparison, slug),
                    _least_of(self.live.comparison, slug),
                ),
            )
            for slug in dict.fromkeys([*was, *now])
            if (figures := tuple(_compare(was.get(slug), now.get(slug))))
        ]

    @property
    def cheapest(self) -> Total:
        """The least total of the whole comparison."""
        now = self.live.comparison.cheapest if self.live else None
        return Total(_total_of(self.question.comparison.cheapest), _total_of(now))

    @property
    def cheapest_plan_changes(self) -> str:
        """The plan that is cheapest today, where it is another one than then."""
        was = self.question.comparison.cheapest
        now = self.live.comparison.cheapest if self.live else None
        if was is None or now is None or was.terms.slug == now.terms.slug:
            return ""
        return now.terms.name


def _ask_today(question: Question) -> Question | None:
    """The same question at today's prices, without the plans that are gone.

    Today's are those of the start, as for every question, unless that is over: then they are those
    in force today, given as a book that was saved today, so that saving keeps them.
    """
    data = QueryDict(question.write_out(), mutable=True)
    frozen = _read_book(question)
    live = Question(data, today=question.today, frozen=frozen, root=question.root)
    picked = [slug for slug in data.getlist("plans") if slug]
    if picked:
        here = [slug for slug in picked if slug in live.plan_rows]
        data.setlist("plans", here or [""])
        live = Question(data, today=question.today, frozen=frozen, root=question.root)
    if not (live.form.book and live.is_valid):
        return None
    return live if live.plans or not question.plans else None


def _read_book(question: Question) -> FrozenBook | None:
    """The question's book as it is today; `None` where it has no plan, or is gone."""
    day = max(question.scenario.start_on, question.today)
    plans = Plan.objects.filter(book__slug=question.form.said["price_book"])
    rows = tuple(plans.select_related("book").in_order().with_prices_on(day))
    if not rows:
        return None
    book = rows[0].book
    return FrozenBook(
        book_id=book.pk,
        slug=book.slug,
        name=book.name,
        as_of=book.as_of,
        frozen_on=question.today,
        plans=rows,
    )


def _by_slug(plans: Sequence[Terms]) -> dict[str, Terms]:
    return {terms.slug: terms for terms in plans}


def _total_of(estimate: Estimate | None) -> Decimal | None:
    return estimate.total if estimate else None


def _least_of(comparison: Comparison, slug: str) -> Decimal | None:
    """The total of the plan's best estimate."""
    return next((e.total for e in comparison.estimates if e.terms.slug == slug), None)


def _compare(was: Terms | None, now: Terms | None) -> Iterator[Figure]:
    """The figures in which two terms of one plan differ."""
    if was is None or now is None:
        before, after = ("not sold", "sold") if was is None else ("sold", "not sold any more")
        yield Figure("The plan", before, after)
        return
    for name, before, after in zip(_NAMES, _figures_of(was), _figures_of(now), strict=True):
        if before != after:
            yield Figure(name, before, after)


_NAMES = (
    "A month",
    "A year",
    "A bought credit",
    "Credits a month",
    "Most credits held",
    "A credit lives",
    "Most bought a month",
    "Free trial",
)


def _figures_of(terms: Terms) -> tuple[str, ...]:
    limit = terms.purchase_limit
    return (
        _price(terms.monthly_price),
        _price(terms.annual_price),
        _price(terms.credit_price),
        f"{terms.monthly_credits:,}",
        f"{terms.rollover_cap:,}",
        count(terms.credit_lifetime_days, "day"),
        "no limit" if limit is None else f"{limit:,}" if limit else "none are sold",
        count(terms.trial_months, "month"),
    )


def _price(amount: Decimal | None) -> str:
    return "unknown" if amount is None else dollars(amount)
