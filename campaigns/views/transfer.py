"""A campaign as one file: to download, and to bring in from another installation."""

from hashlib import sha256

from django import forms
from django.contrib import messages
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.models import Campaign
from campaigns.query.faults import Fault
from campaigns.rate_limits import STUDYING, take_token
from campaigns.saved.browser_cookie import remember
from campaigns.saved.editing import find_created
from campaigns.transfer import (
    UnreadableCampaign,
    read_campaign_file,
    store_campaign,
    write_campaign_file,
)
from campaigns.transfer.reading import LARGEST_FILE
from campaigns.views.new_campaign import (
    Refusal,
    key_of_form,
    refuse_failed_save,
    refuse_saving,
)
from campaigns.views.roots import find_campaign

LONGEST_STEM = 60


class FileForm(forms.Form):
    """The file of a campaign."""

    file = forms.FileField(
        label="File of a campaign",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".zip,.json,application/zip,application/json"}),
        error_messages={"required": "a file"},
    )


@require_safe
def download_campaign(request: HttpRequest, token: str) -> HttpResponse:
    """Everything that the campaign holds, without its links."""
    root = find_campaign(token)
    if seconds := take_token(STUDYING, request):
        messages.error(
            request, f"Too many files were asked for from here: try again in {seconds} seconds."
        )
        return redirect(root.path)
    stem = slugify(root.revision.name)[:LONGEST_STEM].strip("-") or "campaign"
    disposition = content_disposition_header(as_attachment=True, filename=f"{stem}-campaign.zip")
    headers = {"Content-Disposition": disposition or "attachment"}
    content = write_campaign_file(root.campaign)
    return HttpResponse(content, content_type="application/zip", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def import_campaign(request: HttpRequest) -> HttpResponse:
    """A new campaign from a file; what is wrong with the file, where something is."""
    if request.method != "POST":
        return _render(request, FileForm(use_required_attribute=False))
    form = FileForm(request.POST, request.FILES, use_required_attribute=False)
    if not form.is_valid():
        return _render(request, form)
    content = form.cleaned_data["file"].read(LARGEST_FILE + 1)
    creation_key = key_of_form(request, sha256(content).hexdigest())
    if made := find_created(creation_key):
        return _welcome(request, made)
    if refusal := refuse_saving(request):
        return refusal.respond(_render(request, form, refusal=refusal))
    try:
        read = read_campaign_file(content)
        return _welcome(request, store_campaign(read, creation_key=creation_key))
    except UnreadableCampaign as unreadable:
        return _render(request, form, faults=unreadable.faults, status=422)
    except DatabaseError as error:
        refusal = refuse_failed_save(error)
        return refusal.respond(_render(request, form, refusal=refusal))


def _render(
    request: HttpRequest,
    form: FileForm,
    *,
    faults: tuple[Fault, ...] = (),
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "faults": faults,
        "refusal": refusal.reason if refusal else "",
        "largest": f"{LARGEST_FILE // 1_000:,}",
    }
    return render(request, "campaigns/import.html", context, status=status)


def _welcome(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    messages.success(
        request,
        "The campaign is here, under new links: keep the edit link below, it is the only key. "
        "Links from where it was go on working there.",
    )
    response = redirect("campaigns:campaign", campaign.edit_token)
    remember(request, response, campaign)
    return response
