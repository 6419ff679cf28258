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
from campaigns.exports.subject import SpentBefore, Subject, make_subject

__all__ = [
    "EXPORTS",
    "ExportFile",
    "NothingToExport",
    "OfferedExport",
    "SpentBefore",
    "Subject",
    "export_campaigns",
    "export_response",
    "make_export",
    "make_subject",
    "offer_exports",
]
