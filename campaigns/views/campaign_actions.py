"""What the forms of a campaign's page do.

Each action gives the page to go to, or the page with what is wrong.
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone

from campaigns.decision import Decision, decide
from campaigns.forms import CampaignForm, ShareForm
from campaigns.presentation.campaign_names import follow_plan, is_proposed
from campaigns.presentation.differences import list_differences
from campaigns.presentation.drafts import draft_of
from campaigns.query.form import QueryForm
from campaigns.query.query import Query
from campaigns.rate_limits import REVISING
from campaigns.saved import editing
from campaigns.saved.browser_cookie import remember
from campaigns.saved.drafts import name_copy
from campaigns.saved.editing import EditConflict, TooManyVersions
from campaigns.saved.feeds import end_feed, make_campaign_feed, renew_feed
from campaigns.saved.quotes import withdraw_quote
from campaigns.views.campaign_page import list_text_differences, read_base_number, render_campaign
from campaigns.views.new_campaign import (
    Refusal,
    refuse_failed_save,
    refuse_too_many,
    refuse_too_many_versions,
    save_new,
    welcome,
)
from campaigns.views.pages import HtmxHttpRequest
from campaigns.views.roots import CampaignRoot, find_campaign, read_saved


def _save(request: HtmxHttpRequest, root: CampaignRoot) -> HttpResponse:
    submitted = _read_submitted(request, root)
    return _revise(request, root, submitted, _decide(submitted), "“{name}” is saved.")


def _take_todays_prices(request: HtmxHttpRequest, root: CampaignRoot) -> HttpResponse:
    submitted = _read_submitted(request, root)
    decision = _decide(submitted)
    if decision is None:
        return _show_again(request, root, submitted)
    live = root.price_changes(decision).live
    if live is None:
        refusal = "The price book is gone, so there are no prices to take over."
        return _show_again(request, root, submitted, refusal=refusal)
    return _revise(request, root, submitted, live, "“{name}” is saved with today’s prices.")


def _revise(
    request: HtmxHttpRequest,
    root: CampaignRoot,
    submitted: QueryForm,
    to_save: Decision | None,
    done: str,
    *,
    save: Callable[..., None] = editing.revise_campaign,
    part: str = "",
) -> HttpResponse:
    """Save `to_save` and go to that `part` of the page.

    Where that cannot be, show what was `submitted` with the reason.
    """
    form = _read_form(request, root)
    if to_save is None or not form.is_valid():
        return _show_again(request, root, submitted)
    if held_up := refuse_too_many(REVISING, "changes", request):
        return held_up.respond(_show_again(request, root, submitted, refusal=held_up.reason))
    try:
        was = _find_base(request, root, form.cleaned_data["name"])
        name = follow_plan(form.cleaned_data["name"], was=was, now=to_save.query)
        draft = draft_of(to_save, name=name, note=form.cleaned_data["note"])
        save(draft, campaign=root.campaign, base_number=read_base_number(request.POST))
    except EditConflict:
        return _show_conflict(request, root, submitted)
    except TooManyVersions:
        held_up = refuse_too_many_versions()
        return held_up.respond(_show_again(request, root, submitted, refusal=held_up.reason))
    except DatabaseError as error:
        held_up = refuse_failed_save(error)
        return held_up.respond(_show_again(request, root, submitted, refusal=held_up.reason))
    messages.success(request, done.format(name=name))
    response = redirect(f"{root.path}{part}")
    remember(request, response, root.campaign)
    return response


def _show_again(
    request: HtmxHttpRequest, root: CampaignRoot, submitted: QueryForm, **context: Any
) -> HttpResponse:
    """The page with all that was typed, and still based on the same revision."""
    return render_campaign(
        request,
        root,
        submitted,
        campaign_form=_read_form(request, root),
        base_number=read_base_number(request.POST),
        is_changed=_is_unsaved(request, root, submitted),
        **context,
    )


def _show_conflict(
    request: HtmxHttpRequest, root: CampaignRoot, submitted: QueryForm
) -> HttpResponse:
    """What the other one saved and what this one wanted to save, side by side."""
    form = _read_form(request, root)
    form.full_clean()
    root = find_campaign(root.campaign.edit_token)
    theirs = root.revision
    if form.is_valid() and _find_base(request, root, form.cleaned_data["name"]):
        # A proposed name: theirs takes its place, and follows the plan once that is saved.
        form = CampaignForm(form.cleaned_data | {"name": theirs.name})
        form.full_clean()
    differences = [
        *list_text_differences(theirs, form.cleaned_data),
        *list_differences(root.saved, submitted),
    ]
    return render_campaign(
        request,
        root,
        submitted,
        status=409,
        campaign_form=form,
        conflict=theirs,
        differences=differences,
        is_changed=bool(differences),
    )


def _copy(request: HtmxHttpRequest, root: CampaignRoot) -> HttpResponse:
    revision = root.revision
    submitted = _read_submitted(request, root)
    decision = _decide(submitted)
    if decision is None:
        return _show_again(request, root, submitted)
    name = follow_plan(revision.name, was=root.saved.query, now=decision.query)
    saved = save_new(request, decision, name=name_copy(name), note=revision.note)
    if isinstance(saved, Refusal):
        return saved.respond(_show_again(request, root, submitted, refusal=saved.reason))
    return welcome(request, saved)


def _share(request: HtmxHttpRequest, root: CampaignRoot) -> HttpResponse:
    form = ShareForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return _show_again(request, root, _read_submitted(request, root), share_form=form)
    if not root.campaign.is_shared:
        done = "Shared: anyone with the link below sees this campaign."
        return _share_what_is_shown(request, root, done, **form.cleaned_data)
    editing.limit_sharing(campaign=root.campaign, **form.cleaned_data)
    messages.success(request, "The link’s last day is set.")
    return _back_to_sharing(request, root)


def _show_newest(request: HtmxHttpRequest, root: CampaignRoot) -> HttpResponse:
    if not root.campaign.is_shared:
        return _back_to_sharing(request, root)
    return _share_what_is_shown(request, root, "The shared link shows what is saved now.")


def _share_what_is_shown(
    request: HtmxHttpRequest, root: CampaignRoot, done: str, *, expires_on: date | None = None
) -> HttpResponse:
    """Let the link show what its sender has on the screen, which is saved first where it is not."""
    submitted = _read_submitted(request, root)
    if _is_unsaved(request, root, submitted):
        save = partial(editing.revise_and_share, expires_on=expires_on)
        return _revise(
            request, root, submitted, _decide(submitted), done, save=save, part="#sharing"
        )
    base_number = read_base_number(request.POST) if "seen" in request.POST else None
    try:
        editing.share_campaign(
            campaign=root.campaign, base_number=base_number, expires_on=expires_on
        )
    except EditConflict:
        return _show_conflict(request, root, submitted)
    messages.success(request, done)
    return _back_to_sharing(request, root)


def _renew(request: HtmxHttpRequest, root: CampaignRoot) -> HttpResponse:
    if root.campaign.is_shared:
        editing.renew_share_link(campaign=root.campaign)
        messages.success(request, "There is a new link; the old one leads nowhere any more.")
    return _back_to_sharing(request, root)


def _stop(request: HtmxHttpRequest, root: CampaignRoot) -> HttpResponse:
    editing.stop_sharing(campaign=root.campaign)
    messages.success(request, "The link is switched off.")
    return _back_to_sharing(request, root)


def _renew_edit_link(request: HtmxHttpRequest, root: CampaignRoot) -> HttpResponse:
    renewed = CampaignRoot(editing.renew_edit_link(campaign=root.campaign))
    messages.success(
        request,
        "There is a new edit link: keep it. The old one leads nowhere any more, and this browser "
        "alone remembers the campaign.",
    )
    return _back_to_sharing(request, renewed)


def _make_feed(request: HtmxHttpRequest, root: CampaignRoot) -> HttpResponse:
    make_campaign_feed(root.campaign)
    messages.success(request, "There is a calendar feed; its address is below, under Share.")
    return _back_to_sharing(request, root, part="#feed")


def _renew_feed(request: HtmxHttpRequest, root: CampaignRoot) -> HttpResponse:
    if feed := getattr(root.campaign, "calendar_feed", None):
        renew_feed(feed)
        messages.success(request, "The calendar feed has a new address; the old one is dead.")
    return _back_to_sharing(request, root, part="#feed")


def _end_feed(request: HtmxHttpRequest, root: CampaignRoot) -> HttpResponse:
    if feed := getattr(root.campaign, "calendar_feed", None):
        end_feed(feed)
        messages.success(request, "The calendar feed has ended.")
    return _back_to_sharing(request, root, part="#feed")


def _withdraw_quote(request: HtmxHttpRequest, root: CampaignRoot) -> HttpResponse:
    number = request.POST.get("quote", "")
    is_number = number.isascii() and number.isdecimal() and len(number) < 10
    if is_number and withdraw_quote(campaign=root.campaign, number=int(number)):
        messages.success(request, "The quote is withdrawn: its link leads nowhere any more.")
    return _back_to_sharing(request, root, part="#quotes")


def _back_to_sharing(
    request: HtmxHttpRequest, root: CampaignRoot, *, part: str = "#sharing"
) -> HttpResponse:
    """To a part of the campaign's page, with its form as it was."""
    address = root.path
    submitted = _read_submitted(request, root)
    if not submitted.is_same_as(root.saved):
        address = f"{root.links(submitted).address()}&seen={read_base_number(request.POST)}"
    response = redirect(f"{address}{part}")
    remember(request, response, root.campaign)
    return response


