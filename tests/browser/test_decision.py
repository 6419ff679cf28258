"""The ways in which a person turns the comparison round until it decides."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.usefixtures("price_books")

TOTALS = ".comparison td.column-total strong"


def test_the_comparison_is_sorted_by_any_column(page: Page) -> None:
    page.goto("/")
    heads = page.locator(".comparison thead a")
    assert heads.all_inner_texts() == [
        "Plan and strategy", "Seats", "Months", "To buy", "Subscription", "Credits", "Total",
        "A lead",
    ]  # fmt: skip
    page.locator("#sort-bought").click()
    expect(page.locator("[aria-sort=ascending]")).to_have_text("To buy")
    bought = page.locator(".comparison td.column-bought").all_inner_texts()
    assert [int(text) for text in bought] == sorted(int(text) for text in bought)
    page.locator("#sort-bought").click()
    expect(page.locator("[aria-sort=descending]")).to_have_text("To buy")
    expect(page).to_have_url(re.compile("sort=-bought"))
    expect(page.locator("#sort-bought")).to_be_focused()
    page.locator("#sort-plan").click()
    expect(page.locator("[aria-sort=ascending]")).to_have_text("Plan and strategy")
    plans = page.locator(".comparison a.plan").all_inner_texts()
    assert plans == sorted(plans)
    page.get_by_role("link", name="Best first").click()
    expect(page.locator(TOTALS).first).to_have_text("$199.98")


def test_another_estimate_becomes_the_base_of_every_difference(page: Page) -> None:
    page.goto("/")
    cheapest = page.locator(".comparison tr.best")
    page.locator("[id='base-sales-navigator-professional.as_granted']").click()
    expect(page.locator(".head", has_text="Differences to")).to_contain_text(
        "Sales Navigator Professional"
    )
    expect(cheapest.locator(".delta").last).to_have_text("−$199.97")
    page.get_by_role("link", name="To the cheapest").click()
    expect(page.locator(".head", has_text="Differences to")).to_contain_text("the cheapest")


def test_a_price_entered_beside_the_plan_that_has_none_puts_it_into_the_ranking(
    page: Page,
) -> None:
    page.goto("/?target=90")
    page.get_by_label(re.compile("No price is known for Sales Navigator Team")).fill("30")
    page.get_by_role("button", name="Compare it").click()
    expect(page.locator(".way.best")).to_contain_text("Sales Navigator Team (your price)")
    expect(page.locator(".way.best")).to_contain_text("$90.00")


def test_an_alternative_is_one_click_away_and_back_undoes_it(page: Page) -> None:
    page.goto("/?seats=1")
    page.get_by_role("link", name="1 month sooner: +$400.01").click()
    expect(page.locator(".way.best")).to_contain_text("$599.99")
    expect(page.get_by_label("Deadline", exact=True)).to_have_value("1")
    expect(page).to_have_url(re.compile(r"[?&]seats=1&.*\brules=2"))
    page.go_back()
    expect(page.locator(".way.best")).to_contain_text("$199.98")


def test_a_number_of_seats_is_one_click_away_and_back_undoes_it(page: Page) -> None:
    page.goto("/?seats=1&target=1000")
    page.get_by_role("link", name="2 seats: 2 months sooner, −$3,040.12").click()
    expect(page.locator("#id_seats")).to_have_value("best")
    expect(page.locator(".way.best")).to_contain_text("$1,919.76")
    expect(page.locator(".comparison .best td.column-seats")).to_have_text("2")
    page.go_back()
    expect(page.locator("#id_seats")).to_have_value("1")
    expect(page.locator(".way.best")).to_contain_text("$4,959.88")


def test_every_figure_of_an_estimate_has_a_page_of_its_own(page: Page) -> None:
    page.goto("/?target=150")
    page.locator(".way.best").get_by_role("link", name="Every figure").click()
    expect(page).to_have_url(re.compile("/estimate/"))
    body = page.locator("main")
    expect(body).to_contain_text("3 months × $99.99")
    expect(body).to_contain_text("$299.97 ÷ 150 leads")
    expect(body).to_contain_text(
        "Buy in place of the last month only if 9 or fewer messages are missing"
    )
    page.get_by_role("link", name="Back to the comparison").click()
    expect(page.get_by_label("People")).to_have_value("150")


def test_a_budget_says_how_many_people_it_reaches(page: Page) -> None:
    page.goto("/")
    page.locator("summary", has_text="Budget, limits and rules").click()
    page.get_by_label("Budget").fill("$500")
    reach = page.locator("section", has=page.locator("#budget-title"))
    expect(reach).to_contain_text("What a budget of $500.00 reaches")
    expect(reach).to_contain_text("250 people")
    expect(page.locator(".comparison")).to_contain_text("over budget")


def test_a_deadline_by_day_is_exact_to_the_day(page: Page) -> None:
    page.goto("/?start_on=2026-12-01&plans=sales-navigator-core")
    page.get_by_label("or by a date").fill("2027-01-01")
    expect(page.locator(".aside")).to_contain_text("By 1 Jan 2027: of the two deadlines the day")
    best = page.locator(".way.best")
    expect(best).to_contain_text("Cheapest by 1 Jan 2027")
    expect(best).not_to_contain_text("× 2")
    expect(best).to_contain_text(re.compile(r"Done on\s*1\sJan\s2027"))
    # A day less leaves no time for the second month's credits.
    page.get_by_label("or by a date").fill("2026-12-31")
    expect(best).to_contain_text("Cheapest by 31 Dec 2026")
    expect(best).to_contain_text(re.compile(r"Sales Navigator Core\s+× 2, send as granted"))
    expect(best).to_contain_text(re.compile(r"Done on\s*1\sDec\s2026"))


def test_own_numbers_and_usual_rates_set_the_reply_rate(page: Page) -> None:
    page.goto("/")
    page.locator("summary", has_text="Usual rates").click()
    page.get_by_role("link", name="usual 20 %").click()
    expect(page.get_by_label("Reply rate")).to_have_value("20 %")
    page.locator("summary", has_text="Usual rates").click()
    page.get_by_label("You have sent").fill("120")
    page.get_by_label("and got replies").fill("18")
    expect(page.locator(".aside")).to_contain_text("18 of 120 replied, 15 %")


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.get_by_label("People").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("105")
    expect(page).to_have_title(re.compile("^105 people"))
    expect(page.get_by_label("People")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#error-reply_rate")).to_have_text("= 10 %, a usual rate")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#error-reply_rate")).to_be_empty()
    page.locator("#sort-months").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[aria-sort=ascending]")).to_have_text("Months")
    expect(page.locator("#sort-months")).to_be_focused()
    outline = page.locator("#sort-months").evaluate("e => getComputedStyle(e).outlineStyle")
    assert outline == "solid"


def test_on_a_phone_the_answer_stands_before_the_question(browser: Browser, base_url: str) -> None:
    context = browser.new_context(base_url=base_url, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto("/?target=1000000&deadline_months=60")
    answer, form = page.locator(".way.best").bounding_box(), page.locator(".form").bounding_box()
    assert answer
    assert form
    assert answer["y"] < form["y"]
    row = page.locator(".comparison tbody tr").first
    plan = row.locator("a.plan").bounding_box()
    total = row.locator("td.column-total").bounding_box()
    assert plan
    assert total
    assert abs(plan["y"] - total["y"]) < 30, "plan and total stand on one line"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    facts = page.locator(".way.best .facts dd")
    heights = {fact["height"] for one in facts.all() if (fact := one.bounding_box())}
    assert len(heights) == 1, "each figure, a date too, is on one line"
    context.close()


def test_the_page_stays_where_it_is_when_the_table_is_sorted_or_measured_anew(page: Page) -> None:
    # Low enough that every link has to be scrolled to.
    page.set_viewport_size({"width": 1280, "height": 400})
    page.goto("/?target=100")
    for press in ("#sort-total", ".comparison tbody tr:nth-child(6) a[id^=base-]", "#unpin"):
        link = page.locator(press)
        link.scroll_into_view_if_needed()
        before, address = page.evaluate("scrollY"), page.url
        link.click()
        expect(page).not_to_have_url(address)
        expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
        assert before > 0
        assert page.evaluate("scrollY") == before, press
        # Whoever goes on with the keyboard goes on from there.
        inside = "document.activeElement.closest('[aria-labelledby=compare-title]') !== null"
        assert page.evaluate(inside), press
    page.locator("a.plan").nth(4).click()
    expect(page.locator("#chosen-title")).to_be_in_viewport()


def test_a_mix_that_was_asked_for_is_in_sight_when_it_comes(page: Page) -> None:
    page.goto("/?target=3000&price_book=linkedin-2026&deadline_months=5")
    page.locator("#offer-mix").fill("6")
    page.get_by_role("button", name="Find the best mix").click()
    mix = page.locator("#mix:not(.waiting)")
    expect(mix.get_by_role("heading").first).to_be_in_viewport()
    expect(mix).to_be_focused()


def test_on_a_phone_the_table_can_be_sorted(browser: Browser, base_url: str) -> None:
    context = browser.new_context(base_url=base_url, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto("/?target=100")
    page.get_by_role("link", name="Subscription").click()
    expect(page).to_have_url(re.compile("sort=subscription"))
    context.close()


def test_on_a_phone_the_answer_stays_in_sight_while_the_form_is_filled_in(
    browser: Browser, base_url: str
) -> None:
    context = browser.new_context(base_url=base_url, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto("/?target=100")
    bar, best = page.locator(".peek"), page.locator(".way.best")
    expect(best).to_be_in_viewport()
    expect(bar).not_to_be_in_viewport()
    page.get_by_label("People").fill("250")
    expect(bar).to_contain_text("250 people for")
    expect(bar).to_be_in_viewport(ratio=1)
    page.get_by_label("People").fill("many")
    expect(bar).to_contain_text("need a correction")
    page.get_by_label("People").fill("250")
    expect(bar).to_contain_text("250 people for")
    page.get_by_text("A plan of your own").scroll_into_view_if_needed()
    expect(best).not_to_be_in_viewport()
    bar.get_by_role("link").click()
    expect(best).to_be_in_viewport()
    page.locator(".comparison tbody tr").last.scroll_into_view_if_needed()
    expect(bar).not_to_be_in_viewport()
    context.close()


def test_what_further_seats_cost_needs_no_scrolling_to_the_side_on_a_phone(
    browser: Browser, base_url: str
) -> None:
    context = browser.new_context(base_url=base_url, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto("/?target=1000000&deadline_months=60")
    table = page.locator(".seats")
    expect(table).to_contain_text("A lead")
    assert table.evaluate("e => e.parentElement.scrollWidth - e.parentElement.clientWidth") == 0
    context.close()


def test_paper_gets_the_answer_without_the_form(page: Page) -> None:
    page.goto("/")
    page.emulate_media(media="print")
    expect(page.locator(".form")).to_be_hidden()
    expect(page.locator(".way.best")).to_be_visible()
    expect(page.locator(".comparison")).to_be_visible()


def test_the_address_is_copied_with_one_click(browser: Browser, base_url: str) -> None:
    context = browser.new_context(
        base_url=base_url, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    page.goto("/")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    # Another day, or after another book has become the default, it shows the same.
    assert "price_book=article" in copied
    assert "start_on=" in copied
    other = browser.new_context().new_page()
    other.goto(copied)
    assert other.locator("#answer").inner_text() == page.locator("#answer").inner_text()
    other.context.close()
    page.goto("/")
    page.get_by_label("People").fill("321")
    expect(page).to_have_url(re.compile("target=321"))
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    context.close()


def test_a_server_that_does_not_answer_is_told_and_loses_nothing(page: Page) -> None:
    page.goto("/")
    page.route("**/?**", lambda route: route.abort())
    page.get_by_label("People").fill("777")
    expect(page.locator("#trouble")).to_be_visible()
    expect(page.get_by_label("People")).to_have_value("777")
    page.unroute("**/?**")
    page.get_by_label("People").fill("778")
    expect(page.locator("#trouble")).to_be_hidden()
    expect(page).to_have_title(re.compile("^778 people"))


def test_nothing_shifts_and_few_things_load_on_the_first_visit(page: Page) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto("/", wait_until="networkidle")
    shift = page.evaluate(
        """() => new Promise(resolve => {
            let sum = 0;
            new PerformanceObserver(list => {
                for (const entry of list.getEntries()) sum += entry.value;
            }).observe({type: "layout-shift", buffered: true});
            setTimeout(() => resolve(sum), 300);
        })"""
    )
    assert shift == 0
    assert len(requests) <= 8
