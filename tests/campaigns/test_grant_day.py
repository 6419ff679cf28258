"""On which days credits come, and whether a new seat gets some at once (RULES.md §2)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from campaigns.presentation import grant_day
from campaigns.presentation.answer import Answer
from campaigns.presentation.grant_day import explain_other_reading
from tests.campaigns.pages import read_text
from tests.campaigns.queries import decide_on, fill_in
from tests.known import known

pytestmark = pytest.mark.usefixtures("price_books")

# Core of the list of 2026: 50 credits for $119.99, on the 1st. RULES.md §8, example 17.
CORE = {
    "price_book": "linkedin-2026",
    "plans": "sales-navigator-core",
    "start_on": "2026-11-26",
    "target": "100",
    "seats": "1",
    "rules": "2",
}
DEAL = {
    "name": "Our deal",
    "monthly_price": "64.50",
    "monthly_credits": "40",
    "rollover_cap": "120",
    "credit_lifetime_days": "90",
    "purchase_limit": "0",
}


def deal(**terms: str) -> dict[str, str]:
    """A plan of one's own, alone."""
    named = {f"custom_plans-0-{name}": text for name, text in (DEAL | terms).items()}
    return {"plans": "", "start_on": "2026-11-26", "seats": "1", "target": "80"} | named


def done(asked: dict[str, str]) -> tuple[Decimal | None, date | None]:
    estimate = known(decide_on(asked).comparison.cheapest)
    return estimate.total, estimate.done_on


def reading(client: Client, asked: dict[str, str]) -> str:
    """The sentence on the other reading of the first day; empty where the page has none."""
    text = read_text(client.get("/", asked))
    _, found, rest = text.partition("Here the credits of a new seat")
    return f"{found}{rest.partition('holds.')[0]}holds." if found else ""


def test_a_plan_that_grants_on_the_1st_leaves_the_first_days_without_credits() -> None:
    assert done(CORE) == (Decimal("239.98"), date(2027, 1, 1))
    assert done(CORE | {"grants_on_start": "false"}) == done(CORE)
    assert done(CORE | {"grants_on_start": "true"}) == (Decimal("119.99"), date(2026, 12, 1))


def test_the_page_tells_what_the_other_reading_comes_to(client: Client) -> None:
    assert reading(client, CORE) == (
        "Here the credits of a new seat of Sales Navigator Core come on the 1st. If they also come "
        "on the first day, it costs $119.99 and is done on 1 Dec 2026: LinkedIn does not state "
        "which holds."
    )
    assert reading(client, CORE | {"grants_on_start": "true"}) == (
        "Here the credits of a new seat of Sales Navigator Core come on the first day, too. If "
        "they come on the 1st only, it costs $239.98 and is done on 1 Jan 2027: LinkedIn does not "
        "state which holds."
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"start_on": "2026-12-01"},  # one refresh either way
        {"price_book": "article"},
        {"rules": "1"},
        {"plans": "premium-business"},
        {  # nothing new: the seat is held, and refreshed on the 1st
            "held_seats-0-plan": "sales-navigator-core",
            "held_seats-0-paid_until": "2026-12-25",
        },
    ],
)
def test_where_both_readings_come_to_the_same_nothing_is_told(
    client: Client, changes: dict[str, str]
) -> None:
    assert reading(client, CORE | changes) == ""


def paragraph(client: Client, asked: dict[str, Any]) -> str:
    """All that the page states of the other reading; empty where it has nothing."""
    answer: Answer = client.get("/", asked).context["answer"]
    return answer.other_reading


# 50 people at once, when Core grants its credits on the 1st only (RULES.md §8, example 63).
AT_ONCE = {
    "price_book": "linkedin-2026",
    "start_on": "2026-11-26",
    "target": "50",
    "deadline_months": "30 Nov 2026",
    "rules": "2",
}
BOTH = "Sales Navigator Core and Sales Navigator Advanced"


def test_another_plan_that_is_the_cheapest_by_the_other_reading_is_named(client: Client) -> None:
    assert paragraph(client, AT_ONCE) == (
        f"If new seats of {BOTH} also get credits on their first day, the cheapest is Sales "
        "Navigator Core: $119.99, done on 26 Nov 2026, $109.98 less than Premium Business here. "
        "LinkedIn does not state which holds."
    )
    assert paragraph(client, AT_ONCE | {"grants_on_start": "true"}) == (
        "Here the credits of a new seat of Sales Navigator Core come on the first day, too. If "
        "they come on the 1st only, it costs $119.99 and is done on 1 Dec 2026: LinkedIn does not "
        f"state which holds. If new seats of {BOTH} get their credits on the 1st only, the "
        "cheapest is Premium Business: $229.97, done on 26 Nov 2026, $109.98 more than Sales "
        "Navigator Core here."
    )


def test_where_only_one_reading_makes_the_deadline_that_is_told(client: Client) -> None:
    core = AT_ONCE | {"plans": "sales-navigator-core"}
    # The sentence on the way shown has it already.
    assert paragraph(client, core).endswith(
        "If they also come on the first day, it costs $119.99 and is done on 26 Nov 2026: LinkedIn "
        "does not state which holds."
    )
    late = core | {"strategies": ["as_granted", "accumulate"], "estimate": "", "target": "100"}
    assert "cheapest" not in paragraph(client, late)
    assert paragraph(client, core | {"grants_on_start": "true"}).endswith(
        "If new seats of Sales Navigator Core get their credits on the 1st only, no way that is "
        "compared makes the deadline at a known price."
    )


def test_what_the_first_sentence_tells_is_not_repeated(client: Client) -> None:
    text = paragraph(client, CORE)
    assert text == reading(client, CORE)


def test_a_plan_of_ones_own_has_its_day() -> None:
    assert done(deal()) == (Decimal("129.00"), date(2026, 12, 26))
    assert done(deal(grant_day="first")) == (Decimal("129.00"), date(2027, 1, 1))
    at_once = deal(grant_day="first", grants_on_start="true")
    assert done(at_once) == (Decimal("64.50"), date(2026, 12, 1))
    # The scenario's own answer wins over the plan's.
    assert done(at_once | {"grants_on_start": "false"}) == done(deal(grant_day="first"))


@pytest.mark.parametrize(
    ("name", "text", "allowed"),
    [
        ("grant_day", "15", "one of renewal, first"),
        ("grants_on_start", "maybe", "one of true, false"),
    ],
)
def test_a_day_that_no_plan_has_is_a_fault(name: str, text: str, allowed: str) -> None:
    [fault] = fill_in(deal(**{name: text})).faults
    assert (fault.field, fault.given) == (f"custom_plans-0-{name}", text)
    assert fault.allowed == allowed


def test_where_nothing_is_shown_no_other_reading_is_computed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    decision = replace(decide_on(CORE), chosen=None)

    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(grant_day, "read_otherwise", refuse)
    assert explain_other_reading(decision) == ""
