"""Requests that once were answered with a failure of ours: see `tools.fuzz`."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

pytestmark = pytest.mark.django_db


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
