"""A page carries a long query once, in the form of its comparison, and each button a change."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlencode

import pytest
from django.test import Client

from tests.campaigns.factories import save_shared_campaign
from tests.campaigns.long_questions import PLANS, ask
from tests.campaigns.pages import Response, read_markup, read_question
from tools.attack.questions import LONGEST_QUERY, large_questions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("price_books")]

LONGEST_PAGE = 720_000
# Links that carry the whole question: tabs, chips, studies, files, presets.
MOST_REPEATED = 60


def read_form(page: str, id: str) -> list[tuple[str, str]]:
    form = page.split(f'<form id="{id}"')[1].split("</form>")[0]
    return [
        (unescape(name), unescape(value))
        for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', form)
    ]


def press(response: Response, pattern: str) -> str:
    """Where the first button of the comparison that matches leads without JavaScript."""
    page = read_markup(response)
    form = page.split('<form id="question"')[1].split("</form>")[0]
    found = re.search(rf"<button ([^>]*{pattern}[^>]*)>", form)
    assert found, pattern
    attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', found[1]))
    words = [*read_question(response), (attributes["name"], unescape(attributes["value"]))]
    return f"/?{urlencode(words)}"


@pytest.fixture
def whole(client: Client) -> Response:
    return client.get(f"/?{ask()}&open=own-plan-3")


def test_the_largest_page_does_not_repeat_the_question_in_every_row(whole: Response) -> None:
    page = read_markup(whole)
    cells = page.count('name="choose"')
    repeated = page.count("custom_plans-0-name=")

    assert page.count('name="open"') > PLANS
    assert cells > 7 * PLANS
    assert repeated < MOST_REPEATED
    assert len(page) < LONGEST_PAGE


def test_more_rows_and_cells_do_not_repeat_it_more_often(client: Client) -> None:
    repeated = [
        read_markup(client.get(f"/?{ask(plans)}")).count("custom_plans-0-name=")
        for plans in (2, PLANS)
    ]
    assert repeated[1] - repeated[0] <= 2, "a chip more, perhaps"


def test_the_page_of_the_longest_question_is_no_larger(client: Client) -> None:
    path = next(large_questions(seed=1))
    assert LONGEST_QUERY - 200 < len(path) <= LONGEST_QUERY

    response = client.get(path)

    assert response.status_code == 200
    assert len(response.content) < LONGEST_PAGE


def test_a_cell_of_a_short_question_does_not_carry_it_either(client: Client) -> None:
    page = read_markup(client.get("/?target=100"))
    form = page.split('<form id="question"')[1].split("</form>")[0]

    assert form.count('name="choose"') > 30
    assert "href=" not in form


def test_the_buttons_of_the_comparison_show_what_they_name(client: Client, whole: Response) -> None:
    key = re.findall(r'id="pick-([^"]+)"', read_markup(whole))[-1]
    picked = read_markup(client.get(press(whole, f'id="pick-{re.escape(key)}"')))
    closed = read_markup(client.get(press(whole, r'id="open-own-plan-3"')))
    other = read_markup(client.get(press(whole, r'id="open-own-plan-5"')))
    chosen = client.get(press(whole, r'value="own-plan-7\|deadline_months=12"'), follow=True)

    assert re.search(rf'id="pick-{re.escape(key)}" aria-current="true"', picked)
    assert "pick-own-plan" not in closed
    assert 'id="pick-own-plan-5.buy_now"' in other
    assert "pick-own-plan-3" not in other
    assert "Month by month: Own plan 7, " in read_markup(chosen)
    assert "custom_plans-15-name=" in chosen.redirect_chain[0][0]


def test_every_figure_of_a_way_is_a_link_that_carries_the_question(
    client: Client, whole: Response
) -> None:
    [address, *_] = re.findall(r'class="small-link" href="([^"]+)"', read_markup(whole))
    in_full = client.get(unescape(address))

    assert in_full.status_code == 200
    assert in_full.templates[0].name == "estimate/estimate.html"
    assert "Own plan 3" in in_full.content.decode()


def test_what_is_pressed_wins_over_what_was_chosen_before(client: Client, whole: Response) -> None:
    first, *_, last = re.findall(r'id="pick-([^"]+)"', read_markup(whole))
    chosen = client.get(press(whole, f'id="pick-{re.escape(first)}"'))
    again = client.get(press(chosen, f'id="pick-{re.escape(last)}"'))

    assert first != last
    assert re.search(rf'id="pick-{re.escape(last)}"[^>]*aria-current', read_markup(again))


def test_the_form_says_what_the_address_says(whole: Response) -> None:
    assert set(parse_qsl(ask())) <= set(read_question(whole))


def test_the_forecasts_rows_are_buttons_too(client: Client) -> None:
    page = read_markup(client.get(f"/forecast/?{ask()}&reply_rate=0.1&trials=100"))
    found = re.search(r'<button ([^>]*formaction="/estimate/"[^>]*)>', page)
    assert found
    attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', found[1]))
    assert attributes["form"] == "question-of-forecast"
    words = [*read_form(page, "question-of-forecast"), (attributes["name"], attributes["value"])]
    target = f"/estimate/?{urlencode(words)}"

    assert "forecast=yes" in target
    assert client.get(target).status_code == 200


def test_a_shared_campaigns_buttons_stay_at_its_own_address(client: Client) -> None:
    own = f"/c/{save_shared_campaign().share_token}/"
    page = client.get(f"{own}?{ask()}")
    assert f'<form id="question" method="get" action="{own}"' in read_markup(page)
    pressed = [*read_question(page), ("choose", "own-plan-7|deadline_months=36")]
    response = client.get(f"{own}?{urlencode(pressed)}")
    assert response.headers["Location"].startswith(f"{own}?")
    assert client.get(response.headers["Location"]).status_code == 200
