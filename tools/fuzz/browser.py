"""Two browsers, one of them an admin's, and a count of what they were answered."""

import sys
import traceback
from collections import Counter
from io import StringIO
from typing import Any

from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.signals import got_request_exception
from django.test import Client

from campaigns.saved.feeds import make_campaign_feed
from tests.campaigns.factories import save_campaign, save_quote, save_shared_campaign
from tools.fuzz.routes import Request

# Deletions and changes would leave less and less to request.
REQUESTS_UNTIL_NEW_ROWS = 250


class Browser:
    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self.failures: dict[str, tuple[int, str]] = {}
        self.errors: list[str] = []
        self.number = 0
        got_request_exception.connect(self._note_error)

    def send(self, request: Request) -> None:
        if self.number % REQUESTS_UNTIL_NEW_ROWS == 0:
            self._make_rows()
        self.number += 1
        self.errors.clear()
        client = self.admin if request.is_admin else self.anonymous
        for name, value in request.cookies.items():
            client.cookies[name] = value
        try:
            response = self._send(client, request)
        # Not a request that a server could hand on; anything of ours would be a response.
        except (ValueError, UnicodeError) as error:
            self._count(request, "not sent", type(error).__name__)
            return
        status = response.status_code
        if status >= 500:
            self._fail(request, status)
        self._count(request, str(status), "")
        if status == 404 and request.path in ("/campaigns/{edit}/", "/c/{share}/"):
            # A form deleted it, or ended its link.
            self._save_campaigns()
        if request.is_admin and response.headers.get("Location", "").startswith("/admin/login/"):
            self._sign_in()

    def _send(self, client: Client, request: Request) -> Any:
        names = {"edit": self.edit, "share": self.share, "key": self.key, "pk": self.pk}
        names |= {"quote": self.quote, "feed": self.feed}
        path, body = request.path, request.body
        for name, value in names.items():
            path = path.replace(f"{{{name}}}", value)
            body = body.replace(f"%7B{name}%7D", value)
        return client.generic(
            request.method,
            path,
            body,
            request.kind,
            secure=True,
            headers=request.headers,
            QUERY_STRING=request.query,
        )

    def _count(self, request: Request, status: str, why: str) -> None:
        self.counts[request.route, f"{status} {why}".strip()] += 1

    def _fail(self, request: Request, status: int) -> None:
        error = self.errors[-1] if self.errors else "no exception"
        frames = [line for line in error.splitlines() if line.startswith('  File "')]
        last = error.strip().splitlines()[-1][:80]
        kind = f"{status} {request.route}: {last} at {frames[-1] if frames else ''}"
        count, example = self.failures.get(kind, (0, f"{request}\n{error}"))
        self.failures[kind] = (count + 1, example)

    def _note_error(self, **_: Any) -> None:
        self.errors.append("".join(traceback.format_exception(*sys.exc_info())))

    def _make_rows(self) -> None:
        call_command("load_price_books", verbosity=0, stdout=StringIO())
        self.anonymous = Client(raise_request_exception=False)
        self._sign_in()
        self._save_campaigns()

    def _save_campaigns(self) -> None:
        campaign = save_campaign("target=100&price_book=article")
        shared = save_shared_campaign("target=250&price_book=article&seats=2")
        self.edit, self.key = campaign.edit_token, campaign.key.hex
        self.share = str(shared.share_token)
        self.feed = make_campaign_feed(campaign).token
        self.quote = save_quote(campaign).token
        # Campaigns, price books, plans and users count from 1.
        self.pk = str(campaign.pk if self.number % 2 else 1 + self.number % 5)

    def _sign_in(self) -> None:
        self.admin = Client(raise_request_exception=False)
        user, _ = User.objects.get_or_create(
            username="admin", defaults={"is_staff": True, "is_superuser": True}
        )
        User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True, is_active=True)
        self.admin.force_login(user, "django.contrib.auth.backends.ModelBackend")
