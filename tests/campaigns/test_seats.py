"""What further seats do: the count asked about stands out, the others are links to theirs."""

from html.parser import HTMLParser

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("price_books")]


class SeatsReader(HTMLParser):
    """The rows of the table of seats: the count, whether it is marked, whether it is a link."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[tuple[str, bool, bool]] = []
        self._in_table = self._in_head = False
        self._classes: list[str] = []
        self._count, self._is_link = "", False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        if tag == "table":
            self._in_table = "seats" in classes
        elif tag == "tr":
            self._classes, self._count, self._is_link = classes, "", False
        elif tag == "th":
            self._in_head = dict(attrs).get("scope") == "row"
        elif tag == "a" and self._in_head:
            self._is_link = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "th":
            self._in_head = False
        elif tag == "tr" and self._in_table and self._count:
            self.rows.append((self._count, "best" in self._classes, self._is_link))
        elif tag == "table":
            self._in_table = False

    def handle_data(self, data: str) -> None:
        if self._in_table and self._in_head:
            self._count += data.strip()


@pytest.mark.parametrize("seats", ["1", "3"])
def test_the_count_asked_about_stands_out_and_the_others_are_links(
    client: Client, seats: str
) -> None:
    question = {"target": "150", "start_on": "2026-12-01", "price_book": "article", "seats": seats}
    rows = SeatsReader(client.get("/", question).content.decode()).rows

    assert len(rows) > 1
    assert [count for count, is_marked, _ in rows if is_marked] == [seats]
    assert [count for count, _, is_link in rows if not is_link] == [seats]
