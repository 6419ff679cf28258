"""The pages that stand below each root: a query with its answer, and one estimate in full."""

from collections.abc import Iterator
from itertools import chain
from typing import Any
from urllib.parse import parse_qs, urlencode

from django.forms.boundfield import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.middleware import HtmxDetails

from campaigns import reply_rate_presets
from campaigns.charts import draw_balance, draw_money
from campaigns.decision import Decision, decide
from campaigns.exports import OfferedExport, offer_exports
from campaigns.figure_values import write_already_paid
from campaigns.forms.fields import ReadBoundField
from campaigns.presentation.answer import make_answer, row_of_chosen
from campaigns.presentation.comparison import ComparisonTable
from campaigns.presentation.detail import find_break_even, spell_out
from campaigns.presentation.passing_on import Preview, Share, write_description, write_title
from campaigns.presentation.presets import offer_presets
from campaigns.presentation.studies import StudyLinks
from campaigns.query.choices import CHOOSE, CONDITIONS, follow_choice
from campaigns.query.form import QueryForm
from campaigns.query.links import Links
from campaigns.query.query import Query
from campaigns.views.page_cache import cached_page
from campaigns.views.roots import FindRoot, Root
from planner.planning.estimate import Estimate
from planner.planning.phrases import reach

# The id of the form that asks the question.
QUESTION_FORM = "scenario"
# The page's script sets it when a reader chooses a price book.
BOOK_COOKIE = "price_book"


class HtmxHttpRequest(HttpRequest):
    htmx: HtmxDetails


@require_safe
def show_page(request: HtmxHttpRequest, find_root: FindRoot, **where: str) -> HttpResponse:
    root = find_root(**where)

    if root.offers_last_book and (slug := _find_last_book(request, root)):
        return redirect(f"{root.path}?{urlencode({'price_book': slug})}")

    def render_it() -> HttpResponse:
        query_form = root.read(follow_choice(request.GET))
        decision = decide(query_form.query) if query_form.query else None
        context = root.context(query_form, decision)
        return render_page(request, root, query_form, decision, context)

    if root.cache_rows is None:
        return render_it()
    return cached_page(request, render_it, rows=root.cache_rows, screen=look_at_screen(request))


def _find_last_book(request: HtmxHttpRequest, root: Root) -> str:
    """The book that a new question is asked by, as its reader chose it last; empty for the default.

    Back to an address without a question shows what it showed.
    """
    slug = request.COOKIES.get(BOOK_COOKIE, "")
    if not slug or request.GET or request.htmx.history_restore_request:
        return ""
    return slug if any(book.slug == slug for book in root.books[1:]) else ""


@vary_on_headers("HX-Request", "HX-Trigger")
def render_page(
    request: HtmxHttpRequest,
    root: Root,
    query_form: QueryForm,
    decision: Decision | None,
    context: dict[str, Any],
) -> HttpResponse:
    """The root's page, or for htmx the fragment of it that holds the answer."""
    is_fragment, book_on_screen, is_pressed = look_at_screen(request)
    links = root.links(query_form)
    if query_form.is_filled and not is_fragment:
        return redirect(_address_of_filled(request, query_form, links))
    if CHOOSE in request.GET and not is_fragment:
        return redirect(_address_of_read(request, links))
    if query_form.starts_on_another_text and not is_fragment:
        # "tomorrow" is another day on another day; an address is not.
        return redirect(_address_of_read(request, links))
    at_first = query_form.snapshot.slug if query_form.snapshot else query_form.form.default_book
    whole = make_context(query_form, decision, links)
    if decision:
        whole |= describe_link(request, root, query_form, decision)
    whole |= context
    is_other_book = (book_on_screen or at_first) != query_form.form.texts["price_book"]
    whole |= {
        "is_fragment": is_fragment,
        "is_other_book": is_fragment and is_other_book,
        "spoken_of": list(_find_spoken_of(query_form, with_plans=not is_other_book))
        if is_fragment
        else [],
        "is_pressed": is_pressed,
        "changed_inputs": _render_inputs(
            query_form, is_pressed=is_pressed, is_other_book=is_other_book
        ),
    }
    name = "planner/_answer.html" if is_fragment else root.template
    response = HttpResponse(render_to_string(name, whole, request))
    if is_fragment:
        response["HX-Push-Url"] = links.address()
    if is_fragment and decision is None:
        # The last answer stays on the screen, dimmed, until the mistakes are corrected.
        response["HX-Reswap"] = "none"
    return response


def describe_link(
    request: HttpRequest, root: Root, query_form: QueryForm, decision: Decision
) -> dict[str, Any]:
    """The link to send of a page, and its preview where a messenger can read it.

    A campaign's own page has neither in its own address, which is secret: it passes on the
    read-only link.
    """
    if root.shared_path is None:
        return {}
    links, name = root.links(query_form), root.revision.name if root.revision else ""
    is_shared_one = query_form.query_items == root.shared_items
    address = root.shared_path if is_shared_one else links.address()
    picture = f"{root.path}preview.png" if is_shared_one else links.address("preview.png")
    title, description = write_title(decision, name=name), write_description(decision)
    link = request.build_absolute_uri(address)
    share = Share(address=link, title=title, text=description, workbook=links.address("plan.xlsx"))
    if links.is_long and not is_shared_one:
        # No messenger follows so long an address to a picture.
        return {"share": share}
    preview = Preview(
        title=title,
        description=description,
        address=link,
        picture=request.build_absolute_uri(picture),
    )
    return {"share": share, "preview": preview}


