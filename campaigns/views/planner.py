"""The planner: one address, one view, one context; htmx gets the page's own fragment."""

from urllib.parse import parse_qs

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.middleware import HtmxDetails

from campaigns import benchmarks
from campaigns.bridge import Question
from campaigns.forms import ScenarioForm
from campaigns.presentation import Answer
from campaigns.presentation.presets import offer_presets

# Far more than every field filled in takes; more would only be work for nobody.
LONGEST_QUERY = 8_000


class HtmxHttpRequest(HttpRequest):
    htmx: HtmxDetails


@require_safe
@vary_on_headers("HX-Request")
def show_planner(request: HtmxHttpRequest) -> HttpResponse:
    if refusal := refuse_long_address(request):
        return refusal
    question = Question(request.GET, today=timezone.localdate())
    context = {
        "question": question,
        "form": question.form,
        "presets": offer_presets(question),
        "preset_source": benchmarks.SOURCE,
        "answer": Answer(question) if question.is_valid else None,
        "is_fragment": bool(request.htmx),
        "is_other_book": bool(request.htmx) and _shows_other_book(request, question.form),
    }
    if not request.htmx:
        return render(request, "planner/planner.html", context)
    response = render(request, "planner/_answer.html", context)
    response["HX-Push-Url"] = question.address()
    if not question.is_valid:
        # The last answer stays on the screen, dimmed, until the mistakes are mended.
        response["HX-Reswap"] = "none"
    return response


def refuse_long_address(request: HttpRequest) -> HttpResponse | None:
    """The answer to an address that says more than anybody could ask; `None` to all others."""
    if len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY:
        return None
    return render(request, "414.html", {"longest": LONGEST_QUERY}, status=414)


def _shows_other_book(request: HtmxHttpRequest, form: ScenarioForm) -> bool:
    """Whether the page that asks still offers another book's plans."""
    # Cut apart by hand: a header may say anything, and not every text can be read as an address.
    query = parse_qs((request.htmx.current_url or "").partition("#")[0].partition("?")[2])
    on_screen = query.get("price_book", [form.default_book])[-1]
    return bool(on_screen != form.said["price_book"])
