"""The ways in which a person turns the comparison round until it decides."""

import re

import pytest
from playwright.sync_api import Browser, Page, Request, expect

pytestmark = pytest.mark.usefixtures("price_books")


def test_a_cell_of_the_comparison_is_one_press_away_and_back_undoes_it(page: Page) -> None:
    page.goto("/?seats=1&target=99")
    verdict, here = page.locator(".verdict"), page.locator(".matrix .here button")
    expect(verdict).to_contain_text("$199.98")
    page.get_by_role("row", name="Sales Navigator Core").get_by_role("button").nth(1).click()
    expect(verdict).to_contain_text("$589.99")
    expect(here).to_have_text("$589.99")
    expect(here).to_be_focused()
    expect(page).to_have_url(re.compile("deadline_months=1&"))
    assert "choose=" not in page.url
    page.go_back()
    expect(verdict).to_contain_text("$199.98")
    expect(here).to_have_text("$199.98")


def test_the_columns_are_deadlines_seats_or_answers(page: Page) -> None:
    page.goto("/?target=1000&reply_rate=10%25")
    heads = page.locator(".matrix thead button")
    expect(heads.first).to_have_text("1 month")
    page.get_by_role("link", name="Seats", exact=True).click()
    expect(heads.first).to_have_text("Best number")
    expect(page.locator("#by-2")).to_be_focused()
    page.get_by_role("link", name="Answers", exact=True).click()
    expect(heads.first).to_have_text("0 %")
    heads.filter(has_text="20 %").click()
    expect(page.get_by_label("Reply rate")).to_have_value("0.2")
    page.get_by_role("link", name="A person", exact=True).click()
    total = page.locator(".verdict .facts dd").first.inner_text()
    expect(page.locator(".matrix .here button")).to_have_text(total)


def test_a_row_opens_in_place_and_a_way_of_it_is_chosen(page: Page) -> None:
    page.goto("/?seats=1&target=99")
    plan = page.locator("#open-sales-navigator-professional")
    plan.click()
    expect(plan).to_have_attribute("aria-expanded", "true")
    expect(plan).to_be_focused()
    ways = page.locator(".inside .comparison tbody tr")
    expect(ways).to_have_count(3)
    page.locator("[id='pick-sales-navigator-professional.accumulate']").click()
    expect(page.locator(".verdict")).to_contain_text("$629.97")
    page.locator("summary", has_text="Month by month").click()
    expect(page.locator("#chosen-title")).to_contain_text("save up")
    plan.click()
    expect(plan).to_have_attribute("aria-expanded", "false")


def test_the_arrow_keys_go_from_cell_to_cell(page: Page) -> None:
    page.goto("/?seats=1&target=99&open=sales-navigator-core")
    cell = page.locator(".matrix .here button")
    cell.focus()
    page.keyboard.press("ArrowLeft")
    row = page.locator("tr.chosen").locator("td button")
    expect(row.nth(4)).to_be_focused()
    page.keyboard.press("ArrowDown")
    following = page.locator(".matrix > tbody > tr:not(.inside)").nth(1)
    expect(following.locator("td button").nth(4)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".verdict")).to_contain_text("Sales Navigator Professional")
    expect(page.locator(".matrix .here button")).to_be_focused()


def test_a_way_beside_the_verdict_is_one_press_away(page: Page) -> None:
    page.goto("/?seats=1&target=99&start_on=2026-12-01")
    page.get_by_role("link", name="1 month sooner +$390.01").click()
    expect(page.locator(".verdict")).to_contain_text("$589.99")
    expect(page.get_by_label("Deadline", exact=True)).to_have_value("1")
    expect(page).to_have_url(re.compile(r"[?&]seats=1&.*\brules=2"))
    page.go_back()
    expect(page.locator(".verdict")).to_contain_text("$199.98")


def test_other_seats_that_save_money_are_one_press_away_and_back_undoes_it(page: Page) -> None:
    page.goto("/?seats=1&target=1000&start_on=2026-12-01")
    page.get_by_role("link", name="2 seats: 2 months sooner, −$3,040.12").click()
    expect(page.locator("#id_seats")).to_have_value("best")
    expect(page.locator(".verdict")).to_contain_text("$1,919.76")
    expect(page.locator("tr.chosen th")).to_contain_text("2 seats")
    page.go_back()
    expect(page.locator("#id_seats")).to_have_value("1")
    expect(page.locator(".verdict")).to_contain_text("$4,959.88")


def test_a_price_entered_beside_the_plan_that_has_none_puts_it_into_the_ranking(
    page: Page,
) -> None:
    page.goto("/?target=90")
    page.locator("summary", has_text="Enter a price for Sales Navigator Team").click()
    page.get_by_label(re.compile("No price is known for Sales Navigator Team")).fill("30")
    page.get_by_role("button", name="Compare it").click()
    expect(page.locator(".verdict")).to_contain_text("Sales Navigator Team (your price)")
    expect(page.locator(".verdict")).to_contain_text("$90.00")


