"""The scenario as a file for the `plan` command: the whole of it, as it was understood.

The names are the scenario file's (`campaigns.scenario_file` reads it). Every default is written
out, so that later defaults do not change the scenario. Money is a text, as a number
would lose its exactness in other readers; rates are exact decimals.
"""

from collections.abc import Iterator
from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any

from django.forms import Field

from campaigns.exports.source import ExportSource
from campaigns.forms import (
    AUDIENCES,
    CHANNEL_FIGURES,
    CUSTOM_PLANS,
    HELD_SEATS,
    SEQUENCES,
    ScenarioForm,
)
from campaigns.forms.channel_sequence import STEPS
from campaigns.forms.fields import MoneyField
from campaigns.plan_terms import PRICES
from campaigns.query.query import Query, terms_of
from campaigns.reading import write_money
from campaigns.scenario_file import TRACK_RECORD, put_in_one_line
from planner.planning.audience import Audience
from planner.planning.channels import ChannelFigures
from planner.planning.money import cents
from planner.planning.terms import Terms


def write_scenario_file(source: ExportSource) -> str:
    """The TOML whose answer has the same figures.

    The plans of a snapshot are written out in full as custom plans and no price book is named:
    the file does not depend on the book.
    """
    import tomli_w

    fields = _fields_of(source.query)
    plans = list(source.query.custom_plans)
    if source.prices_from:
        del fields["price_book"]
        fields["plans"] = []
        plans = [*_terms_of_chosen(source.query), *plans]
    if audiences := source.query.scenario.audiences:
        fields[AUDIENCES] = [_lay_out_audience(one) for one in audiences]
    if held := source.query.scenario.held_seats:
        fields[HELD_SEATS] = [asdict(one) for one in held]
    if own := source.query.channel_figures:
        fields[CHANNEL_FIGURES] = [_write_figures(one) for one in own]
    if sequences := source.query.sequences:
        fields[SEQUENCES] = [dict(zip(STEPS, one.steps, strict=False)) for one in sequences]
    if plans:
        fields[CUSTOM_PLANS] = [_lay_out(terms) for terms in plans]
    comments = "".join(f"# {put_in_one_line(line)}\n" for line in _introduce(source))
    return f"{comments}\n{tomli_w.dumps(fields)}"


def _introduce(source: ExportSource) -> Iterator[str]:
    if source.name:
        yield source.name
    yield f"A scenario of the outreach cost planner: {source.query_line}."
    yield "To answer it: python manage.py plan FILE (with --format json or csv for other programs)"
    book = source.query.book
    if source.prices_from:
        yield (
            f"Terms and prices are those of “{book.name}” as saved on {source.prices_from}, "
            "written out below."
        )


def _fields_of(query: Query) -> dict[str, Any]:
    """Every field that has a value, with the two of the track record as one table."""
    fields = {
        name: _plain(field, query.values[name])
        for name, field in ScenarioForm.base_fields.items()
        if query.values[name] is not None
    }
    if "deadline_on" in fields:  # the day counts
        del fields["deadline_months"]
    record = {
        name: fields.pop(f"{TRACK_RECORD}_{name}")
        for name in ("sent", "replied")
        if f"{TRACK_RECORD}_{name}" in fields
    }
    return fields | {TRACK_RECORD: record} if record else fields


def _plain(field: Field, value: Any) -> Any:
    return write_money(value) if isinstance(field, MoneyField) else value


def _write_figures(own: ChannelFigures) -> dict[str, Any]:
    """Own figures of a channel, money as a text; what was not given is left out."""
    return {
        name: write_money(value) if name.endswith("_price") else value
        for name, value in asdict(own).items()
        if value is not None
    }


def _terms_of_chosen(query: Query) -> list[Terms]:
    """The terms of the book's plans that are compared, as in the snapshot."""
    return [_trim_prices(terms_of(row)) for row in query.compared_rows.values()]


def _trim_prices(terms: Terms) -> Terms:
    """Prices as people write them: the database has four decimals to each."""
    prices: dict[str, Any] = {t.name: _trim(getattr(terms, t.name)) for t in PRICES}
    return replace(terms, **prices)


def _trim(price: Decimal | None) -> Decimal | None:
    return cents(price) if price is not None and price == cents(price) else price


def _lay_out_audience(audience: Audience) -> dict[str, Any]:
    """An audience with what it has of its own."""
    return {name: value for name, value in asdict(audience).items() if value is not None}


def _lay_out(terms: Terms) -> dict[str, Any]:
    """A plan's terms in full; what is unknown or unlimited is left out."""
    values = {name: getattr(terms, name) for name in Terms.__dataclass_fields__}
    return {
        name: write_money(value) if isinstance(value, Decimal) else value
        for name, value in values.items()
        if value is not None
    }
