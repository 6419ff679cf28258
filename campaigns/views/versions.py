"""All versions of a campaign: a list, one to read, two side by side, an older one restored."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import DatabaseError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.decision import decide
from campaigns.models import Campaign, Revision
from campaigns.presentation.brief import make_brief
from campaigns.presentation.differences import Difference, list_differences
from campaigns.presentation.versions import (
    describe_version,
    list_figure_differences,
    list_versions,
)
from campaigns.rate_limits import REVISING
from campaigns.saved import editing
from campaigns.saved.browser_cookie import remember
from campaigns.saved.editing import MOST_VERSIONS, EditConflict, TooManyVersions
from campaigns.views.campaign_page import (
    list_text_differences,
    read_base_number,
    read_number,
    share_link,
)
from campaigns.views.new_campaign import (
    Refusal,
    key_of_form,
    refuse_failed_save,
    refuse_too_many,
    refuse_too_many_versions,
)
from campaigns.views.pages import HtmxHttpRequest
from campaigns.views.roots import CampaignRoot, VersionRoot, find_campaign, find_version

CHANGED_MEANWHILE = (
    "Nothing was changed: somebody saved another version meanwhile. Here is the list as it is now."
)


@require_http_methods(["GET", "HEAD", "POST"])
def show_versions(request: HtmxHttpRequest, token: str) -> HttpResponse:
    root = find_campaign(token)
    if request.method != "POST":
        return _render_list(request, root)
    act = ACTIONS.get(request.POST.get("action", ""))
    if act is None:
        raise Http404
    if held_up := refuse_too_many(REVISING, "changes", request):
        return _refuse(request, root, held_up)
    try:
        act(request, root, read_number(request.POST.get("number", "")))
    except (Campaign.DoesNotExist, Revision.DoesNotExist):
        # It was deleted between our reading and our writing.
        raise Http404 from None
    except EditConflict:
        return _refuse(request, find_campaign(token), Refusal(CHANGED_MEANWHILE))
    except TooManyVersions:
        return _refuse(request, root, refuse_too_many_versions())
    except DatabaseError as error:
        return _refuse(request, root, refuse_failed_save(error))
    response = redirect("campaigns:versions", token)
    remember(request, response, root.campaign)
    return response


@require_safe
def show_version(request: HtmxHttpRequest, token: str, number: int) -> HttpResponse:
    """One version to read, as its shared link would show it."""
    root = find_version(token, number)
    query_form = root.saved
    decision = decide(query_form.query) if query_form.query else None
    context = {
        **root.context(query_form, decision),
        "version": describe_version(root.campaign, root.revision),
        "versions_page": reverse("campaigns:versions", args=[token]),
        "campaign_page": reverse("campaigns:campaign", args=[token]),
        "base_number": root.campaign.number,
        "query_form": query_form,
        "headline": decision.headline if decision else root.revision.headline,
        "brief": make_brief(decision) if decision else None,
    }
    return render(request, "campaigns/version.html", context)


def _restore(request: HtmxHttpRequest, root: CampaignRoot, number: int) -> None:
    editing.restore_version(
        number,
        campaign=root.campaign,
        base_number=read_base_number(request.POST),
        creation_key=key_of_form(request, "restore", str(number)),
    )
    messages.success(request, f"Version {number} is the newest again.")


def _share(request: HtmxHttpRequest, root: CampaignRoot, number: int) -> None:
    editing.share_campaign(campaign=root.campaign, number=number)
    messages.success(request, f"The shared link shows version {number}.")


def _delete(request: HtmxHttpRequest, root: CampaignRoot, number: int) -> None:
    if editing.delete_version(number, campaign=root.campaign):
        messages.success(request, f"Version {number} is deleted.")
    else:
        messages.error(request, "The newest and the shared version stay, and nothing was deleted.")


ACTIONS: dict[str, Callable[[HtmxHttpRequest, CampaignRoot, int], None]] = {
    "restore": _restore,
    "share": _share,
    "delete": _delete,
}


def _refuse(request: HtmxHttpRequest, root: CampaignRoot, refusal: Refusal) -> HttpResponse:
    return refusal.respond(_render_list(request, root, refusal=refusal.reason))


def _render_list(request: HtmxHttpRequest, root: CampaignRoot, **context: Any) -> HttpResponse:
    campaign = root.campaign
    revisions = campaign.revisions.defer("asked", "channels", "calendar_days")
    rows = list_versions(campaign, revisions)
    link = share_link(campaign)
    pair = _compare(request, root)
    latest = [row.number for row in rows[:2]]
    whole = {
        "token": campaign.edit_token,
        "revision": root.revision,
        "campaign_page": root.path,
        "base_number": campaign.number,
        "rows": rows,
        "most_versions": MOST_VERSIONS,
        "shared_link": request.build_absolute_uri(link) if link else "",
        "pair": pair,
        "first_compared": pair["one"] if pair else latest[-1],
        "second_compared": pair["other"] if pair else latest[0],
        **context,
    }
    return render(request, "campaigns/versions.html", whole)


def _compare(request: HtmxHttpRequest, root: CampaignRoot) -> dict[str, Any] | None:
    """The two versions that the address names, side by side; `None` where it names none."""
    numbers = [read_number(request.GET.get(name, "")) for name in ("one", "other")]
    if not all(numbers):
        return None
    found = {
        one.number: one
        for one in root.campaign.revisions.filter(number__in=numbers).prefetch_related("choices")
    }
    if set(found) != set(numbers):
        raise Http404
    one, other = (VersionRoot(root.campaign, found[number], books=root.books) for number in numbers)
    return {
        "one": numbers[0],
        "other": numbers[1],
        "one_text": str(numbers[0]),
        "other_text": str(numbers[1]),
        "differences": _list_pair_differences(one, other),
    }


def _list_pair_differences(one: VersionRoot, other: VersionRoot) -> list[Difference]:
    texts = {"name": other.revision.name, "note": other.revision.note}
    rows = [describe_version(root.campaign, root.revision) for root in (one, other)]
    return [
        *list_figure_differences(*rows),
        *list_text_differences(one.revision, texts),
        *list_differences(one.saved, other.saved),
    ]
