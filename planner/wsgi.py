import os

from django.conf import settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application

from planner.databases import never_create, tidy_connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "planner.settings")

never_create(settings.DATABASES["default"])
for signal in request_started, request_finished:
    signal.connect(tidy_connections)
application = get_wsgi_application()