def _delete(request: HtmxHttpRequest, root: CampaignRoot) -> HttpResponse:
    submitted = _read_submitted(request, root)
    if _is_unsaved(request, root, submitted):
        refusal = (
            "Not deleted yet: what you changed here is not saved, so it could not be brought back. "
            "Save it first, or delete the campaign all the same."
        )
        return _show_again(request, root, submitted, refusal=refusal, is_deleting=True)
    return _delete_unsaved(request, root)


def _delete_unsaved(request: HtmxHttpRequest, root: CampaignRoot) -> HttpResponse:
    editing.delete_campaign(campaign=root.campaign)
    messages.success(request, f"“{root.revision.name}” is deleted.")
    response = redirect("campaigns:own-campaigns")
    remember(request, response, root.campaign)
    return response


def _read_submitted(request: HttpRequest, root: CampaignRoot) -> QueryForm:
    """What the page submitted when its form was sent."""
    return root.read(QueryDict(request.POST.get("asked", "")))


def _decide(submitted: QueryForm) -> Decision | None:
    return decide(submitted.query) if submitted.query else None


def _read_form(request: HttpRequest, root: CampaignRoot) -> CampaignForm:
    """Name and note of the page's form; the saved ones where it has none."""
    revision = root.revision
    return CampaignForm({"name": revision.name, "note": revision.note} | request.POST.dict())


