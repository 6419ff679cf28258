"""Clients that save campaigns, and record which of them were confirmed."""

import http.client
import re
import threading
import time
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
HEADERS = {"Host": "localhost", "X-Forwarded-Proto": "https"}
PAGE = "/campaigns/new/?target=100&price_book=article&start_on=2026-12-01"


class Saver(threading.Thread):
    """Saves one campaign after the other until stopped."""

    def __init__(self, port: int, number: int) -> None:
        super().__init__(daemon=True)
        self.port, self.number = port, number
        self.confirmed: list[tuple[str, str]] = []
        self.failures: list[str] = []
        self.seconds: list[float] = []
        self.is_to_stop = threading.Event()

    def run(self) -> None:
        count = 0
        while not self.is_to_stop.is_set():
            count += 1
            name = f"Saver {self.number}, campaign {count}"
            begun = time.perf_counter()
            try:
                link = save_campaign(self.port, name)
            except (OSError, http.client.HTTPException, AssertionError) as failure:
                self.failures.append(repr(failure))
                time.sleep(0.05)
            else:
                self.seconds.append(time.perf_counter() - begun)
                self.confirmed.append((link, name))


def save_campaign(port: int, name: str) -> str:
    """Save a campaign as a browser does; the path of its page once the server confirmed it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", PAGE, headers=HEADERS)
        page = connection.getresponse()
        text = page.read().decode()
        assert page.status == 200, page.status
        cookies = "; ".join(
            value.partition(";")[0] for key, value in page.getheaders() if key == "Set-Cookie"
        )
        found = TOKEN.search(text)
        assert found, "no form"
        body = urlencode({"csrfmiddlewaretoken": found[1], "name": name, "note": ""})
        form = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": cookies,
            "Origin": "https://localhost",
        }
        connection.request("POST", PAGE, body, HEADERS | form)
        response = connection.getresponse()
        response.read()
        assert response.status == 302, response.status
        return response.headers["Location"]
    finally:
        connection.close()


def find_lost(port: int, confirmed: list[tuple[str, str]]) -> list[str]:
    """The confirmed campaigns that are not there any more."""
    lost = []
    for link, name in confirmed:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", link, headers=HEADERS)
        response = connection.getresponse()
        if response.status != 200 or name not in response.read().decode():
            lost.append(link)
        connection.close()
    return lost
