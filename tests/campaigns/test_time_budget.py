"""How long a request may compute: omissions are reported, cached results are shown."""

import math
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from campaigns.decision import Decision, decide
from campaigns.query.query import Query
from campaigns.rate_limits import Limit
from campaigns.studies import time_budget
from campaigns.studies.time_budget import Countdown, has_time_left, is_limited, limit_time
from tests.campaigns.factories import save_campaign, save_shared_campaign
from tests.campaigns.pages import read_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("price_books")]

ASKED = "target=150&reply_rate=0.1&start_on=2026-12-01"
SHOWN = f"{ASKED}&forecast=yes&sensitivity=yes&max_seats=3"
TOO_LONG = "take longer to work out than a page should wait"


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From now on every request is late from its beginning."""
    return lambda: monkeypatch.setattr(time_budget, "SECONDS", -1)


@pytest.mark.parametrize("study", ["forecast", "estimate/forecast", "sensitivity"])
def test_a_study_that_takes_too_long_says_so(
    client: Client, hurry: Callable[[], None], study: str
) -> None:
    hurry()
    for headers in ({}, {"HX-Request": "true"}):
        response = client.get(f"/{study}/?{ASKED}", headers=headers)
        assert response.status_code == 200
        assert TOO_LONG in read_text(response)


@pytest.mark.parametrize("study", ["forecast", "estimate/forecast", "sensitivity"])
def test_what_is_known_already_takes_no_time(
    client: Client, hurry: Callable[[], None], study: str
) -> None:
    path = f"/{study}/?{ASKED}"
    in_time = client.get(path).content
    hurry()
    assert client.get(path).content == in_time


def test_a_mix_without_time_is_the_best_single_plan_and_proves_nothing(
    client: Client, hurry: Callable[[], None]
) -> None:
    hurry()
    text = read_text(client.get(f"/mix/?{ASKED}&max_seats=3"))
    assert "no less than the best single plan" in text
    assert "is not proven" in text


def test_a_forecast_leaves_out_what_it_has_no_time_for(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([True] * 3)
    monkeypatch.setattr("campaigns.studies.forecasts.has_time_left", lambda: next(answers, False))
    text = read_text(client.get(f"/forecast/?{ASKED}"))
    assert "left out" in text
    assert TOO_LONG not in text


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_file_is_whole_or_put_off(client: Client, hurry: Callable[[], None], kind: str) -> None:
    path = f"/plan.{kind}?{SHOWN}"
    hurry()
    response = client.get(path)
    assert response.status_code == 422
    assert response.headers["Retry-After"] == "5"
    assert response.headers["Content-Type"].startswith("text/html")
    assert TOO_LONG in read_text(response)
    assert "forecast=yes" in response.content.decode(), "the link that tries again"
    assert client.get(f"/plan.{kind}?{ASKED}").status_code == 200, "without studies it is had"


@pytest.mark.parametrize("is_shared", [True, False])
def test_files_of_campaigns_are_put_off_alike(hurry: Callable[[], None], is_shared: bool) -> None:
    campaign = save_shared_campaign() if is_shared else save_campaign()
    root = f"/c/{campaign.share_token}" if is_shared else f"/campaigns/{campaign.edit_token}"
    hurry()
    response = Client().get(f"{root}/plan.csv?forecast=yes")
    assert response.status_code == 422
    assert TOO_LONG in read_text(response)


def test_a_program_is_put_off_in_json(client: Client, hurry: Callable[[], None]) -> None:
    hurry()
    response = client.get(f"/plan.json?{SHOWN}")
    assert response.status_code == 422
    assert response.headers["Retry-After"] == "5"
    assert "take too long" in response.json()["error"]
    assert client.get(f"/plan.json?{ASKED}").status_code == 200, "without studies it is had"


@pytest.mark.parametrize("kind", ["xlsx", "csv", "json"])
def test_files_with_studies_are_counted_with_them(
    client: Client, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr("campaigns.views.exports.STUDYING", Limit("few", capacity=1, per_hour=60))
    assert client.get(f"/plan.{kind}?{SHOWN}").status_code == 200
    response = client.get(f"/plan.{kind}?{SHOWN}")
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 61
    assert kind != "json" or "too many studies" in response.json()["error"]
    assert client.get(f"/plan.{kind}?{ASKED}").status_code == 200


def test_only_requests_are_limited() -> None:
    assert not is_limited()
    assert has_time_left()
    assert 4 < Countdown(5)() <= 5
    with limit_time():
        assert is_limited()
        assert 0 < Countdown(math.inf)() <= time_budget.SECONDS
        assert Countdown(0.1)() <= 0.1
    assert not is_limited()


def test_every_request_is(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []

    def look(query: Query) -> Decision:
        seen.append(is_limited())
        return decide(query)

    monkeypatch.setattr("campaigns.views.pages.decide", look)
    client.get("/")
    assert seen == [True]
    assert not is_limited()
