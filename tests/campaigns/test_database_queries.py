"""What a page asks the database: nothing twice, and no more where there is more."""

from collections import Counter

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campaigns.models import Campaign, PriceBook
from campaigns.query.cached_rows import forget_rows
from tests.campaigns.factories import (
    PlanFactory,
    PlanPriceFactory,
    change_price,
    save_shared_campaign,
)
from tests.campaigns.pages import read_form

pytestmark = pytest.mark.usefixtures("book")
PAGES = [
    "",
    "?target=150",
    "?price_book=ours&open=team&by=seats&target=150",
    "?target=abc",
    "estimate/",
    "sensitivity/",
    "plan.json",
]
# The key of the page cache reads the price books' tables whole, before the page and after it.
KEY = "SELECT * FROM"


@pytest.fixture
def campaign() -> Campaign:
    """Shared, changed since, and at prices that have changed: its pages show all that they can."""
    campaign = save_shared_campaign()
    browser = Client()
    edit = f"/campaigns/{campaign.edit_token}/"
    browser.post(edit, read_form(browser.get(f"{edit}?target=150"), "save"))
    change_price("solo", "1")
    return campaign


def roots(campaign: Campaign) -> list[str]:
    return ["/", f"/campaigns/{campaign.edit_token}/", f"/c/{campaign.share_token}/"]


def statements(client: Client, address: str) -> list[str]:
    caches["pages"].clear()
    forget_rows()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code in (200, 302)
    return [query["sql"] for query in queries if not query["sql"].startswith(KEY)]


@pytest.mark.parametrize("below", PAGES)
def test_no_page_asks_for_the_same_twice(client: Client, campaign: Campaign, below: str) -> None:
    for root in roots(campaign):
        asked = Counter(statements(client, f"{root}{below}"))
        # The cache of studies looks at its table's size before it writes a result.
        again = {sql: n for sql, n in asked.items() if n > 1 and "kept_results" not in sql}
        assert not again, root


@pytest.mark.parametrize("below", PAGES)
def test_the_list_of_price_books_is_read_once(
    client: Client, campaign: Campaign, below: str
) -> None:
    for root in roots(campaign):
        lists = [
            sql
            for sql in statements(client, f"{root}{below}")
            if 'FROM "campaigns_pricebook"' in sql
        ]
        assert len(lists) == 1, root


@pytest.mark.parametrize("below", sorted({*PAGES} - {"sensitivity/"}))
def test_more_plans_and_prices_take_no_more_queries(
    client: Client, campaign: Campaign, book: PriceBook, below: str
) -> None:
    before = [len(statements(client, f"{root}{below}")) for root in roots(campaign)]
    for plan in PlanFactory.create_batch(9, book=book):
        PlanPriceFactory.create(plan=plan)
    assert [len(statements(client, f"{root}{below}")) for root in roots(campaign)] == before
