"""Scenario files: TOML with the names of the form, read into a `Query`.

A file is stricter than a form: a number is a number and a list is a list, so that a slip of the
pen is a fault and not guessed at. Numbers are read as exact decimals.
"""

import re
import tomllib
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeGuard

from django.forms import Field
from django.utils.datastructures import MultiValueDict

from campaigns.forms import (
    AUDIENCES,
    CHANNEL_FIGURES,
    CUSTOM_PLANS,
    HELD_SEATS,
    MOST_CHANNEL_FIGURES,
    MOST_CUSTOM_PLANS,
    SEQUENCES,
    AudienceForm,
    ChannelFiguresForm,
    ChannelSequenceForm,
    CustomPlanForm,
    HeldSeatsForm,
    ScenarioForm,
)
from campaigns.forms.day_fields import DayField, DeadlineField, StartField
from campaigns.forms.fields import (
    AllowedField,
    FlagField,
    MoneyField,
    PickSomeField,
    SeatsField,
    ShareField,
    WholeNumberField,
)
from campaigns.models import PriceBook
from campaigns.query.books import list_books
from campaigns.query.faults import Fault
from campaigns.query.form import QueryForm
from campaigns.query.legacy import HELD_SEATS_IN_AN_ADDRESS, OPENING_BALANCE, LegacyForm
from campaigns.query.query import Query
from campaigns.reading import write_money, write_share
from campaigns.toml_nesting import DEEPEST, is_nested_too_deeply
from planner.planning.audience import MOST_AUDIENCES
from planner.planning.channels import MOST_SEQUENCES
from planner.planning.ranges import MOST_HELD
from planner.planning.scenario import BEST

LARGEST_FILE = 100_000
LONGEST_GIVEN = 60
TRACK_RECORD = "track_record"
HELD_SEATS_IN_A_FILE = f"in a table [[{HELD_SEATS}]] with plan, seats, credits and paid_until"
# The entries, as many as a person writes: [[held_seats]] and so on.
TABLES = (AUDIENCES, HELD_SEATS, CHANNEL_FIGURES, SEQUENCES, CUSTOM_PLANS)


