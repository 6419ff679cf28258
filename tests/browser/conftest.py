import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import BrowserContext, expect
from pytest_django.live_server_helper import LiveServer

from campaigns.models import Campaign, PriceBook
from tests.browser import chromium
from tests.campaigns.factories import change_price, make_default_book
from tests.campaigns.logos import draw
from tests.campaigns.pages import read_form
from tests.campaigns.quotes import quote

TIMEOUT_MS = 30_000
# A text: to compare eleven thousand paths takes a part of the collecting.
HERE = f"{Path(__file__).parent}{os.sep}"

# Playwright's sync API keeps an event loop running in the tests' thread, where Django would
# refuse to touch the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
expect.set_options(timeout=TIMEOUT_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # pytest hands every test to this hook, not only this folder's.
    for item in items:
        if str(item.path).startswith(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    executable = chromium.find()
    if executable is None:
        (pytest.fail if chromium.is_required() else pytest.skip)(chromium.MISSING)
    return {**browser_type_launch_args, **chromium.launch_options(executable)}


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, live_server: LiveServer) -> LiveServer:
    # Started before the test database exists, the server would assume an in-memory database and
    # let its threads share the test's connection.
    return live_server


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    return live_server.url


@pytest.fixture
def context(context: BrowserContext) -> BrowserContext:
    context.set_default_timeout(TIMEOUT_MS)
    return context


@pytest.fixture
def campaign_pages(client: Client) -> dict[str, str]:
    """The pages of a campaign that is shared, has changed since, and whose prices have, too."""
    PriceBook.objects.all().delete()
    make_default_book()
    for name in ("Winter", "Autumn"):
        client.post("/campaigns/new/?target=150", {"name": name, "note": "For Ann,\n\nwho pays."})
    gone, kept = Campaign.objects.order_by("pk")
    client.post(f"/campaigns/{gone.edit_token}/", {"action": "delete"})
    own = f"/campaigns/{kept.edit_token}/"
    client.post(own, {"action": "share", "expires_on": "2099-12-31"})
    change_price("team", "20", effective_on=date.today())
    said = read_form(client.get(f"{own}?target=170&goal=replied&reply_rate=0.1"), "save")
    client.post(own, said)
    client.post(own, {"action": "feed"})
    client.post("/campaigns/", {"action": "feed"})
    kept.refresh_from_db()
    noted = {"action": "add", "first_on": f"{date.today()}", "sent": "5", "answered": "2"}
    client.post(f"{own}progress/", noted | {"note": "A slow day"})
    entry = kept.progress.get()
    made = quote(client, kept, logo=SimpleUploadedFile("logo.png", draw()))
    return {
        "save": "/campaigns/new/?target=150",
        "own campaigns": "/campaigns/",
        "shared": f"/c/{kept.share_token}/?target=300",
        "shared decision": f"/c/{kept.share_token}/",
        "campaign": own,
        "progress": f"{own}progress/",
        "correction": f"{own}progress/?correct={entry.pk}",
        "sheet": f"{own}progress/import/",
        "new quote": f"{own}quotes/new/",
        "quote": f"/q/{made.token}/",
        "import": "/campaigns/import/",
        "replan": f"{own}replan/",
        "versions": f"{own}versions/?one=1&other={kept.number}",
        "version": f"{own}versions/1/",
    }
