"""The mix of plans among the ways: looked for after the answer, shown where it costs less."""

import html
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import example, given

from campaigns.computing_budget import UNASKED, ComputingBudget
from campaigns.decision import decide
from campaigns.presentation.mix_way import PAGE, draw_mix_way, draw_no_mix
from campaigns.rate_limits import Network
from campaigns.studies import mixes, time_budget
from campaigns.studies.mixes import study_mix
from planner.planning.estimate import make_estimate
from planner.planning.wording import dollars
from tests.campaigns.arbitrary import compared_queries, queries_with_audiences
from tests.campaigns.factories import save_shared_campaign
from tests.campaigns.mix_ways import THREE_AUDIENCES, TWO_MONTHS, WITH_A_HELD_SEAT
from tests.campaigns.pages import Response, read_markup, read_text, read_verdict
from tests.campaigns.queries import answer_at, fill_in, make_query
from tests.examples import examples
from tests.known import known

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("price_books")]

# Three seats of one plan, of which one is paid for as long as it is of use.
ENDING_APART = {
    "goal": "meetings",
    "target": "40",
    "price_book": "article",
    "start_on": "2026-11-28",
    "plans": "sales-navigator-core",
    "rules": "2",
}
HTMX = {"HX-Request": "true"}
NO_CHIP = re.compile(
    r'<a href="([^"]+)" hx-boost="false"><span>((?:No|A mix saves) [^<]+)</span></a>'
)
CHIP = re.compile(
    r'<a href="([^"]+)" hx-boost="false"><span>(.+?)</span> <b>(.+?) \((.+?)\)</b></a>'
)


def ask(client: Client, query: dict[str, Any], *, root: str = "/") -> Response:
    """What htmx gets of the way below a root."""
    return client.get(f"{root}{PAGE}", query, headers=HTMX)


def read_chip(response: Response) -> tuple[str, str, str, str]:
    """The address of a chip, its name, its total, what it costs less."""
    found = CHIP.search(html.unescape(read_markup(response)))
    assert found, response.content
    address, name, total, less = found.groups()
    return address, name, total, less


def amount(text: str) -> Decimal:
    return Decimal(re.sub(r"[^\d.]", "", text))


@pytest.mark.parametrize(
    ("query", "title", "chip"),
    [
        (
            WITH_A_HELD_SEAT,
            "Cheapest single plan by 17 Jan 2027 for 70 people $239.98",
            ("Mix: 1 Recruiter Lite + 1 Sales Navigator Core", "$119.99", "−$119.99"),
        ),
        (
            TWO_MONTHS,
            "Cheapest single plan within 2 months for 55 people $239.96",
            ("Mix: 1 Premium Career + 1 Sales Navigator Core", "$149.98", "−$89.98"),
        ),
        (
            ENDING_APART,
            "Cheapest single plan within 12 months for 40 meetings $2,879.64",
            ("3 Sales Navigator Core, not all to the end", "$2,489.71", "−$389.93"),
        ),
    ],
    ids=["a held seat of another plan", "two months", "seats of one plan"],
)
def test_a_cheaper_mix_is_named_beside_the_cheapest_single_plan(
    client: Client, query: dict[str, str], title: str, chip: tuple[str, ...]
) -> None:
    page = client.get("/", query)
    assert title in read_verdict(page)
    address, *said = read_chip(ask(client, query))
    assert tuple(said) == chip
    # Its press leads to the study, whose mix costs the same.
    path, _, anchor = address.partition("#")
    assert anchor == "mix"
    assert 'id="mix"' in read_markup(client.get(path))
    study = client.get(path.replace("/?", "/mix/?"), headers=HTMX)
    assert f"cost {chip[1]}" in read_text(study)


def test_the_way_is_looked_for_once_the_answer_is_shown(client: Client) -> None:
    page = html.unescape(client.get("/", TWO_MONTHS).content.decode())
    [place] = re.findall(r'<li\s+class="of-mix".+?</li>', page, re.DOTALL)
    assert f'hx-get="/{PAGE}?' in place
    assert 'hx-trigger="load delay:600ms"' in place
    # An aborted request is an error in the console; it waits for the budget, or for a study.
    assert 'hx-sync="#best:queue all"' in place
    asked = client.get("/", TWO_MONTHS | {"max_seats": "3"}).content.decode()
    [place] = re.findall(r'<li\s+class="of-mix".+?</li>', asked, re.DOTALL)
    assert 'hx-sync="#main:queue all"' in place


