"""Screen, CSV, workbook, JSON, calendar and command: the same figures, one by one."""

import csv
import io
import json
import re
from datetime import date, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.test import Client
from hypothesis import example, given

from campaigns.models import PlanPrice
from tests.campaigns.arbitrary import OWN_PLAN, sensible_queries
from tests.campaigns.campaign_page import totals
from tests.campaigns.factories import save_shared_campaign
from tests.campaigns.pages import Response, read_question
from tests.examples import examples, number_of
from tests.readers.calendars import Event, read_events
from tests.readers.screen import read_comparison, read_facts, read_ledger
from tests.readers.workbooks import open_workbook, read_labels, read_table

pytestmark = pytest.mark.usefixtures("price_books")

Figures = list[tuple[str, str, str]]

# A figure's name in the JSON, on the screen, in the workbook.
FIGURES = [
    ("seats", "Seats", "Seats"),
    ("months", "Months", "Months"),
    ("bought", "To buy", "Credits to buy"),
    ("subscription_spend", "Subscription", "Subscription"),
    ("credit_spend", "Credits", "Bought credits"),
    ("total", "Total", "Total"),
    ("cost_per_lead", "A person", "A person"),
]
# Where replies are the goal, a lead is one of them.
REPLY = ("cost_per_lead", "A reply", "A reply of the target")
REST = [
    ("plan_name", "Plan"),
    ("seats", "Seats"),
    ("cost_per_reply", "A reply"),
    ("within_budget", "Within budget"),
    ("why", "Why"),
    ("message", "Remark"),
    ("first_send_month", "First message in month"),
    ("months_paid", "Months paid"),
    ("done_on", "Done on"),
    ("deadline", "Deadline"),
    ("change_before", "Change to monthly payment before"),
    ("cancel_before", "Cancel before"),
    ("messages", "Messages"),
    ("free_messages", "Free messages"),
    ("opening", "Credits at the start"),
    ("granted", "Credits granted"),
    ("returned", "Credits back"),
    ("expired", "Credits expired"),
    ("forfeited", "Lost at the cap"),
    ("left", "Credits left"),
    ("unused_worth", "Months unused, worth"),
    ("forfeited_worth", "Lost at the cap, worth"),
    ("expired_worth", "Expired, worth"),
    ("price_known", "Price known"),
    ("plan", "Plan’s short name"),
]
LEDGER = [
    ("month", "Month", "Month"),
    ("starts_on", "From", "From"),
    ("opening", "Opening", "Opening"),
    ("expired", "Expired", "Expired"),
    ("forfeited", "Lost at cap", "Lost at the cap"),
    ("granted", "Granted", "Granted"),
    ("returned", "Back", "Back"),
    ("bought", "Bought", "Bought"),
    ("sent", "Sent", "Sent"),
    ("free", "To open profiles", "To open profiles"),
    ("closing", "Closing", "Closing"),
    ("subscription_spend", "Subscription", "Subscription"),
    ("credit_spend", "Credits", "Bought credits"),
]
DATES = [
    ("done_on", "Done on"),
    ("deadline", "Deadline"),
    ("cancel_before", "Cancel before"),
]
MONEY = {
    "subscription_spend",
    "credit_spend",
    "total",
    "cost_per_lead",
    "cost_per_reply",
    "unused_worth",
    "forfeited_worth",
    "expired_worth",
}
ENDS = {"Change ": "change_before", "Cancel ": "cancel_before"}
# Words in an event's title, and the ledger's figure that it has.
KINDS = {
    "arrive": "granted",
    "Buy": "bought",
    "to open profiles": "free",
    "Send": "sent",
    "Last": "expired",
}
EVENT = re.compile(
    r"(?:Last day of|Buy|Send|)\s*([\d,]+) "
    r"(?:InMail (?:credit|message)s?|messages? to open profiles)"
    r"(?: arrives?| for (\$[\d.,]+))?(?: \(.+\))?"
)


def plain(value: object) -> str:
    """A figure as every export could write it: digits without signs, "" where there is none."""
    if value is None or value in ("?", "–"):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if hasattr(value, "strftime"):
        return str(value.strftime("%Y-%m-%d"))
    return str(value).replace(",", "").replace("$", "")


