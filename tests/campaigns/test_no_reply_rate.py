"""Where a usual rate takes the place of none, no 0 stands in the field and none is sent."""

from typing import cast

import pytest
from django.test import Client

from campaigns.exports import make_source
from campaigns.exports.scenario_toml import write_scenario_file
from campaigns.forms.fields import ReadBoundField
from tests.campaigns.pages import read_fields, read_markup
from tests.campaigns.queries import decide_on, fill_in

pytestmark = pytest.mark.usefixtures("book")

HTMX = {"HX-Request": "true"}


def rate_of(**fields: str) -> ReadBoundField:
    return cast(ReadBoundField, fill_in(fields).form["reply_rate"])


@pytest.mark.parametrize("goal", ["replied", "meetings"])
@pytest.mark.parametrize("entered", [{}, {"reply_rate": ""}, {"reply_rate": "0"}])
def test_a_usual_rate_stands_in_an_empty_field(goal: str, entered: dict[str, str]) -> None:
    rate = rate_of(goal=goal, **entered)
    assert (rate.value(), rate.assumed) == ("", "10 %")
    assert rate.understood == "= 10 %, a usual rate"
    assert 'placeholder="10 %"' in str(rate)
    assert "value=" not in str(rate)


@pytest.mark.parametrize("typed", ["0 %", "0.0", "0 in 7"])
def test_a_zero_of_any_notation_is_not_shown(typed: str) -> None:
    assert rate_of(goal="replied", reply_rate=typed).value() == ""


def test_the_middle_of_a_range_stands_in_an_empty_field() -> None:
    rate = rate_of(goal="replied", reply_rate_low="1 %", reply_rate_high="3 %")
    assert (rate.value(), rate.assumed) == ("", "2 %")
    rate = rate_of(reply_rate="30", reply_rate_low="5", reply_rate_high="15")
    assert (rate.value(), rate.assumed) == ("30", "")


@pytest.mark.parametrize("entered", [{}, {"reply_rate": ""}, {"reply_rate": "0"}])
def test_people_have_a_rate_of_zero(entered: dict[str, str]) -> None:
    rate = rate_of(**entered)
    assert (rate.value(), rate.assumed, rate.understood) == ("0", "", "")
    assert "placeholder" not in str(rate)


def test_an_entered_rate_is_shown(client: Client) -> None:
    assert rate_of(goal="replied", reply_rate="12 %").value() == "12 %"
    response = client.get("/", {"goal": "replied", "reply_rate": "12 %"})
    assert read_fields(response)["reply_rate"] == "12 %"


def test_the_empty_field_changes_no_address(client: Client) -> None:
    asked = {"goal": "replied", "target": "5"}
    assert fill_in(asked | {"reply_rate": ""}).query_items == fill_in(asked).query_items
    assert "reply_rate" not in dict(fill_in(asked).query_items)
    fragment = client.get("/", asked | {"reply_rate": ""}, headers=HTMX)
    assert "reply_rate" not in fragment["HX-Push-Url"]


def test_the_empty_field_changes_no_file() -> None:
    asked = {"goal": "replied", "target": "5"}
    written = write_scenario_file(make_source(decide_on(asked)))
    assert 'reply_rate = "10 %"' in written or "reply_rate = 0.1" in written
    assert write_scenario_file(make_source(decide_on(asked | {"reply_rate": ""}))) == written


def test_a_fragment_names_what_is_assumed_to_the_script(client: Client) -> None:
    page = read_markup(client.get("/", {"goal": "replied", "target": "5"}, headers=HTMX))
    assert 'data-assumed="10 %"' in page
    page = read_markup(client.get("/", {"target": "5"}, headers=HTMX))
    assert "data-assumed" not in page
