"""Buttons for the printable pages: a chief's sheet and an alley's public board, made when somebody asks for them."""

from __future__ import annotations

from analytics.chiefs import span
from analytics.chiefs.boards import AlleyRecord
from analytics.chiefs.four_rights import ChiefSheet
from analytics.chiefs.settings import calendar_months
from analytics.contract.labels import text
from analytics.reports.alley_board import alley_board
from analytics.reports.chief_sheet import chief_sheet_page
from pages.widgets import chief_answers, downloads
from pages.widgets.filters import View


def offer_board(view: View, alley: str, record: AlleyRecord) -> None:
    """Offers the public board of the alley."""
    language, row = view.language, record.alley
    names = chief_answers.unit_names(view, [row["district"], row["subdistrict"], row["community"]])
    name = text("alley_chiefs.board_file", language, alley=alley)
    downloads.button(
        text("alley_chiefs.board_print", language), lambda: alley_board(record, names, view.day, language),
        f"{name}.html", "text/html", icon=":material/print:", key=f"board_{alley}",
    )  # fmt: skip


def offer_sheet(view: View, person: str, sheet: ChiefSheet) -> None:
    """Offers the chief's sheet with the calendars of the alleys."""
    language = view.language
    year = span(view.period, calendar_months())

    def made() -> bytes:
        calendars = {alley: chief_answers.alley_year(view, alley, year)[0] for alley in sheet.profiles["alley_id"]}
        return chief_sheet_page(sheet, calendars, view.period, view.as_of, view.version.id, language)

    name = text("alley_chiefs.sheet_file", language, person=person, period=view.period.text)
    downloads.button(
        text("alley_chiefs.sheet_print", language), made, f"{name}.html", "text/html", icon=":material/print:",
        key=f"sheet_{person}",
    )  # fmt: skip
