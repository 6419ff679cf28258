import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser import chromium

TIMEOUT_MS = 10_000
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
