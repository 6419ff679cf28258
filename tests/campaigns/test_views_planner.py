"""The planner page: whole, as htmx's fragment, without JavaScript, and with bad input."""

import gzip
import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from campaigns.models import Plan, PlanPrice, PriceBook
from campaigns.query.cached_rows import forget_rows
from tests.campaigns.pages import read_amounts, read_markup, read_text, read_verdict

pytestmark = pytest.mark.usefixtures("price_books")
HTMX = {"HX-Request": "true"}


def test_it_opens_with_the_article_example_named_as_such(client: Client) -> None:
    page = client.get("/", {"seats": "1", "start_on": "2026-12-01"})
    example = read_verdict(page)
    for said in (
        "The article’s example for 100 people $639.97 Sales Navigator Professional",
        "A person $6.40",
        "gathers 60 credits",
        "other 40",
        "Cheapest single plan $199.98",
        "The article’s example +$439.99",
    ):
        assert said in example
    assert "Sales Navigator Core 1 seat, price not in the article" in read_text(page)
    assert read_amounts(page) == [
        "$199.98", "$399.95", "$419.93", "$609.97", "$759.88", "–", "–"
    ]  # fmt: skip


def test_the_cheapest_beside_the_article_example_is_one_click_away(client: Client) -> None:
    page = unescape(read_markup(client.get("/?seats=1")))
    [address] = re.findall(r'<a href="([^"]+)" id="way-1"', page)
    shown = read_verdict(client.get(address))
    title = "Cheapest single plan within 12 months for 100 people"
    assert f"{title} $199.98 Sales Navigator Core" in shown
    assert "$2.00 each" in shown
    assert "The article’s example for" not in shown
    page = unescape(read_markup(client.get("/?seats=1&strategies=buy_now")))
    [address] = re.findall(r'cheapest single plan is <a href="([^"]+)"', page)
    assert "$199.98 Sales Navigator Core" in read_verdict(client.get(address))


def test_of_the_numbers_of_seats_it_opens_with_the_cheapest(client: Client) -> None:
    cheapest = read_verdict(client.get("/"))
    title = "Cheapest single plan within 12 months for 100 people"
    assert f"{title} $199.98 Sales Navigator Core" in cheapest
    query = {"target": "175", "deadline_months": "2", "price_book": "article"}
    team = read_verdict(client.get("/", query))
    assert "$399.96 Sales Navigator Core × 2, up to 100 a month for 2 months" in team
    assert "The article’s example for" not in read_text(client.get("/"))


def test_an_open_row_has_the_plans_ways_and_a_button_that_closes_it(client: Client) -> None:
    page = read_markup(client.get("/", {"seats": "1", "open": "sales-navigator-professional"}))
    [inside] = re.findall(r'<tr class="inside">.*?</table>', page)
    assert re.findall(r'name="estimate" value="([^"]+)"', inside) == [
        "sales-navigator-professional.as_granted",
        "sales-navigator-professional.accumulate",
        "sales-navigator-professional.buy_now",
    ]
    assert inside.count("Every figure") == 3
    assert "$399.95" in inside
    assert "this plan’s cheapest way" in inside
    assert re.search(r'value="" id="open-sales-navigator-professional" aria-expanded="true"', page)
    assert 'value="recruiter-lite" id="open-recruiter-lite" aria-expanded="false"' in page


def test_columns_and_amounts_are_chosen_by_links(client: Client) -> None:
    page = unescape(read_markup(client.get("/?target=150")))
    links = dict(re.findall(r'<a href="([^"]+)" id="((?:by|per)-\d)"', page))
    addresses = {id: address for address, id in links.items()}
    seats = client.get(addresses["by-2"])
    assert "In all, by number of seats: each plan’s cheapest way in time" in read_text(seats)
    assert "Plan Best number 1 seat 2 seats" in read_text(seats)
    answers = client.get(addresses["by-3"])
    assert "In all, by reply rate: each plan’s" in read_text(answers)
    assert "Plan 0 % 5 % 10 % 15 % 20 % 30 %" in read_text(answers)
    lead = client.get(addresses["per-2"])
    assert "A person, by deadline: each plan’s" in read_text(lead)
    assert read_amounts(client.get("/?target=150"))[0] == "$299.97"
    assert read_amounts(lead)[0] == "$2.00"


