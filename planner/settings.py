"""Every setting that differs between places comes from the environment; .env.example lists them."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF

from planner.databases import ALLOWED, UnknownDatabase, address_of_file, configure_database
from planner.environment import Environment, is_easy_to_guess
from planner.log_formats import configure_logging

BASE_DIR = Path(__file__).resolve().parent.parent

# The process's own environment wins over the file.
environ.Env.read_env(BASE_DIR / ".env")
env = Environment(os.environ)

DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.text("SECRET_KEY")
if not SECRET_KEY:
    env.add_fault(
        "SECRET_KEY is not set: put a long random string in the environment or in .env "
        "(`make setup` does it for you)."
    )
elif not DEBUG and is_easy_to_guess(SECRET_KEY):
    env.add_fault("SECRET_KEY is too easy to guess: take at least 50 random characters.")
# What these signed still counts; nothing is signed with them.
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
if not DEBUG and any(is_easy_to_guess(key) for key in SECRET_KEY_FALLBACKS):
    env.add_fault("SECRET_KEY_FALLBACKS: one is too easy to guess; at least 50 random characters.")

ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
if not DEBUG and not ALLOWED_HOSTS:
    env.add_fault("ALLOWED_HOSTS is not set: name the hosts of this site, separated by commas.")
if "*" in ALLOWED_HOSTS or any("/" in host for host in ALLOWED_HOSTS):
    env.add_fault("ALLOWED_HOSTS: names of hosts alone, as planner.example.com; no https://, no *.")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
if not all(origin.startswith(("https://", "http://")) for origin in CSRF_TRUSTED_ORIGINS):
    env.add_fault("CSRF_TRUSTED_ORIGINS: with https:// in front, as https://planner.example.com.")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    # Before the next one, whose command `runserver` it extends.
    "planner.operations",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "campaigns",
]

MIDDLEWARE = [
    "planner.middleware.identify_requests",
    "planner.middleware.leave_out_body",
    "planner.middleware.add_headers",
    "campaigns.middleware.keep_links_private",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "campaigns.middleware.limit_computing",
    # No secret can be guessed by a page's size: the token against forged requests is masked
    # each time, and a page with an edit link is served only to holders of that link, or
    # (the list of one's own) repeats nothing that a stranger could have sent.
    "django.middleware.gzip.GZipMiddleware",
    "planner.middleware.limit_body",
    "campaigns.middleware.limit_questions",
    "campaigns.middleware.use_time_zone_of_reader",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "planner.urls"
WSGI_APPLICATION = "planner.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "planner.template_loading.UnindentedLoader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

FORM_RENDERER = "planner.form_rendering.FieldRenderer"

try:
    DATABASES = {
        "default": configure_database(
            env.text("DATABASE_URL", address_of_file(BASE_DIR / "db.sqlite3")),
            pool_size=env.number("DATABASE_POOL_SIZE", default=8, high=1000),
        )
    }
except UnknownDatabase:
    # Not quoted: it may hold a password.
    env.add_fault(f"DATABASE_URL names no database the planner can use; allowed: {ALLOWED}.")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Cached results, shared by all web processes. Nothing is lost with them.
CACHE_URL = env.text("CACHE_URL")
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
    }
    if CACHE_URL
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kept_results",
        "OPTIONS": {"MAX_ENTRIES": 2_000},
    },
    # Pages just made, in each process's own memory: at most 40 MB, mostly half of it. None where
    # the templates may be under development.
    "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    if DEBUG
    else {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
}
if CACHE_URL and not CACHE_URL.startswith(("redis://", "rediss://", "unix://")):
    env.add_fault("CACHE_URL names no Redis; allowed: redis://host:6379/0, or leave it out.")

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AXES_HANDLER = "planner.sign_in.FrugalHandler"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
# A try while locked out neither counts nor makes it longer.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# By both: no other address can lock the admin out.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "planner.sign_in.show_lockout"
AXES_CLIENT_IP_CALLABLE = "planner.sign_in.find_address"
AXES_CLIENT_STR_CALLABLE = "planner.sign_in.anonymize_client"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "csrfmiddlewaretoken", "next"]
# No record of sign-ins, nor of failures beyond what the lock-out needs.
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{validator}"}
    for validator in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "planner.static_files.MinifiedStaticFilesStorage"
        )
    },
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF],
        "manifest-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
    }
}
# No other site gets an address of ours, which may be a secret; our own forms go on naming their
# origin, which the check against forged requests wants. `no-referrer` would hide that, too.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if SESSION_COOKIE_SECURE:
    # Browsers take a cookie with this prefix from this very host alone, and over https only.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
MESSAGE_STORAGE = "planner.messages.MessageStorage"

SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", default=not DEBUG)
# Probes come from within, over plain http.
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = env.number("SECURE_HSTS_SECONDS", default=0 if DEBUG else 365 * 24 * 3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_HSTS_SECONDS > 0
# Only behind a proxy that sets this header itself; otherwise a client could claim https.
BEHIND_HTTPS_PROXY = env.flag("BEHIND_HTTPS_PROXY", default=False)
if BEHIND_HTTPS_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# How many proxies stand in front, each adding the client's address to X-Forwarded-For.
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", default=0, high=10)
if BEHIND_HTTPS_PROXY and not TRUSTED_PROXIES:
    # Every client would have the proxy's address: a stranger that fails to sign in five times, or
    # uses up a limit, would shut out the admin and all others.
    env.add_fault(
        "TRUSTED_PROXIES has to be at least 1 with BEHIND_HTTPS_PROXY: the number of proxies in "
        "front that add the client's address to X-Forwarded-For. Limits count by that address."
    )

# `planner.middleware.limit_body` refuses a larger body before, except the admin's.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
DATA_UPLOAD_MAX_NUMBER_FILES = 1

LOG_FORMAT = env.choice("LOG_FORMAT", allowed=("json", "text"), default="text" if DEBUG else "json")
LOGGING = configure_logging(LOG_FORMAT, requests=not DEBUG)

# The server's own, for gunicorn.conf.py: read here so that all faults are reported at once.
PORT = env.number("PORT", default=8000, low=1, high=65535)
BIND = env.address("BIND", default=f"127.0.0.1:{PORT}")
WEB_CONCURRENCY = env.number("WEB_CONCURRENCY", default=2, low=1, high=100)
THREADS = env.number("THREADS", default=4, low=1, high=100)

# Seconds of computing that one client may use at once in each worker; 0 for no limit.
COMPUTING_SECONDS = env.number("COMPUTING_SECONDS", default=10, high=10_000)

env.refuse_faults()
