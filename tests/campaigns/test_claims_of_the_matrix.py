"""The comparison of plans is true: every amount, the least ones, the rows folded away."""

import re
from collections import Counter
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st

from campaigns.decision import Decision, decide
from campaigns.exports.document import make_document
from campaigns.presentation.answer import Answer
from campaigns.presentation.columns import CONDITIONS
from campaigns.presentation.matrix import Matrix, PlanRow
from campaigns.query.choices import CONDITIONS as CHOICES
from campaigns.query.choices import follow_choice
from planner.planning.comparison import compare
from planner.planning.estimate import Estimate
from planner.planning.scenario import Scenario
from planner.planning.strategies import STRATEGIES
from planner.planning.terms import Terms
from planner.planning.wording import dollars
from tests.campaigns.arbitrary import compared_queries
from tests.campaigns.pages import read_markup
from tests.campaigns.queries import answer_at, fill_in, links_of, make_query
from tests.examples import examples
from tests.known import known

pytestmark = pytest.mark.usefixtures("price_books")

conditions = st.sampled_from([*CONDITIONS])
COUNTED = re.compile(r"(?P<count>\d+) (?P<kind>without InMail|without a known price|too late)")


def show(query: dict[str, Any], **more: str) -> tuple[Decision, Answer]:
    # Without a budget, which takes most of the time and changes no cell.
    return answer_at(f"?{urlencode(query | {'budget': ''} | more, doseq=True)}")


def has_plans(query: dict[str, Any]) -> bool:
    """Whether a plan is compared."""
    return any(query.get("plans", ["all"])) or "custom_plans-3-name" in query


queries = compared_queries.filter(has_plans)


def carried(query: dict[str, Any]) -> list[tuple[str, str]]:
    """What the form of the comparison carries."""
    return [*links_of(fill_in(query)).query_items]


def press(query: dict[str, Any], choice: str) -> QueryDict:
    """What the planner reads where a button of the comparison is pressed."""
    return follow_choice(QueryDict(urlencode([*carried(query), ("choose", choice)])))


def every_row(matrix: Matrix) -> list[PlanRow]:
    return [*matrix.rows, *(row for fold in matrix.folds for row in fold.rows)]


def cheapest_of(terms: Terms, scenario: Scenario) -> Estimate | None:
    """A plan's cheapest way in time at a known price, by the comparison of that plan alone."""
    return compare(replace(scenario, budget=None), [terms], ["cheapest"]).cheapest


@examples(5, many=25)
@given(queries, conditions, st.sampled_from(["", "lead"]))
@example({"start_on": "2026-12-01", "deadline_on": "2027-02-10", "target": "200"}, "deadline", "")
@example({"deadline_months": "60", "target": "90"}, "deadline", "lead")
@example({"track_record_sent": "35", "track_record_replied": "4"}, "answers", "")
@example({"goal": "replied", "reply_rate": "0.2", "target": "30"}, "answers", "lead")
@example({"max_seats": "4", "seats": "3"}, "seats", "")
@example({"open_profile_share": "100 %"}, "seats", "")
@example({"rules": "1", "opening_balance": "40", "seats": "1", "target": "60"}, "seats", "")
def test_every_amount_is_the_plans_cheapest_under_its_column(
    query: dict[str, Any], by: str, per: str
) -> None:
    query |= {"by": by, "per": per}
    matrix = known(show(query)[1].matrix)
    rows = every_row(matrix)
    assert len({head.name for head in matrix.heads}) == len(matrix.heads)
    for place, head in enumerate(matrix.heads):
        # The scenario as the head's button asks for it.
        asked = make_query(press(query, head.choice).urlencode())
        least = [cheapest_of(row.terms, asked.scenario) for row in rows]
        totals = [None if one is None else known(one.total) for one in least]
        smallest = min((total for total in totals if total is not None), default=None)
        for row, total in zip(rows, totals, strict=True):
            cell = row.cells[place]
            share = total and total / (asked.scenario.target if per == "lead" else 1)
            assert cell.text == ("" if share is None else dollars(share)), (row.terms.slug, head)
            assert cell.is_least == (total is not None and total == smallest)
            assert cell.is_current == head.is_current


