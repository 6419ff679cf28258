"""A person's own figures for channels: entered, carried everywhere, and planned with."""

import json
import re
import tomllib
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from campaigns.presentation.differences import list_differences
from campaigns.query.form import QueryForm
from campaigns.scenario_file import UnreadableScenario, read_scenario
from campaigns.studies.channel_plans import make_request
from planner.planning.channels import OWN_FIGURES, Channel
from tests.campaigns.pages import read_markup, read_text
from tests.campaigns.queries import TODAY, fill_in, make_query

pytestmark = pytest.mark.usefixtures("price_books")
ASKED = {
    "target": "5000",
    "list_size": "5000",
    "reply_rate": "5 %",
    "deadline_months": "6",
    "price_book": "linkedin-2026",
    "start_on": "2026-12-01",
    "rules": "2",
}


def own(row: int = 0, **figures: str) -> dict[str, str]:
    return {f"channel_figures-{row}-{name}": text for name, text in figures.items()}


def form_of(query: dict[str, str]) -> QueryForm:
    return fill_in(urlencode(query))


def channel_of(query: dict[str, str], slug: str) -> Channel | None:
    request = make_request(make_query(query))
    assert request is not None
    return next((one for one in request.channels if one.slug == slug), None)


def test_own_figures_take_the_place_of_those_of_the_book() -> None:
    changed = channel_of(ASKED | own(channel="email", reach="60 %", contact_price="0.25"), "email")
    published = channel_of(ASKED, "email")
    assert changed is not None
    assert published is not None
    assert (changed.reach, changed.contact_price) == (Decimal("0.6"), Decimal("0.25"))
    assert (changed.reply_rate, changed.capacity) == (published.reply_rate, published.capacity)


def test_an_agency_with_two_senders_reaches_twice_as_many_by_invitations() -> None:
    one, two = (
        channel_of(ASKED | own(channel="invitations", most_units=number), "invitations")
        for number in ("1", "2")
    )
    assert one is not None
    assert two is not None
    assert (one.most_units, two.most_units) == (1, 2)


def test_without_senders_the_channel_is_left_out(client: Client) -> None:
    none = ASKED | own(channel="invitations", most_units="0")
    assert channel_of(none, "invitations") is None
    assert channel_of(ASKED, "invitations") is not None


def test_the_same_figures_stand_in_address_file_and_json(client: Client) -> None:
    query = ASKED | own(channel="email", reach="60 %", reply_rate="1 in 20", unit_price="7.50")
    link = f"?{urlencode(query)}"
    document = json.loads(client.get(f"/plan.json{link}").content)
    assert document["scenario"]["channel_figures"] == [
        {
            **dict.fromkeys(OWN_FIGURES),
            "channel": "email",
            "reach": 0.6,
            "reply_rate": 0.05,
            "unit_price": "7.50",
        }
    ]
    content = client.get(f"/plan.toml{link}").content
    assert "channel_figures" in tomllib.loads(content.decode())
    assert read_scenario(content, today=TODAY).channel_figures == make_query(query).channel_figures
    text = read_text(client.get(f"/{link}"))
    assert (
        "Own figures: Cold e-mail: of the list, reached 60 %; of the people written to, replies 5 %"
        in text
    )
    assert "but for those that you entered." in read_text(client.get(f"/channels/{link}"))


def test_an_own_figure_of_nothing_is_not_that_of_the_funnel() -> None:
    funnel = ASKED | {"meeting_rate": "25 %", "minutes_per_answer": "10"}
    usual = channel_of(funnel, "email")
    zero = channel_of(
        funnel | own(channel="email", meeting_rate="0 %", minutes_per_answer="0"), "email"
    )
    assert usual is not None
    assert zero is not None
    assert (usual.meeting_rate, usual.effort.minutes_per_answer) == (Decimal("0.25"), 10)
    assert (zero.meeting_rate, zero.effort.minutes_per_answer) == (0, 0)


def test_own_minutes_are_for_each_touch(client: Client) -> None:
    minutes = own(channel="email", minutes_per_message="2")
    email = channel_of(ASKED | minutes, "email")
    assert email is not None
    assert (email.touches, email.minutes_per_person()) == (3, 6)
    text = read_text(client.get(f"/?{urlencode(ASKED | minutes)}"))
    assert "Own figures: Cold e-mail: minutes for a touch 2" in text


