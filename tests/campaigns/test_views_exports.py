"""The addresses of the files: what is asked, what comes, and that nothing breaks them."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from campaigns.exports import EXPORTS
from campaigns.models import PriceBook
from tests.campaigns.arbitrary import queries, raw_queries
from tests.campaigns.exports import KINDS
from tests.campaigns.factories import save_shared_campaign
from tests.examples import examples

pytestmark = pytest.mark.usefixtures("price_books")


@pytest.mark.parametrize(
    ("kind", "content_type", "start"),
    [
        ("csv", "text/csv; charset=utf-8", b"\xef\xbb\xbfscenario,plan,"),
        ("ledger.csv", "text/csv; charset=utf-8", b"\xef\xbb\xbfplan,strategy,month,"),
        ("semicolon.csv", "text/csv; charset=utf-8", b"\xef\xbb\xbfscenario;plan;"),
        ("ledger.semicolon.csv", "text/csv; charset=utf-8", b"\xef\xbb\xbfplan;strategy;"),
        ("json", "application/json", b'{"scenario": {"target": 100'),
        ("toml", "application/toml", b"# A scenario of the outreach cost planner: 100 people"),
        ("ics", "text/calendar; charset=utf-8", b"BEGIN:VCALENDAR\r\n"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK\x03"),
    ],
)
def test_it_sends_each_kind_as_a_file(
    client: Client, kind: str, content_type: str, start: bytes
) -> None:
    response = client.get(f"/plan.{kind}", {"start_on": "2026-12-01"})
    assert response.status_code == 200
    assert response.headers["Content-Type"] == content_type
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    name = 'attachment; filename="outreach-plan-100-people-2026-12-01'
    assert response.headers["Content-Disposition"].startswith(name)
    assert response.content.startswith(start)


def test_a_head_has_no_body(client: Client) -> None:
    for kind in KINDS:
        response = client.head(f"/plan.{kind}")
        assert (response.status_code, response.content) == (200, b"")
        assert response.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_file_is_only_fetched(client: Client, method: str) -> None:
    for kind in EXPORTS:
        assert getattr(client, method)(f"/plan.{kind}").status_code == 405


@pytest.mark.parametrize("query", ["", "?target=abc"])
def test_another_kind_is_not_found(client: Client, query: str) -> None:
    for kind in (
        "", "pdf", "CSV", "csv.exe", "ledger", "ledger.csv/", "csv%00", "%2e%2e", "x" * 300
    ):  # fmt: skip
        assert client.get(f"/plan.{kind}{query}").status_code == 404


def test_mistakes_are_corrected_on_the_planner_page(client: Client) -> None:
    for kind in EXPORTS.keys() - {"json"}:
        response = client.get(f"/plan.{kind}", {"target": "abc"})
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/?target=abc&")


def test_a_program_is_told_its_mistakes_as_json(client: Client) -> None:
    asked = {"target": "abc", "reply_rate": "101", "custom_plans-0-name": "<b>"}
    response = client.get("/plan.json", asked)
    assert response.status_code == 422
    assert response.headers["Content-Type"] == "application/json"
    assert "Content-Disposition" not in response.headers
    document = response.json()
    assert [*document] == ["faults"]
    assert document["faults"][0] == {
        "field": "target", "given": "abc", "allowed": "a whole number from 1 to 1,000,000"
    }  # fmt: skip
    assert {"reply_rate", "custom_plans-0-monthly_credits"} <= {
        fault["field"] for fault in document["faults"]
    }
    assert all([*fault] == ["field", "given", "allowed"] for fault in document["faults"])


@pytest.mark.parametrize("shared", [False, True])
def test_a_campaigns_mistakes_are_told_alike(client: Client, shared: bool) -> None:
    campaign = save_shared_campaign("target=7")
    root = f"/c/{campaign.share_token}/" if shared else f"/campaigns/{campaign.edit_token}/"
    response = client.get(f"{root}plan.json", {"target": "abc"})
    assert response.status_code == 422
    assert [fault["field"] for fault in response.json()["faults"]] == ["target"]
    assert client.get(f"{root}plan.csv", {"target": "abc"}).status_code == 302


def test_an_endless_address_is_refused(client: Client) -> None:
    for kind in EXPORTS:
        assert client.get(f"/plan.{kind}", {"target": "1" * 10_000}).status_code == 414


@pytest.mark.parametrize("kind", ["ics", "ledger.csv", "ledger.semicolon.csv"])
def test_no_months_no_file(client: Client, kind: str) -> None:
    assert client.get(f"/plan.{kind}", {"plans": ""}).status_code == 404


@pytest.mark.parametrize("kind", EXPORTS)
def test_it_asks_the_database_for_books_plans_and_prices(
    client: Client, kind: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    # The books, the plans with their prices, and three before and after for what may be cached.
    with django_assert_num_queries(9):
        client.get(f"/plan.{kind}")
    with django_assert_num_queries(4):
        client.get(f"/plan.{kind}", {"target": "333", "seats": "4", "plans": "recruiter-lite"})


def test_before_a_book_is_loaded_the_page_says_so(client: Client) -> None:
    PriceBook.objects.all().delete()
    assert client.get("/plan.csv").status_code == 302


@examples(25, many=50)
@given(st.sampled_from([*EXPORTS]), queries | raw_queries)
def test_any_address_is_answered(client: Client, kind: str, query: str) -> None:
    response = client.get(f"/plan.{kind}", QUERY_STRING=query)
    assert response.status_code in (200, 404, 422 if kind == "json" else 302)
    if response.status_code == 200:
        assert response.headers["Content-Disposition"].isascii()
