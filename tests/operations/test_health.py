import pytest
from django.db import connection
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["get", "head"])
def test_it_is_well(client: Client, method: str) -> None:
    response = getattr(client, method)("/healthz")

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "no-store" in response.headers["Cache-Control"]


def test_a_database_without_its_tables_is_not_well(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE campaigns_pricebook RENAME TO lost")
    response = client.get("/healthz")

    assert response.status_code == 503
    assert "its tables are missing" in response.content.decode()


def test_it_is_only_asked(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
