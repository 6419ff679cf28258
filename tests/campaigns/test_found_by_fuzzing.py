"""Requests that once were answered with a failure of ours: see `tools.fuzz`."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

# Each case was found as another statement: PostgreSQL sees them all.
pytestmark = [pytest.mark.django_db, pytest.mark.writes]


@pytest.mark.parametrize("model", ["campaigns/campaign", "campaigns/plan", "axes/accesslog"])
@pytest.mark.parametrize("picked", ["9" * 30, "9223372036854775808", "-9223372036854775809", "x"])
def test_a_row_with_a_number_that_no_database_holds(
    model: str, picked: str, admin_user: User
) -> None:
    person = Client(raise_request_exception=False)
    person.force_login(admin_user, "django.contrib.auth.backends.ModelBackend")
    said = {"action": "delete_selected", "_selected_action": picked}
    # PostgreSQL looks for it and finds nothing.
    assert person.post(f"/admin/{model}/", said).status_code in (200, 302, 400)


@pytest.mark.django_db
@pytest.mark.usefixtures("price_books")
@pytest.mark.parametrize(
    "wrong", ["deadline_months=x", "start_on=x", "deadline_months=x&start_on=x"]
)
def test_a_day_as_the_deadline_beside_a_mistake_is_told_as_a_mistake(
    client: Client, wrong: str
) -> None:
    response = client.get(f"/?deadline_on=2027-06-01&{wrong}")
    assert response.status_code == 200
    assert "Please enter" in response.content.decode()


@pytest.mark.parametrize("model", ["pricebook", "plan", "campaign"])
def test_a_row_looked_for_by_a_field_without_a_name(model: str, admin_user: User) -> None:
    person = Client(raise_request_exception=False)
    person.force_login(admin_user, "django.contrib.auth.backends.ModelBackend")
    response = person.get(f"/admin/campaigns/{model}/1/change/", {"_to_field": ""})
    assert response.status_code == 400


# Rates at which a million messages are few of the goal: half a rate, or a target that a budget
# would pay for, takes more than may be asked for.
FAR = {
    "reply_rate": "0.1",
    "positive_share": "0.5",
    "meeting_rate": "0.3",
    "win_rate": "0.2",
    "start_on": "2026-12-01",
}


@pytest.mark.usefixtures("price_books")
@pytest.mark.parametrize(
    ("goal", "most"), [("positive", "50000"), ("meetings", "15000"), ("customers", "3000")]
)
@pytest.mark.parametrize("page", ["/", "/sensitivity/", "/plan.json"])
def test_what_is_varied_takes_no_more_messages_than_may_be_asked_for(
    client: Client, goal: str, most: str, page: str
) -> None:
    asked = FAR | {"goal": goal, "target": most, "budget": "1000000000", "by": "reply_rate"}
    assert client.get(page, asked).status_code == 200
    too_many = FAR | {"goal": goal, "target": str(int(most) + 1)}
    assert client.get("/plan.json", too_many).status_code == 422


@pytest.mark.usefixtures("price_books")
def test_a_large_budget_for_a_far_goal(client: Client) -> None:
    asked = FAR | {"goal": "customers", "target": "1", "budget": "1000000000"}
    document = client.get("/plan.json", asked).json()
    assert document["for_budget"]["target"] == 3_000
