"""Legacy links and campaigns are answered by the legacy rules (RULES.md §4).

By these every seat stays to the last month, a campaign has one seat where it names no number, and
credits held at the start go along to any plan.
"""

from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from campaigns.models import Campaign
from campaigns.scenario_file import UnreadableScenario, read_scenario
from campaigns.studies.mixes import study_mix
from planner.planning.scenario import HeldSeats
from tests.campaigns.factories import save_campaign
from tests.campaigns.pages import Response, read_fields, read_text
from tests.campaigns.queries import decide_on, fill_in, links_of, make_query
from tests.known import known

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("price_books")]

NOTICE = "This was planned before seats had owners and dates"
# Core of the article: 50 credits for $99.99, a bought one for $10.
LEGACY = {"price_book": "article", "start_on": "2026-12-01"}
TEAM = {**LEGACY, "target": "175", "deadline_months": "2", "seats": "3"}
CORE = {"plans": "sales-navigator-core"}
# Three seats for a month are $299.97 and send 150. By legacy rules the other 25 cost either
# another month of all three, $599.94 in all, or 25 credits.
TEAM_LEGACY = Decimal("549.97")
# By the current rules: one of the three is renewed for them (RULES.md §8, example 22).
TEAM_CURRENT = Decimal("399.96")


def cheapest(asked: dict[str, str]) -> tuple[Any, ...]:
    estimate = known(decide_on(asked).comparison.cheapest)
    return estimate.terms.slug, estimate.seats, estimate.total, estimate.done_on


def total(asked: dict[str, str]) -> Decimal:
    return known(known(decide_on(asked).comparison.cheapest).total)


def sent_by(page: Response) -> dict[str, str]:
    """What a browser sends of the page's form, with the goal that is picked of its two."""
    return read_fields(page) | {"goal": "contacted"}


def save_legacy(asked: str) -> Campaign:
    """A campaign as an older release saved it: with its book and its start, without `rules`."""
    campaign = save_campaign(f"{asked}&rules=1")
    revision = campaign.newest_revision
    type(revision).objects.filter(pk=revision.pk).update(asked=asked)
    return campaign


@pytest.mark.parametrize(("plans", "rules"), [(CORE, "1"), ({}, "1"), (CORE, ""), ({}, "")])
def test_a_legacy_link_shows_the_total_by_legacy_rules(plans: dict[str, str], rules: str) -> None:
    asked = TEAM | plans | ({"rules": rules} if rules else {})
    assert total(asked) == TEAM_LEGACY
    assert total(asked | {"rules": "2"}) == TEAM_CURRENT


def test_by_legacy_rules_a_way_as_granted_pays_all_seats_for_both_months() -> None:
    asked = TEAM | CORE | {"strategies": "as_granted"}
    assert total(asked) == Decimal("599.94")
    assert total(asked | {"rules": "2"}) == TEAM_CURRENT


def test_a_legacy_link_without_a_number_of_seats_has_one() -> None:
    asked = {**LEGACY, **CORE, "target": "100", "deadline_months": "1"}
    # 50 granted, 50 bought; by the current rules two seats.
    assert cheapest(asked)[1:3] == (1, Decimal("599.99"))
    assert cheapest(asked | {"seats": ""})[1:3] == (1, Decimal("599.99"))
    assert cheapest(asked | {"rules": "2"})[1:3] == (2, Decimal("199.98"))


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"target": "100"},
        {"price_book": "article", "target": "100"},
        {"start_on": "2026-12-01"},
        LEGACY | {"rules": "2"},
        LEGACY | {"seat_daily_limit": ""},  # as the page's form sends it
        LEGACY | {"grants_on_start": "true"},
        LEGACY | {"held_seats-0-plan": ""},
    ],
)
def test_other_addresses_are_answered_by_the_current_rules(asked: dict[str, str]) -> None:
    query = make_query(asked)
    assert query.values["rules"] == "2"
    assert query.scenario.seats == "best"
    assert not query.scenario.renews_all_seats


def test_addresses_go_on_with_the_rules_that_they_came_with() -> None:
    legacy, current = links_of(fill_in(TEAM)).address(), links_of(fill_in("")).address()
    assert parse_qs(urlsplit(legacy).query)["rules"] == ["1"]
    assert parse_qs(urlsplit(current).query)["rules"] == ["2"]
    assert total(TEAM) == known(known(decide_on(urlsplit(legacy).query).comparison.cheapest).total)


def test_the_page_has_a_notice_and_offers_to_recalculate(client: Client) -> None:
    page = client.get("/", TEAM)
    text = read_text(page)
    assert NOTICE in text
    assert "credits held" not in text.split(NOTICE)[1].split("Calculate it seat by seat")[0]
    assert "175 people for $549.97 in 1 month" in text
    address = page.context["recalculated_address"]
    assert f'href="{address.replace("&", "&amp;")}">Calculate it seat by seat' in (
        " ".join(page.content.decode().split())
    )
    recalculated = read_text(client.get(address))
    assert NOTICE not in recalculated
    assert "175 people for $399.96 in 2 months" in recalculated


