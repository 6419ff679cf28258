"""What was added to the lists is wherever its kind is. Run by test_one_list_each.py."""

import csv
import io
import json
import tomllib
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from campaigns.exports import ExportSource, make_export
from campaigns.models import Plan, SubscriptionChoice
from campaigns.query.query import terms_of
from tests.campaigns.exports import OWN_PLAN, make_campaign, make_scenario
from tests.campaigns.factories import save_campaign
from tests.campaigns.pages import read_markup, read_text
from tests.readers.screen import read_comparison, read_facts
from tests.readers.workbooks import open_workbook, read_labels, read_table

PACKED = OWN_PLAN | {"credit_pack_size": "25"}
ECHO = "echo of 100"


def see(client: Client, address: str, **query: str) -> str:
    response = client.get(address, query)
    assert response.status_code == 200
    return read_markup(response)


def export(source: ExportSource, kind: str) -> str:
    return make_export(source, kind).content.decode("utf-8-sig")


@pytest.mark.usefixtures("price_books")
class TestTerm:
    def test_the_form_of_a_plan_of_ones_own_asks_for_it(self, client: Client) -> None:
        page = see(client, "/")
        assert 'name="custom_plans-0-credit_pack_size"' in page
        assert "Credits in a pack" in page

    def test_what_is_entered_is_checked_and_used(self) -> None:
        source = make_scenario(own_plan=PACKED)
        [own] = source.query.custom_plans
        assert getattr(own, "credit_pack_size") == 25  # noqa: B009

    def test_a_plan_of_the_book_fills_it_in(self, client: Client) -> None:
        Plan.objects.update(credit_pack_size=50)
        plan = Plan.objects.filter(book__is_default=True).exclude(purchase_limit=0)[0]
        filled = {"fill": "0", "custom_plans-0-start_from": plan.slug}
        leads_to = client.get("/", filled)["Location"]
        assert "custom_plans-0-credit_pack_size=50" in leads_to

    def test_a_file_has_it(self) -> None:
        source = make_scenario(own_plan=PACKED)
        written = tomllib.loads(export(source, "toml"))
        assert written["custom_plans"][0]["credit_pack_size"] == 25
        document = json.loads(export(source, "json"))
        assert document["scenario"]["custom_plans"][0]["credit_pack_size"] == 25

    def test_the_command_reads_it(self, tmp_path: Path) -> None:
        file = tmp_path / "scenario.toml"
        file.write_text(export(make_scenario(own_plan=PACKED), "toml"))
        out = StringIO()
        call_command("plan", str(file), format="json", stdout=out)
        own = json.loads(out.getvalue())["scenario"]["custom_plans"]
        assert [plan["credit_pack_size"] for plan in own] == [25]

    def test_the_workbook_has_it(self) -> None:
        source = make_scenario(own_plan=PACKED)
        sheet = open_workbook(make_export(source, "xlsx").content)["Summary"]
        rows = [[cell for cell in row if cell] for row in sheet.iter_rows(values_only=True)]
        assert any(row[:1] == ["Plan"] and "Credits in a pack" in row for row in rows)
        assert any(row[:1] == ["Our deal"] and 25 in row for row in rows)

    def test_the_price_page_has_a_column_for_it(self, client: Client) -> None:
        Plan.objects.update(credit_pack_size=77)
        page = see(client, reverse("campaigns:prices"))
        assert '<th scope="col">Sold in packs of</th>' in page
        assert 'data-label="Sold in packs of">77</td>' in page
        assert 'data-label="Sold in packs of">not sold</td>' in page

    def test_the_admin_has_it(self, admin: Client) -> None:
        Plan.objects.update(credit_pack_size=77)
        plans = see(admin, reverse("admin:campaigns_plan_changelist"))
        assert "packs of 77" in plans.replace("\N{NO-BREAK SPACE}", " ")
        plan = Plan.objects.all()[0]
        page = see(admin, reverse("admin:campaigns_plan_change", args=[plan.pk]))
        assert 'name="credit_pack_size"' in page


