"""What is listed as a difference of two versions is one, recomputed from their values.

Each text, read again, is the query's own value. The claims are by the kind of the field that a row
is about; a row of no kind fails, and so does a kind that no row is of.
"""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from hypothesis import given

from campaigns.decision import decide
from campaigns.forms.day_fields import DeadlineField, StartField
from campaigns.forms.fields import FlagField, MoneyField, ReadField, ShareField
from campaigns.presentation.differences import list_differences
from campaigns.presentation.drafts import draft_of
from campaigns.query.form import QueryForm
from campaigns.saved.editing import create_campaign
from planner.planning.comparison import compare
from planner.planning.wording import show_day
from tests.campaigns.arbitrary import queries_with_audiences, sensible_queries
from tests.campaigns.queries import TODAY, fill_in, make_query
from tests.examples import examples

pytestmark = pytest.mark.usefixtures("price_books")

Check = Callable[[QueryForm, str, str], bool]


def value_of(form: QueryForm, name: str) -> Any:
    """The value of a field; what is picked twice counts once."""
    assert form.query
    value = form.query.values[name]
    return list(dict.fromkeys(value)) if isinstance(value, list) else value


def is_money(form: QueryForm, name: str, text: str) -> bool:
    value = value_of(form, name)
    if text == "–":
        return value is None
    return bool(re.fullmatch(r"\$[\d,]+\.\d{2,4}", text)) and value == Decimal(
        text.replace(",", "").removeprefix("$")
    )


def is_share(form: QueryForm, name: str, text: str) -> bool:
    """A percentage; an assumed rate is 0 in the query's values until the goal wants one."""
    value = value_of(form, name)
    if text == "–":
        return value is None
    shown = re.fullmatch(r"(≈ )?([\d.]+) %(, a usual rate)?", text)
    assert shown, text
    share = Decimal(shown[2]) / 100
    if shown[1] or len(str(value)) > 8:
        return bool(abs(share - value) <= max(share, 1 - share) / 200)
    if shown[3]:
        assert form.query
        return bool(form.query.scenario.reply_rate == share)
    return bool(value == share)


def is_whole(form: QueryForm, name: str, text: str) -> bool:
    value = value_of(form, name)
    if text == "–":
        # Minutes that are left out are none.
        return value is None or (name.startswith("minutes") and value == 0)
    return text.replace(",", "") == str(value)


def is_choice(form: QueryForm, name: str, text: str) -> bool:
    """The label of the choice that the query has; nothing for an empty one."""
    field, value = form.form.fields[name], value_of(form, name)
    assert isinstance(field, forms.ChoiceField)
    labels = {str(label): key for key, label in field.choices}  # type: ignore[misc, union-attr]
    if isinstance(field, FlagField):
        return {"Yes": True, "No": False}.get(text) is value
    return labels.get(text, "") == (value or "")


def is_pick(form: QueryForm, name: str, text: str) -> bool:
    """The labels of all that are picked, in their order; or all, or one's own alone."""
    field, picked = form.form.fields[name], value_of(form, name)
    assert form.query
    assert isinstance(field, forms.ChoiceField)
    labels = {key: str(label) for key, label in field.choices}  # type: ignore[misc, union-attr]
    if text == "only those of your own":
        return not {plan.slug for plan in form.query.plans} & labels.keys()
    if text in ("all current ones", "all of them"):
        return bool(picked == value_of(fill_in({"price_book": form.query.book.slug}), name))
    return text == ", ".join(labels[key] for key in picked)


def is_day(form: QueryForm, name: str, text: str) -> bool:
    return text == show_day(value_of(form, name))


def is_deadline(form: QueryForm, name: str, text: str) -> bool:
    """Months, or the day on which they or the day that was entered end."""
    assert form.query
    scenario = form.query.scenario
    if months := re.fullmatch(r"(\d+) months?", text):
        return scenario.deadline_on is None and scenario.deadline_months == int(months[1])
    # That of the campaign, where an audience ends its own.
    on = value_of(form, "deadline_on") or scenario.deadline
    return text.removeprefix("by ") == show_day(on)


# By the class of the field, the first that it is of.
KINDS: dict[str, tuple[type[forms.Field], Check]] = {
    "flag": (FlagField, is_choice),
    "picks": (forms.MultipleChoiceField, is_pick),
    "choice": (forms.ChoiceField, is_choice),
    "money": (MoneyField, is_money),
    "share": (ShareField, is_share),
    "deadline": (DeadlineField, is_deadline),
    "start": (StartField, is_day),
    "whole": (ReadField, is_whole),
}


def has_audiences(form: QueryForm, text: str) -> bool:
    """An entry for each, which begins with its name."""
    assert form.query
    names = [one.name for one in form.query.scenario.audiences]
    return text == "none" if not names else has_entries(text, names)


def has_held_seats(form: QueryForm, text: str) -> bool:
    assert form.query
    held = form.query.scenario.held_seats
    return text == "none" if not held else len(text.split("; ")) == len(held)


def has_figures(form: QueryForm, text: str) -> bool:
    assert form.query
    own = form.query.channel_figures
    return text == "none" if not own else len(text.split("; ")) >= len(own)


def has_sequences(form: QueryForm, text: str) -> bool:
    """Each with its steps: "A, then B"."""
    assert form.query
    steps = [len(one.steps) for one in form.query.sequences]
    return (
        text == "none"
        if not steps
        else [len(part.split(", then ")) for part in text.split("; ")] == steps
    )


def has_own_plans(form: QueryForm, text: str) -> bool:
    assert form.query
    own = [one.name for one in form.query.plans if one.slug not in named_in_book(form)]
    return text == "none" if not own else has_entries(text, own)