@examples(8, many=30)
@given(queries, conditions)
def test_one_column_is_the_question_itself(query: dict[str, Any], by: str) -> None:
    decision, answer = show(query, by=by)
    matrix = known(answer.matrix)
    [current] = [head for head in matrix.heads if head.is_current]
    asked = make_query(press(query | {"by": by}, current.choice).urlencode())
    assert replace(asked.scenario, budget=None) == decision.query.scenario
    assert len(matrix.heads) <= 9
    for cell in (cell for row in every_row(matrix) for cell in row.cells if cell.is_chosen):
        assert cell.is_current
        chosen, is_per_lead = known(decision.chosen), decision.query.display.per == "lead"
        assert cell.text == dollars(known(chosen.cost_per_lead if is_per_lead else chosen.total))


@examples(10, many=30)
@given(queries, conditions)
@example({"strategies": ["accumulate"], "plans": "sales-navigator-professional"}, "deadline")
def test_rows_stand_in_the_order_of_the_current_column(query: dict[str, Any], by: str) -> None:
    decision, answer = show(query, by=by)
    matrix = known(answer.matrix)
    scenario = decision.query.scenario
    ways = [cheapest_of(row.terms, scenario) for row in matrix.rows]
    totals = [known(known(way).total) for way in ways]
    assert totals == sorted(totals)
    for row, way in zip(matrix.rows, ways, strict=True):
        seats = known(way).seats
        assert re.fullmatch(rf"{seats:,} seats?(, price .+)?", row.note), row


@examples(5, many=25)
@given(queries, conditions, st.data())
@example({"strategies": ["buy_now"], "seats": "1"}, "seats", None)
@example({"strategies": ["", "accumulate"], "target": "300"}, "answers", None)
def test_pressing_an_amount_shows_its_total(
    client: Client, query: dict[str, Any], by: str, data: st.DataObject | None
) -> None:
    query |= {"by": by}
    matrix = known(show(query)[1].matrix)
    cells = [
        (place, row.terms, cell)
        for row in every_row(matrix)
        for place, cell in enumerate(row.cells)
        if cell.text
    ]
    assert not any(cell.choice for row in every_row(matrix) for cell in row.cells if not cell.text)
    if not cells:
        return
    place, terms, cell = data.draw(st.sampled_from(cells)) if data else cells[-1]
    pressed = urlencode([*carried(query), ("choose", cell.choice)])
    response = client.get("/", QUERY_STRING=pressed)
    assert response.status_code == 302
    address = response.headers["Location"]
    assert "choose" not in address
    decision, there = answer_at(address)
    verdict = known(there.verdict)
    shown = verdict.estimate
    is_per_lead = decision.query.display.per == "lead"
    assert shown.terms == terms
    assert dollars(known(shown.cost_per_lead if is_per_lead else shown.total)) == cell.text
    assert verdict.estimate.status == "ok"
    [current] = [head.name for head in known(there.matrix).heads if head.is_current]
    assert current == matrix.heads[place].name
    [here] = [
        cell
        for row in every_row(known(there.matrix))
        for cell in row.cells
        if row.is_chosen and cell.is_current
    ]
    assert here.is_chosen
    assert here.text == cell.text
    fragment = client.get("/", QUERY_STRING=pressed, headers={"HX-Request": "true"})
    assert fragment.headers["HX-Push-Url"] == address


