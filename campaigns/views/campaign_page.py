"""The page of a campaign: who finds it, what it asks, how it is shown."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.db import Error
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from campaigns.bridge import Question
from campaigns.exports import Subject
from campaigns.forms import CampaignForm, ShareForm
from campaigns.models import Campaign, Revision
from campaigns.presentation.differences import Difference, tell_differences
from campaigns.saved.since_then import SinceThen
from campaigns.views.questions import HtmxHttpRequest, answer_question

PAGE = "campaigns/campaign.html"


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


def subject_of(revision: Revision, question: Question, *, past_days: Mapping[str, str]) -> Subject:
    """What an export of a campaign, or of what it has become on the screen, is made from."""
    return Subject(
        question=question,
        uid=str(revision.campaign.key),
        name=revision.name,
        note=revision.note,
        prices_from=revision.frozen_on if question.is_frozen else None,
        changed_at=revision.created_at,
        past_days=past_days,
    )


def show_page(
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
    return [*tell_words(shared, said), *differences]


def tell_words(revision: Revision, said: dict[str, str]) -> list[Difference]:
    """Where a revision's name and note are others than those said."""
    return [
        (str(field.label), getattr(revision, name), said[name])
        for name, field in CampaignForm.base_fields.items()
        if getattr(revision, name) != said[name]
    ]


def read_seen(said: QueryDict) -> int:
    """The revision that the person saw; 0, which none is, where the form does not say."""
    seen = said.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else 0