def test_a_press_brings_the_form_what_it_changes(client: Client) -> None:
    asked = {"target": "120", "strategies": "buy_now", "reply_rate": "0.1"}
    asked |= {"track_record_sent": "35", "track_record_replied": "4"}
    for choice, inputs in (
        ("recruiter-lite|deadline_months=3", {"deadline_months": "3"}),
        ("|seats=2", {"seats": "2"}),
        ("|reply_rate=0.2", {"reply_rate": "0.2", "track_record_sent": ""}),
    ):
        pressed = asked | {"choose": choice}
        part = read_markup(client.get("/", pressed, headers=HTMX | {"HX-Trigger": "question"}))
        for name, text in inputs.items():
            [tag] = re.findall(rf'<input [^>]*name="{name}"[^>]*hx-swap-oob="true"[^>]*>', part)
            assert f'id="id_{name}"' in tag
            assert re.findall(r'value="([^"]*)"', tag) == [text] * bool(text)
        cheapest = re.search(r'<input [^>]*id="id_strategies_cheapest"[^>]*>', part)
        assert cheapest
        assert (" checked" in cheapest[0]) == choice.startswith("recruiter-lite")
    # What is typed into the form is there already.
    typed = read_markup(client.get("/", asked, headers=HTMX | {"HX-Trigger": "scenario"}))
    assert not re.search(r'<input [^>]*name="deadline_months"[^>]*hx-swap-oob', typed)


def test_addresses_of_before_are_answered_without_what_is_gone(client: Client) -> None:
    response = client.get("/?target=150&sort=-total&base=recruiter-lite.buy_now")
    text = read_text(response)
    assert "not something the planner knows" not in text
    assert read_verdict(response) == read_verdict(client.get("/?target=150"))
    assert "sort=" not in read_markup(response)
    assert "base=" not in read_markup(response)


@pytest.mark.parametrize(
    ("query", "summary"),
    [
        ("reply_rate_low=0.1&reply_rate_high=0.2", "Reply rates"),
        ("held_seats-0-plan=premium-career&held_seats-0-paid_until=2026-12-31", "Seats I have"),
        ("budget=500", "Dates, limits"),
        ("billing=annual", "Rules"),
        ("strategies=buy_now", "Plans"),
        ("plans=recruiter-lite", "Plans"),
        ("custom_plans-0-name=Mine", "Own plan"),
    ],
)
def test_a_panel_where_something_differs_is_marked_and_stays_closed(
    client: Client, query: str, summary: str
) -> None:
    marked = r'<details[^>]*class="set"[^>]*><summary>([^<]+)</summary>'
    page = read_markup(client.get(f"/?start_on=2026-12-01&{query}"))
    form = page.split('id="scenario"')[1].split("</form>")[0]
    assert summary in re.findall(marked, form)
    assert not re.search(r"<details[^>]* open", form.split("Older plans")[0])
    plain = read_markup(client.get("/"))
    assert re.findall(marked, plain) == []


def test_htmx_gets_the_fragment_that_the_page_includes(client: Client) -> None:
    page = read_markup(client.get("/?target=150"))
    response = client.get("/?target=150", headers=HTMX)
    fragment = read_markup(response)
    assert "<html" not in fragment
    assert 'id="scenario"' not in fragment
    assert "<title>150 people for" in fragment
    assert response.headers["HX-Push-Url"].startswith("/?target=150&price_book=article&start_on=")
    assert "HX-Request" in response.headers["Vary"]
    answer = fragment[fragment.index('<section class="card verdict') :].strip()
    assert "compare-title" in answer
    assert answer in page


