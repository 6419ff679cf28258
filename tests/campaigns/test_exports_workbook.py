"""The workbook: real numbers and days, where things stand, and how it is printed."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from campaigns.exports import ExportSource, make_export
from campaigns.exports.workbook import open_workbook as write_workbook
from campaigns.exports.workbook.sheet import Formats, Kind, Sheet
from campaigns.models import Plan
from tests.campaigns.exports import OWN_PLAN, TODAY, make_campaign, make_scenario
from tests.readers.workbooks import list_texts, open_workbook, read_labels, read_table

pytestmark = pytest.mark.usefixtures("price_books")


def open_book(source: ExportSource) -> Workbook:
    return open_workbook(make_export(source, "xlsx").content)


def list_rows(book: Workbook, sheet: str) -> list[tuple[Any, ...]]:
    return [row for row in book[sheet].iter_rows(values_only=True) if any(row)]


def test_it_has_four_sheets_and_formulas_on_the_last_alone() -> None:
    book = open_book(make_scenario())
    assert book.sheetnames == ["Summary", "Comparison", "Ledger", "Calculation"]
    kinds = {
        sheet.title: {cell.data_type for row in sheet.iter_rows() for cell in row} for sheet in book
    }
    assert set.union(*(kinds[name] for name in book.sheetnames[:3])) == {"s", "n", "d"}
    assert kinds["Calculation"] == {"s", "n", "f"}


def test_numbers_and_days_are_what_they_are() -> None:
    book = open_book(make_scenario(seats="1"))
    [first, *_] = read_table(book["Ledger"])
    assert first["From"] == datetime(2026, 12, 1)
    assert first["Subscription"] == 79.99
    sheet = book["Ledger"]
    assert [sheet.cell(4, column).number_format for column in (1, 2, 12)] == [
        "#,##0", "d mmm yyyy", "$#,##0.00"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "kind", "written"),
    [
        ("9720.19", "money", "9720.19"),
        ("9720.185", "money", "9720.19"),
        ("0.0343", "text", "0.0343"),
    ],
)
def test_a_decimal_is_written_as_it_is(value: str, kind: Kind, written: str) -> None:
    out = BytesIO()
    with write_workbook(out, title="", about="", stamped_at=datetime.now(UTC)) as workbook:
        Sheet(workbook.add_worksheet(), Formats(workbook)).write(0, 0, Decimal(value), kind=kind)
    assert f"<v>{written}</v>" in ZipFile(out).read("xl/worksheets/sheet1.xml").decode()


def test_the_ledger_ends_with_the_totals_to_the_cent() -> None:
    # Three months at $33.3333 are $100.00, and not three times $33.33.
    own = OWN_PLAN | {"monthly_price": "33.3333", "annual_price": ""}
    source = make_scenario(own_plan=own, plans="", target="120", strategies="as_granted")
    *months, sums = read_table(open_book(source)["Ledger"])
    assert [month["Subscription"] for month in months] == [33.33] * 3
    assert (sums["Month"], sums["Subscription"], sums["Spent so far"]) == ("All", 100, 100)


def test_the_target_counts_what_the_goal_is() -> None:
    book = open_book(
        make_scenario(
            target="8", goal="replied", reply_rate="10 %", budget="450", sensitivity="yes"
        )
    )
    assert read_labels(book["Summary"])["Replies that it reaches"] > 8
    assert read_labels(book["Calculation"])["Replies"] == 8
    [target] = [row for row in list_rows(book, "Sensitivity") if row[0] == "Target"]
    assert [text.split()[-1] for text in target[1:3]] == ["replies", "replies"]
    texts = [str(cell.value) for cell in list_texts(book)]
    assert not [text for text in texts if re.search(r"\bleads?\b", text, re.I)]


def test_the_summary_says_the_answer_and_why() -> None:
    said = read_labels(open_book(make_scenario(target="105", budget="450", seats="1"))["Summary"])
    assert said["Total"] == 249.98
    assert said["Months"] == 2
    assert said["Credits to buy"] == 5
    assert said["Done on"] == datetime(2027, 1, 1)
    assert said["Why"].startswith("After 2 months 5 messages would be left")
    assert said["People that it reaches"] > 105
    assert said["Start"] == datetime(2026, 12, 1)
    assert said["Budget"] == 450


def test_the_estimate_on_the_screen_stands_beside_the_cheapest() -> None:
    rows = list_rows(open_book(make_scenario(seats="1")), "Summary")
    labels = [row[0] for row in rows]
    shown = labels.index("Shown month by month")
    assert rows[shown + 1][1] == "Sales Navigator Professional"
    assert rows[shown + 3][:2] == ("Total", 639.97)
    best = read_table(open_book(make_scenario(target="90"))["Comparison"])[0]
    assert "Shown month by month" not in read_labels(
        open_book(make_scenario(target="90"))["Summary"]
    )
    assert best["Status"] == "in time"


def test_assumptions_are_told_as_understood() -> None:
    said = read_labels(
        open_book(
            make_scenario(
                goal="replied", reply_rate="1 in 8", billing="annual", use_trial="true", target="5",
                strategies=["buy_now", "cheapest"], deadline_on="2027-06-30",
            )
        )["Summary"]
    )  # fmt: skip
    assert said["Reply rate, of people"] == 0.125
    assert said["Goal"] == "Replies"
    assert said["Subscription paid"] == "By the year"
    assert said["Use the free trial"] == "yes"
    assert said["Strategies"] == "Buy now, Cheapest by the deadline"
    assert said["Deadline"] == datetime(2027, 6, 30)
    assert "Deadline in months" not in said, "the day counts"
    assert not {"Seed", "Plans"} & said.keys()
    assert said["Prices"] == "Article figures"
    assert said["Prices in force on"] == datetime(2026, 12, 1)


def test_a_campaign_has_its_name_its_note_and_the_day_of_its_prices() -> None:
    book = open_book(
        make_campaign(note="Agreed with Ana.\nSee you.", prices_from=date(2026, 12, 3))
    )
    rows = list_rows(book, "Summary")
    assert rows[0][0] == "Spring round"
    assert rows[1][0] == "Agreed with Ana.\nSee you."
    assert "at the prices of “Article figures” as saved on 2026-12-03" in rows[2][0]
    assert rows[2][0].endswith("Estimates, not quotes.")
    assert read_labels(book["Summary"])["Prices as saved on"] == datetime(2026, 12, 3)


def test_every_plan_is_there_with_terms_prices_and_sources() -> None:
    rows = list_rows(open_book(make_scenario(own_plan=OWN_PLAN)), "Summary")
    terms = {row[0]: row[1:] for row in rows if isinstance(row[1], (int, float))}
    since = datetime(2022, 1, 1)
    assert terms["Sales Navigator Core"] == (
        50, 150, 90, 99.99, 959.88, 10, "no limit", 1, "on the renewal day", "no", since
    )  # fmt: skip
    assert terms["Free account"][3:7] == (0, "?", "not sold", "none sold")
    assert terms["Our deal"] == (
        40, 120, 90, 64.5, 700, 9.999, 5, 1, "on the renewal day", "no", None
    )  # fmt: skip
    sources = {(row[0], row[1]): row for row in rows if "terms" in str(row[1]) or row[1] == "price"}
    core = sources["Sales Navigator Core", "terms"]
    assert core[2].startswith("The article, b2blaunchpad.com")
    assert core[5] == "https://b2blaunchpad.com"
    assert core[9] == datetime(2026, 11, 1)
    assert "not in the article" in sources["Sales Navigator Core", "price"][2]
    assert sources["Our deal", "terms and price"][2] == "Your own figures"


def test_only_a_web_address_can_be_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campaigns.exports.workbook.sheet.LONGEST_LINK", 100)
    slugs = ["premium-career", "premium-business", "sales-navigator-core"]
    odd = ["javascript:alert(1)", f"https://x.example/{'y' * 100}", "https://z.example"]
    for slug, address in zip(slugs, odd, strict=True):
        Plan.objects.filter(book__slug="article", slug=slug).update(source_url=address)
    sheet = open_book(make_scenario(plans=slugs))["Summary"]
    links = {cell.hyperlink.target for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert {link.rstrip("/") for link in links} == {"https://z.example", "https://b2blaunchpad.com"}
    texts = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {*odd} <= texts


def test_heads_stay_in_sight_and_rows_can_be_filtered() -> None:
    book = open_book(make_scenario())
    assert book["Comparison"].freeze_panes == "B4"
    assert book["Ledger"].freeze_panes == "C4"
    assert book["Comparison"].auto_filter.ref == "A3:AT31"


def test_it_is_made_for_paper_too() -> None:
    book = open_book(make_scenario())
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0
    assert book["Comparison"].print_title_rows == book["Ledger"].print_title_rows == "$3:$3"
    assert book["Comparison"].print_area == "'Comparison'!$A$1:$M$31"


def test_the_chart_is_a_native_one_of_the_ledgers_months() -> None:
    content = make_export(make_scenario(seats="1"), "xlsx").content
    with ZipFile(BytesIO(content)) as parts:
        chart = parts.read("xl/charts/chart1.xml").decode()
    for reference in ("Ledger!$I$4:$I$6", "Ledger!$K$4:$K$6", "Ledger!$N$4:$N$6"):
        assert reference in chart
    assert len(open_book(make_scenario())["Ledger"]._charts) == 1


def test_unknown_prices_are_question_marks() -> None:
    book = open_book(make_scenario(plans="sales-navigator-team", strategies="as_granted"))
    [row] = read_table(book["Comparison"])
    assert [row[head] for head in ("Subscription", "Bought credits", "Total", "A person")] == [
        "?", 0, "?", "?"
    ]  # fmt: skip
    assert row["Price known"] == "no"
    assert read_labels(book["Summary"])["Total"] == "?"
    assert read_labels(book["Summary"])["A person"] == "?"
    assert read_table(book["Ledger"])[0]["Spent so far"] == "?"
    assert b"Spent so far" not in read_chart(make_scenario(plans="sales-navigator-team"))


def read_chart(source: ExportSource) -> bytes:
    with ZipFile(BytesIO(make_export(source, "xlsx").content)) as parts:
        return parts.read("xl/charts/chart1.xml")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"target": "5000", "monthly_send_limit": "1"},
         "Nothing makes it within 12 months at a known price."),
        ({"plans": ""}, "No plan is compared."),
        ({"plans": "free-account"}, "There is nothing to show month by month."),
        ({"target": "5000", "monthly_send_limit": "1", "deadline_on": "2027-01-15"},
         "Nothing makes it by 15 Jan 2027 at a known price."),
        ({"held_seats-0-plan": "premium-career", "held_seats-0-seats": "2",
          "held_seats-0-credits": "7", "held_seats-0-paid_until": "2026-12-24"},
         "2 seats of Premium Career with 7 credits, paid until 24 Dec 2026"),
        ({"budget": "0"}, "no plan that is compared"),
    ],
)  # fmt: skip
def test_what_there_is_not_is_said(query: dict[str, Any], said: str) -> None:
    assert said in [cell.value for cell in list_texts(open_book(make_scenario(**query)))]


def test_the_file_says_who_made_it_and_when() -> None:
    properties = open_book(make_campaign(changed_at=datetime(2026, 12, 3, tzinfo=UTC))).properties
    assert (properties.title, properties.creator) == ("Spring round", "Outreach cost planner")
    assert properties.created == datetime(2026, 12, 3)
    assert properties.subject.startswith("100 people")
    assert open_book(make_scenario()).properties.created.date() == TODAY