def test_what_costs_nothing_has_no_cheaper_mix(client: Client) -> None:
    free = TWO_MONTHS | {"open_profile_share": "100 %"}
    assert 'id="mix-way"' not in client.get("/", free).content.decode()
    assert ask(client, free).status_code == 204


def test_where_no_mix_is_cheaper_its_place_says_so(client: Client) -> None:
    """The place keeps its name, asks nothing further, and leads to the study that proves it."""
    query = TWO_MONTHS | {"target": "50", "deadline_months": "12"}
    page = read_markup(ask(client, query))
    [(address, name)] = NO_CHIP.findall(html.unescape(page))
    assert name == "No mix of up to 5 seats is cheaper"
    assert 'id="mix-way"' in page
    assert "hx-get" not in page
    path, _, anchor = address.partition("#")
    assert anchor == "mix"
    study = read_text(client.get(path.replace("/?", "/mix/?"), headers=HTMX))
    assert "Proven: no mix costs less." in study


@pytest.mark.parametrize(
    ("status", "below", "name"),
    [
        ("feasible", "0.00", "No mix of up to 5 seats is cheaper"),
        ("feasible", "0.01", "No cheaper mix of up to 5 seats found"),
        ("unknown", "", "No cheaper mix of up to 5 seats found"),
        ("infeasible", "", "No mix of up to 5 seats is cheaper"),
    ],
)
def test_what_is_not_proven_is_not_found(status: Any, below: str, name: str) -> None:
    """`below` is how far the proof's bound is below the cheapest total."""
    query = make_query(TWO_MONTHS | {"target": "50", "deadline_months": "12"})
    decision, study = decide(query), study_mix(query)
    total = known(known(decision.comparison.cheapest).total)
    bound = total - Decimal(below) if below else None
    mix = replace(study.mix, status=status, bound=bound, max_seats=5)
    way = known(draw_no_mix(decision, study._replace(mix=mix), "/"))
    assert (way.name, way.money) == (name, "")


def test_with_a_number_of_seats_the_mix_has_no_more(client: Client) -> None:
    address, *_ = read_chip(ask(client, TWO_MONTHS | {"seats": "2"}))
    assert "max_seats=2#" in address
    page = read_text(ask(client, TWO_MONTHS | {"seats": "1", "target": "30"}))
    assert page == "No mix of up to 1 seat is cheaper"


def test_where_nothing_is_in_time_there_is_no_chip(client: Client) -> None:
    late = TWO_MONTHS | {"seats": "1", "target": "900"}
    assert 'id="mix-way"' not in client.get("/", late).content.decode()
    assert ask(client, late).status_code == 204


def test_faults_have_no_chip(client: Client) -> None:
    assert ask(client, TWO_MONTHS | {"target": "many"}).status_code == 204


def test_its_address_opened_by_hand_leads_to_the_answer(client: Client) -> None:
    response = client.get(f"/{PAGE}", TWO_MONTHS)
    assert response.status_code == 302
    assert response["Location"].startswith("/?target=55&")


def test_without_time_there_is_no_chip_and_nothing_is_claimed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Another client's mix is being solved: the page does not wait for it. No other test has asked
    # for this one, which may be cached.
    new = TWO_MONTHS | {"start_on": "2027-03-01"}
    with mixes._turn:
        assert ask(client, new).status_code == 204
    assert ask(client, new).status_code == 200
    monkeypatch.setattr(time_budget, "SECONDS", -1)
    response = ask(client, TWO_MONTHS)
    assert response.status_code in (200, 204)
    assert "proven" not in response.content.decode()


def test_it_stands_below_every_root(client: Client) -> None:
    campaign = save_shared_campaign(urlencode(TWO_MONTHS))
    for root in (f"/campaigns/{campaign.edit_token}/", f"/c/{campaign.share_token}/"):
        address, *_ = read_chip(ask(client, TWO_MONTHS, root=root))
        assert address.startswith(f"{root}?")


def is_title_true(address: str) -> None:
    """No estimate in time costs less than one that is called the cheapest single plan."""
    decision, answer = answer_at(address)
    comparison, verdict = decision.comparison, answer.verdict
    if verdict is None or not verdict.title.startswith("Cheapest single plan"):
        return
    total = known(verdict.estimate.total)
    totals = [one.total for one in comparison.estimates if one.status == "ok"]
    totals += [point.option.total for point in comparison.frontier if point.option]
    assert total == min(one for one in totals if one is not None)