def of_workbook(name: str, value: object) -> str:
    """A cell's value; money is a number, and every number is one without fractions of a cent."""
    if name in MONEY and not isinstance(value, str) and value is not None:
        assert isinstance(value, (int, float))
        return f"{value:.2f}"
    return plain(value)


@examples(3, many=20)
@given(sensible_queries)
@example({})
@example({"target": "900", "deadline_months": "48", "estimate": "recruiter-lite.as_granted"})
@example({"goal": "replied", "track_record_sent": "9", "track_record_replied": "2", "seats": "3"})
@example({"price_book": "linkedin-2026", "billing": "annual", "deadline_on": "2027-06-30"})
@example({"target": "5000", "monthly_send_limit": "1", "budget": "0"})
@example({"open_profile_share": "100 %"})
@example({"plans": ""})
@example(
    {
        "price_book": "linkedin-2026",
        "start_on": "2026-12-10",
        "target": "300",
        "rules": "2",
        "open_profile_share": "20 %",
        "monthly_send_limit": "90",
        "held_seats-0-plan": "sales-navigator-core",
        "held_seats-0-seats": "2",
        "held_seats-0-credits": "35",
        "held_seats-0-paid_until": "2026-12-24",
    }
)
@example({"price_book": "linkedin-2026", "start_on": "2026-11-26", "seats": "3", "rules": "2"})
@example({"seats": "3", "target": "175", "deadline_months": "2", "plans": "sales-navigator-core"})
def test_a_scenario_is_the_same_everywhere(
    client: Client, tmp_path_factory: pytest.TempPathFactory, query: dict[str, Any]
) -> None:
    address = urlencode({"start_on": "2026-12-01"} | query, doseq=True)
    document, by_command = compare_all(client, "/", address, tmp_path_factory.mktemp("plan"))
    assert by_command == document


@pytest.mark.parametrize("shared", [False, True])
def test_a_campaign_is_the_same_everywhere_whatever_prices_become(
    client: Client, tmp_path: Path, shared: bool
) -> None:
    asked = {"start_on": "2026-12-01", "target": "333", "reply_rate": "0.1", "budget": "700"}
    campaign = save_shared_campaign(urlencode(asked | OWN_PLAN), name="=Käse", note="@x")
    root = f"/c/{campaign.share_token}/" if shared else f"/campaigns/{campaign.edit_token}/"
    before = client.get("/plan.json", asked | OWN_PLAN).json()
    PlanPrice.objects.update(monthly_price=1, annual_price=1, credit_price=1)

    address = ""
    if shared:
        decision = client.get(root)
        assert totals(decision) == [f"${before['cheapest']['total']}"]
        found = re.search(r'href="[^"?]+\?([^"]+)">\s*Try other', decision.content.decode())
        assert found
        address = unescape(found[1])
    document, by_command = compare_all(client, root, address, tmp_path)
    assert document["estimates"] == by_command["estimates"] == before["estimates"]
    for part in ("cheapest", "frontier", "for_budget"):
        assert document[part] == by_command[part] == before[part]


def compare_all(client: Client, root: str, address: str, folder: Path) -> tuple[Any, Any]:
    """Compare everything below an address; the JSON document, and what the command makes of it."""

    def fetch(page: str = "") -> Response:
        return client.get(f"{root}{page}", QUERY_STRING=address)

    page, document = fetch(), json.loads(fetch("plan.json").content)
    book = open_workbook(fetch("plan.xlsx").content)
    estimates = [estimate | (estimate["credits"] or {}) for estimate in document["estimates"]]
    compare_csv(read_csv(fetch("plan.csv")), estimates)
    figures = [*FIGURES[:-1], REPLY] if document["scenario"]["goal"] == "replied" else FIGURES
    compare_workbook(read_table(book["Comparison"]), estimates, figures)
    rows: dict[str, dict[str, str]] = {}
    # In the order of the estimates, so those that are opened are others for each question.
    opened = [*dict.fromkeys(estimate["plan"] for estimate in estimates)][:: number_of(3, 1)]
    for plan in opened:
        pressed = urlencode([*read_question(page), ("open", plan)])
        rows |= read_comparison(client.get(root, QUERY_STRING=pressed))
    compare_screen(rows, [one for one in estimates if one["plan"] in opened], figures)
    if on_screen := read_ledger(page):
        ledger = read_csv(fetch("plan.ledger.csv"))
        chosen = compare_months(ledger, on_screen, read_table(book["Ledger"]), estimates)
        compare_calendar(fetch("plan.ics").content, chosen)
        key = f"{chosen['plan']}.{chosen['strategy']}"
        in_full = f"{address}&estimate={key}"
        detail = client.get(f"{root}estimate/", QUERY_STRING=in_full)
        compare_dates(read_facts(detail), read_labels(book["Summary"]), chosen, estimates)
    else:
        assert {fetch(f"plan.{kind}").status_code for kind in ("ledger.csv", "ics")} == {404}
    return document, answer_by_command(fetch("plan.toml").content, folder)


