"""No page reads an address, or a form's query, longer than any valid one."""

import pytest
from django.test import Client

from campaigns.middleware import LONGEST_QUERY
from campaigns.models.campaign import LONGEST_SAVED_QUERY

PATHS = ["/", "/mix/", "/plan.csv", "/prices/", "/how-it-works/", "/campaigns/", "/admin/", "/no/"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
def test_a_longer_address_is_refused_everywhere(client: Client, path: str) -> None:
    assert client.get(f"{path}?{'x' * (LONGEST_QUERY + 1)}").status_code == 414
    # What an address cannot hold counts as our links would write it.
    assert client.get(f"{path}?{'%22' * (LONGEST_QUERY // 3 + 1)}").status_code == 414


@pytest.mark.django_db
def test_a_longer_question_in_a_form_is_refused(client: Client) -> None:
    said = {"name": "Spring", "asked": "x" * (LONGEST_SAVED_QUERY + 1)}
    assert client.post("/campaigns/new/", said).status_code == 414
    assert client.post("/nowhere/", said | {"asked": "x"}).status_code == 404
