"""What a file really is, by its content: the name only has to agree."""

from __future__ import annotations

import gzip
import re
import zipfile
import zlib
from pathlib import Path

from analytics.intake.files import RefusedFile

# Formats, named as a message names them.
TEXT, WORKBOOK, PARQUET = "CSV", "XLSX", "Parquet"
GEOJSON, SHAPEFILE, GEOPACKAGE = "GeoJSON", "Shapefile", "GeoPackage"
GEOGRAPHIC = (GEOJSON, SHAPEFILE, GEOPACKAGE)

# Extension → what it promises. An extension that is not here promises nothing.
_PROMISES = {
    ".csv": TEXT, ".tsv": TEXT, ".txt": TEXT, ".xlsx": WORKBOOK, ".xls": WORKBOOK, ".parquet": PARQUET,
    ".geoparquet": PARQUET, ".geojson": GEOJSON, ".json": GEOJSON, ".zip": SHAPEFILE, ".gpkg": GEOPACKAGE,
}  # fmt: skip
_HEAD_BYTES = 1 << 16
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A workbook or archive larger than this when unpacked is an attack or a mistake; a sheet of a million rows is under it.
UNPACKED_LIMIT_BYTES = 4 << 30


def format_of(path: Path) -> str:
    """The format of a file: one of the constants above. Raises RefusedFile when it is not what its name claims."""
    try:
        head, gzipped = _head(path)
    except FileNotFoundError as error:
        raise RefusedFile("missing_file") from error
    except (OSError, EOFError, zlib.error) as error:
        raise RefusedFile("damaged_file", detail=type(error).__name__) from error
    packed = path.suffix.lower() == ".gz"
    suffix = path.with_suffix("").suffix.lower() if packed else path.suffix.lower()
    if not head.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise RefusedFile("empty_file")
    found = _by_content(head, path)
    if found in ("HTML", "XML", "PDF", "XLS", "ZIP", "SQLite"):
        raise RefusedFile("not_what_it_claims", claimed=suffix or "?", found=found)
    promised = _PROMISES.get(suffix)
    if found is None or promised is None:
        raise RefusedFile("unknown_format")
    if found != promised:
        raise RefusedFile("not_what_it_claims", claimed=suffix, found=found)
    if gzipped and found != TEXT:
        raise RefusedFile("unknown_format")
    if gzipped != packed:
        raise RefusedFile("not_what_it_claims", claimed=path.suffix.lower(), found="GZIP" if gzipped else found)
    return found


def _head(path: Path) -> tuple[bytes, bool]:
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    head = without_padding(head)
    if not head.startswith(b"\x1f\x8b"):
        return head, False
    with gzip.open(path) as file:
        return file.read(_HEAD_BYTES), True


def without_padding(head: bytes) -> bytes:
    """The first bytes of a file without the zeros that a machine leaves which lost its power; UTF-16 ends with one."""
    return head if head.startswith(_UTF16) else re.sub(rb"\x00{2,}\Z", b"", head) or head


def _by_content(head: bytes, path: Path) -> str | None:
    if head.startswith(b"PAR1"):
        return PARQUET
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive(path)
    if head.startswith(b"SQLite format 3\x00"):
        # GeoPackage puts its application id at byte 68; any other SQLite file is refused.
        return GEOPACKAGE if head[68:72] in (b"GPKG", b"GP10", b"GP11") else "SQLite"
    if head.startswith(_OLE):
        return _compound(path)
    if head.startswith(b"%PDF"):
        return "PDF"
    return _textual(head)


def _archive(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise RefusedFile("damaged_file", detail=type(error).__name__) from error
    for entry in entries:
        name = entry.filename.replace("\\", "/")
        if name.startswith("/") or ":" in name.split("/")[0] or ".." in name.split("/"):
            raise RefusedFile("unsafe_archive", entry=entry.filename)
    if sum(entry.file_size for entry in entries) > UNPACKED_LIMIT_BYTES:
        raise RefusedFile("too_large", limit=f"{UNPACKED_LIMIT_BYTES >> 30} GiB")
    names = {entry.filename.lower() for entry in entries}
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return WORKBOOK
    return SHAPEFILE if any(name.endswith(".shp") for name in names) else "ZIP"


def _compound(path: Path) -> str:
    # The directory of the compound file names its streams in UTF-16; it may stand anywhere in the file.
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise RefusedFile("password_protected")
    is_book = any(name.encode("utf-16-le") in content for name in ("Workbook", "Book"))
    return WORKBOOK if is_book and path.suffix.lower() == ".xls" else "XLS"


def _textual(head: bytes) -> str | None:
    if head.startswith(_UTF16):
        text = head.decode("utf-16", errors="replace")
    elif _looks_utf16(head):
        text = head.replace(b"\x00", b"").decode("latin-1")
    else:
        # Bytes that no text file has, beyond a stray one that a single row answers for.
        odd = sum(head.count(byte) for byte in (b"\x00", b"\x01", b"\x02", b"\x03", b"\x04", b"\x05", b"\x06", b"\x08"))
        if odd > len(head) // 100 and odd > 2:
            return None
        text = head.decode("latin-1").removeprefix("\xef\xbb\xbf")
    text = text.lstrip("\ufeff \t\r\n")
    if "<ogrvrtdatasource" in text.lower() or "<vrtdataset" in text.lower():
        raise RefusedFile("virtual_dataset")
    if re.match(r"<(!doctype\s+html|html|head|table|body|meta|style|div)\b", text, flags=re.IGNORECASE):
        return "HTML"
    if text.startswith("<"):
        return "HTML" if "<html" in text.lower() or "<table" in text.lower() else "XML"
    return GEOJSON if re.match(r"\{\s*(\"|\})", text) else TEXT


def _looks_utf16(head: bytes) -> bool:
    # UTF-16 without its mark: nearly every second byte of a Latin header is zero.
    return max(head[0:400:2].count(0), head[1:400:2].count(0)) > min(len(head), 400) // 8
