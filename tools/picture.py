"""Takes docs/planner.png: the page as a first visitor sees it, made by the app itself."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import chromium

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "planner.png"
SECONDS_TO_START = 30


@contextmanager
def serve() -> Iterator[str]:
    """The address of the app, served with a new database that is thrown away afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "DEBUG": "true",
            "SECRET_KEY": "only-for-the-picture",
            "DATABASE_URL": f"sqlite:///{folder}/picture.sqlite3",
        }
        manage = [sys.executable, str(ROOT / "manage.py")]
        for command in (["migrate"], ["load_price_books"]):
            subprocess.run([*manage, *command, "--verbosity", "0"], env=environment, check=True)
        server = subprocess.Popen(
            [*manage, "runserver", "--noreload", address],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_for(address)
            yield f"http://{address}/"
        finally:
            server.terminate()
            server.wait()


def wait_for(address: str) -> None:
    """Return as soon as something listens; raises `TimeoutError` where nothing does in time."""
    host, port = address.split(":")
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        try:
            socket.create_connection((host, int(port))).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"nothing listens at {address} after {SECONDS_TO_START} seconds")


def take_picture() -> None:
    executable = chromium.find()
    if executable is None:
        sys.exit(chromium.MISSING)
    PICTURE.parent.mkdir(exist_ok=True)
    with serve() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium.launch_options(executable))
        page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme="light")
        page.goto(url)
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    take_picture()
