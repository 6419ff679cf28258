"""What a page has compared, its mix, files and saving do not compare again."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

import pytest
from django.http import QueryDict
from django.test import Client

from campaigns import decision
from campaigns.decision import decide
from campaigns.query.books import list_books
from campaigns.query.form import read_query
from campaigns.query.query import Query
from planner.planning.comparison import compare

pytestmark = pytest.mark.usefixtures("book")


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The targets that are compared, in order; nothing is cached at first."""
    targets: list[int] = []

    def watch(query: Query) -> object:
        targets.append(query.scenario.target)
        return compare(query.scenario, query.plans, query.strategies)

    once = lru_cache(decision.MOST_COMPARISONS)(lambda one: watch(one.query))
    monkeypatch.setattr(decision, "_compare", once)
    return targets


def ask(text: str) -> Query:
    query = read_query(QueryDict(text), today=date(2026, 12, 1), books=list_books())
    assert isinstance(query, Query)
    return query


def test_what_follows_a_page_is_compared_once(client: Client, compared: list[int]) -> None:
    for page in ("", "mix/way/", "plan.csv", "campaigns/new/"):
        client.get(f"/{page}?target=150", headers={"HX-Request": "true"} if "mix" in page else {})
    client.post("/campaigns/new/?target=150", {"name": "Autumn"})
    assert compared.count(150) == 1


def test_what_is_written_otherwise_is_compared_as_it_is_written(compared: list[int]) -> None:
    query = ask("target=77")
    for rate in ("0.1", "0.10", "0.1"):
        scenario = replace(query.scenario, reply_rate=Decimal(rate))
        found = decide(replace(query, scenario=scenario))
        assert str(found.comparison.scenario.reply_rate) == rate
    assert compared == [77, 77]
