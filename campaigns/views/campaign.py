"""The addresses of a campaign that its edit link leads to."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.models import Campaign
from campaigns.views.campaign_actions import ACTIONS
from campaigns.views.campaign_page import ask_of, find_campaign, read_seen, show_page, subject_of
from campaigns.views.exports import answer_export
from campaigns.views.questions import (
    HtmxHttpRequest,
    answer_in_full,
)
from campaigns.views.studies import answer_study


@require_http_methods(["GET", "HEAD", "POST"])
def show_campaign(request: HtmxHttpRequest, token: str) -> HttpResponse:
    campaign = find_campaign(token)
    if request.method != "POST":
        # The form says what the person saw when they began to type, not what is newest by now.
        seen = read_seen(request.GET) or campaign.number
        return show_page(request, campaign, ask_of(campaign, request.GET), seen=seen)
    act = ACTIONS.get(request.POST.get("action", ""))
    if act is None:
        raise Http404
    try:
        return act(request, campaign)
    except Campaign.DoesNotExist:
        # Somebody deleted it between our reading and our writing.
        raise Http404 from None


@require_safe
def show_campaign_estimate(request: HttpRequest, token: str) -> HttpResponse:
    campaign = find_campaign(token)
    revision = campaign.newest_revision
    return answer_in_full(request, ask_of(campaign, request.GET), {"revision": revision})


@require_safe
def show_campaign_study(request: HtmxHttpRequest, token: str, study: str) -> HttpResponse:
    return answer_study(request, ask_of(find_campaign(token), request.GET), study)


@require_safe
def export_campaign(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    campaign = find_campaign(token)
    question = ask_of(campaign, request.GET)
    subject = subject_of(campaign.newest_revision, question, past_days=campaign.past_days)
    return answer_export(request, subject, kind)
