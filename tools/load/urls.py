"""The planner's addresses, and a bare view: a table of constants, rendered by a template."""

from unittest.mock import patch

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from campaigns.rate_limits import Limit
from campaigns.views import campaign_actions, exports, new_campaign, studies

# A load test is one client, and its being held up would measure nothing.
for module, name in [
    (new_campaign, "SAVING"),
    (campaign_actions, "REVISING"),
    (studies, "STUDYING"),
    (exports, "STUDYING"),
]:
    patch.object(module, name, Limit(name.lower(), capacity=10**9, per_hour=10**9)).start()

COLUMNS = 7
TABLE = engines["django"].from_string(
    "<!doctype html><title>Bare</title><table>{% for row in rows %}<tr>"
    "{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>"
)


def show_bare(request: HttpRequest, cells: int) -> HttpResponse:
    rows = [
        [f"${row * column:,}.00" for column in range(COLUMNS)] for row in range(cells // COLUMNS)
    ]
    return HttpResponse(TABLE.render({"rows": rows}, request))


urlpatterns = [
    path("bare/<int:cells>/", show_bare),
    path("", include("planner.urls")),
]
