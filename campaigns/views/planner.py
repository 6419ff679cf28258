"""The planner: one address, one view, one context; htmx gets the page's own fragment."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.bridge import Question
from campaigns.views.questions import (
    HtmxHttpRequest,
    answer_in_full,
    answer_question,
    refuse_long_address,
)


@require_safe
def show_planner(request: HtmxHttpRequest) -> HttpResponse:
    if refusal := refuse_long_address(request):
        return refusal
    question = Question(request.GET, today=timezone.localdate())
    return answer_question(request, question, "planner/planner.html", {}, rests_on=())


@require_safe
def show_estimate(request: HttpRequest) -> HttpResponse:
    if refusal := refuse_long_address(request):
        return refusal
    question = Question(request.GET, today=timezone.localdate())
    return answer_in_full(request, question, {})
