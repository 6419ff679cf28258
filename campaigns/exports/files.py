"""Every kind of file that a scenario or a campaign can be had as, and how it is sent.

A kind is what stands after "plan." in an address. Heavy libraries are loaded by the writers that
need them, when they need them.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from campaigns.exports.channel_months import write_channels_csv
from campaigns.exports.csv_format import DECIMAL_COMMAS, DECIMAL_POINTS, CsvFormat
from campaigns.exports.document import make_document
from campaigns.exports.ics import write_calendar
from campaigns.exports.ledger import write_ledger_csv
from campaigns.exports.scenario_toml import write_scenario_file
from campaigns.exports.source import ExportSource
from campaigns.exports.tables import write_comparison_csv
from campaigns.exports.workbook import write_campaigns_workbook, write_workbook
from campaigns.presentation.channel_months import list_month_rows
from campaigns.studies.channel_plans import study_channels
from campaigns.studies.registry import Study
from planner.planning.estimate import Estimate

# By a byte order mark Excel knows a CSV as UTF-8; without it "–" and "é" are misread.
# What reads CSV for a living skips it ("utf-8-sig"); the command writes none, for pipes.
# No line "sep=;": Excel with decimal commas splits by semicolons anyway and would ignore the mark
# after such a line; every other reader takes the line for data.
CSV_ENCODING = "utf-8-sig"


class NothingToExport(Exception):
    """The kind of export needs an estimate with months to show, or a study, and there is none."""


class ExportFile(NamedTuple):
    """A file to download; `name` is in ASCII."""

    name: str
    content_type: str
    content: bytes


class Export(NamedTuple):
    """A kind of file: its link on the page, the end of its name, what it is, how it is written.

    `needs_months`: it shows an estimate month by month, so it takes one that has months.
    `study` names the study that it is of: it is had only where the page shows that.
    `variant_of`: the kind that it is another form of; its link stands with that one's.
    """

    label: str
    hint: str
    ending: str
    content_type: str
    write: Callable[[ExportSource], bytes]
    needs_months: bool = False
    study: str = ""
    variant_of: str = ""


class OfferedExport(NamedTuple):
    """A link to an export: its words, where it leads, what is in the file, and its other forms."""

    label: str
    address: str
    hint: str
    variants: "tuple[OfferedExport, ...]" = ()


def _write_comparison(source: ExportSource, *, csv_format: CsvFormat = DECIMAL_POINTS) -> bytes:
    named = [(source.title, source.decision)]
    studies = source.query.studies
    text = write_comparison_csv(
        named, studies=studies, csv_format=csv_format, spent_before=source.spent_before
    )
    return text.encode(CSV_ENCODING)


def _write_ledger(source: ExportSource, *, csv_format: CsvFormat = DECIMAL_POINTS) -> bytes:
    return write_ledger_csv(_estimate_of(source), csv_format=csv_format).encode(CSV_ENCODING)


def _write_channels(source: ExportSource, *, csv_format: CsvFormat = DECIMAL_POINTS) -> bytes:
    study = None if source.query.scenario.audiences else study_channels(source.query)
    table = list_month_rows(study.plan) if study else None
    if table is None:
        raise NothingToExport
    return write_channels_csv(table, csv_format=csv_format).encode(CSV_ENCODING)


def _write_json(source: ExportSource) -> bytes:
    document = make_document(
        source.decision, studies=source.query.studies, spent_before=source.spent_before
    )
    return f"{json.dumps(document)}\n".encode()


def _write_toml(source: ExportSource) -> bytes:
    return write_scenario_file(source).encode()


def _write_calendar(source: ExportSource) -> bytes:
    return write_calendar(source, _estimate_of(source))


EXPORTS = {
    "xlsx": Export(
        "Excel workbook",
        "the answer with its sources, the comparison, month by month, a sheet to change prices",
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        write_workbook,
    ),
    "csv": Export(
        "Comparison as CSV",
        "every plan and strategy, best first",
        "-comparison.csv",
        "text/csv; charset=utf-8",
        _write_comparison,
    ),
    "semicolon.csv": Export(
        "with decimal commas",
        "and semicolons, for spreadsheets in German, French, Spanish, …",
        "-comparison-semicolon.csv",
        "text/csv; charset=utf-8",
        partial(_write_comparison, csv_format=DECIMAL_COMMAS),
        variant_of="csv",
    ),
    "ledger.csv": Export(
        "Month by month as CSV",
        "the credits and dollars of the estimate shown in full",
        "-ledger.csv",
        "text/csv; charset=utf-8",
        _write_ledger,
        needs_months=True,
    ),
    "ledger.semicolon.csv": Export(
        "with decimal commas",
        "and semicolons, for spreadsheets in German, French, Spanish, …",
        "-ledger-semicolon.csv",
        "text/csv; charset=utf-8",
        partial(_write_ledger, csv_format=DECIMAL_COMMAS),
        needs_months=True,
        variant_of="ledger.csv",
    ),
    "channels.csv": Export(
        "Channels month by month as CSV",
        "the cheapest plan over all channels",
        "-channels.csv",
        "text/csv; charset=utf-8",
        _write_channels,
        study="channels",
    ),
    "channels.semicolon.csv": Export(
        "with decimal commas",
        "and semicolons, for spreadsheets in German, French, Spanish, …",
        "-channels-semicolon.csv",
        "text/csv; charset=utf-8",
        partial(_write_channels, csv_format=DECIMAL_COMMAS),
        study="channels",
        variant_of="channels.csv",
    ),
    "ics": Export(
        "Calendar",
        "when to send, buy, pay and cancel",
        "-calendar.ics",
        "text/calendar; charset=utf-8",
        _write_calendar,
        needs_months=True,
    ),
    "toml": Export(
        "Scenario file",
        "TOML for the plan command",
        "-scenario.toml",
        "application/toml",
        _write_toml,
    ),
    "json": Export(
        "Everything as JSON",
        "what the command prints, for programs",
        ".json",
        "application/json",
        _write_json,
    ),
}


def make_export(source: ExportSource, kind: str) -> ExportFile:
    """The file of one of the kinds of `EXPORTS`.

    Raises `NothingToExport` where the kind needs an estimate with months and there is none, or a
    study that is not asked for or has no plan.
    """
    export = EXPORTS[kind]
    if export.study and export.study not in {study.name for study in source.query.studies}:
        raise NothingToExport
    if export.needs_months:
        _estimate_of(source)
    name = f"{source.file_stem}{export.ending}"
    return ExportFile(name, export.content_type, export.write(source))


def export_response(source: ExportSource, kind: str) -> HttpResponse:
    """The file as a download. A kind that is not offered for this answer raises `Http404`."""
    try:
        file = make_export(source, kind)
    except NothingToExport:
        raise Http404 from None
    disposition = content_disposition_header(as_attachment=True, filename=file.name)
    headers = {"Content-Disposition": disposition or "attachment"}
    return HttpResponse(file.content, content_type=file.content_type, headers=headers)


def export_campaigns(subjects: Sequence[ExportSource]) -> HttpResponse:
    """The workbook of several campaigns as a download. Raises `ValueError` for no campaign."""
    headers = {"Content-Disposition": 'attachment; filename="campaigns.xlsx"'}
    content_type = EXPORTS["xlsx"].content_type
    content = write_campaigns_workbook(subjects)
    return HttpResponse(content, content_type=content_type, headers=headers)


def offer_exports(
    address_of: Callable[[str], str], *, chosen: Estimate | None, studies: Iterable[Study] = ()
) -> list[OfferedExport]:
    """A link for every kind that there is for this answer, with those to its other forms.

    `address_of` gives a kind's address; `chosen` is the estimate that is shown in full, `studies`
    those that the page shows.
    """
    shown = {"", *(study.name for study in studies)}
    has_months = chosen is not None and bool(chosen.schedule)

    def offer(of: str) -> Iterator[OfferedExport]:
        for kind, export in EXPORTS.items():
            is_offered = export.study in shown and (has_months or not export.needs_months)
            if export.variant_of == of and is_offered:
                variants = tuple(offer(kind))
                yield OfferedExport(export.label, address_of(kind), export.hint, variants)

    return list(offer(""))


def _estimate_of(source: ExportSource) -> Estimate:
    """The estimate to be shown month by month."""
    chosen = source.chosen
    if chosen is None or not chosen.schedule:
        raise NothingToExport
    return chosen
