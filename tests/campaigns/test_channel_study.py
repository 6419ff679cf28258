"""The study of other channels: its page, its part of the files, the command (RULES.md §10)."""

import json
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from campaigns.studies import channel_plans, time_budget
from campaigns.studies.channel_plans import MOST_ROUNDS, make_request, study_channels
from planner.planning.channels import explain_plan
from planner.planning.wording import dollars, show_day
from tests.campaigns.pages import read_text
from tests.campaigns.queries import make_query
from tests.known import known

pytestmark = pytest.mark.usefixtures("price_books")

ASKED = {
    "target": "60",
    "reply_rate": "10 %",
    "deadline_months": "6",
    "price_book": "linkedin-2026",
    "start_on": "2026-12-01",
    "rules": "2",
}

PROVEN = "no plan over these channels, InMail by a single plan, costs less."


def address(page: str = "channels/", **changes: str) -> str:
    return f"/{page}?{urlencode(ASKED | changes)}"


def test_somebody_with_sixty_people_is_sold_no_machinery(client: Client) -> None:
    text = read_text(client.get(address()))
    assert "Invitations to connect: 60 people with 1 sender for 1 month" in text
    assert f"In all $0.00, own time not counted: {PROVEN}" in text
    assert "Message Ads" in text
    assert "The audience: Message Ads can reach 60, and 300 people are needed." in text


def test_the_page_has_the_figures_of_the_study(client: Client) -> None:
    query = make_query(ASKED)
    study = study_channels(query)
    assert study is not None
    text = read_text(client.get(address())).replace("\xa0", " ")
    assert explain_plan(study.plan) in text
    for one in study.alone:
        assert one.channel.name in text
        if one.plan and one.plan.shares:
            share = one.plan.shares[0]
            assert dollars(share.cash) in text
            assert show_day(share.done_on) in text


def test_the_first_row_is_inmail_as_the_planner_plans_it(client: Client) -> None:
    document = json.loads(client.get(address("plan.json", channels="yes")).content)
    inmail = document["channels"]["alone"][0]
    best = document["cheapest"]
    assert (inmail["channel"], inmail["share"]["cash"]) == ("inmail", best["total"])
    assert document["channels"]["people"] == 60


def test_a_place_where_consent_is_needed_takes_the_channel_out(client: Client) -> None:
    free = json.loads(client.get(address("plan.json", channels="yes")).content)
    bound = json.loads(client.get(address("plan.json", channels="yes", place="Germany")).content)
    agreed = json.loads(
        client.get(
            address("plan.json", channels="yes", place="Germany", has_consent="true")
        ).content
    )

    def email_of(document: dict[str, dict[str, list[dict[str, str]]]]) -> dict[str, str]:
        return next(one for one in document["channels"]["alone"] if one["channel"] == "email")

    assert email_of(bound)["binds"] == "consent"
    assert email_of(free)["binds"] == email_of(agreed)["binds"] != "consent"


def test_a_place_has_the_rules_of_the_place_around_it() -> None:
    def consent_in(place: str) -> dict[str, bool]:
        request = make_request(make_query(ASKED | {"place": place}))
        assert request
        return {channel.slug: channel.needs_consent for channel in request.channels}

    assert consent_in("European Union")["message-ads"]
    assert consent_in("Germany")["message-ads"]
    assert consent_in("Germany")["email"]
    assert not consent_in("United States")["message-ads"]


def test_the_rates_after_a_reply_are_the_persons_own_where_the_book_has_none() -> None:
    request = make_request(
        make_query(ASKED | {"goal": "meetings", "target": "1", "meeting_rate": "0.25"})
    )
    assert request is not None
    rates = {channel.slug: str(channel.meeting_rate) for channel in request.channels}
    assert rates["invitations"] == "0.25"
    assert rates["calls"] != "0.25"


def test_a_reply_takes_the_persons_own_minutes_on_every_channel() -> None:
    asked = ASKED | {"minutes_per_message": "7", "minutes_per_answer": "5"}
    request = make_request(make_query(asked | {"minutes_per_meeting": "60"}))
    assert request is not None
    by_slug = {channel.slug: channel.effort for channel in request.channels}
    assert {effort.minutes_per_answer for effort in by_slug.values()} == {5}
    assert {effort.minutes_per_meeting for effort in by_slug.values()} == {60}
    # A message is one by InMail: a call takes what is published of it.
    assert by_slug["calls"].minutes_per_message == 3
    assert by_slug["invitations"].minutes_per_message == 0


