import os
import tempfile

# Set before planner.settings reads them, so that a developer's .env cannot reach the tests.
os.environ.update(
    DEBUG="false",
    SECRET_KEY="only-for-the-tests-but-as-long-and-as-mixed-as-a-real-one",
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    CSRF_TRUSTED_ORIGINS="",
    # `make test-postgres` names a server; any other database is not for the tests.
    DATABASE_URL=(
        given
        if (given := os.environ.get("DATABASE_URL", "")).startswith("postgres")
        else "sqlite://:memory:"
    ),
    DATABASE_POOL_SIZE="",
    CACHE_URL="",
    TRUSTED_PROXIES="",
    # All tests of a process are one client.
    COMPUTING_SECONDS="0",
    LOG_FORMAT="json",
    SECURE_SSL_REDIRECT="false",
    SECURE_HSTS_SECONDS="0",
    BEHIND_HTTPS_PROXY="false",
)

from planner.databases import SQLITE
from planner.settings import *  # noqa: F403
from planner.settings import DATABASES

# A file, because the threads of the live server would have to share one connection to a database
# in memory, with each other and with the test. Named so that several runs do not meet.
if DATABASES["default"]["ENGINE"] == SQLITE:
    DATABASES["default"]["TEST"] = {
        "NAME": f"{tempfile.gettempdir()}/outreach-cost-planner-{os.getpid()}.sqlite3"
    }

# The live server of the browser tests speaks plain http.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "sessionid", "csrftoken"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Serve static files from where they are written: the tests run without collectstatic.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