class UnreadableScenario(ValueError):
    """A scenario file cannot be answered; `faults` has every reason."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{fault.field}: {fault.allowed}" for fault in faults))


def read_scenario(content: bytes, *, today: date) -> Query:
    """The query that a scenario file asks. Raises `UnreadableScenario` with every fault."""
    document = _parse(content)
    data: MultiValueDict[str, str] = MultiValueDict()
    books = list_books()
    fields = _fields_for(document, today, books)
    fields[OPENING_BALANCE] = LegacyForm.base_fields[OPENING_BALANCE]
    record = {name: fields.pop(f"{TRACK_RECORD}_{name}") for name in ("sent", "replied")}
    faults = _flatten_track_record(document.pop(TRACK_RECORD, None), record, data)
    faults += _flatten(document, fields, "", data)
    faults += _flatten_audiences(document, data)
    if "target" not in document and not document.get(AUDIENCES):
        faults.append(Fault("target", "", _allowed(ScenarioForm.base_fields["target"])))
    for row, table in enumerate(_list_tables(document, HELD_SEATS, MOST_HELD, faults)):
        prefix = f"{HELD_SEATS}-{row}-"
        faults += _flatten(table, HeldSeatsForm.base_fields, prefix, data)
        # An entry without any text is none to the form.
        data.setdefault(f"{prefix}seats", "1")
    data.setdefault("rules", "2")
    for row, table in enumerate(
        _list_tables(document, CHANNEL_FIGURES, MOST_CHANNEL_FIGURES, faults)
    ):
        prefix = f"{CHANNEL_FIGURES}-{row}-"
        faults += _flatten(table, ChannelFiguresForm.base_fields, prefix, data)
    for row, table in enumerate(_list_tables(document, SEQUENCES, MOST_SEQUENCES, faults)):
        prefix = f"{SEQUENCES}-{row}-"
        faults += _flatten(table, ChannelSequenceForm.base_fields, prefix, data)
    for row, table in enumerate(_list_tables(document, CUSTOM_PLANS, MOST_CUSTOM_PLANS, faults)):
        prefix = f"{CUSTOM_PLANS}-{row}-"
        faults += _flatten(table, CustomPlanForm.base_fields, prefix, data)
        if not str(table.get("name", "")).strip():
            name = CustomPlanForm.base_fields["name"]
            faults.append(Fault(f"{prefix}name", "", _allowed(name)))
    query_form = QueryForm(data, today=today, books=books)
    reported = {fault.field for fault in faults}
    faults += [fault for fault in query_form.faults if fault.field not in reported]
    if faults or query_form.query is None:
        raise UnreadableScenario([_as_in_the_file(fault) for fault in faults])
    return query_form.query


def _list_tables(
    document: dict[str, Any], name: str, most: int, faults: list[Fault]
) -> list[dict[str, Any]]:
    """The tables `[[name]]` of a document; none, and a fault, where they are something else."""
    tables = document.get(name, [])
    if _is_list_of(tables, dict) and len(tables) <= most:
        return [*tables]
    faults.append(Fault(name, show(tables), f"at most {most} tables [[{name}]]"))
    return []


def _flatten_audiences(document: dict[str, Any], data: MultiValueDict[str, str]) -> list[Fault]:
    """Read the tables [[audiences]]; their people together are the target, if one is given."""
    faults: list[Fault] = []
    audiences = document[AUDIENCES] = _list_tables(document, AUDIENCES, MOST_AUDIENCES, faults)
    for row, table in enumerate(audiences):
        prefix = f"{AUDIENCES}-{row}-"
        faults += _flatten(table, AudienceForm.base_fields, prefix, data)
        # An entry without any text is none to the form.
        data.setdefault(f"{prefix}priority", "1")
    targets = [table.get("target") for table in audiences]
    target = document.get("target")
    if audiences and target is not None and all(map(_is_small_int, targets)):
        people = sum(number for number in targets if _is_small_int(number))
        if target != people:
            allowed = f"{people:,}, the people of all audiences together, or nothing"
            faults.append(Fault("target", show(target), allowed))
    return faults


def _fields_for(
    document: dict[str, Any], today: date, books: Sequence[PriceBook]
) -> dict[str, Field]:
    """The form's fields, with the choices that the document's price book offers."""
    book = document.get("price_book")
    fields = {"price_book": [book]} if isinstance(book, str) else {}
    return ScenarioForm(MultiValueDict(fields), today=today, books=books).fields


def _flatten_track_record(
    table: object, fields: dict[str, Field], data: MultiValueDict[str, str]
) -> list[Fault]:
    """Read `track_record = { sent = 120, replied = 18 }` as the form's two fields."""
    if table is None:
        return []
    if not isinstance(table, dict) or set(table) != set(fields):
        return [Fault(TRACK_RECORD, show(table), "a table such as { sent = 120, replied = 18 }")]
    return _flatten(table, fields, f"{TRACK_RECORD}_", data)


def _as_in_the_file(fault: Fault) -> Fault:
    """The fault with its field as a file's author knows it: "custom_plans[0].name"."""
    rows = "|".join(TABLES)
    field = re.sub(rf"^({rows})-(\d+)-", r"\1[\2].", fault.field)
    field = field.replace(f"{TRACK_RECORD}_", f"{TRACK_RECORD}.")
    allowed = fault.allowed.replace(HELD_SEATS_IN_AN_ADDRESS, HELD_SEATS_IN_A_FILE)
    return fault._replace(field=show(field), given=show(fault.given) or "nothing", allowed=allowed)


def show(given: object) -> str:
    """What was given, in one short line."""
    try:
        text = put_in_one_line(str(given))
    except ValueError:  # Python writes no whole number of more than some thousand digits
        return "a number too large to write"
    return text if len(text) <= LONGEST_GIVEN else f"{text[: LONGEST_GIVEN - 1]}…"


def put_in_one_line(text: str) -> str:
    """The text without line breaks, and without anything that a terminal would act on."""
    one_line = " ".join(text.split())
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in one_line)