@pytest.mark.usefixtures("book")
def test_a_campaign_keeps_the_term_and_tells_that_it_changed(client: Client) -> None:
    Plan.objects.update(credit_pack_size=10)
    campaign = save_campaign()
    Plan.objects.filter(slug="solo").update(credit_pack_size=40)
    [choice] = SubscriptionChoice.objects.filter(slug="solo")
    assert getattr(terms_of(choice), "credit_pack_size") == 10  # noqa: B009
    page = client.get(reverse("campaigns:campaign", args=[campaign.edit_token]))
    assert "Solo Sold in packs of 10 40" in read_text(page)


@pytest.mark.usefixtures("price_books")
class TestFigure:
    def test_an_open_row_of_the_page_has_a_column_for_it(self, client: Client) -> None:
        opened = {"open": "sales-navigator-core"}
        rows = read_comparison(client.get("/", opened))
        assert {row["Needed"] for row in rows.values() if row} == {"100"}
        page = see(client, "/", **opened)
        assert '<th scope="col">Needed</th>' in page
        assert 'class="column-needed"' in page

    def test_the_page_of_an_estimate_lists_it(self, client: Client) -> None:
        assert read_facts(client.get("/estimate/"))["Credits needed"] == "100"

    def test_every_file_has_it(self) -> None:
        source = make_scenario()
        [row, *_] = csv.DictReader(io.StringIO(export(source, "csv")))
        assert row["credits_needed"] == "100"
        [first, *_] = json.loads(export(source, "json"))["estimates"]
        assert first["credits_needed"] == 100
        book = open_workbook(make_export(source, "xlsx").content)
        assert read_table(book["Comparison"])[0]["Credits needed"] == 100
        assert read_labels(book["Summary"])["Credits needed"] == 100

    def test_the_terminal_has_it(self, tmp_path: Path) -> None:
        file = tmp_path / "scenario.toml"
        file.write_text("target = 123\n")
        out = StringIO()
        call_command("plan", str(file), stdout=out)
        [head, first, *_] = [line.split() for line in out.getvalue().splitlines()[2:]]
        assert head[-1] == "Needed"
        assert "123" in first


@pytest.mark.usefixtures("price_books")
class TestStudy:
    def test_a_page_offers_it_and_shows_where_it_comes(self, client: Client) -> None:
        assert "Is there an echo?" in see(client, "/")
        assert 'id="offer-echo" data-offers="echo"' in see(client, "/")
        asked = see(client, "/", echo="yes")
        assert "Is there an echo?" not in asked
        assert "Listening …" in asked
        assert "is not something the planner knows" not in asked

    def test_it_has_a_page(self, client: Client) -> None:
        assert ECHO in see(client, "/echo/")

    def test_a_campaign_has_its_page(self, client: Client) -> None:
        campaign = save_campaign("target=100")
        page = see(client, f"{reverse('campaigns:campaign', args=[campaign.edit_token])}echo/")
        assert ECHO in page

    @pytest.mark.parametrize("make", [make_scenario, make_campaign])
    def test_every_file_has_it_where_it_is_asked_for(
        self, make: Callable[..., ExportSource]
    ) -> None:
        source = make(echo="yes")
        assert json.loads(export(source, "json"))["echo"] == ECHO
        [row, *_] = csv.DictReader(io.StringIO(export(source, "csv")))
        assert row["echo"] == ECHO
        book = open_workbook(make_export(source, "xlsx").content)
        assert book["Echo"]["A1"].value == ECHO

    def test_no_file_has_it_where_it_is_not(self) -> None:
        assert "echo" not in export(make_scenario(), "json")

    def test_the_command_has_a_flag_for_it(self, tmp_path: Path) -> None:
        file = tmp_path / "scenario.toml"
        file.write_text("target = 100\n")
        out = StringIO()
        call_command("plan", str(file), echo=True, stdout=out)
        assert f"Echo: {ECHO}" in out.getvalue()

    def test_its_flag_is_named_where_a_page_has_too_little_time(self) -> None:
        from django.template.loader import render_to_string

        from campaigns.studies.registry import STUDIES

        assert "\n--echo" in render_to_string("studies/_too_long.html", {"studies": STUDIES})
