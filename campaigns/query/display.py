"""How a page shows its answer: part of the address, never of the scenario."""

from dataclasses import dataclass

from django.utils.datastructures import MultiValueDict


@dataclass(frozen=True, slots=True, kw_only=True)
class DisplayOptions:
    """Texts of an address; empty where it has none.

    `estimate` is shown in full and `base` is what differences are measured by ("plan-slug.strategy"
    each); `sort` is the column that the comparison is sorted by; `forecast` and `sensitivity` say
    whether those studies are shown ("yes").
    """

    estimate: str = ""
    base: str = ""
    sort: str = ""
    forecast: str = ""
    sensitivity: str = ""

    @property
    def items(self) -> list[tuple[str, str]]:
        """The options that are set, by their names in an address."""
        options = [(name, getattr(self, name)) for name in DISPLAY_PARAMS]
        return [(name, text) for name, text in options if text]


DISPLAY_PARAMS = tuple(DisplayOptions.__dataclass_fields__)


def read_display(data: MultiValueDict[str, str]) -> DisplayOptions:
    """The options that an address has."""
    return DisplayOptions(**{name: data.get(name) or "" for name in DISPLAY_PARAMS})
