"""What is answered when something fails on our side."""

import sys

from django.db import (
    DatabaseError,
    DataError,
    IntegrityError,
    InterfaceError,
    NotSupportedError,
    ProgrammingError,
)
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.defaults import bad_request, server_error

# Long enough for a restart of the database, short enough for whoever waits.
SECONDS_TO_WAIT = 10
# A wrong query of ours; trying again would not help.
MISTAKES = (DataError, IntegrityError, NotSupportedError, ProgrammingError)


def tell_failure(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`: for a database that is away or full, a page that says so."""
    error = sys.exc_info()[1]
    is_of_the_admin = request.path.startswith(reverse("admin:index"))
    if (
        is_of_the_admin
        and isinstance(error, OverflowError | ValueError)
        and is_list_action(request)
    ):
        # The admin's lists hand on keys as they are sent: no row has 30 digits or letters for one.
        return bad_request(request, error)
    if not is_trouble_of_the_database(error):
        return server_error(request)
    # Without the request: whatever asks who is signed in would ask the database.
    page = HttpResponse(render_to_string("503.html"), status=503)
    page["Retry-After"] = str(SECONDS_TO_WAIT)
    page["Cache-Control"] = "no-store, private"
    return page


def is_list_action(request: HttpRequest) -> bool:
    """Whether rows were picked in one of the admin's lists, and something is to be done to them."""
    is_of_the_admin = request.path.startswith(reverse("admin:index"))
    return is_of_the_admin and "_selected_action" in request.POST


def is_trouble_of_the_database(error: BaseException | None) -> bool:
    """Whether the database is away, full, locked or read-only, rather than asked wrongly."""
    return isinstance(error, DatabaseError | InterfaceError) and not isinstance(error, MISTAKES)
