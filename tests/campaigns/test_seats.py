"""The comparison by seats: the number asked about stands out, the others are buttons to theirs."""

import re
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.campaigns.pages import Response, read_markup, read_question

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("price_books")]


def read_heads(response: Response) -> list[tuple[str, bool, str]]:
    """The heads of the columns: the name, whether it is marked, what its button chooses."""
    table = read_markup(response).split('<table class="matrix">')[1]
    heads = re.sub("<span[^>]*>", " ", table.split("</thead>")[0]).replace("</span>", "")
    found = re.findall(
        r'<th scope="col"( class="current")?><button name="choose" value="([^"]*)"'
        r'( aria-current="true")?> ?([^<]+)</button>',
        heads,
    )
    assert all(bool(marked) == bool(current) for marked, _, current, _ in found)
    return [(name.strip(), bool(marked), choice) for marked, choice, _, name in found]


@pytest.mark.parametrize("seats", ["1", "3"])
def test_the_number_asked_about_stands_out_and_each_button_asks_for_its_own(
    client: Client, seats: str
) -> None:
    question = {"target": "150", "start_on": "2026-12-01", "price_book": "article"}
    page = client.get("/", question | {"seats": seats, "by": "seats"})
    heads = read_heads(page)
    names = [name for name, _, _ in heads]

    assert names[:3] == ["Best number", "1 seat", "2 seats"]
    assert [name.split()[0] for name, is_marked, _ in heads if is_marked] == [seats]
    for name, _, choice in heads:
        pressed = urlencode([*read_question(page), ("choose", choice)])
        there = client.get("/", QUERY_STRING=pressed, follow=True)
        assert [one for one, is_marked, _ in read_heads(there) if is_marked] == [name]
