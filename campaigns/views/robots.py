from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

# Every answer to every question is an address of its own, and none is worth a crawler's time or
# ours. Pages with a secret address have a header against indexing. What makes a link's preview
# reads the one address that a person sends.
RULES = """\
User-agent: Twitterbot
User-agent: LinkedInBot
User-agent: facebookexternalhit
User-agent: Slackbot-LinkExpanding
Disallow: /admin/

User-agent: *
Disallow: /*?
Disallow: /admin/
"""


@require_safe
def show_robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(RULES, content_type="text/plain; charset=utf-8")
