"""From names and texts to planning values, and back into an address."""

from dataclasses import FrozenInstanceError, replace
from datetime import date
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from hypothesis import given

from campaigns.decision import decide
from campaigns.exports.document import make_document
from campaigns.forms import MOST_CUSTOM_PLANS
from campaigns.models import Plan, PriceBook
from campaigns.query.books import list_books
from campaigns.query.form import QueryForm, read_query
from campaigns.query.query import Query, is_same_scenario
from tests.campaigns.arbitrary import sensible_queries
from tests.campaigns.factories import PlanFactory, PriceBookFactory
from tests.campaigns.queries import TODAY, Asked, decide_on, fill_in, links_of, make_query
from tests.examples import examples
from tests.known import known

pytestmark = pytest.mark.usefixtures("price_books")
OWN_PLAN = {
    "name": "Our deal",
    "monthly_price": "64.50",
    "monthly_credits": "40",
    "rollover_cap": "120",
    "credit_lifetime_days": "90",
    "purchase_limit": "0",
}


def own_plan(row: int | str, **terms: str) -> dict[str, str]:
    return {f"custom_plans-{row}-{name}": text for name, text in (OWN_PLAN | terms).items()}


def slugs(form: QueryForm) -> list[str]:
    assert form.query
    return [terms.slug for terms in form.query.plans]


def faults(form: QueryForm) -> list[tuple[str, str]]:
    return [(fault.field, fault.given) for fault in form.faults]


def address(asked: Asked = "", /, page: str = "", **changes: str) -> str:
    return links_of(fill_in(asked)).address(page, **changes)


def test_what_is_not_said_takes_its_default() -> None:
    query = make_query()
    assert (query.scenario.target, query.scenario.start_on) == (100, TODAY)
    assert len(query.plans) == 7, "the article's current plans"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("plans=recruiter-lite&plans=premium-career", ["premium-career", "recruiter-lite"]),
        ("plans=executive-25", ["executive-25"]),
        ("plans=&plans=premium-career", ["premium-career"]),
        ("plans=", []),
        ("price_book=linkedin-2026&plans=recruiter-corporate", ["recruiter-corporate"]),
    ],
)
def test_plans_stand_in_the_order_of_their_book(query: str, expected: list[str]) -> None:
    assert slugs(fill_in(query)) == expected


def test_own_plans_follow_in_the_order_of_their_numbers() -> None:
    form = fill_in({"plans": ""} | own_plan(7, name="Seven") | own_plan(99) | own_plan(1, name="1"))
    assert slugs(form) == ["1", "seven", "our-deal"]


def test_a_life_of_credits_is_that_of_every_plan() -> None:
    form = make_query({"credit_lifetime_days": "45"} | own_plan(0))
    assert {terms.credit_lifetime_days for terms in form.plans} == {45}


def test_own_plans_whose_names_have_no_latin_letters_can_be_told_apart() -> None:
    form = fill_in({"plans": ""} | own_plan(0, name="日本") | own_plan(1, name="中国"))
    assert len(set(slugs(form))) == 2


@pytest.mark.parametrize(
    ("terms", "field", "given"),
    [
        ({"name": "Free account"}, "name", "Free account"),
        ({"name": "Deal", "slug": "free-account"}, "slug", "free-account"),
        ({"name": "our DEAL"}, "name", "our DEAL"),
        ({"slug": "our-deal"}, "slug", "our-deal"),
    ],
)
def test_no_two_plans_have_the_same_name(terms: dict[str, str], field: str, given: str) -> None:
    form = fill_in(own_plan(0) | own_plan(1, **terms))
    assert faults(form) == [(f"custom_plans-1-{field}", given)]


def test_an_own_plan_too_many_is_told_not_dropped_in_silence() -> None:
    most = MOST_CUSTOM_PLANS
    enough = {
        key: text for row in range(most) for key, text in own_plan(row, name=f"{row}").items()
    }
    blank = own_plan(most, **dict.fromkeys(OWN_PLAN, ""))
    assert fill_in({"plans": ""} | enough | blank).notices == []
    form = fill_in({"plans": ""} | enough | own_plan(most, name="another"))
    assert slugs(form) == [str(row) for row in range(most)]
    assert form.notices == [f"Only the first {most} plans of your own are compared."]


def test_blank_rows_take_no_place_of_own_plans() -> None:
    blank = {f"custom_plans-{row}-name": "" for row in range(10)}
    assert slugs(fill_in({"plans": ""} | blank | own_plan(10))) == ["our-deal"]


def test_what_a_browser_sends_for_an_empty_own_plan_is_no_plan() -> None:
    # A list of choices always has one that is picked.
    picked = {"custom_plans-0-grant_day": "renewal", "custom_plans-0-grants_on_start": "true"}
    blank = dict.fromkeys([f"custom_plans-0-{name}" for name in OWN_PLAN], "")
    query_form = fill_in(blank | picked)
    assert query_form.faults == []
    assert query_form.custom.forms == []
    assert [form.row for form in query_form.custom.blank] == [0]
    assert query_form.query_items == fill_in({}).query_items


