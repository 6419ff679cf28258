"""What messages bring: goals, the page's section, the comparison, files and the command (§9)."""

import json
import re
from decimal import Decimal
from fractions import Fraction
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import assume, given
from hypothesis import strategies as st

from campaigns.presentation.brief import make_brief
from planner.planning.wording import LEADS, dollars
from planner.planning.worth.amounts import to_cents
from tests.campaigns.pages import read_text
from tests.campaigns.queries import TEN_CUSTOMERS, answer_at, fill_in
from tests.examples import examples
from tests.known import known

pytestmark = pytest.mark.usefixtures("price_books")


def address(**changes: str) -> str:
    return f"/?{urlencode(TEN_CUSTOMERS | changes)}"


def test_the_founder_with_ten_customers_gets_an_answer(client: Client) -> None:
    text = read_text(client.get(address()))
    assert "Cheapest single plan within 24 months for 10 customers" in text
    assert "2,000 messages are expected to bring 200 replies, 50 meetings and 10 customers." in text
    assert "They are worth $60,000.00: $56,640.37 are left after the $3,359.63." in text
    assert "It pays if a customer is worth at least $335.97." in text
    assert "It pays as long as a message costs at most $30.00." in text
    assert "A customer $335.96" in text


def test_a_customer_costs_the_same_everywhere_on_the_page(client: Client) -> None:
    # ⌈1,666.7⌉ messages would bring 10.002 customers.
    asked = address(positive_share="60 %", meeting_rate="50 %", value_per_customer="5000")
    text = read_text(client.get(asked))
    total, each = known(re.search(r"are left after the \$([\d,.]+)\.", text))[1], r"\$\d+\.\d\d"
    by_target = dollars(Decimal(total.replace(",", "")) / 10)
    assert "10 customers. They are worth $50,000.00:" in text
    assert f"A customer {by_target}" in text
    assert re.search(rf"Customers 20 % of meetings 10 {re.escape(by_target)}", text)
    least = known(re.search(rf"a customer is worth at least ({each})", text))[1]
    assert 0 <= Decimal(least[1:]) - Decimal(by_target[1:]) <= Decimal("0.01")
    channels = read_text(client.get(asked.replace("/?", "/channels/?")))
    assert by_target in channels


def test_nothing_is_said_of_worth_where_nobody_asks(client: Client) -> None:
    assert "Is it worth it?" not in read_text(client.get("/?reply_rate=10+%25"))


def test_rates_that_were_not_entered_are_assumed_and_named(client: Client) -> None:
    asked = {name: text for name, text in TEN_CUSTOMERS.items() if "rate" not in name}
    text = read_text(client.get(f"/?{urlencode(asked)}"))
    meetings, customers = "Of the positive replies, a meeting 25 %", "Of the meetings, a customer"
    assert f"Assumed, as none was entered: {meetings}, {customers}" in text
    assert "= 10 %, a usual rate" in text
    assert "= 20 %, assumed" in text


def test_a_saved_question_has_the_assumed_rates_written_out() -> None:
    form = fill_in("goal=customers&target=1&reply_rate=10+%25")
    assert "meeting_rate=25+%25&win_rate=20+%25" in form.to_query_string()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"target": "5001"}, "at most 5,000: with these rates they take 1,000,000 messages"),
        ({"win_rate": "0"}, "above 0 where the goal is customers"),
        ({"with_time": "true"}, "dollars an hour, where the time is added"),
        ({"minutes_per_message": "-1"}, "a whole number from 0 to 10,000"),
    ],
)
def test_a_fault_names_its_field_and_what_is_allowed(
    client: Client, changes: dict[str, str], message: str
) -> None:
    response = client.get(address(**changes))
    assert response.status_code == 200
    assert message in read_text(response)


def test_the_comparison_is_in_all_or_for_one_of_each_stage(client: Client) -> None:
    text = read_text(client.get(address(per="meetings")))
    assert "In all A person A reply A meeting A customer" in text
    assert "A meeting, by deadline: each plan’s cheapest way in time" in text
    assert "$67.19" in text
    # A legacy link has "lead" for what the target counts.
    assert "$335.96" in read_text(client.get(address(per="lead")))


@pytest.mark.parametrize(
    ("per", "number"),
    [("contacted", 2_000), ("replied", 200), ("meetings", 50), ("customers", 10), ("lead", 10)],
)
def test_a_cell_is_the_total_for_each_one_that_it_counts(per: str, number: int) -> None:
    decision, answer = answer_at(address(per=per))
    assert answer.matrix
    assert decision.chosen
    assert decision.chosen.total
    [cell] = [cell for row in answer.matrix.rows for cell in row.cells if cell.is_chosen]
    assert cell.text == dollars(to_cents(Fraction(decision.chosen.total) / number))


