"""Logs contain neither links of campaigns nor queries."""

import io
import json
import logging

import pytest
from django.test import Client

from campaigns.models import PriceBook
from campaigns.saved.editing import delete_campaign
from planner.log_filters import hide_secrets
from tests.campaigns.factories import make_default_book, save_shared_campaign

TOKEN = "A1b2-_" * 7 + "x"
SAMPLES = [
    (f"Not Found: /campaigns/{TOKEN}/", "Not Found: /campaigns/…/"),
    (f"Not Found: /c/{TOKEN}/plan.csv", "Not Found: /c/…/plan.csv"),
    (f"Not Found: /c/{TOKEN}", "Not Found: /c/…"),
    (f"Not Found: /feed/{TOKEN}.ics", "Not Found: /feed/….ics"),
    (f"Not Found: /q/{TOKEN}/logo.png", "Not Found: /q/…/logo.png"),
    (f'"GET /c/{TOKEN}/?target=7 HTTP/1.1" 200 5', '"GET /c/…/?… HTTP/1.1" 200 5'),
    (f'"GET /c/%41{TOKEN[1:]}/ HTTP/1.1" 200 5', '"GET /c/…/ HTTP/1.1" 200 5'),
    (f"http://a.example/c/{TOKEN}/ http://a.example/campaigns/{TOKEN}/", "http://a.example/c/…/ http://a.example/campaigns/…/"),
    ('"GET /?name=it\'s"quoted" HTTP/1.1" 200 5', '"GET /?… HTTP/1.1" 200 5'),
    ('"GET /campaigns/new/ HTTP/1.1" 200 5', '"GET /campaigns/new/ HTTP/1.1" 200 5'),
    ("Watching for file changes", "Watching for file changes"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "written"), SAMPLES)
def test_links_and_questions_are_cut_out(text: str, written: str) -> None:
    assert hide_secrets(text) == written


@pytest.fixture
def console(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What the app writes to its console."""
    handler = logging.getLogger("django").handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    assert handler in logging.getLogger("django.server").handlers
    written = io.StringIO()
    # Not by setStream: it would flush what pytest may have closed with another test's output.
    monkeypatch.setattr(handler, "stream", written)
    return written


@pytest.fixture
def book(db: None) -> PriceBook:
    return make_default_book()


@pytest.mark.usefixtures("book")
def test_no_refusal_writes_a_link(client: Client, console: io.StringIO) -> None:
    campaign = save_shared_campaign()
    edit, share = f"/campaigns/{campaign.edit_token}/", f"/c/{campaign.share_token}/"
    for page in (edit, share):
        client.put(page)
        Client(enforce_csrf_checks=True).post(page, {"action": "save"})
        client.get(f"{page}?{'x' * 9000}")
        client.get(f"{page}plan.nope?target=xyzzy")
    delete_campaign(campaign=campaign)
    for page in (edit, share):
        client.get(f"{page}?target=xyzzy")
        client.post(page, {"action": "save", "name": "Secret plan"})
    written = console.getvalue()
    for said in ("/campaigns/…/", "/c/…/", "404", "405", "414", "Forbidden"):
        assert said in written
    for secret in (campaign.edit_token, campaign.share_token, "xyzzy", "Secret"):
        assert str(secret) not in written


def test_the_development_server_writes_no_link(console: io.StringIO) -> None:
    logger = logging.getLogger("django.server")
    logger.info('"%s" %s %s', f"GET /c/{TOKEN}/?target=xyzzy HTTP/1.1", "200", "5")
    written = console.getvalue()
    assert "GET /c/…/?… HTTP/1.1" in written
    assert TOKEN not in written
    assert "xyzzy" not in written


def test_a_refused_host_is_a_line_of_warning_without_a_traceback(
    client: Client, console: io.StringIO
) -> None:
    """Scanners send them by the hundred."""
    client.get("/?target=xyzzy", headers={"host": "evil.example\n?target=plugh"})
    [line, request] = [json.loads(written) for written in console.getvalue().splitlines()]

    assert (line["logger"], line["level"]) == ("django.security.DisallowedHost", "WARNING")
    assert "Invalid HTTP_HOST header: 'evil.example" in line["message"]
    assert "exception" not in line
    assert (request["status"], request["level"]) == (400, "INFO")
    for secret in ("xyzzy", "plugh"):
        assert secret not in console.getvalue()


def test_a_failure_of_ours_keeps_its_traceback(console: io.StringIO) -> None:
    try:
        raise ValueError("ours")
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error")
    line = json.loads(console.getvalue())

    assert line["level"] == "ERROR"
    assert line["exception"].endswith("ValueError: ours")
