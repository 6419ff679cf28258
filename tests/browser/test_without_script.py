"""What takes its time, where no script runs: a link to a page with the answer, and no waiting."""

import pytest
from playwright.sync_api import Browser, Page, expect

from campaigns.studies.registry import STUDIES, Study

pytestmark = pytest.mark.usefixtures("price_books")

QUESTION = "price_book=article&start_on=2026-12-01&target=120&reply_rate=10+%25"

WITHOUT_SCRIPT = "without JavaScript it has a page of its own."


def show_answer(page: Page, study: Study) -> None:
    """Follow the link of a study that was asked for."""
    asked = page.locator(f"#{study.name}")
    expect(asked.get_by_role("heading").first).to_be_visible()
    expect(page.get_by_text(study.waiting)).to_be_hidden()
    expect(asked.get_by_text(WITHOUT_SCRIPT)).to_be_visible()
    asked.get_by_role("link", name="Open it as a page").click()
    answer = page.locator(f".study#{study.name}")
    expect(answer.get_by_role("heading").first).to_be_visible()
    expect(answer.locator(".finding, .chart, table").first).to_be_visible()


@pytest.mark.parametrize("study", STUDIES, ids=lambda study: study.name)
def test_a_study_is_two_presses_away(browser: Browser, base_url: str, study: Study) -> None:
    page = browser.new_context(base_url=base_url, java_script_enabled=False).new_page()
    page.goto(f"/?{QUESTION}")
    if study.field:
        page.get_by_role("button", name=study.promise).click()
    else:
        page.get_by_role("link", name=study.offer).click()
    show_answer(page, study)
    page.get_by_role("link", name="Back to the comparison").click()
    expect(page.get_by_label("How many")).to_have_value("120")
    page.context.close()


def test_with_a_script_it_says_that_it_is_under_way(page: Page) -> None:
    [study, *_] = STUDIES
    page.route(f"**/{study.name}/**", lambda _: None)
    page.goto(f"/?{QUESTION}&{study.name}=yes")
    asked = page.locator(f"#{study.name}")
    expect(asked.get_by_text(study.waiting)).to_be_visible()
    expect(asked.get_by_text(WITHOUT_SCRIPT)).to_be_hidden()


def test_the_forecast_of_one_estimate(browser: Browser, base_url: str) -> None:
    [forecast] = (study for study in STUDIES if study.template_of_estimate)
    page = browser.new_context(base_url=base_url, java_script_enabled=False).new_page()
    page.goto(f"/estimate/?{QUESTION}")
    page.get_by_role("link", name=forecast.offer).click()
    show_answer(page, forecast)
    page.context.close()
