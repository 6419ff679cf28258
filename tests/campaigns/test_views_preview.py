"""Link previews: their words and their picture, for the planner and for read-only links alone."""

import io
import re
import subprocess
import sys
from html import unescape
from typing import Any

import pytest
from django.test import Client
from PIL import Image, ImageChops

from campaigns.models import Campaign
from campaigns.preview_picture import as_drawn
from tests.campaigns.factories import change_price, save_shared_campaign
from tests.campaigns.pages import Response

pytestmark = pytest.mark.usefixtures("book")
ASKED = "/?target=120&price_book=ours&start_on=2026-12-01"


def read_preview(response: Response) -> dict[str, str]:
    """The properties of a page's preview, and its description."""
    page = response.content.decode()
    found = re.findall(r'<meta property="og:([a-z:_]+)" content="([^"]*)">', page)
    return {name: unescape(text) for name, text in found}


def open_picture(response: Any) -> Image.Image:
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/png"
    return Image.open(io.BytesIO(response.content)).convert("RGB")


def differ(one: Image.Image, other: Image.Image) -> bool:
    return ImageChops.difference(one, other).getbbox() is not None


def test_a_question_has_its_answer_for_a_preview(client: Client) -> None:
    response = client.get(ASKED)
    preview = read_preview(response)
    assert preview["title"] == "120 people for $449.97 in 3 months"
    assert preview["description"].startswith(
        "Yes, over 9 months early: $449.97 with Team, 1 seat, "
    )
    assert f'content="{preview["description"]}"' in response.content.decode()
    assert preview["url"].startswith("http://testserver/?target=120&price_book=ours")
    assert preview["image"] == preview["url"].replace("/?", "/preview.png?")
    picture = open_picture(client.get(preview["image"]))
    assert picture.size == (1200, 630)


def test_the_picture_is_drawn_from_the_answer(client: Client) -> None:
    def picture(target: int) -> Image.Image:
        return open_picture(client.get(f"/preview.png?target={target}&start_on=2026-12-01"))

    assert differ(picture(120), picture(121))
    assert not differ(picture(120), picture(120))


def test_the_picture_follows_the_prices(client: Client) -> None:
    before = open_picture(client.get(f"/preview.png{ASKED[1:]}"))
    change_price("team", "1")
    assert differ(before, open_picture(client.get(f"/preview.png{ASKED[1:]}")))


def test_a_shared_campaign_has_its_name_and_no_secret(client: Client) -> None:
    campaign = save_shared_campaign(note="A secret note")
    preview = read_preview(client.get(f"/c/{campaign.share_token}/"))
    assert preview["title"] == "Autumn: 100 people for $299.98 in 2 months"
    assert preview["url"] == f"http://testserver/c/{campaign.share_token}/"
    assert preview["image"] == f"{preview['url']}preview.png"
    everything = str(preview)
    assert campaign.edit_token not in everything
    assert "secret" not in everything
    response = client.get(preview["image"])
    open_picture(response)
    assert response.headers["Cache-Control"] == "no-store, private"


def test_the_picture_of_a_shared_campaign_stays_at_its_prices(client: Client) -> None:
    address = f"/c/{save_shared_campaign().share_token}/preview.png"
    before = open_picture(client.get(address))
    change_price("team", "1")
    assert not differ(before, open_picture(client.get(address)))


def test_a_campaigns_own_page_has_no_preview(client: Client) -> None:
    campaign: Campaign = save_shared_campaign()
    own = f"/campaigns/{campaign.edit_token}/"
    assert read_preview(client.get(own)) == {}
    assert client.get(f"{own}preview.png").status_code == 404


def test_the_planners_picture_may_be_cached_for_a_while(client: Client) -> None:
    headers = client.get("/preview.png").headers
    assert headers["Cache-Control"] == "public, max-age=600"


def test_a_question_with_mistakes_has_no_picture(client: Client) -> None:
    assert read_preview(client.get("/?target=nobody")) == {}
    assert client.get("/preview.png?target=nobody").status_code == 404
    assert client.post("/preview.png").status_code == 405


@pytest.mark.parametrize(
    "asked", ["plans=", "target=100000&seats=1&deadline_months=1", "goal=replied&reply_rate=1%25"]
)
def test_every_answer_has_a_picture(client: Client, asked: str) -> None:
    assert open_picture(client.get(f"/preview.png?{asked}")).size == (1200, 630)


@pytest.mark.parametrize("name", ["A" * 100, "W " * 50, "中文", "Été – ×2", "\N{PILE OF POO}"])
def test_every_name_has_a_picture(client: Client, name: str) -> None:
    address = f"/c/{save_shared_campaign(name=name).share_token}/preview.png"
    assert open_picture(client.get(address)).size == (1200, 630)


def test_letters_that_the_font_lacks_are_not_drawn_as_boxes() -> None:
    assert as_drawn("Été – ×2") == "Ete - x2"
    assert as_drawn("中文") == ""


def test_two_sites_do_not_share_a_cached_page(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    for host in settings.ALLOWED_HOSTS:
        page = client.get(ASKED, headers={"Host": host})
        assert read_preview(page)["url"].startswith(f"http://{host}/?")


def test_pages_do_not_load_the_imaging_library() -> None:
    loads = "import campaigns.urls, sys; print('PIL' in sys.modules)"
    setup = "import django; django.setup(); "
    out = subprocess.run(
        [sys.executable, "-c", setup + loads],
        env={"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert out.stdout.strip() == "False"