def test_every_figure_of_an_estimate_has_a_page_of_its_own(page: Page) -> None:
    page.goto("/?target=150")
    page.locator(".verdict").get_by_role("link", name="Every figure").click()
    expect(page).to_have_url(re.compile("/estimate/"))
    body = page.locator("main")
    expect(body).to_contain_text("3 months × $99.99")
    expect(body).to_contain_text("$299.97 ÷ 150 people")
    expect(body).to_contain_text(
        "Buy in place of the last month only if 9 or fewer messages are missing"
    )
    page.get_by_role("link", name="Back to the comparison").click()
    expect(page.get_by_label("How many")).to_have_value("150")


def test_a_budget_says_how_many_people_it_reaches(page: Page) -> None:
    page.goto("/")
    page.locator("summary", has_text="Dates, limits").click()
    page.get_by_label("Budget").fill("$500")
    reach = page.locator("section", has=page.locator("#budget-title"))
    expect(reach).to_contain_text("What a budget of $500.00 reaches")
    expect(reach).to_contain_text("250 people")
    page.locator("#open-recruiter-lite").click()
    expect(page.locator(".inside")).to_contain_text("over budget")


def test_a_deadline_by_day_is_exact_to_the_day(page: Page) -> None:
    page.goto("/?start_on=2026-12-01&plans=sales-navigator-core")
    deadline = page.get_by_label("Deadline", exact=True)
    deadline.fill("2027-01-01")
    best = page.locator(".verdict")
    expect(best).to_contain_text("Cheapest single plan by 1 Jan 2027")
    expect(best).not_to_contain_text("× 2")
    expect(best).to_contain_text(re.compile(r"Done on\s*1\sJan\s2027"))
    # A day less leaves no time for the second month's credits.
    deadline.fill("31 Dec 2026")
    expect(best).to_contain_text("Cheapest single plan by 31 Dec 2026")
    expect(best).to_contain_text(re.compile(r"Sales Navigator Core\s+× 2, all 100 at once"))
    expect(best).to_contain_text(re.compile(r"Done on\s*1\sDec\s2026"))


def test_the_day_of_an_address_stands_in_the_field_of_the_deadline(page: Page) -> None:
    page.goto("/?start_on=2026-12-01&rules=2&deadline_on=2027-01-01")
    deadline = page.get_by_label("Deadline", exact=True)
    expect(deadline).to_have_value("1 Jan 2027")
    deadline.fill("4 months")
    expect(page.locator(".verdict")).to_contain_text("Cheapest single plan within 4 months")
    page.go_back()
    expect(deadline).to_have_value("1 Jan 2027")
    page.locator(".matrix thead button").last.click()
    expect(page.locator(".verdict")).to_contain_text("Cheapest single plan within 24 months")
    expect(deadline).to_have_value("24")


def test_the_other_books_total_is_one_press_away_and_the_book_is_remembered(page: Page) -> None:
    page.goto("/")
    other = page.locator("#other-books a")
    expect(other).to_contain_text("LinkedIn list 2026")
    total = other.locator("b").inner_text()
    other.click()
    expect(page.get_by_label("Prices")).to_have_value("linkedin-2026")
    expect(page.locator(".verdict")).to_contain_text(total)
    expect(other).to_contain_text("Article figures")
    page.goto("/")
    expect(page.locator("#foot-book")).to_contain_text("LinkedIn list 2026")
    expect(page.get_by_label("Prices")).to_have_value("linkedin-2026")


def test_own_numbers_and_usual_rates_set_the_reply_rate(page: Page) -> None:
    page.goto("/")
    page.locator("summary", has_text="Reply rates").click()
    page.get_by_role("link", name="usual 20 %").click()
    expect(page.get_by_label("Reply rate")).to_have_value("20 %")
    page.get_by_label("You have sent").fill("120")
    page.get_by_label("and got replies").fill("18")
    expect(page.locator(".aside")).to_contain_text("18 of 120 replied, 15 %")


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.get_by_label("How many").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("105")
    expect(page).to_have_title(re.compile("^105 people"))
    expect(page.get_by_label("How many")).to_be_focused()
    page.get_by_role("radio", name="People").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#error-reply_rate")).to_have_text("= 10 %, a usual rate")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#error-reply_rate")).to_be_empty()
    cell = page.locator(".matrix .here button")
    cell.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Deadline", exact=True)).to_have_value("9")
    expect(cell).to_be_focused()
    outline = cell.evaluate("e => getComputedStyle(e).outlineStyle")
    assert outline == "solid"