def test_a_form_sent_without_javascript_gives_the_same_figures(client: Client) -> None:
    page = client.get("/").content.decode()
    form = page.split('id="scenario"')[1].split("</form>")[0]
    inputs = re.findall(r'<input type="(?:text|date)" name="([^"]+)"(?: value="([^"]*)")?', form)
    fields = dict(inputs) | {"goal": "contacted", "price_book": "article", "billing": "cheapest"}
    fields |= {"declines_return_credit": "true", "use_trial": "false", "target": "105"}
    plain = client.get("/", fields)
    assert "1 month sooner" in read_verdict(plain)
    short = client.get("/?target=105", headers=HTMX)
    assert read_amounts(plain) == read_amounts(short) != []
    assert read_verdict(plain) == read_verdict(short) != ""


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        ("target", "abc", "a whole number from 1 to 1,000,000"),
        ("target", "0", "a whole number from 1 to 1,000,000"),
        ("target", "99999999", "a whole number from 1 to 1,000,000"),
        ("target", "", "a whole number from 1 to 1,000,000"),
        ("target", "1.5", "a whole number from 1 to 1,000,000"),
        ("target", "1e3", "a whole number from 1 to 1,000,000"),
        ("target", "٣", "a whole number from 1 to 1,000,000"),
        ("target", "1" * 5000, "a whole number from 1 to 1,000,000"),
        ("target", "\x00", "a whole number from 1 to 1,000,000"),
        ("goal", "met", "one of contacted, replied"),
        ("price_book", "nope", "one of article, linkedin-2026"),
        ("plans", "nope", "any of free-account, premium-career"),
        ("strategies", "nope", "any of accumulate, as_granted, buy_now, cheapest"),
        ("start_on", "2026-02-30", "a day from 2000-01-01 to 2099-12-31"),
        ("start_on", "9999-12-31", "a day from 2000-01-01 to 2099-12-31"),
        ("deadline_months", "61", "a number of months from 1 to 60, or a deadline such as 6"),
        (
            "seats",
            "0",
            "a whole number from 1 to 10,000, or “best” for the number that costs least",
        ),
        ("seats", "bester", "a whole number from 1 to 10,000, or “best”"),
        ("billing", "never", "one of cheapest, monthly, annual"),
        ("reply_rate", "101", "a percentage from 0 to 100, such as 10 %, or 1 in 10, or 0.1"),
        ("reply_rate", "-0.1", "a percentage from 0 to 100"),
        ("reply_rate", "NaN", "a percentage from 0 to 100"),
        ("reply_rate", "0.1234567890123", "a percentage from 0 to 100"),
        ("decline_rate", "101 %", "a percentage from 0 to 100"),
        ("open_profile_share", "10 %%", "a percentage from 0 to 100"),
        ("monthly_send_limit", "0", "a whole number from 1 to 1,000,000"),
        ("opening_balance", "-1", "a whole number from 0 to 1,000,000"),
        ("seat_daily_limit", "0", "a whole number from 1 to 1,000,000"),
        ("seat_monthly_limit", "some", "a whole number from 1 to 1,000,000"),
        ("sends_on", "sundays", "one of every_day, weekdays"),
        ("answers_come", "never", "one of next, same"),
        ("grants_on_start", "maybe", "one of true, false"),
        ("rules", "3", "one of 2, 1"),
        ("use_trial", "maybe", "one of true, false"),
        ("declines_return_credit", "on", "one of true, false"),
        ("budget", "much", "dollars from 0 to 1,000,000,000, such as 64.50"),
        ("budget", "1.00001", "dollars from 0 to 1,000,000,000"),
        ("credit_lifetime_days", "0", "a whole number from 1 to 3,650"),
    ],
)
def test_a_mistake_is_told_beside_its_field_with_all_that_was_typed(
    client: Client, field: str, given: str, said: str
) -> None:
    response = client.get("/", {"seats": "2", field: given})
    page = unescape(read_markup(response))
    assert response.status_code == 200
    message = re.search(rf'id="error-{field}"[^>]*>([^<]*)', page)
    assert message
    assert message[1].startswith(f"Please enter {said}")
    if field in ("target", "reply_rate", "budget") and given.isprintable() and given:
        assert f'value="{given}"' in page
    assert 'id="best"' not in page, "no answer to a question with a mistake"


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ("goal=replied&track_record_replied=3", "track_record_sent", "both numbers, or neither"),
        ("goal=replied&reply_rate_low=9", "reply_rate_high", "both ends of the range, or neither"),
        (
            "goal=replied&track_record_sent=9&track_record_replied=0",
            "track_record_replied",
            "at least 1: the goal is people who reply, so somebody has to.",
        ),
        ("reply_rate=0.7&decline_rate=0.4", "decline_rate", "at most 0.3"),
        ("custom_plans-0-name=Mine", "custom_plans-0-rollover_cap", "a whole number from 0"),
        (
            "custom_plans-0-name=Mine&custom_plans-0-monthly_credits=9&custom_plans-0-credit_price"
            "=1&custom_plans-0-rollover_cap=8&custom_plans-0-credit_lifetime_days=90",
            "custom_plans-0-rollover_cap",
            "at least the 9 credits",
        ),
    ],
)
def test_fields_that_do_not_fit_together_are_told(
    client: Client, query: str, field: str, said: str
) -> None:
    page = read_markup(client.get(f"/?{query}"))
    assert f'id="error-{field}">Please enter {said}' in page


@pytest.mark.parametrize("key", ["nope", "custom_plans-0-nope", "custom_plans-x-name", "a[b]"])
def test_a_name_that_nobody_reads_is_told_and_the_rest_is_answered(
    client: Client, key: str
) -> None:
    text = read_text(client.get("/", {key: "1"}))
    assert f"“{key}” is not something the planner knows" in text
    assert "$199.98" in text


def test_what_was_typed_is_text_to_the_page_never_markup(client: Client) -> None:
    nasty = '"><script>alert(1)</script>'
    query = {"target": nasty, "plans": nasty, nasty: nasty, "custom_plans-0-name": nasty}
    query |= {"estimate": nasty, "open": nasty, "by": nasty, "per": nasty}
    assert "<script>alert" not in client.get("/", query).content.decode()
    for headers in ({}, HTMX):
        chosen = client.get("/", {"choose": nasty, "by": nasty}, headers=headers, follow=True)
        assert "<script>alert" not in chosen.content.decode()
    plan = {"name": nasty, "monthly_credits": "9", "rollover_cap": "9", "credit_price": "1"}
    plan |= {"credit_lifetime_days": "90", "monthly_price": "1"}
    named = {f"custom_plans-0-{field}": text for field, text in plan.items()}
    answered = client.get("/", named).content.decode()
    assert "<script>alert" not in answered
    assert "&lt;script&gt;alert(1)" in answered


