"""Sentences of the planner's page that once were not true of the numbers beside them."""

import pytest
from django.test import Client

from tests.campaigns.pages import read_text, read_verdict

pytestmark = pytest.mark.usefixtures("price_books")


def test_a_bar_of_the_timeline_is_a_month_from_its_first_day(client: Client) -> None:
    # Sales Navigator grants credits on the 1st: nothing is sent on 26 November.
    text = read_verdict(
        client.get(
            "/?rules=2&price_book=linkedin-2026&target=150&start_on=2026-11-26&deadline_months=1"
            "&plans=sales-navigator-core"
        )
    )
    assert "Done on 1 Dec 2026" in text
    assert "150 messages $359.97 due from 26 Nov 2026" in text


def test_the_row_of_a_plan_without_inmail_says_what_is_left_of_its_credits(client: Client) -> None:
    held = {"held_seats-0-plan": "free-account", "held_seats-0-credits": "40"}
    asked = {"target": "10", "price_book": "article", "start_on": "2026-12-01", "rules": "2"}
    paid = {"held_seats-0-seats": "1", "held_seats-0-paid_until": "2026-12-31"}
    text = read_text(client.get("/", asked | held | paid | {"open": "free-account"}))
    assert (
        "Free account has no InMail: it brings no credits and none can be bought, and its cap "
        "leaves none of the 40 credits held at the start."
    ) in text


def test_an_answer_of_free_trials_names_the_persons_that_they_take(client: Client) -> None:
    text = read_verdict(
        client.get(
            "/?rules=2&price_book=linkedin-2026&target=500&start_on=2027-01-01&deadline_months=1"
            "&use_trial=true"
        )
    )
    assert "The free trials take 10 persons who have had none in the last twelve months." in text
