"""Prices of many plans changed by a percentage, on a page of the admin's."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from campaigns.models import Plan, PlanPrice
from tests.campaigns.factories import PlanFactory, PlanPriceFactory
from tests.campaigns.pages import Response, read_rows, read_text

pytestmark = pytest.mark.django_db

PLANS = reverse("admin:campaigns_plan_changelist")
FIVE_PERCENT = {
    "percent": "5",
    "effective_on": "2027-01-01",
    "amounts": ["monthly_price", "annual_price"],
}


def send(admin: Client, plans: list[Plan], said: Mapping[str, object]) -> Response:
    picked = {"action": "change_prices", "_selected_action": [plan.pk for plan in plans]}
    return admin.post(PLANS, {**picked, **said}, follow=True)


def look(admin: Client, plans: list[Plan], said: Mapping[str, object]) -> Response:
    return send(admin, plans, {**said, "look": "yes"})


def add(admin: Client, plans: list[Plan], said: Mapping[str, object], *, seen: str) -> Response:
    return send(admin, plans, {**said, "add": "yes", "seen": seen})


def make_plan(name: str = "Professional", **price: object) -> Plan:
    plan = PlanFactory.create(name=name, book__name="Ours")
    PlanPriceFactory.create(plan=plan, **price)
    return plan


def prices_of(plan: Plan) -> list[tuple[date, Decimal | None, Decimal | None, Decimal | None]]:
    return [
        (price.effective_on, price.monthly_price, price.annual_price, price.credit_price)
        for price in plan.prices.all()
    ]


def test_it_works(admin: Client) -> None:
    plans = [make_plan(), make_plan("Core", monthly_price=Decimal("99.99"), annual_price=None)]
    said = FIVE_PERCENT | {"source": "A letter", "source_url": "example.org", "note": "announced"}

    asked = send(admin, plans, {})
    assert "Percent" in read_text(asked)
    assert asked.context["rows"] == []

    preview = look(admin, plans, said)
    core, professional = read_rows(preview)
    assert professional == {
        "Plan": "Professional",
        "Book": "Ours",
        "A month": "$79.99 →$83.99",
        "A year": "$779.88 →$818.87",
        "A bought credit": "$10.00",
        "To know": "",
    }
    assert core["A month"] == "$99.99 →$104.99"
    assert core["A year"] == "unknown"
    assert PlanPrice.objects.count() == 2, "a preview adds nothing"

    done = add(admin, plans, said, seen=preview.context["seen"])
    assert done.redirect_chain == [(PLANS, 302)]
    assert "Prices added: 2." in read_text(done)
    old = date(2026, 1, 1), Decimal("79.99"), Decimal("779.88"), Decimal(10)
    new = date(2027, 1, 1), Decimal("83.99"), Decimal("818.87"), Decimal(10)
    assert prices_of(plans[0]) == [old, new]
    added = plans[0].prices.get(effective_on="2027-01-01")
    assert added.source == "A letter"
    assert added.source_url == "https://example.org"
    assert added.note == "announced"
    assert {entry.object_id for entry in LogEntry.objects.all()} == {str(p.pk) for p in plans}
    assert "dated price" in LogEntry.objects.latest("pk").get_change_message()


@pytest.mark.parametrize(
    ("percent", "before", "after"),
    [
        ("10", "0.05", "0.06"),  # half a cent up
        ("-10", "79.99", "71.99"),
        ("-100", "79.99", "0.00"),
        ("2.5", "10", "10.25"),
        ("10", "0.0035", "0.0039"),  # as fine as it was, or it would be free
        ("1000", "90000", "990000"),
        ("0.0001", "1000000", "1000001"),
    ],
)
def test_amounts_are_rounded_half_up_to_cents_or_as_finely_as_they_are(
    admin: Client, percent: str, before: str, after: str
) -> None:
    plan = make_plan(monthly_price=Decimal(before))
    said = FIVE_PERCENT | {"percent": percent, "amounts": ["monthly_price"]}

    preview = look(admin, [plan], said)
    add(admin, [plan], said, seen=preview.context["seen"])

    if Decimal(after) > 1_000_000:
        assert "above 1,000,000" in read_text(preview)
        assert len(prices_of(plan)) == 1
    else:
        assert prices_of(plan)[1][1] == Decimal(after)


def test_the_price_in_force_on_that_day_is_the_one_that_is_changed(admin: Client) -> None:
    plan = make_plan()
    PlanPriceFactory.create(plan=plan, effective_on=date(2026, 12, 1), monthly_price=Decimal(100))
    PlanPriceFactory.create(plan=plan, effective_on=date(2027, 3, 1), monthly_price=Decimal(200))

    preview = look(admin, [plan], FIVE_PERCENT)
    (row,) = read_rows(preview)
    assert row["A month"] == "$100.00 →$105.00"
    assert row["To know"] == "Until 1 Mar 2027, for when another price is entered already."

    add(admin, [plan], FIVE_PERCENT, seen=preview.context["seen"])
    assert [price[1] for price in prices_of(plan)] == [Decimal("79.99"), 100, 105, 200]


def test_plans_that_nothing_can_be_done_for_are_named_with_the_reason(admin: Client) -> None:
    plans = [
        make_plan("Today’s", effective_on=date(2027, 1, 1)),
        PlanFactory.create(name="Unpriced", book__name="Ours"),
        make_plan("Free", monthly_price=Decimal(0), annual_price=None),
        make_plan("Unknown", monthly_price=None, annual_price=None),
    ]

    preview = look(admin, plans, FIVE_PERCENT)

    assert {
        row["Plan"]: row["To know"].removeprefix("Stays as it is. ") for row in read_rows(preview)
    } == {
        "Free": "No amount would change.",
        "Today’s": "It has a price from that very day: change it on the plan’s own page.",
        "Unknown": "No amount would change.",
        "Unpriced": "No price is known for that day.",
    }
    assert 'name="add"' not in preview.content.decode()
    add(admin, plans, FIVE_PERCENT, seen=preview.context["seen"])
    assert PlanPrice.objects.count() == 3


def test_what_was_not_looked_at_is_not_added(admin: Client) -> None:
    plan = make_plan()
    seen = look(admin, [plan], FIVE_PERCENT).context["seen"]

    others = FIVE_PERCENT | {"percent": "6"}, FIVE_PERCENT | {"note": "another"}
    for other in others:
        refused = add(admin, [plan], other, seen=seen)
        assert "Nothing was added" in read_text(refused)
        assert len(prices_of(plan)) == 1
    (row,) = read_rows(add(admin, [plan], others[0], seen=seen))
    assert row["A month"].endswith("$84.79"), "what would be added now"

    # Another admin was faster.
    PlanPriceFactory.create(plan=plan, effective_on=date(2026, 12, 1), monthly_price=Decimal(100))
    assert "Nothing was added" in read_text(add(admin, [plan], FIVE_PERCENT, seen=seen))
    assert len(prices_of(plan)) == 2

    again = look(admin, [plan], FIVE_PERCENT).context["seen"]
    add(admin, [plan], FIVE_PERCENT, seen=again)
    assert prices_of(plan)[-1][1] == 105
    # The same form sent twice.
    assert "Nothing was added" in read_text(add(admin, [plan], FIVE_PERCENT, seen=again))
    assert len(prices_of(plan)) == 3


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("percent", "0", "0 % changes nothing."),
        ("percent", "-100.01", "greater than or equal to -100"),
        ("percent", "1001", "less than or equal to 1000"),
        ("percent", "much", "Enter a number."),
        ("percent", "NaN", "Enter a number."),
        ("percent", "", "This field is required."),
        ("percent", "1.00001", "no more than 4 decimal places"),
        ("effective_on", "2026-11-21", "history: today or later"),
        ("effective_on", "soon", "Enter a valid date."),
        ("amounts", "discount", "discount is not one of the available choices"),
        ("source_url", "javascript:alert(1)", "Enter a valid URL."),
    ],
)
@pytest.mark.parametrize("button", ["look", "add"])
def test_a_mistake_is_told_beside_its_field_and_nothing_is_lost(
    admin: Client, field: str, typed: str, message: str, button: str
) -> None:
    plan = make_plan()

    page = send(admin, [plan], FIVE_PERCENT | {"note": "kept", field: typed, button: "yes"})

    assert [*page.context["form"].errors] == [field]
    assert message in read_text(page)
    assert 'value="kept"' in page.content.decode()
    assert f'name="_selected_action" value="{plan.pk}"' in page.content.decode()
    assert len(prices_of(plan)) == 1


def test_it_takes_as_many_queries_for_many_plans_as_for_one(
    admin: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plan = make_plan()
    with django_assert_num_queries(12) as few:
        look(admin, [plan], FIVE_PERCENT)
    plans = [make_plan(f"Plan {number}") for number in range(10)]

    with django_assert_num_queries(len(few)):
        look(admin, plans, FIVE_PERCENT)


def test_it_needs_leave_to_add_prices(client: Client, admin: Client) -> None:
    plan = make_plan()
    seen = look(admin, [plan], FIVE_PERCENT).context["seen"]
    editor = User.objects.create_user("editor", is_staff=True)
    editor.user_permissions.add(
        *Permission.objects.filter(codename__in=["view_plan", "change_plan"])
    )
    client.force_login(editor, "django.contrib.auth.backends.ModelBackend")

    assert "by a percentage" not in client.get(PLANS).content.decode()
    add(client, [plan], FIVE_PERCENT, seen=seen)
    assert len(prices_of(plan)) == 1

    editor.user_permissions.add(Permission.objects.get(codename="add_planprice"))
    add(client, [plan], FIVE_PERCENT, seen=seen)
    assert len(prices_of(plan)) == 2


def test_the_list_is_as_it_was_afterwards(admin: Client) -> None:
    plan = make_plan()
    address = f"{PLANS}?book__id__exact={plan.book.pk}"
    picked = {"action": "change_prices", "_selected_action": plan.pk} | FIVE_PERCENT
    seen = admin.post(address, picked | {"look": "yes"}).context["seen"]

    done = admin.post(address, picked | {"add": "yes", "seen": seen})

    assert done.headers["Location"] == address
