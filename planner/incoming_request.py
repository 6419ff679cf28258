"""The bytes of one HTTP/1 request while they arrive, and whether they are all there.

Only gunicorn's parser decides what the bytes mean. Here they are looked at just far enough to know
when it can be given them: the head ends with an empty line, Content-Length is that of the rest.
"""

import re

from planner.body_limits import largest_body

END_OF_HEAD = b"\r\n\r\n"
# More than gunicorn's own limits allow for a head that a browser sends; they refuse the rest.
LARGEST_HEAD = 65_536
CONTENT_LENGTH = re.compile(rb"(?im)^content-length:[ \t]*([0-9]{1,20})[ \t]*\r?$")
EXPECTS_CONTINUE = re.compile(rb"(?im)^expect:[ \t]*100-continue[ \t]*\r?$")


class IncomingRequest:
    """A request that has to be complete by `deadline`, on the caller's clock."""

    def __init__(self, *, deadline: float) -> None:
        self.deadline = deadline
        self.data = bytearray()
        # The size of the whole request; None until its head is complete.
        self.size: int | None = None
        # Whether its body is of a known length that the planner reads.
        self.has_known_end = False
        self.expects_continue = False

    def add(self, data: bytes) -> None:
        """Take in what has arrived, which may go beyond this request's end."""
        searched = max(0, len(self.data) - len(END_OF_HEAD) + 1)
        self.data += data
        if self.size is None:
            end = self.data.find(END_OF_HEAD, searched)
            if end >= 0:
                self._read_head(end)

    @property
    def is_complete(self) -> bool:
        """Whether everything that the planner reads of the request is there."""
        return self.size is not None and len(self.data) >= self.size

    @property
    def is_too_large(self) -> bool:
        """Whether so much has arrived that no head of a browser's is as large."""
        return self.size is None and len(self.data) > LARGEST_HEAD

    def _read_head(self, end: int) -> None:
        head = bytes(self.data[:end])
        self.size = end + len(END_OF_HEAD)
        lengths = {int(length) for length in CONTENT_LENGTH.findall(head)}
        is_chunked = b"transfer-encoding:" in head.lower()
        if is_chunked or len(lengths) > 1:
            # A chunked body is never read, two lengths are refused.
            return
        length = lengths.pop() if lengths else 0
        path = (head.split(b" ", 2)[1:2] or [b""])[0].decode("latin-1")
        self.has_known_end = length <= largest_body(path)
        if self.has_known_end:
            self.size += length
            self.expects_continue = length > 0 and bool(EXPECTS_CONTINUE.search(head))