@examples(10, many=30)
@given(queries, conditions)
@example({"plans": ["free-account", "sales-navigator-team", "premium-career"]}, "deadline")
@example(
    {
        "plans": "sales-navigator-team",
        "strategies": "as_granted",
        "seats": "1",
        "deadline_months": "1",
    },
    "seats",
)
@example(
    {"target": "500", "deadline_months": "1", "seats": "1", "plans": ["executive-25"]}, "seats"
)
def test_every_plan_is_in_one_row_and_folded_for_what_is_so(query: dict[str, Any], by: str) -> None:
    decision, answer = show(query, by=by)
    matrix = known(answer.matrix)
    compared = Counter(terms.slug for terms in decision.query.plans)
    assert Counter(row.terms.slug for row in every_row(matrix)) == compared
    scenario = replace(decision.query.scenario, budget=None)
    for fold in matrix.folds:
        said = COUNTED.fullmatch(fold.title)
        assert said, fold.title
        assert int(said["count"]) == len(fold.rows)
        for row in fold.rows:
            estimates = compare(scenario, [row.terms], STRATEGIES).estimates
            in_time = [one for one in estimates if one.status == "ok"]
            assert not any(one.price_known for one in in_time)
            has_inmail = bool(row.terms.monthly_credits) or row.terms.sells_credits
            match said["kind"]:
                case "without InMail":
                    assert not has_inmail
                case "without a known price":
                    assert in_time
                case _:
                    assert has_inmail
                    assert not in_time


@examples(5, many=25)
@given(queries, st.text(max_size=20) | conditions, st.text(max_size=8) | st.just("lead"))
def test_what_is_shown_changes_no_figure(query: dict[str, Any], by: str, per: str) -> None:
    plain = {name: text for name, text in query.items() if name not in ("open", "by", "per")}
    before, answer = show(plain)
    for slug in (before.query.plans[0].slug, "nope", by):
        after, shown = show(plain, by=by, per=per, open=slug)
        assert make_document(after) == make_document(before)
        assert shown.headline == answer.headline
        one, other = known(shown.verdict), known(answer.verdict)
        assert (one.title, one.judgement, one.timeline) == (
            other.title,
            other.judgement,
            other.timeline,
        )
        rows = {row.terms.slug: row for row in every_row(known(shown.matrix))}
        for row in every_row(known(answer.matrix)):
            [expected] = [cell for cell in row.cells if cell.is_current]
            [found] = [cell for cell in rows[row.terms.slug].cells if cell.is_current]
            assert (expected.is_least, expected.text == "") == (found.is_least, found.text == "")
            assert per == "lead" or found.text == expected.text
        opened = [row.terms.slug for row in rows.values() if row.is_open]
        assert opened == [slug] * (slug in rows)
        assert all(bool(row.ways) == row.is_open for row in rows.values())


@examples(15, many=25)
@given(queries)
def test_an_open_row_has_every_way_of_its_plan(query: dict[str, Any]) -> None:
    decision = show(query)[0]
    for terms in decision.query.plans[:2]:
        matrix = known(show(query, open=terms.slug)[1].matrix)
        [row] = [row for row in every_row(matrix) if row.is_open]
        ways = [estimate.strategy for way in row.ways for estimate in way.estimates]
        assert Counter(ways) == Counter(decision.query.strategies)
        assert {way.estimate.terms for way in row.ways} == {terms}
        folded = [fold for fold in matrix.folds if row in fold.rows]
        assert all(fold.is_open for fold in folded)


def is_a_choice(text: str) -> bool:
    plan, bar, condition = text.partition("|")
    name, equals, value = condition.partition("=")
    is_plan = len(plan) <= 80 and all(c.isalnum() or c in "_-" for c in plan)
    is_condition = name in CHOICES and bool(equals) and 1 <= len(value) <= 20
    return is_plan and (not bar or (is_condition and not {"=", "|"} & {*value}))


choices = st.text(max_size=30) | st.builds(
    "{}|{}={}".format,
    st.sampled_from(["", "recruiter-lite", "nope", "a b"]) | st.text(max_size=5),
    st.sampled_from([*CHOICES, "target", "start_on", "choose", ""]),
    st.sampled_from(["3", "best", "0.1", "", "x", "999", "\x00", "=", "|", "1" * 21])
    | st.text(max_size=5),
)