def test_a_longer_list_and_time_are_asked_for_by_their_fields() -> None:
    query = make_query(
        ASKED | {"list_size": "5000", "hour_cost": "50", "with_time": "true", "goal": "replied"}
    )
    request = make_request(query)
    assert request is not None
    assert (request.people, request.with_time, request.goal) == (5_000, True, "answers")
    assert request.deadline == date(2027, 5, 31)


def test_without_a_plan_or_a_channel_there_is_nothing_to_compare(client: Client) -> None:
    own = {
        "plans": "",
        "custom_plans-0-name": "Ours",
        "custom_plans-0-monthly_price": "50",
        "custom_plans-0-monthly_credits": "10",
        "custom_plans-0-rollover_cap": "30",
        "custom_plans-0-credit_lifetime_days": "90",
        "custom_plans-0-purchase_limit": "0",
    }
    assert client.get(address(**own)).status_code == 200
    assert study_channels(make_query(ASKED | {"target": "1000000", "goal": "replied"})) is None
    text = read_text(client.get(address(target="1000000", goal="replied")))
    assert "This price book has no other channels, or no plan is compared." in text


def test_the_workbook_and_the_command_have_it_too(
    client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    response = client.get(address("plan.xlsx", channels="yes"))
    assert response.status_code == 200
    path = tmp_path / "plan.toml"
    path.write_bytes(client.get(address("plan.toml")).content)
    call_command("plan", str(path), "--channels")
    printed = capsys.readouterr().out
    assert "All channels together: Invitations to connect: 60 people" in printed


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_what_there_is_no_time_for_is_left_out_and_named(
    client: Client, monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]
) -> None:
    cache.clear()
    asked = {"budget": "300", "list_size": "600"}
    whole = json.loads(client.get(address("plan.json", channels="yes", **asked)).content)
    assert whole["channels"]["left_out"] == []
    assert whole["channels"]["swings"]
    cache.clear()
    monkeypatch.setattr(time_budget, "SECONDS", -1)
    parts = (
        "where InMail becomes cheaper than e-mail, what the budget brings over all channels, what "
        "one more of each limit saves, what moves this plan most."
    )
    for _ in range(MOST_ROUNDS - 1):
        text = read_text(client.get(address(**asked), headers=headers))
        assert f"In all $0.00, own time not counted: {PROVEN}" in text
        assert "$300.00 brings 60 people over all channels, as far as was tried." in text
        assert f"Still being worked out: {parts}" in text
    page = client.get(address(**asked), headers=headers)
    assert f"Not worked out, for it takes longer than a page should wait: {parts}" in read_text(
        page
    )
    assert 'hx-trigger="load"' not in page.content.decode()


def test_asking_again_goes_on_where_the_time_was_over(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    whole = json.loads(client.get(address("plan.json", channels="yes", budget="300")).content)
    cache.clear()
    monkeypatch.setattr(time_budget, "SECONDS", -1)
    first = client.get(address(budget="300")).content.decode()
    assert 'hx-trigger="load"' in first
    monkeypatch.undo()
    assert "Still being worked out" not in read_text(client.get(address(budget="300")))
    again = json.loads(client.get(address("plan.json", channels="yes", budget="300")).content)
    assert again["channels"] == whole["channels"]


def test_a_long_study_leaves_parts_out_when_its_time_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The product's own time, of which the tests give pages ten times as much.
    monkeypatch.setattr(time_budget, "SECONDS", time_budget.SECONDS / 10)
    cache.clear()
    asked = {"target": "10000", "goal": "replied", "deadline_months": "60", "budget": "50000"}
    query = make_query(ASKED | asked | {"list_size": "1000000"})
    with time_budget.limit_time():
        study = study_channels(query)
    assert study is not None
    assert "swings" in study.left_out


def test_however_little_time_there_is_each_round_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    asked = {"goal": "replied", "target": "20", "list_size": "600", "budget": "150"}
    query = make_query(ASKED | asked)
    whole = study_channels(query)
    assert whole
    assert whole.left_out == ()
    cache.clear()
    seen: list[tuple[object, ...]] = []
    for _ in range(200):
        # The third look at the clock finds the time over: enough for one step alone.
        looks = iter([True, True])
        monkeypatch.setattr(channel_plans, "has_time_left", lambda looks=looks: next(looks, False))
        study = known(study_channels(query))
        if not study.left_out:
            break
        assert study.goes_on
        assert study.progress not in seen
        seen.append(study.progress)
    assert study.for_budget
    assert whole.for_budget
    assert study.for_budget.target == whole.for_budget.target
    assert len(study.marginals) == len(whole.marginals)
    assert {(one.slug, one.field) for one in study.swings} == {
        (one.slug, one.field) for one in whole.swings
    }
