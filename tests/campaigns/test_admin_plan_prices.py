from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from time_machine import TimeMachineFixture

from campaigns.models import Plan
from tests.campaigns.factories import PlanFactory, PlanPriceFactory
from tests.campaigns.pages import read_fields, read_rows, read_text, submit

pytestmark = pytest.mark.django_db

TODAY, TOMORROW, YESTERDAY = date(2026, 11, 22), date(2026, 11, 23), date(2026, 11, 21)


def change_page(plan: Plan) -> str:
    return reverse("admin:campaigns_plan_change", args=[plan.pk])


def list_prices(plan: Plan) -> list[tuple[date, Decimal | None]]:
    return list(plan.prices.values_list("effective_on", "monthly_price"))


def test_a_scheduled_price_shows_as_the_next_change_and_takes_over_on_its_day(
    admin: Client, admin_user: User, time_machine: TimeMachineFixture
) -> None:
    plan = PlanPriceFactory.create(monthly_price=Decimal("79.99"), annual_price=None).plan

    submit(
        admin,
        change_page(plan),
        {"prices-1-effective_on": "2027-01-01", "prices-1-monthly_price": "89.99"},
    )

    def see_on(moment: str) -> tuple[str, str]:
        time_machine.move_to(moment)
        admin.force_login(admin_user)
        (row,) = read_rows(admin.get(reverse("admin:campaigns_plan_changelist")))
        return row["A month, today"], row["Next change"]

    change = "1 Jan 2027: $89.99 a month, $10.00 a credit"
    assert see_on("2026-11-22 12:00 +0000") == ("$79.99", change)
    assert see_on("2026-12-31 23:59 +0000") == ("$79.99", change)
    assert see_on("2027-01-01 00:00 +0000") == ("$89.99", "-")


def test_a_new_row_begins_with_the_amounts_of_today(admin: Client) -> None:
    plan = PlanPriceFactory.create(
        monthly_price=Decimal("79.99"), annual_price=Decimal("779.88"), credit_price=None
    ).plan
    PlanPriceFactory.create(plan=plan, effective_on=TOMORROW, monthly_price=Decimal("89.99"))

    fields = read_fields(admin.get(change_page(plan)))

    assert {name: fields[f"prices-2-{name}"] for name in ("effective_on", "source")} == {
        "effective_on": "",
        "source": "",
    }
    assert fields["prices-2-monthly_price"] == "79.99"
    assert fields["prices-2-annual_price"] == "779.88"
    assert fields["prices-2-credit_price"] == ""


def test_saving_a_plan_as_it_stands_adds_no_price(admin: Client) -> None:
    plan = PlanPriceFactory.create().plan

    response = submit(admin, change_page(plan), {"note": "Read again."})

    assert "was changed successfully" in read_text(response)
    assert plan.prices.count() == 1


def test_prices_from_before_today_can_be_read_and_the_others_edited(admin: Client) -> None:
    plan = PlanFactory.create()
    PlanPriceFactory.create(plan=plan, effective_on=YESTERDAY, monthly_price=Decimal("79.99"))
    PlanPriceFactory.create(plan=plan, effective_on=TODAY, monthly_price=Decimal("84.99"))
    PlanPriceFactory.create(plan=plan, effective_on=TOMORROW, monthly_price=Decimal("89.99"))

    page = admin.get(change_page(plan))

    assert "2026-11-21 79.99 779.88 10.00" in read_text(page)
    fields = read_fields(page)
    assert {name for name in fields if name.startswith("prices-0-")} == {
        "prices-0-id",
        "prices-0-plan",
    }
    assert fields["prices-1-monthly_price"] == "84.99"
    assert fields["prices-2-monthly_price"] == "89.99"


def test_history_stays_whatever_is_sent(admin: Client) -> None:
    plan = PlanPriceFactory.create(effective_on=YESTERDAY, monthly_price=Decimal("79.99")).plan

    response = submit(
        admin,
        change_page(plan),
        {"prices-0-effective_on": "2027-01-01", "prices-0-monthly_price": "1.00"},
    )

    assert "was changed successfully" in read_text(response)
    assert list_prices(plan) == [(YESTERDAY, Decimal("79.99"))]


def test_history_cannot_be_deleted_among_the_prices(admin: Client) -> None:
    plan = PlanPriceFactory.create(effective_on=YESTERDAY).plan

    submit(admin, change_page(plan), {"prices-0-DELETE": "on"})

    assert [day for day, _ in list_prices(plan)] == [YESTERDAY]


def test_history_cannot_be_reached_through_another_row(admin: Client) -> None:
    plan = PlanPriceFactory.create(effective_on=YESTERDAY, monthly_price=Decimal("79.99")).plan
    PlanPriceFactory.create(plan=plan, effective_on=TOMORROW, monthly_price=Decimal("89.99"))
    past = plan.prices.get(effective_on=YESTERDAY)

    submit(
        admin,
        change_page(plan),
        {"prices-1-id": str(past.pk), "prices-1-monthly_price": "1.00", "prices-1-DELETE": "on"},
    )

    assert (YESTERDAY, Decimal("79.99")) in list_prices(plan)


