"""gunicorn with the settings of production, called over a socket as by a reverse proxy."""

import http.client
import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.operations.processes import PRODUCTION, ROOT, Server, address_of, serve

pytestmark = pytest.mark.operations

TOKEN = "A1b2-_" * 7 + "x"
ON_EVERY_RESPONSE = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@pytest.fixture(scope="module")
def server(
    full_database: Path, static_files: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    # Signing in adds sessions, so the server has a database of its own.
    database = folder / "served.sqlite3"
    database.write_bytes(full_database.read_bytes())
    environment = {"DATABASE_URL": address_of(database), "STATIC_ROOT": str(static_files)}
    with serve(folder, WEB_CONCURRENCY="1", **environment) as running:
        yield running


def lines_of(server: Server) -> list[dict[str, Any]]:
    return [json.loads(line) for line in server.log.read_text().splitlines()]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_it_says_that_it_is_well(method: str, server: Server) -> None:
    # A probe comes from within, over plain http.
    response = server.ask("/healthz", method, X_Forwarded_Proto="http")

    assert response.status == 200
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize(
    "address", ["sqlite:///{folder}/empty.sqlite3", "postgres://x@127.0.0.1:1/x"]
)
def test_it_says_that_its_database_is_gone(address: str, tmp_path: Path) -> None:
    address = address.format(folder=tmp_path)
    with serve(tmp_path, DATABASE_URL=address, WEB_CONCURRENCY="1") as server:
        response = server.ask("/healthz")

        assert response.status == 503
        assert response.text.startswith("The database does not answer")


@pytest.mark.parametrize(("is_there", "status"), [(True, 0), (False, 1)])
def test_a_container_can_probe_it(is_there: bool, status: int, server: Server) -> None:
    port = str(server.port if is_there else 1)
    done = subprocess.run(
        [sys.executable, "-m", "planner.probe"],
        cwd=ROOT,
        env=PRODUCTION | {"PORT": port},
        capture_output=True,
        check=False,
    )

    assert done.returncode == status


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/prices/", "/plan.csv", "/nowhere/", "/prices", "/admin/login/"]
)
def test_who_asks_for_the_head_alone_gets_it_and_alarms_nobody(path: str, server: Server) -> None:
    before = len(lines_of(server))
    connection = http.client.HTTPConnection("localhost", server.port, timeout=20)
    answers = []
    # Over one connection, so that all of the first is done when the second is answered.
    for method in ("HEAD", "GET"):
        connection.request(method, path, headers={"X-Forwarded-Proto": "https"})
        response = connection.getresponse()
        answers.append((response.status, response.headers["Content-Length"], response.read()))
    connection.close()
    head, whole = answers

    assert head == (*whole[:2], b"")
    # A monitor polls every few seconds: a warning for each would hide those that matter.
    assert {line["level"] for line in lines_of(server)[before:]} <= {"INFO"}


def test_http_is_sent_to_https(server: Server) -> None:
    response = server.ask("/prices/", X_Forwarded_Proto="http")

    assert response.status == 301
    assert response.headers["Location"] == f"https://localhost:{server.port}/prices/"


def test_another_host_is_refused(server: Server) -> None:
    before = len(lines_of(server))
    assert server.ask("/", Host="evil.example").status == 400
    server.ask("/healthz")
    # A scanner is no alarm.
    written = lines_of(server)[before:]
    assert {line["level"] for line in written} == {"INFO", "WARNING"}
    assert not any("exception" in line for line in written)


@pytest.mark.parametrize(
    "path", ["/", "/prices/", "/nowhere/", f"/c/{TOKEN}/", "/admin/login/", "/healthz", "/prices"]
)
def test_every_response_tells_browsers_what_they_may(path: str, server: Server) -> None:
    response = server.ask(path)

    assert response.status < 500
    for name, value in ON_EVERY_RESPONSE.items():
        assert response.headers[name] == value
    assert "camera=()" in response.headers["Permissions-Policy"]
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_files_are_compressed_and_kept_for_good(server: Server) -> None:
    path = re.search(r'"(/static/planner\.\w+\.css)"', server.ask("/").text)
    assert path is not None
    plain = server.ask(path[1])
    compressed = server.ask(path[1], Accept_Encoding="br")

    assert compressed.headers["Content-Encoding"] == "br"
    assert len(compressed.body) < len(plain.body) / 2
    for answer in (plain, compressed):
        assert "immutable" in answer.headers["Cache-Control"]
        assert ON_EVERY_RESPONSE.items() <= dict(answer.headers).items()


