"""The studies, each a page of its own and a part of the page that asks for it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from campaigns.bridge import Question
from campaigns.rate_limits import STUDYING, take_token
from campaigns.studies.registry import STUDIES, study_pages
from campaigns.study_outputs import load_outputs
from campaigns.views.questions import HtmxHttpRequest
from planner.planning.errors import TimeBudgetExceeded


@require_safe
def show_study(request: HtmxHttpRequest, study: str) -> HttpResponse:
    return answer_study(request, Question(request.GET, today=timezone.localdate()), study)


@vary_on_headers("HX-Request")
def answer_study(request: HtmxHttpRequest, question: Question, study: str) -> HttpResponse:
    """The study as a page, or for htmx as the part of a page that it takes the place of."""
    if (asked := study_pages().get(study)) is None:
        raise Http404
    if not question.is_valid:
        return redirect(question.address())
    context: dict[str, Any] = {
        "question": question,
        "study": asked.template,
        "studies": STUDIES,
        "study_address": question.address(f"{study}/"),
        "planner_address": question.address(),
    }
    seconds = take_token(STUDYING, request)
    if seconds:
        context |= {"study": "studies/_busy.html", "seconds": seconds}
    else:
        try:
            outputs = load_outputs(asked.study)
            show = outputs.show_estimate if asked.is_of_estimate else outputs.show
            context |= show(question)
        except TimeBudgetExceeded:
            context |= {"study": "studies/_too_long.html"}
    page = context["study"] if request.htmx else "studies/page.html"
    # htmx would not show what comes with a 429.
    status = 429 if seconds and not request.htmx else 200
    response = render(request, page, context, status=status)
    if seconds:
        response["Retry-After"] = str(seconds)
    return response