@examples(30, many=60)
@given(choices, st.sampled_from([{}, {"HX-Request": "true"}]))
@example("recruiter-lite|target=5", {})
@example("|deadline_months=999", {})
@example("recruiter-lite|deadline_months=3|seats=2", {})
@example("²", {})
def test_any_choice_is_answered_and_one_that_is_none_changes_nothing(
    client: Client, choice: str, headers: dict[str, str]
) -> None:
    asked = "target=120&seats=2&start_on=2026-12-01&price_book=article"
    asked += "&estimate=recruiter-lite.buy_now"
    choosing = f"{asked}&{urlencode({'choose': choice}, errors='surrogatepass')}"
    response = client.get("/", QUERY_STRING=choosing, headers=headers)
    if headers:
        assert response.status_code == 200
        address = response.headers["HX-Push-Url"]
    else:
        assert response.status_code == 302
        address = response.headers["Location"]
    assert client.get(address).status_code == 200
    if not is_a_choice(choice):
        assert address == client.get(f"/?{asked}", headers={"HX-Request": "true"})["HX-Push-Url"]


@pytest.mark.parametrize(
    ("choice", "field"), [("|deadline_months=999", "deadline_months"), ("|seats=x", "seats")]
)
def test_a_choice_that_cannot_be_is_told_as_any_mistake(
    client: Client, choice: str, field: str
) -> None:
    response = client.get("/", {"target": "120", "choose": choice}, follow=True)
    assert f'id="error-{field}">Please enter' in read_markup(response)


def test_a_choice_takes_the_place_of_what_the_condition_was(client: Client) -> None:
    asked = {"start_on": "2026-12-01", "deadline_on": "2027-02-10"}
    asked |= {"estimate": "premium-career.buy_now"}
    asked |= {"track_record_sent": "35", "track_record_replied": "4"}
    sooner = client.get("/", asked | {"choose": "|deadline_months=3"})["Location"]
    scenario = make_query(urlsplit(sooner).query).scenario
    assert (scenario.deadline_on, scenario.deadline_months) == (None, 3)
    assert "estimate" not in sooner
    rate = client.get("/", asked | {"choose": "recruiter-lite|reply_rate=0.2"})["Location"]
    assert str(make_query(urlsplit(rate).query).scenario.reply_rate) == "0.2"
    assert "track_record" not in rate
    assert "estimate=recruiter-lite.cheapest" in rate


def test_a_choice_without_a_plan_compares_what_was_compared() -> None:
    pressed = press({"strategies": ["buy_now"]}, "|seats=2")
    assert pressed.getlist("strategies") == ["buy_now"]
    pressed = press({"strategies": ["buy_now"]}, "recruiter-lite|seats=2")
    assert pressed.getlist("strategies") == ["buy_now", "cheapest"]
    assert decide(make_query(pressed.urlencode())).is_picked


@pytest.mark.parametrize(
    ("changes", "limit", "has_link"),
    [
        ({}, "", False),
        ({"max_seats": "6"}, "With at most 6 seats of a plan.", True),
        ({"max_seats": "1"}, "With at most 1 seat of a plan.", True),
        ({"senders": "2"}, "With at most 2 seats of a plan.", False),
        ({"seats": "2", "max_seats": "6"}, "", True),
    ],
)
def test_the_most_seats_are_named_where_totals_depend_on_them(
    changes: dict[str, str], limit: str, has_link: bool
) -> None:
    """A look at the best mix enters a number, which then counts for every total."""
    asked = {"target": "1600", "reply_rate": "10 %", "rules": "2"} | changes
    matrix = known(show(asked)[1].matrix)
    assert matrix.limit == limit
    assert bool(matrix.unlimited) is has_link
    assert "max_seats" not in matrix.unlimited
    if limit:
        most = int(limit.split()[3])
        ways = (cheapest_of(row.terms, make_query(asked).scenario) for row in matrix.rows)
        assert all(known(way).seats <= most for way in ways)