def test_a_further_own_plan_always_has_a_number_that_is_read() -> None:
    form = fill_in({"plans": ""} | own_plan(99))
    further = known(form.custom.next.prefix).removeprefix("custom_plans-")
    answered = fill_in({"plans": ""} | own_plan(99) | own_plan(further, name="Further"))
    assert sorted(slugs(answered)) == ["further", "our-deal"]


@pytest.mark.parametrize("row", ["00", "07", "٣", "100", "-1", ""])
def test_a_number_of_an_own_plan_that_nothing_reads_is_told(row: str) -> None:
    form = fill_in({f"custom_plans-{row}-name": "Mine"})
    assert form.faults == []
    assert f"custom_plans-{row}-name" in form.notices[0]


def test_one_wrong_book_is_one_fault() -> None:
    form = fill_in("price_book=nope&plans=sales-navigator-core")
    assert faults(form) == [("price_book", "nope")]


def test_without_a_default_the_first_book_is_used() -> None:
    PriceBook.objects.update(is_default=False)
    assert fill_in().form.texts["price_book"] == "article"
    assert fill_in().query


def test_without_any_book_the_fault_says_what_to_do() -> None:
    PriceBook.objects.all().delete()
    [fault] = fill_in().faults
    assert (fault.field, fault.given) == ("price_book", "")
    assert "load_price_books" in fault.allowed


def test_a_book_without_plans_has_an_answer() -> None:
    PriceBookFactory.create(slug="bare")
    assert decide_on("price_book=bare").comparison.estimates == ()


def test_a_plan_of_the_longest_name_can_be_given_a_price() -> None:
    name = "x" * known(Plan._meta.get_field("name").max_length)
    plan = PlanFactory.create(name=name, book=PriceBook.objects.get(slug="article"))
    assert slugs(fill_in(own_plan(0, name=f"{plan.name} (your price)")))


def test_the_address_says_what_differs_and_what_time_would_change() -> None:
    assert address() == "/?price_book=article&start_on=2026-12-01&rules=2"
    assert "&plans=&" in address("plans=&by=seats"), "only own plans: not every plan"
    asked = "target=5&seats=best&nope=1&by=seats&budget="
    carried = "/?target=5&price_book=article&start_on=2026-12-01&rules=2&by=seats"
    assert address(asked) == carried
    assert "&seats=1&" in address("target=5&seats=1")
    assert address(asked, by="", target="7").startswith("/?price_book=article")
    assert "target=7" in address(asked, target="7")


def test_views_of_before_are_left_out_without_a_notice() -> None:
    form = fill_in("target=5&base=recruiter-lite.buy_now&sort=-total")
    assert form.notices == []
    assert address("target=5&base=recruiter-lite.buy_now&sort=-total") == address("target=5")


@examples(8, many=100)
@given(sensible_queries)
def test_an_address_gives_the_same_answer_whoever_opens_it_whenever(
    query: dict[str, str | list[str]],
) -> None:
    copied = fill_in(urlsplit(address(query)).query, today=date(2031, 5, 6))
    assert copied.notices == []
    assert copied.query
    assert make_document(decide(copied.query)) == make_document(decide_on(query))
    assert copied.query.display == make_query(query).display
    assert links_of(copied).address() == address(query)


def test_of_two_texts_for_one_value_the_later_one_counts_and_stays() -> None:
    asked = "budget=1.680&target=150&budget=1680"
    assert fill_in(asked).query
    assert (
        address(asked) == "/?target=150&price_book=article&start_on=2026-12-01&budget=1680&rules=2"
    )


def test_a_question_about_a_text_names_both_readings() -> None:
    [fault] = fill_in("reply_rate=1").faults
    assert fault.question == "Do you mean 1 % or 100 %?"
    answered = address("reply_rate=1", reply_rate="100%")
    assert sorted(answered.split("&")) == sorted(address("reply_rate=100%25").split("&"))
    assert make_query("reply_rate=100%25").scenario.reply_rate == 1


def test_an_own_plan_is_filled_from_a_plan_of_the_book() -> None:
    said = {"target": "150", "custom_plans-2-start_from": "recruiter-lite", "fill": "2"}
    form = fill_in(said | {"custom_plans-2-monthly_credits": "7"} | own_plan(0))
    assert form.notices == []
    assert form.query
    plans = form.query.plans
    filled = next(terms for terms in plans if terms.name == "Recruiter Lite (yours)")
    [book_plan] = [terms for terms in plans if terms.name == "Recruiter Lite"]
    assert filled == replace(book_plan, slug=filled.slug, name=filled.name)
    assert "our-deal" in slugs(form)
    assert "fill" not in links_of(form).address()
    assert "start_from" not in links_of(form).address()


