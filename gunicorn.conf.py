"""How gunicorn serves the planner; started beside this file by `planner.operations.serve`."""

import sys
from typing import Any

from planner.environment import FaultyEnvironment
from planner.log_formats import configure_logging

try:
    # Read here, too: a fault ends the server with its message instead of every worker with its own.
    from planner.settings import BIND, DEBUG, LOG_FORMAT, THREADS, WEB_CONCURRENCY, env

    if DEBUG:
        env.add_fault(
            "DEBUG is on, and error pages would show everybody the program's insides: set "
            "DEBUG=false, also where .env says true. For your own machine there is `make run`."
        )
    env.refuse_faults()
except FaultyEnvironment as fault:
    sys.exit(str(fault))

bind, workers, threads = [BIND], WEB_CONCURRENCY, THREADS
wsgi_app = "planner.wsgi"
worker_class = "planner.buffering_worker.BufferingWorker"
# Each worker listens for itself: without it the threads of one are idle while those of another
# have a queue, and a new server can start before the old one stops.
reuse_port = True
# Longer than proxies keep theirs (nginx: 60 s), so that none meets a connection just being closed.
keepalive = 75
# What is being answered has this long to finish when the server is asked to stop.
graceful_timeout = 30
timeout = 60
# Nobody commands the server but by signals.
control_socket_disable = True

# The longest address that the planner reads has 8,000 characters after its question mark.
limit_request_line = 8190
limit_request_fields = 60
limit_request_field_size = 8190
# Whether a request came by https is told by BEHIND_HTTPS_PROXY alone.
forwarded_allow_ips = ""

# A line for each request is written by planner.middleware, without addresses of clients.
accesslog = None
logconfig_dict = configure_logging(LOG_FORMAT, requests=True)


def post_worker_init(worker: Any) -> None:
    """Load every page before the first is asked for: what is broken shows at the start."""
    from django.urls import get_resolver

    from planner.garbage_collection import collect_rarely

    get_resolver().url_patterns  # noqa: B018
    collect_rarely()


def when_ready(server: Any) -> None:
    server.log.info("Serving at %s with %s workers", bind[0], workers)
