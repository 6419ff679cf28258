"""The verdict states the price of a seat, and where it is from."""

import pytest
from django.test import Client

from tests.campaigns.pages import read_markup, read_verdict

pytestmark = pytest.mark.usefixtures("price_books")


def judged(client: Client, query: dict[str, str]) -> str:
    response = client.get("/", {"target": "15", **query})
    assert response.status_code == 200
    return read_verdict(response)


def test_the_price_has_its_source_where_it_stands(client: Client) -> None:
    core = {"plans": "sales-navigator-core", "price_book": "linkedin-2026"}
    text = judged(client, core)
    assert "$119.99 a month For one seat: $119.99 a month, $1,079.88 a year" in text
    assert (
        "Source of the price: Reported list price (repeated by several third parties, no LinkedIn "
        "page found; read November 2026)."
    ) in text
    page = read_markup(client.get("/", {"target": "15", **core}))
    assert 'href="/prices/linkedin-2026/#sales-navigator-core"' in page
    own = {
        "custom_plans-0-name": "Ours",
        "custom_plans-0-monthly_price": "50",
        "custom_plans-0-monthly_credits": "20",
        "custom_plans-0-rollover_cap": "60",
        "custom_plans-0-credit_lifetime_days": "90",
        "custom_plans-0-purchase_limit": "0",
        "estimate": "ours.as_granted",
    }
    text = judged(client, own)
    assert "$50.00 a month For one seat: $50.00 a month." in text
    assert "Source of the terms and price: Your own figures." in text


@pytest.mark.parametrize("plan", ["premium-business", "sales-navigator-core", "recruiter-lite"])
def test_a_credit_at_the_articles_price_has_the_article_as_its_source(
    client: Client, plan: str
) -> None:
    """It sells a credit at $10 on any plan, and does not give the subscription's price."""
    text = judged(client, {"plans": plan, "price_book": "article"})
    assert "$10.00 a bought credit. Source of the price: The article for the credit" in text
    assert "for the subscription the list price of its time" in text
    assert "not in the article. The whole book" in text
