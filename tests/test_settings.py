"""The settings as a process sees them, each under its own environment."""

import re
import subprocess
import sys

import pytest

from tests.operations.processes import PRODUCTION, ROOT, manage, manage_well

pytestmark = pytest.mark.operations

POSTGRESQL = "postgres://planner:secret@127.0.0.1:1/planner"
OLD_KEY = "of-the-time-before-but-as-long-and-as-mixed-as-a-real-one"


@pytest.mark.parametrize("database", [PRODUCTION["DATABASE_URL"], POSTGRESQL])
def test_production_passes_the_deployment_checks(database: str) -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", DATABASE_URL=database)

    assert done.returncode == 0, done.stderr


FAULTS = [
    ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
    ({"SECRET_KEY": "short"}, "SECRET_KEY is too easy to guess"),
    ({"SECRET_KEY_FALLBACKS": f"{OLD_KEY},secret"}, "SECRET_KEY_FALLBACKS: one is too easy"),
    ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is not set"),
    ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS: names of hosts alone"),
    ({"ALLOWED_HOSTS": "https://a.example"}, "ALLOWED_HOSTS: names of hosts alone"),
    ({"CSRF_TRUSTED_ORIGINS": "a.example"}, "CSRF_TRUSTED_ORIGINS: with https:// in front"),
    ({"DATABASE_URL": "mysql://a:secret@b/c"}, "DATABASE_URL names no database"),
    ({"DATABASE_URL": "postgres://a:secret@b"}, "DATABASE_URL names no database"),
    ({"DATABASE_POOL_SIZE": "many"}, "DATABASE_POOL_SIZE: given 'many'; allowed: a whole number"),
    ({"CACHE_URL": "memcached://a"}, "CACHE_URL names no Redis"),
    ({"DEBUG": "ture"}, "DEBUG: given 'ture'; allowed: true or false."),
    ({"TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES: given '-1'; allowed: a whole number from 0 to"),
    (
        {"BEHIND_HTTPS_PROXY": "true"},
        "TRUSTED_PROXIES has to be at least 1 with BEHIND_HTTPS_PROXY",
    ),
    ({"LOG_FORMAT": "xml"}, "LOG_FORMAT: given 'xml'; allowed: json or text."),
    ({"PORT": "http"}, "PORT: given 'http'; allowed: a whole number from 1 to 65535."),
    ({"BIND": "127.0.0.1:http"}, "BIND: given '127.0.0.1:http'; allowed: host:port"),
    ({"BIND": "127.0.0.1:70000"}, "BIND: given '127.0.0.1:70000'; allowed: host:port"),
    ({"BIND": "localhost"}, "BIND: given 'localhost'; allowed: host:port"),
    ({"WEB_CONCURRENCY": "abc"}, "WEB_CONCURRENCY: given 'abc'; allowed: a whole number from 1"),
    ({"THREADS": "abc"}, "THREADS: given 'abc'; allowed: a whole number from 1 to 100."),
    ({"COMPUTING_SECONDS": "few"}, "COMPUTING_SECONDS: given 'few'; allowed: a whole number"),
]


def test_every_fault_of_the_environment_is_told_at_once_and_in_words() -> None:
    environment = {name: value for faulty, _ in FAULTS for name, value in faulty.items()}
    done = manage("check", **environment)

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    told = [line[2:] for line in done.stderr.splitlines() if line.startswith("- ")]
    assert [line.split()[0].rstrip(":") for line in told] == [
        "DEBUG",
        "SECRET_KEY",
        "SECRET_KEY_FALLBACKS",
        "ALLOWED_HOSTS",
        "CSRF_TRUSTED_ORIGINS",
        "DATABASE_POOL_SIZE",
        "DATABASE_URL",
        "CACHE_URL",
        "TRUSTED_PROXIES",
        "TRUSTED_PROXIES",
        "LOG_FORMAT",
        "PORT",
        "BIND",
        "WEB_CONCURRENCY",
        "THREADS",
        "COMPUTING_SECONDS",
    ]


@pytest.mark.parametrize(("faulty", "told"), FAULTS)
def test_a_fault_of_the_environment_is_named(faulty: dict[str, str], told: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import planner.settings"],
        cwd=ROOT,
        env=PRODUCTION | faulty,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert f"- {told}" in done.stderr
    assert "secret" not in done.stderr.partition("FaultyEnvironment:")[2]


@pytest.mark.parametrize("proxies", ["", "0"])
def test_behind_a_proxy_nobody_starts_a_server_that_takes_all_clients_for_one(proxies: str) -> None:
    done = start_server(BEHIND_HTTPS_PROXY="true", TRUSTED_PROXIES=proxies)

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "- TRUSTED_PROXIES has to be at least 1 with BEHIND_HTTPS_PROXY" in done.stderr


def test_with_the_number_of_proxies_it_starts() -> None:
    assert manage("check", BEHIND_HTTPS_PROXY="true", TRUSTED_PROXIES="1").returncode == 0


def start_server(**environment: str) -> subprocess.CompletedProcess[str]:
    """The server, which is to end at once."""
    return subprocess.run(
        [sys.executable, "-m", "planner.operations.serve"],
        cwd=ROOT,
        env=PRODUCTION | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


def test_the_server_does_not_start_with_a_fault() -> None:
    done = start_server(ALLOWED_HOSTS="", SECRET_KEY="", WEB_CONCURRENCY="abc", THREADS="abc")

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    for told in (
        "SECRET_KEY is not set",
        "ALLOWED_HOSTS is not set",
        "WEB_CONCURRENCY:",
        "THREADS:",
    ):
        assert f"- {told}" in done.stderr


def test_the_server_does_not_start_while_debug_is_on() -> None:
    # The empty variable would end gunicorn before it reads our configuration.
    done = start_server(DEBUG="true", WEB_CONCURRENCY="")

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "- DEBUG is on" in done.stderr


@pytest.mark.parametrize(
    "given", ["0.0.0.0:80", ":8000", "[::1]:8000", "unix:/run/x.sock", "fd://3"]
)
def test_the_server_listens_where_it_is_told_to(given: str) -> None:
    show = "from django.conf import settings; print(settings.BIND)"

    assert manage_well("shell", "--no-imports", "-c", show, BIND=given) == f"{given}\n"


EXPLAINED = re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
REQUIRED = {"SECRET_KEY", "ALLOWED_HOSTS"}


def test_a_variable_left_empty_is_left_out() -> None:
    show = """
from django.conf import settings
print(settings.SECURE_HSTS_SECONDS, settings.DEBUG, settings.SECRET_KEY_FALLBACKS, settings.BIND)
print(settings.WEB_CONCURRENCY, settings.THREADS, settings.LOG_FORMAT, settings.TRUSTED_PROXIES)
"""
    empty = dict.fromkeys(set(EXPLAINED) - REQUIRED, "")
    said = manage_well("shell", "--no-imports", "-c", show, **empty)

    assert said == "31536000 False [] 127.0.0.1:8000\n2 4 json 0\n"


def test_compose_passes_every_variable_on_that_is_not_the_images_own() -> None:
    passed = re.findall(r"^    ([A-Z_]+):", (ROOT / "compose.yaml").read_text(), re.MULTILINE)

    assert set(EXPLAINED) - set(passed) == {"STATIC_ROOT", "BIND", "PORT"}


def test_what_an_old_key_signed_counts_while_it_is_named() -> None:
    sign = "from django.core.signing import dumps; print(dumps('mine'))"
    signed = manage_well("shell", "--no-imports", "-c", sign, SECRET_KEY=OLD_KEY).strip()
    read = f"from django.core.signing import loads; print(loads({signed!r}))"

    assert manage("shell", "--no-imports", "-c", read).returncode != 0
    environment = {"SECRET_KEY_FALLBACKS": f" {OLD_KEY} ,"}
    assert manage_well("shell", "--no-imports", "-c", read, **environment) == "mine\n"


def test_pages_are_kept_for_visitors_but_not_for_whoever_changes_the_templates() -> None:
    show = """
from django.core.cache import caches
caches["pages"].set("page", "kept")
print(caches["pages"].get("page"))
"""

    assert manage_well("shell", "--no-imports", "-c", show, DEBUG="false") == "kept\n"
    assert manage_well("shell", "--no-imports", "-c", show, DEBUG="true") == "None\n"


def test_postgresql_is_used_through_a_pool_of_connections() -> None:
    show = """
from django.db import connection
print(connection.vendor, connection.settings_dict["OPTIONS"]["pool"]["max_size"])
"""
    environment = {"DATABASE_URL": POSTGRESQL, "DATABASE_POOL_SIZE": "3"}

    assert manage_well("shell", "--no-imports", "-c", show, **environment) == "postgresql 3\n"


def test_every_cookie_is_for_this_host_alone() -> None:
    show = """
from django.conf import settings
from campaigns.saved.browser_cookie import cookie_name
from planner.messages import OwnCookieStorage
for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME,
             OwnCookieStorage.cookie_name, cookie_name()):
    print(name)
"""

    assert manage_well("shell", "--no-imports", "-c", show).split() == [
        "__Host-sessionid",
        "__Host-csrftoken",
        "__Host-messages",
        "__Host-campaigns",
    ]


def test_redis_keeps_results_where_there_is_one() -> None:
    show = "from django.core.cache import caches; print(type(caches['default']).__name__)"

    assert manage_well("shell", "--no-imports", "-c", show) == "DatabaseCache\n"
    environment = {"CACHE_URL": "redis://127.0.0.1:1/0"}
    assert manage_well("shell", "--no-imports", "-c", show, **environment) == "RedisCache\n"


def test_static_files_can_be_collected_for_production() -> None:
    done = manage("collectstatic", "--dry-run", "--no-input")

    assert done.returncode == 0, done.stderr


def test_sqlite_waits_for_its_turn_and_survives_a_power_cut() -> None:
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
