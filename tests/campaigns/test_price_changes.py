"""What has changed since a campaign was saved, figure by figure, and what that does to totals."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from time_machine import TimeMachineFixture

from campaigns.models import Campaign, Plan, PlanPrice, PriceBook
from campaigns.query.books import list_books
from campaigns.saved.price_changes import PriceChanges, Total
from planner.planning.money import cents
from tests.campaigns.factories import PlanFactory, PlanPriceFactory, change_price, save_campaign
from tests.campaigns.queries import decide_on
from tests.examples import examples

pytestmark = pytest.mark.usefixtures("book")


def look_back(campaign: Campaign) -> PriceChanges:
    revision = Campaign.objects.with_plans().get(pk=campaign.pk).newest_revision
    saved = decide_on(revision.asked, today=timezone.localdate(), snapshot=revision.book_snapshot)
    return PriceChanges(saved, books=list_books())


def told(campaign: Campaign) -> list[tuple[str, list[tuple[str, str, str]]]]:
    changes = look_back(campaign).changes
    return [(change.name, [(*figure,) for figure in change.figures]) for change in changes]


def test_where_nothing_changed_nothing_is_told() -> None:
    since = look_back(save_campaign())
    assert not since.has_changes
    assert since.changes == []
    assert since.cheapest == Total(Decimal("299.98"), Decimal("299.98"))
    assert since.cheapest.more == 0
    assert since.cheapest_plan_changes == ""


@pytest.mark.parametrize(
    ("prices", "figure"),
    [
        ({"credit_price": Decimal("9.999")}, ("A bought credit", "$10.00", "$9.999")),
        ({"monthly_price": Decimal("89.99")}, ("A month", "$79.99", "$89.99")),
        ({"monthly_price": None}, ("A month", "$79.99", "unknown")),
        ({"monthly_price": Decimal(0)}, ("A month", "$79.99", "$0.00")),
        ({"annual_price": Decimal(700)}, ("A year", "unknown", "$700.00")),
        ({"credit_price": Decimal("8.50")}, ("A bought credit", "$10.00", "$8.50")),
    ],
)
def test_each_price_that_changed_is_told(
    prices: dict[str, Any], figure: tuple[str, str, str]
) -> None:
    campaign = save_campaign()
    PlanPrice.objects.filter(plan__slug="solo").update(**prices)
    assert told(campaign) == [("Solo", [figure])]


@pytest.mark.parametrize(
    ("terms", "figure"),
    [
        ({"monthly_credits": 25}, ("Credits a month", "20", "25")),
        ({"rollover_cap": 5_000}, ("Most held", "60", "5,000")),
        ({"credit_lifetime_days": 1}, ("Days a credit lives", "90", "1")),
        ({"purchase_limit": 0}, ("Bought a month", "no limit", "none sold")),
        ({"purchase_limit": 1_000}, ("Bought a month", "no limit", "1,000")),
        ({"trial_months": 1}, ("Free trial months", "0", "1")),
    ],
)
def test_each_term_that_changed_is_told(
    terms: dict[str, Any], figure: tuple[str, str, str]
) -> None:
    campaign = save_campaign()
    Plan.objects.filter(slug="solo").update(**terms)
    assert told(campaign) == [("Solo", [figure])]


def test_all_that_changed_of_a_plan_stands_together_with_what_it_does_to_its_total() -> None:
    campaign = save_campaign()
    PlanPrice.objects.filter(plan__slug="solo").update(monthly_price=40, credit_price=1)
    Plan.objects.filter(slug="team").update(monthly_credits=100)
    solo, team = look_back(campaign).changes
    assert [figure.name for figure in solo.figures] == ["A month", "A bought credit"]
    assert solo.total == Total(Decimal("399.95"), Decimal(120)), "a month and 80 credits"
    assert solo.total.more == Decimal("-279.95")
    assert team.total == Total(Decimal("299.98"), Decimal("149.99"))


def test_it_tells_what_is_cheapest_today_and_that_it_is_another_plan() -> None:
    campaign = save_campaign()
    change_price("solo", "10")
    since = look_back(campaign)
    assert since.cheapest == Total(Decimal("299.98"), Decimal(50))
    assert since.cheapest_plan_changes == "Solo"


def test_without_a_known_price_there_is_no_total_to_compare() -> None:
    campaign = save_campaign()
    PlanPrice.objects.all().delete()
    since = look_back(campaign)
    assert since.cheapest == Total(Decimal("299.98"), None)
    assert since.cheapest.more is None
    assert since.cheapest_plan_changes == ""
    assert all(change.total.more is None for change in since.changes)
    assert since.verdict.endswith(
        "Today nothing makes it within 12 months at a known price; saved: Team for $299.98 in 2 "
        "months."
    )
    assert {change.outcomes[1].text for change in since.changes} == {"price unknown"}


def test_what_costs_less_but_comes_too_late_is_no_gain() -> None:
    """40 people in 1 month: 20 credits are bought. Without them it takes 2 months, for less."""
    campaign = save_campaign("target=40&deadline_months=1&plans=solo&seats=1")
    Plan.objects.filter(slug="solo").update(purchase_limit=0)
    since = look_back(campaign)
    (solo,) = since.changes
    assert solo.total == Total(Decimal("279.99"), Decimal("159.98"), now_late=1)
    assert solo.total.more is None
    assert solo.outcomes == (("$279.99", ""), ("$159.98", "1 month late"))
    assert since.verdict == (
        "One plan has changed; the numbers below stay as they were saved. Today nothing makes it "
        "within 1 month at a known price; saved: Solo for $279.99 in 1 month."
    )


def test_what_was_late_and_is_in_time_is_no_loss() -> None:
    Plan.objects.filter(slug="solo").update(purchase_limit=0)
    campaign = save_campaign("target=40&deadline_months=1&plans=solo&seats=1")
    Plan.objects.filter(slug="solo").update(purchase_limit=None)
    since = look_back(campaign)
    assert since.changes[0].total.more is None
    assert since.changes[0].outcomes == (("$159.98", "1 month late"), ("$279.99", ""))
    assert since.verdict.endswith(
        "Today Solo for $279.99 in 1 month would do; as saved, nothing did at a known price."
    )


def test_what_nothing_makes_then_as_now_is_said_once() -> None:
    Plan.objects.update(purchase_limit=0)
    campaign = save_campaign("target=400&deadline_months=1&seats=1")
    change_price("solo", "10")
    assert look_back(campaign).verdict == (
        "One plan has changed; nothing makes it within 1 month at a known price, then as now."
    )


def test_where_only_others_have_changed_one_line_says_that_the_answer_stays() -> None:
    campaign = save_campaign()
    change_price("solo", "89.99")
    since = look_back(campaign)
    assert since.answer_stays
    assert since.verdict == (
        "One other plan has changed; the cheapest stays as it was saved: "
        "Team for $299.98 in 2 months."
    )


def test_where_the_cheapest_changed_without_effect_it_is_not_another_plan() -> None:
    campaign = save_campaign()
    Plan.objects.update(rollover_cap=5_000)
    since = look_back(campaign)
    assert since.verdict.startswith("2 plans have changed; the cheapest stays as it was saved")


def test_the_same_money_in_another_time_is_not_told_as_instead_of_itself() -> None:
    campaign = save_campaign("plans=team")
    change_price("team", "299.98")
    Plan.objects.filter(slug="team").update(monthly_credits=100, rollover_cap=100)
    since = look_back(campaign)
    assert since.cheapest == Total(Decimal("299.98"), Decimal("299.98"))
    assert since.verdict.endswith(
        "Today the cheapest would still be $299.98. It takes 1 month instead of 2."
    )


def _delete_team(book: PriceBook) -> None:
    book.plans.get(slug="team").delete()


def _retire_team(book: PriceBook) -> None:
    book.plans.filter(slug="team").update(is_legacy=True)


def _rename_team(book: PriceBook) -> None:
    book.plans.filter(slug="team").update(slug="crew", name="Crew")


def _add_plan(book: PriceBook) -> None:
    PlanPriceFactory.create(
        plan=PlanFactory.create(book=book, slug="new", name="New"), monthly_price=1
    )


GONE = ("Team", [("The plan", "sold", "not sold any more")])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (_delete_team, [GONE]),
        (_retire_team, [GONE]),
        (_rename_team, [GONE, ("Crew", [("The plan", "not sold", "sold")])]),
        (_add_plan, [("New", [("The plan", "not sold", "sold")])]),
    ],
)
def test_plans_that_came_and_went_are_told(
    book: PriceBook, change: Callable[[PriceBook], None], expected: object
) -> None:
    campaign = save_campaign()
    change(book)
    assert told(campaign) == expected


def test_a_plan_that_is_gone_has_no_total_today() -> None:
    campaign = save_campaign()
    Plan.objects.get(slug="team").delete()
    since = look_back(campaign)
    assert since.changes[0].total == Total(Decimal("299.98"), None)
    assert since.cheapest == Total(Decimal("299.98"), Decimal("399.95"))
    assert since.cheapest_plan_changes == "Solo"


def test_a_picked_plan_that_is_gone_is_left_out_of_today() -> None:
    campaign = save_campaign("plans=solo&plans=team")
    Plan.objects.get(slug="team").delete()
    assert told(campaign) == [GONE]


def test_what_was_not_picked_does_not_count() -> None:
    campaign = save_campaign("plans=solo")
    change_price("team", "1")
    PlanFactory.create(book=PriceBook.objects.get(), slug="new")
    assert not look_back(campaign).has_changes


def test_an_older_plan_counts_where_it_was_picked() -> None:
    campaign = save_campaign("plans=old")
    change_price("old", "10")
    assert told(campaign) == [("Old", [("A month", "$9.00", "$10.00")])]


def _delete_book(book: PriceBook) -> None:
    book.delete()


def _rename_book(book: PriceBook) -> None:
    PriceBook.objects.update(slug="theirs")


def _delete_all_plans(book: PriceBook) -> None:
    book.plans.all().delete()


@pytest.mark.parametrize("end", [_delete_book, _rename_book, _delete_all_plans])
@pytest.mark.parametrize("asked", ["", "plans=solo"])
def test_a_book_that_is_gone_is_told(
    book: PriceBook, end: Callable[[PriceBook], None], asked: str
) -> None:
    campaign = save_campaign(asked)
    end(book)
    since = look_back(campaign)
    assert since.book_is_missing
    assert since.has_changes
    assert since.changes == []
    assert since.cheapest.now is None
    assert since.cheapest_plan_changes == ""


OWN_PLAN = (
    "custom_plans-0-name=Deal&custom_plans-0-monthly_credits=9&custom_plans-0-rollover_cap=9"
    "&custom_plans-0-credit_lifetime_days=90&custom_plans-0-purchase_limit=0"
    "&custom_plans-0-monthly_price=5"
)


def test_where_only_own_plans_are_compared_no_price_of_the_book_counts() -> None:
    campaign = save_campaign(f"plans=&{OWN_PLAN}")
    change_price("solo", "1")
    Plan.objects.filter(slug="team").delete()
    assert not look_back(campaign).has_changes


def test_where_no_plan_was_compared_none_can_be_gone() -> None:
    since = look_back(save_campaign("plans="))
    assert not since.book_is_missing
    assert not since.has_changes


def test_own_plans_go_on_where_all_others_are_gone() -> None:
    campaign = save_campaign(f"plans=team&{OWN_PLAN}")
    Plan.objects.get(slug="team").delete()
    assert told(campaign) == [GONE]


def test_a_price_counts_that_is_in_force_when_the_campaign_starts(
    time_machine: TimeMachineFixture,
) -> None:
    campaign = save_campaign("start_on=2027-02-01")
    change_price("solo", "50", effective_on=date(2027, 2, 2))
    time_machine.move_to("2027-02-01 12:00 +0000")
    assert not look_back(campaign).has_changes, "effective only after the start"
    change_price("solo", "60", effective_on=date(2027, 2, 1))
    assert told(campaign) == [("Solo", [("A month", "$79.99", "$60.00")])]


def test_after_the_start_the_price_of_today_counts(time_machine: TimeMachineFixture) -> None:
    campaign = save_campaign("plans=solo")
    change_price("solo", "50", effective_on=date(2027, 2, 2))
    time_machine.move_to("2027-02-01 12:00 +0000")
    assert not look_back(campaign).has_changes
    time_machine.move_to("2027-02-02 12:00 +0000")
    assert told(campaign) == [("Solo", [("A month", "$79.99", "$50.00")])]
    assert look_back(campaign).cheapest == Total(Decimal("399.95"), Decimal(250))
    Plan.objects.get(slug="solo").delete()
    assert look_back(campaign).book_is_missing


def test_after_the_start_picked_plans_that_are_gone_are_left_out(
    time_machine: TimeMachineFixture,
) -> None:
    campaign = save_campaign("plans=solo&plans=team")
    change_price("solo", "50", effective_on=date(2027, 2, 2))
    Plan.objects.get(slug="team").delete()
    time_machine.move_to("2027-02-02 12:00 +0000")
    assert told(campaign) == [("Solo", [("A month", "$79.99", "$50.00")]), GONE]


def test_a_life_of_credits_that_the_person_set_hides_the_plans_own() -> None:
    campaign = save_campaign("credit_lifetime_days=60")
    Plan.objects.update(credit_lifetime_days=30)
    assert not look_back(campaign).has_changes


def test_a_name_alone_is_no_change() -> None:
    campaign = save_campaign()
    Plan.objects.filter(slug="solo").update(name="Solitaire", note="New", position=9)
    assert not look_back(campaign).has_changes


def test_the_names_of_today_do_not_hide_the_names_of_then() -> None:
    campaign = save_campaign()
    Plan.objects.filter(slug="solo").update(name="Solitaire", monthly_credits=21)
    assert told(campaign)[0][0] == "Solo"


AMOUNT = re.compile(r"[$]([\d,]+[.]\d\d)")


@examples(15, many=60)
@given(
    changes=st.dictionaries(
        st.sampled_from(["solo", "team"]),
        st.fixed_dictionaries(
            {
                "monthly_price": st.sampled_from(["79.99", "149.99", "59.996", "1", None]),
                "credit_price": st.sampled_from(["10", "1", "9.999", None]),
                "purchase_limit": st.sampled_from([None, 0, 5]),
                "monthly_credits": st.sampled_from([20, 50, 60]),
            }
        ),
    ),
    asked=st.fixed_dictionaries(
        {
            "target": st.integers(1, 150),
            "deadline_months": st.integers(1, 6),
            "reply_rate": st.sampled_from(["0", "0.25"]),
        }
    ),
)
def test_every_sentence_is_true_of_the_two_answers(
    changes: dict[str, dict[str, Any]], asked: dict[str, Any]
) -> None:
    with transaction.atomic():
        campaign = save_campaign(urlencode(asked))
        for slug, change in changes.items():
            prices = {name: change[name] for name in ("monthly_price", "credit_price")}
            terms = {name: change[name] for name in ("purchase_limit", "monthly_credits")}
            Plan.objects.filter(slug=slug).update(**terms, rollover_cap=180)
            PlanPrice.objects.filter(plan__slug=slug).update(**prices)
        since = look_back(campaign)
        assert since.live
        was, now = since.saved.comparison.cheapest, since.live.comparison.cheapest
        rows, verdict = since.changes, since.verdict
        transaction.set_rollback(True)
    for row in rows:
        if row.total.more is not None:
            assert row.was
            assert row.now
            assert row.was.status == row.now.status == "ok"
            then, today = row.was.total or Decimal(0), row.now.total or Decimal(0)
            assert row.total.more == cents(today) - cents(then)
    said = {Decimal(text.replace(",", "")) for text in AMOUNT.findall(verdict)}
    totals = {cents(one.total) for one in (was, now) if one and one.total is not None}
    more = set() if since.cheapest.more is None else {cents(abs(since.cheapest.more))}
    assert totals <= said <= totals | more
    assert ("instead of $" in verdict) == bool(since.cheapest.more)
    assert ("nothing makes it" in verdict) == (now is None)
    if since.answer_stays and was and now:
        assert (was.terms.slug, was.total) == (now.terms.slug, now.total)
