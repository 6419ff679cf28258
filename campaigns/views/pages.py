"""The pages that stand below each root: a question with its answer, and one estimate in full."""

from typing import Any
from urllib.parse import parse_qs, urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.middleware import HtmxDetails

from campaigns import benchmarks
from campaigns.bridge import Question
from campaigns.charts import draw_balance, draw_money
from campaigns.exports import OfferedExport, offer_exports
from campaigns.presentation import Answer
from campaigns.presentation.detail import find_break_even, spell_out
from campaigns.presentation.presets import offer_presets
from campaigns.presentation.studies import StudyLinks
from campaigns.views.page_cache import cached_page
from campaigns.views.roots import FindRoot
from planner.planning.estimate import Estimate


class HtmxHttpRequest(HttpRequest):
    htmx: HtmxDetails


@require_safe
def show_page(request: HtmxHttpRequest, find_root: FindRoot, **where: str) -> HttpResponse:
    root = find_root(**where)

    def render_it() -> HttpResponse:
        question = root.ask(request.GET)
        return render_page(request, question, root.template, root.context(question))

    if root.cache_rows is None:
        return render_it()
    return cached_page(request, render_it, rows=root.cache_rows, screen=look_at_screen(request))


@vary_on_headers("HX-Request")
def render_page(
    request: HtmxHttpRequest, question: Question, template: str, context: dict[str, Any]
) -> HttpResponse:
    """The whole page, or for htmx the fragment of it that holds the answer."""
    is_fragment, book_on_screen = look_at_screen(request)
    if question.is_filled and not is_fragment:
        return redirect(_address_of_filled(request, question))
    at_first = question.frozen.slug if question.frozen else question.form.default_book
    whole = _make_context(question) | context
    whole |= {
        "is_fragment": is_fragment,
        "is_other_book": is_fragment
        and (book_on_screen or at_first) != question.form.said["price_book"],
    }
    name = "planner/_answer.html" if is_fragment else template
    response = HttpResponse(render_to_string(name, whole, request))
    if is_fragment:
        response["HX-Push-Url"] = question.address()
    if is_fragment and not question.is_valid:
        # The last answer stays on the screen, dimmed, until the mistakes are mended.
        response["HX-Reswap"] = "none"
    return response


def _address_of_filled(request: HttpRequest, question: Question) -> str:
    """The page with the filled plan in its address, which another day says the same terms."""
    seen = request.GET.get("seen")
    address = f"{question.address()}&{urlencode({'seen': seen})}" if seen else question.address()
    row = question.filling.row if question.filling else 0
    return f"{address}#custom-plan-{row}"


def look_at_screen(request: HtmxHttpRequest) -> tuple[bool, str]:
    """Whether a fragment is asked for, and the book whose plans the page that asks offers.

    Empty where it offers those of the book that it opened with.
    """
    if not request.htmx:
        return False, ""
    # Cut apart by hand: a header may say anything, and not every text can be read as an address.
    query = parse_qs((request.htmx.current_url or "").partition("#")[0].partition("?")[2])
    return True, query.get("price_book", [""])[-1]


def _make_context(question: Question) -> dict[str, Any]:
    answer = Answer(question) if question.is_valid else None
    return {
        "question": question,
        "form": question.form,
        "presets": offer_presets(question),
        "preset_source": benchmarks.SOURCE,
        "answer": answer,
        "link": question.address() if answer else "",
        "exports": _offer_exports(question, answer.chosen) if answer else [],
        "studies": StudyLinks(question) if answer else None,
    }


def _offer_exports(question: Question, chosen: Estimate | None) -> list[OfferedExport]:
    return offer_exports(lambda kind: question.address(f"plan.{kind}"), chosen=chosen)


@require_safe
def show_estimate(request: HttpRequest, find_root: FindRoot, **where: str) -> HttpResponse:
    """The page of one estimate in full; a question with faults goes back to its form."""
    root = find_root(**where)
    question = root.ask(request.GET)
    if not question.is_valid:
        return redirect(question.address())
    answer = Answer(question)
    row = answer.chosen_row
    if row is None or (question.view("estimate") and not answer.is_chosen_by_address):
        raise Http404
    context = {
        "question": question,
        "answer": answer,
        "revision": root.revision,
        "row": row,
        "estimate": row.estimate,
        "calculations": list(spell_out(row.estimate)),
        "break_even": find_break_even(row.estimate),
        "balance_chart": draw_balance(row.estimate) if row.estimate.is_done else None,
        "money_chart": draw_money(row.estimate) if row.estimate.is_done else None,
        "exports": _offer_exports(question, row.estimate),
        "studies": StudyLinks(question),
        "planner_address": question.address(),
    }
    return render(request, "estimate/estimate.html", context)
