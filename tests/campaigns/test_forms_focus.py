"""A form that was refused has its first faulty field under the keys, with and without a script."""

import re

import pytest
from django.test import Client

from campaigns.forms import CampaignForm
from tests.campaigns.campaign_page import link
from tests.campaigns.factories import save_campaign
from tests.campaigns.pages import Response, read_form
from tests.campaigns.progress_page import look, note
from tests.campaigns.quotes import preview

pytestmark = pytest.mark.usefixtures("book")


def focused(response: Response) -> list[str]:
    inputs = re.findall(r"<(?:input|textarea|select)[^>]*>", response.content.decode())
    return [
        name
        for one in inputs
        if re.search(r"\sautofocus\b", one)
        for name in re.findall(r' name="([^"]+)"', one)
    ]


def test_the_first_faulty_field_of_an_entry_has_the_focus(client: Client) -> None:
    campaign = save_campaign()
    assert focused(look(client, campaign)) == []
    assert focused(note(client, campaign, sent="many", answered="some")) == ["sent"]
    assert focused(note(client, campaign, sent="3", last_on="soon")) == ["last_on"]


def test_a_campaign_without_a_name_leads_to_its_name(client: Client) -> None:
    assert focused(client.post("/campaigns/new/?target=100", {"name": ""})) == ["name"]


def test_a_quote_leads_to_its_first_mistake(client: Client) -> None:
    page = preview(client, save_campaign(), markup_percent="much", tax_percent="some")
    assert focused(page) == ["markup_percent"]


def test_a_shared_link_leads_to_its_last_day(client: Client) -> None:
    own = link(save_campaign())
    page = client.post(own, read_form(client.get(own), "share") | {"expires_on": "soon"})
    assert focused(page) == ["expires_on"]


def test_a_later_error_of_an_earlier_field_takes_the_focus() -> None:
    form = CampaignForm({"name": "Autumn", "note": "x" * 10_000})
    assert not form.is_valid()
    form.add_error("name", "Taken.")
    form.add_error(None, "Try again.")
    attributes = {name: field.widget.attrs for name, field in form.fields.items()}
    assert attributes["name"]["autofocus"]
    assert not attributes["note"]["autofocus"]
