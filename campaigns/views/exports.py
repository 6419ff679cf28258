"""The planner's answer as a file: the planner's address with "plan." and a kind of file."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.bridge import Question
from campaigns.exports import export_response, make_subject
from campaigns.views.questions import refuse_long_address


@require_safe
def export_plan(request: HttpRequest, kind: str) -> HttpResponse:
    if refusal := refuse_long_address(request):
        return refusal
    question = Question(request.GET, today=timezone.localdate())
    return export_response(make_subject(question), kind)
