"""Addresses of the pages and files that show a query."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

# Characters of an address that each row of a table may repeat.
LONGEST_LINK = 1_500


@dataclass(frozen=True, kw_only=True)
class Links:
    """The addresses below a root that carry the same query.

    `query_items` are the names and texts that an address has to carry; `root` is the path of the
    page that shows the query.
    """

    query_items: tuple[tuple[str, str], ...]
    root: str

    def address(self, page: str = "", /, **changes: str) -> str:
        """The page that shows the query with `changes` made to it ("" removes a name).

        `page` is one below the root: "estimate/", "plan.csv".
        """
        parts = [encoded for name, encoded in self._encoded if name not in changes]
        parts += [urlencode({name: text}) for name, text in changes.items() if text]
        return f"{self.root}{page}?{'&'.join(parts)}"

    def address_of_cheapest(self, **changes: str) -> str:
        """The page that shows the cheapest way with these changes, among all plans."""
        picked = [text for name, text in self.query_items if name == "strategies"]
        unpicked = {"strategies": ""} if picked and "cheapest" not in picked else {}
        return self.address(**changes, **unpicked)

    @cached_property
    def is_long(self) -> bool:
        """Whether a link in each row would be too much: then one form carries the query for all."""
        return len(self.address()) > LONGEST_LINK

    @cached_property
    def _encoded(self) -> list[tuple[str, str]]:
        """Each name with its part of an address: a page has hundreds of links."""
        return [(name, urlencode({name: text})) for name, text in self.query_items]