def test_time_stands_beside_the_cash_until_it_is_added(client: Client) -> None:
    time = {"minutes_per_message": "2", "hour_cost": "50"}
    beside = read_text(client.get(address(**time)))
    assert "Own time: 66.7 hours, $3,333.33 (beside the cost). Add it" in beside
    added = read_text(client.get(address(**time, with_time="true")))
    assert "(added to the cost). Leave it out" in added
    assert "are left after the $6,692.96, time included." in added


def test_the_forecast_names_the_messages_for_nine_cases_in_ten(client: Client) -> None:
    page = client.get(address(trials="1000").replace("/?", "/forecast/?"))
    text = read_text(page)
    sentence = "To be 90 % sure of 10 customers, write to 2,839, not 2,000: these give 54 %."
    assert sentence in text
    link = re.search(r'href="([^"]+)">plan for these', page.content.decode())
    assert link
    decision, _ = answer_at(link[1].replace("&amp;", "&"))
    scenario, cheapest = decision.query.scenario, decision.comparison.cheapest
    assert (scenario.goal, scenario.target) == ("contacted", 2_839)
    assert scenario.reply_rate == Decimal("0.1")
    assert cheapest
    assert cheapest.total
    assert f"They cost {dollars(cheapest.total)}: plan for these" in text


def test_files_have_what_the_page_has(client: Client) -> None:
    document = json.loads(client.get(address().replace("/?", "/plan.json?")).content)
    best = document["estimates"][0]
    assert best["expected_customers"] == "10.00"
    assert (best["cost_per_meeting"], best["cost_per_customer"]) == ("67.19", "335.96")
    assert (best["revenue"], best["money_left"]) == ("60000.00", "56640.37")
    rows = client.get(address().replace("/?", "/plan.csv?")).content.decode("utf-8-sig")
    assert "60000.00,56640.37" in rows.splitlines()[1]


def test_a_shared_decision_says_what_it_brings() -> None:
    decision, _ = answer_at(address())
    assert "10 customers. They are worth $60,000.00" in make_brief(decision).worth
    plain, _ = answer_at("/?target=7")
    assert make_brief(plain).worth == ""


rates = st.integers(1, 100).map("{} %".format)


@examples(16, many=40)
@given(
    asked=st.fixed_dictionaries(
        {
            "goal": st.sampled_from(["contacted", "replied", "positive", "meetings", "customers"]),
            "target": st.integers(1, 30).map(str),
            "reply_rate": rates,
        },
        optional={
            "positive_share": rates,
            "meeting_rate": rates,
            "win_rate": rates,
            "value_per_customer": st.integers(0, 9_000).map(str),
            "minutes_per_message": st.integers(0, 9).map(str),
            "minutes_per_meeting": st.integers(0, 90).map(str),
            "hour_cost": st.integers(0, 90).map(str),
            "with_time": st.sampled_from(["true", "false"]),
        },
    )
)
def test_every_number_of_the_section_follows_from_the_estimate(asked: dict[str, str]) -> None:
    form = fill_in(urlencode({**asked, "plans": "sales-navigator-core", "rules": "2"}))
    assume(form.query)
    decision, answer = answer_at(f"/?{form.to_query_string()}")
    if answer.worth is None or decision.chosen is None:
        return
    estimate, scenario = decision.chosen, decision.chosen.scenario
    share = Fraction(1)
    numbers: dict[str, Fraction] = {}
    costs: dict[str, str] = {}
    for row in answer.worth.stages:
        share *= Fraction(row.rate.partition(" % of ")[0]) / 100 if row.rate else Fraction(1)
        if row.name.lower() == LEADS[scenario.goal][1]:
            # The goal counts as its target, however far the messages are rounded up.
            assert 0 <= scenario.messages * share - scenario.target < share
            share = Fraction(scenario.target, scenario.messages)
            if estimate.total is not None and not scenario.with_time:
                assert row.cost_each == dollars(estimate.total / scenario.target)
        numbers[row.name] = number = scenario.messages * share
        assert abs(Fraction(row.expected.replace(",", "")) - number) <= Fraction(6, 100)
        costs[row.name] = row.cost_each
    minutes = Fraction(scenario.messages * scenario.minutes_per_message)
    minutes += numbers.get("Meetings", 0) * scenario.minutes_per_meeting
    cost = Fraction(estimate.total or 0)
    if scenario.with_time:
        cost += minutes * Fraction(1, 60) * Fraction(scenario.hour_cost or 0)
    for name, number in numbers.items():
        assert costs[name] == dollars(to_cents(cost / number))
    if scenario.value_per_customer is not None and "Customers" in numbers:
        left = numbers["Customers"] * Fraction(scenario.value_per_customer) - cost
        words = "less than the" if left < 0 else "are left after the"
        assert f"{dollars(abs(to_cents(left)))} {words}" in answer.worth.sentence
