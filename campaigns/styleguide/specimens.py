"""The components and their states: a template of the product, and the question that it answers."""

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

# Every question starts on this day, so that what it comes to does not depend on the day.
START = "start_on=2026-12-01&rules=2"
LATE = "target=600&seats=1&deadline_months=3&price_book=linkedin-2026"
IN_TIME = "target=600&seats=3&deadline_months=4"
WITH_AUDIENCES = (
    "deadline_months=3&seats=3&audiences-0-name=Acme&audiences-0-target=120&audiences-0-deadline_on="
    "2026-12-31&audiences-1-name=Borealis&audiences-1-target=180"
)
WORTH = (
    f"{IN_TIME}&reply_rate=10+%25&meeting_rate=25+%25&win_rate=20+%25&value_per_customer=6000"
    "&minutes_per_message=3&hour_cost=40"
)
# The first version of the campaign that the style guide shows was saved with this.
BEFORE = "seats=2&deadline_months=6"
FAULTS = "target=abc&deadline_months=by+March&reply_rate=120+%25&budget=1.680"


@dataclass(frozen=True, slots=True, kw_only=True)
class Specimen:
    """A component in one state.

    `passes` names what the template takes by another name, as `{% include … with a=b.c %}` does:
    paths into the context of the planner's page. `study` is the one whose results it shows.
    `block` is the part of a whole page to show. `message` is one of the page's, after its
    level. `is_of_campaign`: the question is that of a saved campaign.
    """

    title: str
    template: str
    query: str = ""
    passes: MappingProxyType[str, str] = field(default_factory=lambda: MappingProxyType({}))
    study: str = ""
    block: str = ""
    message: tuple[int, str] | None = None
    is_of_campaign: bool = False


class Section(NamedTuple):
    """The states of one component."""

    title: str
    specimens: tuple[Specimen, ...]


def _field(
    title: str, name: str, query: str = "", template: str = "styleguide/_field.html"
) -> Specimen:
    passes = MappingProxyType({"field": f"form.{name}"})
    return Specimen(title=title, template=template, query=query, passes=passes)


def _verdict(title: str, query: str) -> Specimen:
    return Specimen(
        title=title,
        template="planner/_verdict.html",
        query=query,
        passes=MappingProxyType({"verdict": "answer.verdict"}),
    )


def _matrix(title: str, query: str) -> Specimen:
    return Specimen(
        title=title,
        template="planner/_matrix.html",
        query=query,
        passes=MappingProxyType({"matrix": "answer.matrix"}),
    )


def _chart(title: str, name: str, path: str, study: str = "", query: str = IN_TIME) -> Specimen:
    return Specimen(
        title=title,
        template=f"charts/_{name}.html",
        query=query,
        passes=MappingProxyType({"chart": path}),
        study=study,
    )


def _part(title: str, template: str, query: str = IN_TIME, **passes: str) -> Specimen:
    return Specimen(title=title, template=template, query=query, passes=MappingProxyType(passes))


def _of_campaign(title: str, template: str, *, block: str = "", **passes: str) -> Specimen:
    return Specimen(
        title=title,
        template=template,
        query=IN_TIME,
        passes=MappingProxyType(passes),
        block=block,
        is_of_campaign=True,
    )


