"""How a page shows its answer: part of the address, never of the scenario."""

from dataclasses import dataclass

from django.utils.datastructures import MultiValueDict

from campaigns.studies.registry import view_keys

VIEWS = ("estimate", "open", "by", "per")
# What legacy addresses have: the row that differences were measured by, and an order of rows.
LEGACY_VIEWS = ("base", "sort")
STUDIES_SHOWN = tuple(view_keys())
DISPLAY_PARAMS = (*VIEWS, *STUDIES_SHOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class DisplayOptions:
    """Texts of an address; empty where it has none.

    `estimate` is shown in full ("plan-slug.strategy"); `open` is the plan whose ways the comparison
    shows, `by` the condition of its columns and `per` what its amounts are of. `studies` are those
    that the address asks for by name, each with its text ("yes").
    """

    estimate: str = ""
    open: str = ""
    by: str = ""
    per: str = ""
    studies: tuple[tuple[str, str], ...] = ()

    @property
    def items(self) -> list[tuple[str, str]]:
        """The options that are set, by their names in an address."""
        options = [*((name, getattr(self, name)) for name in VIEWS), *self.studies]
        return [(name, text) for name, text in options if text]


def read_display(data: MultiValueDict[str, str]) -> DisplayOptions:
    """The options that an address has."""
    texts = {name: data.get(name) or "" for name in DISPLAY_PARAMS}
    return DisplayOptions(
        **{name: texts[name] for name in VIEWS},
        studies=tuple((name, texts[name]) for name in STUDIES_SHOWN if texts[name]),
    )
