"""What two queries ask differently, in the words of the form."""

from collections.abc import Callable, Iterator

from campaigns.decision import decide, first_in_time
from campaigns.forms import (
    AUDIENCES,
    BILLING_NAMES,
    CHANNEL_FIGURES,
    CUSTOM_PLANS,
    GOAL_NAMES,
    HELD_SEATS,
    SEQUENCES,
    STRATEGY_NAMES,
)
from campaigns.presentation.assumptions import (
    list_audiences,
    list_channel_figures,
    list_held_seats,
    list_sequences,
)
from campaigns.query.form import QueryForm
from campaigns.query.query import Query
from planner.planning.wording import dollars

Difference = tuple[str, str, str]
ENTRIES: tuple[tuple[str, str, Callable[[Query], Iterator[str]]], ...] = (
    (AUDIENCES, "Audiences", list_audiences),
    (HELD_SEATS, "Seats that you have", list_held_seats),
    (CHANNEL_FIGURES, "Own figures of channels", list_channel_figures),
    (SEQUENCES, "Sequences of channels", list_sequences),
)

WORDS = {"goal": GOAL_NAMES, "billing": BILLING_NAMES, "strategies": STRATEGY_NAMES}


def list_differences(one: QueryForm, other: QueryForm) -> list[Difference]:
    """The fields in which they differ: label, the text of `one`, the text of `other`."""
    differences: list[Difference] = []
    for name, field in one.form.fields.items():
        before, after = _in_words(one, name), _in_words(other, name)
        if before != after:
            differences.append((str(field.label), before, after))
    for name, label, describe in ENTRIES:
        if _texts_of(one, name) != _texts_of(other, name):
            differences.append((label, _list(one, describe), _list(other, describe)))
    if _texts_of(one, CUSTOM_PLANS) != _texts_of(other, CUSTOM_PLANS):
        differences.append(
            ("Plans of your own", _name_custom_plans(one), _name_custom_plans(other))
        )
    if _day_of_prices(one) != _day_of_prices(other):
        differences.append(("Prices from", _day_of_prices(one), _day_of_prices(other)))
    if one.query and other.query:
        before, after = _total_of(one.query), _total_of(other.query)
        if before != after:
            differences.append(("Cheapest", before, after))
    return differences


def _total_of(query: Query) -> str:
    comparison = decide(query).comparison
    best = comparison.cheapest
    if best and best.total is not None:
        return dollars(best.total)
    return "in time at an unknown price" if first_in_time(comparison) else "not in time"


def _in_words(query_form: QueryForm, name: str) -> str:
    texts = query_form.form.texts_for_links.getlist(name)
    named = WORDS.get(name, {})
    if name == "plans":
        named = {plan.slug: plan.name for plan in query_form.form.book_plans}
    return ", ".join(named.get(text, text) for text in texts) or "–"


def _day_of_prices(query_form: QueryForm) -> str:
    if query_form.snapshot is None or not query_form.uses_snapshot:
        return "today"
    return f"{query_form.snapshot.taken_on:%-d %b %Y}"


def _name_custom_plans(query_form: QueryForm) -> str:
    return ", ".join(str(form["name"].value() or "") for form in query_form.custom.forms) or "none"


def _texts_of(query_form: QueryForm, name: str) -> list[tuple[str, str]]:
    """What an address carries of the entries called `name`."""
    return [item for item in query_form.query_items if item[0].startswith(f"{name}-")]


def _list(query_form: QueryForm, describe: Callable[[Query], Iterator[str]]) -> str:
    """The entries in words; those of a question with faults are not known."""
    if query_form.query is None:
        return "not readable"
    return "; ".join(describe(query_form.query)) or "none"
