"""Password guessing leads to a lockout, and little about it is stored."""

import logging

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth.models import User
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings
from time_machine import TimeMachineFixture

from planner.sign_in import find_address
from tests.campaigns.pages import Response

PASSWORD = "a-good-pass-phrase-of-ours"


@pytest.fixture(autouse=True)
def account(db: None) -> User:
    return User.objects.create_superuser("admin", password=PASSWORD)


def sign_in(
    password: str, *, username: str = "admin", address: str = "192.0.2.1", **headers: str
) -> Response:
    return Client().post(
        "/admin/login/?next=/admin/",
        {"username": username, "password": password},
        REMOTE_ADDR=address,
        headers=headers,
    )


def guess(times: int, **sender: str) -> Response:
    for number in range(times):
        response = sign_in(f"guess {number}", **sender)
    return response


def test_four_failures_are_human() -> None:
    assert guess(4).status_code == 200
    assert sign_in(PASSWORD).status_code == 302


def test_a_success_starts_the_count_anew() -> None:
    for _ in range(3):
        guess(4)
        assert sign_in(PASSWORD).status_code == 302


def test_the_fifth_failure_locks_out_even_the_right_password() -> None:
    response = guess(5)

    assert response.status_code == 429
    assert response.headers["Retry-After"] == "900"
    assert "no-store" in response.headers["Cache-Control"]
    assert "Wait 15 minutes" in response.content.decode()
    assert sign_in(PASSWORD).status_code == 429


def test_nobody_can_lock_the_admin_out_from_elsewhere() -> None:
    guess(5, address="198.51.100.7")

    assert sign_in(PASSWORD).status_code == 302


def test_after_fifteen_minutes_it_is_over(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to("2026-12-01 12:00 +0000", tick=False)
    guess(5)
    time_machine.move_to("2026-12-01 12:14 +0000", tick=False)
    # A try while locked out does not make it longer.
    assert sign_in(PASSWORD).status_code == 429
    time_machine.move_to("2026-12-01 12:15:01 +0000", tick=False)

    assert sign_in(PASSWORD).status_code == 302
    assert not AccessAttempt.objects.exists()


def test_another_browser_name_or_forwarded_address_is_no_way_around_it() -> None:
    for number in range(5):
        response = sign_in(
            "guess", user_agent=f"browser {number}", x_forwarded_for=f"203.0.113.{number}"
        )

    assert response.status_code == 429


def test_behind_a_proxy_the_client_counts(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 1
    guess(5, x_forwarded_for="198.51.100.7")

    assert sign_in(PASSWORD, x_forwarded_for="198.51.100.7").status_code == 429
    assert sign_in(PASSWORD, x_forwarded_for="198.51.100.8").status_code == 302


@pytest.mark.parametrize(
    ("remote", "found"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", None),
    ],
)
def test_an_address_is_one_that_a_database_takes(remote: str, found: str | None) -> None:
    assert find_address(RequestFactory().get("/", REMOTE_ADDR=remote)) == found


@pytest.mark.parametrize("address", ["2001:db8:1:2:3:4:5:6", ""])
def test_every_kind_of_address_is_locked_out(address: str) -> None:
    assert guess(5, address=address).status_code == 429


def test_little_is_kept_of_who_tries(caplog: pytest.LogCaptureFixture) -> None:
    log = logging.getLogger("axes")
    log.addHandler(caplog.handler)
    guess(5, user_agent="Somebodys-Browser/1.0", accept_language="de-AT")
    sign_in(PASSWORD, address="198.51.100.7")
    log.removeHandler(caplog.handler)

    [attempt] = AccessAttempt.objects.all()
    kept = " ".join(str(value) for value in vars(attempt).values())
    assert (attempt.username, attempt.ip_address) == ("admin", "192.0.2.1")
    for secret in ("Somebodys", "guess", PASSWORD, "de-AT"):
        assert secret not in kept
    assert not AccessLog.objects.exists()
    assert not AccessFailureLog.objects.exists()
    assert "Locking out somebody" in caplog.text
    for secret in ("admin", "192.0.2.1", "Somebodys", "guess"):
        assert secret not in caplog.text.replace("/admin/", "")


def test_one_address_does_not_get_to_try_many_names(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to("2026-12-01 12:00 +0000", tick=False)
    statuses = [sign_in("guess", username=f"name {number}").status_code for number in range(20)]
    assert statuses == [200] * 20

    response = sign_in(PASSWORD)

    assert response.status_code == 429
    assert response.headers["Retry-After"] == "31"
    assert "Wait 2 minutes" in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    assert AccessAttempt.objects.count() == 20, "what is not tried leaves no row"
    assert sign_in(PASSWORD, address="198.51.100.7").status_code == 302
    time_machine.shift(31)
    assert sign_in(PASSWORD).status_code == 302


def test_no_password_is_hashed_for_who_tries_too_often(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(20):
        sign_in("guess", username=f"name {number}")
    hashed = []
    monkeypatch.setattr(User, "set_password", lambda *_: hashed.append("unknown name"))
    monkeypatch.setattr(User, "check_password", lambda *_: hashed.append("known name"))

    assert sign_in("guess").status_code == sign_in("guess", username="nobody").status_code == 429
    assert hashed == []


def test_looking_at_the_form_is_no_try() -> None:
    for _ in range(30):
        assert Client().get("/admin/login/", REMOTE_ADDR="192.0.2.1").status_code == 200

    assert sign_in(PASSWORD).status_code == 302
