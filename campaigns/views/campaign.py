"""A campaign's own page, reached by its edit link: shows it, changes it, shares it."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.db import DatabaseError, Error
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.bridge import Question
from campaigns.exports import Subject
from campaigns.forms import CampaignForm, ShareForm
from campaigns.models import Campaign, Revision
from campaigns.presentation.differences import Difference, tell_differences
from campaigns.rate_limits import REVISING
from campaigns.saved import changes
from campaigns.saved.changes import EditConflict
from campaigns.saved.memory import remember
from campaigns.saved.since_then import SinceThen
from campaigns.views.exports import answer_export
from campaigns.views.new_campaign import refuse_saving, refuse_too_many, tell_unsaved, welcome
from campaigns.views.questions import (
    HtmxHttpRequest,
    answer_in_full,
    answer_question,
    keep_private,
    refuse_long_address,
)
from campaigns.views.studies import answer_study

PAGE = "campaigns/campaign.html"


@require_http_methods(["GET", "HEAD", "POST"])
@keep_private
def show_campaign(request: HtmxHttpRequest, token: str) -> HttpResponse:
    if refusal := refuse_long_address(request):
        return refusal
    campaign = find_campaign(token)
    if request.method != "POST":
        # The form says what the person saw when they began to type, not what is newest by now.
        seen = _read_seen(request.GET) or campaign.number
        return _show(request, campaign, ask_of(campaign, request.GET), seen=seen)
    act = ACTIONS.get(request.POST.get("action", ""))
    if act is None:
        raise Http404
    try:
        return act(request, campaign)
    except Campaign.DoesNotExist:
        # Somebody deleted it between our reading and our writing.
        raise Http404 from None


@require_safe
@keep_private
def show_campaign_estimate(request: HttpRequest, token: str) -> HttpResponse:
    if refusal := refuse_long_address(request):
        return refusal
    campaign = find_campaign(token)
    revision = campaign.newest_revision
    return answer_in_full(request, ask_of(campaign, request.GET), {"revision": revision})


@require_safe
@keep_private
def show_campaign_study(request: HtmxHttpRequest, token: str, study: str) -> HttpResponse:
    if refusal := refuse_long_address(request):
        return refusal
    return answer_study(request, ask_of(find_campaign(token), request.GET), study)


@require_safe
@keep_private
def export_campaign(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    if refusal := refuse_long_address(request):
        return refusal
    campaign = find_campaign(token)
    question = ask_of(campaign, request.GET)
    return answer_export(request, subject_of(campaign.newest_revision, question), kind)


def find_campaign(token: str) -> Campaign:
    """The campaign that an edit link leads to; raises `Http404` where it leads nowhere."""
    campaign = Campaign.objects.kept().with_plans().filter(edit_token=token).first()
    if campaign is None:
        raise Http404
    note_visit(campaign)
    return campaign


def note_visit(campaign: Campaign) -> None:
    """Remember that somebody looked, once a day: what nobody looks at can be told from the rest."""
    today = timezone.localdate()
    if campaign.last_seen_on == today:
        return
    # A database that takes in nothing, full or read-only, can still be read.
    with suppress(Error):
        Campaign.objects.filter(pk=campaign.pk).update(last_seen_on=today)


def ask_of(campaign: Campaign, said: QueryDict) -> Question:
    """The question of the campaign's page: what was saved, or what its form says by now."""
    root = reverse("campaigns:campaign", args=[campaign.edit_token])
    return ask_saved(campaign.newest_revision, said, root=root)


def ask_saved(revision: Revision, said: MultiValueDict[str, str], *, root: str) -> Question:
    """The revision's question with what an address says on top of it.

    An address that names a price book says everything, as the form and every link do; another one
    (the row to show) only adds to what was saved.
    """
    data = QueryDict("" if "price_book" in said else revision.asked, mutable=True)
    for key in said:
        data.setlist(key, said.getlist(key))
    data.pop("seen", None)
    return Question(data, today=timezone.localdate(), frozen=revision.frozen_book, root=root)


def subject_of(revision: Revision, question: Question) -> Subject:
    """What an export of a campaign, or of what it has become on the screen, is made from."""
    return Subject(
        question=question,
        uid=str(revision.campaign.key),
        name=revision.name,
        note=revision.note,
        prices_from=revision.frozen_on if question.is_frozen else None,
        changed_at=revision.created_at,
    )


