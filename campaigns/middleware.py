"""What every request passes through, beside Django's own."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from campaigns.studies.patience import limited_patience

GetResponse = Callable[[HttpRequest], HttpResponse]


# Below these, an address is a secret.
PRIVATE_PATHS = ("/c/", "/campaigns/")


def limit_computing(get_response: GetResponse) -> Callable[[HttpRequest], HttpResponse]:
    """Let no request compute for longer than `campaigns.studies.patience` says."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with limited_patience():
            return get_response(request)

    return middleware


def keep_links_private(get_response: GetResponse) -> Callable[[HttpRequest], HttpResponse]:
    """Let nobody store or index what stands below a secret address.

    It comes before all of Django's, so that what they answer by themselves is kept private, too:
    to an address without its last slash, to a form without its token. That no other site gets the
    address as a referrer holds for all pages: `SECURE_REFERRER_POLICY`.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path_info.startswith(PRIVATE_PATHS):
            response["Cache-Control"] = "no-store, private"
            response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return middleware