def test_cookies_are_for_this_host_over_https_alone(server: Server) -> None:
    page = server.ask("/admin/login/")
    [cookie] = page.headers.get_all("Set-Cookie", [])
    assert re.match(r"__Host-csrftoken=\w+; ", cookie)
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))

    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert token is not None
    body = f"username=admin&password=a-good-pass-phrase-of-ours&csrfmiddlewaretoken={token[1]}"
    entered = server.ask(
        "/admin/login/?next=/admin/",
        "POST",
        body.encode(),
        Cookie=cookie.split(";")[0],
        Origin=f"https://localhost:{server.port}",
        Content_Type="application/x-www-form-urlencoded",
    )
    assert entered.status == 302
    session = next(c for c in entered.headers.get_all("Set-Cookie", []) if "session" in c)
    assert session.startswith("__Host-sessionid=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(session.split("; "))


def send(server: Server, request: bytes) -> bytes:
    """The first line of the response to bytes as they are."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall(request)
        return connection.makefile("rb").readline()


HEAD = b"Host: localhost\r\nX-Forwarded-Proto: https\r\n"


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /?" + b"x" * 8_100 + b" HTTP/1.1\r\n" + HEAD + b"\r\n", b"414"),
        (b"GET /?" + b"x" * 60_000 + b" HTTP/1.1\r\n" + HEAD + b"\r\n", b"414"),
        (b"GET / HTTP/1.1\r\n" + HEAD + b"X: " + b"x" * 60_000 + b"\r\n\r\n", b"431"),
        (b"GET / HTTP/1.1\r\n" + HEAD + b"X: 1\r\n" * 70 + b"\r\n", b"431"),
        (b"POST / HTTP/1.1\r\n" + HEAD + b"Content-Length: 100001\r\n\r\n", b"413"),
        (b"POST / HTTP/1.1\r\n" + HEAD + b"Content-Length: 9" + b"9" * 30 + b"\r\n\r\n", b"413"),
        (b"POST /admin/login/ HTTP/1.1\r\n" + HEAD + b"Content-Length: 1000001\r\n\r\n", b"413"),
        (b"POST / HTTP/1.1\r\n" + HEAD + b"Content-Length: -1\r\n\r\n", b"400"),
        # Without a length Django reads no body: there is no token in it.
        (
            b"POST /admin/login/ HTTP/1.1\r\n"
            + HEAD
            + b"Transfer-Encoding: chunked\r\n\r\n5\r\na=b&c\r\n0\r\n\r\n",
            b"403",
        ),
        (b"nonsense\r\n\r\n", b"400"),
    ],
)
def test_what_is_too_large_is_refused(request_: bytes, status: bytes, server: Server) -> None:
    assert send(server, request_).split()[1] == status


def test_more_fields_than_any_form_has_are_refused(server: Server) -> None:
    body = b"&".join(b"a=1" for _ in range(1_100))
    response = server.ask(
        "/admin/login/", "POST", body, Content_Type="application/x-www-form-urlencoded"
    )

    assert 400 <= response.status < 500


def test_a_proxys_id_is_taken_over_where_it_is_well_formed(server: Server) -> None:
    assert server.ask("/healthz", X_Request_ID="abc-123.DEF_4").headers["X-Request-ID"] == (
        "abc-123.DEF_4"
    )
    for given in ("short", "x" * 65, 'with "signs"', "ünsafe-letters"):
        made = server.ask("/healthz", X_Request_ID=given).headers["X-Request-ID"]
        assert re.fullmatch(r"[0-9a-f]{32}", made)


def test_the_log_has_a_line_for_each_request_and_nothing_of_its_sender(server: Server) -> None:
    server.ask(
        f"/c/{TOKEN}/?target=people-4711",
        X_Request_ID="to-be-found-again",
        User_Agent="Somebodys-Browser/1.0",
        X_Forwarded_For="203.0.113.77",
        Referer="https://elsewhere.example/secret",
    )
    send(server, b"GET /?people-4711 NONSENSE\r\n\r\n")
    [line] = [one for one in lines_of(server) if one.get("request_id") == "to-be-found-again"]

    assert (line["method"], line["path"], line["status"]) == ("GET", "/c/…/", 404)
    assert line["milliseconds"] > 0
    written = server.log.read_text()
    for secret in (TOKEN, "people-4711", "Somebodys", "203.0.113.77", "elsewhere", "ip=127"):
        assert secret not in written
