import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from planner.databases import never_create

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "planner.settings")

never_create(settings.DATABASES["default"])
application = get_wsgi_application()
