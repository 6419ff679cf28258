"""The page that plans what is left of a campaign, and takes it over as a new version."""

from typing import Any

from django.contrib import messages
from django.db import DatabaseError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from campaigns.forms.replan import ReplanForm
from campaigns.models import Campaign
from campaigns.presentation.campaign_names import follow_plan
from campaigns.presentation.drafts import draft_of
from campaigns.presentation.replan import ReplanPage, show_replanning
from campaigns.rate_limits import REVISING
from campaigns.replanning import Replanning, decide_on, find_replanning
from campaigns.saved.browser_cookie import remember
from campaigns.saved.editing import (
    EditConflict,
    Replanned,
    TooManyVersions,
    is_version_made,
    replan_campaign,
)
from campaigns.saved.progress import read_record
from campaigns.views.campaign_page import read_base_number
from campaigns.views.new_campaign import (
    Refusal,
    key_of_form,
    refuse_failed_save,
    refuse_too_many,
    refuse_too_many_versions,
)
from campaigns.views.pages import HtmxHttpRequest
from campaigns.views.roots import CampaignRoot, find_campaign
from planner.planning.errors import InvalidInput
from planner.planning.money import cents

CHANGED_MEANWHILE = (
    "Nothing was saved: the campaign or its record is another one than this page showed. Here is "
    "what it comes to now."
)
LEGACY = (
    "This campaign is calculated by the legacy rules, which know no seats that are held. Open it "
    "by the present rules and save it; then plan what is left."
)
# The buttons that take a way over.
TAKES = ("take", "take-late")


@require_http_methods(["GET", "HEAD", "POST"])
def show_replan(request: HtmxHttpRequest, token: str) -> HttpResponse:
    root = find_campaign(token)
    if request.method != "POST":
        return _render(request, root)
    if request.POST.get("action") not in TAKES:
        raise Http404
    try:
        return _take_over(request, root)
    except Campaign.DoesNotExist:
        # It was deleted, or its link was replaced, between our reading and our writing.
        raise Http404 from None


def _take_over(request: HtmxHttpRequest, root: CampaignRoot) -> HttpResponse:
    action = request.POST["action"]
    names = ("rate", "paid_until", "shown")
    key = key_of_form(request, action, *(request.POST.get(name, "") for name in names))
    if is_version_made(root.campaign, key):
        return _go_to_campaign(request, root)
    replanning, reason = _find(request, root)
    if replanning is None:
        return _refuse(request, root, Refusal(reason))
    page, base_number = show_replanning(replanning), read_base_number(request.POST)
    is_as_shown = request.POST.get("shown") == page.shown and base_number == root.campaign.number
    if not is_as_shown or action not in dict(page.takes):
        return _refuse(request, root, Refusal(CHANGED_MEANWHILE))
    answer = replanning.answer
    way = answer.best if action == "take" else answer.cheapest_late
    decision = decide_on(replanning, way, books=root.books) if way else None
    if decision is None:
        reason = "Nothing was saved: the planner’s form has no way to ask for this plan."
        return _refuse(request, root, Refusal(reason))
    if held_up := refuse_too_many(REVISING, "changes", request):
        return _refuse(request, root, held_up)
    spent = replanning.spent
    replanned = Replanned(
        spent=None if spent is None else cents(spent),
        counts_from=answer.rest.on,
        creation_key=key,
    )
    name = follow_plan(root.revision.name, was=replanning.query, now=decision.query)
    draft = draft_of(decision, name=name, note=root.revision.note)
    try:
        replan_campaign(draft, replanned, campaign=root.campaign, base_number=base_number)
    except EditConflict:
        root = find_campaign(root.campaign.edit_token)
        return _refuse(request, root, Refusal(CHANGED_MEANWHILE))
    except TooManyVersions:
        return _refuse(request, root, refuse_too_many_versions())
    except DatabaseError as error:
        return _refuse(request, root, refuse_failed_save(error))
    messages.success(
        request,
        f"Version {base_number + 1} plans what is left. All versions stay under “Versions”.",
    )
    return _go_to_campaign(request, root)


def _go_to_campaign(request: HtmxHttpRequest, root: CampaignRoot) -> HttpResponse:
    response = redirect(root.path)
    remember(request, response, root.campaign)
    return response


def _refuse(request: HtmxHttpRequest, root: CampaignRoot, refusal: Refusal) -> HttpResponse:
    return refusal.respond(_render(request, root, refusal=refusal.reason))


def _render(request: HtmxHttpRequest, root: CampaignRoot, **context: Any) -> HttpResponse:
    replanning, reason = _find(request, root)
    page: ReplanPage | None = show_replanning(replanning) if replanning else None
    whole = {
        "token": root.campaign.edit_token,
        "revision": root.revision,
        "campaign_page": root.path,
        "base_number": root.campaign.number,
        "form": _read_form(request),
        "replanning": replanning,
        "page": page,
        "reason": reason,
        "recalculated": root.links(root.saved).address(rules="2") if reason == LEGACY else "",
        **context,
    }
    return render(request, "campaigns/replan.html", whole)


def _find(request: HtmxHttpRequest, root: CampaignRoot) -> tuple[Replanning | None, str]:
    """The replanning that the form asks for; where there is none, why."""
    query = root.saved.query
    if query is None:
        return None, "What is saved here is read no more, so nothing can be planned from it."
    if query.values["rules"] == "1":
        return None, LEGACY
    form = _read_form(request)
    if not form.is_valid():
        return None, "Please correct the field below."
    try:
        found = find_replanning(
            query,
            root.revision,
            read_record(root.campaign),
            today=timezone.localdate(),
            takes_learned=form.takes_learned,
            paid_until=form.paid_until,
        )
    except InvalidInput as fault:
        return None, f"What is left cannot be planned: {fault.field} has to be {fault.allowed}."
    return found, "" if found else "No plan is compared here, so there is none to go on with."


def _read_form(request: HtmxHttpRequest) -> ReplanForm:
    data = request.POST if request.method == "POST" else request.GET
    return ReplanForm(data, on=timezone.localdate())