def read_csv(response: Response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def answer_by_command(toml: bytes, folder: Path) -> Any:
    file = folder / "scenario.toml"
    file.write_bytes(toml)
    out = io.StringIO()
    call_command("plan", str(file), format="json", stdout=out)
    return json.loads(out.getvalue())


def compare_csv(rows: list[dict[str, str]], estimates: list[dict[str, Any]]) -> None:
    for row, estimate in zip(rows, estimates, strict=True):
        for name in row.keys() - {"scenario"}:
            value = estimate.get(name)
            said = str(value).lower() if isinstance(value, bool) else str(value)
            assert row[name] == ("" if value is None else said)


def compare_workbook(
    rows: list[dict[str, Any]], estimates: list[dict[str, Any]], figures: Figures
) -> None:
    if not estimates:
        assert [row["Plan"] for row in rows] == ["No plan is compared."]
        return
    for row, estimate in zip(rows, estimates, strict=True):
        for name, head in [(name, head) for name, _, head in figures] + REST:
            as_said = str(estimate.get(name) or "") if name in ("why", "message") else None
            expected = plain(estimate.get(name)) if as_said is None else as_said
            found = of_workbook(name, row[head]) if as_said is None else row[head] or ""
            assert found == expected, (name, head)


def compare_screen(
    rows: dict[str, dict[str, str]], estimates: list[dict[str, Any]], figures: Figures
) -> None:
    """Every row shows an estimate, and every estimate equals a row."""
    by_key = {f"{e['plan']}.{e['strategy']}": e for e in estimates}
    assert rows.keys() <= by_key.keys()
    for key, row in rows.items():
        assert row == show(by_key[key], figures)
    shown = [row for row in rows.values() if row]
    for estimate in estimates:
        assert not estimate["months"] or show(estimate, figures) in shown


def show(estimate: dict[str, Any], figures: Figures) -> dict[str, str]:
    """The texts that the screen shows of an estimate; none of one that cannot be done."""
    if estimate["months"] is None:
        return {}
    said = {}
    for name, label, _ in figures:
        value = estimate[name]
        if label == "Credits" and not estimate["bought"]:
            said[label] = "–"
        elif name in MONEY:
            whole, _, cents = (value or "").partition(".")
            said[label] = f"${int(whole):,}.{cents}" if value else "?"
        else:
            said[label] = f"{value:,}"
    return said


def compare_months(
    rows: list[dict[str, str]],
    on_screen: list[dict[str, str]],
    in_workbook: list[dict[str, Any]],
    estimates: list[dict[str, Any]],
) -> dict[str, Any]:
    """Compare the months and their sums; the estimate that they are of."""
    key = rows[0]["plan"], rows[0]["strategy"]
    [chosen] = [e for e in estimates if (e["plan"], e["strategy"]) == key]
    *in_workbook, sums = in_workbook
    *on_screen, screen_sums = on_screen
    for month, row, cells, texts in zip(
        chosen["schedule"], rows, in_workbook, on_screen, strict=True
    ):
        for name, label, head in LEDGER:
            assert row[name] == ("" if month[name] is None else str(month[name]))
            assert of_workbook(name, cells[head]) == plain(month[name])
            if name != "starts_on":
                assert plain(texts.get(label, "0")) == plain(month[name])
    assert rows[-1]["spent_so_far"] == (chosen["total"] or "")
    assert of_workbook("total", sums["Spent so far"]) == plain(chosen["total"])
    for name, label, head in LEDGER[2:]:
        if name != "sent":
            total = plain(chosen[{"closing": "left", "free": "free_messages"}.get(name, name)])
            assert of_workbook(name, sums[head]) == total
            assert plain(screen_sums.get(label, "0")) == total
    return chosen


def compare_dates(
    on_detail_page: dict[str, str],
    in_summary: dict[str, Any],
    chosen: dict[str, Any],
    estimates: list[dict[str, Any]],
) -> None:
    """The page of an estimate and the workbook's summary state the dates of the document."""
    # The summary has the dates of the cheapest first.
    first = next((e for e in estimates if e["status"] == "ok" and e["total"]), chosen)
    for name, label in DATES:
        on = chosen[name] and date.fromisoformat(chosen[name])
        assert on_detail_page.get(label, "").strip() == (f"{on.day} {on:%b %Y}" if on else "")
        if first["schedule"]:
            assert plain(in_summary.get(label)) == (first[name] or "")


def compare_calendar(content: bytes, chosen: dict[str, Any]) -> None:
    """Each kind of event, day by day, has the ledger's figures."""
    events = read_events(content).values()
    ends = {word: [one for one in events if one.title.startswith(word)] for word in ENDS}
    for word, name in ENDS.items():
        assert bool(ends[word]) == bool(chosen[name])
        for event in ends[word]:
            before = event.on + timedelta(days=1)
            assert f" before {before.day} {before:%b %Y}" in event.title
    if chosen["cancel_before"]:
        last = max(event.on for event in ends["Cancel "]) + timedelta(days=1)
        assert last.isoformat() == chosen["cancel_before"]
        seats = [re.match(r"Cancel ([\d,]+) seats? of ", one.title) for one in ends["Cancel "]]
        told_seats = sum(int(match[1].replace(",", "")) if match else 0 for match in seats)
        assert told_seats in (0, chosen["seats"])
    if chosen["change_before"]:
        first = min(event.on for event in ends["Change "]) + timedelta(days=1)
        assert first.isoformat() == chosen["change_before"]
    for event in events:
        if event.title.startswith("Deadline"):
            assert event.on.isoformat() == chosen["deadline"]
    done_on = date.fromisoformat(chosen["done_on"])
    if ends["Cancel "]:
        told_done = f"Everything can be sent by {done_on.day} {done_on:%b %Y}"
        assert told_done in ends["Cancel "][-1].text
    told: dict[tuple[str, date], str] = {}
    for event in events:
        if charged := re.match(r"(\$[\d,.]+) for ", event.title):
            told["pay", event.on] = plain(charged[1])
            continue
        if not (match := EVENT.fullmatch(event.title)):
            assert re.match(r"(Cancel|Change) .+ before \d|Deadline for", event.title)
            continue
        kind = next(name for word, name in KINDS.items() if word in event.title)
        told[kind, event.on] = match[1].replace(",", "")
        if match[2]:
            told["credit_spend", event.on] = plain(match[2])
        if kind in ("sent", "free"):
            compare_window(event, chosen)
    expected: dict[tuple[str, date], str] = {}
    for row in chosen["schedule"]:
        on = date.fromisoformat(row["starts_on"])
        for name in KINDS.values():
            day = date.fromordinal(on.toordinal() - (name == "expired"))
            if row[name]:
                expected[name, day] = str(row[name])
        if row["bought"] and row["credit_spend"]:
            expected["credit_spend", on] = row["credit_spend"]
        if not row["granted"] and row["subscription_spend"] not in (None, "0.00"):
            expected["pay", on] = row["subscription_spend"]
    assert told == expected


def compare_window(event: Event, chosen: dict[str, Any]) -> None:
    """What is to be sent has an end: the deadline, the next row, or the end of a seat it needs."""
    match = re.match(r"From (\d+ \w+ \d+) to (\d+ \w+ \d+)\.", event.text)
    assert match
    begins, ends = (datetime.strptime(text, "%d %b %Y").date() for text in match.groups())
    assert begins == event.on <= ends
    days = [date.fromisoformat(row["starts_on"]) for row in chosen["schedule"]]
    assert all(ends < day for day in days if day > begins)
    if chosen["status"] == "ok":
        assert ends <= date.fromisoformat(chosen["deadline"])
    for group in chosen["groups"]:
        rows = {row["starts_on"]: row for row in group["schedule"]}
        if (row := rows.get(begins.isoformat())) and row["sent"]:
            assert ends <= date.fromisoformat(group["paid_until"])
