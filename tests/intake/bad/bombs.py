"""Small files that unpack into very large ones."""

from __future__ import annotations

import gzip
import io
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq

from tests.intake.bad.kinds import FileKind
from tests.intake.bad.workbooks import GOOD, HEADER, book


def _zipped(name: str) -> bytes:
    """An archive whose directory says that two entries unpack to nearly 4 GB each."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in (name, f"{name}.more"):
            archive.writestr(entry, b"\0" * (1 << 20))
        archive.writestr("xl/workbook.xml", "<workbook/>")
    data, at = bytearray(content.getvalue()), 0
    for _ in range(2):
        at = data.find(b"PK\x01\x02", at + 1)
        data[at + 24 : at + 28] = (0xF0000000).to_bytes(4, "little")
    return bytes(data)


def _lying() -> bytes:
    """A workbook whose archive says that its sheet is tiny."""
    content = bytearray(book([HEADER, *[GOOD] * 2000]))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entry = archive.getinfo("xl/worksheets/sheet1.xml")
    for start in (entry.header_offset + 22, content.find(b"PK\x01\x02", entry.header_offset) + 24):
        content[start : start + 4] = (10).to_bytes(4, "little")
    return bytes(content)


def _packed_rows() -> bytes:
    # Good rows would be read in time; each of these is told about by itself.
    rows, line = io.BytesIO(), b"c1,inspector,one day\n"
    with gzip.open(rows, "wb", compresslevel=1) as packed:
        packed.write(b"case_id,source,reported_at\n")
        packed.write(line * 3_000_000)
    return rows.getvalue()


def _parquet() -> bytes:
    """Some kilobytes that say the same row two hundred million times."""
    content, rows = io.BytesIO(), 10_000_000
    table = pa.table(
        {
            name: pa.DictionaryArray.from_arrays(pa.array([0], pa.int8()).take(pa.repeat(0, rows)), [text])
            for name, text in [("case_id", "c1"), ("source", "inspector"), ("reported_at", "2018-09-17")]
        }
    )
    with pq.ParquetWriter(content, table.schema, compression="zstd") as writer:
        for _ in range(20):
            writer.write_table(table)
    return content.getvalue()


KINDS = [
    FileKind(
        "bomb", "a Shapefile that unpacks to 7 GB", "areas.zip", lambda: _zipped("areas.shp"), refused="too_large"
    ),
    FileKind("bomb", "a workbook that unpacks to 7 GB", "cases.xlsx", lambda: _zipped("xl/x.xml"), refused="too_large"),
    FileKind(
        "bomb",
        "a workbook whose archive says it is tiny is read whole",
        "cases.xlsx",
        _lying,
        counts=(2000, 2000, 0, 0),
    ),
    FileKind(
        "bomb",
        "gzip of three million rows, given five seconds",
        "cases.csv.gz",
        _packed_rows,
        refused="too_demanding",
        confined=True,
    ),
    FileKind(
        "bomb",
        "Parquet of two hundred million rows, given five seconds",
        "cases.parquet",
        _parquet,
        refused="too_demanding",
        confined=True,
    ),
]
