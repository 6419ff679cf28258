"""Forecast, mix and sensitivity: pages of their own, and parts of the page that asks for them."""

import subprocess
import sys
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client

from campaigns import rate_limits
from campaigns.rate_limits import Limit
from tests.campaigns.factories import save_shared_campaign
from tests.campaigns.pages import read_markup, read_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("price_books")]

UNSURE = "target=150&reply_rate=0.1&reply_rate_low=0.05&reply_rate_high=0.3&start_on=2026-12-01"
AS_HTMX = {"HX-Request": "true"}
STUDIES = ["forecast", "estimate/forecast", "mix", "sensitivity"]


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


@pytest.mark.parametrize("study", STUDIES)
def test_each_is_a_page_and_for_htmx_the_part_of_a_page(client: Client, study: str) -> None:
    page = client.get(f"/{study}/?{UNSURE}")
    part = client.get(f"/{study}/?{UNSURE}", headers=AS_HTMX)
    assert (page.status_code, part.status_code) == (200, 200)
    assert "<!DOCTYPE html>" in read_markup(page)
    assert read_markup(part).strip().startswith("<section")
    assert read_markup(part).strip() in read_markup(page)
    assert "HX-Request" in page["Vary"]


@pytest.mark.parametrize("study", STUDIES)
@pytest.mark.parametrize("query", ["target=abc", "reply_rate_low=0.3&reply_rate_high=0.1"])
def test_a_question_with_faults_goes_back_to_its_form(
    client: Client, study: str, query: str
) -> None:
    response = client.get(f"/{study}/?{query}")
    assert response.status_code == 302
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize("study", STUDIES)
@pytest.mark.parametrize(
    "query",
    [
        "plans=",
        "plans=free-account",
        "target=1000000&deadline_months=1&plans=premium-career&strategies=as_granted",
        "open_profile_share=100%25",
        "plans=sales-navigator-team",
        "target=50&goal=replied&reply_rate=0.1&budget=300&track_record_sent=40&track_record_replied=6",
    ],
)
def test_what_never_is_done_or_costs_nothing_is_told(
    client: Client, study: str, query: str
) -> None:
    response = client.get(f"/{study}/?{query}")
    assert response.status_code == 200
    assert "None" not in read_text(response)


def test_the_forecast_is_ranked_by_what_is_enough_nine_times_in_ten(client: Client) -> None:
    text = read_text(client.get(f"/forecast/?{UNSURE}&budget=700"))
    assert "nine times in ten their reply rate lies between 5 % and 30 %" in text
    assert "surest value" in text
    assert "In budget" in text
    assert "90 %" in text


def test_the_forecast_says_where_its_rates_come_from(client: Client) -> None:
    own = "track_record_sent=40&track_record_replied=6"
    assert "6 replies to your 40 messages" in read_text(client.get(f"/forecast/?{own}"))
    assert "at a reply rate of 20 %" in read_text(client.get("/forecast/?reply_rate=0.2"))


def test_the_same_seed_gives_the_same_page_and_another_one_another(client: Client) -> None:
    one = client.get(f"/forecast/?{UNSURE}&seed=3&trials=500").content
    cache.clear()
    assert client.get(f"/forecast/?{UNSURE}&seed=3&trials=500").content == one
    assert client.get(f"/forecast/?{UNSURE}&seed=4&trials=500").content != one


def test_a_mix_says_its_seats_and_its_proof(client: Client) -> None:
    query = "target=1000&deadline_months=5&max_seats=6&start_on=2026-12-01"
    text = read_text(client.get(f"/mix/?{query}"))
    assert "Best mix for a team of up to 6 seats" in text
    assert "Proven: no mix costs less" in text
    assert "Sales Navigator" in text


def test_a_limit_on_the_seats_of_one_plan_is_kept(client: Client) -> None:
    query = "target=1000&deadline_months=5&max_seats=6"
    free = read_text(client.get(f"/mix/?{query}"))
    limited = read_text(client.get(f"/mix/?{query}&max_seats_per_plan=2"))
    assert free != limited
    assert "3 seats of" not in limited


def test_the_sensitivity_names_every_input(client: Client) -> None:
    with_seats = read_text(client.get(f"/sensitivity/?{UNSURE}&seats=2")).lower()
    for word in ("reply rate", "credit", "deadline", "seats 1"):
        assert word in with_seats
    best = read_text(client.get(f"/sensitivity/?{UNSURE}")).lower()
    for word in ("reply rate", "credit", "deadline"):
        assert word in best
    assert "seats 1" not in best, "the best number is chosen anew for every input"


def test_the_planner_offers_what_it_does_not_show_and_waits_for_what_it_does(
    client: Client,
) -> None:
    plain = client.get(f"/?{UNSURE}").content.decode()
    assert 'id="offer-forecast"' in plain
    assert 'hx-get="/forecast/?' not in plain
    shown = "forecast=yes&sensitivity=yes&channels=yes&max_seats=4"
    asked = client.get(f"/?{UNSURE}&{shown}").content.decode()
    for study in ("forecast", "sensitivity", "mix", "channels"):
        assert f'hx-get="/{study}/?' in asked
    assert "Look deeper" not in asked


