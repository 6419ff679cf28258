"""The studies that there are: the one list that pages, addresses, files and the command read.

A new study is its rule in the planning module, a module of `campaigns.study_outputs`, a template,
and an entry here: `tests/campaigns/additions/` has one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """One study.

    `name` is in addresses, on the command's line and the id of its section. `title` heads it, and
    `waiting` describes the work until it is there; `offer` is the link to it, `promise` its
    content, `help` the same for the command. `outputs` is the class of what it puts out. It is
    requested by its name in the address, or by a `field` of the form that has a value.
    `template_of_estimate`: there is one for a single estimate, too. `takes_long`: by itself, while
    others can stop between any two estimates. `without_audiences` is why it is not calculated for
    a scenario with audiences; empty where it is (RULES.md §11).
    """

    name: str
    title: str
    waiting: str
    offer: str
    promise: str
    help: str
    outputs: str
    template: str
    offer_template: str = "studies/_offer.html"
    template_of_estimate: str = ""
    field: str = ""
    takes_long: bool = False
    without_audiences: str = ""


STUDIES: tuple[Study, ...] = (
    Study(
        name="forecast",
        title="How sure is this?",
        waiting="Simulating the campaign many times …",
        offer="How sure is this?",
        promise="What to budget to be 90 % sure.",
        help="add what each estimate may really come to",
        outputs="campaigns.study_outputs.forecast.ForecastOutputs",
        template="studies/_forecast.html",
        template_of_estimate="studies/_estimate_forecast.html",
    ),
    Study(
        name="mix",
        title="Best mix",
        waiting="Looking for the cheapest seats together …",
        offer="Which seats of which plans together are cheapest, for a team of up to",
        promise="Find the best mix",
        help="add the cheapest mix of plans within max_seats (default: the scenario's seats)",
        outputs="campaigns.study_outputs.mix.MixOutputs",
        template="studies/_mix.html",
        offer_template="studies/_offer_mix.html",
        field="max_seats",
        takes_long=True,
    ),
    Study(
        name="sensitivity",
        title="What matters most",
        waiting="Moving each input …",
        offer="What matters most?",
        promise="Each input’s effect on the total and on the choice.",
        help="add what each input does to the total",
        outputs="campaigns.study_outputs.sensitivity.SensitivityOutputs",
        template="studies/_sensitivity.html",
    ),
    Study(
        name="channels",
        title="What else would do it?",
        waiting="Planning each channel …",
        offer="What else would do it?",
        promise="E-mail, invitations, calls and ads for the same goal.",
        help="add what other channels take for the same goal, and the cheapest plan over all",
        outputs="campaigns.study_outputs.channels.ChannelOutputs",
        template="studies/_channels.html",
        takes_long=True,
        without_audiences=(
            "Other channels are planned for one list with one deadline, so they are not calculated "
            "for a campaign with audiences. Plan one of them alone to compare its channels."
        ),
    ),
)


class StudyPage(NamedTuple):
    """A study under its path below the root: of the whole comparison, or of one estimate."""

    study: Study
    template: str
    is_of_estimate: bool


def study_pages() -> dict[str, StudyPage]:
    """Every study by its path: "forecast", "estimate/forecast"."""
    pages = {study.name: StudyPage(study, study.template, False) for study in STUDIES}
    return pages | {
        f"estimate/{study.name}": StudyPage(study, study.template_of_estimate, True)
        for study in STUDIES
        if study.template_of_estimate
    }


def view_keys() -> Iterator[str]:
    """The names by which an address asks for studies that no field of the form asks for."""
    return (study.name for study in STUDIES if not study.field)


def in_turn(studies: Iterable[Study]) -> list[Study]:
    """The studies in the order to compute them in: what takes long by itself comes first."""
    return sorted(studies, key=lambda study: not study.takes_long)
