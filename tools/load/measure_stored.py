"""Runs inside `manage.py shell`: store NUMBER campaigns, then time two pages."""

from datetime import date
from time import perf_counter

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from campaigns.decision import decide
from campaigns.models import Campaign, Plan, PlanPrice, PriceBook, Revision, SubscriptionChoice
from campaigns.models.campaign import make_token
from campaigns.presentation.drafts import draft_of
from campaigns.query.books import list_books
from campaigns.query.form import read_query
from campaigns.saved.editing import create_campaign, share_campaign

CHUNK = 10_000
TRIES = 40


def store(number: int) -> None:
    """So many campaigns of a book with two plans, each as a save would leave it."""
    book = PriceBook.objects.create(
        slug="two", name="Two plans", as_of=date(2026, 1, 1), is_default=True
    )
    for slug in ("one", "other"):
        plan = Plan.objects.create(
            book=book, slug=slug, name=slug, family="Premium", monthly_credits=20, rollover_cap=60
        )
        PlanPrice.objects.create(
            plan=plan, effective_on=date(2026, 1, 1), monthly_price=50, credit_price=10
        )
    query = read_query(
        QueryDict("target=100&start_on=2026-12-01"), today=date(2026, 12, 1), books=list_books()
    )
    assert not isinstance(query, list)
    first = create_campaign(draft_of(decide(query), name="The first", note=""))
    share_campaign(campaign=first)
    model = Revision.objects.get(campaign=first)
    choices = list(model.choices.all())
    for start in range(0, number - 1, CHUNK):
        with transaction.atomic():
            copy(model, choices, min(CHUNK, number - 1 - start))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def copy(model: Revision, choices: list[SubscriptionChoice], number: int) -> None:
    """Store copies of one campaign under links of their own."""
    campaigns = Campaign.objects.bulk_create(
        Campaign(share_token=make_token(), shared_number=1) for _ in range(number)
    )
    fields = [f.attname for f in Revision._meta.concrete_fields if not f.primary_key]
    columns = {name: getattr(model, name) for name in fields}
    revisions = Revision.objects.bulk_create(
        Revision(**columns | {"campaign_id": campaign.pk}) for campaign in campaigns
    )
    names = [f.attname for f in SubscriptionChoice._meta.concrete_fields if not f.primary_key]
    rows = [{name: getattr(choice, name) for name in names} for choice in choices]
    SubscriptionChoice.objects.bulk_create(
        SubscriptionChoice(**row | {"revision_id": revision.pk})
        for revision in revisions
        for row in rows
    )


def find_shared() -> list[str]:
    """The pages of shared campaigns from all over the table."""
    stored = Campaign.objects.exclude(share_token=None).order_by("pk")
    step = max(1, stored.count() // TRIES)
    tokens = stored.filter(pk__in=range(1, TRIES * step + 1, step)).values_list("share_token")
    return [reverse("campaigns:shared", args=token) for token in tokens]


def time_pages(client: Client, paths: list[str]) -> list[float]:
    seconds = []
    for path in paths:
        begun = perf_counter()
        response = client.get(path, secure=True, headers={"host": "localhost"})
        seconds.append(perf_counter() - begun)
        assert response.status_code == 200, response.status_code
    return seconds


store(NUMBER)  # type: ignore[name-defined]  # noqa: F821
client = Client()
client.force_login(User.objects.create_superuser("admin"))
pages = {
    # Each is requested once, so none is cached.
    "shared": find_shared(),
    "admin": [reverse("admin:campaigns_campaign_changelist")] * TRIES,
}
for page, paths in pages.items():
    time_pages(client, paths[:1])
    print("measured", page, *time_pages(client, paths[1:]))
