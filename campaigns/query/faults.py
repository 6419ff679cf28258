"""What is wrong with an input, field by field."""

from collections.abc import Iterator
from typing import NamedTuple

from django.forms import Form

from campaigns.forms.fields import NotInBook, find_ambiguity


class Fault(NamedTuple):
    """One thing wrong with the input: which field, what was given, what is allowed."""

    field: str
    given: str
    allowed: str
    label: str = ""
    question: str = ""  # where what was given has two readings: which one is meant
    verb: str = "enter"  # what the page calls for: to enter what is allowed, or to pick it
    sentence: str = ""  # what the page writes in place of all this


def faults_of(form: Form) -> Iterator[Fault]:
    """The faults of a form that was read, in the order of its fields."""
    for name, errors in form.errors.items():
        field = form[name]
        given = field.value()
        text = ", ".join(given) if isinstance(given, list) else str(given or "")
        ambiguity = find_ambiguity(field)
        question = ambiguity.question if ambiguity else ""
        verb = getattr(field.field, "verb", "enter")
        first = errors.as_data()[0]
        sentence = first.sentence if isinstance(first, NotInBook) else ""
        allowed, label = str(errors[0]), str(field.label)
        yield Fault(field.html_name, text, allowed, label, question, verb, sentence)