def _show(
    request: HtmxHttpRequest,
    campaign: Campaign,
    question: Question,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    revision = campaign.newest_revision
    saved = ask_of(campaign, QueryDict())
    shared_link = share_link(campaign)
    context = {
        "campaign": campaign,
        "revision": revision,
        "campaign_form": CampaignForm(initial={"name": revision.name, "note": revision.note}),
        "seen": campaign.number,
        "share_form": ShareForm(
            today=timezone.localdate(),
            initial={"expires_on": campaign.share_expires_on if campaign.is_shared else None},
        ),
        "edit_link": request.build_absolute_uri(question.root),
        "shared_link": request.build_absolute_uri(shared_link) if shared_link else "",
        "since_then": SinceThen(question) if question.is_valid and question.is_frozen else None,
        "is_changed": not question.asks_the_same_as(saved),
        "asked": question.write_out(),
        "shared_differences": _tell_since_shared(campaign, saved),
        **context,
    }
    response = answer_question(request, question, PAGE, context)
    response.status_code = status
    return response


def share_link(campaign: Campaign) -> str:
    """The path of the campaign's read-only page; empty where none works."""
    if not campaign.is_shared:
        return ""
    return reverse("campaigns:shared", args=[campaign.share_token])


def _tell_since_shared(campaign: Campaign, saved: Question) -> list[Difference]:
    """What the campaign says now and its shared link does not."""
    shared = campaign.shared_revision
    if shared is None or not campaign.changed_since_shared:
        return []
    newest = campaign.newest_revision
    said = {"name": newest.name, "note": newest.note}
    differences = tell_differences(ask_saved(shared, QueryDict(), root=saved.root), saved)
    return [*_tell_words(shared, said), *differences]


def _tell_words(revision: Revision, said: dict[str, str]) -> list[Difference]:
    """Where a revision's name and note are others than those said."""
    return [
        (str(field.label), getattr(revision, name), said[name])
        for name, field in CampaignForm.base_fields.items()
        if getattr(revision, name) != said[name]
    ]


# The actions of the page's forms. Each gives the page to go to, or the page with what is wrong.


def _save(request: HtmxHttpRequest, campaign: Campaign) -> HttpResponse:
    asked = _read_asked(request, campaign)
    return _revise(request, campaign, asked, asked, "“{name}” is saved.")


def _take_todays_prices(request: HtmxHttpRequest, campaign: Campaign) -> HttpResponse:
    asked = _read_asked(request, campaign)
    live = SinceThen(asked).live if asked.is_valid else asked
    if live is None:
        refusal = "The price book is gone, so there are no prices to take over."
        return _show_again(request, campaign, asked, refusal=refusal)
    return _revise(request, campaign, asked, live, "“{name}” is saved with today’s prices.")


def _revise(
    request: HtmxHttpRequest,
    campaign: Campaign,
    asked: Question,
    to_save: Question,
    done: str,
    *,
    save: Callable[..., None] = changes.revise_campaign,
    part: str = "",
) -> HttpResponse:
    """Save `to_save` and go to that `part` of the page.

    Where that cannot be, show what was `asked` with the reason.
    """
    form = _read_form(request, campaign)
    if not (form.is_valid() and asked.is_valid):
        return _show_again(request, campaign, asked)
    if held_up := refuse_too_many(REVISING, "changes", request):
        return held_up.respond(_show_again(request, campaign, asked, refusal=held_up.reason))
    try:
        save(
            campaign=campaign, seen=_read_seen(request.POST), **form.cleaned_data, question=to_save
        )
    except EditConflict:
        return _show_conflict(request, campaign, asked)
    except DatabaseError as error:
        held_up = tell_unsaved(error)
        return held_up.respond(_show_again(request, campaign, asked, refusal=held_up.reason))
    messages.success(request, done.format(name=form.cleaned_data["name"]))
    response = redirect(f"{reverse('campaigns:campaign', args=[campaign.edit_token])}{part}")
    remember(request, response, campaign)
    return response


def _show_again(
    request: HtmxHttpRequest, campaign: Campaign, question: Question, **context: Any
) -> HttpResponse:
    """The page with all that was typed, and still over the revision that the person saw."""
    return _show(
        request,
        campaign,
        question,
        campaign_form=_read_form(request, campaign),
        seen=_read_seen(request.POST),
        is_changed=_is_unsaved(request, campaign, question),
        **context,
    )


def _show_conflict(
    request: HtmxHttpRequest, campaign: Campaign, question: Question
) -> HttpResponse:
    """What the other one saved and what this one wanted to save, side by side."""
    form = _read_form(request, campaign)
    form.full_clean()
    campaign = find_campaign(campaign.edit_token)
    theirs = campaign.newest_revision
    differences = [
        *_tell_words(theirs, form.cleaned_data),
        *tell_differences(ask_of(campaign, QueryDict()), question),
    ]
    return _show(
        request,
        campaign,
        question,
        status=409,
        campaign_form=form,
        conflict=theirs,
        differences=differences,
        is_changed=bool(differences),
    )


def _copy(request: HtmxHttpRequest, campaign: Campaign) -> HttpResponse:
    revision = campaign.newest_revision
    question = _read_asked(request, campaign)
    if not question.is_valid:
        return _show_again(request, campaign, question)
    if refusal := refuse_saving(request):
        page = _show_again(request, campaign, question, refusal=refusal.reason)
        return refusal.respond(page)
    copy = changes.copy_campaign(name=revision.name, note=revision.note, question=question)
    return welcome(request, copy)


def _share(request: HtmxHttpRequest, campaign: Campaign) -> HttpResponse:
    form = ShareForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return _show_again(request, campaign, _read_asked(request, campaign), share_form=form)
    if not campaign.is_shared:
        done = "Shared: whoever has the link below sees this campaign."
        return _share_what_is_shown(request, campaign, done, **form.cleaned_data)
    changes.limit_sharing(campaign=campaign, **form.cleaned_data)
    messages.success(request, "The link’s last day is set.")
    return _back_to_sharing(request, campaign)


def _show_newest(request: HtmxHttpRequest, campaign: Campaign) -> HttpResponse:
    if not campaign.is_shared:
        return _back_to_sharing(request, campaign)
    return _share_what_is_shown(request, campaign, "The shared link shows what is saved now.")


def _share_what_is_shown(
    request: HtmxHttpRequest, campaign: Campaign, done: str, *, expires_on: date | None = None
) -> HttpResponse:
    """Let the link show what its sender has on the screen, which is saved first where it is not."""
    asked = _read_asked(request, campaign)
    if _is_unsaved(request, campaign, asked):
        save = partial(changes.revise_and_share, expires_on=expires_on)
        return _revise(request, campaign, asked, asked, done, save=save, part="#sharing")
    seen = _read_seen(request.POST) if "seen" in request.POST else None
    try:
        changes.share_campaign(campaign=campaign, seen=seen, expires_on=expires_on)
    except EditConflict:
        return _show_conflict(request, campaign, asked)
    messages.success(request, done)
    return _back_to_sharing(request, campaign)


def _renew(request: HtmxHttpRequest, campaign: Campaign) -> HttpResponse:
    if campaign.is_shared:
        changes.renew_share_link(campaign=campaign)
        messages.success(request, "There is a new link; the old one leads nowhere any more.")
    return _back_to_sharing(request, campaign)


def _stop(request: HtmxHttpRequest, campaign: Campaign) -> HttpResponse:
    changes.stop_sharing(campaign=campaign)
    messages.success(request, "The link is switched off.")
    return _back_to_sharing(request, campaign)


def _renew_edit_link(request: HtmxHttpRequest, campaign: Campaign) -> HttpResponse:
    campaign = changes.renew_edit_link(campaign=campaign)
    messages.success(
        request,
        "There is a new edit link: keep it. The old one leads nowhere any more, and this browser "
        "alone remembers the campaign.",
    )
    return _back_to_sharing(request, campaign)


def _back_to_sharing(request: HtmxHttpRequest, campaign: Campaign) -> HttpResponse:
    """To the campaign's page, whose form says still what it said."""
    address = reverse("campaigns:campaign", args=[campaign.edit_token])
    asked = _read_asked(request, campaign)
    if not asked.asks_the_same_as(ask_of(campaign, QueryDict())):
        address = f"{asked.address()}&seen={_read_seen(request.POST)}"
    response = redirect(f"{address}#sharing")
    remember(request, response, campaign)
    return response


def _delete(request: HtmxHttpRequest, campaign: Campaign) -> HttpResponse:
    question = _read_asked(request, campaign)
    if _is_unsaved(request, campaign, question):
        refusal = (
            "Not deleted yet: what you changed here is not saved, so it could not be brought back. "
            "Save it first, or delete the campaign all the same."
        )
        return _show_again(request, campaign, question, refusal=refusal, is_deleting=True)
    return _delete_unsaved(request, campaign)


def _delete_unsaved(request: HtmxHttpRequest, campaign: Campaign) -> HttpResponse:
    changes.delete_campaign(campaign=campaign)
    messages.success(request, f"“{campaign.newest_revision.name}” is deleted.")
    response = redirect("campaigns:own-campaigns")
    remember(request, response, campaign)
    return response


def _read_asked(request: HttpRequest, campaign: Campaign) -> Question:
    """The question that the page showed when its form was sent."""
    return ask_of(campaign, QueryDict(request.POST.get("asked", "")))


def _read_form(request: HttpRequest, campaign: Campaign) -> CampaignForm:
    """Name and note as the page's form says them; as they were saved where it does not."""
    revision = campaign.newest_revision
    return CampaignForm({"name": revision.name, "note": revision.note} | request.POST.dict())


def _is_unsaved(request: HttpRequest, campaign: Campaign, asked: Question) -> bool:
    """Whether the page says something that is not saved: its scenario, its name, its note."""
    form = _read_form(request, campaign)
    return (
        not form.is_valid()
        or bool(_tell_words(campaign.newest_revision, form.cleaned_data))
        or not asked.asks_the_same_as(ask_of(campaign, QueryDict()))
    )


def _read_seen(said: QueryDict) -> int:
    """The revision that the person saw; 0, which none is, where the form does not say."""
    seen = said.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else 0


ACTIONS: dict[str, Callable[[HtmxHttpRequest, Campaign], HttpResponse]] = {
    "save": _save,
    "prices": _take_todays_prices,
    "copy": _copy,
    "share": _share,
    "show-newest": _show_newest,
    "renew": _renew,
    "stop": _stop,
    "renew-edit-link": _renew_edit_link,
    "delete": _delete,
    "delete-unsaved": _delete_unsaved,
}
