"""The planner's answer as a file: the planner's address with "plan." and a kind of file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.bridge import Question
from campaigns.exports import Subject, export_response, make_subject
from campaigns.exports.studies import studies_shown
from campaigns.rate_limits import STUDYING, take_token
from planner.planning.errors import TakesTooLong

SECONDS_TO_WAIT = 5


@require_safe
def export_plan(request: HttpRequest, kind: str) -> HttpResponse:
    question = Question(request.GET, today=timezone.localdate())
    return answer_export(request, make_subject(question), kind)


def answer_export(request: HttpRequest, subject: Subject, kind: str) -> HttpResponse:
    """The file; where its studies are too much to compute, the page that says so."""
    question = subject.question
    has_studies = question.is_valid and any(studies_shown(question))
    if has_studies and (seconds := take_token(STUDYING, request)):
        return _put_off(request, question, "studies/_busy.html", seconds, status=429)
    try:
        return export_response(subject, kind)
    except TakesTooLong:
        # What was asked is too much; nothing is wrong with the server, as a 503 would say.
        return _put_off(request, question, "studies/_too_long.html", SECONDS_TO_WAIT, status=422)


def _put_off(
    request: HttpRequest, question: Question, why: str, seconds: int, *, status: int
) -> HttpResponse:
    context = {
        "study": why,
        "study_address": request.get_full_path(),
        "planner_address": question.address(),
        "seconds": seconds,
    }
    response = render(request, "studies/page.html", context, status=status)
    response["Retry-After"] = str(seconds)
    return response
