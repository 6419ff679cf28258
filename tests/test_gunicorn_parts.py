"""What `planner/*_worker.py` build on in gunicorn, which documents none of it."""

import inspect
from collections.abc import Callable
from typing import Any

import pytest
from gunicorn import http, util
from gunicorn.http.unreader import Unreader
from gunicorn.workers.gthread import TConn, ThreadWorker

from planner.buffering_worker import BufferingWorker, Connection
from planner.draining_worker import DrainingWorker

OVERRIDDEN = [
    (worker, name)
    for worker in (DrainingWorker, BufferingWorker)
    for name in (
        "set_accept_enabled",
        "accept",
        "enqueue_req",
        "murder_pending",
        "_keepalive_after",
    )
    if name in vars(worker)
] + [(Connection, "close")]


@pytest.mark.parametrize(("ours", "name"), OVERRIDDEN)
def test_what_is_overridden_is_called_by_gunicorn_as_before(ours: type, name: str) -> None:
    theirs = getattr(TConn if ours is Connection else ThreadWorker, name)

    assert list(inspect.signature(getattr(ours, name)).parameters) == list(
        inspect.signature(theirs).parameters
    )


def test_every_method_in_the_place_of_gunicorns_is_looked_at() -> None:
    for worker in (DrainingWorker, BufferingWorker):
        replaced = {name for name in vars(worker) if name in dir(ThreadWorker)}
        looked_at = {name for ours, name in OVERRIDDEN if ours is worker}
        assert {name for name in replaced if not name.startswith("__")} == looked_at


@pytest.mark.parametrize(
    ("used", "parameters"),
    [
        (http.get_parser, ["cfg", "source", "source_addr"]),
        (Unreader.take_buffered, ["self"]),
        (Unreader.unread, ["self", "data"]),
        (TConn, ["cfg", "sock", "client", "server"]),
        (util.close, ["sock"]),
    ],
)
def test_what_is_called_takes_what_it_is_given(
    used: Callable[..., Any], parameters: list[str]
) -> None:
    assert list(inspect.signature(used).parameters)[: len(parameters)] == parameters


@pytest.mark.parametrize("name", ["poller", "nr_conns", "sockets", "worker_connections", "alive"])
def test_what_the_worker_keeps_has_its_name(name: str) -> None:
    source = inspect.getsource(ThreadWorker) + inspect.getsource(ThreadWorker.__mro__[1])

    assert f"self.{name} = " in source


@pytest.mark.parametrize("name", ["initialized", "parser"])
def test_what_a_connection_keeps_has_its_name(name: str) -> None:
    assert f"self.{name} = " in inspect.getsource(TConn.__init__)
