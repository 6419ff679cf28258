"""`runserver` without the pause between the head and the body of an answer."""

from typing import Any

from django.core.servers.basehttp import WSGIRequestHandler
from whitenoise.runserver_nostatic.management.commands.runserver import (
    Command as RunServer,
)


class Command(RunServer):  # type: ignore[misc]
    """The development server, as quick to answer as a real one.

    It writes the head and the body apart. With Nagle's algorithm on, the body waits for the
    browser to acknowledge the head, which it delays by 40 ms.
    """

    def inner_run(self, *args: Any, **options: Any) -> None:
        WSGIRequestHandler.disable_nagle_algorithm = True
        super().inner_run(*args, **options)
