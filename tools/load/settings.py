"""The planner as in production, with one more page to measure it by."""

from planner.settings import *  # noqa: F403

ROOT_URLCONF = "tools.load.urls"