def _address_of_filled(request: HttpRequest, query_form: QueryForm, links: Links) -> str:
    """The page with the filled plan in its address, which on another day gives the same terms."""
    row = query_form.filling.row if query_form.filling else 0
    return f"{_address_of_read(request, links)}#custom-plan-{row}"


def _address_of_read(request: HttpRequest, links: Links) -> str:
    """The address of what was read, with the revision that the edit starts from."""
    base_number = request.GET.get("seen")
    address = links.address()
    return f"{address}&{urlencode({'seen': base_number})}" if base_number else address


def look_at_screen(request: HtmxHttpRequest) -> tuple[bool, str, bool]:
    """What the page that asks has on the screen: whether it is htmx that asks, the book, the form.

    The book is the one whose plans the page offers, empty where that is the one that it opened
    with. The last is whether a button or a link of the answer was pressed: then the form of the
    question still has what was asked before.
    """
    if not request.htmx:
        return False, "", False
    # Split by hand: a header may have any text, and not every text can be read as an address.
    query = parse_qs((request.htmx.current_url or "").partition("#")[0].partition("?")[2])
    is_pressed = (request.htmx.trigger or QUESTION_FORM) != QUESTION_FORM
    return True, query.get("price_book", [""])[-1], is_pressed


def _find_spoken_of(query_form: QueryForm, *, with_plans: bool) -> Iterator[BoundField]:
    """The fields of the question whose message is not empty.

    With another book the list of its plans brings their message along.
    """
    for field in chain.from_iterable(
        [query_form.form, *query_form.entries, query_form.legacy_form]
    ):
        if field.name == "plans" and not with_plans:
            continue
        is_wrong = field.name in field.form.errors
        if is_wrong or (isinstance(field, ReadBoundField) and field.understood):
            yield field


def _render_inputs(query_form: QueryForm, *, is_pressed: bool, is_other_book: bool) -> list[str]:
    """The inputs of the question that an answer's buttons and links change, as they now are.

    And the target where audiences make it up, and the plans of held seats after another book.
    """
    form, names = query_form.form, list[str]()
    if is_pressed:
        conditions = {name for pair in CONDITIONS.items() for name in (pair[0], *pair[1])}
        # The deadline's field shows a day of the deadline, too.
        names += ["price_book", *sorted(conditions - {"deadline_on"})]
    if query_form.audiences.forms:
        names.append("target")
    fields = [form[name] for name in names]
    if is_other_book:
        held = query_form.held
        fields += [one["plan"] for one in (*held.forms, *(held.blank or [held.next]))]
    return [field.as_widget(attrs={"hx-swap-oob": "true"}) for field in fields]


def make_context(query_form: QueryForm, decision: Decision | None, links: Links) -> dict[str, Any]:
    form = query_form.form
    context: dict[str, Any] = {
        "query_form": query_form,
        "form": form,
        "links": links,
        "presets": offer_presets(links, entered=form.texts.get("reply_rate")),
        "preset_source": reply_rate_presets.SOURCE,
    }
    if decision is None:
        return context
    return context | {
        "query": decision.query,
        "answer": make_answer(
            decision, links, free_prefix=query_form.custom.next_prefix, books=form.books
        ),
        "link": links.address(),
        "recalculated_address": links.address(rules="2"),
        "exports": _offer_exports(links, decision.chosen, decision.query),
        "studies": StudyLinks(decision.query, links),
    }


def _offer_exports(links: Links, chosen: Estimate | None, query: Query) -> list[OfferedExport]:
    studies = () if query.scenario.audiences else query.studies
    return offer_exports(lambda kind: links.address(f"plan.{kind}"), chosen=chosen, studies=studies)


@require_safe
def show_estimate(request: HttpRequest, find_root: FindRoot, **where: str) -> HttpResponse:
    """The page of one estimate in full; a query with faults goes back to its form."""
    root = find_root(**where)
    query_form = root.read(request.GET)
    links, query = root.links(query_form), query_form.query
    if query is None:
        return redirect(links.address())
    decision = decide(query)
    row = row_of_chosen(decision, ComparisonTable(decision, links))
    if row is None or (query.display.estimate and not decision.is_picked):
        raise Http404
    context = {
        "query": query,
        "links": links,
        "reached": reach(query.scenario),
        "revision": root.revision,
        "row": row,
        "estimate": row.estimate,
        "calculations": list(spell_out(row.estimate)),
        "already_paid": write_already_paid(row.estimate),
        "break_even": find_break_even(row.estimate),
        "balance_chart": draw_balance(row.estimate) if row.estimate.is_done else None,
        "money_chart": draw_money(row.estimate) if row.estimate.is_done else None,
        "exports": _offer_exports(links, row.estimate, query),
        "studies": StudyLinks(query, links),
        "planner_address": links.address(),
    }
    return render(request, "estimate/estimate.html", context)