def _parse(content: bytes) -> dict[str, Any]:
    if len(content) > LARGEST_FILE:
        allowed = f"a file of at most {LARGEST_FILE:,} bytes"
        raise UnreadableScenario([Fault("file", f"{len(content):,} bytes", allowed)])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableScenario([Fault("file", "other bytes", "UTF-8 text")]) from None
    if is_nested_too_deeply(text):
        allowed = f"a TOML document with at most {DEEPEST} levels"
        raise UnreadableScenario([Fault("file", "nested too deeply", allowed)])
    try:
        return tomllib.loads(text, parse_float=_read_decimal)
    except ValueError as error:
        raise UnreadableScenario([Fault("file", show(error), "a TOML document")]) from None


def _read_decimal(number: str) -> Decimal:
    try:
        return Decimal(number)
    except InvalidOperation:
        raise ValueError(f"{number}, beyond all numbers") from None


def _flatten(
    table: dict[str, Any], fields: dict[str, Field], prefix: str, data: MultiValueDict[str, str]
) -> list[Fault]:
    """Put the table's values into `data` as texts; the faults are wrong names and kinds."""
    faults = []
    for name, value in table.items():
        field = fields.get(name)
        if field is None:
            if prefix or name not in TABLES:
                tables = [] if prefix else [TRACK_RECORD, *TABLES]
                known = ", ".join([*fields, *tables])
                faults.append(Fault(f"{prefix}{name}", show(value), f"only the names {known}"))
        elif not _is_of_kind(value, field):
            faults.append(Fault(f"{prefix}{name}", show(value), _allowed(field)))
        elif isinstance(value, list):
            data.setlist(f"{prefix}{name}", value or [""])
        else:
            data[f"{prefix}{name}"] = _as_text(value, field)
    return faults


def _allowed(field: Field) -> str:
    match field:
        case ShareField():
            # A number of a file is exact: what may be a percentage is a text.
            return 'a share from 0 to 1, or a text such as "10 %" or "1 in 10"'
        case DeadlineField():
            return f"a whole number from 1 to {field.most_months}; a day is deadline_on"
        case StartField():
            return f"a day from {field.first} to {field.last}, such as 2026-12-01"
        case AllowedField():
            return field.allowed
    return ""


def _as_text(value: object, field: Field) -> str:
    """The value as the field reads it: a number of the file is exact, so it gets one reading."""
    match value, field:
        case bool(), _:
            return "true" if value else "false"
        case ((int() | Decimal()), MoneyField()):
            return write_money(Decimal(value))
        case ((int() | Decimal()), ShareField()):
            return write_share(Decimal(value))
    return str(value)


def _is_of_kind(value: object, field: object) -> bool:
    """Whether a TOML value is of the kind that the field reads."""
    match field:
        case FlagField():
            return isinstance(value, bool)
        case SeatsField():
            return _is_small_int(value) or value == BEST
        case DeadlineField():
            return _is_small_int(value) and 1 <= value <= field.most_months
        case WholeNumberField():
            return _is_small_int(value)
        case ShareField():
            return isinstance(value, str) or _is_share(value)
        case MoneyField():
            return _is_small_int(value) or isinstance(value, str) or _is_plain_decimal(value)
        case StartField():
            day = _read_day(value)
            return day is not None and field.first <= day <= field.last
        case DayField():
            is_day = isinstance(value, date) and not isinstance(value, datetime)
            return is_day or isinstance(value, str)
        case PickSomeField():
            return _is_list_of(value, str)
        case _:
            return isinstance(value, str)


def _read_day(value: object) -> date | None:
    """A day, or the one of a text as TOML writes it: TOML has a type for days."""
    text = "" if isinstance(value, datetime) else str(value).strip()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def _is_small_int(value: object) -> TypeGuard[int]:
    # TOML's whole numbers have 64 bits; Python would read more, and spend long on writing them.
    return isinstance(value, int) and not isinstance(value, bool) and value.bit_length() < 64


def _is_share(value: object) -> bool:
    # A text may be a percentage without its sign; a number is the share itself.
    return (_is_small_int(value) or _is_plain_decimal(value)) and 0 <= Decimal(value) <= 1


def _is_plain_decimal(value: object) -> TypeGuard[Decimal]:
    return isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < 30


def _is_list_of(value: object, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(item, kind) for item in value)
