"""What the planner's page calls cheapest, soonest or nearest is so, among what it names."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st

from campaigns.decision import describe_absence
from campaigns.presentation import Answer, Row
from campaigns.presentation.comparison import ComparisonTable
from campaigns.wording import day
from planner.planning.comparison import list_options
from planner.planning.estimate import Estimate
from planner.planning.options import PlanSearch, PurchaseOption
from planner.planning.scenario import Scenario
from planner.planning.strategies import STRATEGIES
from planner.planning.terms import Terms
from tests.campaigns.arbitrary import compared_queries as queries
from tests.campaigns.pages import read_text, read_verdict
from tests.campaigns.queries import answer_at, decide_on, fill_in, links_of
from tests.examples import examples
from tests.planning.claims import Said, check_clause, claim, number

pytestmark = pytest.mark.usefixtures("price_books")


def find_purchase_options(terms: Terms, scenario: Scenario) -> list[PurchaseOption]:
    """The options of a plan by the deadline, each better than the ones before."""
    return list_options(PlanSearch(terms, scenario))


class Shown:
    """A page, and one row of it."""

    def __init__(self, answer: Answer, row: Row | None = None) -> None:
        self.answer = answer
        self.row = row
        self.estimates = answer.comparison.estimates
        self.plans = list({e.terms.slug: e.terms for e in self.estimates}.values())
        self.deadline = answer.comparison.scenario.deadline_months

    @property
    def estimate(self) -> Estimate:
        assert self.row
        return self.row.estimate

    @property
    def totals_in_time(self) -> list[Any]:
        return [e.total for e in self.estimates if e.status == "ok" and e.total is not None]

    @property
    def totals_of_all_ways(self) -> list[Any]:
        """By the search for every plan: no way costs less (RULES.md §4)."""
        scenario = self.answer.comparison.scenario
        last = [find_purchase_options(t, scenario)[-1:] for t in self.plans]
        return [options[0].total for options in last if options and options[0].total is not None]


def open_page(address: str) -> Answer:
    return answer_at(address)[1]


def show(query: dict[str, Any]) -> Answer:
    return open_page(f"?{urlencode(query, doseq=True)}")


def is_soonest(shown: Shown, others: list[Estimate]) -> bool:
    """In fewer months none is done, at a price that is as known."""
    months = [e.months for e in others if e.months is not None]
    return shown.estimate.months == min(months)


def names_the_deadline(shown: Shown, said: Said) -> bool:
    """A day where one is asked for, else the number of months."""
    on = shown.answer.comparison.scenario.deadline_on
    return said["day"] == day(on) if "day" in said else number(said["n"]) == shown.deadline


def is_cheapest_of_all(shown: Shown, said: Said) -> bool:
    return (
        names_the_deadline(shown, said)
        and shown.estimate.total == min(shown.totals_of_all_ways)
        and shown.estimate.total == min(shown.totals_in_time)
    )


def is_cheapest_compared(shown: Shown, said: Said) -> bool:
    return (
        names_the_deadline(shown, said)
        and shown.estimate.total == min(shown.totals_in_time)
        and shown.estimate.total > min(shown.totals_of_all_ways)
    )


def is_nearest(shown: Shown, said: Said) -> bool:
    others = [e for e in shown.estimates if "known" not in said or e.total is not None]
    return not shown.totals_in_time and is_soonest(shown, others)


TITLES = [
    claim(r"Cheapest single plan (?:within <n:n> months?|by (?P<day>\d+ \w+ \d+))",
          is_cheapest_of_all),
    claim(r"Cheapest of the ways compared, (?:within <n:n> months?|by (?P<day>\d+ \w+ \d+))",
          is_cheapest_compared),
    claim("The way chosen|The article’s example",
          lambda shown, said: shown.estimate is shown.answer.chosen
          or shown.answer.chosen in shown.row.estimates),
    claim("In time at an unknown price",
          lambda shown, said: shown.estimate.status == "ok" and shown.estimate.total is None
          and not shown.totals_in_time),
    claim("Nearest to it(?P<known> at a known price)?", is_nearest),
    claim("No way found", lambda shown, said: not any(e.is_done for e in shown.estimates)),
]  # fmt: skip


# One plan is done sooner than the other, at a price that is not known.
SOONER_UNPRICED = {
    "plans": "sales-navigator-core",
    "strategies": "as_granted",
    "seats": "1",
    "target": "110",
    "deadline_months": "1",
    "billing": "monthly",
    "custom_plans-0-name": "Mine",
    "custom_plans-0-annual_price": "100",
    "custom_plans-0-monthly_credits": "60",
    "custom_plans-0-rollover_cap": "180",
    "custom_plans-0-credit_lifetime_days": "90",
    "custom_plans-0-credit_price": "10",
}


@examples(12, many=60)
@given(queries)
@example(SOONER_UNPRICED)
@example({"start_on": "2026-12-01", "deadline_on": "2027-02-10", "target": "200"})
@example(
    {"start_on": "2026-12-01", "deadline_on": "2027-02-10", "strategies": ["buy_now"], "seats": "1"}
)
@example({"seats": "1", "estimate": "recruiter-lite.buy_now"})
@example({"seats": "1"})
@example({"plans": "sales-navigator-team"})
@example({"plans": "free-account"})
def test_what_the_verdict_is_called_is_true(query: dict[str, Any]) -> None:
    answer = show(query)
    verdict = answer.verdict
    assert (verdict is None) == (not answer.comparison.estimates)
    if verdict:
        assert verdict.estimate is answer.chosen or answer.chosen in verdict.row.estimates
        title, reached = verdict.title.removesuffix(f" for {answer.reach}"), answer.reach
        assert verdict.title == f"{title} for {reached}"
        check_clause(title, Shown(answer, verdict.row), tuple(TITLES), whole=verdict.title)


@examples(10, many=60)
@given(queries)
def test_the_least_of_all_is_named_where_it_is_not_compared(query: dict[str, Any]) -> None:
    answer = show(query)
    least = min(Shown(answer).totals_of_all_ways, default=None)
    cheapest = answer.comparison.cheapest
    named = answer.least_of_all
    assert (named is not None) == (least is not None and (not cheapest or cheapest.total > least))
    if named:
        assert named.total == least
        there = open_page(named.address)
        opened = there.comparison.cheapest
        assert opened
        assert there.chosen
        assert there.chosen.total == least, "it is what the page shows"
        assert (opened.total, opened.terms.name, opened.months) == (
            least,
            named.plan,
            named.months,
        )
    absence = describe_absence(answer.comparison)
    assert absence.startswith("no way that is compared" if named else "no plan")


@examples(13, many=60)
@given(queries)
def test_what_a_row_says_of_its_plan_is_true(query: dict[str, Any]) -> None:
    form = fill_in(query)
    decision = decide_on(query)
    for row in ComparisonTable(decision, links_of(form)).ranked_rows:
        others = [e for e in decision.comparison.estimates if e.terms is row.estimate.terms]
        if row.is_cheapest_of_plan:
            known = [e.total for e in others if e.status == "ok" and e.total is not None]
            assert row.estimate.total == min(known)
        if row.same_ways == "the other ways come to the same":
            assert {e.schedule for e in row.estimates} == {row.estimate.schedule}
            assert {e.strategy for e in row.estimates} >= set(STRATEGIES) - {"cheapest"}


@examples(10, many=60)
@given(queries, st.integers(1, 30))
def test_a_send_limit_that_is_too_low_is_named_truly(query: dict[str, Any], limit: int) -> None:
    answer = show(query | {"monthly_send_limit": limit})
    slow, scenario = answer.obstacles.too_slow, answer.comparison.scenario
    if slow is None:
        assert limit * scenario.deadline_months >= scenario.to_send
        return
    assert all(e.months is None or e.months >= slow.months for e in answer.comparison.estimates)
    assert slow.months > scenario.deadline_months
    assert (slow.enough - 1) * scenario.deadline_months < scenario.to_send
    assert slow.enough * scenario.deadline_months >= scenario.to_send


def test_the_cheapest_of_one_strategy_stands_beside_the_least_of_all(client: Client) -> None:
    text = read_verdict(client.get("/?target=100&strategies=buy_now&seats=1"))
    assert "Cheapest of the ways compared, within 12 months for 100 people $599.99" in text
    assert (
        "Of all ways, compared or not, the cheapest single plan is "
        "Sales Navigator Core for $199.98 in 2 months" in text
    )
    assert "Of all ways" not in read_text(client.get("/?target=100&seats=1"))


def test_what_is_not_compared_may_be_in_time(client: Client) -> None:
    address = (
        "/?target=100&strategies=as_granted&deadline_months=1&plans=sales-navigator-core&seats=1"
    )
    text = read_text(client.get(address))
    assert "No way that is compared makes it within 1 month at a known price" in text
    assert "the cheapest single plan is Sales Navigator Core for $599.99 in 1 month" in text


@examples(6, many=40)
@given(queries, st.integers(0, 2_000))
def test_what_a_budget_reaches_fits_into_it(query: dict[str, Any], budget: int) -> None:
    comparison = show(query | {"budget": budget}).comparison
    reach, plans = comparison.for_budget, [*comparison.purchase_options]
    assert reach is not None
    if reach.estimate:
        assert reach.estimate.status == "ok"
        assert reach.estimate.total is not None
        assert reach.estimate.total <= budget
    one_more = replace(comparison.scenario, target=reach.target + 1)
    last = [options[-1] for terms in plans if (options := find_purchase_options(terms, one_more))]
    assert all(option.total is None or option.total > budget for option in last)
