"""The parts of an answer that Jinja2 renders: what they escape, and the table of the months."""

from decimal import Decimal

import pytest
from django.forms.renderers import get_default_renderer
from django.template import Context, Template
from django.test import Client
from pytest_django.fixtures import Settings

from campaigns.presentation.month_table import MonthTable, draw_month_table
from planner.form_rendering import FieldRenderer
from tests.campaigns.queries import answer_at
from tests.known import known

WRITTEN = "<b>\"'&"


def render(template: str, **values: object) -> str:
    return Template("{% load parts %}" + template).render(Context(values))


def test_a_part_escapes_what_it_is_given() -> None:
    table = MonthTable(heads=(WRITTEN,), rows=((WRITTEN, WRITTEN),), totals=("All", WRITTEN))
    html = render('{% part "planner/month_table.jinja" table=table %}', table=table)
    assert html.count("&lt;b&gt;&#34;&#39;&amp;") == 4
    assert WRITTEN not in html
    assert html.endswith("</table>\n")


def test_a_part_sees_what_it_is_given_alone() -> None:
    assert render('{% part "planner/exports.jinja" %}', exports=["a file"]).strip() == ""


@pytest.fixture
def debug(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """DEBUG, with an engine of Jinja2's that is made under it."""
    settings.DEBUG = True
    monkeypatch.setattr(get_default_renderer(), "engine", FieldRenderer().engine)


@pytest.mark.usefixtures("debug", "price_books")
@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/?target=40&goal=meetings&price_book=article&reply_rate=x",
        "/?target=0.5",
        "/estimate/?estimate=premium-career.buy_now",
        "/mix/?max_seats=3",
        "/sensitivity/",
        "/channels/",
        "/prices/article/",
        "/how-it-works/",
        "/campaigns/",
        "/campaigns/new/?target=40",
    ],
)
def test_no_page_shows_a_tag_of_its_template(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    assert [tag for tag in ("{{", "{%", "{#") if tag in page] == []
    assert "<main" in page


def test_hidden_inputs_escape_names_and_texts() -> None:
    assert render("{% hidden_inputs items %}", items=[("a", WRITTEN), ("<", "")]) == (
        '<input type="hidden" name="a" value="&lt;b&gt;&quot;&#x27;&amp;">'
        '<input type="hidden" name="&lt;" value="">'
    )


@pytest.mark.usefixtures("price_books")
def test_the_months_of_an_answer_add_up() -> None:
    address = "?price_book=article&target=900&seats=2&plans=sales-navigator-professional&rules=2"
    decision, answer = answer_at(f"{address}&start_on=2026-12-01&deadline_months=4")
    table = known(known(answer.chosen_row).month_table)
    assert table.heads == (
        "Month", "From", "Opening", "Granted", "Bought", "Sent", "Closing",
        "Subscription", "Credits",
    )  # fmt: skip
    chosen = known(decision.chosen)
    for head, row_of in (("Sent", "sent"), ("Granted", "granted"), ("Bought", "bought")):
        place = table.heads.index(head)
        numbers = [int(row[place].replace(",", "")) for row in table.rows]
        assert numbers == [getattr(row.ledger, row_of) for row in chosen.schedule]
        assert sum(numbers) == int(table.totals[place].replace(",", ""))
    spent = [text for row in table.rows for text in row[-2:]]
    assert sum(Decimal(text.strip("$").replace(",", "")) for text in spent) == chosen.total


@pytest.mark.usefixtures("price_books")
def test_where_nothing_is_sent_there_is_no_table() -> None:
    decision, _ = answer_at("?price_book=article&plans=free-account&start_on=2026-12-01&rules=2")
    assert draw_month_table(known(decision.chosen)) is None
