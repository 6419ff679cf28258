"""A worker of gunicorn that answers waiting connections before it stops listening."""

from gunicorn.workers.gthread import ThreadWorker


class DrainingWorker(ThreadWorker):  # type: ignore[misc]  # it has no types
    """gunicorn's threaded worker, but for how it stops.

    The kernel takes connections in as long as a socket listens, and resets those that were not
    accepted when it is closed. gunicorn stops accepting at once, but closes the socket only after
    its last answer: a connection in between loses its request. Here the queue is emptied and
    the socket closed in one go, before the last answers are given; a later one is refused, or
    taken by another server on the port, and no request is lost.
    """

    def set_accept_enabled(self, enabled: bool) -> None:
        super().set_accept_enabled(enabled)
        if not enabled and not self.alive:
            self._empty_queues()

    def _empty_queues(self) -> None:
        for listener in self.sockets:
            while self._accept_one(listener):
                pass
            listener.close()

    def _accept_one(self, listener: object) -> bool:
        """Take the next connection in the queue in; whether there was one."""
        before = self.nr_conns
        self.accept(listener)
        return bool(self.nr_conns > before)
