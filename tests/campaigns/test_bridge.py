"""From names and texts to planning values, and back into an address."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from hypothesis import given

from campaigns.bridge import Question
from campaigns.exports.document import make_document
from campaigns.forms import MOST_CUSTOM_PLANS
from campaigns.models import Plan, PriceBook
from tests.campaigns.arbitrary import sensible_queries
from tests.campaigns.factories import PlanFactory, PriceBookFactory
from tests.known import known

pytestmark = pytest.mark.usefixtures("price_books")
TODAY = date(2026, 12, 1)
OWN_PLAN = {
    "name": "Our deal",
    "monthly_price": "64.50",
    "monthly_credits": "40",
    "rollover_cap": "120",
    "credit_lifetime_days": "90",
    "purchase_limit": "0",
}


def ask(query: str | Mapping[str, str | list[str]] = "", *, today: date = TODAY) -> Question:
    if isinstance(query, str):
        return Question(QueryDict(query), today=today)
    said = QueryDict(mutable=True)
    for name, texts in query.items():
        said.setlist(name, [texts] if isinstance(texts, str) else texts)
    return Question(said, today=today)


def ask_validly(
    query: str | Mapping[str, str | list[str]] = "", *, today: date = TODAY
) -> Question:
    question = ask(query, today=today)
    assert question.faults == []
    return question


def own_plan(row: int | str, **terms: str) -> dict[str, str]:
    return {f"custom_plans-{row}-{name}": text for name, text in (OWN_PLAN | terms).items()}


def slugs(question: Question) -> list[str]:
    assert question.is_valid
    return [terms.slug for terms in question.plans]


def faults(question: Question) -> list[tuple[str, str]]:
    return [(fault.field, fault.given) for fault in question.faults]


def test_what_is_not_said_takes_its_default() -> None:
    question = ask_validly()
    assert (question.scenario.target, question.scenario.start_on) == (100, TODAY)
    assert len(slugs(question)) == 7, "the article's current plans"


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
    assert slugs(ask(query)) == expected


def test_own_plans_follow_in_the_order_of_their_numbers() -> None:
    question = ask({"plans": ""} | own_plan(7, name="Seven") | own_plan(99) | own_plan(1, name="1"))
    assert slugs(question) == ["1", "seven", "our-deal"]


def test_a_life_of_credits_is_that_of_every_plan() -> None:
    question = ask_validly({"credit_lifetime_days": "45"} | own_plan(0))
    assert {terms.credit_lifetime_days for terms in question.plans} == {45}


def test_own_plans_whose_names_have_no_latin_letters_can_be_told_apart() -> None:
    question = ask({"plans": ""} | own_plan(0, name="日本") | own_plan(1, name="中国"))
    assert len(set(slugs(question))) == 2


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
    question = ask(own_plan(0) | own_plan(1, **terms))
    assert faults(question) == [(f"custom_plans-1-{field}", given)]


def test_an_own_plan_too_many_is_told_not_dropped_in_silence() -> None:
    most = MOST_CUSTOM_PLANS
    enough = {
        key: text for row in range(most) for key, text in own_plan(row, name=f"{row}").items()
    }
    blank = own_plan(most, **dict.fromkeys(OWN_PLAN, ""))
    assert ask({"plans": ""} | enough | blank).notices == []
    question = ask({"plans": ""} | enough | own_plan(most, name="another"))
    assert slugs(question) == [str(row) for row in range(most)]
    assert question.notices == [f"Only the first {most} plans of your own are compared."]


def test_blank_rows_take_no_place_of_own_plans() -> None:
    blank = {f"custom_plans-{row}-name": "" for row in range(10)}
    assert slugs(ask({"plans": ""} | blank | own_plan(10))) == ["our-deal"]


def test_a_further_own_plan_always_has_a_number_that_is_read() -> None:
    question = ask({"plans": ""} | own_plan(99))
    further = known(question.next_custom_form.prefix).removeprefix("custom_plans-")
    answered = ask({"plans": ""} | own_plan(99) | own_plan(further, name="Further"))
    assert sorted(slugs(answered)) == ["further", "our-deal"]


@pytest.mark.parametrize("row", ["00", "07", "٣", "100", "-1", ""])
def test_a_number_of_an_own_plan_that_nothing_reads_is_told(row: str) -> None:
    question = ask({f"custom_plans-{row}-name": "Mine"})
    assert question.faults == []
    assert f"custom_plans-{row}-name" in question.notices[0]


def test_one_wrong_book_is_one_fault() -> None:
    question = ask("price_book=nope&plans=sales-navigator-core")
    assert faults(question) == [("price_book", "nope")]


def test_without_a_default_the_first_book_is_used() -> None:
    PriceBook.objects.update(is_default=False)
    assert ask().form.said["price_book"] == "article"
    assert ask().is_valid


def test_without_any_book_the_fault_says_what_to_do() -> None:
    PriceBook.objects.all().delete()
    [fault] = ask().faults
    assert (fault.field, fault.given) == ("price_book", "")
    assert "load_price_books" in fault.allowed


def test_a_book_without_plans_has_an_answer() -> None:
    PriceBookFactory.create(slug="bare")
    assert ask_validly("price_book=bare").comparison.estimates == ()


def test_a_plan_of_the_longest_name_can_be_given_a_price() -> None:
    name = "x" * known(Plan._meta.get_field("name").max_length)
    plan = PlanFactory.create(name=name, book=PriceBook.objects.get(slug="article"))
    assert slugs(ask(own_plan(0, name=f"{plan.name} (your price)")))


def test_the_address_says_what_differs_and_what_time_would_change() -> None:
    assert ask().address() == "/?price_book=article&start_on=2026-12-01"
    assert "&plans=&" in ask("plans=&sort=total").address(), "only own plans: not every plan"
    question = ask("target=5&seats=1&nope=1&sort=total&budget=")
    assert question.address() == "/?target=5&price_book=article&start_on=2026-12-01&sort=total"
    assert question.address(sort="", target="7").startswith("/?price_book=article")
    assert "target=7" in question.address(target="7")


@given(sensible_queries)
def test_an_address_gives_the_same_answer_whoever_opens_it_whenever(
    query: dict[str, str | list[str]],
) -> None:
    question = ask_validly(query)
    copied = ask_validly(urlsplit(question.address()).query, today=date(2031, 5, 6))
    assert copied.notices == []
    assert make_document(copied) == make_document(question)
    assert copied.view_state == question.view_state
    assert copied.address() == question.address()


def test_of_two_texts_for_one_value_the_later_one_counts_and_stays() -> None:
    question = ask("budget=1.680&target=150&budget=1680")
    assert question.is_valid
    assert question.address() == "/?target=150&price_book=article&start_on=2026-12-01&budget=1680"


def test_a_question_about_a_text_names_both_readings() -> None:
    [fault] = ask("reply_rate=1").faults
    assert fault.question == "Do you mean 1 % or 100 %?"
    assert ask("reply_rate=1").address(reply_rate="100%") == ask("reply_rate=100%25").address()
    assert ask_validly("reply_rate=100%25").scenario.reply_rate == 1


def test_an_own_plan_is_filled_from_a_plan_of_the_book() -> None:
    said = {"target": "150", "custom_plans-2-start_from": "recruiter-lite", "fill": "2"}
    question = ask_validly(said | {"custom_plans-2-monthly_credits": "7"} | own_plan(0))
    assert question.notices == []
    filled = next(terms for terms in question.plans if terms.name == "Recruiter Lite (yours)")
    [book_plan] = [terms for terms in question.plans if terms.name == "Recruiter Lite"]
    assert filled == replace(book_plan, slug=filled.slug, name=filled.name)
    assert "our-deal" in slugs(question)
    assert "fill" not in question.address()
    assert "start_from" not in question.address()


def test_a_name_stays_when_its_plan_is_filled_and_no_name_is_given_twice() -> None:
    start = {"custom_plans-0-start_from": "recruiter-lite", "fill": "0"}
    named = ask_validly(start | {"custom_plans-0-name": "Mine"})
    assert [terms.name for terms in named.custom_plans] == ["Mine"]
    other = own_plan(1, name="Recruiter Lite (yours)")
    names = [terms.name for terms in ask_validly(start | other).custom_plans]
    assert names == ["Recruiter Lite (yours 2)", "Recruiter Lite (yours)"]


@pytest.mark.parametrize("row", ["00", "٣", "100", "-1", "x", "0-name"])
def test_no_other_button_fills_anything(row: str) -> None:
    question = ask({"fill": row, f"custom_plans-{row}-start_from": "recruiter-lite"})
    assert question.filling is None
    assert question.custom_forms == []


def test_to_start_from_a_plan_that_the_book_lacks_is_told() -> None:
    question = ask({"fill": "0", "custom_plans-0-start_from": "nope"})
    assert question.is_valid
    assert question.notices == ["“nope” is no plan of this price book."]


def test_choosing_a_plan_to_start_from_asks_nothing_yet() -> None:
    question = ask_validly("custom_plans-0-start_from=recruiter-lite")
    assert question.notices == []
    assert question.custom_forms == []


def test_every_plan_of_a_book_can_be_started_from() -> None:
    for plan in Plan.objects.filter(book__slug="linkedin-2026"):
        question = ask(f"price_book=linkedin-2026&fill=0&custom_plans-0-start_from={plan.slug}")
        assert len(question.custom_forms) == 1
        assert [fault.field for fault in question.faults] in (
            [],
            ["custom_plans-0-credit_price"],
        ), "a price that nobody knows is asked for"
