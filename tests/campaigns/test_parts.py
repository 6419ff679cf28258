"""The parts of an answer that Jinja2 renders: what they escape, and the table of the months."""

from decimal import Decimal

import pytest
from django.template import Context, Template

from campaigns.presentation.month_table import MonthTable, draw_month_table
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
