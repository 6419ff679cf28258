"""Queries for the tests: from the words of an address to a form, a value, a decision."""

from datetime import date
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import QueryDict

from campaigns.decision import Decision, decide
from campaigns.models import BookSnapshot
from campaigns.presentation.answer import Answer, make_answer
from campaigns.query.books import list_books
from campaigns.query.form import QueryForm
from campaigns.query.links import Links
from campaigns.query.query import Query

TODAY = date(2026, 12, 1)
Asked = str | dict[str, Any]
# A goal with rates and what a customer is worth.
TEN_CUSTOMERS = {
    "goal": "customers",
    "target": "10",
    "reply_rate": "10 %",
    "meeting_rate": "1 in 4",
    "win_rate": "1 in 5",
    "value_per_customer": "$6,000",
    "deadline_months": "24",
    "price_book": "linkedin-2026",
    "start_on": "2026-12-01",
    "rules": "2",
}


def fill_in(
    asked: Asked = "", *, today: date = TODAY, snapshot: BookSnapshot | None = None
) -> QueryForm:
    """The form with the values of an address or a mapping."""
    text = asked if isinstance(asked, str) else urlencode(asked, doseq=True)
    return QueryForm(QueryDict(text), today=today, books=list_books(), snapshot=snapshot)


def make_query(
    asked: Asked = "", *, today: date = TODAY, snapshot: BookSnapshot | None = None
) -> Query:
    """The value of a query without faults."""
    form = fill_in(asked, today=today, snapshot=snapshot)
    assert form.faults == []
    assert form.query
    return form.query


def decide_on(
    asked: Asked = "", *, today: date = TODAY, snapshot: BookSnapshot | None = None
) -> Decision:
    """The answer to a query without faults."""
    return decide(make_query(asked, today=today, snapshot=snapshot))


def links_of(form: QueryForm, root: str = "/") -> Links:
    """The addresses below `root` that carry the form's values."""
    return Links(query_items=form.query_items, root=root)


def answer_at(address: str) -> tuple[Decision, Answer]:
    """What the planner's page at an address shows."""
    form = fill_in(urlsplit(address).query)
    assert form.query
    decision = decide(form.query)
    prefix = str(form.custom.next.prefix)
    books = form.form.books
    return decision, make_answer(decision, links_of(form), free_prefix=prefix, books=books)
