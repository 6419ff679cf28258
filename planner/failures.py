"""What is answered when something fails on our side."""

import sys

from django.contrib.admin.options import TO_FIELD_VAR
from django.core.exceptions import FieldDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.defaults import bad_request, server_error

from campaigns.database_failures import SECONDS_TO_WAIT, is_database_failure


def show_failure(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`: for a database that is away or full, a page about that."""
    error = sys.exc_info()[1]
    if isinstance(error, Exception) and is_fault_of_an_address(request, error):
        return bad_request(request, error)
    if not is_database_failure(error):
        return server_error(request)
    # Without the request: a look-up of the user would query the database.
    page = HttpResponse(render_to_string("503.html"), status=503)
    page["Retry-After"] = str(SECONDS_TO_WAIT)
    page["Cache-Control"] = "no-store, private"
    return page


def is_fault_of_an_address(request: HttpRequest, error: Exception) -> bool:
    """Whether the admin handed on malformed input: keys of no row, fields without a name."""
    if not request.path.startswith(reverse("admin:index")):
        return False
    if isinstance(error, FieldDoesNotExist):
        return TO_FIELD_VAR in request.GET or TO_FIELD_VAR in request.POST
    # The admin's lists hand on keys as they are sent: no row has 30 digits or letters for one.
    return isinstance(error, OverflowError | ValueError) and "_selected_action" in request.POST
