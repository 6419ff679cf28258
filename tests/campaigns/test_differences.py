"""What two questions ask differently, in the words of the form."""

import pytest
from time_machine import TimeMachineFixture

from campaigns.models import BookSnapshot
from campaigns.presentation.differences import Difference, list_differences
from campaigns.query.form import QueryForm
from tests.campaigns.factories import change_price, save_campaign
from tests.campaigns.queries import fill_in

pytestmark = pytest.mark.usefixtures("book")


def ask(asked: str = "", snapshot: BookSnapshot | None = None) -> QueryForm:
    form = fill_in(asked, snapshot=snapshot)
    assert form.faults == []
    return form


def tell_inputs(one: QueryForm, other: QueryForm) -> list[Difference]:
    """The differences without what they do to the total."""
    return [told for told in list_differences(one, other) if told[0] != "Cheapest single plan"]


def own_plan(name: str, credits: int = 9) -> str:
    return (
        f"custom_plans-0-name={name}&custom_plans-0-monthly_credits={credits}"
        "&custom_plans-0-rollover_cap=90&custom_plans-0-credit_lifetime_days=90"
        "&custom_plans-0-purchase_limit=0&custom_plans-0-monthly_price=5"
    )


@pytest.mark.parametrize(
    ("one", "other", "differences"),
    [
        ("", "", []),
        ("target=100", "deadline_on=&budget=&strategies=", []),
        ("sort=total", "estimate=solo.buy_now&base=solo.buy_now", []),
        ("", "target=150", [("How many", "100", "150")]),
        ("start_on=today", "start_on=tomorrow", [("Start", "1 Dec 2026", "2 Dec 2026")]),
        ("", "deadline_months=6+weeks", [("Deadline", "12 months", "by 11 Jan 2027")]),
        ("reply_rate=0.1", "", [("Reply rate", "10 %", "0 %")]),
        ("", "budget=900", [("Budget", "–", "$900.00")]),
        ("budget=900", "budget=", [("Budget", "$900.00", "–")]),
        (
            "",
            "goal=replied&reply_rate=100%25",
            [("Goal", "People", "Replies"), ("Reply rate", "0 %", "100 %")],
        ),
        ("billing=annual", "", [("Subscription paid", "By the year", "Whichever is cheapest")]),
        ("", "plans=solo&plans=old", [("Plans", "all current ones", "Solo, Old")]),
        (
            "strategies=buy_now&strategies=accumulate",
            "strategies=buy_now",
            [("Strategies", "Save up, then send, Buy now", "Buy now")],
        ),
        ("strategies=buy_now", "strategies=buy_now&strategies=buy_now", []),
        ("minutes_per_answer=", "minutes_per_answer=0", []),
        ("strategies=buy_now&strategies=cheapest", "strategies=cheapest&strategies=buy_now", []),
        ("", "use_trial=true", [("Use the free trial", "No", "Yes")]),
        ("", "place=Germany", [("They live in", "Not stated", "Germany")]),
        ("", "value_per_customer=6000", [("A customer is worth", "–", "$6,000.00")]),
        (
            "",
            "goal=replied",
            [("Goal", "People", "Replies"), ("Reply rate", "0 %", "10 %, a usual rate")],
        ),
        ("", "deadline_on=2027-01-31", [("Deadline", "12 months", "31 Jan 2027")]),
        (
            "",
            "start_on=2026-12-01&deadline_months=2026-12-31",
            [("Deadline", "12 months", "by 31 Dec 2026")],
        ),
        (
            "start_on=2026-12-01&deadline_months=6+weeks",
            "start_on=2026-12-20&deadline_on=2027-01-11",
            [("Start", "1 Dec 2026", "20 Dec 2026")],
        ),
        ("", own_plan("Deal"), [("Plans of your own", "none", "Deal")]),
        (
            own_plan("Deal"),
            own_plan("Deal", 10),
            [("Plans of your own", "Deal (credits a month 9)", "Deal (credits a month 10)")],
        ),
        (own_plan("Deal"), f"{own_plan('Deal')}&custom_plans-1-name=", []),
    ],
)
def test_only_what_differs_is_told(
    one: str, other: str, differences: list[tuple[str, str, str]]
) -> None:
    assert tell_inputs(ask(one), ask(other)) == differences


def test_the_day_of_the_prices_is_told_where_it_differs(time_machine: TimeMachineFixture) -> None:
    snapshot = save_campaign().revisions.get().book_snapshot
    time_machine.move_to("2026-12-02 12:00 +0000")
    later = save_campaign("start_on=2026-12-01").revisions.get().book_snapshot
    old, new = ask("price_book=ours", snapshot), ask("price_book=ours", later)
    assert tell_inputs(old, new) == [("Prices from", "1 Dec 2026", "2 Dec 2026")]
    assert tell_inputs(old, ask("price_book=ours")) == [("Prices from", "1 Dec 2026", "today")]
    assert tell_inputs(old, old) == []


def test_what_the_differences_come_to_stands_last() -> None:
    *_, last = list_differences(ask(), ask("target=150"))
    assert last == ("Cheapest single plan", "$299.98", "$449.97")
    *_, last = list_differences(ask("billing=annual"), ask())
    assert last == ("Cheapest single plan", "in time at an unknown price", "$299.98")
    assert list_differences(ask(), ask("sort=total")) == []


def test_prices_taken_over_on_the_same_day_are_no_row_of_twice_the_same() -> None:
    old = save_campaign().revisions.get().book_snapshot
    change_price("team", "100")
    new = save_campaign().revisions.get().book_snapshot
    differences = list_differences(ask("price_book=ours", old), ask("price_book=ours", new))
    assert differences == [("Cheapest single plan", "$299.98", "$200.00")]
