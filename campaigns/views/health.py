import logging

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campaigns.models import PriceBook

log = logging.getLogger("planner.health")


@require_safe
@never_cache
def report_health(request: HttpRequest) -> HttpResponse:
    """For load balancers: does this process answer, and does it reach its tables?"""
    try:
        PriceBook.objects.exists()
    except Error as error:
        log.error("The database does not answer: %s", error)
        text, status = "The database does not answer, or its tables are missing.\n", 503
    else:
        text, status = "All is well: alive, and the database answers.\n", 200
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