def test_a_price_of_another_plan_cannot_be_reached(admin: Client) -> None:
    plan = PlanPriceFactory.create(effective_on=TOMORROW).plan
    foreign = PlanPriceFactory.create(effective_on=TOMORROW, monthly_price=Decimal("79.99"))

    response = submit(
        admin,
        change_page(plan),
        {"prices-0-id": str(foreign.pk), "prices-0-monthly_price": "1.00"},
    )

    assert response.status_code == 200
    assert list_prices(foreign.plan) == [(TOMORROW, Decimal("79.99"))]


@pytest.mark.parametrize("day", [TODAY, TOMORROW])
def test_a_price_from_today_on_can_be_changed(admin: Client, day: date) -> None:
    plan = PlanPriceFactory.create(effective_on=day).plan

    submit(
        admin,
        change_page(plan),
        {"prices-0-effective_on": "2027-02-01", "prices-0-monthly_price": "95.5"},
    )

    assert list_prices(plan) == [(date(2027, 2, 1), Decimal("95.5"))]


@pytest.mark.parametrize("day", [TODAY, TOMORROW])
def test_a_price_from_today_on_can_be_deleted(admin: Client, day: date) -> None:
    plan = PlanPriceFactory.create(effective_on=day).plan

    submit(admin, change_page(plan), {"prices-0-DELETE": "on"})

    assert list_prices(plan) == []


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("-0.01", "Ensure this value is greater than or equal to 0."),
        ("1000000.01", "Ensure this value is less than or equal to 1000000."),
        ("0.00001", "Ensure that there are no more than 4 decimal places."),
        ("NaN", "Enter a number."),
        ("1e400", "Ensure that there are no more than"),
        ("ten", "Enter a number."),
    ],
)
@pytest.mark.parametrize("field", ["monthly_price", "annual_price", "credit_price"])
def test_an_amount_that_is_none_is_refused_beside_its_field(
    admin: Client, field: str, amount: str, words: str
) -> None:
    plan = PlanFactory.create()

    response = submit(
        admin,
        change_page(plan),
        {"prices-0-effective_on": "2027-01-01", f"prices-0-{field}": amount},
    )

    assert words in read_text(response)
    (prices,) = response.context["inline_admin_formsets"]
    assert [[*form.errors] for form in prices.formset.forms] == [[field]]
    assert list_prices(plan) == []


@pytest.mark.parametrize("day", [YESTERDAY, TODAY, TOMORROW])
def test_a_second_price_for_a_day_is_refused(admin: Client, day: date) -> None:
    plan = PlanPriceFactory.create(effective_on=day).plan

    response = submit(admin, change_page(plan), {"prices-1-effective_on": day.isoformat()})

    assert "This plan already has a price for this day." in read_text(response)
    assert [day for day, _ in list_prices(plan)] == [day]


def test_a_price_for_a_day_that_somebody_else_just_filled_is_refused(admin: Client) -> None:
    plan = PlanFactory.create()
    fields = read_fields(admin.get(change_page(plan)))
    PlanPriceFactory.create(plan=plan, effective_on=TOMORROW, monthly_price=Decimal("89.99"))

    response = admin.post(
        change_page(plan), fields | {"prices-0-effective_on": TOMORROW.isoformat()}
    )

    assert "This plan already has a price for this day." in read_text(response)
    assert list_prices(plan) == [(TOMORROW, Decimal("89.99"))]


def test_two_plans_may_change_their_price_on_one_day(admin: Client) -> None:
    PlanPriceFactory.create(effective_on=TOMORROW)
    plan = PlanFactory.create()

    submit(admin, change_page(plan), {"prices-0-effective_on": TOMORROW.isoformat()})

    assert [day for day, _ in list_prices(plan)] == [TOMORROW]


def test_two_new_prices_for_one_day_are_refused(admin: Client) -> None:
    plan = PlanFactory.create()

    response = submit(
        admin,
        change_page(plan),
        {
            "prices-TOTAL_FORMS": "2",
            "prices-0-effective_on": "2027-01-01",
            "prices-1-effective_on": "2027-01-01",
            "prices-1-monthly_price": "5",
        },
    )

    assert "Effective on: two rows have the same day" in read_text(response)
    assert list_prices(plan) == []


def enter_price(admin: Client, plan: Plan, written: str) -> str:
    """The words of the page after a price was written into the form."""
    changes = {"prices-0-effective_on": "2027-01-01", "prices-0-monthly_price": written}
    return read_text(submit(admin, change_page(plan), changes))


def test_a_price_with_two_readings_is_asked_about(admin: Client) -> None:
    plan = PlanFactory.create()
    text = enter_price(admin, plan, "1.680")
    assert "Do you mean $1,680.00 or $1.68? Write 1680 or 1.68." in text
    assert list_prices(plan) == []


@pytest.mark.parametrize(
    ("written", "amount"), [("1,680", "1680"), ("64,50", "64.50"), ("$9.9990", "9.999")]
)
def test_a_price_is_read_as_on_every_page(admin: Client, written: str, amount: str) -> None:
    plan = PlanFactory.create()
    enter_price(admin, plan, written)
    assert list_prices(plan) == [(date(2027, 1, 1), Decimal(amount))]
    # What the form then shows has one reading: saved again as it stands, nothing changes.
    submit(admin, change_page(plan), {})
    assert list_prices(plan) == [(date(2027, 1, 1), Decimal(amount))]


def test_a_price_in_another_currency_is_refused(admin: Client) -> None:
    plan = PlanFactory.create()
    assert "Amounts are in US dollars, not in €." in enter_price(admin, plan, "€64.50")
    assert list_prices(plan) == []
