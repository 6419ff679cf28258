"""A campaign that is revised."""

from django.utils import timezone

from campaigns.decision import Decision
from campaigns.models import Campaign
from campaigns.presentation.drafts import draft_of
from campaigns.saved import editing
from tests.campaigns.queries import decide_on


def ask(asked: str = "", campaign: Campaign | None = None) -> Decision:
    snapshot = campaign.newest_revision.book_snapshot if campaign else None
    return decide_on(asked, today=timezone.localdate(), snapshot=snapshot)


def revise(campaign: Campaign, asked: str, *, base_number: int, name: str = "Autumn") -> None:
    draft = draft_of(ask(asked, campaign), name=name, note="")
    editing.revise_campaign(draft, campaign=campaign, base_number=base_number)


def fresh(campaign: Campaign) -> Campaign:
    return Campaign.objects.with_plans().get(pk=campaign.pk)


def numbers(campaign: Campaign) -> list[int]:
    return list(campaign.revisions.values_list("number", flat=True))
