"""The page behind an edit link: the campaign, its form, its links."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone

from campaigns.decision import Decision, decide
from campaigns.forms import CampaignForm, ShareForm
from campaigns.models import Campaign, Revision
from campaigns.presentation.differences import Difference, list_differences
from campaigns.presentation.judgement import Judgement
from campaigns.presentation.passing_on import Share
from campaigns.presentation.progress import judge_progress
from campaigns.query.form import QueryForm
from campaigns.saved.progress import read_record
from campaigns.views.feed import feed_links
from campaigns.views.pages import HtmxHttpRequest, render_page
from campaigns.views.quote_list import list_quotes
from campaigns.views.roots import CampaignRoot, read_saved


def render_campaign(
    request: HtmxHttpRequest,
    root: CampaignRoot,
    query_form: QueryForm,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    campaign, revision = root.campaign, root.revision
    decision = decide(query_form.query) if query_form.query else None
    shared_link = share_link(campaign)
    shared = campaign.shared_revision
    whole = {
        **root.context(query_form, decision),
        "campaign": campaign,
        "campaign_form": CampaignForm(initial={"name": revision.name, "note": revision.note}),
        "base_number": campaign.number,
        "share_form": ShareForm(
            today=timezone.localdate(),
            initial={"expires_on": campaign.share_expires_on if campaign.is_shared else None},
        ),
        "edit_link": request.build_absolute_uri(root.path),
        "shared_link": request.build_absolute_uri(shared_link) if shared_link else "",
        "share": describe_shared(request, shared_link, shared) if shared_link and shared else None,
        "feed": feed_links(request, getattr(campaign, "calendar_feed", None)),
        "quotes": list_quotes(request, campaign),
        "query_string": query_form.to_query_string(),
        "shared_differences": _differences_since_shared(root),
        "progress_judgement": _judge_progress(root, query_form, decision),
        **context,
    }
    response = render_page(request, root, query_form, decision, whole)
    if status != 200:  # a redirect has its own
        response.status_code = status
    return response


def _judge_progress(
    root: CampaignRoot, query_form: QueryForm, decision: Decision | None
) -> Judgement | None:
    """The verdict on what is noted, against what is saved; `None` where nothing is noted."""
    record = read_record(root.campaign).since(root.revision.counts_from)
    if not record.entries:
        return None
    if not query_form.is_same_as(root.saved):
        saved = root.saved.query
        decision = decide(saved) if saved else None
    chosen = decision.chosen if decision else None
    return judge_progress(chosen, record, today=timezone.localdate()).judgement


def describe_shared(request: HttpRequest, path: str, shared: Revision) -> Share:
    """The link to send, in the words of what it shows: not of what was changed since."""
    return Share(
        address=request.build_absolute_uri(path),
        title=f"{shared.name}: {shared.headline}",
        text=shared.headline,
        workbook=f"{path}plan.xlsx",
    )


def share_link(campaign: Campaign) -> str:
    """The path of the campaign's read-only page; empty where none works."""
    if not campaign.is_shared:
        return ""
    return reverse("campaigns:shared", args=[campaign.share_token])


def _differences_since_shared(root: CampaignRoot) -> list[Difference]:
    """Differences between the campaign and its shared revision."""
    shared = root.campaign.shared_revision
    if shared is None or not root.campaign.changed_since_shared:
        return []
    texts = {"name": root.revision.name, "note": root.revision.note}
    was = read_saved(shared, QueryDict(), books=root.books)
    return [*list_text_differences(shared, texts), *list_differences(was, root.saved)]


def list_text_differences(revision: Revision, texts: dict[str, str]) -> list[Difference]:
    """Differences between a revision's name and note and these `texts`."""
    return [
        (str(field.label), getattr(revision, name), texts[name])
        for name, field in CampaignForm.base_fields.items()
        if getattr(revision, name) != texts[name]
    ]


def read_base_number(data: QueryDict) -> int:
    """The number of the revision that the edit is based on; 0 where the form has none."""
    # The form field keeps its legacy name: open pages send it.
    return read_number(data.get("seen", ""))


def read_number(text: str | None) -> int:
    """A revision's number; 0 where the text is none."""
    text = text or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
