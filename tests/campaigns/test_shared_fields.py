"""Fields that all forms of a question have in common: no question changes them for another."""

from typing import cast

import pytest
from django.test import Client

from campaigns.forms import ScenarioForm
from campaigns.forms.fields import PickSomeField
from campaigns.forms.scenario import CHANGED
from tests.campaigns.queries import fill_in

pytestmark = pytest.mark.usefixtures("price_books")
QUESTIONS = (
    "target=100&price_book=article&rules=2",
    "target=abc&deadline_months=by+March&reply_rate=1.500&plans=x&place=Mars&budget=1.680&seats=0",
    "goal=replied&reply_rate_low=5+%25&reply_rate_high=20+%25&price_book=linkedin-2026&rules=1",
)


def states() -> dict[str, str]:
    """Everything that the fields of the class hold, and their widgets."""
    fields = ScenarioForm.base_fields
    return {name: f"{vars(field)} {vars(field.widget)}" for name, field in fields.items()}


def test_a_form_has_copies_of_what_it_changes_alone() -> None:
    one, other = fill_in(QUESTIONS[0]).form, fill_in(QUESTIONS[2]).form
    copied = {name for name in one.fields if one.fields[name] is not other.fields[name]}
    assert copied == {*CHANGED}
    offered, of_other = (cast(PickSomeField, form.fields["plans"]) for form in (one, other))
    assert offered.choices != of_other.choices


def test_no_question_changes_what_the_others_have(client: Client) -> None:
    before = states()
    for question in QUESTIONS:
        for headers in ({}, {"HX-Request": "true"}):
            assert client.get(f"/?{question}", headers=headers).status_code == 200
    assert states() == before
