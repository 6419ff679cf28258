"""What a read-only link shows: the campaign as its sender saw it when it was shared.

Whoever opens it may play with the numbers, take them along and copy them, and change nothing.
"""

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.bridge import Question
from campaigns.exports import export_response
from campaigns.models import Campaign, Revision
from campaigns.saved.changes import copy_campaign
from campaigns.saved.since_then import SinceThen
from campaigns.views.campaign import ask_saved, note_visit, subject_of
from campaigns.views.kept_pages import facts_of_plans
from campaigns.views.new_campaign import refuse_saving, welcome
from campaigns.views.questions import (
    HtmxHttpRequest,
    answer_in_full,
    answer_question,
    keep_private,
    refuse_long_address,
)
from campaigns.views.studies import answer_study


@require_http_methods(["GET", "HEAD", "POST"])
@keep_private
def show_shared(request: HtmxHttpRequest, token: str) -> HttpResponse:
    if refusal := refuse_long_address(request):
        return refusal
    campaign, revision = _find(token)
    if request.method != "POST":
        return _show(request, campaign, revision, _ask(campaign, revision, request.GET))
    if request.POST.get("action") != "copy":
        raise Http404
    said = QueryDict(request.POST.get("asked", ""))
    question = _ask(campaign, revision, said)
    if not question.is_valid:
        return _show(request, campaign, revision, question)
    if held_up := refuse_saving(request):
        page = _show(request, campaign, revision, question, refusal=held_up.reason)
        return held_up.respond(page)
    copy = copy_campaign(name=revision.name, note=revision.note, question=question)
    return welcome(request, copy)


@require_safe
@keep_private
def show_shared_estimate(request: HttpRequest, token: str) -> HttpResponse:
    if refusal := refuse_long_address(request):
        return refusal
    campaign, revision = _find(token)
    question = _ask(campaign, revision, request.GET)
    return answer_in_full(request, question, {"revision": revision})


@require_safe
@keep_private
def show_shared_study(request: HtmxHttpRequest, token: str, study: str) -> HttpResponse:
    if refusal := refuse_long_address(request):
        return refusal
    campaign, revision = _find(token)
    return answer_study(request, _ask(campaign, revision, request.GET), study)


@require_safe
@keep_private
def export_shared(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    if refusal := refuse_long_address(request):
        return refusal
    campaign, revision = _find(token)
    question = _ask(campaign, revision, request.GET)
    return export_response(subject_of(campaign, revision, question), kind)


def _find(token: str) -> tuple[Campaign, Revision]:
    """The campaign and the revision that a read-only link shows; raises `Http404` without one."""
    campaign = Campaign.objects.shared().with_plans().filter(share_token=token).first()
    revision = campaign.shared_revision if campaign else None
    if campaign is None or revision is None:
        raise Http404
    note_visit(campaign)
    return campaign, revision


def _ask(campaign: Campaign, revision: Revision, said: QueryDict) -> Question:
    root = reverse("campaigns:shared", args=[campaign.share_token])
    return ask_saved(revision, said, root=root)


def _show(
    request: HtmxHttpRequest,
    campaign: Campaign,
    revision: Revision,
    question: Question,
    refusal: str = "",
) -> HttpResponse:
    saved = _ask(campaign, revision, QueryDict())
    since_then = SinceThen(question) if question.is_valid and question.is_frozen else None
    context = {
        "revision": revision,
        "shared_at": campaign.shared_at,
        "share_expires_on": campaign.share_expires_on,
        "since_then": since_then,
        "is_changed": not question.asks_the_same_as(saved),
        "asked": question.write_out(),
        "refusal": refusal,
    }
    live = since_then.live if since_then else None
    rests_on = (
        revision.pk,
        campaign.shared_at,
        campaign.share_expires_on,
        facts_of_plans(live) if live else None,
        refusal,
    )
    return answer_question(request, question, "shared/shared.html", context, rests_on=rests_on)
