"""The settings as a process sees them, each under its own environment."""

import subprocess
import sys
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "DEBUG": "false",
    "SECRET_KEY": "only-for-the-tests-but-as-long-and-as-mixed-as-a-real-one",
    "ALLOWED_HOSTS": "planner.example.com",
    "DATABASE_URL": "sqlite://:memory:",
    "SECURE_SSL_REDIRECT": "true",
    "SECURE_HSTS_SECONDS": "31536000",
}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments, "--settings", "planner.settings"],
        cwd=BASE_DIR,
        env=PRODUCTION | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_passes_the_deployment_checks():
    done = manage("check", "--deploy", "--fail-level", "WARNING")

    assert done.returncode == 0, done.stderr


def test_a_missing_secret_key_is_named():
    done = manage("check", SECRET_KEY="")

    assert done.returncode != 0
    assert "SECRET_KEY is not set" in done.stderr


def test_static_files_can_be_collected_for_production():
    done = manage("collectstatic", "--dry-run", "--no-input")

    assert done.returncode == 0, done.stderr


def test_sqlite_waits_for_its_turn_and_survives_a_power_cut():
    show = """
from django.db import connection
with connection.cursor() as cursor:
    for name in ("foreign_keys", "synchronous", "busy_timeout"):
        print(name, cursor.execute(f"PRAGMA {name}").fetchone()[0])
print(connection.transaction_mode)
"""
    done = manage("shell", "--no-imports", "--command", show)

    assert done.stdout.split("\n") == [
        "foreign_keys 1",
        "synchronous 2",
        "busy_timeout 5000",
        "IMMEDIATE",
        "",
    ]
