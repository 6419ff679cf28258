"""The picture that a messenger shows beside a link, drawn from the answer's own figures."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from campaigns.decision import decide
from campaigns.presentation.brief import make_brief
from campaigns.views.page_cache import SECONDS_CACHED, cached_page
from campaigns.views.roots import FindRoot


@require_safe
def show_preview(request: HttpRequest, find_root: FindRoot, **where: str) -> HttpResponse:
    """The picture of an address's answer; an address with faults has none.

    Of a read-only link it is as private as the page: `keep_links_private`.
    """
    root = find_root(**where)

    def draw_it() -> HttpResponse:
        # The imaging library takes its time to load, and only messengers ask for pictures.
        from campaigns.preview_picture import draw_picture

        query_form = root.read(request.GET)
        if query_form.query is None:
            raise Http404
        revision = root.revision
        picture = draw_picture(
            make_brief(decide(query_form.query)), name=revision.name if revision else ""
        )
        response = HttpResponse(picture, content_type="image/png")
        patch_cache_control(response, public=True, max_age=SECONDS_CACHED)
        return response

    return cached_page(request, draw_it, rows=root.cache_rows or (), screen="preview")
