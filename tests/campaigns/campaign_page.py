"""A campaign's own page as its editors use it: look at it, press a button, read what is saved."""

import re
from urllib.parse import parse_qs

from django.test import Client

from campaigns.models import Campaign
from tests.campaigns.pages import Response, read_amounts, read_form


def link(campaign: Campaign) -> str:
    return f"/campaigns/{campaign.edit_token}/"


def see(client: Client, campaign: Campaign, query: str = "") -> Response:
    response = client.get(f"{link(campaign)}?{query}")
    assert response.status_code == 200
    return response


def press(
    client: Client, campaign: Campaign, action: str, query: str = "", **typed: str
) -> Response:
    """Open the page with the scenario's form saying `query`, type, and press a button."""
    return send(client, campaign, read_form(see(client, campaign, query), action) | typed)


def send(client: Client, campaign: Campaign, said: dict[str, str]) -> Response:
    return client.post(link(campaign), said, follow=True)


def fresh(campaign: Campaign) -> Campaign:
    return Campaign.objects.with_plans().get(pk=campaign.pk)


def asked(campaign: Campaign) -> dict[str, list[str]]:
    return parse_qs(fresh(campaign).newest_revision.asked, keep_blank_values=True)


def totals(response: Response) -> list[str]:
    """What each plan costs at its cheapest in time; on a shared decision what its way costs."""
    decision = re.search(r'class="deal.*?<strong>([^<]+)', response.content.decode(), re.DOTALL)
    return [decision[1]] if decision else read_amounts(response)


def shared_link(page: Response) -> str:
    found = re.search(
        r'id="shared-link" value="http://testserver(/c/[^"]+)"', page.content.decode()
    )
    assert found
    return found[1]