@pytest.mark.parametrize("target", [100, 100_000])
def test_no_figure_is_wider_than_the_narrowest_window(page: Page, target: int) -> None:
    """Three facts stand apart, and amounts of six digits have room."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/?target={target}&deadline_months=3")
    rooms = page.evaluate(
        """() => [...document.querySelectorAll(".verdict .facts > div")].map(fact => {
          const words = document.createRange();
          words.selectNodeContents(fact);
          return [words.getBoundingClientRect().right, fact.getBoundingClientRect()];
        }).map(([end, box], place, all) => (all[place + 1]?.[1].left ?? innerWidth) - end)"""
    )
    assert len(rooms) == 3
    assert min(rooms) >= 8
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_on_a_phone_question_and_verdict_are_on_the_first_screen(
    browser: Browser, base_url: str
) -> None:
    context = browser.new_context(base_url=base_url, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto("/?target=1000000&deadline_months=60")
    people = page.get_by_label("How many").bounding_box()
    title = page.locator("#verdict-title").bounding_box()
    total = page.locator(".verdict .total").bounding_box()
    assert people
    assert title
    assert total
    assert people["y"] < title["y"]
    assert total["y"] + total["height"] <= 844
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    facts = page.locator(".verdict .facts dd")
    heights = {fact["height"] for one in facts.all() if (fact := one.bounding_box())}
    assert len(heights) == 1, "each figure, a date too, is on one line"
    context.close()


def test_the_page_stays_where_it_is_when_a_cell_is_pressed(page: Page) -> None:
    # Low enough that every cell has to be scrolled to.
    page.set_viewport_size({"width": 1280, "height": 400})
    page.goto("/?target=100&price_book=linkedin-2026")
    for press in (".matrix tbody tr:nth-child(3) td:nth-child(4) button", "#by-2", "#per-2"):
        pressed = page.locator(press).first
        pressed.scroll_into_view_if_needed()
        address = page.url
        pressed.click()
        expect(page).not_to_have_url(address)
        expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
        expect(page.locator(":focus")).to_be_in_viewport()
        # Keyboard navigation continues from there.
        inside = "document.activeElement.closest('[aria-labelledby=compare-title]') !== null"
        assert page.evaluate(inside), press


def test_a_mix_that_was_asked_for_is_in_sight_when_it_comes(page: Page) -> None:
    page.goto("/?target=3000&price_book=linkedin-2026&deadline_months=5")
    page.locator("#offer-mix").fill("6")
    page.get_by_role("button", name="Find the best mix").click()
    mix = page.locator("#mix:not(.waiting)")
    expect(mix.get_by_role("heading").first).to_be_in_viewport()
    expect(mix).to_be_focused()


def test_paper_gets_the_answer_without_the_form(page: Page) -> None:
    page.goto("/")
    page.emulate_media(media="print")
    expect(page.locator(".form")).to_be_hidden()
    expect(page.locator(".verdict")).to_be_visible()
    expect(page.locator(".matrix").first).to_be_visible()


def test_the_address_is_copied_with_one_click(browser: Browser, base_url: str) -> None:
    context = browser.new_context(
        base_url=base_url, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    page.goto("/")
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator("[data-share-status]")).to_have_text("Link copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    # Another day, or after another book has become the default, it shows the same.
    assert "price_book=article" in copied
    assert "start_on=" in copied
    other = browser.new_context().new_page()
    other.goto(copied)
    for part in (".verdict h2", ".verdict .total", ".matrix"):
        shown = page.locator(part).first.inner_text()
        assert other.locator(part).first.inner_text() == shown
    other.context.close()
    page.goto("/")
    page.get_by_label("How many").fill("321")
    expect(page).to_have_url(re.compile("target=321"))
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator("[data-share-status]")).to_have_text("Link copied.")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    context.close()


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
    # The mix among the ways is asked for once the answer stands there.
    late = [url for url in requests if "/mix/way/" in url]
    assert late == requests[-1:]
    assert len(requests) - len(late) <= 8


def test_a_choice_is_answered_once_and_without_the_pause_of_typing(page: Page) -> None:
    page.goto("/?target=100&reply_rate=10%25")
    questions: list[str] = []

    def note(sent: Request) -> None:
        if sent.headers.get("hx-target") == "answer":
            questions.append(sent.url)

    page.on("request", note)
    page.locator(".segments label").filter(has_text="Replies").first.click()
    expect(page).to_have_url(re.compile("goal=replied"))
    page.wait_for_timeout(200)
    assert len(questions) == 1
    page.get_by_label("How many").fill("1000")
    expect(page).to_have_url(re.compile("target=1000"))
    assert len(questions) == 2


@pytest.mark.parametrize("width", [390, 1360])
def test_a_panel_opens_below_its_button_which_stays(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/")
    buttons = page.locator(".more > details > summary")
    before = [one.bounding_box() for one in buttons.all()]
    for number in (2, 5):
        button = buttons.nth(number)
        button.click()
        panel = page.locator(".more > details").nth(number).locator(".panel")
        expect(panel).to_be_visible()
        assert [one.bounding_box() for one in buttons.all()] == before
        bottom = max(box["y"] + box["height"] for box in before if box)
        box = panel.bounding_box()
        assert box
        assert box["y"] >= bottom
        assert box["x"] + box["width"] <= width
    # The same press closes it.
    buttons.nth(5).click()
    expect(page.locator(".more > details[open]")).to_have_count(1)