def is_none_cheaper(address: str, name: str, cheapest: Decimal) -> None:
    """The study at the address has no mix that costs less, and a proof but for "found"."""
    mix = study_mix(make_query(address.partition("?")[2].partition("#")[0])).mix
    assert f"of up to {mix.max_seats} seat" in name
    assert mix.total is None or amount(dollars(mix.total)) >= amount(dollars(cheapest))
    if "found" not in name:
        least = mix.total if mix.status == "optimal" else mix.bound
        assert mix.status == "infeasible" or known(least) >= cheapest - Decimal("0.01")


@examples(5, many=60)
@given(compared_queries | queries_with_audiences)
@example(WITH_A_HELD_SEAT)
@example(TWO_MONTHS)
@example(THREE_AUDIENCES)
@example(TWO_MONTHS | {"seats": "2"})
@example(TWO_MONTHS | {"strategies": ["buy_now"]})
@example(TWO_MONTHS | {"max_seats": "2", "rules": "1"})
def test_the_title_and_the_chip_are_true(query: dict[str, Any]) -> None:
    asked = urlencode(query, doseq=True)
    is_title_true(f"/?{asked}")
    decision, _ = answer_at(f"/?{asked}")
    response = ask(Client(), dict(fill_in(asked).query_items) | query)
    if response.status_code == 204:
        return
    cheapest = known(known(decision.comparison.cheapest).total)
    if none := NO_CHIP.search(html.unescape(read_markup(response))):
        is_none_cheaper(none[1], none[2], cheapest)
        return
    address, _, total, less = read_chip(response)
    # The study at the address, out of the cache: the same mix, and no single plan is as cheap.
    study = study_mix(make_query(address.partition("?")[2].partition("#")[0]))
    assert total == dollars(known(study.mix.total))
    assert amount(total) < amount(dollars(cheapest))
    assert amount(less) == amount(dollars(cheapest)) - amount(total)
    single = study.best_single
    assert single is None or amount(total) < amount(dollars(known(single.total)))


def test_a_mix_that_is_cheaper_by_less_than_a_cent_has_no_chip() -> None:
    """A single plan at 4 × $37.496 is shown at the mix's $149.98."""
    query = make_query(TWO_MONTHS | {"max_seats": "3"})
    decision, mixes = decide(query), study_mix(query)
    cheapest = known(decision.comparison.cheapest)
    for price, is_cheaper in (("37.496", False), ("37.4985", True)):
        terms = replace(cheapest.terms, monthly_price=Decimal(price), annual_price=None)
        single = make_estimate(terms, cheapest.scenario, cheapest.strategy)
        assert known(single.total) == 4 * Decimal(price) > known(mixes.mix.total)
        way = draw_mix_way(decision, mixes._replace(best_single=single), "/")
        assert (way is not None) is is_cheaper


def test_a_mix_that_saves_less_than_a_dollar_is_no_way(client: Client) -> None:
    """The mix costs $1,079.90, the cheapest single plan $1,079.91."""
    query = TWO_MONTHS | {"goal": "replied", "target": "45", "reply_rate": "10 %"}
    query |= {"start_on": "2026-12-01", "deadline_months": "6 weeks"}
    page = read_markup(ask(client, query))
    [(address, name)] = NO_CHIP.findall(html.unescape(page))
    assert name == "A mix saves only $0.01"
    assert address.endswith("#mix")
    found = study_mix(make_query(query | {"max_seats": "5"}))
    assert known(found.mix.total) == Decimal("1079.90")


def test_what_a_page_asks_by_itself_leaves_time_and_a_place_to_what_is_asked() -> None:
    now = 0.0
    budget = ComputingBudget(seconds=10, at_once=2, clock=lambda: now)
    client = [Network("client", 1)]
    assert budget.enter(client) == 0
    assert budget.enter(client, is_unasked=True) == 1, "the last place is for what is asked"
    budget.leave(client, used=10 * (1 - UNASKED))
    wait = budget.enter(client, is_unasked=True)
    assert wait == 1, "half of the seconds, too"
    assert budget.enter(client) == 0
    budget.leave(client, used=1)
    now = 60.0
    assert budget.enter(client, is_unasked=True) == 0


def test_where_a_client_has_one_place_the_page_may_use_it() -> None:
    budget = ComputingBudget(seconds=10, at_once=1, clock=lambda: 0.0)
    client = [Network("client", 1)]
    assert budget.enter(client, is_unasked=True) == 0
    assert budget.enter(client, is_unasked=True) == 1
    budget.leave(client, used=0)
    assert budget.enter(client) == 0
    assert budget.enter(client, is_unasked=True) == 1