def test_what_is_asked_for_stays_asked_for_while_the_form_changes(client: Client) -> None:
    page = read_markup(client.get(f"/?{UNSURE}&forecast=yes"))
    assert '<input type="hidden" name="forecast" value="yes" form="scenario">' in page


def test_the_estimate_in_full_forecasts_itself(client: Client) -> None:
    query = f"{UNSURE}&estimate=sales-navigator-core.as_granted"
    plain = client.get(f"/estimate/?{query}").content.decode()
    assert "How sure is this?" in plain
    asked = unescape(client.get(f"/estimate/?{query}&forecast=yes").content.decode())
    assert 'hx-get="/estimate/forecast/?' in asked
    assert "9 in 10 pay at most" in read_text(client.get(f"/estimate/forecast/?{query}"))


def test_nobody_takes_certainty_about_money_for_certainty_about_replies(client: Client) -> None:
    asked = f"{UNSURE}&goal=replied&target=20&seats=1"
    apart = "Months and money are for sending the messages, however many answer."
    text = read_text(client.get(f"/forecast/?{asked}"))
    assert text.index("bring 20 replies or more in") < text.index(apart)
    assert text.index(apart) < text.index("90 % certainty")
    assert apart in read_text(client.get(f"/estimate/forecast/?{asked}"))
    assert apart not in read_text(client.get(f"/forecast/?{UNSURE}"))


def test_a_result_is_computed_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    first = client.get(f"/sensitivity/?{UNSURE}").content

    def compute_again(*args: object, **kwargs: object) -> None:
        raise AssertionError("computed again")

    monkeypatch.setattr("campaigns.studies.sensitivities.find_sensitivity", compute_again)
    assert client.get(f"/sensitivity/?{UNSURE}").content == first
    with pytest.raises(AssertionError, match="computed again"):
        client.get(f"/sensitivity/?{UNSURE}&target=151")


def test_other_prices_are_another_question(client: Client) -> None:
    custom = (
        "plans=&custom_plans-0-name=Ours&custom_plans-0-monthly_credits=40"
        "&custom_plans-0-rollover_cap=120&custom_plans-0-credit_lifetime_days=90"
        "&custom_plans-0-credit_price=10&custom_plans-0-monthly_price="
    )
    assert client.get(f"/mix/?{custom}50").content != client.get(f"/mix/?{custom}60").content


def test_who_asks_too_often_is_told_when_to_come_back(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("campaigns.views.studies.STUDYING", Limit("few", capacity=1, per_hour=60))
    assert client.get("/sensitivity/").status_code == 200
    page = client.get("/sensitivity/")
    assert page.status_code == 429
    assert 0 < int(page["Retry-After"]) <= 61
    assert "try again" in read_text(page)
    part = client.get("/sensitivity/", headers=AS_HTMX)
    assert part.status_code == 200, "htmx shows nothing that comes with a 429"
    assert "try again" in part.content.decode()
    assert rate_limits.STUDYING.capacity > 10


def test_nothing_heavy_is_loaded_by_a_page_that_does_not_ask_for_it() -> None:
    script = (
        "import django, sys; django.setup(); import planner.urls, campaigns.views; "
        "print([name for name in ('numpy', 'highspy', 'scipy', 'xlsxwriter', 'icalendar') "
        "if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("study", STUDIES)
def test_campaigns_and_shared_links_have_their_own(client: Client, study: str) -> None:
    campaign = save_shared_campaign(f"{UNSURE}&max_seats=4", name="Studied")
    own, shared = f"/campaigns/{campaign.edit_token}/", f"/c/{campaign.share_token}/"
    for root in (own, shared):
        page = client.get(f"{root}?forecast=yes&sensitivity=yes").content.decode()
        assert f'hx-get="{root}mix/?' in page
        part = client.get(f"{root}{study}/", headers=AS_HTMX)
        assert part.status_code == 200
        assert part["Cache-Control"] == "no-store, private"
        assert campaign.edit_token not in client.get(f"{shared}{study}/").content.decode()


def test_the_mix_is_measured_by_the_best_single_plan_within_its_own_seats(client: Client) -> None:
    query = "target=400&reply_rate=0.1&deadline_months=4&max_seats=6&max_seats_per_plan=2"
    text = read_text(client.get(f"/mix/?{query}"))
    assert "less than the best single plan, 2 seats of Sales Navigator Core" in text


def test_fewer_seats_in_all_than_are_asked_for_are_refused(client: Client) -> None:
    page = read_text(client.get("/?seats=10&max_seats=8"))
    assert "at least the 10 seats above" in page


def test_a_rate_outside_of_the_range_is_told(client: Client) -> None:
    told = "Calculated with a reply rate of 12.5 %, the middle of your range"
    query = "reply_rate_low=0.05&reply_rate_high=0.2"
    assert told in read_text(client.get(f"/?{query}"))
    assert told not in read_text(client.get(f"/?{query}&reply_rate=0.1"))
    assert told not in read_text(client.get("/"))


def test_where_replies_are_the_goal_the_chance_of_them_comes_first(client: Client) -> None:
    query = "target=80&goal=replied&reply_rate_low=0.05&reply_rate_high=0.2&deadline_months=6"
    text = read_text(client.get(f"/forecast/?{query}"))
    assert "640 messages planned bring 80 replies or more in" in text
