"""What a read-only link shows: the campaign as its sender saw it when it was shared.

Whoever opens it may play with the numbers, take them along and copy them, and change nothing.
"""

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.bridge import Question
from campaigns.models import Campaign, Revision
from campaigns.saved.drafts import name_copy
from campaigns.saved.since_then import SinceThen
from campaigns.views.campaign_page import ask_saved, note_visit, subject_of
from campaigns.views.exports import answer_export
from campaigns.views.kept_pages import keep_page, make_personal
from campaigns.views.new_campaign import Refusal, save_new, welcome
from campaigns.views.questions import (
    HtmxHttpRequest,
    answer_anybody,
    answer_in_full,
    look_at_screen,
)
from campaigns.views.studies import answer_study


@require_http_methods(["GET", "HEAD", "POST"])
def show_shared(request: HtmxHttpRequest, token: str) -> HttpResponse:
    campaign = _find(token)
    if request.method != "POST":
        # The revision that is shared never changes.
        shown = (campaign.pk, campaign.shared_number, campaign.shared_at, campaign.share_expires_on)
        return keep_page(
            request, lambda: _show(request, _read(campaign)), look_at_screen(request), shown
        )
    if request.POST.get("action") != "copy":
        raise Http404
    revision = _read(campaign)
    question = _ask(revision, QueryDict(request.POST.get("asked", "")))
    if not question.is_valid:
        return make_personal(request, _show(request, revision, question))
    saved = save_new(request, question, name=name_copy(revision.name), note=revision.note)
    if isinstance(saved, Refusal):
        page = _show(request, revision, question, refusal=saved.reason)
        return saved.respond(make_personal(request, page))
    return welcome(request, saved)


@require_safe
def show_shared_estimate(request: HttpRequest, token: str) -> HttpResponse:
    revision = _read(_find(token))
    question = _ask(revision, request.GET)
    return answer_in_full(request, question, {"revision": revision})


@require_safe
def show_shared_study(request: HtmxHttpRequest, token: str, study: str) -> HttpResponse:
    return answer_study(request, _ask(_read(_find(token)), request.GET), study)


@require_safe
def export_shared(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    campaign = _find(token)
    revision = _read(campaign)
    question = _ask(revision, request.GET)
    subject = subject_of(revision, question, past_days=campaign.past_shared_days)
    return answer_export(request, subject, kind)


def _find(token: str) -> Campaign:
    """The campaign that a read-only link shows; raises `Http404` where it leads nowhere."""
    campaign = get_object_or_404(Campaign, share_token=token)
    if campaign.deleted_at or not campaign.is_shared:
        raise Http404
    note_visit(campaign)
    return campaign


def _read(campaign: Campaign) -> Revision:
    """What the campaign's link shows of it; raises `Http404` where it was just taken away."""
    revisions = campaign.revisions.prefetch_related("choices")
    return get_object_or_404(revisions, number=campaign.shared_number)


def _ask(revision: Revision, said: QueryDict) -> Question:
    root = reverse("campaigns:shared", args=[revision.campaign.share_token])
    return ask_saved(revision, said, root=root)


def _show(
    request: HtmxHttpRequest,
    revision: Revision,
    question: Question | None = None,
    *,
    refusal: str = "",
) -> HttpResponse:
    """The page, with `ANY_TOKEN` in its form, of what the address asks or of another question."""
    question = question or _ask(revision, request.GET)
    campaign, saved = revision.campaign, _ask(revision, QueryDict())
    context = {
        "revision": revision,
        "shared_at": campaign.shared_at,
        "share_expires_on": campaign.share_expires_on,
        "since_then": SinceThen(question) if question.is_valid and question.is_frozen else None,
        "is_changed": not question.asks_the_same_as(saved),
        "asked": question.write_out(),
        "refusal": refusal,
    }
    return answer_anybody(request, question, "shared/shared.html", context)
