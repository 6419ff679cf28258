"""The scenario file that is downloaded: the command gives the same answer to it."""

import io
import json
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import F
from hypothesis import assume, given
from hypothesis import strategies as st

from campaigns.decision import decide
from campaigns.exports import ExportSource, make_export
from campaigns.exports.document import make_document
from campaigns.models import Plan, PlanPrice
from campaigns.scenario_file import read_scenario
from tests.campaigns.exports import OWN_PLAN, TODAY, make_campaign, make_scenario
from tests.examples import examples

pytestmark = pytest.mark.usefixtures("price_books")
LATER = date(2031, 5, 6)
FIGURES = ("plan", "strategy", "months", "months_paid", "total", "cost_per_lead", "schedule")
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.sampled_from(
    ['"', '"""', "'", "\\", "a\\nb", "a # b", "[x]", "emoji 😀", "日本", "\u2028", "a\r\nb", "\x00"]
)


def write(source: ExportSource) -> str:
    return make_export(source, "toml").content.decode()


def answer(source: ExportSource) -> Any:
    """The JSON document that is read from the file, on a day years later."""
    query = read_scenario(write(source).encode(), today=LATER)
    return json.loads(json.dumps(make_document(decide(query))))


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"target": "1000000", "seats": "10000", "deadline_months": "60"},
        {"reply_rate": "12.3456789012 %", "decline_rate": "20 %", "goal": "replied"},
        {"reply_rate": "0.000000000001", "decline_rate": "0", "open_profile_share": "1/3"},
        {"budget": "1,999.9999", "monthly_send_limit": "45", "seats": "3"},
        {"start_on": "2026-12-10", "held_seats-0-plan": "premium-career", "held_seats-0-seats": "2",
         "held_seats-0-credits": "3", "held_seats-0-paid_until": "2026-12-31",
         "seat_daily_limit": "20", "seat_monthly_limit": "100", "sends_on": "weekdays",
         "answers_come": "same", "grants_on_start": "true", "max_seats": "9"},
        {"rules": "1", "price_book": "article", "start_on": "2026-12-01", "seats": "2"},
        {"track_record_sent": "7", "track_record_replied": "2", "deadline_on": "2027-03-31"},
        {"declines_return_credit": "false", "use_trial": "true", "billing": "annual"},
        {"plans": ["premium-career", "executive-25"], "strategies": ["buy_now", "cheapest"]},
        {"plans": "", "credit_lifetime_days": "45"},
        {"price_book": "linkedin-2026", "start_on": "2099-12-31"},
        {"start_on": "2000-01-01"},
    ],
)  # fmt: skip
def test_the_file_asks_the_same_question(query: dict[str, Any]) -> None:
    for own_plan in ({}, OWN_PLAN, OWN_PLAN | {"credit_price": "0.00000000"}):
        source = make_scenario(own_plan=own_plan, **query)
        assert answer(source) == make_document(source.decision)


@examples(15, many=80)
@given(texts, texts)
def test_any_name_survives(campaign: str, plan: str) -> None:
    own = OWN_PLAN | {"name": plan}
    try:
        source = make_campaign(name=campaign, own_plan=own, target="30", plans="")
    except AssertionError:
        assume(False)
    text = write(source)
    assert tomllib.loads(text)["custom_plans"][0]["name"] == plan.strip()
    assert answer(source) == make_document(source.decision)


def test_the_command_takes_the_file(tmp_path: Path) -> None:
    source = make_scenario(own_plan=OWN_PLAN, budget="900")
    file = tmp_path / "plan.toml"
    file.write_text(write(source))
    out = io.StringIO()
    call_command("plan", str(file), format="json", stdout=out)
    assert out.getvalue().strip() == make_export(source, "json").content.decode().strip()


def test_every_default_is_written_out_with_the_files_own_names() -> None:
    said = tomllib.loads(write(make_scenario(own_plan=OWN_PLAN)), parse_float=Decimal)
    assert said["start_on"] == TODAY
    assert said["plans"][:2] == ["free-account", "premium-career"]
    assert said["strategies"] == ["accumulate", "as_granted", "buy_now", "cheapest"]
    assert said["reply_rate"] == 0
    assert said["use_trial"] is False
    assert said["custom_plans"][0]["credit_price"] == "9.9990"
    assert "budget" not in said


def test_the_file_says_what_it_is_and_how_to_use_it() -> None:
    campaign = make_campaign(name="Käse\n[target]\x1b", prices_from=date(2026, 12, 3))
    comments = [line for line in write(campaign).splitlines() if line.startswith("#")]
    assert comments == [
        "# Käse [target]\N{REPLACEMENT CHARACTER}",
        "# A scenario of the outreach cost planner: 100 people within 12 months from 2026-12-01.",
        "# To answer it: python manage.py plan FILE (with --format json or csv for other programs)",
        "# Terms and prices are those of “Article figures” as saved on 2026-12-03, "
        "written out below.",
    ]


@pytest.mark.parametrize("query", [{}, {"credit_lifetime_days": "45"}, {"billing": "monthly"}])
def test_frozen_prices_are_in_the_file_itself(query: dict[str, str]) -> None:
    campaign = make_campaign(own_plan=OWN_PLAN, prices_from=TODAY, budget="700", **query)
    before = make_document(campaign.decision)
    said = tomllib.loads(write(campaign))
    assert said["plans"] == []
    assert "price_book" not in said
    assert said["custom_plans"][4]["monthly_price"] == "79.99"
    text = write(campaign).encode()

    PlanPrice.objects.update(monthly_price=Decimal(1), credit_price=Decimal(1))
    Plan.objects.update(rollover_cap=F("rollover_cap") + 100, name="Renamed")
    after = make_document(decide(read_scenario(text, today=LATER)))
    assert [pick(estimate) for estimate in after["estimates"]] == [
        pick(estimate) for estimate in before["estimates"]
    ]
    for name in ("cheapest", "frontier", "for_budget"):
        assert after[name] == before[name]


def pick(estimate: dict[str, Any]) -> dict[str, Any]:
    return {name: estimate[name] for name in FIGURES}
