"""Workbooks that are not as they should be."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime

from xlsxwriter import Workbook

from tests.intake.bad.kinds import FileKind

HEADER = ["案件编号", "案件来源", "上报时间", "网格编码", "返工次数"]
AT = datetime(2018, 9, 17, 8, 30)
GOOD = ["c1", "热线", (AT, "yyyy-mm-dd hh:mm"), "g1", 0]
ONE = (1, 1, 0, 0)


def book(rows: list[list], options: dict | None = None, more: Callable | None = None) -> bytes:
    """A workbook of these rows; a pair is (value, number format), a text that starts with "=" a formula that fails."""
    content = io.BytesIO()
    with Workbook(content, options or {}) as made:
        sheet = made.add_worksheet("数据")
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                value, form = cell if isinstance(cell, tuple) else (cell, None)
                form = form and made.add_format({"num_format": form})
                if isinstance(value, datetime):
                    sheet.write_datetime(i, j, value, form)
                elif isinstance(value, str) and value.startswith("="):
                    sheet.write_formula(i, j, value, form, "#DIV/0!")
                elif value is not None:
                    sheet.write(i, j, value, form)
        if more:
            more(made, sheet)
    return content.getvalue()


def edited(content: bytes, name: str, edit: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one of its parts edited."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, edit(old.read(entry)) if entry == name else old.read(entry))
    return made.getvalue()


def _kind(
    what: str,
    rows: list[list],
    counts: tuple = ONE,
    options: dict | None = None,
    more: Callable | None = None,
    **told: object,
) -> FileKind:
    return FileKind("workbook", what, "cases.xlsx", lambda: book(rows, options, more), counts=counts, **told)


def _refused(what: str, make: Callable[[], bytes], code: str, **told: object) -> FileKind:
    return FileKind("workbook", what, "cases.xlsx", make, refused=code, **told)


def _with(position: int, value: object) -> list:
    return [*GOOD[:position], value, *GOOD[position + 1 :]]


def _first_rows(made: Workbook, sheet: object) -> None:
    other = made.add_worksheet("更多")
    other.write_row(0, 0, HEADER)


_ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY x SYSTEM "file:///etc/hostname">]>"""


def _poisoned(strings: bytes) -> bytes:
    return _ENTITIES + strings.split(b"?>", 1)[1].replace(b"<t>c1</t>", b"<t>&x;&b;</t>")


KINDS = [
    _kind(
        "title rows, merged cells and totals",
        [["2018年9月案件"], [], HEADER, GOOD, [], ["合计", None, None, None, 1]],
        (5, 1, 0, 4),
        more=lambda _, sheet: sheet.merge_range("A1:E1", "2018年9月案件"),
    ),
    _kind(
        "a column merged downwards",
        [HEADER, GOOD, ["c2", None, *GOOD[2:]]],
        (2, 1, 1, 0),
        more=lambda _, sheet: sheet.merge_range("B2:B3", "热线"),
        codes=("missing_required",),
    ),
    _kind("several sheets: the first with a header", [HEADER, GOOD], more=_first_rows, codes=("sheet_taken",)),
    _kind("an identifier turned into a number", [HEADER, _with(0, 110101.0)], values={"case_id": ["110101"]}),
    _kind(
        "zeros that only the cell's format shows", [HEADER, _with(0, (12, "000000"))], values={"case_id": ["000012"]}
    ),
    _kind(
        "an identifier longer than a number can hold",
        [HEADER, _with(0, 1101010010010012345)],
        (1, 0, 1, 0),
        codes=("identifier_exponent",),
    ),
    _kind(
        "days counted from 1900, without a date format",
        [HEADER, _with(2, 43360.3541666667)],
        values={"reported_at": [AT]},
    ),
    _kind(
        "days counted from 1904, with a date format",
        [HEADER, GOOD],
        options={"date_1904": True},
        values={"reported_at": [AT]},
    ),
    _kind(
        "days counted from 1904, without a date format",
        [HEADER, _with(2, 41898.3541666667)],
        options={"date_1904": True},
        values={"reported_at": [AT]},
    ),
    _kind("a time without its day", [HEADER, _with(2, (0.35, "hh:mm"))], (1, 0, 1, 0), codes=("bad_time",)),
    _kind(
        "a formula that failed where something is required",
        [HEADER, _with(0, "=1/0")],
        (1, 0, 1, 0),
        codes=("missing_required",),
    ),
    _kind("a formula that failed in an optional field", [HEADER, _with(4, "=1/0")], values={"rework_count": [None]}),
    _kind(
        "hidden rows are rows",
        [HEADER, GOOD, _with(0, "c2")],
        (2, 2, 0, 0),
        more=lambda _, sheet: sheet.set_row(1, None, None, {"hidden": True}),
    ),
    _refused("no sheet with a header", lambda: book([["你好"]]), "no_header"),
    _refused("an empty workbook", lambda: book([]), "no_header"),
    _refused("a workbook cut short", lambda: book([HEADER, GOOD])[:2000], "damaged_file"),
    _refused(
        "a workbook with a password",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "password_protected",
    ),
    _refused(
        "a web page called .xlsx", lambda: b"<html><table><tr><td>x</td></tr></table></html>", "not_what_it_claims"
    ),
    _refused(
        "entities that name a file and multiply",
        lambda: edited(book([HEADER, GOOD]), "xl/sharedStrings.xml", _poisoned),
        "damaged_file",
    ),
    _refused(
        "a stray cell in the last corner of the sheet",
        lambda: book([HEADER, GOOD], more=lambda _, sheet: sheet.write(1048575, 16383, "x")),
        "too_demanding",
        confined=True,
    ),
]
