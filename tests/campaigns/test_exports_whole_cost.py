"""The whole cost of a replanned campaign, and a column for each audience, in the files."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from campaigns.models import Campaign, PriceBook, Revision
from tests.campaigns.audiences import LIST_PRICES, entries
from tests.campaigns.campaign_page import link, shared_link
from tests.campaigns.factories import save_campaign
from tests.campaigns.pages import Response, read_form
from tests.readers.workbooks import open_workbook, read_labels

COUNTS_FROM = date(2027, 1, 5)


def file_of(client: Client, campaign: Campaign, kind: str) -> Response:
    response = client.get(f"{link(campaign)}plan.{kind}")
    assert response.status_code == 200
    return response


def rows_of(response: Response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def replan_for(campaign: Campaign, spent: Decimal | None) -> None:
    """As if the newest revision was replanned, after so many dollars."""
    Revision.objects.filter(campaign=campaign).update(
        kind="replan", spent=spent, counts_from=COUNTS_FROM
    )


@pytest.fixture
def campaign(book: PriceBook) -> Campaign:
    return save_campaign("plans=solo&deadline_months=6&start_on=2027-01-05")


def test_what_was_spent_before_is_added_to_what_is_planned(
    client: Client, campaign: Campaign
) -> None:
    replan_for(campaign, Decimal("159.98"))
    document = json.loads(file_of(client, campaign, "json").content)
    planned = Decimal(document["cheapest"]["total"])
    assert document["whole_cost"] == {
        "spent": "159.98",
        "counts_from": "2027-01-05",
        "planned": f"{planned}",
        "total": f"{planned + Decimal('159.98')}",
    }
    rows = rows_of(file_of(client, campaign, "csv"))
    assert {row["spent_before"] for row in rows} == {"159.98"}
    done = [row for row in rows if row["total"]]
    assert len(done) > 1
    for row in done:
        assert Decimal(row["whole_cost"]) == Decimal(row["total"]) + Decimal("159.98")
    labels = read_labels(open_workbook(file_of(client, campaign, "xlsx").content)["Summary"])
    assert labels["Spent before"] == 159.98
    assert Decimal(f"{labels['Whole cost']}") == planned + Decimal("159.98")


def test_where_what_was_spent_is_unknown_so_is_the_whole(
    client: Client, campaign: Campaign
) -> None:
    replan_for(campaign, None)
    whole = json.loads(file_of(client, campaign, "json").content)["whole_cost"]
    assert (whole["spent"], whole["total"]) == (None, None)
    assert {row["whole_cost"] for row in rows_of(file_of(client, campaign, "csv"))} == {""}
    labels = read_labels(open_workbook(file_of(client, campaign, "xlsx").content)["Summary"])
    assert "Planned" in labels
    assert not {"Spent before", "Whole cost"} & set(labels)


def test_a_campaign_that_was_not_replanned_has_no_such_column(
    client: Client, campaign: Campaign
) -> None:
    assert "whole_cost" not in json.loads(file_of(client, campaign, "json").content)
    assert "whole_cost" not in rows_of(file_of(client, campaign, "csv"))[0]


def test_who_reads_a_shared_link_is_not_told_what_was_spent(
    client: Client, campaign: Campaign
) -> None:
    replan_for(campaign, Decimal("159.98"))
    form = read_form(client.get(link(campaign)), "share")
    shared = shared_link(client.post(link(campaign), form, follow=True))
    for kind in ("json", "csv"):
        content = client.get(f"{shared}plan.{kind}").content.decode()
        assert "159.98" not in content
        assert "whole_cost" not in content


def test_each_audience_has_its_columns(client: Client, price_books: None) -> None:
    named = entries(
        [
            {"name": "A", "target": "220", "deadline_on": "2027-01-31"},
            {"name": "=B; -2", "target": "510"},
        ]
    )
    response = client.get("/plan.csv", LIST_PRICES | named)
    row = rows_of(response)[0]
    assert (row["messages: A"], row["done_on: A"], row["days_late: A"]) == (
        "220",
        "2027-01-01",
        "0",
    )
    # A spreadsheet that splits at semicolons finds no formula either.
    shares = [Decimal(row["share: A"]), Decimal(row["share: =B;' -2"])]
    assert sum(shares) == Decimal(row["total"])
    document = client.get("/plan.json", LIST_PRICES | named).json()
    assert [one["share"] for one in document["estimates"][0]["audiences"]] == [
        f"{share}" for share in shares
    ]
