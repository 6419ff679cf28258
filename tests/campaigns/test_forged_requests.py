"""A form that is sent without its token: what the sender sees."""

import pytest
from django.test import Client

from tests.campaigns.factories import save_campaign
from tests.campaigns.pages import read_text

pytestmark = pytest.mark.usefixtures("book")


@pytest.mark.parametrize("address", ["/campaigns/new/", "/campaigns/", "/admin/login/", "own"])
def test_it_says_in_plain_words_how_to_go_on(address: str) -> None:
    if address == "own":
        address = f"/campaigns/{save_campaign().edit_token}/"
    response = Client(enforce_csrf_checks=True).post(address, {"name": "Autumn"})

    assert response.status_code == 403
    text = read_text(response)
    assert "This form could not be accepted Nothing was saved or changed" in text
    assert "does not allow cookies" in text
    assert "CSRF" not in text
    assert "style-src 'self'" in response.headers["Content-Security-Policy"]
    page = response.content.decode()
    assert 'aria-label="Main"' in page, "a page of our own"
    assert "<style" not in page
    assert "style=" not in page
    assert "<script>" not in page