def test_an_endless_address_is_refused_in_words(client: Client) -> None:
    response = client.get("/?target=" + "1" * 1_000_000)
    assert response.status_code == 414
    assert "That address is too long" in read_text(response)


def test_more_fields_than_anybody_fills_in_are_refused(client: Client) -> None:
    assert client.get("/?" + "&".join(f"{n}=" for n in range(1_500))).status_code in (400, 414)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_only_answers(client: Client, method: str) -> None:
    assert getattr(client, method)("/").status_code == 405


def test_it_takes_as_many_queries_for_every_question(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for query in ("", "?target=1000&budget=100", "?price_book=linkedin-2026&by=seats"):
        # Three for the page, two for the other book's plans, one for the names of the channels,
        # one for those of the places, five for the cache look-up, five before storing it, and three
        # after the plans of each book.
        forget_rows()
        with django_assert_num_queries(23):
            client.get(f"/{query}")


def test_a_new_dated_price_is_followed_from_its_day_on(client: Client) -> None:
    plan = Plan.objects.get(book__slug="article", slug="sales-navigator-professional")
    PlanPrice.objects.create(
        plan=plan,
        effective_on=date(2027, 1, 10),
        monthly_price=Decimal(50),
        credit_price=Decimal(10),
    )
    with time_machine.travel("2027-01-09T12:00Z"):
        assert "$399.95" in read_amounts(client.get("/?plans=sales-navigator-professional"))
    with time_machine.travel("2027-01-10T00:00Z"):
        assert "$250.00" in read_amounts(client.get("/?plans=sales-navigator-professional"))
    later = client.get("/?plans=sales-navigator-professional&start_on=2027-02-01")
    assert "$250.00" in read_amounts(later)


def test_without_a_price_in_force_months_and_credits_are_still_given(client: Client) -> None:
    query = "/?start_on=2001-01-01&plans=sales-navigator-core&open=sales-navigator-core"
    page = read_markup(client.get(query))
    assert re.findall(r'data-label="Total">\s*<strong>([^<]+)', page) == ["?"] * 3
    assert 'data-label="Months">2' in page
    assert read_amounts(client.get(query)) == ["–"]
    assert "1 without a known price" in read_text(client.get(query))


def test_older_plans_are_compared_where_they_are_picked(client: Client) -> None:
    page = client.get("/?plans=executive-25").content.decode()
    assert re.findall(r'id="open-([^"]+)"', page) == ["executive-25"]
    assert 'id="open-executive-25"' not in client.get("/").content.decode()


def test_only_own_plans_are_compared_where_no_other_is_wanted(client: Client) -> None:
    assert "No plan is chosen" in read_text(client.get("/?plans="))


def test_plans_of_another_book_are_named_and_can_be_unpicked(client: Client) -> None:
    query = "?price_book=linkedin-2026&plans=sales-navigator-professional&plans=free-account"
    page = read_markup(client.get(f"/{query}"))
    assert 'value="free-account" id="id_plans_free-account" checked' in page
    assert 'Free account <span class="tag">not in this book</span>' in page
    names = "“Sales Navigator Professional” and “Free account” are not in this price book."
    assert f'id="error-plans">{names} Please pick other plans, or another price book' in page


def test_htmx_gets_the_plans_of_a_book_that_was_just_chosen(client: Client) -> None:
    here = {**HTMX, "HX-Current-URL": "http://testserver/?price_book=article"}
    changed = client.get("/?price_book=linkedin-2026", headers=here).content.decode()
    assert 'id="plan-choices" hx-swap-oob' in changed
    same = client.get("/?price_book=article", headers=here).content.decode()
    assert 'id="plan-choices"' not in same


def test_an_unknown_estimate_shows_the_best_one(client: Client) -> None:
    page = read_text(client.get("/?estimate=nope&target=150"))
    assert "Month by month: Sales Navigator Core" in page


def test_without_any_book_the_page_says_what_is_missing(client: Client) -> None:
    PriceBook.objects.all().delete()
    response = client.get("/")
    assert response.status_code == 200
    assert "Prices" in read_text(response)


def test_a_fragment_is_light(client: Client) -> None:
    asked = "/?target=1001&price_book=article&start_on=2026-12-01&rules=2"
    content = client.get(asked, headers={"HX-Request": "true", "HX-Trigger": "scenario"}).content
    assert len(content) <= 25_000
    assert len(gzip.compress(content, 6)) <= 5_000
