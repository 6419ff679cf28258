"""Two admins open one form: the later save is refused with a message, the first is preserved."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from campaigns.models import Plan, PriceBook
from tests.campaigns.factories import ContradictionFactory, PlanFactory, PlanPriceFactory
from tests.campaigns.pages import read_fields, read_text

pytestmark = pytest.mark.django_db
REFUSED = "Nothing was saved: this was changed after you had opened it."


@pytest.fixture
def other_admin(admin: Client) -> Client:
    browser = Client()
    browser.force_login(User.objects.create_superuser("second", password="a-good-pass-phrase"))
    return browser


@pytest.fixture
def plan() -> Plan:
    return PlanFactory.create(book__is_default=True, name="Team", note="")


def page_of(row: Plan | PriceBook) -> str:
    return reverse(f"admin:campaigns_{row._meta.model_name}_change", args=[row.pk])


def test_the_later_one_is_told_and_undoes_nothing(
    admin: Client, other_admin: Client, plan: Plan
) -> None:
    page = page_of(plan)
    first, second = read_fields(admin.get(page)), read_fields(other_admin.get(page))
    assert admin.post(page, first | {"monthly_credits": "33"}).status_code == 302

    answer = other_admin.post(page, second | {"note": "typed by the second"})

    assert answer.status_code == 200
    assert REFUSED in read_text(answer)
    assert "typed by the second" in answer.content.decode()
    plan.refresh_from_db()
    assert (plan.monthly_credits, plan.note) == (33, "")


def test_opened_again_both_changes_are_kept(admin: Client, other_admin: Client, plan: Plan) -> None:
    page = page_of(plan)
    for browser, change in ((admin, {"monthly_credits": "33"}), (other_admin, {"note": "second"})):
        assert browser.post(page, read_fields(browser.get(page)) | change).status_code == 302
    plan.refresh_from_db()
    assert (plan.monthly_credits, plan.note) == (33, "second")


@pytest.mark.parametrize("change", ["changed", "added", "deleted"])
def test_its_prices_count_too(change: str, admin: Client, other_admin: Client, plan: Plan) -> None:
    price = PlanPriceFactory.create(plan=plan, effective_on="2027-01-01")
    page = page_of(plan)
    fields = read_fields(other_admin.get(page))
    match change:
        case "changed":
            own = {"prices-0-monthly_price": "55"}
        case "added":
            own = {"prices-1-effective_on": "2028-01-01", "prices-1-monthly_price": "55"}
        case _:
            own = {"prices-0-DELETE": "on"}
    assert admin.post(page, read_fields(admin.get(page)) | own).status_code == 302
    prices = list(plan.prices.values_list())

    answer = other_admin.post(page, fields | {"name": "Other"})

    assert REFUSED in read_text(answer)
    assert list(plan.prices.values_list()) == prices
    plan.refresh_from_db()
    assert plan.name == "Team"
    assert price.pk


def test_a_price_book_and_its_contradictions(
    admin: Client, other_admin: Client, plan: Plan
) -> None:
    row = ContradictionFactory.create(book=plan.book)
    page = page_of(plan.book)
    fields = read_fields(other_admin.get(page))
    own = {"contradictions-0-matter": "Another matter"}
    assert admin.post(page, read_fields(admin.get(page)) | own).status_code == 302

    assert REFUSED in read_text(other_admin.post(page, fields | {"name": "Other"}))

    row.refresh_from_db()
    assert row.matter == "Another matter"


def test_a_form_that_does_not_say_what_was_seen_is_refused(admin: Client, plan: Plan) -> None:
    fields = read_fields(admin.get(page_of(plan)))
    del fields["seen"]
    assert REFUSED in read_text(admin.post(page_of(plan), fields))


def test_saving_one_form_twice_is_told(admin: Client, plan: Plan) -> None:
    page = page_of(plan)
    fields = read_fields(admin.get(page)) | {"note": "once"}
    assert admin.post(page, fields).status_code == 302
    assert REFUSED in read_text(admin.post(page, fields | {"note": "twice"}))