def test_every_other_figure_is_there_once_the_entry_is_filled_in(client: Client) -> None:
    place = 'id="further-figures-0"'
    name = 'name="channel_figures-0-lead_days"'
    empty = client.get("/").content.decode()
    assert place in empty
    assert name not in empty
    filled = ASKED | own(channel="email", reach="60 %")
    headers = {"HX-Request": "true", "HX-Trigger": "scenario"}
    fragment = client.get("/", filled, headers=headers).content.decode()
    assert 'hx-swap-oob="innerHTML:#further-figures-0"' in fragment
    assert name in fragment
    assert name in client.get("/", filled).content.decode()
    # What is entered there is not hidden.
    page = client.get("/", filled | own(lead_days="900")).content.decode()
    _, _, further = page.partition(place)
    assert "<details open>" in further[:300]


@pytest.mark.parametrize(
    ("figures", "field", "allowed"),
    [
        (own(channel="pigeons", reach="1 %"), "channel_figures-0-channel", "a channel of the"),
        (own(reach="60 %"), "channel_figures-0-channel", "a channel of the price book for these"),
        (own(channel="email", reach="120 %"), "channel_figures-0-reach", "0 to 100"),
        (own(channel="email", most_units="-1"), "channel_figures-0-most_units", "0 to"),
        (own(channel="email", lead_days="366"), "channel_figures-0-lead_days", "0 to 365"),
        (own(channel="email", win_rate="110 %"), "channel_figures-0-win_rate", "0 to 100"),
        (own(channel="email", reach="5 %") | own(1, channel="email", reach="6 %"),
         "channel_figures-1-channel", "no other entry has"),
    ],
)  # fmt: skip
def test_a_fault_names_the_field_and_loses_nothing(
    client: Client, figures: dict[str, str], field: str, allowed: str
) -> None:
    form = form_of(ASKED | figures)
    assert form.query is None
    (fault,) = form.faults
    assert fault.field == field
    assert allowed in fault.allowed
    page = client.get(f"/?{urlencode(ASKED | figures)}").content.decode()
    for text in figures.values():
        assert f'value="{text}"' in page or text in ("email", "pigeons")


@pytest.mark.parametrize(
    ("figures", "asked_for"),
    [
        (own(reach="60 %", unit_price="7.50"), "a channel of the price book for these figures"),
        (own(channel="pigeons", reach="60 %"), "a channel of the price book, by its short name"),
    ],
)
def test_the_page_asks_to_pick_a_channel(
    client: Client, figures: dict[str, str], asked_for: str
) -> None:
    page = client.get(f"/?{urlencode(ASKED | figures)}")
    text = read_text(page)
    assert f"Please pick {asked_for}." in text
    assert "Please enter" not in text
    assert re.search(
        rf'id="error-channel_figures-0-channel"[^>]*>Please pick {asked_for}', read_markup(page)
    )
    assert 'value="60 %"' in page.content.decode()


def test_a_file_with_something_else_is_a_fault() -> None:
    def read(figures: str) -> Any:
        return read_scenario(f"target = 10\n{figures}".encode(), today=TODAY)

    with pytest.raises(UnreadableScenario, match="channel_figures: at most 20 tables"):
        read('channel_figures = "email"')
    with pytest.raises(UnreadableScenario, match=r"channel_figures\[0\].mood: only the names"):
        read('[[channel_figures]]\nchannel = "email"\nmood = "good"')


def test_other_figures_and_other_seats_are_differences() -> None:
    seats = {
        "held_seats-0-plan": "premium-career",
        "held_seats-0-seats": "2",
        "held_seats-0-paid_until": "2026-12-31",
    }
    before, after = form_of(ASKED), form_of(ASKED | seats | own(channel="email", reach="60 %"))
    found = {label: (old, new) for label, old, new in list_differences(before, after)}
    assert found["Own figures of channels"] == ("none", "Cold e-mail: of the list, reached 60 %")
    assert found["Seats that you have"] == (
        "none",
        "2 seats of Premium Career with 0 credits, paid until 31 Dec 2026",
    )
