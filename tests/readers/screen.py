"""The figures on the planner's page, as a person reads them."""

import re
from html.parser import HTMLParser

from tests.campaigns.pages import Response

Table = list[dict[str, str]]
# What a cell has beside its figure: differences, notes, tags, text for screen readers only.
BESIDE = {"delta", "paid", "tag", "visually-hidden"}
VOID = {"br", "hr", "img", "input", "link", "meta"}


class _TableReader(HTMLParser):
    """Collects the cells of the table with a class, each as (its label, its text, its link)."""

    def __init__(self, page: str, name: str) -> None:
        super().__init__()
        self.rows: list[list[dict[str, str]]] = []
        self.name = name
        self._inside: list[str] = []
        self._beside = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        names = said.get("class", "").split()
        if tag == "table":
            self._inside = [tag] if self.name in names else []
        elif not self._inside or tag in VOID:
            return
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th") and self._inside:
            self.rows[-1].append({"label": said.get("data-label", ""), "text": "", "id": ""})
        elif self._beside or BESIDE & {*names}:
            self._beside += 1
        elif said.get("id", "").startswith("pick-"):
            self.rows[-1][-1]["id"] = said["id"].removeprefix("pick-")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._inside = []
        elif self._beside and tag not in VOID:
            self._beside -= 1

    def handle_data(self, data: str) -> None:
        if self._inside and self.rows and self.rows[-1] and not self._beside:
            self.rows[-1][-1]["text"] += data


def _markup_of(response: Response) -> str:
    """The page's markup; a space that no line breaks at is read as a space."""
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def read_comparison(response: Response) -> dict[str, dict[str, str]]:
    """The figures of each way of the plan whose row is open, under the way's key.

    "plan-slug.strategy" → "Total" → "$639.97". A row without figures, of what cannot be
    done, is an empty one.
    """
    rows = _TableReader(_markup_of(response), "comparison").rows[1:]
    return {
        row[0]["id"]: {c["label"]: c["text"].strip() for c in row if c["label"]} for row in rows
    }


def read_facts(response: Response) -> dict[str, str]:
    """The names and values of the page's first list of facts."""
    [facts] = re.findall(r'<dl class="facts">(.*?)</dl>', _markup_of(response), re.DOTALL)[:1]
    return dict(re.findall(r"<dt>([^<]+)</dt>\s*<dd>([^<]+)", facts))


def read_ledger(response: Response) -> Table:
    """The rows of the month-by-month table, each cell under its head; sums are the last row."""
    heads, *rows = _TableReader(_markup_of(response), "ledger").rows or [[]]
    names = [head["text"].strip() for head in heads]
    return [dict(zip(names, [cell["text"].strip() for cell in row], strict=True)) for row in rows]