PLANNER_SECTIONS: tuple[Section, ...] = (
    Section("Buttons and links", (Specimen(title="", template="styleguide/_buttons.html"),)),
    Section(
        "Fields",
        (
            _field("As it is", "target"),
            _field("With what was understood", "deadline_months", FAULTS),
            _field("With a question", "budget", FAULTS),
            _field("With an error", "target", FAULTS),
            _field("A day", "start_on"),
            _field("A choice of many", "billing"),
            _field("A choice of few", "goal", template="planner/_segments.html"),
            _field("Several choices", "strategies", template="planner/_checks.html"),
        ),
    ),
    Section(
        "Verdict",
        (
            _verdict("Yes", IN_TIME),
            _verdict("Tight", "target=100&deadline_on=2026-12-01"),
            _verdict("No: late", LATE),
            _verdict("No: over the budget", f"{IN_TIME}&budget=900"),
            _verdict("Many months", "target=1000&seats=1&deadline_months=24"),
        ),
    ),
    Section(
        "Nothing makes it",
        (
            Specimen(title="", template="planner/_nothing.html", query=LATE),
            Specimen(
                title="What a budget reaches",
                template="planner/_budget.html",
                query=f"{LATE}&budget=300",
                passes=MappingProxyType({"reach": "answer.comparison.for_budget"}),
            ),
        ),
    ),
    Section(
        "Comparison",
        (
            _matrix("A row opened", f"{IN_TIME}&open=sales-navigator-professional"),
            _matrix("Everything too late", LATE),
        ),
    ),
    Section(
        "Audiences",
        (
            _part(
                "An entry to fill in",
                "planner/_audience.html",
                audience_form="query_form.audiences.next",
            ),
            _part(
                "What each gets",
                "planner/_audiences.html",
                WITH_AUDIENCES,
                audiences="answer.audiences",
            ),
        ),
    ),
    Section("Worth", (_part("", "planner/_worth.html", WORTH, worth="answer.worth"),)),
    Section(
        "Sharing",
        (
            Specimen(title="The ways to pass it on", template="sharing/_share.html", query=IN_TIME),
            Specimen(title="Downloads", template="planner/_exports.html", query=IN_TIME),
        ),
    ),
    Section(
        "Notices",
        (
            Specimen(
                title="What was done",
                template="campaigns/_messages.html",
                message=(25, "Saved as revision 2."),
            ),
            Specimen(
                title="What failed",
                template="campaigns/_messages.html",
                message=(40, "Tick at least one campaign."),
            ),
            Specimen(title="Faults", template="planner/_faults.html", query=FAULTS),
            Specimen(
                title="A study under way",
                template="studies/_waiting.html",
                passes=MappingProxyType(
                    {
                        "id": "studies.links.0.study.name",
                        "title": "studies.links.0.study.title",
                        "text": "studies.links.0.study.waiting",
                        "address": "studies.links.0.address",
                    }
                ),
            ),
        ),
    ),
    Section(
        "Where there is nothing",
        (
            Specimen(title="No campaign", template="campaigns/own.html", block="content"),
            Specimen(title="No price book", template="prices/book.html", block="content"),
            Specimen(title="No page", template="404.html", block="content"),
        ),
    ),
)
STUDY_SECTIONS: tuple[Section, ...] = (
    Section(
        "Other channels",
        (
            Specimen(
                title="",
                template="studies/_channels.html",
                query=f"{IN_TIME}&reply_rate=10+%25",
                study="channels",
            ),
        ),
    ),
    Section(
        "Tables",
        (
            Specimen(
                title="Month by month",
                template="planner/_chosen.html",
                query=IN_TIME,
                passes=MappingProxyType({"row": "answer.chosen_row"}),
            ),
            Specimen(
                title="Prices",
                template="prices/_plans.html",
                passes=MappingProxyType({"table": "price_table", "caption": "price_book.name"}),
            ),
            Specimen(title="Words", template="prices/_contradictions.html"),
        ),
    ),
    Section(
        "Charts",
        (
            _chart("Credit balance", "balance", "balance_chart"),
            _chart("Money", "money", "money_chart"),
            _chart("Forecast: messages", "fan", "fan_chart", "estimate/forecast"),
            _chart("Forecast: total", "spread", "spread_chart", "estimate/forecast"),
            _chart("What matters most", "tornado", "tornado_chart", "sensitivity"),
            _chart("Best mix", "timeline", "timeline_chart", "mix", f"{IN_TIME}&max_seats=3"),
        ),
    ),
)
CAMPAIGN_SECTIONS: tuple[Section, ...] = (
    Section(
        "Progress",
        (
            _of_campaign("Verdict", "campaigns/_progress_verdict.html"),
            _of_campaign("Planned and sent", "charts/_progress.html", chart="progress.chart"),
            _of_campaign("Spend and reply rate", "campaigns/_progress_facts.html"),
            _of_campaign("What is noted", "campaigns/_progress_list.html"),
        ),
    ),
    Section(
        "What now?",
        (
            _of_campaign(
                "", "campaigns/replan.html", block="content", page="replan_page", form="replan_form"
            ),
        ),
    ),
    Section("Versions", (_of_campaign("", "campaigns/versions.html", block="content"),)),
    Section("What is due", (_of_campaign("", "campaigns/_due.html"),)),
    Section("Quote", (_of_campaign("", "quotes/_quote.html"),)),
)
# The parts of the style guide, each a page: its name in the address, its name, its sections.
PARTS: dict[str, tuple[str, tuple[Section, ...]]] = {
    "": ("Planner", PLANNER_SECTIONS),
    "studies": ("Studies", STUDY_SECTIONS),
    "campaigns": ("Campaigns", CAMPAIGN_SECTIONS),
}
