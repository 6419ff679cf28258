"""Plans of price books are cached under the rows that they were read from, and never beyond."""

from datetime import date

import pytest
from django.test import Client

from campaigns.models import Plan, PriceBook
from campaigns.query import cached_plans
from campaigns.query.cached_plans import find_plans, plans_of_rows
from tests.campaigns.pages import read_text

ON = date(2026, 12, 1)
PLANS = (Plan(slug="solo"),)


def read_nothing() -> tuple[Plan, ...]:
    raise AssertionError("read although it is cached")


def test_plans_of_the_same_rows_are_read_once() -> None:
    with plans_of_rows("1") as plans:
        assert find_plans("ours", ON, lambda: PLANS) == PLANS
        assert find_plans("ours", ON, read_nothing) == PLANS
        plans.store()
    with plans_of_rows("1"):
        assert find_plans("ours", ON, read_nothing) == PLANS
        assert find_plans("ours", date(2027, 1, 1), tuple) == ()
        assert find_plans("theirs", ON, tuple) == ()
    with plans_of_rows("2"):
        assert find_plans("ours", ON, tuple) == ()


def test_plans_are_stored_only_where_the_rows_are_known_to_be_the_same() -> None:
    with plans_of_rows("1"):
        find_plans("ours", ON, lambda: PLANS)
    with plans_of_rows("1"):
        assert find_plans("ours", ON, tuple) == ()
    # Where no rows are named, nothing is cached.
    assert find_plans("ours", ON, tuple) == ()


def test_the_oldest_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cached_plans, "MOST_CACHED", 2)
    for number in range(3):
        with plans_of_rows(str(number)) as plans:
            find_plans("ours", ON, lambda: PLANS)
            plans.store()
    for number, expected in ((0, ()), (1, PLANS), (2, PLANS)):
        with plans_of_rows(str(number)):
            assert find_plans("ours", ON, tuple) == expected


def test_a_plan_that_was_renamed_in_the_database_has_its_new_name(
    client: Client, book: PriceBook
) -> None:
    for target in (100, 101):
        assert "Solo" in read_text(client.get(f"/?target={target}&plans=solo"))
    Plan.objects.filter(slug="solo").update(name="Alone")
    text = read_text(client.get("/?target=102&plans=solo"))
    assert "Alone" in text
    assert "Solo" not in text