def test_the_form_of_a_page_goes_on_with_its_rules(client: Client) -> None:
    for rules, asked in (("1", TEAM), ("2", TEAM | {"rules": "2"}), ("2", {})):
        fields = sent_by(client.get("/", asked))
        assert fields["rules"] == rules
        assert make_query(fields).values["rules"] == rules


def test_files_of_a_legacy_link_have_its_totals(client: Client) -> None:
    document = client.get("/plan.json", TEAM | CORE).json()
    assert document["cheapest"]["total"] == "549.97"
    assert document["scenario"]["rules"] == "1"
    written = client.get("/plan.toml", TEAM | CORE).content
    again = read_scenario(written, today=date(2031, 5, 6))
    assert again.scenario == make_query(TEAM | CORE).scenario


def test_a_legacy_campaign_shows_the_total_by_legacy_rules(client: Client) -> None:
    asked = "target=175&price_book=article&start_on=2026-12-01&deadline_months=2&seats=3"
    campaign = save_legacy(f"{asked}&plans=sales-navigator-core")
    root = f"/campaigns/{campaign.edit_token}/"
    page = client.get(root)
    text = read_text(page)
    assert NOTICE in text
    assert "175 people for $549.97 in 1 month" in text
    assert not page.context["is_changed"]
    assert ",549.97," in client.get(f"{root}plan.csv").content.decode()
    # A row that is picked is added to what was saved.
    assert "$599.94" in read_text(client.get(f"{root}?estimate=sales-navigator-core.as_granted"))
    recalculated = client.get(page.context["recalculated_address"])
    assert recalculated.context["is_changed"]
    assert "175 people for $399.96 in 2 months" in read_text(recalculated)
    assert NOTICE not in read_text(recalculated)


def test_a_legacy_campaign_without_seats_has_one(client: Client) -> None:
    campaign = save_legacy("target=100&price_book=article&start_on=2026-12-01&deadline_months=1")
    assert "$599.99" in read_text(client.get(f"/campaigns/{campaign.edit_token}/"))


def test_by_legacy_rules_the_most_seats_of_one_plan_bound_only_a_mix() -> None:
    asked = TEAM | {"max_seats": "5", "max_seats_per_plan": "2"}
    assert total(asked) == TEAM_LEGACY
    [fault] = fill_in(asked | {"rules": "2"}).faults
    assert fault.field == "seats"


# 40 credits held: with the 50 of one month of Core they send 90.
HOLDER = {**LEGACY, "target": "90", "deadline_months": "1", "opening_balance": "40"}


def test_credits_held_go_along_to_any_plan() -> None:
    assert cheapest(HOLDER)[:3] == ("sales-navigator-core", 1, Decimal("99.99"))
    query = make_query(HOLDER)
    assert [held.plan for held in query.scenario.held_seats] == [one.slug for one in query.plans]
    assert {(held.seats, held.credits) for held in query.scenario.held_seats} == {(1, 40)}
    lite = decide_on(HOLDER | {"target": "70", "strategies": "as_granted"}).comparison.estimates
    totals = {one.terms.slug: one.total for one in lite if one.status == "ok"}
    assert totals["recruiter-lite"] == Decimal("169.99"), "40 held and 30 granted"


def test_a_trial_was_free_with_credits_held_too() -> None:
    asked = {"price_book": "linkedin-2026", "start_on": "2026-12-01", "target": "40"}
    asked |= {"use_trial": "true", "opening_balance": "40", **CORE}
    assert total(asked) == 0
    current = asked | {"rules": "2", "seats": "1"}
    assert total(current) == Decimal("119.99"), "a seat that is held has no trial"


def test_by_legacy_rules_credits_of_every_plan_are_granted_on_the_start_day() -> None:
    """By the current rules Core of 2026 has its credits on the 1st: 50 on 1 Dec, 50 on 1 Jan."""
    asked = {"price_book": "linkedin-2026", "start_on": "2026-11-26", "target": "100", **CORE}
    legacy, current = cheapest(asked), cheapest(asked | {"rules": "2", "seats": "1"})
    assert legacy[1:] == (1, Decimal("239.98"), date(2026, 12, 26))
    assert current[1:] == (1, Decimal("239.98"), date(2027, 1, 1))


def test_a_day_too_far_was_the_last_that_can_be_planned() -> None:
    asked = TEAM | {"deadline_on": "2040-01-01"}
    assert make_query(asked).scenario.deadline == date(2031, 11, 30)
    [fault] = fill_in(asked | {"rules": "2"}).faults
    assert fault.field == "deadline_on"


