"""Signing in to the admin: too many failures lock out, and little is recorded.

django-axes does it. A lock-out is listed in the admin under “Access attempts”, until that user
signs in after the lock-out is over; deleting the row ends it at once.

That is counted for a name at an address, so that no other address can lock the admin out; for
an address that tries many names, all its tries are limited, too.
"""

from ipaddress import IPv6Address
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from campaigns.rate_limits import (
    BITS_OF_A_NETWORK,
    SIGNING_IN,
    client_address,
    take_token,
)


class FrugalHandler(AxesDatabaseHandler):  # type: ignore[misc]  # it has no types
    """Keeps name and address of a failed try, nothing else of the browser.

    The browser's name would make a row of its own for each name that an attacker invents.
    """

    def is_allowed(self, request: Any, credentials: dict[str, Any] | None = None) -> bool:
        """Asked before any password is hashed, which takes longer than all else here."""
        request.seconds_to_sign_in = take_token(SIGNING_IN, request)
        return not request.seconds_to_sign_in and super().is_allowed(request, credentials)

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any
    ) -> None:
        if request is not None:
            request.axes_user_agent = request.axes_http_accept = ""
        super().user_login_failed(sender, credentials, request, **kwargs)


def find_address(request: HttpRequest) -> str | None:
    """The client's address as a column for addresses takes it; `None` where it is unknown."""
    address = client_address(request)
    if address.isdecimal():
        # The number of a whole network, which stands for its many addresses.
        return str(IPv6Address(int(address) << (128 - BITS_OF_A_NETWORK)))
    return address or None


def anonymize_client(
    username: str, ip_address: str, user_agent: str, path_info: str, request: HttpRequest
) -> str:
    """The name of a client in the log: always the same word."""
    return "somebody"


def show_lockout(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """The page for a client that is locked out, or has tried too many names: for how long."""
    seconds = getattr(request, "seconds_to_sign_in", 0)
    seconds = seconds or int(settings.AXES_COOLOFF_TIME.total_seconds())
    page = render(request, "429.html", {"minutes": max(2, seconds // 60)}, status=429)
    page["Retry-After"] = str(seconds)
    page["Cache-Control"] = "no-store, private"
    return page
