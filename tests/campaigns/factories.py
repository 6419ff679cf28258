"""Rows for the tests: plain, valid, and the same on every run."""

from datetime import date
from decimal import Decimal

from django.utils import timezone
from factory.declarations import Sequence, SubFactory
from factory.django import DjangoModelFactory

from campaigns.models import (
    Campaign,
    Channel,
    ChannelFigures,
    Citation,
    ConsentRule,
    Contradiction,
    Plan,
    PlanPrice,
    PriceBook,
    Quote,
)
from campaigns.presentation.drafts import draft_of
from campaigns.presentation.quotes import Wish, draft_quote
from campaigns.saved.editing import create_campaign, share_campaign
from campaigns.saved.quotes import make_quote, next_number
from planner.planning.quotes import Pricing
from tests.campaigns.queries import decide_on


class PriceBookFactory(DjangoModelFactory[PriceBook]):
    class Meta:
        model = PriceBook

    slug = Sequence(lambda n: f"book-{n}")
    name = Sequence(lambda n: f"Book {n}")
    as_of = date(2026, 1, 1)


class PlanFactory(DjangoModelFactory[Plan]):
    class Meta:
        model = Plan

    book = SubFactory(PriceBookFactory)
    slug = Sequence(lambda n: f"plan-{n}")
    name = Sequence(lambda n: f"Plan {n}")
    family = "Premium"
    monthly_credits = 20
    rollover_cap = 60
    checked_on = date(2026, 11, 1)


class PlanPriceFactory(DjangoModelFactory[PlanPrice]):
    class Meta:
        model = PlanPrice

    plan = SubFactory(PlanFactory)
    effective_on = date(2026, 1, 1)
    monthly_price = Decimal("79.99")
    annual_price = Decimal("779.88")
    credit_price = Decimal("10.00")


class ContradictionFactory(DjangoModelFactory[Contradiction]):
    class Meta:
        model = Contradiction

    book = SubFactory(PriceBookFactory)
    matter = Sequence(lambda n: f"Matter {n}")
    article_says = "One thing."
    others_say = "Another thing."
    planner_takes = "The other thing."


class ChannelFactory(DjangoModelFactory[Channel]):
    class Meta:
        model = Channel

    book = SubFactory(PriceBookFactory)
    slug = Sequence(lambda n: f"channel-{n}")
    name = Sequence(lambda n: f"Channel {n}")
    unit = "mailbox"


class ChannelFiguresFactory(DjangoModelFactory[ChannelFigures]):
    class Meta:
        model = ChannelFigures

    channel = SubFactory(ChannelFactory)
    effective_on = date(2026, 1, 1)
    capacity = Decimal(15)
    unit_price = Decimal("7.20")
    set_up_price = tool_price = touch_price = contact_price = Decimal(0)
    reply_rate = Decimal("0.0343")


class CitationFactory(DjangoModelFactory[Citation]):
    class Meta:
        model = Citation

    channel = SubFactory(ChannelFactory)
    field = "reply_rate"
    value = "3.43 %"
    source = "Instantly, 2026"
    grade = "B"
    read_on = date(2026, 11, 1)


class ConsentRuleFactory(DjangoModelFactory[ConsentRule]):
    class Meta:
        model = ConsentRule

    channel = SubFactory(ChannelFactory)
    place = Sequence(lambda n: f"Place {n}")
    needs_consent = True
    rule = "Prior express consent."
    source = "A law"
    grade = "A"


def make_default_book() -> PriceBook:
    """A small default book. For 100 people: Team comes to $299.98, Solo to $399.95."""
    book = PriceBookFactory.create(slug="ours", name="Our prices", is_default=True)
    rows = [("solo", "Solo", 20, "79.99"), ("team", "Team", 50, "149.99"), ("old", "Old", 5, "9")]
    for position, (slug, name, credits, price) in enumerate(rows):
        plan = PlanFactory.create(
            book=book,
            slug=slug,
            name=name,
            position=position,
            monthly_credits=credits,
            rollover_cap=3 * credits,
            is_legacy=slug == "old",
        )
        PlanPriceFactory.create(plan=plan, monthly_price=Decimal(price), annual_price=None)
    return book


def save_campaign(asked: str = "", *, name: str = "Autumn", note: str = "") -> Campaign:
    """A campaign saved today from the planner's address, as the app itself saves it."""
    decision = decide_on(asked, today=timezone.localdate())
    return create_campaign(draft_of(decision, name=name, note=note))


def save_shared_campaign(
    asked: str = "", *, expires_on: date | None = None, **said: str
) -> Campaign:
    """A campaign that is shared as it was saved."""
    campaign = save_campaign(asked, **said)
    share_campaign(campaign=campaign, expires_on=expires_on)
    campaign.refresh_from_db()
    return campaign


def save_quote(campaign: Campaign) -> Quote:
    """A quote of a saved campaign with a mark-up of 25 %, as the app itself makes it."""
    revision = campaign.newest_revision
    wish = Wish(
        title="Reach people",
        client="Client",
        agency="Agency",
        prefix="",
        note="",
        valid_until=date(2099, 1, 1),
        pricing=Pricing(markup_percent=Decimal(25)),
    )
    draft = draft_quote(
        decide_on(revision.asked, today=timezone.localdate(), snapshot=revision.book_snapshot),
        wish,
        number=next_number(campaign),
        revision=campaign.number,
        prices_from=revision.frozen_on,
        logo=None,
        made_on=timezone.localdate(),
    )
    return make_quote(draft, campaign=campaign)


def change_price(slug: str, price: str, *, effective_on: date = date(2026, 12, 1)) -> None:
    """Another monthly price of a plan of the default book from that day on."""
    plan = Plan.objects.get(book__is_default=True, slug=slug)
    PlanPriceFactory.create(
        plan=plan, effective_on=effective_on, monthly_price=Decimal(price), annual_price=None
    )
