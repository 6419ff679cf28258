"""`manage.py load_demo`: the three campaigns that it saves, and what it leaves alone."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from campaigns.models import Campaign, Plan, PlanPrice, PriceBook
from campaigns.saved.editing import delete_campaign
from tests.campaigns.pages import read_text
from tests.campaigns.queries import decide_on
from tests.known import known

pytestmark = pytest.mark.usefixtures("price_books")

CHANGED, SHARED, LATE = (
    "Demo: hire ten engineers",
    "Demo: invite 300 founders",
    "Demo: 1,000 leads by 100 a month",
)
HEADING_OF_CHANGES = 'id="since-title"'


@pytest.fixture
def debug(settings: Settings) -> None:
    settings.DEBUG = True


def load(*arguments: str) -> str:
    out = StringIO()
    call_command("load_demo", *arguments, stdout=out)
    return out.getvalue()


def read_addresses(printed: str) -> dict[tuple[str, str], str]:
    """The printed paths by campaign and by what they are for."""
    addresses, name = {}, ""
    for line in printed.splitlines():
        if found := re.fullmatch(r"  (edit|share) +http://127\.0\.0\.1:8000(/\S+)", line):
            addresses[name, found[1]] = found[2]
        else:
            name = line
    return addresses


def find_campaign(name: str) -> Campaign:
    return Campaign.objects.with_plans().get(revisions__name=name)


@pytest.mark.usefixtures("debug")
def test_it_works(client: Client) -> None:
    addresses = read_addresses(load())

    assert [*addresses] == [(CHANGED, "edit"), (SHARED, "edit"), (SHARED, "share"), (LATE, "edit")]
    for (name, _), path in addresses.items():
        response = client.get(path)
        assert response.status_code == 200
        assert name in response.content.decode()


@pytest.mark.usefixtures("debug")
def test_one_campaign_was_saved_at_older_prices(client: Client) -> None:
    addresses = read_addresses(load())

    changed = read_text(client.get(addresses[CHANGED, "edit"]))
    # Sales Navigator Core: four months at $99.99, and at 8 % more.
    assert "Today the cheapest would be $431.96 instead of $399.96" in changed
    assert "A month $99.99 $107.99" in changed
    assert "A bought credit" not in changed.split("Since ", 1)[1].split("Take over")[0]
    for name in (SHARED, LATE):
        assert HEADING_OF_CHANGES not in client.get(addresses[name, "edit"]).content.decode()


@pytest.mark.usefixtures("debug")
def test_one_campaign_misses_its_deadline() -> None:
    load()

    assert find_estimates(LATE) == {"misses_deadline"}
    for name in (CHANGED, SHARED):
        assert "ok" in find_estimates(name)


def find_estimates(name: str) -> set[str]:
    """The statuses of a campaign's estimates that send everything."""
    revision = find_campaign(name).newest_revision
    decision = decide_on(
        revision.asked, today=timezone.localdate(), snapshot=revision.book_snapshot
    )
    estimates = decision.comparison.estimates
    return {estimate.status for estimate in estimates if estimate.months is not None}


@pytest.mark.usefixtures("debug")
def test_a_second_time_adds_nothing_and_brings_nothing_back() -> None:
    printed = load()
    rows = [*Campaign.objects.order_by("pk").values()]
    prices = [*PlanPrice.objects.order_by("pk").values()]

    assert load() == printed
    assert [*Campaign.objects.order_by("pk").values()] == rows
    assert [*PlanPrice.objects.order_by("pk").values()] == prices

    delete_campaign(campaign=find_campaign(SHARED))
    assert [name for name, _ in read_addresses(load())] == [CHANGED, LATE]
    for name in (CHANGED, LATE):
        delete_campaign(campaign=find_campaign(name))
    assert "its campaigns are deleted" in load()
    assert not Campaign.objects.not_deleted().exists()


@pytest.mark.usefixtures("debug")
def test_the_shipped_books_stay_as_they_are() -> None:
    def read_books() -> list[list[object]]:
        shipped = {"book__slug__in": ["article", "linkedin-2026"]}
        return [
            [*PriceBook.objects.exclude(slug="demo").order_by("pk").values()],
            [*Plan.objects.filter(**shipped).order_by("pk").values()],
            [*PlanPrice.objects.filter(plan__book__slug__in=shipped["book__slug__in"]).values()],
        ]

    before = read_books()
    load()

    assert read_books() == before
    assert known(PriceBook.objects.default()).slug == "article"
    assert "Made up" in PriceBook.objects.get(slug="demo").note


def test_without_debug_it_wants_a_flag() -> None:
    with pytest.raises(CommandError, match="DEBUG is off"):
        load()
    assert not Campaign.objects.exists()
    assert not PriceBook.objects.filter(slug="demo").exists()

    load("--allow-production")
    assert Campaign.objects.count() == 3


@pytest.mark.usefixtures("debug")
def test_without_the_shipped_book_it_says_what_to_do() -> None:
    PriceBook.objects.get(slug="article").delete()

    with pytest.raises(CommandError, match=r"run manage\.py load_price_books first"):
        load()
    assert not Campaign.objects.exists()


@pytest.mark.usefixtures("debug")
def test_the_addresses_name_the_site() -> None:
    printed = load("--site", "https://planner.example.com/")

    token = find_campaign(LATE).edit_token
    assert f"https://planner.example.com/campaigns/{token}/\n" in printed
