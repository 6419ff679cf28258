from urllib.robotparser import RobotFileParser

from django.test import Client


def test_crawlers_are_kept_from_the_endless_pages_alone(client: Client) -> None:
    response = client.get("/robots.txt")

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    rules = response.content.decode().splitlines()
    assert rules[-3:] == ["User-agent: *", "Disallow: /*?", "Disallow: /admin/"]
    assert client.post("/robots.txt").status_code == 405


def test_what_makes_previews_may_read_the_link_that_a_person_sends(client: Client) -> None:
    rules = client.get("/robots.txt").content.decode()
    robots = RobotFileParser()
    robots.parse(rules.splitlines())
    # Python's parser knows no wildcard: of the last group, it tests the admin's pages alone.
    for name in ("Twitterbot", "LinkedInBot", "facebookexternalhit", "Slackbot-LinkExpanding"):
        assert robots.can_fetch(name, "/?target=100")
        assert robots.can_fetch(name, "/preview.png?target=100")
        assert not robots.can_fetch(name, "/admin/")
