import re
from collections import Counter
from typing import Any

import pytest
from django.forms.renderers import get_default_renderer
from django.test import Client
from pytest_django.fixtures import Settings

from campaigns.studies import time_budget
from campaigns.styleguide.rendering import Ids
from campaigns.styleguide.specimens import PARTS
from campaigns.styleguide.tokens import read_tokens
from campaigns.views import styleguide
from planner.form_rendering import FieldRenderer
from tests.campaigns.pages import Response, read_text

# By part: each takes as long as a dozen pages.
READ: dict[str, Response] = {}


@pytest.fixture
def debug(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEBUG = True
    monkeypatch.setattr(get_default_renderer(), "engine", FieldRenderer().engine)


def read(client: Client, part: str) -> Response:
    """The page of a part of the style guide, which is made once."""
    if part not in READ:
        READ[part] = client.get(f"/styleguide/?part={part}")
    return READ[part]


@pytest.mark.django_db
def test_a_server_has_no_style_guide(client: Client) -> None:
    assert client.get("/styleguide/").status_code == 404


@pytest.mark.usefixtures("price_books", "debug")
def test_it_has_no_other_parts(client: Client) -> None:
    assert client.get("/styleguide/?part=none").status_code == 404


@pytest.mark.usefixtures("price_books", "debug")
def test_it_shows_every_state_by_the_products_own_numbers(client: Client) -> None:
    text = " ".join(read_text(read(client, part)) for part in PARTS)
    for words in (
        "Yes, 30 days early",
        "Tight: done on the last day",
        "No: 1 day late",
        "over budget",
        "Do you mean $1,680.00 or $1.68?",
        "Please enter a whole number",
        "= by 31 Mar 2027",
        "Nothing makes it",
        "This browser has saved no campaign",
        "No price book is loaded yet.",
        "There is nothing at this address",
        "size-5",
        "1 behind; at this pace done on 1 Apr 2027",
        "31 Mar 2027 can still be made",
        "Version 1 and version 2",
        "All versions stay, at most 100.",
        "Quote Q-7",
        "In the next four weeks",
        "each alone",
        "Is it worth it?",
        "Channel alone",
    ):
        assert words in text, words
    sections = [section for _, of_part in PARTS.values() for section in of_part]
    titles = {one.title for section in sections for one in section.specimens}
    assert {title for title in titles if title not in text} == set()


@pytest.mark.usefixtures("price_books", "debug")
@pytest.mark.parametrize("part", PARTS)
def test_no_id_is_there_twice_and_every_label_has_its_element(client: Client, part: str) -> None:
    page = read(client, part).content.decode()
    ids = Counter(re.findall(r'\bid="([^"]+)"', page))
    assert [one for one, times in ids.items() if times > 1] == []
    named = {
        name
        for names in re.findall(r'\b(?:for|aria-labelledby)="([^"]+)"', page)
        for name in names.split()
    }
    assert named - {*ids} == set()
    assert "hx-get" not in page.partition("<main")[2]


@pytest.mark.usefixtures("price_books", "debug")
@pytest.mark.parametrize("part", PARTS)
def test_no_specimen_shows_a_tag_of_its_template(client: Client, part: str) -> None:
    page = read(client, part).content.decode()
    assert [tag for tag in ("{{", "{%", "{#") if tag in page] == []


@pytest.mark.django_db
@pytest.mark.usefixtures("debug")
def test_without_price_books_it_shows_the_tokens(client: Client) -> None:
    text = read_text(client.get("/styleguide/"))
    assert "No price book is loaded yet, so there is nothing to show" in text
    assert "light-dark(#ffffff, #1c1f25)" in text


def test_ids_are_told_apart_and_references_follow() -> None:
    ids = Ids()
    html = '<p id="a" hx-get="/"><a href="#a" aria-labelledby="a b">x</a></p><p id="b"></p>'
    assert 'id="a"' in ids.separate(html, "1")
    second = ids.separate(html.replace('id="b"', 'id="c"'), "2")
    assert second == '<p id="a-2"><a href="#a-2" aria-labelledby="a-2 b">x</a></p><p id="c"></p>'


def test_tokens_are_read_with_their_kind() -> None:
    css = """:root {
      color-scheme: light dark;
      /* Colors */
      --ink: light-dark(#111, #eee);
      /* Type */
      --size-1: 13px;
      --strong: 600;
      --font: Inter, serif;
      --gap: 20px;
}
@media print { :root { --size-1: 9px; } }"""
    assert [
        (group.title, [(t.name, t.kind) for t in group.tokens]) for group in read_tokens(css)
    ] == [
        ("Colors", [("ink", "color")]),
        ("Type", [("size-1", "size"), ("strong", "weight"), ("font", "font"), ("gap", "length")]),
    ]


@pytest.mark.usefixtures("price_books", "debug")
def test_what_one_specimen_took_is_not_taken_from_the_next(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = styleguide.Answers._answer

    def answer_slowly(self: styleguide.Answers, query: str) -> dict[str, Any]:
        result = answer(self, query)
        time_budget.count_elsewhere(0.9 * time_budget.SECONDS)
        return result

    monkeypatch.setattr(styleguide.Answers, "_answer", answer_slowly)
    texts = [read_text(client.get(f"/styleguide/?part={part}")) for part in PARTS]
    assert any("each alone" in text for text in texts)
