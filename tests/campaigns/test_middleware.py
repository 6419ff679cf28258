"""What stands before every page: which forms count as same-origin, and what stays private."""

import pytest
from django.test import Client

from campaigns.models import Campaign
from tests.campaigns.factories import save_campaign
from tests.campaigns.pages import Response, read_form

pytestmark = pytest.mark.usefixtures("book")
OURS = {"Origin": "http://testserver"}


def delete(headers: dict[str, str], *, with_token: bool = True, secure: bool = False) -> Response:
    """Send the form that deletes a campaign, as a browser with these headers."""
    page = f"/campaigns/{save_campaign().edit_token}/"
    browser = Client(enforce_csrf_checks=True)
    said = read_form(browser.get(page, secure=secure), "delete")
    if not with_token:
        del said["csrfmiddlewaretoken"]
    return browser.post(page, said, headers=headers, secure=secure)


@pytest.mark.parametrize(
    ("headers", "secure"),
    [
        (OURS, False),
        ({"Origin": "https://testserver"}, True),
        # Browsers that name no origin in a form of its own site; over https Django wants one.
        ({}, False),
        ({"Referer": "https://testserver/campaigns/x/"}, True),
    ],
)
def test_a_form_of_our_own_is_taken_from_any_browser(headers: dict[str, str], secure: bool) -> None:
    assert delete(headers, secure=secure).status_code == 302
    assert Campaign.objects.get().deleted_at is not None


@pytest.mark.parametrize("secure", [False, True])
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "null"},
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "null", "Sec-Fetch-Site": "same-site"},
        {"Origin": "null", "Sec-Fetch-Site": "none"},
        {"Origin": "null", "Sec-Fetch-Site": "same-origin, cross-site"},
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://testserver.evil.example"},
        {"Origin": ""},
    ],
)
def test_a_form_from_elsewhere_is_refused_though_it_has_the_token(
    headers: dict[str, str], secure: bool
) -> None:
    response = delete(headers, secure=secure)
    assert response.status_code == 403
    assert "That is not allowed" in response.content.decode() or "CSRF" in response.content.decode()
    assert Campaign.objects.get().deleted_at is None


def test_where_a_form_comes_from_does_not_stand_for_its_token() -> None:
    assert delete(OURS, with_token=False).status_code == 403
    assert Campaign.objects.get().deleted_at is None


def test_a_host_that_is_not_ours_is_refused_whatever_it_claims() -> None:
    response = Client().post("/campaigns/new/", headers=OURS | {"Host": "evil.example"})
    assert response.status_code == 400


@pytest.mark.parametrize(
    ("path", "is_private"),
    [
        ("/c/x/", True),
        ("/c/x", True),
        ("/c/x/y/z", True),
        ("/campaigns/", True),
        ("/campaigns/x/plan.csv", True),
        ("/", False),
        ("/cheap/", False),
        ("/prices/", False),
        ("/static/planner.css", False),
        ("/plan.csv", False),
    ],
)
def test_what_stands_below_a_secret_address_is_kept_private(
    client: Client, path: str, is_private: bool
) -> None:
    headers = client.get(path).headers
    assert ("no-store" in headers.get("Cache-Control", "")) == is_private
    assert headers["Referrer-Policy"] == "same-origin"
    assert ("noindex" in headers.get("X-Robots-Tag", "")) == is_private


def test_a_failure_keeps_the_link_private_too() -> None:
    campaign = save_campaign()
    campaign.revisions.all().delete()
    browser = Client(raise_request_exception=False)
    response = browser.get(f"/campaigns/{campaign.edit_token}/")
    assert response.status_code == 500
    assert response.headers["Cache-Control"] == "no-store, private"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert campaign.edit_token not in response.content.decode()
