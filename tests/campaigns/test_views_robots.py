from django.test import Client


def test_crawlers_are_kept_from_the_endless_pages_alone(client: Client) -> None:
    response = client.get("/robots.txt")

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    rules = response.content.decode().splitlines()
    assert rules == ["User-agent: *", "Disallow: /*?", "Disallow: /admin/"]
    assert client.post("/robots.txt").status_code == 405
