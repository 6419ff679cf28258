"""The style guide, for developers: with DEBUG alone."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from campaigns.charts import draw_balance, draw_money
from campaigns.decision import Decision, decide
from campaigns.models import PriceBook
from campaigns.presentation.price_table import Sources, make_price_table
from campaigns.query.choices import follow_choice
from campaigns.query.links import Links
from campaigns.studies.registry import study_pages
from campaigns.studies.time_budget import limit_time
from campaigns.study_outputs import load_outputs
from campaigns.styleguide.example_campaign import show_campaign
from campaigns.styleguide.rendering import Ids, render_specimen
from campaigns.styleguide.specimens import BEFORE, PARTS, START, Section, Specimen
from campaigns.styleguide.tokens import list_tokens
from campaigns.views.pages import HtmxHttpRequest, describe_link, make_context
from campaigns.views.roots import PlannerRoot

SCHEMES = ("light", "dark")


class Shown(NamedTuple):
    """A specimen on the page."""

    title: str
    html: SafeString


@require_safe
def show_styleguide(request: HtmxHttpRequest) -> HttpResponse:
    """Every component in every state, a part a page: `?part=campaigns`.

    `?scheme=dark` for other colors than the system's.
    """
    if not settings.DEBUG:
        raise Http404
    books = list(PriceBook.objects.all())
    scheme, part = request.GET.get("scheme", ""), request.GET.get("part", "")
    if part not in PARTS:
        raise Http404
    _, sections = PARTS[part]
    context: dict[str, Any] = {
        "tokens": [] if part else list_tokens(),
        "sections": _render_sections(request, sections) if books else [],
        "part": part,
        "parts": [(one, name) for one, (name, _) in PARTS.items()],
        "scheme": scheme if scheme in SCHEMES else "",
        "schemes": SCHEMES,
    }
    return render(request, "styleguide/styleguide.html", context)


def _render_sections(
    request: HtmxHttpRequest, sections: Sequence[Section]
) -> list[tuple[str, list[Shown]]]:
    ids, answers = Ids(), Answers(request)
    shown = []
    for section_number, section in enumerate(sections, 1):
        specimens = []
        for number, specimen in enumerate(section.specimens, 1):
            html = render_specimen(specimen, answers.context_of(specimen), request)
            title = specimen.title or section.title
            specimens.append(Shown(title, ids.separate(html, f"{section_number}-{number}")))
        shown.append((section.title, specimens))
    return shown


class Answers:
    """What the planner's page has for each question, worked out once for a page."""

    def __init__(self, request: HtmxHttpRequest) -> None:
        self.request, self.root = request, PlannerRoot()
        self._contexts: dict[str, dict[str, Any]] = {}

    def context_of(self, specimen: Specimen) -> dict[str, Any]:
        """What the specimen's template needs, charts and prices where it is of those.

        Each has the time of a page of its own.
        """
        with limit_time():
            return self._context_of(specimen)

    def _context_of(self, specimen: Specimen) -> dict[str, Any]:
        if specimen.query not in self._contexts:
            self._contexts[specimen.query] = self._answer(specimen.query)
        context = self._contexts[specimen.query]
        folder = specimen.template.partition("/")[0]
        if specimen.is_of_campaign:
            before = self._answer(f"{specimen.query}&{BEFORE}")
            return context | show_campaign(before["decision"], context["decision"])
        if folder == "prices" and not specimen.block:
            return context | _list_prices()
        if folder == "charts" or specimen.study:
            return context | _draw_charts(context["decision"], context["links"], specimen.study)
        return context

    def _answer(self, query: str) -> dict[str, Any]:
        query_form = self.root.read(follow_choice(QueryDict(f"{query}&{START}")))
        decision = decide(query_form.query) if query_form.query else None
        context = make_context(query_form, decision, self.root.links(query_form))
        if decision is None:
            return context
        described = describe_link(self.request, self.root, query_form, decision)
        return {**context, **described, "decision": decision}


def _draw_charts(decision: Decision, links: Links, study: str) -> dict[str, Any]:
    if study:
        page = study_pages()[study]
        outputs = load_outputs(page.study)
        show = outputs.show_estimate if page.is_of_estimate else outputs.show
        return show(decision.query, links)
    if decision.chosen is None:
        raise ValueError("the style guide's question has no answer")
    return {
        "balance_chart": draw_balance(decision.chosen),
        "money_chart": draw_money(decision.chosen),
    }


def _list_prices() -> dict[str, Any]:
    today = timezone.localdate()
    price_book = PriceBook.objects.first()
    if price_book is None:
        raise Http404
    plans = price_book.plans.in_order().with_prices_on(today).with_next_prices(after=today)
    return {
        "price_book": price_book,
        "price_table": make_price_table(plans.current().prefetch_related("prices")[:3], Sources()),
        "contradictions": price_book.contradictions.all()[:3],
        "today": today,
    }