def named_in_book(form: QueryForm) -> set[str]:
    field = form.form.fields["plans"]
    assert isinstance(field, forms.ChoiceField)
    return {str(key) for key, _ in field.choices}  # type: ignore[misc, union-attr]


def has_entries(text: str, names: list[str]) -> bool:
    entries = text.split("; ")
    return len(entries) == len(names) and all(map(str.startswith, entries, names))


def is_total(form: QueryForm, text: str) -> bool:
    """The least of all that is in time, compared again."""
    assert form.query
    query = form.query
    in_time = [
        one.total
        for one in compare(query.scenario, query.plans, query.strategies).estimates
        if one.status == "ok"
    ]
    known = [total for total in in_time if total is not None]
    if known:
        return text == f"${min(known):,.2f}"
    return text == ("in time at an unknown price" if in_time else "not in time")


def is_total_of_all_ways(form: QueryForm, text: str) -> bool:
    """The same, and no way that was left out costs less."""
    assert form.query
    every = compare(form.query.scenario, form.query.plans).cheapest
    if every is None or every.total is None:
        return is_total(form, text)
    return is_total(form, text) and text == f"${every.total:,.2f}"


def is_day_of_prices(form: QueryForm, text: str) -> bool:
    return text == (show_day(form.snapshot.taken_on) if form.snapshot else "today")


OTHERS: dict[str, Callable[[QueryForm, str], bool]] = {
    "Audiences": has_audiences,
    "Seats that you have": has_held_seats,
    "Own figures of channels": has_figures,
    "Sequences of channels": has_sequences,
    "Plans of your own": has_own_plans,
    "Prices from": is_day_of_prices,
    "Cheapest single plan": is_total_of_all_ways,
    "Cheapest of the ways compared": is_total,
}


def kind_of(field: forms.Field) -> str:
    return next(kind for kind, (its_class, _) in KINDS.items() if isinstance(field, its_class))


def check_differences(one: QueryForm, other: QueryForm) -> list[str]:
    """Every row is true of both, and every field that differs has one; the kinds of the rows."""
    names = {str(field.label): name for name, field in one.form.fields.items()}
    names["Deadline"] = "deadline_months"
    rows = list_differences(one, other)
    kinds = []
    for label, before, after in rows:
        assert before != after, label
        for form, text in ((one, before), (other, after)):
            if check := OTHERS.get(label):
                assert check(form, text), (label, text)
                continue
            name = names[label]
            kind = kind_of(form.form.fields[name])
            assert KINDS[kind][1](form, name, text), (label, text, value_of(form, name))
        kinds.append(label if label in OTHERS else kind_of(one.form.fields[names[label]]))
    told = {names[label] for label, *_ in rows if label in names}
    assert len(told) + len({label for label, *_ in rows} & OTHERS.keys()) == len(rows)
    differ = {name for name in one.form.fields if value_of(one, name) != value_of(other, name)}
    if "deadline_on" in differ:
        differ = differ - {"deadline_on"} | {"deadline_months"}
    elif value_of(one, "deadline_on"):
        # One day is so many months from one start, and fewer from a later one.
        differ -= {"deadline_months"}
    assert differ - told == set()
    # A usual rate is no value of the field.
    assert told - differ - {"reply_rate"} == set()
    return kinds


# Fields that few drawn pairs differ in, and what is compared with no known price.
RARE = [
    ("", "sequences-0-first=inmail&sequences-0-second=email"),
    ("", "channel_figures-0-channel=email&channel_figures-0-reach=0.5"),
    ("", "audiences-0-name=A&audiences-0-target=20"),
    ("", "held_seats-0-plan=recruiter-lite&held_seats-0-seats=2&held_seats-0-credits=9"
         "&held_seats-0-paid_until=2026-12-20"),
    ("plans=free-account&target=900", "plans=sales-navigator-core&target=900"),
    ("goal=replied", "goal=contacted"),
    ("strategies=buy_now&seats=1&target=100", "strategies=buy_now&seats=1&target=60"),
    ("", "deadline_on=2027-02-10"),
    ("start_on=2026-12-01&deadline_months=6+weeks", "start_on=2026-12-20&deadline_on=2027-01-11"),
    ("strategies=buy_now", "strategies=buy_now&strategies=buy_now"),
    ("minutes_per_answer=", "minutes_per_answer=0"),
    ("budget=", "budget=0"),
]  # fmt: skip


def test_what_differs_is_told_truly_and_every_kind_is_among_it() -> None:
    made = Counter[str]()

    def hear(one: QueryForm, other: QueryForm) -> None:
        # A question with faults has no values to compare.
        if one.query and other.query:
            made.update(check_differences(one, other))

    queries = sensible_queries | queries_with_audiences

    @examples(20, many=80)
    @given(queries, queries)
    def listen(one: dict[str, Any], other: dict[str, Any]) -> None:
        hear(fill_in(one), fill_in(other))
        # One that differs in little.
        name = next(iter(other), "target")
        hear(fill_in(one), fill_in(one | {name: other.get(name, "7")}))

    listen()
    for pair in RARE:
        hear(*map(fill_in, pair))
    draft = draft_of(decide(make_query("price_book=article")), name="Autumn", note="")
    snapshot = create_campaign(draft).newest_revision.book_snapshot
    hear(fill_in("price_book=article", snapshot=snapshot), fill_in("price_book=article"))
    assert date(2026, 12, 1) == TODAY
    assert {*KINDS, *OTHERS} - made.keys() == set()
