"""The revisions of a campaign's file, each with the plans and channels that it was saved with."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.exceptions import TooManyFieldsSent, ValidationError
from django.db import models
from django.http import QueryDict
from django.utils import timezone

from campaigns.channel_values import NAMES, pack_channel, unpack_channel
from campaigns.decision import decide
from campaigns.forms import CampaignForm
from campaigns.models import BookSnapshot, Campaign, Plan, PriceBook, Revision, SubscriptionChoice
from campaigns.models.campaign import LONGEST_NAME, LONGEST_NOTE, LONGEST_SAVED_QUERY
from campaigns.query.books import list_books
from campaigns.query.form import QueryForm
from campaigns.studies.time_budget import has_time_left
from campaigns.transfer.node import Node
from planner.planning.errors import InvalidInput
from planner.planning.money import cents

MOST_REVISIONS, MOST_PLANS, MOST_CHANNELS, MOST_DAYS = 200, 200, 100, 2_000
LONGEST_PLAN_TEXT = 20_000
LONGEST_HEADLINE, LONGEST_SLUG, LONGEST_BOOK, LONGEST_NUMBER = 200, 50, 100, 10**6
EVENT_KEY = re.compile(r"[a-z]{1,20}-[0-9-]{1,12}")
REVISION_NAMES = (
    "number", "name", "note", "query", "headline", "start_on", "book", "taken_on", "channels",
    "calendar_days", "kind", "total", "done_on", "spent", "counts_from", "created_at", "plans",
)  # fmt: skip
# Of a version: its total and last day, and what was spent before it. Null where that is unknown.
OUTCOME_NAMES = ("total", "done_on", "spent", "counts_from")
# Which rows they belong to is known, or is another one in another installation.
OWN_KEYS = ("id", "revision", "plan")
PLAN_FIELDS: dict[str, Any] = {
    field.name: field
    for field in SubscriptionChoice._meta.concrete_fields
    if field.name not in OWN_KEYS
}


class ReadRevision(NamedTuple):
    """A revision to be stored: its columns, and the rows of its plans."""

    columns: dict[str, Any]
    plans: list[SubscriptionChoice]


def write_revisions(campaign: Campaign) -> list[dict[str, Any]]:
    """Every revision with its plans, the oldest first."""
    return [
        {
            "number": revision.number,
            "name": revision.name,
            "note": revision.note,
            "query": revision.asked,
            "headline": revision.headline,
            "start_on": revision.start_on.isoformat(),
            "book": {
                "slug": revision.book_slug,
                "name": revision.book_name,
                "as_of": revision.book_as_of.isoformat(),
            },
            "taken_on": revision.frozen_on.isoformat(),
            "channels": revision.channels,
            "calendar_days": revision.calendar_days,
            "kind": revision.kind,
            **{name: _plain(getattr(revision, name)) for name in OUTCOME_NAMES},
            "created_at": revision.created_at.isoformat(),
            "plans": [_write_plan(plan) for plan in revision.choices.all()],
        }
        for revision in campaign.revisions.prefetch_related("choices")
    ]


def _write_plan(plan: SubscriptionChoice) -> dict[str, Any]:
    return {name: _plain(getattr(plan, name)) for name in PLAN_FIELDS}


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal | date) else value


def read_revisions(node: Node, latest: datetime) -> list[ReadRevision]:
    """The revisions; their numbers grow, and the query of each is read with its own plans."""
    revisions: list[ReadRevision] = []
    last = 0
    for one in node.items(most=MOST_REVISIONS):
        revision = _read_revision(one, latest)
        if revision is None:
            continue
        if revision.columns["number"] <= last:
            one.child("number").refuse("a number above that of the revision before")
        last = revision.columns["number"]
        revisions.append(revision)
    if not node.faults and not revisions:
        node.refuse("at least one revision")
    # To read a query takes a page's time, so it is done where all else is in order.
    if not node.faults:
        _check_queries(node, revisions)
    return revisions


def _read_revision(node: Node, latest: datetime) -> ReadRevision | None:
    if not node.require_names(*REVISION_NAMES):
        return None
    book = node.child("book")
    if not book.require_names("slug", "name", "as_of"):
        return None
    columns = {
        "number": node.child("number").whole(low=1, high=LONGEST_NUMBER),
        **_read_texts(node),
        "asked": node.child("query").text(longest=LONGEST_SAVED_QUERY),
        "headline": node.child("headline").text(longest=LONGEST_HEADLINE),
        "start_on": node.child("start_on").day(),
        "book_slug": book.child("slug").text(longest=LONGEST_SLUG, is_empty_allowed=False),
        "book_name": book.child("name").text(longest=LONGEST_BOOK),
        "book_as_of": book.child("as_of").day(),
        "frozen_on": node.child("taken_on").day(),
        "channels": _read_channels(node.child("channels")),
        "calendar_days": _read_days(node.child("calendar_days")),
        "kind": _read_kind(node.child("kind")),
        **{name: _read_outcome(node.child(name)) for name in OUTCOME_NAMES},
        "created_at": node.child("created_at").moment(latest=latest),
    }
    plans = [plan for one in node.child("plans").items(most=MOST_PLANS) for plan in _read_plan(one)]
    if len({plan.slug for plan in plans}) != len(plans):
        node.child("plans").refuse("plans with different slugs")
    return ReadRevision(columns, plans)


def _read_kind(node: Node) -> str:
    kind = node.text(longest=10)
    if kind not in Revision.Kind.values:
        node.refuse(f"one of {', '.join(Revision.Kind.values)}")
    return kind


def _read_outcome(node: Node) -> Decimal | date | None:
    """A day or dollars and cents of a version; `None` where it has none."""
    if node.value is None:
        return None
    if node.place.endswith("_on") or node.place.endswith("_from"):
        return node.day()
    amount = node.amount()
    if amount != cents(amount):
        node.refuse("dollars and whole cents")
    return amount


def _read_texts(node: Node) -> dict[str, str]:
    """Name and note, as the form of a campaign takes them."""
    texts = {
        "name": node.child("name").text(longest=LONGEST_NAME),
        "note": node.child("note").text(longest=LONGEST_NOTE),
    }
    form = CampaignForm(texts)
    for name, errors in form.errors.items():
        node.child(name).refuse(str(errors[0]))
    return form.cleaned_data if form.is_valid() else texts


def _read_days(node: Node) -> dict[str, str]:
    if not isinstance(node.value, dict) or len(node.value) > MOST_DAYS:
        node.refuse(f"an object of at most {MOST_DAYS:,} days")
        return {}
    for key in node.value:
        if EVENT_KEY.fullmatch(key):
            node.child(key).day()
        else:
            node.refuse("keys such as “send-2027-01-01”")
    return dict(node.value)


def _read_channels(node: Node) -> Any:
    """The channels as they were packed; `None`: saved before there were any."""
    if node.value is None:
        return None
    for one in node.items(most=MOST_CHANNELS):
        if not one.require_storable():
            continue
        try:
            is_packed = _is_packed(one.value)
        except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError):
            is_packed = False
        if not is_packed:
            one.refuse("a channel as the planner packs it")
    return node.value


def _is_packed(packed: dict[str, Any]) -> bool:
    """Whether a channel has nothing but values of the types that `pack_channel` writes."""
    channel, consent, places = unpack_channel(packed)
    again = pack_channel(channel, consent, places)["terms"]
    texts = [packed[name] for name in NAMES]
    cited = [value for citation in packed["citations"] for value in citation.values()]
    return (
        all(isinstance(text, str) for text in texts)
        and all(value is None or isinstance(value, str) for value in cited)
        and all(isinstance(needed, bool) for needed in consent.values())
        and all(isinstance(within, str) for within in places.values())
        and all(again.get(name, value) == value for name, value in packed["terms"].items())
    )


def _read_plan(node: Node) -> Iterator[SubscriptionChoice]:
    """The row of a plan; none where something is wrong with it."""
    before = len(node.faults)
    if not node.require_names(*PLAN_FIELDS):
        return
    values = {name: _read_value(node.child(name), field) for name, field in PLAN_FIELDS.items()}
    if len(node.faults) > before:
        return
    plan = SubscriptionChoice(**values)
    try:
        plan.full_clean(exclude=["revision", "plan"], validate_unique=False)
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            node.refuse(" ".join(texts), name if name in PLAN_FIELDS else "")
        return
    yield plan


def _read_value(node: Node, field: "models.Field[Any, Any]") -> Any:
    """The value of a column by its type."""
    if node.value is None and field.null:
        return None
    match field:
        case models.BooleanField():
            return node.flag()
        case models.DecimalField():
            return node.amount()
        case models.DateField():
            return node.day()
        case models.IntegerField():
            return node.whole(low=0, high=2**31 - 1)
    return node.text(longest=field.max_length or LONGEST_PLAN_TEXT)


def _check_queries(node: Node, revisions: list[ReadRevision]) -> None:
    """Whether the planner answers the query of each revision with its own plans."""
    books, today = list_books(), timezone.localdate()
    for number, revision in enumerate(revisions):
        place = f"[{number}].query"
        snapshot = _snapshot_of(revision)
        if not has_time_left():
            node.refuse("fewer revisions: there was no time to read all of them")
            return
        try:
            data = QueryDict(revision.columns["asked"])
            form = QueryForm(data, today=today, books=books, snapshot=snapshot)
            # The others are of the same kind, and each takes a page's time.
            if form.query is not None and revision is revisions[-1]:
                decide(form.query)
        except TooManyFieldsSent:
            Node(None, f"{node.place}{place}", node.faults).refuse("a query of the planner")
            continue
        except InvalidInput as invalid:
            Node(None, f"{node.place}{place}", node.faults).refuse(invalid.allowed, invalid.field)
            continue
        for fault in form.faults:
            below = Node(fault.given, f"{node.place}{place}.{fault.field}", node.faults)
            below.refuse(fault.allowed)
        if form.query is None and not form.faults:
            Node(None, f"{node.place}{place}", node.faults).refuse("a query of its price book")


def _snapshot_of(revision: ReadRevision) -> BookSnapshot:
    columns, plans = revision
    channels = columns["channels"]
    return BookSnapshot(
        book_id=None,
        slug=columns["book_slug"],
        name=columns["book_name"],
        as_of=columns["book_as_of"],
        taken_on=columns["frozen_on"],
        plans=tuple(sorted(plans, key=lambda plan: (plan.position, plan.name))),
        channels=None if channels is None else tuple(channels),
    )


def store_revisions(campaign: Campaign, revisions: list[ReadRevision]) -> None:
    """Save the revisions; books and plans of the same slugs here are those that they are of."""
    books = {book.slug: book for book in PriceBook.objects.all()}
    for columns, plans in revisions:
        book = books.get(columns["book_slug"])
        saved = Revision.objects.create(campaign=campaign, book=book, **columns)
        known = {plan.slug: plan for plan in Plan.objects.filter(book=book)} if book else {}
        for plan in plans:
            plan.revision, plan.plan = saved, known.get(plan.slug)
        SubscriptionChoice.objects.bulk_create(plans)
