"""Documents for meetings: the monthly notice and the quarterly roll-call as Word, Excel, PowerPoint and PDF."""

from analytics.reports.documents.basis import MONTHLY, QUARTERLY, Basis, Edition
from analytics.reports.documents.writing import FORMATS, SCORECARDS, NoDocument, write_document

__all__ = ["FORMATS", "MONTHLY", "QUARTERLY", "SCORECARDS", "Basis", "Edition", "NoDocument", "write_document"]
