"""The planner as the tests have it, with the bare view of `make load`."""

from tests.settings import *  # noqa: F403

ROOT_URLCONF = "tools.load.urls"
