"""What the same question comes to by the other price books, and the book that a reader chose."""

import re
from collections.abc import Mapping
from decimal import Decimal
from html import unescape
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import assume, given

from planner.planning.comparison import Comparison
from planner.planning.wording import dollars
from tests.campaigns.arbitrary import compared_queries
from tests.campaigns.pages import read_text
from tests.campaigns.queries import answer_at, fill_in
from tests.examples import examples

pytestmark = pytest.mark.usefixtures("price_books")

ASKED = {"price_book": "article", "start_on": "2026-12-01", "rules": "2"}


def others_of(**asked: str) -> list[tuple[str, str, str]]:
    _, answer = answer_at(f"/?{urlencode(ASKED | asked)}")
    return [(book.name, book.total, book.more) for book in answer.other_books]


def least_of(comparison: Comparison) -> Decimal | None:
    """The least total of all strategies, of free messages too."""
    if comparison.scenario.to_send:
        least = comparison.least
        return least.option.total if least and least.option else None
    return comparison.cheapest.total if comparison.cheapest else None


def test_the_other_books_total_stands_beside_the_prices(client: Client) -> None:
    response = client.get("/", ASKED)
    assert "LinkedIn list 2026: $239.98 (+$40.00)" in read_text(response)
    assert others_of() == [("LinkedIn list 2026", "$239.98", "+$40.00")]


def test_a_press_asks_the_same_by_the_other_book(client: Client) -> None:
    page = client.get("/", ASKED | {"target": "150"}).content.decode()
    link = re.search(r'href="([^"]+)"\s+id="book-linkedin-2026"', page)
    assert link
    address = unescape(link[1])
    assert "target=150" in address
    decision, _ = answer_at(address)
    assert decision.query.book.slug == "linkedin-2026"


def test_a_book_without_the_plan_that_is_picked_answers_another_question() -> None:
    assert others_of(plans="sales-navigator-professional") == []
    assert others_of(plans="sales-navigator-core")[0][1] == "$239.98"


def test_where_nothing_is_in_time_by_the_other_book_it_says_so(client: Client) -> None:
    # A plan of Sales Navigator sells credits in the article's book alone.
    asked = {"target": "1000", "seats": "1", "deadline_months": "1"}
    text = read_text(client.get("/", ASKED | asked | {"plans": "sales-navigator-core"}))
    assert "LinkedIn list 2026: nothing in time" in text


@examples(16, many=40)
@given(query=compared_queries)
def test_the_total_named_is_that_of_the_page_it_leads_to(query: Mapping[str, object]) -> None:
    asked = urlencode({**query, "rules": "2"}, doseq=True)
    assume(fill_in(asked).query)
    decision, answer = answer_at(f"/?{asked}")
    own = least_of(decision.comparison)
    for book in answer.other_books:
        led_to, _ = answer_at(book.address)
        total = least_of(led_to.comparison)
        assert led_to.query.book.slug == book.slug
        assert book.total == ("" if total is None else dollars(total))
        if total is None or own is None:
            assert book.more == ""
        elif total == own:
            assert book.more == "the same"
        else:
            more = re.sub(r"[$,+]", "", book.more).replace("\N{MINUS SIGN}", "-")
            assert Decimal(more) == total - own


def test_a_new_question_is_asked_by_the_book_that_was_chosen_last(client: Client) -> None:
    client.cookies["price_book"] = "linkedin-2026"
    assert client.get("/").headers["Location"] == "/?price_book=linkedin-2026"
    # What is asked stands in the address, and Back shows what was there.
    assert "“Article figures”" in read_text(client.get("/", {"target": "7"}))
    back = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "“Article figures”" in read_text(client.get("/", headers=back))


@pytest.mark.parametrize("slug", ["article", "deleted-since", "", "é"])
def test_no_other_book_is_remembered(client: Client, slug: str) -> None:
    client.cookies["price_book"] = slug
    assert "“Article figures”" in read_text(client.get("/"))