def test_a_name_stays_when_its_plan_is_filled_and_no_name_is_given_twice() -> None:
    start = {"custom_plans-0-start_from": "recruiter-lite", "fill": "0"}
    named = make_query(start | {"custom_plans-0-name": "Mine"})
    assert [terms.name for terms in named.custom_plans] == ["Mine"]
    other = own_plan(1, name="Recruiter Lite (yours)")
    names = [terms.name for terms in make_query(start | other).custom_plans]
    assert names == ["Recruiter Lite (yours 2)", "Recruiter Lite (yours)"]


@pytest.mark.parametrize("row", ["00", "٣", "100", "-1", "x", "0-name"])
def test_no_other_button_fills_anything(row: str) -> None:
    form = fill_in({"fill": row, f"custom_plans-{row}-start_from": "recruiter-lite"})
    assert form.filling is None
    assert form.custom.forms == []


def test_to_start_from_a_plan_that_the_book_lacks_is_told() -> None:
    form = fill_in({"fill": "0", "custom_plans-0-start_from": "nope"})
    assert form.query
    assert form.notices == ["“nope” is no plan of this price book."]


def test_choosing_a_plan_to_start_from_asks_nothing_yet() -> None:
    form = fill_in("custom_plans-0-start_from=recruiter-lite")
    assert form.query
    assert form.notices == []
    assert form.custom.forms == []


def test_every_plan_of_a_book_can_be_started_from() -> None:
    for plan in Plan.objects.filter(book__slug="linkedin-2026"):
        form = fill_in(f"price_book=linkedin-2026&fill=0&custom_plans-0-start_from={plan.slug}")
        assert len(form.custom.forms) == 1
        assert [fault.field for fault in form.faults] in (
            [],
            ["custom_plans-0-credit_price"],
        ), "a price that nobody knows is asked for"


def test_reading_gives_a_value_or_the_faults() -> None:
    books = list_books()
    query = read_query(QueryDict("target=7"), today=TODAY, books=books)
    assert isinstance(query, Query)
    assert query.scenario.target == 7
    read = read_query(QueryDict("target=x&seats=0"), today=TODAY, books=books)
    assert isinstance(read, list)
    assert [fault.field for fault in read] == ["target", "seats"]


def test_a_form_with_faults_has_no_value_and_can_be_read_all_the_same() -> None:
    form = fill_in("target=x&by=seats")
    assert form.query is None
    assert [fault.field for fault in form.faults] == ["target"]
    assert form.display.by == "seats"
    assert links_of(form).address().startswith("/?target=x")


def test_a_value_cannot_be_changed() -> None:
    query = make_query("target=7")
    with pytest.raises(TypeError):
        query.values["target"] = 8  # type: ignore[index]
    with pytest.raises(FrozenInstanceError):
        query.plans = ()  # type: ignore[misc]


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("", "target=100&seats=best", True),
        ("", "seats=1", False),
        ("", "rules=1", False),
        ("seats=2", "seats=2&grants_on_start=false", False),
        ("answers_come=next&sends_on=every_day", "seat_daily_limit=", True),
        ("reply_rate=10%25", "reply_rate=0.10", True),
        ("budget=1680", "budget=1,680.00", True),
        ("by=seats", "estimate=recruiter-lite.buy_now&forecast=yes", True),
        ("open=recruiter-lite&per=lead", "base=recruiter-lite.buy_now&sort=total", True),
        (
            "strategies=buy_now&strategies=accumulate",
            "strategies=accumulate&strategies=buy_now",
            True,
        ),
        (own_plan(0), own_plan(3), True),
        ("", "target=101", False),
        ("", "plans=", False),
        ("", "price_book=linkedin-2026", False),
        ("", "seed=7", False),
        ("max_seats=3", "max_seats=4", False),
        (own_plan(0), own_plan(0, monthly_credits="41"), False),
    ],
)
def test_scenarios_are_compared_as_values(one: Asked, other: Asked, is_same: bool) -> None:
    assert is_same_scenario(make_query(one), make_query(other)) == is_same
    assert fill_in(one).is_same_as(fill_in(other)) == is_same


def test_with_faults_the_texts_are_compared() -> None:
    assert fill_in("target=x").is_same_as(fill_in("target=x&by=seats"))
    assert not fill_in("target=x").is_same_as(fill_in("target=y"))
    assert not fill_in("target=x").is_same_as(fill_in(""))


@examples(25, many=100)
@given(sensible_queries)
def test_what_is_saved_asks_the_same_whatever_the_defaults_become(
    asked: dict[str, str | list[str]],
) -> None:
    query = make_query(asked)
    saved = query.to_query_string(query.display)
    later = make_query(saved, today=date(2031, 5, 6))
    assert is_same_scenario(query, later)
    assert later.to_query_string(later.display) == saved
