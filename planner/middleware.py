"""What every request of every page passes through; the campaigns' own is in their app."""

import logging
import re
import time
from collections.abc import Callable
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.encoding import escape_uri_path

from planner.body_limits import describe_limit, largest_body
from planner.log_filters import hide_secrets
from planner.log_formats import request_id

GetResponse = Callable[[HttpRequest], HttpResponse]
Middleware = Callable[[HttpRequest], HttpResponse]

requests_log = logging.getLogger("planner.requests")
WELL_FORMED_ID = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)

HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            "accelerometer",
            "autoplay",
            "camera",
            "display-capture",
            "encrypted-media",
            "fullscreen",
            "geolocation",
            "gyroscope",
            "magnetometer",
            "microphone",
            "midi",
            "payment",
            "picture-in-picture",
            "publickey-credentials-get",
            "screen-wake-lock",
            "usb",
            "xr-spatial-tracking",
        )
    ),
}


def identify_requests(get_response: GetResponse) -> Middleware:
    """Give each request an id, put it into every line of the log and into the response.

    A proxy's id is taken over where it is well-formed. The request's own line has neither its
    query nor anything of the client.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        token = request_id.set(given if WELL_FORMED_ID.fullmatch(given) else uuid4().hex)
        started = time.perf_counter()
        try:
            response = get_response(request)
            response["X-Request-ID"] = request_id.get()
            _log_request(request, response, time.perf_counter() - started)
        finally:
            request_id.reset(token)
        return response

    return middleware


def _log_request(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    path = hide_secrets(escape_uri_path(request.path))
    # Probes and style sheets come by the thousand and are of no interest, unless they fail.
    is_dull = response.status_code < 400 and path.startswith(("/healthz", settings.STATIC_URL))
    facts = {
        "method": request.method,
        "path": path,
        "status": response.status_code,
        "milliseconds": round(seconds * 1000, 1),
    }
    requests_log.log(
        logging.DEBUG if is_dull else logging.INFO,
        "%(method)s %(path)s %(status)s in %(milliseconds)s ms",
        facts,
        extra={"facts": facts},
    )


def leave_out_body(get_response: GetResponse) -> Middleware:
    """Answer a HEAD request with the head alone, its length included.

    Django leaves the body to the server to drop, and gunicorn writes a warning for each.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "HEAD" and not response.streaming:
            response.content = b""
        return response

    return middleware


def add_headers(get_response: GetResponse) -> Middleware:
    """Add the security headers to every response, also to errors and files."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        return response

    return middleware


def limit_body(get_response: GetResponse) -> Middleware:
    """Refuse a body that no form of ours sends, before any of it is read.

    Django's own limit does not count files, which it would write to the disk however large they
    are. A body without a length is read as empty by Django.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        largest = largest_body(request.path)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length[:20]) <= largest:
            return get_response(request)
        return render(request, "413.html", {"limit": describe_limit(request.path)}, status=413)

    return middleware
