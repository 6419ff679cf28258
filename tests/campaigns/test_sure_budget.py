"""The cost, 90 % sure, in the verdict: looked for after the answer, the forecast's own figure."""

import html
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import example, given

from campaigns.presentation.sure_budget import PAGE
from campaigns.query.query import Query
from campaigns.studies.forecasts import forecast_one
from planner.planning.comparison import compare
from planner.planning.errors import TimeBudgetExceeded
from planner.planning.estimate import Estimate
from planner.planning.wording import dollars
from planner.planning.worth.asked import chance_of
from tests.campaigns.arbitrary import compared_queries
from tests.campaigns.factories import save_shared_campaign
from tests.campaigns.pages import Response, read_text
from tests.campaigns.queries import answer_at, fill_in
from tests.examples import examples
from tests.known import known

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("price_books")]

HTMX = {"HX-Request": "true"}
UNSURE = {
    "rules": "2",
    "price_book": "linkedin-2026",
    "start_on": "2026-12-01",
    "goal": "replied",
    "target": "20",
    "reply_rate": "10 %",
}

PEOPLE = UNSURE | {"goal": "contacted", "target": "200"}


def ask(client: Client, query: dict[str, Any], *, root: str = "/") -> Response:
    return client.get(f"{root}{PAGE}", query, headers=HTMX)


def read_amount(response: Response) -> str:
    return read_text(response).partition(":")[0].strip()


def test_the_verdict_links_to_the_study_and_looks_for_the_amount(client: Client) -> None:
    page = html.unescape(client.get("/", UNSURE).content.decode())
    [link] = re.findall(r"<dt>Cost, 90 % sure</dt>\s*<dd>\s*<a(.+?)</a>", page, re.DOTALL)
    assert re.search(r'href="/\?[^"]+&forecast=yes#forecast"', link)
    assert f'hx-get="/{PAGE}?' in link
    assert link.endswith(">How sure?")


def test_for_people_it_is_what_sending_to_them_costs(client: Client) -> None:
    amount = read_amount(ask(client, PEOPLE))
    assert amount.startswith("$")
    study = read_text(client.get("/estimate/forecast/", PEOPLE, headers=HTMX))
    assert f"9 in 10 pay at most {amount}" in study


def test_for_a_goal_beyond_people_it_is_what_reaching_it_costs(client: Client) -> None:
    """45 answers at 10 % come from 450 messages in half of the cases alone."""
    asked = UNSURE | {"target": "45", "deadline_months": "6 weeks"}
    amount = read_amount(ask(client, asked))
    study = read_text(client.get("/forecast/", asked, headers=HTMX))
    assert "To be 90 % sure of 45 replies, write to 533, not 450" in study
    assert f"They cost {amount}" in study


@pytest.mark.parametrize(
    "query",
    [UNSURE | {"goal": "contacted", "reply_rate": ""}, UNSURE | {"plans": "sales-navigator-team"}],
    ids=["no rate", "no such plan"],
)
def test_without_a_rate_or_a_total_there_is_none(client: Client, query: dict[str, str]) -> None:
    assert "Cost, 90 % sure" not in read_text(client.get("/", query))


AUDIENCES = {
    f"audiences-{row}-{name}": text
    for row in (0, 1)
    for name, text in {"name": f"Client {row}", "target": "100"}.items()
}


def test_audiences_have_none_for_a_goal_beyond_people_and_the_page_says_so(client: Client) -> None:
    """In place of a link that no amount comes to; the study that it leads to has their chances."""
    asked = UNSURE | AUDIENCES | {"target": "200"}
    page = client.get("/", asked).content.decode()
    assert PAGE not in html.unescape(page)
    [study] = re.findall(r'None; see\s+<a href="([^"]+)">each audience', page)
    found = client.get(html.unescape(study).replace("/?", "/forecast/?"), headers=HTMX)
    assert "Client 1" in read_text(found)
    people = client.get("/", asked | {"goal": "contacted"}).content.decode()
    assert PAGE in html.unescape(people)
    assert read_amount(ask(client, asked | {"goal": "contacted"})).startswith("$")


def test_without_time_the_link_to_the_study_stays(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **more: object) -> None:
        raise TimeBudgetExceeded

    monkeypatch.setattr("campaigns.presentation.sure_budget.forecast_one", refuse)
    response = ask(client, PEOPLE)
    assert (response.status_code, response.content) == (204, b"")
    assert ask(client, UNSURE | {"target": "many"}).status_code == 204


def test_its_address_opened_by_hand_leads_to_the_answer(client: Client) -> None:
    response = client.get(f"/{PAGE}", UNSURE)
    assert response.status_code == 302
    assert response["Location"].startswith("/?")


def test_it_stands_below_every_root(client: Client) -> None:
    campaign = save_shared_campaign(urlencode(UNSURE))
    for root in (f"/campaigns/{campaign.edit_token}/", f"/c/{campaign.share_token}/"):
        assert read_amount(ask(client, UNSURE, root=root)).startswith("$")


def find_total(query: Query, shown: Estimate) -> object:
    """The amount by the study of the estimate, or by comparing plans for the people to write to."""
    scenario = query.scenario
    if scenario.goal == "contacted":
        return known(forecast_one(query, shown)).sure_total
    chance = chance_of(scenario, query.belief)
    if chance is None or not chance.sure_messages or chance.sure_messages <= chance.messages:
        return None
    people = replace(scenario, goal="contacted", target=chance.sure_messages)
    cheapest = compare(people, query.plans).cheapest
    return cheapest.total if cheapest else None


@examples(5, many=40)
@given(compared_queries)
@example(UNSURE)
@example(PEOPLE)
def test_the_amount_is_that_of_the_forecast_or_of_the_people_for_the_goal(
    query: dict[str, Any],
) -> None:
    asked = urlencode(query, doseq=True)
    decision, answer = answer_at(f"/?{asked}")
    if answer.verdict is None or answer.verdict.sure_budget is None:
        return
    response = ask(Client(), dict(fill_in(asked).query_items) | query)
    total = find_total(decision.query, answer.verdict.estimate)
    if response.status_code == 204:
        assert not isinstance(total, Decimal)
    else:
        assert isinstance(total, Decimal)
        assert read_amount(response) == dollars(total)
