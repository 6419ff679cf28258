"""The Chromium that the browser tests drive."""

import os
import shutil
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

# Chromium without windows: it draws the same in two thirds of the time.
HEADLESS_SHELL = "chromium-headless-shell"
NAMES = [HEADLESS_SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
# What Chromium makes for a person's window: two pages for suggestions in the address bar, and a
# process for the page that may come next. In each test they take more than the page that is tested.
OF_WINDOWS = [
    "SpareRendererForSitePerProcess",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxPopup",
]
# Playwright disables these. Chromium obeys the last list alone, so ours repeats them.
OF_PLAYWRIGHT = [
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
]
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    f"--disable-features={','.join([*OF_PLAYWRIGHT, *OF_WINDOWS])}",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    # As one with windows draws letters; the headless shell draws them otherwise unless asked.
    "--font-render-hinting=slight",
    "--no-first-run",
]
MISSING = (
    "There is no Chromium for the browser tests: install the system's package (Debian: "
    "make system), run `.venv/bin/playwright install chromium`, or set CHROMIUM to an executable."
)


def find() -> str | None:
    """Return the executable's path. Not to be called while Playwright's sync API is running."""
    for name in [os.environ.get("CHROMIUM", ""), *NAMES]:
        if path := shutil.which(name):
            return path
    with sync_playwright() as playwright:
        downloaded = playwright.chromium.executable_path
    return downloaded if Path(downloaded).exists() else None


def launch_options(executable: str) -> dict[str, Any]:
    # Chromium's sandbox refuses to work for root.
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    return {"executable_path": executable, "args": flags}


def is_required() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true"}
