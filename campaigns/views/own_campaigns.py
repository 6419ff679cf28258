"""The campaigns that this browser remembers, and the way back for those it deleted."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from campaigns.models import Campaign
from campaigns.saved.browser_cookie import campaigns_in_cookie, remember
from campaigns.saved.editing import DAYS_TO_RESTORE, restore_campaign


@require_http_methods(["GET", "HEAD", "POST"])
def show_own_campaigns(request: HttpRequest) -> HttpResponse:
    campaigns = campaigns_in_cookie(request)
    if request.method == "POST":
        campaign = next((c for c in campaigns if c.key.hex == request.POST.get("key")), None)
        action = request.POST.get("action")
        if campaign is None or action not in ("forget", "restore"):
            raise Http404
        if action == "forget":
            response = redirect("campaigns:own-campaigns")
            remember(request, response, campaign, forget=True)
            return response
        try:
            restore_campaign(campaign=campaign)
        except Campaign.DoesNotExist:
            # It was purged, or all access was revoked, since the list was read.
            raise Http404 from None
        messages.success(request, f"“{campaign.newest_revision.name}” is back.")
        return redirect("campaigns:own-campaigns")
    rows = [(campaign, campaign.newest_revision) for campaign in campaigns]
    context = {
        "active": [row for row in rows if row[0].deleted_at is None],
        "deleted": [row for row in rows if row[0].deleted_at is not None],
        "days_to_restore": DAYS_TO_RESTORE,
    }
    return render(request, "campaigns/own.html", context)
