"""The tests' settings, with cookies and redirects as https has them, and cached pages."""

from tests.settings import *  # noqa: F403
from tests.settings import CACHES

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 3600
TRUSTED_PROXIES = 1
CACHES["pages"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "fuzz"}
