"""The style sheets' properties, values and selectors, as the browser knows them."""

import tinycss2
from playwright.sync_api import Page

from tests.stylesheets import STYLE_SHEETS, Selector, Style, read_style_sheet, split_at_commas

# Of all questions at once: each way to the browser and back takes longer than its answer.
ASK = """(all) => all.map(([kind, ...texts]) => kind === "selector"
    ? CSS.supports(`selector(${texts[0]})`)
    : CSS.supports(...texts))"""


def find_unknown(page: Page, css: str) -> list[str]:
    """The CSS that the browser ignores, as `line: text`."""
    asked = [
        (one.line, question)
        for one in read_style_sheet(css)
        if isinstance(one, Selector | Style)
        for question in _put(one)
    ]
    known = page.evaluate(ASK, [question for _, question in asked])
    return [
        f"{line}: {' '.join(question)}"
        for (line, question), is_known in zip(asked, known, strict=True)
        if not is_known
    ]


def _put(one: Selector | Style) -> list[list[str]]:
    """The questions for the browser: it is asked of each selector of a list by itself."""
    if isinstance(one, Style):
        return [["style", one.name, tinycss2.serialize(one.value).strip()]]
    selectors = split_at_commas(one.tokens)
    return [["selector", tinycss2.serialize(tokens).strip()] for tokens in selectors]


def test_the_browser_knows_all_of_it(page: Page) -> None:
    unknown = {path.name: find_unknown(page, path.read_text()) for path in STYLE_SHEETS}
    assert unknown == {name: [] for name in unknown}


def test_a_slip_is_seen(page: Page) -> None:
    css = """.a { colour: red; color: banana; margin: 1px 2px 3px 4px 5px; color: var(--x); }
        .a:hovver, .b { color: red }
        .a:is(.b, .c) > p::before { display: grid !important }"""
    assert find_unknown(page, css) == [
        "1: style colour red",
        "1: style color banana",
        "1: style margin 1px 2px 3px 4px 5px",
        "2: selector .a:hovver",
    ]
