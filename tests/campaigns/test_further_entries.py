"""With scripts a further empty entry comes as soon as the last one is filled in."""

import pytest
from django.test import Client

from campaigns.models import PriceBook

KINDS = {
    "audience-entries": ("audiences", {"name": "Ann", "target": "30"}),
    "held-entries": ("held_seats", {"plan": "solo", "seats": "1", "paid_until": "2026-12-31"}),
    "channel-entries": ("channel_figures", {"channel": "email", "reach": "60 %"}),
    "sequence-entries": ("sequences", {"first": "inmail", "second": "email"}),
}


@pytest.mark.parametrize("place", KINDS)
def test_a_further_entry_goes_where_the_page_has_its_place(
    client: Client, book: PriceBook, place: str
) -> None:
    kind, values = KINDS[place]
    page = client.get("/")
    assert f'id="{place}"' in page.content.decode()
    first = {"target": "90"}
    headers = {"HX-Request": "true", "HX-Trigger": "scenario"}
    filled = first | {f"{kind}-0-{name}": text for name, text in values.items()}
    html = client.get("/", filled, headers=headers).content.decode()
    assert f'hx-swap-oob="beforeend:#{place}"' in html
    assert html.count(f'name="{kind}-1-{next(iter(values))}"') == 1
    # One that is there and empty is enough.
    empty = {f"{kind}-1-{name}": "" for name in values}
    html = client.get("/", filled | empty, headers=headers).content.decode()
    assert f"beforeend:#{place}" not in html
    assert f"beforeend:#{place}" not in client.get("/", first, headers=headers).content.decode()
