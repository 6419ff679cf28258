"""What two queries ask differently, in the words of the form."""

from collections.abc import Callable, Iterator
from datetime import date

from django import forms

from campaigns.decision import decide, first_in_time
from campaigns.forms import (
    AUDIENCES,
    CHANNEL_FIGURES,
    CUSTOM_PLANS,
    HELD_SEATS,
    SEQUENCES,
    CustomPlanForm,
)
from campaigns.forms.day_fields import DeadlineField
from campaigns.forms.fields import ReadField
from campaigns.plan_terms import PLAN_TERMS
from campaigns.presentation.assumptions import (
    list_audiences,
    list_channel_figures,
    list_held_seats,
    list_sequences,
)
from campaigns.query.form import QueryForm
from campaigns.query.query import Query
from campaigns.wording import day, name_cheapest
from planner.planning.comparison import Comparison
from planner.planning.strategies import STRATEGIES
from planner.planning.wording import count, dollars

Difference = tuple[str, str, str]
ENTRIES: tuple[tuple[str, str, Callable[[Query], Iterator[str]]], ...] = (
    (AUDIENCES, "Audiences", list_audiences),
    (HELD_SEATS, "Seats that you have", list_held_seats),
    (CHANNEL_FIGURES, "Own figures of channels", list_channel_figures),
    (SEQUENCES, "Sequences of channels", list_sequences),
)
# What is meant where nothing of a list is picked.
NOTHING_PICKED = {"plans": "all current ones", "strategies": "all of them"}


def list_differences(one: QueryForm, other: QueryForm) -> list[Difference]:
    """The fields in which they differ: label, the text of `one`, the text of `other`."""
    differences: list[Difference] = []
    for name, field in one.form.fields.items():
        before, after = _in_words(one, name), _in_words(other, name)
        is_row = not (_stands_above(name, one, other) or _is_same_nothing(name, one, other))
        if before != after and is_row and not _is_same_day(name, before, after):
            differences.append((str(field.label), before, after))
    for name, label, describe in ENTRIES:
        if _texts_of(one, name) != _texts_of(other, name):
            differences.append((label, _list(one, describe), _list(other, describe)))
    if _texts_of(one, CUSTOM_PLANS) != _texts_of(other, CUSTOM_PLANS):
        before, after = _name_custom_plans(one, other), _name_custom_plans(other, one)
        differences.append(("Plans of your own", before, after))
    if _day_of_prices(one) != _day_of_prices(other):
        differences.append(("Prices from", _day_of_prices(one), _day_of_prices(other)))
    if one.query and other.query:
        compared = [decide(query).comparison for query in (one.query, other.query)]
        before, after = (_total_of(comparison) for comparison in compared)
        if before != after:
            # Where one of the two leaves ways out, the label promises no more than that one.
            least = min(compared, key=lambda comparison: comparison.has_the_least)
            differences.append((name_cheapest(least).capitalize(), before, after))
    return differences


def _total_of(comparison: Comparison) -> str:
    best = comparison.cheapest
    if best and best.total is not None:
        return dollars(best.total)
    return "in time at an unknown price" if first_in_time(comparison) else "not in time"


def _stands_above(name: str, one: QueryForm, other: QueryForm) -> bool:
    """Whether the day of the deadline is that of the field before, as on the page."""
    return name == "deadline_on" and not {*one.form.errors, *other.form.errors} & {name}


def _is_same_day(name: str, before: str, after: str) -> bool:
    """Whether two deadlines are one day: six weeks from a start, and the day in which they end."""
    return name == "deadline_months" and before.removeprefix("by ") == after.removeprefix("by ")


def _is_same_nothing(name: str, one: QueryForm, other: QueryForm) -> bool:
    """Whether one is empty and the other has the value that an empty field stands for."""
    if not one.query or not other.query or one.query.values[name] != other.query.values[name]:
        return False
    texts = (form.form.texts_for_links.get(name, "").strip() for form in (one, other))
    # A rate that is assumed is no value of the field.
    return not all(texts) and name not in {*one.form.echoes, *other.form.echoes}


def _in_words(query_form: QueryForm, name: str) -> str:
    """What is entered in a field, as the page shows it: "$900.00", "1 Dec 2026", "Yes"."""
    form = query_form.form
    if shown := form.shown.get(name):
        return shown
    if echo := form.echoes.get(name):
        return echo.removeprefix("= ")
    texts = form.texts_for_links.getlist(name)
    if name not in NOTHING_PICKED:
        return write_text(form.fields[name], texts[-1] if texts else "")
    if name == "plans" and form.picks_only_custom_plans:
        return "only those of your own"
    # An address may name a choice twice; strategies are compared in their own order.
    picked = [text for text in texts if text]
    if name == "strategies":
        picked.sort(key=lambda text: [*STRATEGIES, text].index(text))
    words = [write_text(form.fields[name], text) for text in picked]
    return ", ".join(dict.fromkeys(words)) or NOTHING_PICKED[name]


def write_text(field: forms.Field, text: str) -> str:
    """A text of a field as pages show it; one that cannot be read stays as it was entered."""
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(text, text)) or "–"  # type: ignore[arg-type]
    if not text.strip():
        return "–"
    try:
        value = field.clean(text)
    except forms.ValidationError:
        return text
    if isinstance(field, DeadlineField) and isinstance(value, int):
        return count(value, "month")
    if isinstance(field, ReadField):
        return field.show(value)
    return day(value) if isinstance(value, date) else text


def _day_of_prices(query_form: QueryForm) -> str:
    if query_form.snapshot is None or not query_form.uses_snapshot:
        return "today"
    return day(query_form.snapshot.taken_on)


def _name_custom_plans(one: QueryForm, other: QueryForm) -> str:
    """The plans of one's own by name, with the terms in which the other has them otherwise."""
    others = {_name_of(form): form for form in other.custom.forms}
    return (
        "; ".join(_describe(form, others.get(_name_of(form))) for form in one.custom.forms)
        or "none"
    )


def _name_of(form: CustomPlanForm) -> str:
    return str(form["name"].value() or "")


def _describe(form: CustomPlanForm, other: CustomPlanForm | None) -> str:
    """A plan by name, with its terms where `other`, of the same name, has others."""
    if not form.terms or not other or not other.terms:
        return _name_of(form)
    texts = [
        f"{term.head.lower()} {term.text_of(form.terms)}"
        for term in PLAN_TERMS
        if term.text_of(form.terms) != term.text_of(other.terms)
    ]
    return f"{_name_of(form)} ({', '.join(texts)})" if texts else _name_of(form)


def _texts_of(query_form: QueryForm, name: str) -> list[tuple[str, str]]:
    """What an address carries of the entries called `name`."""
    return [item for item in query_form.query_items if item[0].startswith(f"{name}-")]


def _list(query_form: QueryForm, describe: Callable[[Query], Iterator[str]]) -> str:
    """The entries in words; those of a question with faults are not known."""
    if query_form.query is None:
        return "not readable"
    return "; ".join(describe(query_form.query)) or "none"