def test_the_page_shows_held_credits_and_its_form_sends_them(client: Client) -> None:
    page = client.get("/", HOLDER)
    assert "credits held go along to any plan (a mix leaves them out)" in read_text(page)
    fields = sent_by(page)
    assert fields["opening_balance"] == "40"
    assert total(fields) == Decimal("99.99")
    assert total(fields | {"opening_balance": ""}) == Decimal("499.99"), "40 are bought"


def test_a_mix_leaves_them_out_as_they_would_be_there_several_times() -> None:
    with_credits, without = HOLDER | {"max_seats": "3"}, HOLDER | {"max_seats": "3"}
    del without["opening_balance"]
    mixes = study_mix(make_query(with_credits)), study_mix(make_query(without))
    assert known(mixes[0].mix.total) == known(mixes[1].mix.total) > 0


def test_seats_held_by_name_stay_in_the_mix() -> None:
    asked = {**HOLDER, "max_seats": "3", "rules": "1", "held_seats-0-plan": "recruiter-lite"}
    asked |= {"held_seats-0-credits": "90", "held_seats-0-paid_until": "2026-12-31"}
    assert known(study_mix(make_query(asked)).mix.total) == 0


@pytest.mark.parametrize("rules", ["", "2"])
def test_on_the_only_plan_compared_they_are_seats_that_are_held(rules: str) -> None:
    asked = HOLDER | CORE | {"seats": "2"} | ({"rules": rules} if rules else {})
    form = fill_in(asked)
    assert known(form.query).scenario.held_seats == (
        HeldSeats(plan="sales-navigator-core", seats=2, credits=40, paid_until=date(2026, 11, 30)),
    )
    carried = dict(form.query_items)
    assert "opening_balance" not in carried
    assert carried["held_seats-0-credits"] == "40"
    assert carried["held_seats-0-paid_until"] == "2026-11-30"


def test_they_are_held_on_the_only_plan_of_ones_own_too() -> None:
    plan = {"name": "Our deal", "monthly_price": "64.50", "monthly_credits": "40",
            "rollover_cap": "120", "credit_lifetime_days": "90", "purchase_limit": "0"}  # fmt: skip
    own = {f"custom_plans-0-{name}": text for name, text in plan.items()}
    asked = HOLDER | own | {"plans": "", "target": "80"}
    assert cheapest(asked)[:3] == ("our-deal", 1, Decimal("64.50"))


def test_they_take_no_place_of_seats_that_are_entered() -> None:
    entered = {"held_seats-0-plan": "", "held_seats-1-plan": "premium-career",
               "held_seats-1-paid_until": "2026-12-31"}  # fmt: skip
    held = make_query(HOLDER | CORE | {"rules": "2"} | entered).scenario.held_seats
    assert [one.plan for one in held] == ["sales-navigator-core", "premium-career"]


def test_on_several_plans_the_current_rules_have_a_fault_that_names_the_fields_to_use(
    client: Client,
) -> None:
    asked = HOLDER | {"rules": "2"}
    [fault] = fill_in(asked).faults
    assert (fault.field, fault.given) == ("opening_balance", "40")
    assert "held_seats-0-plan, -seats, -credits and -paid_until" in fault.allowed
    page = client.get("/", asked)
    assert 'href="#error-opening_balance"' in page.content.decode()
    assert 'id="error-opening_balance"' in page.content.decode()
    assert client.get("/plan.json", asked).json()["faults"][0]["field"] == "opening_balance"
    assert fill_in(asked | {"opening_balance": "0"}).query


def test_a_file_is_read_by_the_current_rules() -> None:
    file = "target = 90\nprice_book = 'article'\nstart_on = 2026-12-01\nopening_balance = 40"
    query = read_scenario(
        f"{file}\nplans = ['sales-navigator-core']".encode(), today=date(2026, 12, 1)
    )
    assert query.values["rules"] == "2"
    assert [held.credits for held in query.scenario.held_seats] == [40]


def test_a_file_on_several_plans_has_a_fault_that_names_the_table_to_use() -> None:
    file = "target = 90\nprice_book = 'article'\nstart_on = 2026-12-01\nopening_balance = 40"
    with pytest.raises(UnreadableScenario) as unreadable:
        read_scenario(file.encode(), today=date(2026, 12, 1))
    [fault] = unreadable.value.faults
    assert fault.allowed == (
        "nothing here, and the credits among the seats that you have: in a table [[held_seats]] "
        "with plan, seats, credits and paid_until"
    )


@pytest.mark.parametrize("text", ["-1", "x", "1000001", "1.5", "٣"])
def test_a_balance_that_cannot_be_read_is_a_fault(text: str) -> None:
    for plans in ({}, CORE):
        [fault] = fill_in(HOLDER | plans | {"opening_balance": text}).faults
        assert (fault.field, fault.given) == ("opening_balance", text)
        assert fault.allowed == "a whole number from 0 to 1,000,000"
