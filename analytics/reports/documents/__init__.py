"""Documents for meetings: the monthly notice and the quarterly roll-call as Word, Excel, PowerPoint and PDF."""

from analytics.reports.documents.basis import MONTHLY, QUARTERLY, Basis, Edition
from analytics.reports.documents.sealing import NotTheEdition, basis_of_edition
from analytics.reports.documents.writing import FORMATS, SCORECARDS, NoDocument, write_document

__all__ = [
    "FORMATS",
    "MONTHLY",
    "QUARTERLY",
    "SCORECARDS",
    "Basis",
    "Edition",
    "NoDocument",
    "NotTheEdition",
    "basis_of_edition",
    "write_document",
]
