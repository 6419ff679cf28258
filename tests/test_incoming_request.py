"""When a request is complete, for any pieces that it arrives in."""

import pytest

from planner.body_limits import LARGEST_ADMIN_BODY, LARGEST_BODY, LARGEST_SHEET_BODY
from planner.incoming_request import LARGEST_HEAD, IncomingRequest

GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
POST = b"POST /campaigns/new/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"


def receive(*pieces: bytes) -> IncomingRequest:
    request = IncomingRequest(deadline=0)
    for piece in pieces:
        request.add(piece)
    return request


@pytest.mark.parametrize("whole", [GET, POST % 0, POST % 3 + b"a=1"])
def test_it_is_complete_with_its_last_byte_and_not_before(whole: bytes) -> None:
    request = IncomingRequest(deadline=0)
    for byte in whole:
        assert not request.is_complete
        request.add(bytes([byte]))

    assert request.is_complete
    assert request.has_known_end
    assert request.data == whole


def test_what_follows_it_is_left_to_the_next() -> None:
    request = receive(GET + GET)

    assert request.size == len(GET)
    assert request.data == GET + GET


@pytest.mark.parametrize(
    ("path", "largest"),
    [
        (b"/campaigns/new/", LARGEST_BODY),
        (b"/admin/login/", LARGEST_ADMIN_BODY),
        (b"/campaigns/abc/progress/import/", LARGEST_SHEET_BODY),
        (b"/campaigns/abc/progress/", LARGEST_BODY),
        (b"/c/abc/progress/import/", LARGEST_BODY),
    ],
)
def test_a_body_that_is_refused_unread_is_not_waited_for(path: bytes, largest: int) -> None:
    head = POST.replace(b"/campaigns/new/", path)

    assert not receive(head % largest).is_complete
    refused = receive(head % (largest + 1))
    assert refused.is_complete
    assert not refused.has_known_end


@pytest.mark.parametrize(
    "header",
    [
        b"Transfer-Encoding: chunked",
        b"Content-Length: 3\r\nTransfer-Encoding: chunked",
        b"Content-Length: 3\r\nContent-Length: 4",
    ],
)
def test_a_body_of_no_plain_length_is_not_waited_for_and_ends_the_connection(header: bytes) -> None:
    request = receive(b"POST / HTTP/1.1\r\n" + header + b"\r\n\r\n")

    assert request.is_complete
    assert not request.has_known_end


@pytest.mark.parametrize("name", [b"content-length", b"CONTENT-LENGTH", b"Content-Length"])
def test_the_lengths_name_is_read_in_any_case(name: bytes) -> None:
    assert not receive(b"POST / HTTP/1.1\r\n" + name + b":2\r\n\r\na").is_complete


def test_a_head_without_an_end_is_too_large_some_day() -> None:
    assert not receive(b"x" * LARGEST_HEAD).is_too_large
    assert receive(b"x" * LARGEST_HEAD, b"x").is_too_large
    assert not receive(POST % 90_000 + b"x" * LARGEST_HEAD).is_too_large


def test_a_client_that_waits_for_permission_is_known() -> None:
    head = b"POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n"

    assert receive(head % 3).expects_continue
    assert not receive(head % 0).expects_continue
    assert not receive(POST % 3).expects_continue
