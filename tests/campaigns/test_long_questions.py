"""A long question is said once by its page, in a form; short ones are said by each link."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlencode

import pytest
from django.test import Client

from tests.campaigns.factories import save_shared_campaign
from tests.campaigns.long_questions import ask
from tests.campaigns.pages import read_markup
from tools.attack.questions import LONGEST_QUERY, large_questions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("price_books")]

LONGEST_PAGE = 1_000_000


def read_form(page: str, id: str) -> list[tuple[str, str]]:
    form = page.split(f'<form id="{id}"')[1].split("</form>")[0]
    return [
        (unescape(name), unescape(value))
        for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', form)
    ]


def press(page: str, pattern: str, form: str) -> str:
    """Where the first button that matches leads without JavaScript."""
    found = re.search(rf"<button ([^>]*{pattern}[^>]*)>", page)
    assert found, pattern
    attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', found[1]))
    assert attributes["form"] == form
    words = [*read_form(page, form), (attributes["name"], unescape(attributes["value"]))]
    return f"{attributes['formaction'].partition('#')[0]}?{urlencode(words)}"


@pytest.fixture
def whole(client: Client) -> str:
    return read_markup(client.get(f"/?{ask()}"))


def test_the_largest_page_does_not_repeat_the_question_in_every_row(whole: str) -> None:
    rows = whole.count("Compare with this")
    repeated = whole.count("custom_plans-0-name=")

    assert rows > 50
    assert repeated < rows
    assert len(whole) < LONGEST_PAGE


def test_the_page_of_the_longest_question_is_no_larger(client: Client) -> None:
    path = next(large_questions(seed=1))
    assert LONGEST_QUERY - 200 < len(path) <= LONGEST_QUERY

    response = client.get(path)

    assert response.status_code == 200
    assert len(response.content) < LONGEST_PAGE


def test_a_short_question_keeps_its_links(client: Client) -> None:
    page = read_markup(client.get("/?target=100"))

    assert 'form="question"' not in page
    assert 'class="plan" href="/?price_book=article' in page


def test_the_buttons_of_a_row_lead_where_its_links_would(client: Client, whole: str) -> None:
    key = re.findall(r'id="base-([^"]+)"', whole)[-1]
    chosen = client.get(press(whole, f'id="pick-{re.escape(key)}"', "question"))
    based = client.get(press(whole, f'id="base-{re.escape(key)}"', "question"))
    in_full = client.get(press(whole, r'formaction="/estimate/"', "question"))

    assert f'id="pick-{key}"' in chosen.content.decode()
    assert re.search(rf'id="pick-{re.escape(key)}"[^>]*aria-current', chosen.content.decode())
    assert "Differences to " in based.content.decode()
    assert "To the cheapest" in based.content.decode()
    assert in_full.status_code == 200
    assert in_full.templates[0].name == "estimate/estimate.html"


def test_what_is_pressed_wins_over_what_was_chosen_before(client: Client, whole: str) -> None:
    first, *_, last = re.findall(r'id="pick-([^"]+)"', whole)
    chosen = read_markup(client.get(press(whole, f'id="pick-{re.escape(first)}"', "question")))
    again = client.get(press(chosen, f'id="pick-{re.escape(last)}"', "question"))

    assert re.search(rf'id="pick-{re.escape(last)}"[^>]*aria-current', read_markup(again))


def test_the_form_says_what_the_address_says(whole: str) -> None:
    assert set(parse_qsl(ask())) <= set(read_form(whole, "question"))


def test_the_forecasts_rows_are_buttons_too(client: Client) -> None:
    page = read_markup(client.get(f"/forecast/?{ask()}&reply_rate=0.1&trials=100"))
    target = press(page, r'formaction="/estimate/"', "question-of-forecast")

    assert "forecast=yes" in target
    assert client.get(target).status_code == 200


def test_a_shared_campaigns_buttons_stay_at_its_own_address() -> None:
    campaign = save_shared_campaign()
    page = Client().get(f"/c/{campaign.share_token}/?{ask()}").content.decode()

    assert f'formaction="/c/{campaign.share_token}/' in page or 'form="question"' not in page
