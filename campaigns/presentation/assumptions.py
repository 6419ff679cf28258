"""An answer's assumptions, for pages without the form: on paper, before saving."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import cast

from campaigns.forms import BILLING_NAMES, ChannelFiguresForm, ScenarioForm
from campaigns.forms.channel_sequence import INMAIL
from campaigns.forms.fields import MoneyField, ReadField, ShareField
from campaigns.forms.names import ANSWERS_NAMES, RULES_NAMES, SENDS_ON_NAMES
from campaigns.query.channels import offer_channels
from campaigns.query.query import Query
from campaigns.query.reply_rates import explain_assumed_rate
from campaigns.wording import day
from planner.planning.audience import Audience
from planner.planning.channels import ChannelFigures
from planner.planning.goals import Goal
from planner.planning.scenario import HeldSeats
from planner.planning.wording import count, count_leads, exact_dollars, percent

NAMES = {
    "billing": BILLING_NAMES,
    "seats": {"best": "the number that costs least"},
    "sends_on": SENDS_ON_NAMES,
    "answers_come": ANSWERS_NAMES,
    "rules": RULES_NAMES,
}
ALWAYS_LISTED = ("start_on", "deadline_months", "deadline_on", "seats")
# Given in the first sentence, or by the comparison itself.
TOLD_ELSEWHERE = {"target", "goal", "plans", "strategies", "price_book"}


def list_assumptions(query: Query) -> Iterator[str]:
    """The fields that differ from the usual, in a few words each, and whose prices they are."""
    scenario = query.scenario
    yield count_leads(scenario.target, scenario.goal)
    left_out = set(TOLD_ELSEWHERE)
    left_out.add("deadline_months" if query.values["deadline_on"] else "deadline_on")
    for name, field in ScenarioForm.base_fields.items():
        if name in left_out or not (name in ALWAYS_LISTED or _is_assumed(query, name)):
            continue
        label = "By" if name == "deadline_on" else field.label
        yield f"{label}: {_write(query, name)}"
        if name == "reply_rate" and (why := explain_assumed_rate(query)):
            yield why
    for audience in list_audiences(query):
        yield f"Audience {audience}"
    for held in list_held_seats(query):
        yield f"Held: {held}"
    for own in list_channel_figures(query):
        yield f"Own figures: {own}"
    for sequence in list_sequences(query):
        yield f"Sequence: {sequence}"
    yield f"Prices: {query.book.name}, as of {day(query.book.as_of)}"


def list_held_seats(query: Query) -> Iterator[str]:
    """The seats that are there on the start day, an entry each."""
    for held in query.scenario.held_seats:
        yield describe_held_seats(held, query)


def list_audiences(query: Query) -> Iterator[str]:
    """The audiences that the seats write to, one each."""
    for audience in query.scenario.audiences:
        yield describe_audience(audience, query.scenario.goal)


def list_channel_figures(query: Query) -> Iterator[str]:
    """The person's own figures of channels, a channel each."""
    if query.channel_figures:
        names = dict(offer_channels(query.book))
        for own in query.channel_figures:
            yield describe_channel_figures(own, names.get(own.channel, own.channel))


def list_sequences(query: Query) -> Iterator[str]:
    """The sequences of channels, one each: "Invitations to connect, then Cold e-mail"."""
    if query.sequences:
        names = dict([INMAIL, *offer_channels(query.book)])
        for one in query.sequences:
            yield ", then ".join(names.get(slug, slug) for slug in one.steps)


def describe_held_seats(held: HeldSeats, query: Query) -> str:
    """Seats that are there already: "2 seats of Recruiter Lite with 40 credits, paid until …"."""
    names = {row.slug: row.name for row in query.book_rows}
    names |= {terms.slug: terms.name for terms in query.custom_plans}
    seats, credits = count(held.seats, "seat"), count(held.credits, "credit")
    name = names.get(held.plan, held.plan)
    return f"{seats} of {name} with {credits}, paid until {day(held.paid_until)}"


def describe_audience(audience: Audience, goal: Goal) -> str:
    """An audience and what it has of its own: "A: 200 people, by 31 Jan 2027, priority 2"."""
    parts = [count_leads(audience.target, goal)]
    if audience.deadline_on is not None:
        parts.append(f"by {day(audience.deadline_on)}")
    for name, label in (
        ("reply_rate", "replies"),
        ("decline_rate", "declines"),
        ("open_profile_share", "open profiles"),
    ):
        if (share := getattr(audience, name)) is not None:
            parts.append(f"{percent(share)} {label}")
    if audience.priority > 1:
        parts.append(f"priority {audience.priority}")
    return f"{audience.name}: {', '.join(parts)}"


def describe_channel_figures(own: ChannelFigures, name: str) -> str:
    """Own figures of a channel by that name: "Cold e-mail: of the list, reached 60 %"."""
    form = ChannelFiguresForm.base_fields
    given = [
        f"{_begin_small(form[field].label)} {cast(ReadField, form[field]).show(value)}"
        for field in form
        if field != "channel" and (value := getattr(own, field)) is not None
    ]
    return f"{name}: {'; '.join(given) or 'those of the book'}"


def _begin_small(label: object) -> str:
    text = f"{label}"
    return text[:1].lower() + text[1:]


def _is_assumed(query: Query, name: str) -> bool:
    """Whether a field's value is another than the usual one, or stands for it."""
    if name == "reply_rate" and query.values[name]:
        return True
    return any(query.texts[name]) and not query.is_default(name)


def _write(query: Query, name: str) -> str:
    """A field's value, as it is written elsewhere on the page."""
    match query.values[name]:
        case bool(yes):
            return "yes" if yes else "no"
        case date() as on:
            return day(on)
        case str(choice):
            return NAMES[name].get(choice, choice).lower() if name in NAMES else choice
        case Decimal() as amount:
            field = ScenarioForm.base_fields[name]
            if isinstance(field, MoneyField):
                return exact_dollars(amount)
            of = cast(ShareField, field).of
            return f"{percent(amount)} of {of}" if of else percent(amount)
        case months if name == "deadline_months":
            return count(months, "month")
        case number:
            return f"{number:,}"
