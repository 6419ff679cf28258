"""What an admin page shows: the rows of a list, the fields of a form."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.test import Client

if TYPE_CHECKING:
    # What the test client answers with; it has no public name.
    from django.test.client import _MonkeyPatchedWSGIResponse

    Response = _MonkeyPatchedWSGIResponse
else:
    Response = HttpResponse


class _PageReader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.rows: list[list[str]] = []
        self.text: list[str] = []
        self._select = ""
        self._textarea = ""
        self._in_list = False
        self._in_cell = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        name = named.get("name") or ""
        kind = named.get("type")
        if tag == "input" and kind != "submit" and (kind != "checkbox" or "checked" in named):
            self.fields[name] = named.get("value") or "on" * (kind == "checkbox")
        elif tag == "textarea":
            self._textarea = name
            self.fields[name] = ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in named:
            self.fields[self._select] = named.get("value") or ""
        elif tag == "table":
            self._in_list = named.get("id") == "result_list"
        elif tag == "tr" and self._in_list:
            self.rows.append([])
        elif tag in {"td", "th"} and self._in_list:
            self.rows[-1].append("")
            self._in_cell = True
        elif tag == "img" and self._in_cell:
            self.rows[-1][-1] += named.get("alt") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = ""
        elif tag == "table":
            self._in_list = False
        elif tag in {"td", "th"}:
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if self._textarea:
            self.fields[self._textarea] += data.removeprefix("\n")
        if self._in_cell:
            self.rows[-1][-1] += data.strip()


def read_markup(response: Response) -> str:
    """The page's markup without the line breaks and indents that only its templates have."""
    page = " ".join(response.content.decode().split())
    opened = re.sub(r"(<[a-z][^<>]*?) ?> ?", r"\1>", page)
    return opened.replace(" </", "</")


def read_text(response: Response) -> str:
    """The words on the page, with single spaces between them."""
    return " ".join(" ".join(_PageReader(response.content.decode()).text).split())


def read_verdict(response: Response) -> str:
    """The words of the verdict, a total with its cents; empty where the page has none."""
    found = re.search(r'<section class="card verdict.*?</section>', response.content.decode(), re.S)
    whole = found[0].replace('<span class="cents">', "") if found else ""
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", whole).split()))


def read_amounts(response: Response) -> list[str]:
    """The amounts of the comparison's current column, the plans in their order; "–" for none."""
    cells = r'<td class="current[^"]*">\s*(?:<button[^>]*>\s*)?([^<]+?)\s*<'
    return re.findall(cells, response.content.decode())


def read_question(response: Response) -> list[tuple[str, str]]:
    """What the form of the comparison carries, whichever of its buttons is pressed."""
    form = read_markup(response).split('<form id="question"')[1].split("</form>")[0]
    carried = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return [(unescape(name), unescape(text)) for name, text in carried]


def read_rows(response: Response) -> list[dict[str, str]]:
    """The rows of the page's list, each cell under its column's heading."""
    heading, *rows = _PageReader(response.content.decode()).rows
    return [
        {column: " ".join(cell.split()) for column, cell in zip(heading, row, strict=True)}
        for row in rows
    ]


def read_fields(response: Response) -> dict[str, str]:
    """What a browser would send if the page's form were submitted as it stands."""
    return _PageReader(response.content.decode()).fields


def read_form(response: Response, action: str) -> dict[str, str]:
    """What a browser would send of the form with the button for `action`, if that were pressed."""
    forms = response.content.decode().split("<form")[1:]
    button = re.compile(rf'name="action"\s+value="{action}"')
    named = [part for form in forms if button.search(part := form.split("</form>")[0])]
    return _PageReader(f"<form{named[0]}</form>").fields | {"action": action}


def submit(browser: Client, page: str, changes: dict[str, str], *, untick: str = "") -> Response:
    """Send the form of `page` after changing some fields, and go where that leads."""
    fields = read_fields(browser.get(page)) | changes
    fields.pop(untick, None)
    return browser.post(page, fields, follow=True)
