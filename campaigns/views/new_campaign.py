"""Saving a query as a campaign: a page that asks for its name, then the campaign's own page."""

import json
import logging

from django.contrib import messages
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from campaigns.database_failures import SECONDS_TO_WAIT, is_database_failure
from campaigns.decision import Decision, decide
from campaigns.forms import CampaignForm
from campaigns.models import Campaign, Revision
from campaigns.presentation.assumptions import list_assumptions
from campaigns.presentation.campaign_names import follow_plan, propose_name
from campaigns.presentation.drafts import draft_of
from campaigns.query.links import Links
from campaigns.query.query import Query
from campaigns.rate_limits import SAVING, Limit, take_token
from campaigns.saved.browser_cookie import MOST_CAMPAIGNS, campaigns_in_cookie, remember
from campaigns.saved.drafts import name_copy
from campaigns.saved.editing import MOST_VERSIONS, create_campaign, find_created
from campaigns.views.pages import HtmxHttpRequest
from campaigns.views.roots import find_planner, find_shared

log = logging.getLogger("planner.saving")


@require_http_methods(["GET", "HEAD", "POST"])
def make_campaign(request: HtmxHttpRequest) -> HttpResponse:
    if request.htmx:
        # The planner's form sends its button here; the answer is a page, not a fragment.
        return HttpResponseClientRedirect(request.get_full_path())
    root = find_planner()
    query_form = root.read(request.GET)
    links = root.links(query_form)
    if query_form.query is None:
        return redirect(links.address())
    return _save_named(request, query_form.query, links, name=propose_name(query_form.query))


@require_http_methods(["GET", "HEAD", "POST"])
def copy_shared(request: HtmxHttpRequest, token: str) -> HttpResponse:
    """A campaign of the reader's own from what a shared page shows."""
    root = find_shared(token)
    query_form = root.read(request.GET)
    links = root.links(query_form)
    if query_form.query is None:
        return redirect(links.address())
    revision = root.revision
    name = name_copy(follow_plan(revision.name, was=root.saved.query, now=query_form.query))
    return _save_named(
        request, query_form.query, links, name=name, note=revision.note, copied=revision
    )


def _save_named(
    request: HtmxHttpRequest,
    query: Query,
    links: Links,
    *,
    name: str,
    note: str = "",
    copied: Revision | None = None,
) -> HttpResponse:
    """The page that asks for the campaign's name, or the campaign that it was given for."""
    decision = decide(query)
    form = CampaignForm(request.POST or None, initial={"name": name, "note": note})
    context = {
        "query": query,
        "links": links,
        "headline": decision.headline,
        "assumptions": list(list_assumptions(query)),
        "form": form,
        "copied": copied,
    }
    if request.method != "POST" or not form.is_valid():
        return render(request, "campaigns/new.html", context)
    saved = save_new(request, decision, **form.cleaned_data)
    if isinstance(saved, Refusal):
        form.add_error(None, saved.reason)
        return saved.respond(render(request, "campaigns/new.html", context))
    return welcome(request, saved)


class Refusal:
    """Why nothing is saved now, and after how many seconds it may be tried again."""

    def __init__(self, reason: str, seconds: int = 0, *, status: int = 0) -> None:
        self.reason, self.seconds = reason, seconds
        self.status = status or (429 if seconds else 409)

    def respond(self, response: HttpResponse) -> HttpResponse:
        """The page with the reason, with the status for programs."""
        response.status_code = self.status
        if self.seconds:
            response["Retry-After"] = str(self.seconds)
        return response


def save_new(
    request: HtmxHttpRequest, decision: Decision, *, name: str, note: str
) -> Campaign | Refusal:
    """Save a decision as a campaign, or return the reason against it.

    A form that is sent twice, by a double click or by sending the page again, gives the campaign
    that it gave before.
    """
    creation_key = key_of_form(
        request, name, note, decision.query.to_query_string(decision.query.display)
    )
    if made := find_created(creation_key):
        return made
    if held_up := refuse_saving(request):
        return held_up
    try:
        return create_campaign(draft_of(decision, name=name, note=note), creation_key=creation_key)
    except DatabaseError as error:
        return refuse_failed_save(error)


def key_of_form(request: HttpRequest, *texts: str) -> str | None:
    """A key of this form with these `texts`; `None` where it has no token.

    The token against forged requests is new in each page, cannot be guessed, and is valid
    in the browser alone that received it: no other client finds the campaign by it.
    """
    token = request.POST.get("csrfmiddlewaretoken")
    if not token:
        return None
    form = json.dumps([request.path, token, *texts])
    return salted_hmac("campaigns.creation", form, algorithm="sha256").hexdigest()


def refuse_saving(request: HttpRequest) -> Refusal | None:
    """Why this browser may not save another campaign now; `None` where it may."""
    active = [row for row in campaigns_in_cookie(request) if row.deleted_at is None]
    if len(active) >= MOST_CAMPAIGNS:
        return Refusal(
            f"This browser keeps {MOST_CAMPAIGNS} campaigns already: delete one of them first."
        )
    return refuse_too_many(SAVING, "campaigns", request)


def refuse_too_many(limit: Limit, noun: str, request: HttpRequest) -> Refusal | None:
    """Why this client may save no more `noun` now; `None` where it may, and that is counted."""
    if seconds := take_token(limit, request):
        return Refusal(
            f"Too many {noun} were saved from here: try again in {seconds} seconds.", seconds
        )
    return None


def refuse_too_many_versions() -> Refusal:
    """Why no further version is saved."""
    return Refusal(
        f"Nothing was saved: this campaign has {MOST_VERSIONS} versions, the most that there may "
        "be. Delete one that you do not need under “Versions”, or duplicate the campaign."
    )


def refuse_failed_save(error: DatabaseError) -> Refusal:
    """Why nothing was saved: the database is full, read-only or away."""
    if not is_database_failure(error):
        raise error
    log.error("A campaign could not be saved: %s", error)
    return Refusal(
        "Nothing was saved: the planner’s database takes in nothing just now. "
        "What you entered still stands here; try again in a moment.",
        SECONDS_TO_WAIT,
        status=503,
    )


def welcome(request: HtmxHttpRequest, campaign: Campaign) -> HttpResponse:
    """To the page of a campaign that has just come into being."""
    messages.success(
        request,
        "Saved. Keep the edit link below: it is the only key to this campaign. "
        "This browser remembers it under “My campaigns”.",
    )
    response = redirect("campaigns:campaign", campaign.edit_token)
    remember(request, response, campaign)
    return response
