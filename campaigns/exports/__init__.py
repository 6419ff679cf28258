"""Results as others read them. Every export is made from one `Decision`, so that all agree."""

from campaigns.exports.files import (
    EXPORTS,
    ExportFile,
    NothingToExport,
    OfferedExport,
    export_campaigns,
    export_response,
    make_export,
    offer_exports,
)
from campaigns.exports.source import ExportSource, SpentBefore, make_source

__all__ = [
    "EXPORTS",
    "ExportFile",
    "ExportSource",
    "NothingToExport",
    "OfferedExport",
    "SpentBefore",
    "export_campaigns",
    "export_response",
    "make_export",
    "make_source",
    "offer_exports",
]
