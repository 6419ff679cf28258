"""The planner: one address, one view, one context; htmx gets the page's own fragment."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.bridge import Question
from campaigns.views.kept_pages import keep_page
from campaigns.views.questions import (
    HtmxHttpRequest,
    answer_anybody,
    answer_in_full,
    look_at_screen,
)


@require_safe
def show_planner(request: HtmxHttpRequest) -> HttpResponse:

    def make() -> HttpResponse:
        question = Question(request.GET, today=timezone.localdate())
        return answer_anybody(request, question, "planner/planner.html", {})

    return keep_page(request, make, look_at_screen(request))


@require_safe
def show_estimate(request: HttpRequest) -> HttpResponse:
    question = Question(request.GET, today=timezone.localdate())
    return answer_in_full(request, question, {})
