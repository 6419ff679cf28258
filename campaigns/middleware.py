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
    """Let nobody store, index or pass on what stands below a secret address.

    It comes before all of Django's, so that what they answer by themselves is kept private, too:
    to an address without its last slash, to a form without its token.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path_info.startswith(PRIVATE_PATHS):
            response["Cache-Control"] = "no-store, private"
            response["Referrer-Policy"] = "no-referrer"
            response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return middleware


def trust_same_origin(get_response: GetResponse) -> Callable[[HttpRequest], HttpResponse]:
    """Read “Origin: null” of a form on our own pages as our own origin.

    A page that must not leak its address (`Referrer-Policy: no-referrer`) hides its origin, too,
    and Django's check against forged requests would refuse its forms. Browsers say in
    Sec-Fetch-Site where a request comes from, and no page can write that header. The token is
    checked as ever.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        is_ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
        if is_ours and request.headers.get("Origin") == "null":
            request.META["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"
        return get_response(request)

    return middleware