def _find_base(request: HttpRequest, root: CampaignRoot, name: str) -> Query | None:
    """The saved plan for which the page's name is the proposed one; `None`: a typed name.

    The page may be based on an older revision than the newest one.
    """
    number = read_base_number(request.POST)
    older = root.campaign.revisions.filter(number=number).exclude(number=root.revision.number)
    bases = [root.saved, *(read_saved(row, QueryDict(), books=root.books) for row in older)]
    return next((base.query for base in bases if is_proposed(name, base.query)), None)


def _is_unsaved(request: HttpRequest, root: CampaignRoot, submitted: QueryForm) -> bool:
    """Whether the page has unsaved changes: its scenario, its name, its note."""
    form = _read_form(request, root)
    return (
        not form.is_valid()
        or bool(list_text_differences(root.revision, form.cleaned_data))
        or not submitted.is_same_as(root.saved)
    )


ACTIONS: dict[str, Callable[[HtmxHttpRequest, CampaignRoot], HttpResponse]] = {
    "save": _save,
    "prices": _take_todays_prices,
    "copy": _copy,
    "share": _share,
    "show-newest": _show_newest,
    "renew": _renew,
    "stop": _stop,
    "renew-edit-link": _renew_edit_link,
    "feed": _make_feed,
    "renew-feed": _renew_feed,
    "end-feed": _end_feed,
    "withdraw-quote": _withdraw_quote,
    "delete": _delete,
    "delete-unsaved": _delete_unsaved,
}
