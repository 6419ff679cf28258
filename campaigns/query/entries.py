"""What is wrong with the entries of each kind, in themselves and beside the others."""

from collections.abc import Callable, Iterable, Iterator

from django.forms import Form

from campaigns.forms import (
    AudienceForm,
    ChannelFiguresForm,
    ChannelSequenceForm,
    CustomPlanForm,
    HeldSeatsForm,
)
from campaigns.query.faults import Fault, faults_of
from campaigns.query.rows import Rows
from planner.planning.audience import MOST_AUDIENCES
from planner.planning.channels import MOST_SEQUENCES
from planner.planning.errors import InvalidInput
from planner.planning.ranges import MOST_HELD


def check_held_seats(rows: Rows[HeldSeatsForm]) -> Iterator[Fault]:
    """The faults of the seats held."""
    for form in rows.forms:
        form.full_clean()
        if form in rows.forms[MOST_HELD:]:
            form.add_error("plan", f"at most {MOST_HELD} entries of seats that you have")
        yield from faults_of(form)


def check_custom_plans(rows: Rows[CustomPlanForm], taken: Iterable[str]) -> Iterator[Fault]:
    """The custom plans' faults; none has a slug that is `taken`, or that of another."""
    slugs = {*taken}
    for form in rows.forms:
        form.full_clean()
        named = "slug" if form["slug"].value() else "name"
        slug = form.terms.slug if form.terms else None
        _refuse_known(form, slug, slugs, named, "a name that no other plan has")
        yield from faults_of(form)


def check_channel_figures(rows: Rows[ChannelFiguresForm]) -> Iterator[Fault]:
    """The faults of the person's own figures; a channel has one entry."""
    channels: set[str] = set()
    for form in rows.forms:
        form.full_clean()
        channel = form.figures.channel if form.figures else None
        _refuse_known(form, channel, channels, "channel", "a channel that no other entry has")
        yield from faults_of(form)


def check_sequences(rows: Rows[ChannelSequenceForm]) -> Iterator[Fault]:
    """The faults of the sequences of channels; no two have the same steps."""
    known: set[str] = set()
    for form in rows.forms:
        form.full_clean()
        if form in rows.forms[MOST_SEQUENCES:]:
            form.add_error("first", f"at most {MOST_SEQUENCES} sequences")
        slug = form.sequence.slug if form.sequence else None
        _refuse_known(form, slug, known, "first", "steps that no other sequence has")
        yield from faults_of(form)


def check_audiences(rows: Rows[AudienceForm], check: Callable[..., None] | None) -> Iterator[Fault]:
    """The faults of the audiences; no two have the same name.

    `check` raises `InvalidInput` where all of them do not go with the rest of the scenario; it is
    `None` where that has faults itself.
    """
    names: set[str] = set()
    for form in rows.forms:
        form.full_clean()
        if form in rows.forms[MOST_AUDIENCES:]:
            form.add_error("name", f"at most {MOST_AUDIENCES} audiences")
        name = form.audience.name.casefold() if form.audience else None
        _refuse_known(form, name, names, "name", "a name that no other audience has")
    if rows.forms and check and not rows.has_faults:
        try:
            check(*(form.audience for form in rows.forms if form.audience))
        except InvalidInput as fault:
            rows.forms[-1].add_error("target", fault.allowed)
    for form in rows.forms:
        yield from faults_of(form)


def _refuse_known(form: Form, key: str | None, known: set[str], field: str, allowed: str) -> None:
    """Take the key of a form, which is `None` where it has faults; one that is known is a fault."""
    if key is None:
        return
    if key in known:
        form.add_error(field, allowed)
    known.add(key)
