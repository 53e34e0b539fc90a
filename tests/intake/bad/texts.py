"""Files of separated values that are not as they should be."""

from __future__ import annotations

import gzip
from datetime import datetime

from tests.intake.bad.kinds import FileKind

HEADER = "案件编号,案件来源,上报时间,问题描述\n"
ROW = "c1,热线,2018-09-17 08:30,大栅栏\n"
AT = datetime(2018, 9, 17, 8, 30)
ONE = (1, 1, 0, 0)


def _kind(what: str, content: str | bytes, counts: tuple = ONE, name: str = "cases.csv", **more: object) -> FileKind:
    data = content.encode() if isinstance(content, str) else content
    return FileKind("text", what, name, lambda: data, counts=counts, **more)


def _refused(what: str, content: str | bytes, code: str, name: str = "cases.csv") -> FileKind:
    return _kind(what, content, name=name, refused=code, counts=(0, 0, 0, 0))


def _encoded() -> list[FileKind]:
    text, kept = HEADER + ROW, {"description": ["大栅栏"]}
    joined = (HEADER + ROW * 20).encode() + (ROW.replace("大栅栏", "和平里") * 20).encode("gb18030")
    return [
        _kind("UTF-8 with its mark", text.encode("utf-8-sig"), values=kept),
        _kind("UTF-8 with its mark twice", b"\xef\xbb\xbf" + text.encode("utf-8-sig"), values=kept),
        _kind("UTF-16 with its mark", text.encode("utf-16"), values=kept),
        _kind("UTF-16 without its mark", text.encode("utf-16-be"), values=kept),
        _kind("GB18030", text.encode("gb18030"), values=kept),
        _kind(
            "two encodings joined in one file",
            joined,
            (40, 40, 0, 0),
            values={"description": ["大栅栏"] * 20 + ["和平里"] * 20},
        ),
        _kind(
            "a letter broken in half",
            (text * 1 + ROW * 60).encode().replace("大".encode(), b"\xe5\xa4", 1),
            (61, 61, 0, 0),
        ),
        _refused("UTF-32", text.encode("utf-32"), "no_header"),
        _refused(
            "text read in the wrong encoding and saved again", text.encode().decode("latin-1").encode(), "no_header"
        ),
        _kind("gzip", gzip.compress(text.encode()), name="cases.csv.gz", values=kept),
        _refused("gzip cut short", gzip.compress((HEADER + ROW * 99).encode())[:-20], "damaged_file", "cases.csv.gz"),
    ]


def _lines() -> list[FileKind]:
    rows = [ROW.replace("c1", f"c{i}") for i in range(1, 4)]
    mixed = HEADER.strip() + "\r\n" + rows[0] + rows[1].strip() + "\r" + rows[2].strip()
    return [
        _kind("three kinds of line ends in one file", mixed, (3, 3, 0, 0)),
        _kind("no line end at the end", HEADER + ROW.strip()),
        _kind("zeros at the end, as a lost power leaves them", (HEADER + ROW).encode() + b"\0" * 600, (2, 1, 0, 1)),
        _kind("the end mark of a very old program", HEADER + ROW + "\x1a", (2, 1, 0, 1)),
        _kind("a NUL in a code", HEADER + ROW + ROW.replace("热线", "热\0线"), (2, 1, 1, 0), codes=("unknown_code",)),
        _kind(
            "a quotation mark that nobody closes",
            HEADER + ROW.replace("大", '"大') + rows[1] + rows[2],
            (3, 3, 0, 0),
            values={"description": ['"大栅栏', "大栅栏", "大栅栏"]},
        ),
        _kind(
            "a line break inside a cell",
            HEADER + 'c1,热线,2018-09-17,"大\n栅栏"\n' + rows[1],
            (2, 2, 0, 0),
            values={"description": ["大\n栅栏", "大栅栏"]},
        ),
        _kind("more cells than the header has", HEADER + ROW.strip() + ",x,\n", (1, 0, 1, 0), codes=("bad_columns",)),
        _kind("fewer cells than required", HEADER + "c1\n", (1, 0, 1, 0), codes=("missing_required",)),
        _kind(
            "semicolons, named by the spreadsheet that wrote them",
            "sep=;\n" + (HEADER + ROW).replace(",", ";"),
            (2, 1, 0, 1),
        ),
        _kind("the header again on every page", HEADER + ROW + HEADER + rows[1], (3, 2, 0, 1)),
        _kind(
            "title, unit, blanks, totals and who made it",
            f"案件表,,,\n单位：件,,,\n{HEADER}{ROW},,,\n合计,1,,\n制表人：张三,,,\n",
            (6, 1, 0, 5),
        ),
    ]


def _headers() -> list[FileKind]:
    body = "c1,热线,2018-09-17 08:30,大栅栏\n"
    return [
        _refused("no header", body, "no_header"),
        _refused("a required column is missing", "案件编号,上报时间\nc1,2018-09-17\n", "missing_column"),
        _refused(
            "one header twice", "案件编号,案件编号,案件来源,上报时间\nc1,d1,热线,2018-09-17\n", "duplicate_column"
        ),
        _kind(
            "two headers of one meaning: the first of the list is taken",
            "工单号,案件编号,案件来源,上报时间\nd1,c1,热线,2018-09-17\n",
            values={"case_id": ["c1"]},
            codes=("synonymous_columns",),
        ),
        _kind(
            "headers with blanks, marks, units and in any case",
            ' CASE_ID *,"案件\n来源",上报时间（年月日）\nc1,热线,2018-09-17\n',
            values={"case_id": ["c1"]},
        ),
        _kind("a column that nobody knows", HEADER.replace("问题描述", "心情") + ROW),
        _kind("a header without rows", HEADER, (0, 0, 0, 0)),
        _refused("an empty file", b"", "empty_file"),
        _refused("nothing but blanks", b"\xef\xbb\xbf \r\n\r\n", "empty_file"),
    ]


def _disguised() -> list[FileKind]:
    return [
        _refused("a web page called .csv", "<!DOCTYPE html><table></table>", "not_what_it_claims"),
        _refused("separated values called .xlsx", HEADER + ROW, "not_what_it_claims", "cases.xlsx"),
        _refused("separated values called .parquet", HEADER + ROW, "not_what_it_claims", "cases.parquet"),
        _refused("gzip called .csv", gzip.compress((HEADER + ROW).encode()), "not_what_it_claims"),
        _refused("a picture called .csv", b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 40, "unknown_format"),
        _refused("a document called .csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "not_what_it_claims"),
        _refused("an unknown ending", HEADER + ROW, "unknown_format", "cases.dat"),
        _refused("Parquet cut short", b"PAR1 and nothing", "damaged_file", "cases.parquet"),
    ]


KINDS = [*_encoded(), *_lines(), *_headers(), *_disguised()]
