"""The address that an edit link leads to: it shows the campaign, and takes what its forms send."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from campaigns.models import Campaign
from campaigns.query.choices import follow_choice
from campaigns.views.campaign_actions import ACTIONS
from campaigns.views.campaign_page import read_base_number, render_campaign
from campaigns.views.pages import HtmxHttpRequest
from campaigns.views.roots import find_campaign


@require_http_methods(["GET", "HEAD", "POST"])
def show_campaign(request: HtmxHttpRequest, token: str) -> HttpResponse:
    root = find_campaign(token)
    if request.method != "POST":
        # The form has the revision that the edit started from, not the newest by now.
        base_number = read_base_number(request.GET) or root.campaign.number
        query_form = root.read(follow_choice(request.GET))
        return render_campaign(request, root, query_form, base_number=base_number)
    act = ACTIONS.get(request.POST.get("action", ""))
    if act is None:
        raise Http404
    try:
        return act(request, root)
    except Campaign.DoesNotExist:
        # It was deleted between our reading and our writing.
        raise Http404 from None
