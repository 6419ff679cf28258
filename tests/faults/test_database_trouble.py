"""A database that is away, full or read-only: clear pages, no file made, nothing typed lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, InterfaceError, OperationalError, connection
from django.test import Client

from campaigns.models import Campaign
from planner.databases import configure_database, never_create
from tests.campaigns.factories import save_campaign
from tests.campaigns.pages import read_fields, read_form, read_text

pytestmark = pytest.mark.usefixtures("book")
WRITES = ("INSERT", "UPDATE", "DELETE", "SAVEPOINT", "BEGIN")


@contextmanager
def failing(error: Exception, *kinds: str) -> Iterator[None]:
    """The database fails with every statement, or with these kinds of it."""

    def refuse(execute: Any, sql: str, *rest: Any) -> Any:
        if not kinds or sql.startswith(kinds):
            raise error
        return execute(sql, *rest)

    with connection.execute_wrapper(refuse):
        yield


@pytest.fixture
def person() -> Client:
    return Client(raise_request_exception=False)


FULL = OperationalError("database or disk is full")


@pytest.mark.parametrize("error", [FULL, InterfaceError("connection already closed")])
@pytest.mark.parametrize("path", ["/", "/prices/", "/c/nobody-knows/", "/admin/"])
def test_a_database_that_is_away_is_told(person: Client, path: str, error: Exception) -> None:
    person.cookies["sessionid"] = "x" * 32
    with failing(error):
        response = person.get(path)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "10"
    assert response.headers["Cache-Control"] == "no-store, private"
    assert "The planner cannot reach its data" in read_text(response)
    assert str(error) not in response.content.decode()


def test_a_mistake_of_ours_is_still_a_failure(person: Client) -> None:
    with failing(IntegrityError("UNIQUE constraint failed")):
        response = person.get("/prices/")
    assert response.status_code == 500
    assert "Something broke on our side" in read_text(response)


def test_what_was_typed_for_a_new_campaign_stays(person: Client) -> None:
    with failing(FULL, *WRITES):
        response = person.post("/campaigns/new/", {"name": "Typed name", "note": "Typed note"})
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "10"
    assert "Nothing was saved" in read_text(response)
    fields = read_fields(response)
    assert (fields["name"], fields["note"]) == ("Typed name", "Typed note")
    assert not Campaign.objects.exists()


def test_what_was_typed_into_a_campaign_stays(person: Client) -> None:
    campaign = save_campaign()
    page = f"/campaigns/{campaign.edit_token}/"
    said = read_form(person.get(page), "save") | {"name": "Typed name"}
    with failing(FULL, *WRITES):
        response = person.post(page, said)
    assert response.status_code == 503
    assert "Nothing was saved" in read_text(response)
    assert read_form(response, "save")["name"] == "Typed name"
    assert person.post(page, said).status_code == 302


@pytest.mark.parametrize("path", ["", "estimate/", "plan.csv"])
def test_a_campaign_is_read_though_the_visit_cannot_be_noted(
    transactional_db: None, person: Client, path: str
) -> None:
    campaign = save_campaign()
    Campaign.objects.update(last_seen_on="2020-01-01")
    with failing(FULL, *WRITES):
        assert person.get(f"/campaigns/{campaign.edit_token}/{path}").status_code == 200


def test_a_study_is_answered_though_nothing_can_be_counted(person: Client) -> None:
    with failing(FULL, *WRITES):
        assert person.get("/forecast/?trials=100").status_code == 200


def test_a_server_never_makes_a_database(tmp_path: Path) -> None:
    file = tmp_path / "with space & %41.sqlite3"
    database = configure_database("sqlite:////nowhere") | {"NAME": str(file)}
    never_create(database)
    assert database["NAME"] == f"{file.as_uri()}?mode=rw"
    never_create(database)
    assert database["NAME"].count("mode=rw") == 1


@pytest.mark.parametrize("address", ["sqlite://:memory:", "postgres://planner@localhost/planner"])
def test_other_databases_stay_as_they_are(address: str) -> None:
    database = configure_database(address)
    name = database["NAME"]
    never_create(database)
    assert database["NAME"] == name
